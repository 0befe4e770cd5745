"""Many small runs at a time, each on a thread of its own."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from typing import TypeVar

from glasshouse.engine.compile_ahead import warm_up
from glasshouse.mechanism_set import SHIPPED, MechanismSet

_Job = TypeVar("_Job")
_Found = TypeVar("_Found")


def side_by_side(
    work: Callable[[_Job], _Found],
    jobs: Iterable[_Job],
    threads: int | None = None,
    mechanisms: MechanismSet = SHIPPED,
) -> Iterator[_Found]:
    """Do jobs on so many threads (all cores unless said) and give what they find in the order of the jobs.

    Scenarios stand side by side, each on a thread of its own: the days release Python's lock, and what stands between
    them (rules, counts, measures) is small but would leave the other cores idle.
    Stops handing out jobs when it is closed, or one fails. ``mechanisms``: those whose day is compiled before.

    >>> list(side_by_side(abs, [-1, -2, -3], threads=2))
    [1, 2, 3]
    """
    warm_up(mechanisms)  # once, before threads could do it at the same time
    threads = threads or os.cpu_count() or 1
    waiting: list[Future[_Found]] = []
    with ThreadPoolExecutor(threads) as pool:
        try:
            for job in jobs:
                waiting.append(pool.submit(work, job))
                if len(waiting) >= 2 * threads:
                    yield waiting.pop(0).result()
            while waiting:
                yield waiting.pop(0).result()
        finally:
            with suppress(Exception):
                pool.shutdown(wait=False, cancel_futures=True)
