"""Sums over a run's ``daily.parquet``, worked out a piece at a time so that the file is never loaded whole.

The file is in long form (replicate, day, district, group, measure, value); an absent row is 0. Measures counted
without a group stand under the group ``all`` and nowhere else, so that sums over groups are totals.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from glasshouse.folders import table_files

if TYPE_CHECKING:
    from glasshouse.mechanism_set import MechanismSet
    from glasshouse.scenario.places import Place


@dataclass(frozen=True, kw_only=True)
class DailySums:
    """The table of a run and what may stand in it.

    ``frame`` is the lazy table, ``path`` its file, which an error names. All methods raise ``BadInputError`` for a
    table that holds anything odd.
    """

    frame: pl.LazyFrame
    path: Path
    replicates: int
    days: int
    place: Place
    mechanisms: MechanismSet

    def __repr__(self) -> str:
        """Sums of which table, in one line."""
        return f"DailySums({str(self.path)!r}, replicates={self.replicates}, days={self.days})"

    def totals(self, *by: str) -> Iterator[tuple[Any, ...]]:
        """The sum of each flow over days, and each stock's level on the last day: ``by``, the measure, the value.

        ``by`` are columns, the replicate first.
        """
        stock = pl.col("measure").is_in(list(self.mechanisms.stocks))
        yield from self._sums(self._named().filter(~stock | (pl.col("day") == self.days - 1)), *by, "measure")

    def series(self, measures: Sequence[str]) -> Iterator[tuple[int, int, str, int]]:
        """Replicate, day, measure and value of measures, over districts and groups, in order of replicates and days."""
        frame = self._named().filter(pl.col("measure").is_in(list(measures)))
        yield from sorted(self._sums(frame, "replicate", "day", "measure"))

    def periods(self, measures: Sequence[str], length: int) -> Iterator[tuple[int, str, str, int]]:
        """Period of ``length`` days, district, measure and value in replicate 0."""
        frame = self._named().filter((pl.col("replicate") == 0) & pl.col("measure").is_in(list(measures)))
        by_period = frame.with_columns((pl.col("day") // length).alias("period"))
        for _, *rest in self._sums(by_period, "replicate", "period", "district", "measure"):
            yield tuple(rest)

    def _named(self) -> pl.LazyFrame:
        """Names as text: those of several files may be packed in different orders."""
        return self.frame.with_columns(pl.col("district", "group", "measure").cast(pl.String))

    def _sums(self, frame: pl.LazyFrame, *by: str) -> Iterator[tuple[Any, ...]]:
        known, value = self._known(), pl.col("value").cast(pl.Int64)
        whole = pl.when(value.is_null().any()).then(None).otherwise(value.sum()).alias("value")
        table = table_files.collected(self.path, frame.group_by(by).agg(whole))
        odd = next((key for key in by if any(each not in known[key] for each in table[key].unique())), "")
        if odd or table["value"].null_count():
            raise table_files.broken(self.path, f"it holds rows with no {odd or 'value'} of this run")
        yield from table.iter_rows()

    def _known(self) -> Mapping[str, range | frozenset[str]]:
        return {
            "replicate": range(self.replicates),
            "day": range(self.days),
            "period": range(self.days),
            "district": frozenset(self.place.districts),
            "group": frozenset(self.place.group_axis),
            "measure": frozenset(self.mechanisms.measures),
        }
