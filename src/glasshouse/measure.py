"""What a measure is: words, a unit, what is counted, and over what.

The shipped ones are those of ``docs/measures.md``. A mechanism of a plug-in declares its own at the top level of its
file; an installed package offers others to every run by entry points of the group ``glasshouse.measures``.

>>> misread = share("misread", "Plates misread", "Plates that were misread.", base="plates read",
...     counts=("plates_misread",), over=("plates_read",))
>>> misread.unit, misread.objective
('of 100 plates', False)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from glasshouse.mechanism import LAST, Count, maker

#: A base that is no measure of the day: persons times days, in years of 365 days.
PERSON_YEARS = "person-years"
#: A rate is of so many people; a share is of so many.
OF_PEOPLE, OF_100 = 10_000.0, 100.0
#: The harms of which less may be sought. Nothing else is an objective: fewer misses is more detection.
HARM_KINDS = ("wrongful", "unjust", "unequal", "hardship", "misidentification")
#: The sum of a count over the run, by district and group: float64 [districts + 1, groups + 1], margins last.
CountOf = Callable[[Count | str], Any]


@dataclass(frozen=True, kw_only=True)
class Measure:
    """One measure, with its definition.

    ``rate = scale * value / base`` is in ``unit``; ``base`` says in words what the denominator counts. ``counts`` and
    ``over`` are the counts (or their names) whose sums over the run are value and base; one with a leading minus is
    taken away. ``work`` stands for both where sums are not enough: given a function from a count to its sums, it gives
    value and base. All three are empty where a measure is worked out from single persons. ``reference`` names the other
    scenario that a paired measure is compared with.

    ``section``: the heading under which it stands, that of its mechanism unless given; ``place``: of a shipped one, its
    place there.

    ``harm``: which of HARM_KINDS it is; only these may ever be searched to be lowered, all else is reported. Raises
    ValueError for another. ``unsought``: why nobody may aim at less or more of it, as a clause, where that can be said
    in one.

    >>> from glasshouse.measures import HARMS
    >>> HARMS["wrongful"].unit, HARMS["wrongful"].base, HARMS["wrongful"].objective
    ('people of 10,000', 'people', True)
    """

    name: str
    title: str
    definition: str
    unit: str
    base: str
    scale: float = 1.0
    counts: tuple[Count | str, ...] = ()
    over: tuple[Count | str, ...] = ()
    work: Callable[[CountOf], tuple[Any, Any]] | None = None
    reference: str | None = None
    harm: str | None = None
    unsought: str = ""
    section: str = ""
    place: int = LAST
    module: str = field(default_factory=maker)

    def __post_init__(self) -> None:
        """Refuse a harm that is none."""
        if self.harm is not None and self.harm not in HARM_KINDS:
            raise ValueError(f"measure '{self.name}': '{self.harm}' is no harm; the harms are {', '.join(HARM_KINDS)}")

    @property
    def objective(self) -> bool:
        """Whether less of it may be sought."""
        return self.harm is not None

    @property
    def per_person(self) -> bool:
        """Whether it is worked out from single persons, and so not defined in a run without a ledger."""
        return not self.counts and self.work is None


def people(
    name: str,
    title: str,
    definition: str,
    *,
    counts: tuple[Count | str, ...] = (),
    harm: str | None = None,
    reference: str | None = None,
    section: str = "",
    place: int = LAST,
) -> Measure:
    """People to whom something happened, of 10,000 people.

    >>> people("stopped", "Stopped", "People who were stopped.").unit
    'people of 10,000'
    """
    words = {"name": name, "title": title, "definition": definition, "unit": "people of 10,000", "base": "people"}
    more = {"harm": harm, "reference": reference, "section": section, "place": place}
    return _of_people(words, counts, "people", **more, module=maker())


def yearly(
    name: str,
    title: str,
    definition: str,
    *,
    what: str,
    counts: tuple[Count | str, ...] = (),
    harm: str | None = None,
    unsought: str = "",
    reference: str | None = None,
    section: str = "",
    place: int = LAST,
) -> Measure:
    """Things that happened, in a year of 10,000 people.

    >>> yearly("trips_seen", "Trips seen", "Trips that were seen.", what="trips", counts=("plates_read",)).unit
    'trips a year of 10,000 people'
    """
    unit = f"{what} a year of 10,000 people"
    words = {"name": name, "title": title, "definition": definition, "unit": unit, "base": "people times years"}
    more = {"harm": harm, "unsought": unsought, "reference": reference, "section": section, "place": place}
    return _of_people(words, counts, PERSON_YEARS, **more, module=maker())


def _of_people(words: Mapping[str, str], counts: tuple[Count | str, ...], over: str, **more: Any) -> Measure:
    """Of 10,000 of what it is worked out over; without counts it is worked out from single persons."""
    return Measure(**words, scale=OF_PEOPLE, counts=counts, over=(over,) if counts else (), **more)


def mean(
    name: str,
    title: str,
    definition: str,
    *,
    unit: str,
    base: str,
    counts: tuple[Count | str, ...] = (),
    over: tuple[Count | str, ...] = (),
    unsought: str = "",
    section: str = "",
    place: int = LAST,
) -> Measure:
    """So much of something for each of something else.

    >>> mean("reads", "Reads", "Reads a trip.", unit="reads a trip", base="trips", counts=("plates_read",)).base
    'trips'
    """
    return Measure(
        name=name,
        title=title,
        definition=definition,
        unit=unit,
        base=base,
        counts=counts,
        over=over,
        unsought=unsought,
        section=section,
        place=place,
        module=maker(),
    )


def share(
    name: str,
    title: str,
    definition: str,
    *,
    base: str,
    counts: tuple[Count | str, ...] = (),
    over: tuple[Count | str, ...] = (),
    harm: str | None = None,
    unsought: str = "",
    section: str = "",
    place: int = LAST,
) -> Measure:
    """Out of 100 of something; ``base`` begins with what they are.

    >>> share("misread", "Misread", "Plates misread.", base="plates read", counts=("plates_misread",)).unit
    'of 100 plates'
    """
    return Measure(
        name=name,
        title=title,
        definition=definition,
        unit=f"of 100 {base.split()[0]}",
        base=base,
        scale=OF_100,
        counts=counts,
        over=over,
        harm=harm,
        unsought=unsought,
        section=section,
        place=place,
        module=maker(),
    )


def names_of(counts: Iterable[Count | str]) -> tuple[str, ...]:
    """The names of counts; what is a name already stays.

    >>> names_of((Count("plates_read", "Number plates read", unit="plates"), "-plates_misread"))
    ('plates_read', '-plates_misread')
    """
    return tuple(each.name if isinstance(each, Count) else each for each in counts)
