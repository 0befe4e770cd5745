"""Processes of this machine for the draws of an ensemble, which load glasshouse while the run itself is simulated.

A draw is small: of its time a third is Python between the days, for which threads wait for one another, and processes
do not. Side by side, 48 simulations of 20,000 people over a year took 11.5, 12.6 and 11.0 s on two threads and 8.4,
10.6 and 9.7 s on two processes. Only where processes can be forked: elsewhere each would load glasshouse for itself,
for 3 to 4 s.
"""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from glasshouse import children
from glasshouse.arguments import Argument
from glasshouse.cluster.join_workers import ONE_THREAD, same_plugins
from glasshouse.cluster.local_workers import Hearers, LocalPool
from glasshouse.cluster.same_code import cores
from glasshouse.cluster.spread_draws import spread_draws
from glasshouse.cluster.worker_processes import WorkerProcesses
from glasshouse.cluster.workers import LOOPBACK, Worker
from glasshouse.errors import BadInputError, FaultyRuleError, StoppedError

if TYPE_CHECKING:
    import pyarrow as pa

    from glasshouse.comparison.comparison_plan import ComparisonPlan
    from glasshouse.mechanism_set import MechanismSet
    from glasshouse.runs.run_plan import Plan

#: Person-days of an ensemble from which on processes are worth their start, which costs some 4 s of one core.
ENOUGH = 400_000_000
Asked = TypeVar("Asked", bound="Plan | ComparisonPlan")
Draw = TypeVar("Draw")
#: Gives the rows of some simulations of an ensemble, in order.
Simulate = Callable[[Asked, Sequence[Draw]], Generator["pa.Table", None, None]]


def worthwhile(plan: Plan, scenarios: int = 1) -> bool:
    """Whether a plan's ensemble gains by processes: it is large, there are several threads, and they can be forked."""
    return (
        sys.platform == "linux"
        and plan.threads > 1
        and plan.draws * plan.ensemble_population * plan.days * scenarios >= ENOUGH
        and not multiprocessing.current_process().daemon
    )


@contextmanager
def draw_processes(
    simulate: Simulate[Asked, Draw], plan: Plan, one_thread: Callable[[Asked], Asked], scenarios: int = 1
) -> Iterator[Simulate[Asked, Draw]]:
    """What ``simulate`` gives, by a process for each of the plan's threads; by threads where that gains nothing.

    ``one_thread``: what is asked, for a process that has one. The processes begin at once, and nobody waits for them
    before there are draws to simulate. Where none can be started, threads do the work; and they do the rest of it where
    processes end one after the other, as they do without enough memory, of which threads need less.
    """
    if not worthwhile(plan, scenarios):
        yield simulate
        return
    hearers = Hearers()
    with children.safe(dict.fromkeys(ONE_THREAD, "1")):
        processes = WorkerProcesses(plan.threads, hearers.tell)

        def spread(asked: Asked, wanted: Sequence[Draw]) -> Generator[pa.Table, None, None]:
            done = 0
            if pool := _pool(processes, hearers, plan.threads, asked.mechanisms):
                try:
                    for table in spread_draws(pool, simulate, one_thread(asked), wanted):
                        yield table
                        done += 1
                except FaultyRuleError:
                    raise
                except (StoppedError, MemoryError):
                    processes.close()
            if done < len(wanted):
                yield from simulate(asked, wanted[done:])

        try:
            yield spread
        finally:
            processes.close()


def _pool(processes: WorkerProcesses, hearers: Hearers, threads: int, mechanisms: MechanismSet) -> LocalPool | None:
    """The processes as a pool of workers; None where some could not be started, or do not find the same plug-ins."""
    if not processes.ready():
        return None
    each = partial(Worker, host=LOOPBACK, slots=1, cores=cores(), memory=None)
    pool = LocalPool(
        option=Argument("threads", threads),
        workers=tuple(each(address=address) for address in processes.present()),
        threads=1,
        processes=processes,
        hearers=hearers,
    )
    try:
        same_plugins(pool, mechanisms)
    except BadInputError:
        return None
    return pool


def run_alone(plan: Plan) -> Plan:
    """A run's plan for a process of one thread."""
    return replace(plan, threads=1)


def comparison_alone(asked: ComparisonPlan) -> ComparisonPlan:
    """A comparison's plan for a process of one thread."""
    return replace(asked, plan=run_alone(asked.plan))
