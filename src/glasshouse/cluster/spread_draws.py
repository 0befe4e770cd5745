"""The simulations of an ensemble spread over workers, a few at a time."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from typing import TYPE_CHECKING, TypeVar

from glasshouse.cluster.progress_channel import ProgressChannel
from glasshouse.cluster.spread_work import spread

if TYPE_CHECKING:
    import pyarrow as pa

    from glasshouse.cluster.workers import WorkerPool

Plan = TypeVar("Plan")
Draw = TypeVar("Draw")
#: Gives the rows of some simulations of an ensemble, in order.
SimulateDraws = Callable[[Plan, Sequence[Draw]], Generator["pa.Table", None, None]]
#: Most simulations of a piece of work, which share memory; and pieces for each that can be under way.
_MOST, _PIECES = 10, 4


def simulate_some(simulate: SimulateDraws[Plan, Draw], plan: Plan, wanted: Sequence[Draw]) -> list[pa.Table]:
    """On a worker: the rows of some simulations."""
    return list(simulate(plan, wanted))


def spread_draws(
    worker_pool: WorkerPool, simulate: SimulateDraws[Plan, Draw], plan: Plan, wanted: Sequence[Draw]
) -> Generator[pa.Table, None, None]:
    """What ``simulate`` gives, by a team."""
    many = max(1, min(_MOST, len(wanted) // (_PIECES * max(1, worker_pool.slots))))
    pieces = ((simulate, plan, wanted[first : first + many]) for first in range(0, len(wanted), many))
    progress = ProgressChannel(worker_pool, None)
    with closing(spread(worker_pool, simulate_some, pieces, progress)) as found:
        for _, tables in found:
            yield from tables
