"""The workers that share the work: who they are, what they are given, what they send back, and whether they live."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

from glasshouse.arguments import Argument
from glasshouse.cluster.traffic import Traffic
from glasshouse.errors import StoppedError

#: The host of a worker of this machine.
LOOPBACK = "127.0.0.1"
#: So long may nobody be there before a run gives up.
PATIENCE = 60.0
#: So often it is asked who is there, and news of the days are told.
GLANCE = 1.0
NEWS = 0.25
#: Called with the content of each piece of news, by any thread.
Hear = Callable[[tuple[Any, ...]], None]


@dataclass(frozen=True, kw_only=True)
class Worker:
    """One worker process: ``slots`` for tasks at a time, on a machine of ``cores``, with ``memory`` bytes free."""

    address: str
    host: str
    slots: int
    cores: int
    memory: int | None


@dataclass(kw_only=True)
class WorkerPool(ABC):
    """The workers as they were at the start, each task with so many ``threads``; ``grace``: seconds without anybody.

    A task is a future (``concurrent.futures``) or dask's, which has the same methods.
    """

    option: Argument
    workers: tuple[Worker, ...]
    threads: int
    grace: float = PATIENCE
    traffic: Traffic = field(default_factory=Traffic)
    #: Facts that the work itself adds for ``run.json``.
    noted: dict[str, Any] = field(default_factory=dict)
    _seen: float = field(default_factory=time.monotonic)
    _present: tuple[str, ...] = ()
    _glanced: float = 0.0

    @property
    def slots(self) -> int:
        """Tasks that can be under way at a time."""
        return sum(worker.slots for worker in self.workers)

    @abstractmethod
    def submit(self, work: Callable[..., Any], *given: Any, key: str, worker: str | None = None) -> Future[Any]:
        """Give out a task, whose ``key`` begins with its kind; on ``worker`` alone, if one is named."""

    @abstractmethod
    def wait(self, futures: Iterable[Future[Any]]) -> set[Future[Any]]:
        """Those that are done, after a moment at most. Raises ``StoppedError`` when nobody has been there for long."""

    @abstractmethod
    def result(self, future: Future[Any], timeout: float | None = None) -> Any:
        """What a task returned, counted. Raises what it raised, or ``StoppedError`` for what befell its workers.

        With ``timeout``, ``TimeoutError`` after so many seconds: a result may be lost with the worker that held it.
        """

    @abstractmethod
    def call_off(self, futures: Iterable[Future[Any]]) -> None:
        """Let go of tasks that are not wanted any more."""

    @abstractmethod
    def everywhere(self, work: Callable[..., Any], *given: Any) -> dict[str, Any]:
        """What ``work`` returns on each worker that is there, by its address; one that ends meanwhile is left out."""

    @abstractmethod
    def tell_everywhere(self, work: Callable[..., Any], *given: Any) -> None:
        """The same without an answer, and without waiting: a worker that does not answer must not hold up an end."""

    @abstractmethod
    def listen(self, topic: str, hear: Hear) -> None:
        """Have ``hear`` called with what workers tell under a topic."""

    @abstractmethod
    def unlisten(self, topic: str) -> None:
        """Hear of it no longer."""

    @abstractmethod
    def glance(self) -> tuple[str, ...]:
        """Addresses of the workers that are there at this moment."""

    def present(self) -> tuple[str, ...]:
        """Addresses of the workers that are there now. Raises ``StoppedError`` when there have been none for long."""
        now = time.monotonic()
        if now - self._glanced < GLANCE:
            return self._present
        self._glanced = now
        self._present = self.glance()
        if self._present:
            self._seen = now
        elif now - self._seen > self.grace:
            raise StoppedError(self.option, ": all workers are gone")
        return self._present

    def somebody(self) -> tuple[str, ...]:
        """The same, after a wait for at least one."""
        while not (found := self.present()):
            time.sleep(NEWS)
        return found

    def about(self) -> dict[str, Any]:
        """What ``run.json`` says of the team."""
        return {
            "option": f"--{self.option.name}",  # an address says where a machine is, and stays out
            "workers": len(self.workers),
            "machines": len({worker.host for worker in self.workers}),
            "tasks_at_a_time": self.slots,
            "threads_a_task": self.threads,
            **self.noted,
            **self.traffic.about(),
        }
