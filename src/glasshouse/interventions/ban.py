"""Ban: on its day lists are lifted, files are erased, and nobody is scored or watched any more."""

from __future__ import annotations

from datetime import date

import numpy as np

from glasshouse.interventions.intervention import Intervention
from glasshouse.kernels import kernel
from glasshouse.model.counts import Count
from glasshouse.model.events import NO_CAUSE, Event, log
from glasshouse.model.restrictions import gates_of
from glasshouse.population.people import (
    AGE_SHIFT,
    ERROR_FREE_TIER,
    EVER_SANCTIONED,
    EVER_UNJUSTLY,
    EVER_WRONGLY,
    tier_of,
)
from glasshouse.scenario import Scenario


def from_the_day(scenario: Scenario, day: int, days: int) -> dict[str, date | None]:
    """The ban's date: the day from which the safeguard is in force."""
    return {"ban.date": scenario.date_of(day)}


INTERVENTION = Intervention(
    name="ban",
    title="a ban",
    sentence="The system ends on a date, the first day unless said: lists are lifted and files erased.",
    fails="It does not undo what was done before, and trust recovers slowly.",
    stage="all",
    dates=from_the_day,
)

#: What was done to a person stays done.
_KEPT = EVER_SANCTIONED | EVER_WRONGLY | EVER_UNJUSTLY


@kernel
def lift(p, first, last, params, now, c, rows):
    """Erase the system's hold on persons first .. last - 1, all of one district, by the parameters of the evening
    before.

    Whoever was under sanction is counted as `lifted`. The caller leaves room in `rows` for one event a person.
    """
    start = params.score_start
    tier = tier_of(start, params.cuts)
    for i in range(first, last):
        place = i - now.origin
        traits, flags = np.int64(p.traits[place]), np.int64(p.flags[place])
        if (traits >> AGE_SHIFT) & 3 == 0:
            continue
        if gates_of(flags, np.int64(p.dossier[place]), params, 0) != 0:
            c[traits & 3, Count.lifted] += 1
            log(rows, now, i, np.int64(Event.BANNED), NO_CAUSE, -1, 0)
        p.flags[place] = (flags & _KEPT) | tier | (tier << ERROR_FREE_TIER)
        p.observed[place] = start
        p.error_free[place] = start
        p.observed_weeks[place] = 0
        p.error_free_weeks[place] = 0
        p.commercial[place] = 0
        p.dossier[place] = 0
