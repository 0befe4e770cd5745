"""Join the workers: start some on this machine, or reach those of a scheduler that the user names.

Workers on this machine listen on 127.0.0.1 alone, speak TLS with a key made for this one run (what dask's protocol
carries is code, and other users of the machine must not send any), and show no dashboard.
"""

from __future__ import annotations

import logging
import os
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from glasshouse import __version__, children
from glasshouse.cluster.placement import Placement
from glasshouse.cluster.workers import Worker, WorkerPool
from glasshouse.engine import compile_ahead
from glasshouse.errors import BadInputError, why
from glasshouse.mechanism_set import SHIPPED, MechanismSet, of_module
from glasshouse.plugins import said
from glasshouse.runs import needed_memory

if TYPE_CHECKING:
    from distributed import Client

#: Seconds for a scheduler to answer, and for its first worker to be there.
ANSWER, FIRST_WORKER = 10, 10
LOOPBACK = "127.0.0.1"
#: What the process from which workers are forked imports before the first of them.
_IN_COMMON = "glasshouse.cluster.worker_process"
#: No page to look at, no sampling of stacks; a worker may be busy in compiled code for long without being dead.
_QUIET = {
    "distributed.scheduler.http.routes": [],
    "distributed.worker.http.routes": [],
    "distributed.worker.profile.enabled": False,
    "distributed.admin.system-monitor.gil.enabled": False,
    "distributed.diagnostics.nvml": False,
    "distributed.scheduler.worker-ttl": None,
    "distributed.scheduler.allowed-failures": 3,
    # Elsewhere system libraries do not survive a fork, or there is none.
    **({"distributed.worker.multiprocessing-method": "forkserver"} if sys.platform == "linux" else {}),
    # Dask's own also has MALLOC_TRIM_THRESHOLD_, with which a worker gives all memory of a day back to the system, and
    # faults every page of it in again on the next: 18 times as many faults, and 4 times the time in the system.
    "distributed.nanny.pre-spawn-environ": {"OMP_NUM_THREADS": 1, "MKL_NUM_THREADS": 1, "OPENBLAS_NUM_THREADS": 1},
}


@contextmanager
def joined(placement: Placement, mechanisms: MechanismSet = SHIPPED) -> Iterator[WorkerPool]:
    """The team, for as long as the block lasts; `mechanisms` are those that it is to simulate with.

    Raises ``BadInputError`` when no scheduler answers, no worker is there, or one has another version of glasshouse or
    of a plug-in.
    """
    with ExitStack() as stack:
        stack.enter_context(_silence())
        client = stack.enter_context(_started(placement) if placement.workers else _reached(placement))
        workers = _who(client, placement, mechanisms)
        yield WorkerPool(
            client=client, option=placement.option, workers=workers, threads=placement.threads or _threads(workers)
        )


@contextmanager
def _started(placement: Placement) -> Iterator[Client]:
    """Processes of this machine."""
    import dask.config
    from distributed import Client, LocalCluster
    from distributed.security import Security

    _compile_first()
    with (
        _scratch() as scratch,
        dask.config.set({**_QUIET, "temporary-directory": scratch}),
        children.safe(),
        _forked(),
        LocalCluster(
            n_workers=placement.workers,
            threads_per_worker=1,
            host=LOOPBACK,
            security=Security.temporary(),
            # No limit: what does not fit is refused beforehand, and dask would write people to the disk.
            memory_limit=0,
            dashboard_address=f"{LOOPBACK}:0",  # the port opens even without the page
            scheduler_kwargs={"dashboard": False},
            silence_logs=logging.CRITICAL,
        ) as cluster,
        Client(cluster) as client,
    ):
        yield client


@contextmanager
def _forked() -> Iterator[None]:
    """Workers begin with what they have in common, where they are forked from one process."""
    from distributed.utils import get_mp_context

    context: Any = get_mp_context()
    if context.get_start_method() == "forkserver":
        context.set_forkserver_preload([_IN_COMMON])
    yield


@contextmanager
def _scratch() -> Iterator[str]:
    """A new folder for dask's own files, which it puts first on the path of modules; off that path again at the end.

    By itself it takes a fixed name in the temporary folder, whoever made that.
    """
    with TemporaryDirectory(prefix="glasshouse-", ignore_cleanup_errors=True) as folder:
        try:
            yield folder
        finally:
            sys.path[:] = [name for name in sys.path if not name.startswith(folder)]


def _compile_first() -> None:
    """Once, here, rather than in all workers at a time."""
    if not compile_ahead.compiled():
        compile_ahead.warm_up()


@contextmanager
def _reached(placement: Placement) -> Iterator[Client]:
    """The workers of a scheduler. TLS keys come from dask's own settings, as its documentation says."""
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


def look_around(modules: tuple[str, ...] = ()) -> dict[str, Any]:
    """What a worker is, and what there is around it; of plug-ins, by their modules, what a manifest says of them."""
    found = {"version": __version__, "cores": cores(), "memory": needed_memory.available()}
    return {**found, "plugins": plugins_here(modules)}


def plugins_here(modules: tuple[str, ...]) -> list[dict[str, Any]]:
    """What a manifest says of the plug-ins of some modules; nothing of one that cannot be loaded here."""
    found: list[dict[str, Any]] = []
    for module in modules:
        with suppress(Exception):  # it is anybody's code, and may raise anything
            found += said(SHIPPED.with_([of_module(module)]))["plugins"]
    return found


def cores() -> int:
    """Cores that this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # macOS and Windows do not say
        return os.cpu_count() or 1


def _who(client: Client, placement: Placement, mechanisms: MechanismSet) -> tuple[Worker, ...]:
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
        _check_plugins(client, placement, mechanisms, {each: found["plugins"] for each, found in answers.items()})
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


def _check_plugins(
    client: Client, placement: Placement, mechanisms: MechanismSet, workers: Mapping[str, list[dict[str, Any]]]
) -> None:
    """Raise ``BadInputError`` where a worker, or the scheduler that reads what they are given, has other plug-ins."""
    here = {each["module"]: each for each in said(mechanisms)["plugins"]}
    scheduler: Any = client.run_on_scheduler(plugins_here, tuple(here))
    for who, found in (("scheduler", scheduler), *((f"worker at {each}", them) for each, them in workers.items())):
        there = {each["module"]: each for each in found}
        for module, own in here.items():
            named = f"the plug-in '{own['name']}' ({own['package']}{' ' * bool(own['version'])}{own['version']})"
            if module not in there:
                raise BadInputError(
                    placement.option,
                    f": the {who} has not {named}. Install it there, or put it on the path of modules.",
                )
            if there[module]["fingerprint"] != own["fingerprint"]:
                version = there[module]["version"]
                other = f"version {version}" if version != own["version"] else "another state"
                raise BadInputError(
                    placement.option, f": the {who} has {other} of {named}. Install the same one on every machine."
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
