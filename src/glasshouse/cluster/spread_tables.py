"""Validation tables shared among workers: one simulates a table with one set of its inputs."""

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
from glasshouse.runs.asked_sizes import checked
from glasshouse.validation.simulate_tables import Done, Job, Share, simulate_job

if TYPE_CHECKING:
    from glasshouse.cluster.placement import Placement
    from glasshouse.cluster.workers import WorkerPool


def tables_shared(table: object, workers: int | None, scheduler: str | None) -> Share | None:
    """What shares all tables among so many processes of this machine or a scheduler's workers.

    None where nobody else is there, and for a single table, unless a scheduler is named: ``BadInputError`` is raised
    then, and for an address that is none.

    >>> tables_shared(None, 1, None) is None, tables_shared("oxford-circus-2020", 2, None) is None
    (True, True)
    """
    many = checked(workers=workers)["workers"] or 1
    placement = asked(None if scheduler or many == 1 else many, scheduler, threads=1)
    if placement is None:
        return None
    if table is None:
        return partial(table_jobs, placement)
    if scheduler is None:
        return None
    raise BadInputError(placement.option, ": it shares all tables; leave it out for one.")


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
