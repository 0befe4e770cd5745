"""Draws by processes are those by threads, and threads do the work where processes gain nothing or do not come."""

from __future__ import annotations

import sys
from dataclasses import replace

import pyarrow as pa
import pytest

from glasshouse.cluster import draw_processes as module
from glasshouse.cluster.draw_processes import comparison_alone, draw_processes, run_alone, worthwhile
from glasshouse.cluster.worker_processes import WorkerProcesses
from glasshouse.comparison.comparison_plan import plan_comparison
from glasshouse.comparison.ensemble_draws import simulate_draws
from glasshouse.errors import FaultyRuleError, StoppedError
from glasshouse.runs.ensemble_simulate import members_of, simulate_members
from glasshouse.runs.run_plan import plan as plan_run
from glasshouse.scenario import load

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux alone")
SIZES = {"population": 2000, "days": 7, "seed": 5, "draws": 40, "ensemble_population": 500, "threads": 2}


@pytest.fixture
def small(monkeypatch):
    """Any ensemble is large enough."""
    monkeypatch.setattr(module, "ENOUGH", 0)


def plan():
    return plan_run(load("as-described"), replicates=1, **SIZES)


def test_only_large_ensembles_on_several_threads_are_worth_processes():
    large = replace(plan(), draws=200, ensemble_population=20_000, days=365)
    assert worthwhile(large)
    assert not worthwhile(replace(large, threads=1))
    assert not worthwhile(replace(large, days=7))
    assert worthwhile(replace(large, days=7), scenarios=20)


def test_a_small_one_is_simulated_as_it_is():
    with draw_processes(simulate_members, plan(), run_alone) as draws:
        assert draws is simulate_members


def same_as_by_threads(simulate, plan, asked, alone, wanted):
    """By processes, if there are any, the draws are those that threads give."""
    with draw_processes(simulate, plan, alone) as draws:
        assert draws is not simulate
        found = pa.concat_tables(draws(asked, wanted))
    assert found.equals(pa.concat_tables(simulate(asked, wanted)))


@pytest.mark.slow
def test_the_draws_of_a_run_are_the_same(small):
    asked = plan()
    same_as_by_threads(simulate_members, asked, asked, run_alone, members_of(asked)[:9])


@pytest.mark.slow
def test_the_draws_of_a_comparison_are_the_same(small):
    asked = plan_comparison(load("as-described"), ["human-review"], replicates=1, **SIZES)
    same_as_by_threads(simulate_draws, asked.plan, asked, comparison_alone, range(1, 6))


def test_threads_do_the_work_of_processes_that_do_not_come(small, monkeypatch):
    def none(*_):
        raise OSError("no more processes")

    monkeypatch.setattr(WorkerProcesses, "_start", none)
    asked = plan()
    same_as_by_threads(simulate_members, asked, asked, run_alone, members_of(asked)[:2])


def pool_that_ends(after, error):
    """What processes do that give so many draws and then end."""

    def spread(_, simulate, plan, wanted):
        yield from simulate(plan, wanted[:after])
        raise error

    return spread


def test_threads_do_the_rest_where_processes_end(small, monkeypatch):
    monkeypatch.setattr(module, "_pool", lambda *_: object())
    monkeypatch.setattr(module, "spread_draws", pool_that_ends(2, StoppedError("worker after worker")))
    asked = plan()
    same_as_by_threads(simulate_members, asked, asked, run_alone, members_of(asked)[:4])


def test_a_faulty_rule_of_a_plug_in_is_not_tried_again(small, monkeypatch):
    monkeypatch.setattr(module, "_pool", lambda *_: object())
    monkeypatch.setattr(module, "spread_draws", pool_that_ends(0, FaultyRuleError("an index that does not exist")))
    asked = plan()
    with draw_processes(simulate_members, asked, run_alone) as draws, pytest.raises(FaultyRuleError):
        list(draws(asked, members_of(asked)[:1]))
