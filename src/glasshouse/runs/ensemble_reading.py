"""Read the ensemble in a run's folder."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from glasshouse.folders import table_files
from glasshouse.folders.table_files import NAME, REAL, WHOLE, Table
from glasshouse.measures.ensemble import DrawnFrom, Ensemble
from glasshouse.measures.tally import Tally
from glasshouse.runs.ensemble_plan import CENTRAL, DRAW, OTHER_SEED, WITHOUT
from glasshouse.runs.ensemble_table import COUNT, PARAMETER, PEOPLE

COLUMNS: Mapping[str, str] = {
    "draw": WHOLE,
    **dict.fromkeys(("variant", "quantity", "group", "name"), NAME),
    "value": REAL,
}
#: Simulations beside the draws that a table may hold for each of them, and rows that one may have.
_BESIDE, _ROWS = 2, 20_000


def form(draws: int) -> Table:
    """What a table with so many draws must look like."""
    return Table(columns=COLUMNS, most=(_BESIDE * draws + 100) * _ROWS)


def read(path: Path, said: Mapping[str, Any], groups: tuple[str, ...]) -> Ensemble:
    """The ensemble in a file; ``said`` is what ``run.json`` says of it. Raises ``BadInputError`` for a damaged one."""
    draws = int(said["draws"])
    names = ("variant", "quantity", "group", "name")
    frame = table_files.scan(path, form(draws)).with_columns(pl.col(names).cast(pl.String))
    counts: dict[tuple[str, int], dict[tuple[str, str], int]] = {}
    people: dict[tuple[str, int], dict[tuple[str, str], float]] = {}
    wanted = frame.filter(pl.col("quantity").is_in([COUNT, PEOPLE]))
    for draw, variant, quantity, group, name, value in table_files.collected(path, wanted).iter_rows():
        if quantity == COUNT:
            counts.setdefault((variant, draw), {})[group, name] = round(value)
        else:
            people.setdefault((variant, draw), {})[group, name] = value

    def tally(variant: str, draw: int) -> Tally:
        if (variant, draw) not in counts:
            raise table_files.broken(path, f"it lacks the simulation '{variant}' {draw}")
        return Tally(counts=counts[variant, draw], groups=groups, of_persons=people.get((variant, draw), {}))

    return Ensemble(
        population=int(said["population"]),
        seed=int(said["seed"]),
        tallies=tuple(tally(DRAW, draw) for draw in range(1, draws + 1)),
        values=_values(path, frame, draws),
        central=tally(CENTRAL, 0),
        again={draw: tally(OTHER_SEED, draw) for variant, draw in sorted(counts) if variant == OTHER_SEED},
        without={each.removeprefix(WITHOUT): tally(each, 0) for each, _ in sorted(counts) if each.startswith(WITHOUT)},
        posterior=posterior_in(said),
    )


def posterior_in(said: Mapping[str, Any]) -> DrawnFrom | None:
    """The posterior that a description of an ensemble names, if it names one."""
    if not (named := said.get("posterior")):
        return None
    return DrawnFrom(file=named["file"], parameters=len(named["keys"]), fitted_to=named.get("fitted_to"))


def _values(path: Path, frame: pl.LazyFrame, draws: int) -> dict[str, np.ndarray]:
    drawn = frame.filter((pl.col("quantity") == PARAMETER) & (pl.col("variant") == DRAW)).select(
        "draw", "name", "value"
    )
    found: dict[str, np.ndarray] = {}
    for draw, name, value in table_files.collected(path, drawn).iter_rows():
        if not 1 <= draw <= draws:
            raise table_files.broken(path, f"it holds the draw {draw}, and there are {draws}")
        found.setdefault(name, np.full(draws, np.nan))[draw - 1] = value
    return found
