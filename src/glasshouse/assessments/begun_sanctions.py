"""Sanctions begun in a run, one by one: what set each off, which doors closed, what had been entered before, how long.

All of it comes from ``events.parquet``. What had been entered is every true entry against the person until that day: a
record may have lost some of it again, which is not told there, so that "no unlawful act was ever entered" is certain,
and "a lawful act had been entered" says that it had, once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from glasshouse.entry_kind import AREAS, LAWFUL_AREAS, EntryKind, entry_kinds
from glasshouse.folders.table_files import collected
from glasshouse.gate import bits_of_sanction, gate_bits
from glasshouse.measures.intervals import LEAST_EVENTS, NOT_ESTIMABLE, spread
from glasshouse.report.people_tables import Cell
from glasshouse.runs.run import Run
from glasshouse.wording.numbers import short, whole

#: Bits of a sanction's value above those of the gates.
_WRONGFUL, _UNJUST = 256, 512
#: Of fewer events than this, a share is told as the events there are: each is more than 5 of 100.
FEW_EVENTS = 20
#: The cause of a sanction that a scoring day brought.
SCORING_DAY = "the scoring day"
_ENDS = ("sanction lifted", "ended by the ban")
_KEY = ["replicate", "person"]


@dataclass(frozen=True, kw_only=True)
class SanctionBegun:
    """One sanction begun; ``areas`` are those with a true entry against the person until then.

    ``weight``: it stands for so many. ``lasted`` counts days until it was lifted, or until the run ended.
    """

    replicate: int
    cause: str
    gates: int
    wrongful: bool
    unjust: bool
    areas: frozenset[str]
    lasted: int
    running: bool
    weight: int

    def unrelated(self, related: Mapping[str, Sequence[str]], known: tuple[str, ...]) -> bool:
        """Whether true entries sufficed, and some door that it closed is tied to no unlawful area ever entered.

        `known`: the names of the run's gates (``gate.gate_names``).

        >>> known = ("credit", "flight")
        >>> one = SanctionBegun(replicate=0, cause="default", gates=3, wrongful=False,
        ...                unjust=True, areas=frozenset({"money"}), lasted=3, running=False, weight=1)
        >>> one.unrelated({"money": ["credit"]}, known), one.unrelated({"money": ["credit", "flight"]}, known)
        (True, False)
        """
        tied = gate_bits({gate for area in self.areas - set(LAWFUL_AREAS) for gate in related.get(area, ())}, known)
        return not self.wrongful and bool(self.gates & ~tied)

    @property
    def lawful(self) -> bool:
        """Whether a lawful act had been entered against the person."""
        return bool(self.areas & set(LAWFUL_AREAS))

    @property
    def doors(self) -> int:
        """How many doors it closed."""
        return self.gates.bit_count()


def sanctions(run: Run) -> tuple[SanctionBegun, ...]:
    """Every sanction begun of the kept persons, in all replicates."""
    events = run.events.with_columns(pl.col("event", "cause").cast(pl.String))
    path = run.path / "events.parquet"
    sanctioned = events.filter(pl.col("event") == "sanction").select(*_KEY, "day", "cause", "value", "weight")
    begun = collected(path, sanctioned)
    if begun.is_empty():
        return ()
    ends = events.filter(pl.col("event").is_in(_ENDS)).select(*_KEY, pl.col("day"), pl.col("day").alias("end"))
    ended = collected(path, ends)
    kinds = entry_kinds(run.mechanisms)
    joined = begun.join(collected(path, _first_entries(events, kinds)), on=_KEY, how="left").sort("day")
    joined = joined.join_asof(ended.sort("day"), on="day", by=_KEY, strategy="forward", check_sortedness=False)
    days = int(run.manifest["days"])
    rows = joined.sort(*_KEY, "day").iter_rows(named=True)
    return tuple(_sanction(row, days) for row in rows)


def _first_entries(events: pl.LazyFrame, kinds: Sequence[EntryKind]) -> pl.LazyFrame:
    """By person, the first day on which a true entry that costs points was made in each area; a column an area."""
    area = pl.col("cause").replace_strict({kind.name: kind.area for kind in kinds}, default=None)
    against = pl.col("cause").is_in([kind.name for kind in kinds if not kind.good])
    against = events.filter((pl.col("event") == "entry") & (pl.col("value") <= 0) & against)
    firsts = [pl.col("day").filter(area == name).min().alias(name) for name in AREAS]
    return against.group_by(_KEY).agg(firsts)


def _sanction(row: Mapping[str, Any], days: int) -> SanctionBegun:
    end = row["end"]
    return SanctionBegun(
        replicate=row["replicate"],
        cause=row["cause"] or SCORING_DAY,
        gates=bits_of_sanction(row["value"]),
        wrongful=bool(row["value"] & _WRONGFUL),
        unjust=bool(row["value"] & _UNJUST),
        areas=frozenset(area for area in AREAS if row[area] is not None and row[area] <= row["day"]),
        lasted=max(1, (days if end is None else end) - row["day"]),
        running=end is None,
        weight=row["weight"],
    )


@dataclass(frozen=True, kw_only=True)
class Begun:
    """The sanctions of a run, to be counted; ``replicates`` of them were run."""

    all: tuple[SanctionBegun, ...]
    replicates: int

    def of(self, chosen: Callable[[SanctionBegun], bool]) -> Begun:
        """Those that are chosen."""
        return Begun(all=tuple(each for each in self.all if chosen(each)), replicates=self.replicates)

    def number(self, replicate: int = 0) -> int:
        """How many, weighted."""
        return sum(each.weight for each in self.all if each.replicate == replicate)

    def count(self) -> Cell:
        """How many were begun in replicate 0, and between which numbers in all."""
        found = [float(self.number(k)) for k in range(self.replicates)]
        between = f"{whole(min(found))} to {whole(max(found))}" if self.replicates > 1 else ""
        return Cell(text=whole(found[0]), below=between)

    def kept(self) -> int:
        """How many there are in replicate 0, however many each stands for: what a figure rests on."""
        return sum(each.replicate == 0 for each in self.all)

    def share(self, of: Begun) -> Cell:
        """How many of 100 of others, with the interval; in one replicate, or of a few, how many of how many."""
        pairs = [(self.number(k), of.number(k)) for k in range(self.replicates)]
        if not pairs[0][1]:
            return Cell(text="none")
        few = of.kept() < FEW_EVENTS
        counted = f"{self.kept()} of {of.kept()}" if few else f"{whole(pairs[0][0])} of {whole(pairs[0][1])}"
        if self.replicates == 1:
            return Cell(text=counted)
        if of.kept() < LEAST_EVENTS:
            return Cell(text=NOT_ESTIMABLE, below=counted)
        found = spread([100 * part / base for part, base in pairs if base])
        if few:
            return Cell(text=counted, below=f"{found.interval} of 100")
        return Cell(text=short(found.value), below=found.interval)

    def mean(self, figure: Callable[[SanctionBegun], float]) -> Cell:
        """The mean of a figure, with the interval over the replicates."""
        means = [self._mean(figure, k) for k in range(self.replicates)]
        if means[0] is None:
            return Cell(text="none")
        if self.kept() < LEAST_EVENTS:
            return Cell(text=NOT_ESTIMABLE)
        found = spread([each for each in means if each is not None])
        return Cell(text=short(found.value), below=found.interval)

    def _mean(self, figure: Callable[[SanctionBegun], float], replicate: int) -> float | None:
        own = [each for each in self.all if each.replicate == replicate]
        weight = sum(each.weight for each in own)
        return sum(each.weight * figure(each) for each in own) / weight if weight else None


def causes(begun: Begun, kinds: Sequence[EntryKind]) -> list[str]:
    """What set sanctions off in replicate 0, in the order of the kinds of entry; the scoring day last."""
    found = {each.cause for each in begun.all if each.replicate == 0}
    return [cause for cause in (*(kind.name for kind in kinds), SCORING_DAY) if cause in found]
