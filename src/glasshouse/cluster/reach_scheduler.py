"""Reach the workers of a dask scheduler that the user names."""

from __future__ import annotations

import logging
import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from glasshouse import __version__
from glasshouse.cluster.dask_workers import DaskPool
from glasshouse.cluster.placement import Placement
from glasshouse.cluster.same_code import check_plugins, look_around, plugins_here
from glasshouse.cluster.workers import Worker, WorkerPool
from glasshouse.errors import BadInputError, why
from glasshouse.mechanism_set import SHIPPED, MechanismSet

if TYPE_CHECKING:
    from distributed import Client

#: Seconds for a scheduler to answer, and for its first worker to be there.
ANSWER, FIRST_WORKER = 10, 10


@contextmanager
def reached(placement: Placement, mechanisms: MechanismSet = SHIPPED) -> Iterator[WorkerPool]:
    """The workers of a scheduler, for as long as the block lasts.

    Raises ``BadInputError`` when it does not answer, no worker is there, or one has another version of glasshouse or of
    a plug-in.
    """
    with _silence(), _client(placement) as client:
        workers = who(client, placement, mechanisms)
        threads = placement.threads or _threads(workers)
        yield DaskPool(client=client, option=placement.option, workers=workers, threads=threads)


@contextmanager
def _client(placement: Placement) -> Iterator[Client]:
    """The way to a scheduler. TLS keys come from dask's own settings, as its documentation says."""
    from distributed import Client

    try:
        client = Client(placement.scheduler, timeout=ANSWER)
    except (OSError, TimeoutError, ValueError, TypeError) as error:
        reason = "" if isinstance(error, (OSError, TimeoutError)) else f" ({why(error)})"
        raise BadInputError(
            placement.option,
            f": no dask scheduler answers there{reason}. Start one with 'dask scheduler', or look "
            "whether address and port are right.",
        ) from error
    with client:
        try:
            client.wait_for_workers(1, timeout=FIRST_WORKER)
        except TimeoutError as error:
            raise BadInputError(
                placement.option,
                f": the scheduler has no workers. Start some with 'dask worker {placement.scheduler} --nthreads 1'.",
            ) from error
        yield client


def who(client: Client, placement: Placement, mechanisms: MechanismSet) -> tuple[Worker, ...]:
    """The workers that are there. Raises ``BadInputError`` where one has another version or other plug-ins."""
    modules = tuple(each.module for each in mechanisms.added)
    try:
        answers: Any = client.run(look_around, modules)
    except (ImportError, AttributeError) as error:
        raise BadInputError(
            placement.option,
            f": a worker there cannot load glasshouse ({why(error)}). Install version {__version__} with "
            "the same Python packages on every machine.",
        ) from error
    for address, found in answers.items():
        if found["version"] != __version__:
            raise BadInputError(
                placement.option,
                f": the worker at {address} has glasshouse {found['version']}, and this is "
                f"{__version__}. Results are the same on the same version only.",
            )
    if modules:
        # The scheduler reads what workers are given.
        scheduler: Any = client.run_on_scheduler(plugins_here, modules)
        each = {f"worker at {address}": found["plugins"] for address, found in answers.items()}
        check_plugins(placement.option, mechanisms, {"scheduler": scheduler, **each})
    known = client.scheduler_info(n_workers=-1)["workers"]  # all; else some versions tell of five
    return tuple(
        Worker(
            address=address,
            host=known[address]["host"],
            slots=known[address]["nthreads"],
            cores=found["cores"],
            memory=found["memory"],
        )
        for address, found in sorted(answers.items())
        if address in known
    )


def _threads(workers: tuple[Worker, ...]) -> int:
    """Threads of each task, so that no machine runs more than it has cores."""
    slots = Counter[str]()
    for worker in workers:
        slots[worker.host] += worker.slots
    return max(1, min(worker.cores // slots[worker.host] for worker in workers))


@contextmanager
def _silence() -> Iterator[None]:
    """What befalls workers is told in one sentence, and not by dask's own log."""
    import distributed.client  # noqa: F401 - it sets the levels of its loggers

    names = [name for name in logging.root.manager.loggerDict if name.partition(".")[0] in ("distributed", "tornado")]
    loggers = [logging.getLogger(name) for name in names]
    levels = [logger.level for logger in loggers]
    try:
        if os.environ.get("GLASSHOUSE_DEBUG") != "1":
            for logger in loggers:
                logger.setLevel(logging.CRITICAL + 1)
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)
