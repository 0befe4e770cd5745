"""Pieces of work spread over the workers, and what they come to, in order."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future
from itertools import islice
from typing import TYPE_CHECKING, Any
from uuid import uuid4

if TYPE_CHECKING:
    from glasshouse.cluster.progress_channel import ProgressChannel
    from glasshouse.cluster.workers import WorkerPool

#: Pieces given out for each one that can be under way: so many that no worker waits, so few that what is done before
#: its turn takes little memory here.
_AHEAD = 2


def spread(
    worker_pool: WorkerPool, work: Callable[..., Any], pieces: Iterable[tuple[Any, ...]], progress: ProgressChannel
) -> Generator[tuple[int, Any], None, None]:
    """``(place, work(*piece))`` for each piece, in order.

    When a worker dies its pieces are given to another. Raises what a piece raised, or ``StoppedError``
    when nobody is left. Close it (``contextlib.closing``): work under way is then called off.
    """
    run, rest, turn = uuid4().hex[:12], enumerate(pieces), 0
    futures: dict[int, Future[Any]] = {}

    def give_out() -> None:
        # Only so far ahead of the next in turn: a slow one must not make the others pile up.
        more = turn + _AHEAD * max(worker_pool.slots, 1) - max(futures, default=turn - 1) - 1
        for place, piece in islice(rest, max(0, more)):
            futures[place] = worker_pool.submit(work, *piece, key=f"{work.__name__}-{run}-{place}")

    try:
        give_out()
        while futures:
            while not futures[turn].done():
                worker_pool.wait([futures[turn]])
                progress.tell()
            found = worker_pool.result(futures.pop(turn))
            turn += 1
            give_out()  # before the caller goes on with this one
            yield turn - 1, found
            del found
    finally:
        worker_pool.call_off(futures.values())
        progress.close()
