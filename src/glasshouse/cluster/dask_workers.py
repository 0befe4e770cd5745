"""Workers of a dask scheduler."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import CancelledError
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from glasshouse.cluster.traffic import size
from glasshouse.cluster.workers import NEWS, Hear, WorkerPool
from glasshouse.errors import StoppedError

if TYPE_CHECKING:
    from distributed import Client


@dataclass(kw_only=True)
class DaskPool(WorkerPool):
    """The workers of the scheduler to which ``client`` speaks."""

    client: Client

    def submit(self, work: Callable[..., Any], *given: Any, key: str, worker: str | None = None) -> Any:
        """Give out a task; on ``worker`` alone, if one is named."""
        self.traffic.sent(work.__name__, size(given))
        return self.client.submit(
            work, *given, key=key, pure=False, retries=0, workers=worker and [worker], allow_other_workers=False
        )

    def wait(self, futures: Iterable[Any]) -> set[Any]:
        """Those that are done, after a moment at most. Raises ``StoppedError`` when nobody has been there for long."""
        from distributed import wait

        pending = list(futures)
        try:
            found: Any = wait(pending, timeout=NEWS, return_when="FIRST_COMPLETED")
            done = found.done
        except TimeoutError:
            done = set[Any]()
        except CancelledError as error:
            raise self._deserted() from error
        if not done:
            self.present()
        return done

    def result(self, future: Any, timeout: float | None = None) -> Any:
        """What a task returned, counted. Raises what it raised, or ``StoppedError`` for what befell its workers."""
        from distributed import KilledWorker

        try:
            found = future.result(timeout)
        except KilledWorker as error:
            raise StoppedError(
                "one piece of work ended worker after worker; perhaps it needs more memory than they have"
            ) from error
        except CancelledError as error:
            raise self._deserted() from error
        self.traffic.received(str(future.key).partition("-")[0], size(found))
        return found

    def _deserted(self) -> StoppedError:
        """Only the scheduler's end cancels what is waited for."""
        return StoppedError(self.option, ": the scheduler is gone")

    def call_off(self, futures: Iterable[Any]) -> None:
        """Let go of tasks that are not wanted any more."""
        if self._reachable:
            self.client.cancel(list(futures))

    def everywhere(self, work: Callable[..., Any], *given: Any) -> dict[str, Any]:
        """What ``work`` returns on each worker that is there, by its address; one that ends meanwhile is left out."""
        found: Any = self.client.run(work, *given, on_error="ignore")
        return found

    def tell_everywhere(self, work: Callable[..., Any], *given: Any) -> None:
        """The same without an answer, and without waiting."""
        if self._reachable:
            self.client.run(work, *given, on_error="ignore", wait=False)

    def listen(self, topic: str, hear: Hear) -> None:
        """Have ``hear`` called with what workers tell under a topic."""
        self.client.subscribe_topic(topic, lambda event: hear(tuple(event[1])))

    def unlisten(self, topic: str) -> None:
        """Hear of it no longer."""
        if self._reachable:
            self.client.unsubscribe_topic(topic)

    @property
    def _reachable(self) -> bool:
        return self.client.status == "running"

    def glance(self) -> tuple[str, ...]:
        """Addresses of the workers that are there at this moment."""
        if not self._reachable:
            return ()
        try:
            return tuple(self.client.scheduler_info(n_workers=-1)["workers"])
        except (OSError, RuntimeError, TimeoutError):  # the scheduler, too, may come back
            return ()


class DaskLine:
    """The way back from work that is under way on a worker of a scheduler."""

    def __init__(self, worker: Any) -> None:
        """``worker``: dask's, on which this is."""
        self.worker, self.key = worker, worker.get_current_task()

    def unwanted(self) -> bool:
        """Whether the work was called off."""
        task = self.worker.state.tasks.get(self.key)
        return task is None or task.state == "cancelled"

    def tell(self, topic: str, placement: tuple[Any, ...]) -> None:
        """Tell where the work is."""
        self.worker.log_event(topic, list(placement))


def dask_line() -> DaskLine | None:
    """The way back from here; None where no dask worker is."""
    from distributed import get_worker

    try:
        return DaskLine(get_worker())
    except ValueError:
        return None
