"""Join the workers: start some on this machine, or reach those of a scheduler that the user names."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from glasshouse import children
from glasshouse.cluster.local_workers import Hearers, LocalPool
from glasshouse.cluster.placement import Placement
from glasshouse.cluster.reach_scheduler import reached
from glasshouse.cluster.same_code import check_plugins, cores, plugins_here
from glasshouse.cluster.worker_processes import WorkerProcesses
from glasshouse.cluster.workers import LOOPBACK, Worker, WorkerPool
from glasshouse.engine import compile_ahead
from glasshouse.errors import BadInputError, why
from glasshouse.mechanism_set import SHIPPED, MechanismSet
from glasshouse.runs import needed_memory

#: One thread for each worker of libraries that would else take one for each core.
ONE_THREAD = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS")


@contextmanager
def joined(placement: Placement, mechanisms: MechanismSet = SHIPPED) -> Iterator[WorkerPool]:
    """The team, for as long as the block lasts; `mechanisms` are those that it is to simulate with.

    Raises ``BadInputError`` when no scheduler answers, no worker is there, or one has another version of glasshouse or
    of a plug-in.
    """
    with _started(placement, mechanisms) if placement.workers else reached(placement, mechanisms) as worker_pool:
        yield worker_pool


@contextmanager
def _started(placement: Placement, mechanisms: MechanismSet) -> Iterator[WorkerPool]:
    """Processes of this machine."""
    if multiprocessing.current_process().daemon:
        alone = ": a process of a multiprocessing.Pool may start no others; leave out the workers there."
        raise BadInputError(placement.option, alone)
    _compile_first()
    hearers, many = Hearers(), placement.workers or 1
    with children.safe(dict.fromkeys(ONE_THREAD, "1")):
        processes = WorkerProcesses(many, hearers.tell)
        try:
            if not processes.ready():
                raise BadInputError(placement.option, f": {_why_not(processes.fault)}")
            each = partial(Worker, host=LOOPBACK, slots=1, cores=cores(), memory=needed_memory.available())
            worker_pool = LocalPool(
                option=placement.option,
                workers=tuple(each(address=address) for address in processes.present()),
                threads=placement.threads or max(1, cores() // many),
                processes=processes,
                hearers=hearers,
            )
            same_plugins(worker_pool, mechanisms)
            yield worker_pool
        finally:
            processes.close()


def same_plugins(worker_pool: WorkerPool, mechanisms: MechanismSet) -> None:
    """Raise ``BadInputError`` where processes of this machine find other plug-ins than this one, or none."""
    if modules := tuple(each.module for each in mechanisms.added):
        found = worker_pool.everywhere(plugins_here, modules)
        check_plugins(worker_pool.option, mechanisms, {"worker": next(iter(found.values()), [])})


def _why_not(fault: Exception | None) -> str:
    """Why no workers are there; a script without a guard ends each of them, in one of the first ways.

    >>> _why_not(AssertionError("it may not"))
    'the workers could not be started: AssertionError: it may not.'
    """
    if fault is None or isinstance(fault, (EOFError, ConnectionError, RuntimeError)):
        return (
            "the workers ended as they began. A script that asks for workers must stand behind "
            "'if __name__ == \"__main__\":', because each worker imports it."
        )
    return f"the workers could not be started: {why(fault)}."


def _compile_first() -> None:
    """Once, here, rather than in all workers at a time."""
    if not compile_ahead.compiled():
        compile_ahead.warm_up()
