from __future__ import annotations

import pytest

pytest.importorskip("distributed", reason="the cluster extra is not installed")


@pytest.fixture(scope="session")
def worker_pool():
    """Two worker processes on this machine; nobody ends them."""
    from glasshouse.cluster.join_workers import joined
    from glasshouse.cluster.placement import Placement

    with joined(Placement(workers=2, threads=1)) as found:
        yield found
