"""The shards of one replicate put together: counts, events, fits, and the digest of the whole."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

import numpy as np

from glasshouse.cluster.partition import Shard, runs_of
from glasshouse.cluster.shard import End, ShardRun, Stretch
from glasshouse.engine.digest import root
from glasshouse.engine.event_order import event_order
from glasshouse.engine.params import CompiledParams, compile_params
from glasshouse.engine.part import event_weight
from glasshouse.engine.simulate import Replicate
from glasshouse.model import learned_fit
from glasshouse.model.events import EVENT
from glasshouse.population.people import allot


class ReplicateAssembly:
    """What is known of a replicate so far; ``fits`` by the day on which each was made (None: nothing to fit)."""

    def __init__(self, run: ShardRun, cut: Sequence[Shard], districts: int) -> None:
        """Nothing is known."""
        self.run, self.cut = run, cut
        self.fits: dict[int, np.ndarray | None] = {}
        self.mechanisms = run.first.scenario.running.with_(run.branch_point.scenario.running.added)
        self.groups = run.first.scenario.place.group_names
        self.daily = np.zeros((run.days, districts, len(self.groups) + 1, len(self.mechanisms.measures)), np.int64)
        self._days = dict.fromkeys(cut, 0)
        self._sums: dict[Shard, np.ndarray] = {}
        self._events: list[tuple[int, np.ndarray, np.ndarray]] = []
        self._ends: list[End] = []
        self._startup = self._compiling = 0.0

    @property
    def ended(self) -> bool:
        """Whether all days of all shards are there, and no fit is due."""
        return min(self._days.values()) == self.run.days and not self._sums

    def day(self, shard: Shard) -> int:
        """The first day of a shard that is not there yet."""
        return self._days[shard]

    def waits(self, shard: Shard) -> bool:
        """Whether a shard can go on only after a fit."""
        return shard in self._sums

    def add(self, shard: Shard, stretch: Stretch) -> None:
        """Take in a stretch of a shard."""
        self.daily[stretch.first : stretch.reached, list(shard)] = stretch.daily
        self._days[shard] = stretch.reached
        if stretch.sums is not None:
            self._sums[shard] = stretch.sums
        for districts, rows, groups in zip(runs_of(shard), stretch.events, stretch.groups, strict=True):
            self._events.append((districts.start, rows, groups))
        self._ends += stretch.ends
        self._startup = max(self._startup, stretch.startup_seconds)
        self._compiling = max(self._compiling, stretch.compile_seconds)

    def fit(self) -> None:
        """Fit the learned score, if every shard waits for it; on one thread, from whole numbers."""
        if len(self._sums) < len(self.cut):
            return
        (reached,) = {self._days[shard] for shard in self.cut}
        sums = np.zeros((self.daily.shape[1], *next(iter(self._sums.values())).shape[1:]), np.int64)
        for shard, own in self._sums.items():
            sums[list(shard)] = own
        self.fits[reached - 1] = learned_fit.fit(sums, self._tables(reached - 1))
        self._sums.clear()

    def replicate(self, seconds: float) -> tuple[Replicate, np.ndarray]:
        """The replicate, and the group of each event's person; ``seconds`` since it was begun."""
        run, ends = self.run, sorted(self._ends, key=lambda end: end.districts.start)
        people = run.first.scenario.place.columns["population"]
        rows, groups = _merged(self._events, allot(run.population, people)[:-1])
        state = {name: np.concatenate([end.state[name] for end in ends]) for name in ends[0].state}
        kept = [np.concatenate(tables) for tables in zip(*(end.ledger for end in ends), strict=True)]
        found = Replicate(
            daily=self.daily,
            groups=self.groups,
            mechanisms=self.mechanisms,
            state=state,
            events=_columns(rows),
            event_weight=event_weight(run.population, run.days),
            digest=root((leaf for end in ends for leaf in end.leaves), self.daily, self.mechanisms),
            ledger={name: column for table in kept for name, column in _columns(table).items()} or None,
            fits=[(day, fitted) for day, fitted in sorted(self.fits.items()) if fitted is not None],
            seconds=max(0.0, seconds - self._startup - self._compiling),
            compile_seconds=self._compiling,
            startup_seconds=self._startup,
            person_days=run.population * run.days,
        )
        return found, groups

    def _tables(self, day: int) -> CompiledParams:
        """The rules in force on a day, but for what was learned."""
        branch = self.run.branch_point if 0 < self.run.branch_point.day <= day else self.run.first
        epochs = branch.scenario.epochs(self.run.days)
        epoch = epochs[bisect_right(epochs, day) - 1]
        return compile_params(branch.scenario, epoch, self.run.population, branch.drawn, mechanisms=self.mechanisms)


def _merged(found: list[tuple[int, np.ndarray, np.ndarray]], starts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """All events in the order of one process, and their groups; `starts`: the first persons of the districts."""
    ordered = sorted(found, key=lambda one: one[0])
    rows = np.concatenate([np.zeros(0, EVENT), *(rows for _, rows, _ in ordered)])
    groups = np.concatenate([np.zeros(0, np.uint8), *(groups for _, _, groups in ordered)])
    order = event_order(rows, starts)
    return rows[order], groups[order]


def _columns(rows: np.ndarray) -> dict[str, np.ndarray]:
    return {name: np.ascontiguousarray(rows[name]) for name in rows.dtype.names or ()}
