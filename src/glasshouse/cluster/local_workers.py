"""Workers that are processes of this machine."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ALL_COMPLETED, FIRST_COMPLETED, Future
from concurrent.futures import wait as wait_for
from dataclasses import dataclass, field
from typing import Any, cast

from glasshouse.cluster.worker_processes import WorkerProcesses, WorkerTask
from glasshouse.cluster.workers import NEWS, Hear, WorkerPool


@dataclass(kw_only=True)
class Hearers:
    """Who listens to what workers tell, by its topic."""

    by_topic: dict[str, Hear] = field(default_factory=dict)

    def tell(self, topic: str, content: tuple[Any, ...]) -> None:
        """Hand over a piece of news, if anybody listens."""
        if hear := self.by_topic.get(topic):
            hear(content)


@dataclass(kw_only=True)
class LocalPool(WorkerPool):
    """Processes of this machine, of which one that ends is replaced under another address."""

    processes: WorkerProcesses
    hearers: Hearers

    def submit(self, work: Callable[..., Any], *given: Any, key: str, worker: str | None = None) -> WorkerTask:
        """Give out a task; on ``worker`` alone, if one is named."""
        task = self.processes.submit(work, given, worker)
        self.traffic.sent(task.name, len(task.content))
        return task

    def wait(self, futures: Iterable[Future[Any]]) -> set[Future[Any]]:
        """Those that are done, after a moment at most. Raises ``StoppedError`` when nobody has been there for long."""
        done = wait_for(list(futures), NEWS, FIRST_COMPLETED).done
        if not done:
            self.present()
        return done

    def result(self, future: Future[Any], timeout: float | None = None) -> Any:
        """What a task returned, counted. Raises what it raised, or ``StoppedError`` for what befell its workers."""
        found, task = future.result(timeout), cast(WorkerTask, future)
        self.traffic.received(task.name, task.received)
        return found

    def call_off(self, futures: Iterable[Future[Any]]) -> None:
        """Let go of tasks that are not wanted any more."""
        self.processes.call_off([cast(WorkerTask, future) for future in futures])

    def everywhere(self, work: Callable[..., Any], *given: Any) -> dict[str, Any]:
        """What ``work`` returns on each worker that is there, by its address; one that ends meanwhile is left out."""
        tasks = {address: self.processes.submit(work, given, address) for address in self.glance()}
        while waiting := [task for address, task in tasks.items() if address in self.glance() and not task.done()]:
            wait_for(waiting, NEWS, ALL_COMPLETED)
        return {address: task.result() for address, task in tasks.items() if task.done()}

    def tell_everywhere(self, work: Callable[..., Any], *given: Any) -> None:
        """The same without an answer, and without waiting."""
        for address in self.glance():
            self.processes.submit(work, given, address)

    def listen(self, topic: str, hear: Hear) -> None:
        """Have ``hear`` called with what workers tell under a topic."""
        self.hearers.by_topic[topic] = hear

    def unlisten(self, topic: str) -> None:
        """Hear of it no longer."""
        self.hearers.by_topic.pop(topic, None)

    def glance(self) -> tuple[str, ...]:
        """Addresses of the workers that are there at this moment."""
        return self.processes.present()
