"""A kind of entry in the record as a declaration: what it is about, what it is called, and the points that it costs.

It stands in the file of the mechanism that makes such entries. A mechanism of somebody's own may bring more of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from enum import IntEnum
from functools import cache
from hashlib import blake2b
from typing import Any, Self

from glasshouse.mechanism import Mechanism, Parameter, maker, parameter

#: The areas of life that an entry is about, and whether what is done there is lawful. A person's file has four bits in
#: each ledger, one an area, in this order.
LAWFUL: Mapping[str, bool] = {"conduct": False, "expression": True, "private life": True, "money": False}
AREAS = tuple(LAWFUL)
LAWFUL_AREAS = tuple(area for area, lawful in LAWFUL.items() if lawful)
#: The same as bits of a file: all areas, and the lawful ones.
ALL_AREAS = (1 << len(AREAS)) - 1
LAWFUL_BITS = sum(1 << place for place, lawful in enumerate(LAWFUL.values()) if lawful)
#: Single events hold a kind of entry in a byte, of which one number stands for none.
MOST = 255


def related_key(area: str) -> str:
    """The key that says which gates belong to an area of life.

    >>> related_key("money")
    'restrictions.related.money'
    """
    return f"restrictions.related.{area}"


class EntryKind(int):
    """A kind of entry; in compiled code its number, in the order in which the kinds of a run stand.

    - `name`: its name in tables and events ("critical post"); `key` the same in a scenario's ``score.points_KEY``,
      which is a parameter of its own: a plug-in gives its value, a range and the evidence, as in `parameter`.
    - `area`: the area of life, which says whether it is about something lawful. `good`: it is in a person's favour.
    - `things`: (one, several) of it. `recorded`: one of it in the meaning of the parameter.
    - `act`: the act of the day of which it is the entry (``Conduct``, ``Online``, ``Money``), where it is of one.
    - `place`: the number of a shipped one; others get the next in the set of mechanisms, and until then a number that
      no record can hold.

    Raises ValueError for an area that there is not.

    >>> ride = EntryKind("free ride", area="conduct", things=("a ride without a ticket", "rides without a ticket"),
    ...                  points=-5, range=(-20, 0), assumed="as much as a petty offence")
    >>> ride.points.key, ride.unlawful, ride > 2**64
    ('score.points_free_ride', True, True)
    """

    name: str
    area: str
    things: tuple[str, str]
    act: IntEnum | None
    good: bool
    points: Parameter
    place: int | None
    module: str

    #: What is declared with it: the parameter of its points.
    brings: tuple[Any, ...]

    def __new__(
        cls,
        name: str,
        *,
        area: str,
        things: tuple[str, str],
        recorded: str = "",
        act: IntEnum | None = None,
        good: bool = False,
        place: int | None = None,
        points: float | None = None,
        range: tuple[float, float] | None = None,
        **evidence: str,
    ) -> Self:
        """Declare a kind of entry."""
        if area not in AREAS:
            raise ValueError(
                f"{name}: '{area}' is no area of life; a person's file has room for four, and they are "
                f"{', '.join(AREAS)}"
            )
        module = maker()
        unplaced = 2**64 + int.from_bytes(blake2b(f"{module}:{name}".encode(), digest_size=8).digest(), "little")
        self = super().__new__(cls, unplaced if place is None else place)
        self.name, self.area, self.things, self.act, self.good = name, area, things, act, good
        self.place, self.module = place, module
        meaning = f"points for {recorded or things[0]}"
        key = f"score.points_{self.key}"
        row = parameter(
            key,
            meaning,
            kind="points",
            stage="score",
            value=points,
            range=range,
            error=False,
            of_place=False,
            **evidence,
        )
        self.points = replace(row, module=module)
        self.brings = (self.points,)
        return self

    @property
    def key(self) -> str:
        """Its name as a word of a scenario file."""
        return self.name.replace(" ", "_")

    @property
    def unlawful(self) -> bool:
        """Whether it is about an unlawful act or a debt."""
        return not (self.good or LAWFUL[self.area])

    @property
    def lawful(self) -> bool:
        """Whether it is about something lawful that is held against the person."""
        return not self.good and LAWFUL[self.area]

    @property
    def about(self) -> str:
        """The same in words."""
        return "something good" if self.good else "an unlawful act, or a debt" if self.unlawful else "something lawful"

    def __reduce__(self) -> Any:
        """A plain number to other processes."""
        return int, (int(self),)

    def __repr__(self) -> str:
        """Its name; a number prints as one."""
        return f"<EntryKind {self.name}>"

    __str__ = int.__repr__


@cache
def entry_kinds(mechanisms: tuple[Mechanism, ...]) -> tuple[EntryKind, ...]:
    """The kinds of entry of some mechanisms, each at its number: the shipped ones, and those of plug-ins by module."""
    found = [one for each in mechanisms for one in each.declared(EntryKind)]
    placed = sorted((one for one in found if one.place is not None), key=int)
    return (*placed, *(one for one in found if one.place is None))


def how_many_kinds(mechanisms: tuple[Mechanism, ...]) -> int:
    """The number of kinds of entry: the length of a table by kind."""
    return len(entry_kinds(mechanisms))


def kind_names(mechanisms: tuple[Mechanism, ...]) -> tuple[str, ...]:
    """Names of the kinds of entry, in the order of their numbers."""
    return tuple(one.name for one in entry_kinds(mechanisms))


def numbers(kinds: Iterable[EntryKind]) -> dict[EntryKind, int]:
    """The number of each of all kinds of a set of mechanisms.

    >>> late = EntryKind("late", area="money", things=("a late fee", "late fees"))
    >>> numbers([EntryKind("first", area="money", things=("a debt", "debts"), place=0), late])[late]
    1
    """
    return {one: number for number, one in enumerate(kinds)}
