"""Sums over a run's ``daily.parquet``, worked out a piece at a time so that the file is never loaded whole.

The file is in long form (replicate, day, district, group, measure, value); an absent row is 0. Measures counted
without a group stand under the group ``all`` and nowhere else, so that sums over groups are totals.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import polars as pl

from glasshouse.folders import table_files

if TYPE_CHECKING:
    from glasshouse.results.run import Run


def totals(run: Run, *by: str) -> Iterator[tuple[Any, ...]]:
    """The sum of each flow over days, and each stock's level on the last day: ``by``, the measure, the value.

    ``by`` are columns, the replicate first. Raises ``BadInputError`` for a table that holds anything odd.
    """
    stock = pl.col("measure").is_in(list(run.mechanisms.stocks))
    frame = _named(run.daily).filter(~stock | (pl.col("day") == int(run.manifest["days"]) - 1))
    yield from _sums(run, frame, *by, "measure")


def series(run: Run, measures: Sequence[str]) -> Iterator[tuple[int, int, str, int]]:
    """Replicate, day, measure and value of measures, over districts and groups, in order of replicates and days."""
    frame = _named(run.daily).filter(pl.col("measure").is_in(list(measures)))
    yield from sorted(_sums(run, frame, "replicate", "day", "measure"))


def periods(run: Run, measures: Sequence[str], length: int) -> Iterator[tuple[int, str, str, int]]:
    """Period of ``length`` days, district, measure and value in replicate 0."""
    frame = _named(run.daily).filter((pl.col("replicate") == 0) & pl.col("measure").is_in(list(measures)))
    by_period = frame.with_columns((pl.col("day") // length).alias("period"))
    for _, *rest in _sums(run, by_period, "replicate", "period", "district", "measure"):
        yield tuple(rest)


def _named(frame: pl.LazyFrame) -> pl.LazyFrame:
    """Names as text: those of several files may be packed in different orders."""
    return frame.with_columns(pl.col("district", "group", "measure").cast(pl.String))


def _sums(run: Run, frame: pl.LazyFrame, *by: str) -> Iterator[tuple[Any, ...]]:
    path = run.path / "daily.parquet"
    known = {
        "replicate": range(run.manifest["replicates"]),
        "day": range(run.manifest["days"]),
        "period": range(run.manifest["days"]),
        "district": frozenset(run.scenario.place.districts),
        "group": frozenset(run.scenario.place.group_axis),
        "measure": frozenset(run.mechanisms.measures),
    }
    value = pl.col("value").cast(pl.Int64)
    grouped = frame.group_by(by).agg(pl.when(value.is_null().any()).then(None).otherwise(value.sum()).alias("value"))
    for row in table_files.collected(path, grouped).iter_rows():
        odd = next((key for key, value in zip(by, row, strict=False) if key in known and value not in known[key]), "")
        if odd or row[-1] is None:
            raise table_files.broken(path, f"it holds rows with no {odd or 'value'} of this run")
        yield row
