"""Opt-in: the score stays voluntary."""

from __future__ import annotations

from datetime import date

from glasshouse.interventions.intervention import Intervention
from glasshouse.scenario import Scenario


def _never_mandatory(scenario: Scenario, day: int, days: int) -> dict[str, date | None]:
    return {"participation.mandatory_from": None}


INTERVENTION = Intervention(
    name="opt-in",
    title="a score that stays voluntary",
    sentence="Nobody has a score who has not chosen to have one.",
    fails="It does nothing when perks and pressure make everybody join, or for those enrolled before it.",
    stage="score",
    dates=_never_mandatory,
)
