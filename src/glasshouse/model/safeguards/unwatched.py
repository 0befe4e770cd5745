"""The unwatched world, in which the system never existed; not a safeguard, but what all are measured against."""

from __future__ import annotations

from datetime import date

from glasshouse.model.safeguards.safeguard import Safeguard, fixed
from glasshouse.scenario import Scenario


def _always(scenario: Scenario, day: int, days: int) -> dict[str, date | None]:
    return {"ban.date": scenario.date_of(day)}


SAFEGUARD = Safeguard(
    name="unwatched",
    title="no system at all",
    sentence="The system never existed: nobody is watched or scored, and nobody has learnt to fear it.",
    fails="It is no safeguard: nobody can go back to it.",
    stage="all",
    numbers={"ban.recovery": fixed(0, assumed="there is nothing to recover from")},
    dates=_always,
)
