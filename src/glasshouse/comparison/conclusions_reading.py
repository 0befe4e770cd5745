"""Read what the draws of a comparison came to, and draw the conclusions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from glasshouse.comparison.conclusions import PairConclusion, Ranking, conclusions, ranking
from glasshouse.folders import table_files
from glasshouse.folders.table_files import NAME, REAL, WHOLE, Table
from glasshouse.measure import Measure
from glasshouse.runs.ensemble_table import MEASURE, PARAMETER

COLUMNS: Mapping[str, str] = {
    "draw": WHOLE,
    **dict.fromkeys(("arm", "quantity", "group", "name"), NAME),
    "value": REAL,
}
#: Rows that an arm of a draw may have at most.
_ROWS = 20_000


@dataclass(frozen=True, kw_only=True)
class DrawnArms:
    """The draws of a comparison: ``levels`` of each harm of all people by arm, and what each draw assumed by parameter
    (an arm's own as ``ARM: KEY``), float64 [draws] each.

    ``figures``: everything that was kept of the draws (NaN: not defined), by quantity (a measure's rate, or a column of
    people spared, newly harmed, or in whom something differs), group and measure, and then by arm.
    """

    draws: int
    population: int
    arms: tuple[str, ...]
    levels: Mapping[str, Mapping[str, np.ndarray]]
    figures: Mapping[tuple[str, str, str], Mapping[str, np.ndarray]]
    parameters: Mapping[str, np.ndarray]

    def __repr__(self) -> str:
        """Its sizes, and the arms, in one line."""
        return f"DrawnArms(draws={self.draws}, population={self.population}, arms={self.arms})"

    def conclusions(self) -> tuple[PairConclusion, ...]:
        """Every pair of arms by every harm."""
        return tuple(one for name, levels in self.levels.items() for one in conclusions(name, levels, self.parameters))

    def rankings(self) -> tuple[Ranking, ...]:
        """The arms by every harm."""
        return tuple(ranking(name, levels) for name, levels in self.levels.items())


def form(arms: int, draws: int) -> Table:
    """What the table must look like."""
    return Table(columns=COLUMNS, most=arms * draws * _ROWS)


def harms(defined: Mapping[str, Measure]) -> tuple[str, ...]:
    """The measures that are harms, and that one scenario alone defines."""
    return tuple(name for name, measure in defined.items() if measure.harm is not None and measure.reference is None)


def read(path: Path, said: Mapping[str, Any], arms: Sequence[str], names: Sequence[str]) -> DrawnArms:
    """The draws in a file, of these arms; ``names`` are the harms. Raises ``BadInputError`` for a damaged one."""
    draws = int(said["draws"])
    frame = table_files.scan(path, form(len(arms), draws)).with_columns(
        pl.col("arm", "quantity", "group", "name").cast(pl.String)
    )
    figures = _figures(path, frame.filter(pl.col("quantity") != PARAMETER), draws)
    found = {name: own for (what, group, name), own in figures.items() if (what, group) == (MEASURE, "all")}
    complete = {
        name: {arm: found[name][arm] for arm in arms}
        for name in names
        if set(arms) <= set(found.get(name, ())) and not any(np.isnan(found[name][arm]).any() for arm in arms)
    }
    return DrawnArms(
        draws=draws,
        population=int(said["population"]),
        arms=tuple(arms),
        levels={name: own for name, own in complete.items() if any(each.any() for each in own.values())},
        figures=figures,
        parameters=_parameters(path, frame, arms, draws),
    )


def _figures(path: Path, frame: pl.LazyFrame, draws: int) -> dict[tuple[str, str, str], dict[str, np.ndarray]]:
    keys = ("quantity", "group", "name", "arm")
    rows = table_files.collected(path, frame.select(*keys, "draw", "value"))
    _within(path, rows["draw"], draws)
    found: dict[tuple[str, str, str], dict[str, np.ndarray]] = {}
    for (what, group, name, arm), own in rows.group_by(*keys, maintain_order=True):
        values = found.setdefault((str(what), str(group), str(name)), {})[str(arm)] = np.full(draws, np.nan)
        values[own["draw"].to_numpy() - 1] = own["value"].to_numpy()
    return found


def _parameters(path: Path, frame: pl.LazyFrame, arms: Sequence[str], draws: int) -> dict[str, np.ndarray]:
    found: dict[str, np.ndarray] = {}
    for draw, arm, _, _, name, value in _rows(path, frame.filter(pl.col("quantity") == PARAMETER), draws):
        key = name if arm == arms[0] else f"{arm}: {name}"
        found.setdefault(key, np.full(draws, np.nan))[draw - 1] = value
    return found


def _rows(path: Path, frame: pl.LazyFrame, draws: int) -> list[tuple[Any, ...]]:
    rows = table_files.collected(path, frame.select(list(COLUMNS)))
    _within(path, rows["draw"], draws)
    return rows.rows()


def _within(path: Path, numbers: pl.Series, draws: int) -> None:
    """Refuse a table with a draw that there is not."""
    odd = numbers.filter((numbers < 1) | (numbers > draws))
    if len(odd):
        raise table_files.broken(path, f"it holds the draw {odd[0]}, and there are {draws}")
