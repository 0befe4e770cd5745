"""Work done ahead: a few scenarios are simulated at a time, and handed over in order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from threading import Event
from typing import TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")
#: To be called now and then by work that takes long: it raises when nobody wants the result any more.
Check = Callable[[], None]


class AbandonedError(Exception):
    """Raised in work whose result nobody waits for."""


def prefetch(
    tasks: Iterable[Task], work: Callable[[Task, Check], Result], at_once: int
) -> Generator[tuple[Task, Result], None, None]:
    """Each task with the result of its work, in order, while as many as ``at_once`` are under way in threads.

    Raises what a work raised, when its turn comes. Close it (``contextlib.closing``): work under way is then abandoned.

    >>> list(prefetch([1, 2, 3], lambda task, check: 10 * task, 2))
    [(1, 10), (2, 20), (3, 30)]
    """
    stopping, rest = Event(), iter(tasks)
    pool = ThreadPoolExecutor(at_once, thread_name_prefix="arm")
    waiting: deque[tuple[Task, Future[Result]]] = deque()

    def check() -> None:
        if stopping.is_set():
            raise AbandonedError

    def submit(count: int) -> None:
        waiting.extend((task, pool.submit(work, task, check)) for task in islice(rest, count))

    try:
        submit(at_once)
        while waiting:
            task, future = waiting.popleft()
            result = future.result()
            del future
            submit(1)  # before the caller goes on with this one
            yield task, result
            del result  # a whole scenario: let go of it before waiting for the next
    finally:
        stopping.set()
        pool.shutdown(wait=True, cancel_futures=True)
