"""A ban: on its day lists are lifted, files are erased, and nobody is scored or watched any more.

Process: What was done to a person stays done. Fear and trust recover over the days that the scenario gives.

Source: What informants did to trust was still measured a decade after the last of them (`lichter-2021`).
"""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np

from glasshouse.control_panel import Lever
from glasshouse.intervention import Intervention, fixed
from glasshouse.mechanism import Mechanism, parameter
from glasshouse.mechanisms.restrictions import LIFTED
from glasshouse.model.closed_gates import gates_of
from glasshouse.model.events import NO_CAUSE, Event, log
from glasshouse.note import Phrases
from glasshouse.population.people import (
    AGE_SHIFT,
    ERROR_FREE_TIER,
    EVER_SANCTIONED,
    EVER_UNJUSTLY,
    EVER_WRONGLY,
    group_of,
    tier_of,
)
from glasshouse.section import Extra

PARAMETERS = (
    parameter(
        "ban.recovery",
        "days after a ban until fear and trust rest where they would without surveillance",
        kind="days",
        stage="adapt",
    ),
)
DATE = Extra(key="ban.date", kind="date")
LEVER = Lever(name="ban", title="A ban", safeguard="ban", always=True, rank=3)

#: What was done to a person stays done.
_KEPT = EVER_SANCTIONED | EVER_WRONGLY | EVER_UNJUSTLY


PHRASES = Phrases(
    said={
        "open ban": ("The system ended, and after {days} all doors were open.",),
    }
)


def lift(people, first, last, params, now, counts, rows):
    """Erase the system's hold on persons first .. last - 1, all of one district, by the rules of the evening before.

    Whoever was under sanction is counted as `lifted`. The caller leaves room in `rows` for one event a person.
    """
    start = params.score_start
    tier = tier_of(start, params.cuts)
    for i in range(first, last):
        place = i - now.origin
        traits, flags = np.int64(people.traits[place]), np.int64(people.flags[place])
        if (traits >> AGE_SHIFT) & 3 == 0:
            continue
        if gates_of(flags, np.int64(people.dossier[place]), params, 0) != 0:
            counts[group_of(traits), LIFTED] += 1
            log(rows, now, i, np.int64(Event.BANNED), NO_CAUSE, -1, 0)
        people.flags[place] = (flags & _KEPT) | tier | (tier << ERROR_FREE_TIER)
        people.observed[place] = start
        people.error_free[place] = start
        people.observed_weeks[place] = 0
        people.error_free_weeks[place] = 0
        people.commercial[place] = 0
        people.dossier[place] = 0


def from_the_day(scenario: Any, day: int, days: int) -> dict[str, date | None]:
    """The ban's date: the day from which the safeguard is in force."""
    return {"ban.date": scenario.date_of(day)}


BAN = Intervention(
    name="ban",
    title="a ban",
    sentence="The system ends on a date, the first day unless said: lists are lifted and files erased.",
    fails="It does not undo what was done before, and trust recovers slowly.",
    stage="all",
    dates=from_the_day,
    begins="Under a ban",
)

# In the model it is a ban on the first day, from which nobody has anything to recover.
UNWATCHED = Intervention(
    name="unwatched",
    title="no system at all",
    sentence="The system never existed: nobody is watched or scored, and nobody has learnt to fear it.",
    fails="It is no safeguard: nobody can go back to it.",
    stage="all",
    reference=True,
    numbers={"ban.recovery": fixed(0, assumed="there is nothing to recover from")},
    dates=from_the_day,
    begins="Had the system never existed",
)

MECHANISM = Mechanism(module=__name__, section="ban", place=290, outlives_ban=True, steps={"lift": lift})
