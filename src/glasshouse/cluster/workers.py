"""The workers that share the work: who they are, what they are given, what they send back, and whether they live."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from concurrent.futures import CancelledError
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from glasshouse.arguments import Argument
from glasshouse.cluster.traffic import Traffic
from glasshouse.errors import StoppedError

if TYPE_CHECKING:
    from distributed import Client, Future

#: So long may nobody be there before a run gives up.
PATIENCE = 60.0
#: So often the scheduler is asked who is there, and news of the days are told.
_GLANCE = 1.0
_NEWS = 0.25


@dataclass(frozen=True, kw_only=True)
class Worker:
    """One worker process: ``slots`` for tasks at a time, on a machine of ``cores``, with ``memory`` bytes free."""

    address: str
    host: str
    slots: int
    cores: int
    memory: int | None


@dataclass
class WorkerPool:
    """The workers as they were at the start, each task with so many ``threads``; ``grace``: seconds without anybody."""

    client: Client
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

    def submit(self, work: Callable[..., Any], *given: Any, key: str, worker: str | None = None) -> Future:
        """Give out a task; on ``worker`` alone, if one is named."""
        self.traffic.sent(work.__name__, given)
        return self.client.submit(
            work, *given, key=key, pure=False, retries=0, workers=worker and [worker], allow_other_workers=False
        )

    def wait(self, futures: Iterable[Future]) -> set[Future]:
        """Those that are done, after a moment at most. Raises ``StoppedError`` when nobody has been there for long."""
        from distributed import wait

        pending = list(futures)
        try:
            found: Any = wait(pending, timeout=_NEWS, return_when="FIRST_COMPLETED")
            done = found.done
        except TimeoutError:
            done = set[Any]()
        except CancelledError as error:
            raise self._deserted() from error
        if not done:
            self.present()
        return done

    def result(self, future: Future, timeout: float | None = None) -> Any:
        """What a task returned, counted. Raises what it raised, or ``StoppedError`` for what befell its workers.

        With ``timeout``, ``TimeoutError`` after so many seconds: a result is lost with the worker that held it.
        """
        from distributed import KilledWorker

        try:
            found = future.result(timeout)
        except KilledWorker as error:
            raise StoppedError(
                "one piece of work ended worker after worker; perhaps it needs more memory than they have"
            ) from error
        except CancelledError as error:
            raise self._deserted() from error
        self.traffic.received(str(future.key).partition("-")[0], found)
        return found

    def _deserted(self) -> StoppedError:
        """Only the scheduler's end cancels what is waited for."""
        return StoppedError(self.option, ": the scheduler is gone")

    def present(self) -> tuple[str, ...]:
        """Addresses of the workers that are there now. Raises ``StoppedError`` when there have been none for long."""
        now = time.monotonic()
        if now - self._glanced < _GLANCE:
            return self._present
        self._glanced = now
        self._present = self._glance()
        if self._present:
            self._seen = now
        elif now - self._seen > self.grace:
            raise StoppedError(self.option, ": all workers are gone")
        return self._present

    def somebody(self) -> tuple[str, ...]:
        """The same, after a wait for at least one."""
        while not (found := self.present()):
            time.sleep(_NEWS)
        return found

    def _glance(self) -> tuple[str, ...]:
        if self.client.status != "running":
            return ()
        try:
            return tuple(self.client.scheduler_info(n_workers=-1)["workers"])
        except (OSError, RuntimeError, TimeoutError):  # the scheduler, too, may come back
            return ()

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
