"""Which worker simulates which shard, and what becomes of a shard when its worker dies."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from glasshouse.cluster.shard import forget, simulate_stretch
from glasshouse.errors import StoppedError

if TYPE_CHECKING:
    import numpy as np

    from glasshouse.cluster.partition import Shard
    from glasshouse.cluster.shard import ShardRun, Stretch
    from glasshouse.cluster.workers import WorkerPool

#: Most days of a stretch, so that no message grows with the length of a run.
_LONGEST = 91
#: Seconds in which a stretch that is done must have come; then its worker may be gone.
_FETCHED = 30.0
#: A shard that ended so many workers is given to one more, and then to no other.
_DEATHS = 3
#: Seconds to wait for a worker that holds nothing, before a dead one's shard is laid on a worker that has one.
_REPLACED = 10.0


@dataclass
class ShardScheduler:
    """The posts of one replicate: each shard stays with the worker that holds its people, as long as that lives."""

    worker_pool: WorkerPool
    run: ShardRun
    futures: dict[Shard, Future[Any]] = field(default_factory=dict)
    homes: dict[Shard, str] = field(default_factory=dict)
    given: dict[Shard, tuple[Any, ...]] = field(default_factory=dict)
    deaths: dict[Shard, int] = field(default_factory=dict)
    tries: int = 0

    def give(self, shard: Shard, first: int, fits: Mapping[int, np.ndarray | None]) -> None:
        """Have a shard simulated from a day on, where it is held."""
        present = self.worker_pool.somebody()
        if self.homes.get(shard) not in present:
            self.homes[shard] = self._home(present)
        until = min(self.run.days, first + _LONGEST)
        self.given[shard] = (self.run, shard, first, until, dict(fits))
        self._submit(shard)

    def collect(self, tell: Callable[[], None]) -> list[tuple[Shard, Stretch]]:
        """Stretches that are done, after a moment; those of dead workers are given to others."""
        found = []
        done = self.worker_pool.wait(self.futures.values()) if self.futures else set()
        tell()
        for shard in [shard for shard, future in self.futures.items() if future in done]:
            try:
                stretch = self.worker_pool.result(self.futures[shard], _FETCHED)
            except TimeoutError:  # it ended with the worker that held it: looked after below
                continue
            del self.futures[shard]
            found.append((shard, stretch))
            self._note(stretch)
        if not found:
            self._look_after_the_dead()
        return found

    def close(self) -> None:
        """Call off what is under way, and have the people let go of."""
        self.worker_pool.call_off(self.futures.values())
        self.worker_pool.tell_everywhere(forget, self.run.name)

    def _note(self, stretch: Stretch) -> None:
        peak, known = "worker_peak_memory_bytes", stretch.peak_memory_bytes or 0
        self.worker_pool.noted[peak] = max(self.worker_pool.noted.get(peak, 0), known)

    def _submit(self, shard: Shard) -> None:
        self.tries += 1
        key = f"live_stretch-{self.run.name}-{shard[0]}-{self.tries}"
        self.futures[shard] = self.worker_pool.submit(
            simulate_stretch, *self.given[shard], key=key, worker=self.homes[shard]
        )

    def _look_after_the_dead(self) -> None:
        present = self.worker_pool.present()
        for shard in [shard for shard in self.futures if present and self.homes[shard] not in present]:
            self.deaths[shard] = self.deaths.get(shard, 0) + 1
            self.worker_pool.noted["shards_moved"] = sum(self.deaths.values())
            if self.deaths[shard] > _DEATHS:
                raise StoppedError(f"the people of one shard were lost with their workers {_DEATHS + 1} times")
            self.worker_pool.call_off([self.futures[shard]])
            self.homes[shard] = self._home(self._with_room(present))
            self._submit(shard)

    def _with_room(self, present: tuple[str, ...]) -> tuple[str, ...]:
        """Who is there, after a wait for somebody who holds nothing: dead workers are mostly replaced."""
        ends = time.monotonic() + _REPLACED
        while not set(present) - set(self.homes.values()) and time.monotonic() < ends:
            time.sleep(0.2)
            present = self.worker_pool.present() or present
        return present

    def _home(self, present: tuple[str, ...]) -> str:
        """The worker with the fewest shards for each task that it can have under way."""
        slots = {worker.address: worker.slots for worker in self.worker_pool.workers}
        held = list(self.homes.values())
        return min(present, key=lambda address: (held.count(address) / slots.get(address, 1), present.index(address)))
