"""A moratorium: for a time no gate is closed."""

from __future__ import annotations

from datetime import date

from glasshouse.interventions.intervention import Intervention
from glasshouse.scenario import Scenario


def _first_half(scenario: Scenario, day: int, days: int) -> dict[str, date | None]:
    return {
        "restrictions.suspended_from": scenario.date_of(day),
        "restrictions.suspended_until": scenario.date_of(day + max(1, (days - day) // 2)),
    }


INTERVENTION = Intervention(
    name="moratorium",
    title="a moratorium",
    sentence="No gate is closed and nobody is listed between two dates: the first half of the run unless said.",
    fails="It backfires when it ends: what was recorded in the meantime closes gates all at once.",
    stage="sanction",
    dates=_first_half,
)
