"""Validation tables shared among the workers of a scheduler: a worker simulates a table with one set of its inputs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING

from glasshouse.cluster.join_workers import joined
from glasshouse.cluster.placement import asked
from glasshouse.cluster.progress_channel import ProgressChannel
from glasshouse.cluster.spread_work import spread
from glasshouse.errors import BadInputError
from glasshouse.validation.simulate_tables import Done, Job, Share, simulate_job

if TYPE_CHECKING:
    from glasshouse.cluster.placement import Placement
    from glasshouse.cluster.workers import WorkerPool


def tables_shared(table: object, scheduler: str | None) -> Share | None:
    """What shares all tables among a scheduler's workers; None without a scheduler.

    Raises ``BadInputError`` for a single table, and for an address that is none.

    >>> tables_shared(None, None) is None
    True
    """
    placement = asked(None, scheduler)
    if placement is None:
        return None
    if table is not None:
        raise BadInputError(placement.option, ": it shares all tables; leave it out for one.")
    return partial(table_jobs, placement)


def table_jobs(placement: Placement, jobs: Sequence[Job]) -> Iterator[Done]:
    """What each job comes to, in order. Raises ``BadInputError`` as ``joined`` does, and ``StoppedError``."""
    with joined(placement) as worker_pool:
        yield from spread_jobs(worker_pool, jobs)


def spread_jobs(worker_pool: WorkerPool, jobs: Sequence[Job]) -> Iterator[Done]:
    """The same, by workers that are there."""
    progress = ProgressChannel(worker_pool, None)
    with closing(spread(worker_pool, simulate_job, ((job,) for job in jobs), progress)) as found:
        for _, done in found:
            yield done
