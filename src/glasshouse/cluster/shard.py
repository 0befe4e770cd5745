"""On a worker: the districts of one shard, simulated from one fit of the learned score to the next.

What a stretch of days comes to depends on the run, the shard, the days and the fits before it alone. The worker holds
the shard's people between stretches. One that does not hold them (because the first one died) takes the last
checkpoint, or begins with day 0, and simulates the days again: a death costs time, and no result.

No mail crosses: all ties lie inside a district. A part hands over its mail only to itself (``Part.mail``); ties
between districts would make each stretch one day long, and add letters to what it takes and returns.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

import numpy as np

from glasshouse.cluster.partition import Shard, runs_of
from glasshouse.cluster.progress_channel import ProgressReporter
from glasshouse.engine.checkpoint import Keeper
from glasshouse.engine.compile_ahead import warm_up
from glasshouse.engine.digest import Leaf, leaves
from glasshouse.engine.part import BranchPoint, Part
from glasshouse.folders.host_machine import peak_memory
from glasshouse.model.events import EVENT
from glasshouse.population.people import columns_of, group_of
from glasshouse.runs.checkpoint_pace import pace

#: Seconds after which what no task has asked for is let go of: its run ended without a word.
_FORGOTTEN = 3600.0


@dataclass(frozen=True, kw_only=True)
class ShardRun:
    """What all shards of one replicate share. ``kept``: a folder for checkpoints that the workers reach, or None."""

    name: str
    first: BranchPoint
    branch_point: BranchPoint
    population: int
    days: int
    seed: int
    threads: int
    ledger: bool
    gather: bool
    kept: str | None
    topic: str | None


@dataclass(frozen=True, kw_only=True)
class End:
    """What a run of districts is on the last evening: leaves of the digest; and if gathered, its persons' columns."""

    districts: range
    leaves: list[Leaf]
    state: dict[str, np.ndarray]
    ledger: tuple[np.ndarray, ...]


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """The days from ``first`` until ``reached`` in a shard.

    ``daily`` [days, the shard's districts, groups + all, measures], in the smallest integers that hold it; ``sums``
    int64 [the shard's districts, CELLS, 2] when a fit is due; ``events`` and the ``groups`` of their persons, by runs
    of districts; ``ends`` after the last day, by runs of districts; ``again``: days that had to be simulated again.
    """

    first: int
    reached: int
    daily: np.ndarray
    sums: np.ndarray | None
    events: list[np.ndarray]
    groups: list[np.ndarray]
    ends: list[End]
    again: int
    startup_seconds: float
    compile_seconds: float
    peak_memory_bytes: int | None


@dataclass
class _LoadedShard:
    """A shard that this process keeps; no parts until it is first simulated."""

    parts: list[Part] = field(default_factory=list)
    keepers: list[Keeper] = field(default_factory=list)
    startup: float = 0.0
    compiling: float = 0.0
    asked: float = 0.0
    lock: Lock = field(default_factory=Lock)


_loaded: dict[tuple[str, Shard], _LoadedShard] = {}
_LOCK = Lock()


def simulate_stretch(
    run: ShardRun, shard: Shard, first: int, until: int, fits: Mapping[int, np.ndarray | None]
) -> Stretch:
    """Simulate a shard through the days from ``first`` on, until day ``until`` or until a fit is due that is not known.

    ``fits``: the coefficients of each fit before, by the day on which it was made; None: there was nothing to fit.
    """
    progress_reporter, loaded = ProgressReporter(run.topic), _load(run, shard)
    with loaded.lock, ThreadPoolExecutor(run.threads) as pool:
        if not loaded.parts:
            _begin(loaded, run, shard, pool)
        began = min(part.day for part in loaded.parts)
        reached = _simulate(loaded, until, fits, pool, lambda day: progress_reporter(shard[0], day))
        ends = [_end(part, run, pool) for part in loaded.parts] if reached == run.days else []
    parts = loaded.parts
    events = [_since(part, first) for part in parts]
    sums = [part.sums for part in parts if part.sums is not None]
    return Stretch(
        first=first,
        reached=reached,
        daily=_narrow(np.concatenate([part.daily[first:reached] for part in parts], axis=1)),
        sums=np.concatenate(sums) if sums else None,
        events=events,
        groups=[_groups(part, rows) for part, rows in zip(parts, events, strict=True)],
        ends=ends,
        again=max(0, first - began),
        startup_seconds=loaded.startup,
        compile_seconds=loaded.compiling,
        peak_memory_bytes=peak_memory(),
    )


def forget(name: str, shard: Shard | None = None) -> None:
    """Let go of a run's people, or of one shard's."""
    with _LOCK:
        for key in [key for key in _loaded if key[0] == name and shard in (None, key[1])]:
            del _loaded[key]


def _load(run: ShardRun, shard: Shard) -> _LoadedShard:
    key, now = (run.name, shard), time.monotonic()
    with _LOCK:
        old = [other for other, loaded in _loaded.items() if now - loaded.asked > _FORGOTTEN and other[0] != run.name]
        for other in old:
            del _loaded[other]
        loaded = _loaded.setdefault(key, _LoadedShard())
        loaded.asked = now
        return loaded


def _begin(loaded: _LoadedShard, run: ShardRun, shard: Shard, pool: ThreadPoolExecutor) -> None:
    """Build the shard's people, and bring them to the last checkpoint that is any good."""
    mechanisms = run.first.scenario.running.with_(run.branch_point.scenario.running.added)
    loaded.compiling, began = warm_up(mechanisms), time.perf_counter()
    parts = [
        Part(
            run.first,
            run.branch_point,
            population=run.population,
            days=run.days,
            seed=run.seed,
            threads=run.threads,
            districts=districts,
            ledger=run.ledger,
        )
        for districts in runs_of(shard)
    ]
    keepers = [_keeper(run, part.districts) for part in parts] if run.kept is not None else []
    # One district of the shard is simulated again, its smallest, and not one of each run of neighbours: most are one
    # long.
    sample = min(parts, key=_fewest)
    for place, part in enumerate(parts):
        part.initialise(pool)
        if keepers:
            keepers[place].restore(part, pool, replay=part is sample)
    loaded.startup = time.perf_counter() - began
    loaded.parts, loaded.keepers = parts, keepers


def _fewest(part: Part) -> int:
    """People of its smallest district."""
    return int(part.compiled.districts["n"].min())


def _keeper(run: ShardRun, districts: range) -> Keeper:
    name = f"districts-{districts.start:03d}-{districts.stop:03d}"
    place = Path(run.kept or "") / run.name
    place.mkdir(exist_ok=True)
    return Keeper(place, name, {"run": run.name, "seed": run.seed, "days": run.days}, pace=pace())


def _simulate(
    loaded: _LoadedShard,
    until: int,
    fits: Mapping[int, np.ndarray | None],
    pool: ThreadPoolExecutor,
    tell: Callable[[int], None],
) -> int:
    """The day that all parts have reached; checkpoints may have left them on different ones."""
    while True:
        for part in loaded.parts:
            if part.sums is not None and part.day - 1 in fits:
                part.fitted(fits[part.day - 1])
        day = min(part.day for part in loaded.parts)
        due = [place for place, part in enumerate(loaded.parts) if part.day == day]
        if day >= until or any(loaded.parts[place].sums is not None for place in due):
            return day
        for place in due:
            part = loaded.parts[place]
            part.simulate_day(pool)
            if loaded.keepers and part.sums is None:
                loaded.keepers[place].evening(part, 0.0)
        tell(day)


def _end(part: Part, run: ShardRun, pool: ThreadPoolExecutor) -> End:
    return End(
        districts=part.districts,
        leaves=leaves(part.people, part.origin, part.population, pool),
        state=columns_of(part.people) if run.gather else {},
        ledger=part.ledger if run.gather and run.ledger else (),
    )


def _since(part: Part, first: int) -> np.ndarray:
    """The part's events from a day on."""
    found = [np.zeros(0, EVENT)]
    for rows in reversed(part.events):
        if len(rows) and rows["day"][-1] < first:
            break
        found.append(rows[rows["day"] >= first])
    return np.concatenate(found[::-1])


def _groups(part: Part, rows: np.ndarray) -> np.ndarray:
    return group_of(part.people.traits[rows["person"] - part.origin]).astype(np.uint8)


def _narrow(counts: np.ndarray) -> np.ndarray:
    """The same in the smallest integers that hold them.

    >>> _narrow(np.array([0, 300])).dtype, _narrow(np.zeros(0, np.int64)).dtype
    (dtype('uint16'), dtype('uint8'))
    """
    return counts.astype(np.min_scalar_type(int(counts.max(initial=0))))
