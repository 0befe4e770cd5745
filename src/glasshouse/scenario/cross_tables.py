"""Cross-tables of a place: how many of each group are of each age in each district, as statistical offices count them.

A place's file may hold one beside its shares::

    crosstabs:
      age:
        assumed: an invented example
        values:
          Town:
            settled: {children: 3000, adults: 15000, older: 6000}
            arrived: {children: 1800, adults: 3900, older: 300}

Without it, every group has the ages of its district. Its cells are numbers of persons or shares; only their proportions
within a district count. They must agree with the shares that the file gives, since other parts of the model reckon with
those.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NoReturn

import numpy as np
from numpy.typing import NDArray

from glasshouse.scenario.scenario_error import ScenarioError, nearest
from glasshouse.scenario.user_text import quoted

if TYPE_CHECKING:
    from glasshouse.scenario.yaml_reading import Document, Path_

#: Where cross-tables stand in a place's file, what groups can be crossed with, and the bands of age in order.
TABLES, CROSSED, BANDS = "crosstabs", ("age",), ("children", "adults", "older")
_KEYS = ("values", "source", "confidence", "assumed")
#: How far a total of the table may lie from the share that the file gives: shares are printed in whole per cent.
TOLERANCE = 0.006


@dataclass(frozen=True, kw_only=True)
class Margins:
    """The shares that a place's file gives: ``groups`` [districts, groups] and ``bands`` [districts, ages]."""

    districts: tuple[str, ...]
    group_names: tuple[str, ...]
    groups: NDArray[np.float64]
    bands: NDArray[np.float64]


def ages_by_group(document: Document, place: Margins) -> tuple[NDArray[np.float64], dict[str, Any]]:
    """Shares of each group who are under 15, and 60 and over, float [districts, groups, 2], and what they rest on.

    Raises ``ScenarioError`` for a table that cannot be read, or that disagrees with the shares of groups and ages.
    """
    table, path = _table(document), (TABLES, CROSSED[0])
    cells = np.array([_district(document, table["values"], district, place) for district in place.districts])
    total = cells.sum(axis=(1, 2), keepdims=True)
    for at in np.flatnonzero(total[:, 0, 0] <= 0).tolist():
        _refuse(document, (*path, "values"), f"the table counts nobody in district '{quoted(place.districts[at])}'.")
    shares = cells / total
    _agree(document, place.districts, place.group_names, shares.sum(axis=2), place.groups)
    _agree(document, place.districts, BANDS, shares.sum(axis=1), place.bands)
    people = cells.sum(axis=2, keepdims=True)
    of_all = np.repeat(cells.sum(axis=1, keepdims=True) / total, len(place.group_names), axis=1)
    ages = np.where(people > 0, cells / np.where(people > 0, people, 1), of_all)[:, :, [0, 2]]
    ages.setflags(write=False)
    return ages, {"unit": "persons", **{key: table[key] for key in _KEYS[1:] if key in table}}


def _table(document: Document) -> dict[str, Any]:
    tables = document.data[TABLES]
    if not isinstance(tables, dict) or not tables:
        _refuse(document, (TABLES,), f"'{TABLES}' must be a mapping of cross-tables, such as 'age'.")
    for name in tables:
        if name not in CROSSED:
            said = f"unknown cross-table '{quoted(name)}'; groups are crossed with 'age' alone."
            _refuse(document, (TABLES, name), f"{said}{nearest(str(name), CROSSED)}")
    table = tables[CROSSED[0]]
    if not isinstance(table, dict) or not isinstance(table.get("values"), dict):
        _refuse(document, (TABLES, CROSSED[0]), "a cross-table needs 'values': by district, by group, by age.")
    for key in table:
        if key not in _KEYS:
            said = f"unknown key '{quoted(key)}' in a cross-table.{nearest(str(key), _KEYS)}"
            _refuse(document, (TABLES, CROSSED[0], key), said)
    return table


def _district(document: Document, values: dict[Any, Any], district: str, place: Margins) -> list[list[float]]:
    """The cells of a district [groups][bands]. A place of one district may leave its name out."""
    path: Path_ = (TABLES, CROSSED[0], "values")
    alone = len(place.districts) == 1 and set(values) <= set(place.group_names)
    if not alone:
        _named(document, path, values, place.districts, "district")
        values, path = values[district], (*path, district)
    _named(document, path, values, place.group_names, "group")
    rows = []
    for group in place.group_names:
        _named(document, (*path, group), values[group], BANDS, "age")
        rows.append([_number(document, (*path, group, band), values[group][band]) for band in BANDS])
    return rows


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
    _refuse(document, (TABLES, CROSSED[0], "values", districts[d]), said)


def _refuse(document: Document, path: Path_, message: str) -> NoReturn:
    raise ScenarioError(message, where=document.where, line=document.line(path))
