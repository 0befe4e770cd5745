"""Places: districts with published aggregates, one column a figure, and the groups of their people.

A place that gives the shares of women and of a minority has the four standard groups. Another names its own, two to
eight, with the share of each in every district::

    groups:
      - {name: townspeople, shares: 0.7}
      - {name: newcomers, minority: true, shares: {North: 0.2, South: 0.25}}
      - {name: nuns, women: 1, shares: {North: 0.1, South: 0.05}}

The first is the group with which the others are compared. ``women`` is the share of women in a group (a half, if it is
left out), and ``minority`` says whether errors that fall more often on a minority do so on this group. What groups
differ in stands in ``crosstabs`` (``cross_tables``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from hashlib import blake2b
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from glasshouse.draws import thresholds
from glasshouse.errors import ended
from glasshouse.evidence.sources_and_claims import Source
from glasshouse.plugins import PluginError, offered
from glasshouse.population.people import FEWEST_GROUPS, MOST_GROUPS, group_slots
from glasshouse.scenario.cross_tables import TABLES, Crossed, Margins, cross_tables
from glasshouse.scenario.scenario_error import ScenarioError, nearest
from glasshouse.scenario.scenario_words import GROUPS
from glasshouse.scenario.user_text import MOST_NAME, one_line, quoted
from glasshouse.scenario.yaml_reading import Document, Path_, read

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
_OF_A_GROUP = ("name", "women", "minority", "shares", "source", "confidence", "assumed")
#: What stands for everybody where groups or districts are named.
EVERYBODY = ("all", "everybody")


#: What the file of a place must hold, and what each is.
_NEEDED: dict[str, tuple[type, str]] = {
    "title": (str, "text"),
    "districts": (list, "a list of names"),
    "columns": (dict, "a mapping of columns"),
}


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


def list_places() -> list[str]:
    """Names of the places: the shipped ones, and those of installed plug-ins.

    >>> list_places()[:2]
    ['australia-2016', 'cardiff']
    """
    return sorted({*(path.stem for path in FOLDER.glob("*.yaml")), *offered("places")})


@cache
def load_place(name: str) -> Place:
    """A place by name, shipped or of a plug-in. Raises ScenarioError where there is none of that name."""
    if name not in list_places():
        raise ScenarioError(f"unknown place '{quoted(name)}'.{nearest(name, list_places())}")
    return made(name, read(_file(name)))


def made(name: str, document: Document, content: Mapping[str, Any] | None = None) -> Place:
    """The place of a name that a file's content describes. Raises ScenarioError where it holds none.

    ``content`` is what a scenario keeps of it, where the name alone does not say which place it is.
    """
    data = document.data
    for key, (kind, what) in _NEEDED.items():
        if not isinstance(data, dict) or not data.get(key) or not isinstance(data[key], kind):
            raise _fault(document, (key,), f"a place needs '{key}', {what}.")
    if not isinstance(data.get("described", False), bool):
        raise _fault(document, ("described",), "'described' of a place must be true or false.")
    districts = tuple(map(str, data["districts"]))
    for k, district in enumerate(districts):
        if district in EVERYBODY:
            said = f"'{quoted(district)}' stands for everybody; give the district a name of its own."
            raise _fault(document, ("districts", k), said)
    for key in data["columns"]:
        if key not in COLUMNS:
            raise _fault(document, ("columns", key), f"unknown column '{quoted(key)}'.{nearest(str(key), COLUMNS)}")
    declared = list(_declared(document, districts)) if "groups" in data else []
    keys = [key for key in COLUMNS if not (declared and key in OF_GROUPS)]
    made_without = Place(
        name=name,
        title=data["title"],
        districts=districts,
        columns=MappingProxyType({key: _column(document, key, districts) for key in keys}),
        evidence=MappingProxyType(
            {key: _evidence(data["columns"][key]) for key in keys}
            | {
                f"group '{group.name}'": _evidence({"unit": "share of persons", **entry})
                for group, _, entry in declared
            }
        ),
        groups=tuple(group for group, _, _ in declared) or STANDARD,
        shares=_shares(document, [shares for _, shares, _ in declared]) if declared else None,
        described=data.get("described", False),
        content=content,
    )
    if TABLES not in data:
        return made_without
    crossed = cross_tables(
        document,
        Margins(
            districts=districts,
            group_names=made_without.group_names,
            groups=made_without.group_shares,
            columns=made_without.columns,
        ),
    )
    evidence = {name: _evidence(dict(entry)) for name, entry in crossed.evidence.items()}
    return replace(made_without, crossed=crossed, evidence=MappingProxyType({**made_without.evidence, **evidence}))


def _fault(document: Document, path: Path_, message: str) -> ScenarioError:
    return ScenarioError(message, where=document.where, line=document.line(path))


def _declared(
    document: Document, districts: tuple[str, ...]
) -> Iterator[tuple[Group, NDArray[np.float64], dict[str, Any]]]:
    """The groups that a place's file declares, with their shares of each district and their entries."""
    entries = document.data["groups"]
    if not isinstance(entries, list) or not FEWEST_GROUPS <= len(entries) <= MOST_GROUPS:
        raise _fault(
            document, ("groups",), f"'groups' must be a list of {FEWEST_GROUPS} to {MOST_GROUPS} groups of people."
        )
    for key in OF_GROUPS:
        if key in document.data["columns"]:
            message = f"column '{key}' goes with the standard groups; this file has groups of its own. Remove one."
            raise _fault(document, ("columns", key), message)
    names: list[str] = []
    for k, entry in enumerate(entries):
        path: Path_ = ("groups", k)
        if not isinstance(entry, dict):
            raise _fault(document, path, "a group must be a mapping with a name and shares.")
        for key in entry:
            if key not in _OF_A_GROUP:
                raise _fault(
                    document, (*path, key), f"unknown key '{quoted(key)}' in a group.{nearest(key, _OF_A_GROUP)}"
                )
        name = entry.get("name")
        if not isinstance(name, str) or not 0 < len(name.strip()) <= MOST_NAME:
            raise _fault(document, (*path, "name"), f"a group needs a name, of {MOST_NAME} letters at most.")
        name = name.strip()  # a space at its end is seen by nobody
        if name != one_line(name):
            raise _fault(document, (*path, "name"), f"the name of group '{quoted(name)}' must stand on one line.")
        if name in names or name in EVERYBODY:
            said = "stands for everybody" if name in EVERYBODY else "is the name of two groups"
            raise _fault(document, (*path, "name"), f"'{quoted(name)}' {said}; give each group a name of its own.")
        names.append(name)
        if not isinstance(entry.get("minority", False), bool):
            raise _fault(document, (*path, "minority"), f"'minority' of group '{quoted(name)}' must be true or false.")
        women = _share(document, (*path, "women"), entry.get("women", 0.5), f"'women' of group '{quoted(name)}'")
        group = Group(name=name, women=women, minority=entry.get("minority", False))
        yield group, _group_shares(document, path, entry, districts), entry


def _group_shares(
    document: Document, path: Path_, entry: dict[str, Any], districts: tuple[str, ...]
) -> NDArray[np.float64]:
    """A group's share of each district: one for all of them, or one each."""
    what = f"the share of group '{quoted(entry['name'])}'"
    given = entry.get("shares")
    if not isinstance(given, dict):
        share = _share(document, (*path, "shares"), given, what)
        return np.full(len(districts), share)
    for district in given:
        if district not in districts:
            message = f"unknown district '{quoted(district)}'.{nearest(district, districts)}"
            raise _fault(document, (*path, "shares", district), message)
    for district in districts:
        if district not in given:
            raise _fault(document, (*path, "shares"), f"{what} is missing for district '{quoted(district)}'.")
    return np.array([_share(document, (*path, "shares", each), given[each], what) for each in districts])


def _share(document: Document, path: Path_, value: Any, what: str) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= 1:
        raise _fault(document, path, f"{what} must be a number from 0 to 1.")
    return float(value)


def _shares(document: Document, columns: list[NDArray[np.float64]]) -> NDArray[np.float64]:
    """The shares of all groups [districts, groups]; those of a district add up to 1."""
    shares = np.stack(columns, axis=1)
    for district, total in zip(document.data["districts"], shares.sum(axis=1).tolist(), strict=True):
        if abs(total - 1) > 1e-6:
            message = f"the shares of the groups{_in(document, district)} add up to {total:g}, not to 1."
            raise _fault(document, ("groups",), message)
    shares.setflags(write=False)
    return shares


def _in(document: Document, district: str) -> str:
    """That something is said of a district, where there are several."""
    return f" in district '{quoted(district)}'" if len(document.data["districts"]) > 1 else ""


def ships(place: Place) -> bool:
    """Whether a place is one of glasshouse's own."""
    return place.content is None and (FOLDER / f"{place.name}.yaml").exists()


def fingerprint(place: Place) -> str:
    """A hash of a place's figures: its districts, columns and groups.

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


def _file(name: str) -> Path:
    if (shipped := FOLDER / f"{name}.yaml").exists():
        return shipped
    try:
        return offered("places")[name].file()
    except PluginError as error:
        raise ScenarioError(ended(str(error))) from error


def _column(document: Document, key: str, districts: tuple[str, ...]) -> NDArray[np.float64]:
    (unit, low, high), path = COLUMNS[key], ("columns", key)
    entry = document.data["columns"].get(key)
    given = entry.get("values") if isinstance(entry, dict) else None
    if not isinstance(given, dict) or entry.get("unit") != unit or tuple(map(str, given)) != districts:
        raise _fault(document, path, f"column '{key}' must have unit '{unit}' and one value a district, in order.")
    for district, value in given.items():
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not low <= value <= high:
            number = isinstance(value, (int, float)) and not isinstance(value, bool)
            side = "below" if number and value < low else "above" if number and value > high else None
            if side:
                said = f"{value:,.12g} is {side} the {'lowest' if side == 'below' else 'highest'} value "
                said += f"{low if side == 'below' else high:,.12g}."
            else:
                said = f"'{quoted(value)}' is no number from {low:,.12g} to {high:,.12g}."
            raise _fault(document, (*path, "values", district), f"column '{key}'{_in(document, district)}: {said}")
    values = np.array(list(given.values()), dtype=np.float64)
    values.setflags(write=False)
    return values


def _evidence(entry: dict[str, Any]) -> Column:
    return Column(
        unit=entry["unit"],
        source=entry.get("source"),
        confidence=entry.get("confidence"),
        assumed=entry.get("assumed"),
    )
