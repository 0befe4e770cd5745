"""What a measure of harm is: words, a unit, what is counted, and over what."""

from __future__ import annotations

from dataclasses import dataclass

#: A base that is no measure of the day: persons times days, in years of 365 days.
PERSON_YEARS = "person-years"
#: A rate is of so many people; a share is of so many.
OF_PEOPLE, OF_100 = 10_000.0, 100.0


@dataclass(frozen=True, kw_only=True)
class Harm:
    """One measure, with its definition.

    ``rate = scale * value / base`` is in ``unit``; ``base`` says in words what the denominator counts. ``counts`` and
    ``over`` are the measures of the day whose sums are value and base (a leading minus takes one away); both are
    empty where a measure is worked out from single persons. ``world`` names the other scenario that a paired measure
    is compared with. Only harms with ``objective`` may ever be searched to be lowered; all else is reported.

    >>> from glasshouse.results.measures import HARMS
    >>> HARMS["wrongful"].unit, HARMS["wrongful"].base, HARMS["wrongful"].objective
    ('people of 10,000', 'people', True)
    """

    name: str
    section: str
    title: str
    definition: str
    unit: str
    base: str
    scale: float
    counts: tuple[str, ...] = ()
    over: tuple[str, ...] = ()
    world: str | None = None
    objective: bool = False

    @property
    def per_person(self) -> bool:
        """Whether it is worked out from single persons, and so not defined in a run without a ledger."""
        return not self.counts


def people(
    name: str,
    title: str,
    definition: str,
    *,
    counts: tuple[str, ...] = (),
    objective: bool = False,
    world: str | None = None,
) -> Harm:
    """People to whom something happened, of 10,000 people."""
    return Harm(
        name=name,
        section="",
        title=title,
        definition=definition,
        unit="people of 10,000",
        base="people",
        scale=OF_PEOPLE,
        counts=counts,
        over=("people",) if counts else (),
        objective=objective,
        world=world,
    )


def yearly(
    name: str,
    title: str,
    definition: str,
    *,
    what: str,
    counts: tuple[str, ...] = (),
    objective: bool = False,
    world: str | None = None,
) -> Harm:
    """Things that happened, in a year of 10,000 people."""
    return Harm(
        name=name,
        section="",
        title=title,
        definition=definition,
        unit=f"{what} a year of 10,000 people",
        base="people times years",
        scale=OF_PEOPLE,
        counts=counts,
        over=(PERSON_YEARS,) if counts else (),
        objective=objective,
        world=world,
    )


def of(
    name: str,
    title: str,
    definition: str,
    *,
    unit: str,
    base: str,
    counts: tuple[str, ...] = (),
    over: tuple[str, ...] = (),
    scale: float = 1.0,
) -> Harm:
    """A share (``scale`` 100) or a mean (``scale`` 1) of something else."""
    return Harm(
        name=name,
        section="",
        title=title,
        definition=definition,
        unit=unit,
        base=base,
        scale=scale,
        counts=counts,
        over=over,
    )


def share(
    name: str, title: str, definition: str, *, base: str, counts: tuple[str, ...] = (), over: tuple[str, ...] = ()
) -> Harm:
    """Out of 100 of something; ``base`` begins with what they are."""
    unit = f"of 100 {base.split()[0]}"
    return of(name, title, definition, unit=unit, base=base, counts=counts, over=over, scale=OF_100)
