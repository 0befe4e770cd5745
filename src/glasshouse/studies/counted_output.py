"""A count as the output of a study: what a scenario's mechanisms count, as a rate of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from glasshouse.measure import OF_PEOPLE, Measure, names_of, yearly
from glasshouse.measures.cells import Cells
from glasshouse.mechanism import Count

if TYPE_CHECKING:
    from glasshouse.engine.simulate import Replicate
    from glasshouse.mechanism_set import MechanismSet


def counted(mechanisms: MechanismSet) -> dict[str, Count]:
    """All that the mechanisms of a scenario count, by name."""
    return {count.name: count for count in mechanisms.counts}


def as_measure(count: Count) -> Measure:
    """A count as a measure: in a year of 10,000 people, or for a level, on the last day and among 10,000 people.

    >>> from glasshouse.mechanism_set import SHIPPED
    >>> as_measure(counted(SHIPPED)["sightings"]).unit
    'sightings a year of 10,000 people'
    """
    if not count.stock:
        return yearly(count.name, count.text, "", what=count.unit, counts=(count.name,))
    return Measure(
        name=count.name,
        title=f"{count.text}, on the last day",
        definition="",
        unit=f"{count.unit} of 10,000 people",
        base="people",
        counts=(count.name,),
        over=("people",),
        scale=OF_PEOPLE,
    )


def rate(count: Count, simulated: Replicate, days: int) -> float:
    """Such a rate of the whole country."""
    measure, cells = as_measure(count), Cells(simulated, days)
    value, base = (float(cells.added(names_of(names))[-1, -1]) for names in (measure.counts, measure.over))
    return measure.scale * value / base
