"""Published figures from a CSV: one row each, with its standard deviation and where it was published.

The columns are those of a target in a study file: ``measure`` (or ``summary``), ``value``, ``sd`` (or ``tolerance``)
and ``source``; and where a figure is not of everybody over all days, ``group``, ``district``, ``first_day`` and
``last_day``, from 0. Sums and rates that were published stand here, never what is known of single persons.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from glasshouse.scenario.scenario_error import ScenarioError, nearest
from glasshouse.scenario.user_text import path_quoted, quoted
from glasshouse.scenario.yaml_reading import Document, text_of

_WORDS = ("measure", "summary", "group", "district", "source")
_NUMBERS = ("value", "sd", "tolerance")
_DAYS = ("first_day", "last_day")
COLUMNS = (*_WORDS, *_NUMBERS, *_DAYS)
#: Rows of a table: it holds published figures, and nobody has published more of one place.
_MOST = 1_000


def target_rows(path: Path) -> list[tuple[int, dict[str, Any]]]:
    """The targets in a CSV, as a study file would hold them, each behind its line.

    Raises ScenarioError, with file and line, for what is none.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as place:
    ...     file = Path(place) / "figures.csv"
    ...     _ = file.write_text("measure,group,value,sd,source\\nwrongful,,12.5,2,a-report\\n")
    ...     target_rows(file)
    [(2, {'measure': 'wrongful', 'source': 'a-report', 'value': 12.5, 'sd': 2.0})]
    """
    where = path_quoted(path.name)
    lines = csv.reader(text_of(path, where).splitlines())
    head = next(lines, [])
    columns = [name.strip() for name in head]
    for name in columns:
        if name not in COLUMNS:
            raise ScenarioError(f"unknown column '{quoted(name)}'.{nearest(name, COLUMNS)}", where=where, line=1)
        if columns.count(name) > 1:
            raise ScenarioError(f"two columns are called '{name}'; remove one.", where=where, line=1)
    found: list[tuple[int, dict[str, Any]]] = []
    seen: dict[tuple[Any, ...], int] = {}
    for cells in lines:
        if not any(cell.strip() for cell in cells):
            continue
        number = lines.line_num
        if len(cells) != len(columns):
            raise ScenarioError(
                f"the row has {len(cells)} cells, and the table {len(columns)} columns.", where=where, line=number
            )
        if len(found) == _MOST:
            raise ScenarioError(f"at most {_MOST:,} figures are read.", where=where, line=number)
        row = {name: cell.strip() for name, cell in zip(columns, cells, strict=True) if cell.strip()}
        target = _target(row, where, number)
        if (first := seen.setdefault(_figure_of(target), number)) != number:
            raise ScenarioError(
                f"the same figure stands in lines {first} and {number}, and would count twice; remove one.",
                where=where, line=number,
            )  # fmt: skip
        found.append((number, target))
    if not found:
        raise ScenarioError("the table has no row.", where=where)
    return found


def _target(row: dict[str, str], where: str, line: int) -> dict[str, Any]:
    def number(name: str) -> float:
        try:
            return float(row[name])
        except ValueError:
            raise ScenarioError(f"{name} '{quoted(row[name])}' is no number.", where=where, line=line) from None

    days = {name: number(name) for name in _DAYS if name in row}
    if len(days) == 1:
        raise ScenarioError("first_day and last_day go together.", where=where, line=line)
    return {
        **{name: row[name] for name in _WORDS if name in row},
        **{name: number(name) for name in _NUMBERS if name in row},
        **({"days": list(days.values())} if days else {}),
    }


def _figure_of(target: Mapping[str, Any]) -> tuple[Any, ...]:
    """What a target is of: the measure or summary, where, of whom, and over which days."""
    words = (target.get(name, "all") for name in _WORDS if name != "source")
    return (*words, *target.get("days", ()))


@dataclass(frozen=True, kw_only=True)
class TargetTable:
    """A CSV that targets were read from: its name, and the line of each."""

    where: str
    lines: tuple[int, ...]


def with_targets(document: Document, beside: Path) -> tuple[Document, TargetTable | None]:
    """The document with the targets of a CSV in it, so that a study's folder holds them."""
    data = document.data
    name = data.get("targets") if isinstance(data, Mapping) else None
    if not isinstance(name, str):
        return document, None
    if not name.endswith(".csv"):
        raise ScenarioError(
            f"targets '{quoted(name)}': it is a list of published figures, or the name of a .csv beside this file.",
            where=document.where,
            line=document.line(("targets",)),
        )
    found = target_rows(beside / name)
    table = TargetTable(where=path_quoted(Path(name).name), lines=tuple(line for line, _ in found))
    rows = [row for _, row in found]
    return Document(data={**data, "targets": rows}, lines=document.lines, where=document.where), table


def in_table(found: ScenarioError, error: ValidationError, table: TargetTable | None) -> ScenarioError:
    """A fault of a target at its place in the table where it came from."""
    paths = [row["loc"] for row in error.errors(include_url=False)]
    rows = [path[1] for path in paths if path[0] == "targets" and len(path) > 1 and isinstance(path[1], int)]
    if table is None or len(rows) < len(paths):
        return found
    return ScenarioError(found.message, where=table.where, line=table.lines[rows[0]])
