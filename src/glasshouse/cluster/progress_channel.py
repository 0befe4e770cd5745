"""News of the days on their way from the workers, and word that nobody waits any more on the way back."""

from __future__ import annotations

import sys
import time
from collections import deque
from collections.abc import Callable
from threading import Lock
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from glasshouse.cluster.dask_workers import dask_line
from glasshouse.cluster.serve_work import line
from glasshouse.comparison.prefetch import AbandonedError

if TYPE_CHECKING:
    from glasshouse.cluster.workers import WorkerPool

#: A worker tells no more often than this, in seconds.
_SELDOM = 0.5


class ProgressReporter:
    """On a worker: called after each day, tells it now and then, and ends work that was called off.

    Outside of a worker it does nothing. Several threads may call it.
    """

    def __init__(self, topic: str | None) -> None:
        """``topic``: under what to tell; None: nobody listens."""
        self.topic, self.last = topic, 0.0
        self.lock = Lock()
        self.line = line() or (dask_line() if "distributed" in sys.modules else None)

    def __call__(self, *placement: Any) -> None:
        """Tell where the work is. Raises ``AbandonedError`` when nobody wants it any more."""
        if self.line is None:
            return
        with self.lock:  # one of several threads tells
            now = time.monotonic()
            if now - self.last < _SELDOM:
                return
            self.last = now
        if self.line.unwanted():
            raise AbandonedError
        if self.topic is not None:
            self.line.tell(self.topic, placement)


class ProgressChannel:
    """Beside the coordinator: what workers tell, handed to ``watch`` in the coordinator's own thread by ``tell``."""

    def __init__(self, worker_pool: WorkerPool, watch: Callable[..., None] | None) -> None:
        """Listen, if anybody watches."""
        self.worker_pool, self.watch = worker_pool, watch
        self.topic = None if watch is None else f"glasshouse-{uuid4().hex}"
        self.heard: deque[tuple[Any, ...]] = deque()
        if self.topic is not None:
            worker_pool.listen(self.topic, self.heard.append)

    def tell(self) -> None:
        """Hand over what was heard since."""
        while self.heard:
            placement = self.heard.popleft()
            if self.watch is not None:
                self.watch(*placement)

    def close(self) -> None:
        """Listen no longer."""
        if self.topic is not None:
            self.worker_pool.unlisten(self.topic)
