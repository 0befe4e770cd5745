"""Work done behind: files are written while the next replicate is simulated."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType


class BackgroundWriter:
    """Jobs done one after the other, in order, in a thread of their own, while the caller goes on.

    At most ``waiting`` jobs wait; then ``do`` waits too, so that memory stays bounded. After a failure no later job
    is done, and the failure is raised by the next ``do``, or on leaving. Whatever the caller is stopped by, the jobs
    that it handed over are done before it leaves.

    >>> done = []
    >>> with BackgroundWriter() as background:
    ...     for number in range(3):
    ...         background.do(lambda number=number: done.append(number))
    >>> done
    [0, 1, 2]
    """

    def __init__(self, waiting: int = 2) -> None:
        """Start with nothing to do."""
        self._most = waiting
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="writing")
        self._jobs: deque[Future[None]] = deque()
        self._failed = False

    def do(self, job: Callable[[], None]) -> None:
        """Hand over a job. Raises what an earlier one raised."""
        while len(self._jobs) > self._most or (self._jobs and self._jobs[0].done()):
            self._jobs.popleft().result()
        self._jobs.append(self._pool.submit(self._unless_failed, job))

    def _unless_failed(self, job: Callable[[], None]) -> None:
        if self._failed:
            return
        try:
            job()
        except BaseException:
            self._failed = True
            raise

    def __enter__(self) -> BackgroundWriter:
        """Nothing happens."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Wait until all is done. Raises the first failure, unless another error is on its way already."""
        self._pool.shutdown(wait=True)
        if kind is None:
            for job in self._jobs:
                job.result()
