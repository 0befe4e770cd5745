"""Measures that compare a scenario with another one, in which the same people live: *knock-on* and *downstream*."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from glasshouse.measures.cells import Cells
from glasshouse.measures.definitions_harm import CHILLED
from glasshouse.measures.measures_by_place import HarmTable
from glasshouse.population.people import EVER_SANCTIONED, EVER_WRONGLY

if TYPE_CHECKING:
    from glasshouse.engine.simulate import Replicate

#: Lawful acts that a scenario can take from people.
_LAWFUL_ACTS = ("act_assembly", "act_critical_post", "act_message", "act_volunteering", "act_purchase", "act_visit")
_DEBTS = ("act_default", "act_late_payment")


def knock_on(replicate: Replicate, error_free: Replicate, *, days: int) -> HarmTable:
    """What false entries set off beyond the wrongful sanctions themselves.

    ``error_free`` is the same people's life where no false entry is ever made. Raises ``ValueError`` when the people
    are not the same, or without ledgers.
    """
    here, there = _cells_of_both(replicate, error_free, days)
    flags, other = replicate.state["flags"], error_free.state["flags"]
    spared = (flags & np.uint16(EVER_SANCTIONED) != 0) & (other & np.uint16(EVER_SANCTIONED) == 0)
    people = np.flatnonzero(spared & (flags & np.uint16(EVER_WRONGLY) == 0))
    days_more = here.measure("sanction_days") - there.measure("sanction_days") - here.measure("wrongful_days")
    return HarmTable(
        value={"knock_on": here.counted(people), "knock_on_days": days_more},
        base={"knock_on": here.measure("people"), "knock_on_days": here.added(("person-years",))},
    )


def downstream(replicate: Replicate, unwatched: Replicate, *, days: int) -> HarmTable:
    """What people lost against the unwatched scenario, less what they held back out of fear and what gates stopped.

    The outings that people want are the same in both scenarios, so that those refused at a gate cancel out and only
    acts remain. Raises ``ValueError`` when the people are not the same.
    """
    here, there = _cells_of_both(replicate, unwatched, days)
    lost = there.added(_LAWFUL_ACTS) - here.added(_LAWFUL_ACTS)
    held_back = here.added(CHILLED) - there.added(CHILLED)
    debts = here.added(_DEBTS) - there.added(_DEBTS)
    years = here.added(("person-years",))
    return HarmTable(
        value={"downstream": lost - held_back, "downstream_debts": debts},
        base={"downstream": years, "downstream_debts": years},
    )


def _cells_of_both(one: Replicate, other: Replicate, days: int) -> tuple[Cells, Cells]:
    if not np.array_equal(one.state["traits"], other.state["traits"]):
        raise ValueError("the two scenarios are not of the same people")
    return Cells(one, days), Cells(other, days)
