"""Cross-tables of a place: how many of each group are of each age, in towns, and online in each district.

A place's file may hold them beside its shares::

    crosstabs:
      age:
        assumed: an invented example
        values:
          Town:
            settled: {children: 3000, adults: 15000, older: 6000}
            arrived: {children: 1800, adults: 3900, older: 300}

Where there is none, every group is as its district is. Cells are numbers of persons or shares; only their proportions
within a district count. They must agree with the shares that the file gives, since other parts of the model reckon with
those.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NoReturn

import numpy as np
from numpy.typing import NDArray

from glasshouse.scenario.scenario_error import ScenarioError, nearest
from glasshouse.scenario.user_text import quoted

if TYPE_CHECKING:
    from glasshouse.scenario.yaml_reading import Document, Path_

#: Where cross-tables stand in a place's file; what groups can be crossed with, and the columns of each table in order.
TABLES = "crosstabs"
CROSSED = {"age": ("children", "adults", "older"), "urban": ("town", "country"), "internet": ("online", "offline")}
#: What the evidence of each table is called.
NAMES = {"age": "ages by group", "urban": "towns by group", "internet": "internet by group"}
_KEYS = ("values", "source", "confidence", "assumed")
#: How far a total of the table may lie from the share that the file gives: shares are printed in whole per cent.
TOLERANCE = 0.006


@dataclass(frozen=True, kw_only=True)
class Margins:
    """The shares that a place's file gives: ``groups`` [districts, groups], and ``columns`` by name [districts]."""

    districts: tuple[str, ...]
    group_names: tuple[str, ...]
    groups: NDArray[np.float64]
    columns: Mapping[str, NDArray[np.float64]]

    def of(self, name: str) -> NDArray[np.float64]:
        """The shares of a table's columns in each district [districts, columns]."""
        if name == "age":
            children, older = self.columns["children"], self.columns["older"]
            return np.stack([children, (1 - children) - older, older], axis=1)
        return np.stack([self.columns[name], 1 - self.columns[name]], axis=1)


@dataclass(frozen=True, kw_only=True)
class Crossed:
    """What a place's cross-tables say of each group, None where there is no such table.

    ``age`` float [districts, groups, 2]: the shares under 15, and of 60 and over. ``urban`` and ``internet`` float
    [districts, groups]: the shares in towns, and of internet users. ``evidence`` by what each table is called.
    """

    age: NDArray[np.float64] | None = None
    urban: NDArray[np.float64] | None = None
    internet: NDArray[np.float64] | None = None
    evidence: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


def cross_tables(document: Document, place: Margins) -> Crossed:
    """The cross-tables of a place's file.

    Raises ``ScenarioError`` for a table that cannot be read, for one that disagrees with the shares of the file, and
    where more of a group are online than are 15 and over.
    """
    tables = _tables(document)
    found = {name: _of_each_group(document, name, place) for name in tables}
    age = found["age"][:, :, [0, 2]] if "age" in found else None
    urban, online = (found[name][:, :, 0] if name in found else None for name in ("urban", "internet"))
    if online is not None:
        grown = 1 - (place.columns["children"][:, None] if age is None else age[:, :, 0])
        _old_enough(document, place, online, grown)
    evidence = {
        NAMES[name]: {"unit": "persons", **{key: table[key] for key in _KEYS[1:] if key in table}}
        for name, table in tables.items()
    }
    for each in (each for each in (age, urban, online) if each is not None):
        each.setflags(write=False)
    return Crossed(age=age, urban=urban, internet=online, evidence=evidence)


def _of_each_group(document: Document, name: str, place: Margins) -> NDArray[np.float64]:
    """The share of each column within each group [districts, groups, columns]; of an empty group, its district's."""
    table = document.data[TABLES][name]
    cells = np.array([_district(document, name, table["values"], district, place) for district in place.districts])
    total = cells.sum(axis=(1, 2), keepdims=True)
    for at in np.flatnonzero(total[:, 0, 0] <= 0).tolist():
        said = f"the table counts nobody in district '{quoted(place.districts[at])}'."
        _refuse(document, (TABLES, name, "values"), said)
    shares = cells / total
    _agree(document, name, place.districts, place.group_names, shares.sum(axis=2), place.groups)
    _agree(document, name, place.districts, CROSSED[name], shares.sum(axis=1), place.of(name))
    people = cells.sum(axis=2, keepdims=True)
    of_all = np.repeat(cells.sum(axis=1, keepdims=True) / total, len(place.group_names), axis=1)
    return np.where(people > 0, cells / np.where(people > 0, people, 1), of_all)


def _old_enough(document: Document, place: Margins, online: NDArray[np.float64], grown: NDArray[np.float64]) -> None:
    """Refuse a table in which more of a group use the internet than are 15 and over."""
    apart = online - grown
    if apart.max() > TOLERANCE:
        d, group = (int(at) for at in np.unravel_index(apart.argmax(), apart.shape))
        who = f"'{quoted(place.group_names[group])}' in '{quoted(place.districts[d])}'"
        said = (
            f"of {who} {online[d, group]:.3g} are online, and {grown[d, group]:.3g} are 15 and over. "
            "The table counts users of 15 and over."
        )
        _refuse(document, (TABLES, "internet", "values", place.districts[d]), said)


def _tables(document: Document) -> dict[str, dict[str, Any]]:
    tables = document.data[TABLES]
    if not isinstance(tables, dict) or not tables:
        _refuse(document, (TABLES,), f"'{TABLES}' must be a mapping of cross-tables, such as 'age'.")
    for name, table in tables.items():
        if name not in CROSSED:
            said = f"unknown cross-table '{quoted(name)}'; groups are crossed with {', '.join(CROSSED)}."
            _refuse(document, (TABLES, name), f"{said}{nearest(str(name), CROSSED)}")
        if not isinstance(table, dict) or not isinstance(table.get("values"), dict):
            columns = ", ".join(CROSSED[name])
            said = f"a cross-table needs 'values': by district, by group, with {columns}."
            _refuse(document, (TABLES, name), said)
        for key in table:
            if key not in _KEYS:
                said = f"unknown key '{quoted(key)}' in a cross-table.{nearest(str(key), _KEYS)}"
                _refuse(document, (TABLES, name, key), said)
    return tables


def _district(
    document: Document, name: str, values: dict[Any, Any], district: str, place: Margins
) -> list[list[float]]:
    """The cells of a district [groups][columns]. A place of one district may leave its name out."""
    path: Path_ = (TABLES, name, "values")
    alone = len(place.districts) == 1 and district not in values and not any(map(_nested, values.values()))
    if not alone:
        _named(document, path, values, place.districts, "district")
        values, path = values[district], (*path, district)
    _named(document, path, values, place.group_names, "group")
    rows = []
    for group in place.group_names:
        _named(document, (*path, group), values[group], CROSSED[name], "column")
        rows.append([_number(document, (*path, group, each), values[group][each]) for each in CROSSED[name]])
    return rows


def _nested(row: Any) -> bool:
    """Whether what stands under a key is a mapping of mappings, as a district's is, and not a group's."""
    return isinstance(row, dict) and any(isinstance(each, dict) for each in row.values())


def _named(document: Document, path: Path_, values: Any, names: tuple[str, ...], what: str) -> None:
    """Refuse what is no mapping with each of the names."""
    if not isinstance(values, dict):
        _refuse(document, path, f"a cross-table has a mapping here, with a value for each {what}.")
    for name in values:
        if name not in names:
            said = f"unknown {what} '{quoted(name)}' in a cross-table.{nearest(str(name), names)}"
            _refuse(document, (*path, name), said)
    for name in names:
        if name not in values:
            _refuse(document, path, f"the cross-table has nothing for {what} '{quoted(name)}'.")


def _number(document: Document, path: Path_, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= 1e10:
        _refuse(document, path, f"'{quoted(value)}' is no number of persons, and no share.")
    return float(value)


def _agree(
    document: Document,
    table: str,
    districts: tuple[str, ...],
    names: tuple[str, ...],
    found: NDArray[np.float64],
    given: NDArray[np.float64],
) -> None:
    """Refuse totals that lie further from the shares of the file than rounding does, the worst of them named."""
    apart = np.abs(found - given)
    if apart.max() <= TOLERANCE:
        return
    d, k = (int(place_) for place_ in np.unravel_index(apart.argmax(), apart.shape))
    said = (
        f"the cross-table has {found[d, k]:.3g} of the people of '{quoted(districts[d])}' as "
        f"'{quoted(names[k])}', and the file's share is {given[d, k]:.3g}. Make them agree."
    )
    _refuse(document, (TABLES, table, "values", districts[d]), said)


def _refuse(document: Document, path: Path_, message: str) -> NoReturn:
    raise ScenarioError(message, where=document.where, line=document.line(path))
