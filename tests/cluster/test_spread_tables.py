"""Tables shared among workers come to what they come to here."""

from __future__ import annotations

from functools import partial

import pytest

from glasshouse.cluster.placement import Placement
from glasshouse.cluster.spread_tables import spread_jobs, tables_shared
from glasshouse.errors import BadInputError
from glasshouse.validation.simulate_tables import simulate_job, together
from glasshouse.validation.table_loading import load_table

NAMES = ("oxford-circus-2020", "midas-appeals")


def test_tables_among_workers_are_the_same(worker_pool):
    tables, said = [load_table(name) for name in NAMES], []
    found = [
        together(NAMES, tables, seed=1, draws=40, share=share, say=said.append)
        for share in (partial(map, simulate_job), partial(spread_jobs, worker_pool))
    ]
    here, there = (
        [[{name: row.tolist() for name, row in one.items()} for one in rows] for rows in all_] for all_ in found
    )
    assert here == there
    assert sorted(said) == sorted(2 * [table.title for table in tables])


def test_what_cannot_be_shared_is_refused():
    with pytest.raises(BadInputError, match="scheduler="):
        tables_shared("oxford-circus-2020", 1, "tcp://127.0.0.1:9")
    with pytest.raises(BadInputError, match="HOST:PORT"):
        tables_shared(None, 1, "nowhere")
    with pytest.raises(BadInputError, match="workers="):
        tables_shared(None, 0, None)


def test_processes_of_this_machine_have_one_thread_each(monkeypatch):
    asked = []
    monkeypatch.setattr("glasshouse.cluster.spread_tables.table_jobs", lambda placement, jobs: asked.append(placement))
    share = tables_shared(None, 3, None)
    assert share is not None
    share(())
    assert asked == [Placement(workers=3, threads=1)]
