"""News of the days on their way from the workers, and word that nobody waits any more on the way back."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from glasshouse.comparison.prefetch import AbandonedError

if TYPE_CHECKING:
    from distributed import Client

#: A worker tells no more often than this, in seconds.
_SELDOM = 0.5


class ProgressReporter:
    """On a worker: called after each day, tells it now and then, and ends work that was called off.

    Outside of a worker it does nothing.
    """

    def __init__(self, topic: str | None) -> None:
        """``topic``: under what to tell; None: nobody listens."""
        from distributed import get_worker

        self.topic, self.last = topic, 0.0
        try:
            self.worker: Any = get_worker()
            self.key = self.worker.get_current_task()
        except ValueError:
            self.worker = None

    def __call__(self, *placement: Any) -> None:
        """Tell where the work is. Raises ``AbandonedError`` when nobody wants it any more."""
        now = time.monotonic()
        if self.worker is None or now - self.last < _SELDOM:
            return
        self.last = now
        task = self.worker.state.tasks.get(self.key)
        if task is None or task.state == "cancelled":
            raise AbandonedError
        if self.topic is not None:
            self.worker.log_event(self.topic, list(placement))


class ProgressChannel:
    """Beside the coordinator: what workers tell, handed to ``watch`` in the coordinator's own thread by ``tell``."""

    def __init__(self, client: Client, watch: Callable[..., None] | None) -> None:
        """Listen, if anybody watches."""
        self.client, self.watch = client, watch
        self.topic = None if watch is None else f"glasshouse-{uuid4().hex}"
        self.heard: list[tuple[Any, ...]] = []
        if self.topic is not None:
            client.subscribe_topic(self.topic, lambda event: self.heard.append(tuple(event[1])))

    def tell(self) -> None:
        """Hand over what was heard since."""
        heard, self.heard = self.heard, []
        if self.watch is not None:
            for placement in heard:
                self.watch(*placement)

    def close(self) -> None:
        """Listen no longer."""
        if self.topic is not None and self.client.status == "running":
            self.client.unsubscribe_topic(self.topic)
