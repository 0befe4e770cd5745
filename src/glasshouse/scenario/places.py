"""Places: districts with published aggregates, one column a figure, and the groups of their people.

The first group is the one with which the others are compared. Files of places are read in ``place_loading``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from glasshouse.draws import thresholds
from glasshouse.evidence.sources_and_claims import Source
from glasshouse.population.people import MOST_GROUPS, group_slots
from glasshouse.scenario.cross_tables import Crossed
from glasshouse.scenario.scenario_words import GROUPS

#: Where the shipped places lie.
FOLDER = Path(__file__).parent.parent / "places"

#: What each column holds: (unit, lowest, highest).
COLUMNS: dict[str, tuple[str, float, float]] = {
    "population": ("persons", 1, 1e10),
    "women": ("share of persons", 0, 1),
    "minority": ("share of persons", 0, 1),
    "children": ("share of persons", 0, 1),
    "older": ("share of persons", 0, 1),
    "urban": ("share of persons", 0, 1),
    "internet": ("share of persons", 0, 1),
    "flag_factor": ("ratio", 0.01, 100),
}
#: Columns from which the standard groups follow: a place with groups of its own has none of them.
OF_GROUPS = ("women", "minority")
#: What stands for everybody where groups or districts are named.
EVERYBODY = ("all", "everybody")


@dataclass(frozen=True, kw_only=True)
class Column:
    """The evidence behind one column: unit, and a source with confidence or the reason it is assumed."""

    unit: str
    source: str | None
    confidence: str | None
    assumed: str | None


@dataclass(frozen=True, kw_only=True)
class Group:
    """A group of people: its name, the share of women in it, and whether ratios for a minority apply to it."""

    name: str
    women: float = 0.5
    minority: bool = False


#: The standard groups, in the order of their names.
STANDARD = tuple(
    Group(name=name, women=float(name.endswith("women")), minority=name.startswith("minority")) for name in GROUPS
)


@dataclass(frozen=True, kw_only=True)
class Place:
    """Districts and their columns; each column is a float array over districts.

    ``groups`` are those of its people, the one with which the others are compared first; ``shares`` is the share of
    each, float [districts, groups], or None where it follows from the columns ``women`` and ``minority``.

    >>> from glasshouse.scenario.place_loading import load_place
    >>> place = load_place("china")
    >>> len(place.districts), place.columns["women"].shape
    (31, (31,))
    """

    name: str
    title: str
    districts: tuple[str, ...]
    columns: Mapping[str, NDArray[np.float64]]
    evidence: Mapping[str, Column]
    groups: tuple[Group, ...] = STANDARD
    shares: NDArray[np.float64] | None = None
    #: What cross-tables say of each group; where they say nothing, it is as its district is.
    crossed: Crossed = field(default_factory=Crossed)
    #: Whether the list of claims (``glasshouse.claims``) speaks of it.
    described: bool = False
    #: The whole file of a place of somebody's own; None for one that ships or that a plug-in offers.
    content: Mapping[str, Any] | None = None

    @property
    def sources(self) -> Mapping[str, Source]:
        """The sources that its own file describes, by id."""
        rows = (self.content or {}).get("sources", {})
        return {key: Source(id=key, **row) for key, row in rows.items()}

    @property
    def group_names(self) -> tuple[str, ...]:
        """The groups by name.

        >>> from glasshouse.scenario.place_loading import load_place
        >>> load_place("china").group_names
        ('majority men', 'majority women', 'minority men', 'minority women')
        """
        return tuple(group.name for group in self.groups)

    @property
    def group_axis(self) -> tuple[str, ...]:
        """The groups by name, and what stands for all of them: the group axis of the counts."""
        return (*self.group_names, "all")

    def group_ratios(self, *, women: float = 1.0, minority: float = 1.0) -> NDArray[np.float64]:
        """By group, how many times as often something befalls it, from its ratios for women and for a minority.

        >>> from glasshouse.scenario.place_loading import load_place
        >>> load_place("china").group_ratios(women=2.0, minority=3.0).tolist()
        [1.0, 2.0, 3.0, 6.0]
        """
        return np.array(
            [(1 - each.women + each.women * women) * (minority if each.minority else 1.0) for each in self.groups]
        )

    @property
    def older(self) -> NDArray[np.float64]:
        """Share of the people of 60 and over [districts]."""
        return self.columns["older"]

    @property
    def adults(self) -> NDArray[np.float64]:
        """Share of the people of 15 to 59 [districts]."""
        return (1 - self.columns["children"]) - self.columns["older"]

    @property
    def group_shares(self) -> NDArray[np.float64]:
        """Shares of the groups [districts, groups]."""
        if self.shares is not None:
            return self.shares
        women, minority = self.columns["women"], self.columns["minority"]
        return np.stack(
            [
                (1 - minority) * (1 - women),
                (1 - minority) * women,
                minority * (1 - women),
                minority * women,
            ],
            axis=1,
        )

    @property
    def mean_group_shares(self) -> NDArray[np.float64]:
        """Shares of the groups in the whole place."""
        real = self.columns["population"]
        return (self.group_shares * real[:, None]).sum(0) / real.sum()

    @property
    def group_ages(self) -> NDArray[np.float64]:
        """Shares of each group who are under 15, and who are 60 and over [districts, groups, 2]."""
        if self.crossed.age is not None:
            return self.crossed.age
        return self._alike(np.stack([self.columns["children"], self.columns["older"]], axis=1))

    @property
    def group_urban(self) -> NDArray[np.float64]:
        """Share of each group who live in a town [districts, groups]."""
        return self._alike(self.columns["urban"]) if self.crossed.urban is None else self.crossed.urban

    @property
    def group_internet(self) -> NDArray[np.float64]:
        """Share of each group's people of 15 and over who use the internet [districts, groups]."""
        if self.crossed.internet is None:
            return self._alike(np.minimum(1, self.columns["internet"] / (self.adults + self.older)))
        grown = 1 - self.group_ages[:, :, 0]
        return np.minimum(1, self.crossed.internet / np.where(grown > 0, grown, 1))

    def _alike(self, column: NDArray[np.float64]) -> NDArray[np.float64]:
        """A column of the districts for each group."""
        return np.repeat(column[:, None], len(self.groups), axis=1)

    def traits(self) -> dict[str, NDArray[np.int64]]:
        """Thresholds by which people's traits are drawn, by field of a district's compiled parameters."""
        columns = self.columns
        group = np.full((len(self.districts), MOST_GROUPS - 1), 2**32, np.int64)
        group[:, : len(self.groups) - 1] = thresholds(np.cumsum(self.group_shares, axis=1)[:, :-1])
        return {
            "group": group,
            "group_age": group_slots(thresholds(self._limits()), axis=1),
            "age": thresholds(np.stack([columns["children"], columns["children"] + self.adults], axis=1)),
            "internet": thresholds(np.minimum(1, columns["internet"] / (self.adults + self.older))),
            "urban": thresholds(columns["urban"]),
            "group_internet": group_slots(thresholds(self.group_internet), axis=1),
            "group_urban": group_slots(thresholds(self.group_urban), axis=1),
        }

    def _limits(self) -> NDArray[np.float64]:
        """Shares of each group below 15, and below 60 [districts, groups, 2]."""
        children, older = np.moveaxis(self.group_ages, 2, 0)
        return np.stack([children, children + ((1 - children) - older)], axis=2)

    def __eq__(self, other: object) -> bool:
        """Whether name, title, districts and every figure are the same; arrays have no one answer to ``==``."""
        if not isinstance(other, Place):
            return NotImplemented
        named = ("name", "title", "districts", "evidence", "groups", "described")
        return (
            all(getattr(self, part) == getattr(other, part) for part in named)
            and self.columns.keys() == other.columns.keys()
            and np.array_equal(self.group_shares, other.group_shares)
            and np.array_equal(self.group_ages, other.group_ages)
            and np.array_equal(self.group_urban, other.group_urban)
            and np.array_equal(self.group_internet, other.group_internet)
            and all(np.array_equal(column, other.columns[key]) for key, column in self.columns.items())
        )


def ships(place: Place) -> bool:
    """Whether a place is one of glasshouse's own."""
    return place.content is None and (FOLDER / f"{place.name}.yaml").exists()


def fingerprint(place: Place) -> str:
    """A hash of a place's figures: its districts, columns and groups.

    >>> from glasshouse.scenario.place_loading import load_place
    >>> len(fingerprint(load_place("china")))
    32
    """
    ratios = place.group_ratios(women=2.0, minority=3.0).tolist()
    stamp = blake2b(repr((place.districts, place.group_names, ratios)).encode(), digest_size=16)
    for name, column in (*place.columns.items(), ("groups", place.group_shares)):
        stamp.update(name.encode() + np.ascontiguousarray(column, "<f8").tobytes())
    for name, column in (
        ("ages", place.crossed.age),
        ("towns", place.crossed.urban),
        ("online", place.crossed.internet),
    ):
        if column is not None:
            stamp.update(name.encode() + np.ascontiguousarray(column, "<f8").tobytes())
    return stamp.hexdigest()
