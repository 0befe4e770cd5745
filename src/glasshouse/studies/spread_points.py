"""The points of a study spread over workers: a few at a time, each worker with threads of its own."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import closing
from typing import TYPE_CHECKING

from glasshouse.cluster.progress_channel import ProgressChannel
from glasshouse.cluster.spread_work import spread
from glasshouse.runs.side_by_side import side_by_side
from glasshouse.studies.study_plan import Study
from glasshouse.studies.study_points import Point, simulate_point

if TYPE_CHECKING:
    from glasshouse.cluster.workers import WorkerPool

#: A point before it is simulated: its number, and the places of the parameters.
Job = tuple[int, Sequence[float]]
#: Most points of a piece of work: so few that a stopped study loses little.
_MOST = 8


def simulate_points(study: Study, jobs: Sequence[Job], threads: int) -> list[Point]:
    """On a worker, or here: some points, so many at a time."""
    return list(side_by_side(lambda job: simulate_point(study, *job), jobs, threads, study.mechanisms))


def spread_points(worker_pool: WorkerPool, study: Study, jobs: Sequence[Job]) -> Generator[Point, None, None]:
    """Some points, in order, simulated by a team."""
    many = max(1, min(_MOST, len(jobs) // (2 * max(1, worker_pool.slots))))
    pieces = ((study, jobs[first : first + many], worker_pool.threads) for first in range(0, len(jobs), many))
    progress = ProgressChannel(worker_pool, None)
    with closing(spread(worker_pool, simulate_points, pieces, progress)) as found:
        for _, points in found:
            yield from points
