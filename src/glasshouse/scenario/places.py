"""Places: districts with published aggregates, one column a figure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from glasshouse.draws import thresholds
from glasshouse.plugins import PluginError, offered
from glasshouse.scenario.errors import ScenarioError, nearest
from glasshouse.scenario.reading import read
from glasshouse.scenario.text import quoted

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


@dataclass(frozen=True, kw_only=True)
class Column:
    """The evidence behind one column: unit, and a source with confidence or the reason it is assumed."""

    unit: str
    source: str | None
    confidence: str | None
    assumed: str | None


@dataclass(frozen=True, kw_only=True)
class Place:
    """Districts and their columns; each column is a float array over districts.

    >>> place = load_place("china")
    >>> len(place.districts), place.columns["women"].shape
    (31, (31,))
    """

    name: str
    title: str
    districts: tuple[str, ...]
    columns: Mapping[str, NDArray[np.float64]]
    evidence: Mapping[str, Column]

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

    def traits(self) -> dict[str, NDArray[np.int64]]:
        """Thresholds by which people's traits are drawn, by field of a district's compiled parameters."""
        columns = self.columns
        return {
            "group": thresholds(np.cumsum(self.group_shares, axis=1)[:, :3]),
            "age": thresholds(np.stack([columns["children"], columns["children"] + self.adults], axis=1)),
            "internet": thresholds(np.minimum(1, columns["internet"] / (self.adults + self.older))),
            "urban": thresholds(columns["urban"]),
        }

    def __eq__(self, other: object) -> bool:
        """Whether name, title, districts and every figure are the same; arrays have no one answer to ``==``."""
        if not isinstance(other, Place):
            return NotImplemented
        named = ("name", "title", "districts", "evidence")
        return (
            all(getattr(self, part) == getattr(other, part) for part in named)
            and self.columns.keys() == other.columns.keys()
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
    data = read(_file(name)).data
    districts = tuple(data["districts"])
    return Place(
        name=name,
        title=data["title"],
        districts=districts,
        columns=MappingProxyType({key: _column(key, data["columns"][key], districts) for key in COLUMNS}),
        evidence=MappingProxyType({key: _evidence(data["columns"][key]) for key in COLUMNS}),
    )


def _file(name: str) -> Path:
    if (shipped := FOLDER / f"{name}.yaml").exists():
        return shipped
    try:
        return offered("places")[name].file()
    except PluginError as error:
        raise ScenarioError(f"{error}.") from error


def _column(key: str, entry: dict[str, Any], districts: tuple[str, ...]) -> NDArray[np.float64]:
    unit, low, high = COLUMNS[key]
    if entry["unit"] != unit or tuple(entry["values"]) != districts:
        raise ScenarioError(f"column '{key}' must have unit '{unit}' and one value a district, in order.")
    values = np.array(list(entry["values"].values()), dtype=np.float64)
    if not bool(np.all((values >= low) & (values <= high))):
        raise ScenarioError(f"column '{key}' has a value outside {low:g} to {high:g}.")
    values.setflags(write=False)
    return values


def _evidence(entry: dict[str, Any]) -> Column:
    return Column(
        unit=entry["unit"],
        source=entry.get("source"),
        confidence=entry.get("confidence"),
        assumed=entry.get("assumed"),
    )
