"""What each part adds to harm, as tables of a comparison's report; none unless it was attributed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from glasshouse.comparison.attributed_cases import FEW, MEANING, rests_on_few
from glasshouse.comparison.attributed_parts import parts_of
from glasshouse.comparison.comparison import Comparison
from glasshouse.comparison.comparison_description import KIND
from glasshouse.comparison.harm_attribution import CHOSEN, NAMES, NUMBERS
from glasshouse.comparison.harm_attribution import HARMS as ATTRIBUTED
from glasshouse.folders import folder_reading, table_files
from glasshouse.measures import HARMS
from glasshouse.measures.intervals import Spread
from glasshouse.mechanism import Ablation
from glasshouse.report.comparison_tables import FigureCell, ReportTable

#: What a part is, by the family that it stands in.
_KINDS = {"sensors": "sensor", "rules": "rule", "errors": "error"}
_TOGETHER = "All together"
NAME = "attribution.parquet"
_KINDS_OF_COLUMNS = {**dict.fromkeys(NAMES, table_files.NAME), **dict.fromkeys(NUMBERS, table_files.REAL)}
#: Parts, families and harms are some dozens each.
_FORM = table_files.Table(columns=_KINDS_OF_COLUMNS, most=10_000)


def attribution_tables(comparison: Comparison) -> tuple[ReportTable, ...]:
    """Two tables: each part's share of each harm, and what the harm falls by when the part alone is off."""
    rows = _rows(comparison)
    if not rows:
        return ()
    known = parts_of(comparison.scenario.mechanisms)
    first = comparison.arms[0]
    cases = {harm: comparison.count(first, harm, "baseline") or 0.0 for harm in ATTRIBUTED}
    return (
        _table(
            "attribution", "What each part adds to harm (Shapley values); counts in this one run", rows, _share, known,
            cases,
        ),
        _table("attribution-alone", "What the harm falls by when this part alone is off", rows, _alone, known, cases),
    )  # fmt: skip


def attributed(comparison: Comparison) -> tuple[str, ...] | None:
    """The parts that were asked of by name, none where all were; None where nothing was attributed."""
    rows = _rows(comparison)
    return tuple(dict.fromkeys(row["part"] for row in rows if row["family"] == CHOSEN)) if rows else None


def _rows(comparison: Comparison) -> list[dict[str, Any]]:
    """The table of attribution; no rows where nothing was attributed."""
    if NAME not in comparison.manifest["files"] and not (comparison.path / NAME).exists():
        return []
    return table_files.rows(folder_reading.file_of(comparison.path, comparison.manifest, KIND, NAME), _FORM)


def _share(row: dict[str, Any]) -> FigureCell:
    """Sampled shares have a standard error, and then an interval of one such error to either side."""
    share, error = row["shapley"], row["standard_error"]
    ends = {"low": share - error, "high": share + error} if error else {}
    return FigureCell(spread=Spread(value=_plain(share), **ends))


def _alone(row: dict[str, Any]) -> FigureCell:
    return FigureCell(spread=Spread(value=row["one_at_a_time"]))


def _told(harm: str, cell: FigureCell, cases: Mapping[str, float]) -> FigureCell:
    """The same as a word where it rests on few cases; the file keeps its number."""
    few = cell.spread is not None and rests_on_few(harm, cell.spread.value, cases)
    return replace(cell, text=FEW) if few else cell


def _plain(value: float) -> float:
    """No share of a person smaller than a hundredth is worth a digit."""
    return 0.0 if abs(value) < 0.005 else value


def _table(
    name: str, caption: str, rows: list[dict[str, Any]], figure: Any, known: Mapping[str, Ablation],
    cases: Mapping[str, float],
) -> ReportTable:  # fmt: skip
    lines, few = [], False
    for family in dict.fromkeys(row["family"] for row in rows):
        own = [row for row in rows if row["family"] == family]
        for part in dict.fromkeys(row["part"] for row in own):
            cells = {row["harm"]: _told(row["harm"], figure(row), cases) for row in own if row["part"] == part}
            few = few or any(cell.text for cell in cells.values())
            kind = _KINDS.get(family) or _KINDS[known[part].family]
            lines.append((known[part].title, (FigureCell(text=kind), *(cells[harm] for harm in ATTRIBUTED))))
        whole = {row["harm"]: FigureCell(spread=Spread(value=row["whole"])) for row in own}
        lines.append((_TOGETHER, (FigureCell(text=family), *(whole[harm] for harm in ATTRIBUTED))))
    heads = ("Part", "Kind", *(HARMS[harm].title for harm in ATTRIBUTED))
    caption = f"{caption}; {MEANING}" if few else caption
    return ReportTable(name=name, caption=caption, heads=heads, lines=tuple(lines), words=1)
