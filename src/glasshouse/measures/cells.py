"""A replicate laid out by district and group, with the margins: the last row and the last column are the whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from glasshouse.engine.counts import Count
from glasshouse.measure import PERSON_YEARS
from glasshouse.population.people import group_of

if TYPE_CHECKING:
    from glasshouse.engine.simulate import Replicate


def with_margins(cells: np.ndarray) -> np.ndarray:
    """[districts, groups] with a last row and a last column of sums, float64.

    >>> with_margins(np.array([[1, 2], [3, 4]])).tolist()
    [[1.0, 2.0, 3.0], [3.0, 4.0, 7.0], [4.0, 6.0, 10.0]]
    """
    rows = np.vstack([cells, cells.sum(axis=0, keepdims=True)])
    return np.hstack([rows, rows.sum(axis=1, keepdims=True)]).astype(np.float64)


@dataclass(frozen=True)
class Cells:
    """The sums of one replicate over ``days`` days, and its persons by cell.

    ``whole``: nobody asks for single districts, so that of what cannot be added up they need not be worked out.
    """

    replicate: Replicate
    days: int
    whole: bool = False

    @cached_property
    def sums(self) -> np.ndarray:
        """int64 [districts, groups + all, measures]: flows added up over the days, stocks of the last evening."""
        sums = self.replicate.sums.copy()
        stocks = [self._columns[name] for name in self.replicate.mechanisms.stocks]
        sums[:, :, stocks] = self.replicate.daily[-1][:, :, stocks]
        return sums

    @cached_property
    def _columns(self) -> dict[str, int]:
        return {name: column for column, name in enumerate(self.replicate.measures)}

    @property
    def groups(self) -> int:
        """How many groups the people are of."""
        return self.sums.shape[1] - 1

    @cached_property
    def _tables(self) -> np.ndarray:
        """Every count with its margins, float64 [counts, districts + 1, groups + 1]; NaN where one has no groups."""
        grouped = np.moveaxis(self.sums[:, : self.groups], -1, 0)
        whole = np.moveaxis(self.sums[:, self.groups], -1, 0)
        tables = np.empty((len(grouped), grouped.shape[1] + 1, self.groups + 1))
        tables[:, :-1, :-1], tables[:, -1, :-1] = grouped, grouped.sum(axis=1)
        tables[:, :-1, -1], tables[:, -1, -1] = grouped.sum(axis=2), grouped.sum(axis=(1, 2))
        ungrouped = {count.name for count in self.replicate.mechanisms.counts if not count.grouped}
        alone = np.array([name in ungrouped for name in self.replicate.measures])
        alone |= whole.any(axis=1) & ~grouped.any(axis=(1, 2))
        tables[alone, :, :-1] = np.nan
        tables[alone, :-1, -1], tables[alone, -1, -1] = whole[alone], whole[alone].sum(axis=1)
        return tables

    def measure(self, name: str) -> np.ndarray:
        """One measure, float64 [districts + 1, groups + 1]; NaN by group where it is counted without one."""
        if name == PERSON_YEARS:
            return self.measure("people") * self.days / 365
        return self._tables[self._columns[name]].copy()

    def added(self, names: Iterable[str]) -> np.ndarray:
        """Measures added up; one with a leading minus is taken away."""
        shape = (len(self.sums) + 1, self.groups + 1)
        terms = (-self.measure(name[1:]) if name[0] == "-" else self.measure(name) for name in names)
        return sum(terms, np.zeros(shape))

    @property
    def ledger(self) -> dict[str, np.ndarray]:
        """The tallies of single persons. Raises ``ValueError`` where none were kept."""
        if self.replicate.ledger is None:
            raise ValueError("this replicate kept no ledger of single persons")
        return self.replicate.ledger

    @cached_property
    def district(self) -> np.ndarray:
        """int64 [population]: the district of each person; districts are runs of persons, in order."""
        sizes = self.sums[:, :, Count.people].sum(axis=1)
        return np.repeat(np.arange(len(sizes)), sizes)

    @cached_property
    def place(self) -> np.ndarray:
        """int64 [population]: district * groups + group."""
        return self.district * self.groups + (group_of(self.replicate.state["traits"]))

    def counted(self, persons: np.ndarray, weights: np.ndarray | None = None) -> np.ndarray:
        """Persons (numbers, int64), or the sum of their weights, by cell with margins."""
        size = len(self.sums) * self.groups
        return with_margins(np.bincount(self.place[persons], weights, size).reshape(-1, self.groups))

    def each(self, persons: np.ndarray, figure: Callable[[np.ndarray, float], float]) -> np.ndarray:
        """A figure of the persons of each cell, for what cannot be added up.

        ``figure`` takes which of ``persons`` are in the cell (bool) and how many people live in it in all.
        """
        people = self.measure("people")
        out = self.nowhere()
        district, group = np.divmod(self.place[persons], self.groups)
        everywhere = np.ones(len(persons), bool)
        rows = [*(district == row for row in range(len(self.sums))), everywhere]
        columns = [*(group == column for column in range(self.groups)), everywhere]
        for row, column in np.ndindex(out.shape):
            if self.whole and row < len(self.sums):
                continue
            out[row, column] = figure(rows[row] & columns[column], float(people[row, column]))
        return out

    def nowhere(self) -> np.ndarray:
        """A table of what is not defined: NaN everywhere."""
        return np.full((len(self.sums) + 1, self.groups + 1), np.nan)
