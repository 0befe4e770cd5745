from __future__ import annotations

import pytest

from glasshouse.arguments import Argument
from glasshouse.cluster.join_workers import joined
from glasshouse.cluster.placement import Placement
from glasshouse.mechanism_set import SHIPPED


@pytest.fixture(scope="session")
def worker_pool():
    """Two worker processes on this machine; nobody ends them."""
    with joined(Placement(workers=2, threads=1)) as found:
        yield found


@pytest.fixture(scope="session")
def dask_pool():
    """Two workers of a dask scheduler, in threads of this process."""
    distributed = pytest.importorskip("distributed", reason="the cluster extra is not installed")
    from glasshouse.cluster.dask_workers import DaskPool
    from glasshouse.cluster.reach_scheduler import who

    sizes = {"n_workers": 2, "threads_per_worker": 1, "processes": False, "memory_limit": 0}
    with (
        distributed.LocalCluster(**sizes, dashboard_address=None) as cluster,
        distributed.Client(cluster) as client,
    ):
        placement = Placement(scheduler=client.scheduler.address)
        yield DaskPool(client=client, option=Argument("scheduler"), workers=who(client, placement, SHIPPED), threads=1)
