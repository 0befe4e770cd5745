"""Where work is shared, as a person asks for it, and what is wrong with what was asked."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec

from glasshouse.arguments import Argument
from glasshouse.errors import BadInputError
from glasshouse.runs.asked_sizes import checked
from glasshouse.source import install_hint

_SCHEMES = ("tcp", "tls")


@dataclass(frozen=True, kw_only=True)
class Placement:
    """``workers`` processes on this machine, or the workers of the dask scheduler at ``scheduler``.

    ``threads``: of each task; None: the cores of a machine are shared out among its tasks.
    """

    workers: int | None = None
    scheduler: str | None = None
    threads: int | None = None

    @property
    def option(self) -> Argument:
        """What was asked for."""
        return Argument("scheduler", self.scheduler) if self.scheduler else Argument("workers", self.workers)


def asked(
    workers: int | None, scheduler: str | None, *, threads: int | None = None, shards: int = 1
) -> Placement | None:
    """Where to share the work; None where nothing of it was asked for. Several shards bring a worker each.

    Raises ``BadInputError`` where it makes no sense, or where a scheduler is asked for and dask is not installed.

    >>> asked(None, None) is None
    True
    """
    if workers is not None and scheduler is not None:
        here, there = Argument("workers"), Argument("scheduler")
        raise BadInputError(here, " starts workers on this machine, ", there, " takes those of another: give one.")
    given = checked(workers=workers, threads=threads, shards=shards)
    workers, threads, shards = given["workers"], given["threads"], given["shards"]
    if scheduler is not None:
        _check_address(scheduler)
    if workers is None and scheduler is None and shards == 1:
        return None
    if scheduler is not None and find_spec("distributed") is None:
        raise BadInputError(
            Argument("scheduler"), f" needs dask.distributed, which is missing: {install_hint('cluster')}"
        )
    return Placement(workers=workers or (None if scheduler else shards), scheduler=scheduler, threads=threads)


def tasks(placement: Placement | None) -> int:
    """How many tasks are under way on this machine at a time: one without workers, none where others do the work.

    >>> tasks(None), tasks(Placement(workers=3)), tasks(Placement(scheduler="tcp://10.0.0.1:8786"))
    (1, 3, 0)
    """
    return 1 if placement is None else placement.workers or 0


def check_shards(shards: int, districts: int) -> None:
    """Raise ``BadInputError`` for a number of shards that cannot be: each is at least one whole district."""
    shards = checked(shards=shards)["shards"]
    if shards > districts:
        raise BadInputError(
            Argument("shards", shards),
            f": the place has {districts} districts, and a shard is at least one whole district. "
            f"Choose {districts} or fewer.",
        )


def _check_address(address: str) -> None:
    scheme, found, rest = address.rpartition("://")
    host, _, port = rest.rpartition(":")
    if (found and scheme not in _SCHEMES) or not host or not port.isdigit():
        raise BadInputError(Argument("scheduler", address), ": an address is HOST:PORT, such as tcp://10.0.0.1:8786.")
