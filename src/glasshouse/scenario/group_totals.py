"""Columns of a table of totals that cross groups with something else: ``group NAME: children``, ``group NAME: online``.

They become the cross-tables of a place's file (``cross_tables``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import product

from glasshouse.scenario.cross_tables import CROSSED
from glasshouse.scenario.scenario_error import ScenarioError, nearest
from glasshouse.scenario.user_text import quoted

#: The columns that a group may have beside its people, and the table, and its column, to which each belongs.
PARTS = {
    "children": ("age", "children"),
    "older": ("age", "older"),
    "urban": ("urban", "town"),
    "internet": ("internet", "online"),
}
#: Of each table, the column that holds whoever is in none of the others.
_REST = {"age": "adults", "urban": "country", "internet": "offline"}
_HEAD = re.compile(r"group\b[\s:]*([^:]+?)\s*:\s*([^:]+)", re.IGNORECASE)

#: Numbers by district, by group and by column.
Cells = dict[str, dict[str, dict[str, float]]]


def parts_of(head: str) -> tuple[str, str] | None:
    """The group's own column and the part of it that a column's name speaks of; None for another column.

    >>> parts_of("group settled: Children"), parts_of("group settled"), parts_of("group: settled")
    (('group settled', 'children'), None, None)
    """
    match = _HEAD.fullmatch(head)
    return (f"group {match[1]}", match[2].casefold()) if match else None


def take_crossed(
    shares: dict[str, dict[str, float]], districts: Iterable[str], where: str
) -> tuple[dict[str, Cells], dict[str, dict[str, float]]]:
    """Take the crossed columns out of a table's ``shares`` of each district, by column.

    Returns the cross-tables by name, and what follows from them for a district and is no column of its own. Raises
    ScenarioError for an unknown part, and for a table that has a column for some groups alone.
    """
    crossed = _taken(shares, where)
    groups = [head for head in shares if head.startswith("group ")]
    tables: dict[str, Cells] = {}
    margins: dict[str, dict[str, float]] = {}
    for name in _REST:
        parts = [part for part, (table, _) in PARTS.items() if table == name]
        if not any(part in parts for _, part in crossed):
            continue
        if lacking := [f"{group}: {part}" for group in groups for part in parts if (group, part) not in crossed]:
            raise ScenarioError(f"there is no column '{quoted(lacking[0])}' beside the others.", where=where, line=1)
        tables[name] = {district: {} for district in districts}
        for district, group in product(tables[name], groups):
            numbers = {part: crossed[group, part][district] for part in parts}
            who = group.removeprefix("group ")
            tables[name][district][who] = _row(who, numbers, shares[group][district], district, where)
        for part in parts:
            if part not in shares:
                margins[part] = {
                    district: round(sum(crossed[group, part][district] for group in groups), 6)
                    for district in tables[name]
                }
    return tables, margins


def _taken(shares: dict[str, dict[str, float]], where: str) -> dict[tuple[str, str], dict[str, float]]:
    """The crossed columns by group and part, which are in ``shares`` no more."""
    found = {head: parts for head in shares if (parts := parts_of(head))}
    groups = [head for head in shares if head not in found and head.startswith("group ")]
    for head, (group, part) in found.items():
        for given, known, said in (
            (part, [*PARTS], f"a group has no '{quoted(part)}'."),
            (group, groups, f"there is no column '{quoted(group)}'."),
        ):
            if given not in known:
                raise ScenarioError(f"column '{quoted(head)}': {said}{nearest(given, known)}", where=where, line=1)
    return {parts: shares.pop(head) for head, parts in found.items()}


def _row(who: str, numbers: Mapping[str, float], whole: float, district: str, where: str) -> dict[str, float]:
    """The cells of a group in a district, as shares of the district: the parts, and whoever is left."""
    left = whole - sum(numbers.values())
    if left < -1e-6:
        said = f"{' and '.join(numbers)} of '{quoted(who)}' are more than its people in '{quoted(district)}'."
        raise ScenarioError(said, where=where)
    (table,) = {PARTS[part][0] for part in numbers}
    cells = {PARTS[part][1]: number for part, number in numbers.items()}
    cells[_REST[table]] = round(max(0.0, left), 6)
    return {name: cells[name] for name in CROSSED[table]}
