"""Replicates and arms lived by workers leave what they leave when they are simulated here."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import partial

import pytest
from polars.testing import assert_frame_equal

from glasshouse.cluster import spread_arms
from glasshouse.cluster import spread_replicates as replicates
from glasshouse.cluster.spread_draws import spread_draws
from glasshouse.comparison import execute_comparison as comparisons
from glasshouse.comparison.comparison import open_comparison
from glasshouse.comparison.comparison_plan import plan_comparison
from glasshouse.comparison.ensemble_draws import simulate_draws
from glasshouse.engine import compile_ahead
from glasshouse.errors import StoppedError
from glasshouse.runs import execute_run as runs
from glasshouse.runs.ensemble_simulate import members_of, simulate_members
from glasshouse.runs.run import open_run
from glasshouse.runs.run_plan import plan as plan_run
from glasshouse.runs.verify_run import verify
from glasshouse.scenario import load
from model.runs import BUSY

SIZES = {"population": 2000, "days": 20, "seed": 5, "threads": 1}


@pytest.fixture(scope="module")
def scenario():
    return load("as-described", sets=BUSY)


@pytest.mark.parametrize("pool", ["worker_pool", pytest.param("dask_pool", marks=pytest.mark.slow)])
def test_replicates_spread_leave_the_same_folder(pool, request, scenario, tmp_path):
    worker_pool = request.getfixturevalue(pool)
    plan = plan_run(scenario, replicates=5, **SIZES)
    here, there, seen = tmp_path / "here", tmp_path / "there", set()
    here.mkdir()
    there.mkdir()
    runs.execute(plan, here)
    watch = lambda number, day: seen.add((number, day))  # noqa: E731
    runs.execute(
        plan,
        there,
        watch,
        partial(replicates.replicate_outputs, worker_pool),
        about=lambda: {"spread": worker_pool.about()},
    )
    one, other = open_run(here).manifest, open_run(there).manifest
    assert one["digests"] == other["digests"]
    assert one["files"] == other["files"]
    assert other["spread"]["tasks"]["simulate_replicate"] == 5
    assert min(other["spread"]["received_bytes"]["simulate_replicate"], 100_000) == 100_000
    assert {(number, 19) for number in range(5)} <= seen
    assert verify(open_run(there)) == []


@pytest.mark.parametrize("replicates", [3, 1])
def test_arms_spread_leave_the_same_comparison(worker_pool, scenario, tmp_path, replicates):
    """With one replicate the arms are dealt out in two hands."""
    arms = ["human-review", "error-free", "ban@10", "cameras.enabled=false"]
    plan = plan_comparison(scenario, arms, replicates=replicates, **SIZES)
    for place, lives in (("here", comparisons.in_order), ("there", partial(spread_arms.arm_outputs, worker_pool))):
        (tmp_path / place).mkdir()
        comparisons.execute(plan, tmp_path / place, outputs=lives)
    here, there = (open_comparison(tmp_path / place) for place in ("here", "there"))
    assert [arm["digests"] for arm in here.manifest["arms"]] == [arm["digests"] for arm in there.manifest["arms"]]
    assert_frame_equal(here.table.collect(), there.table.collect())
    for arm in ("baseline", *here.arms):
        assert here.run(arm).manifest["files"] == there.run(arm).manifest["files"]


def test_what_a_worker_raises_stops_the_run_and_keeps_what_was_finished(worker_pool, scenario, tmp_path, monkeypatch):
    plan = plan_run(scenario, replicates=3, **SIZES)

    def lives(plan, watch=None, first=0):
        found = replicates.replicate_outputs(worker_pool, plan, watch, first)
        yield next(found)
        found.close()
        raise MemoryError

    with pytest.raises(StoppedError, match=r"memory is full.*1 of 3"):
        runs.execute(plan, tmp_path, outputs=lives)
    assert open_run(tmp_path).outcome.replicates == 1


def test_without_workers_for_long_a_run_stops(worker_pool, monkeypatch):
    monkeypatch.setattr(worker_pool, "glance", lambda: ())
    monkeypatch.setattr(worker_pool, "grace", 0.0)
    monkeypatch.setattr(worker_pool, "_glanced", 0.0)
    with pytest.raises(StoppedError, match="workers=2: all workers are gone"):
        worker_pool.present()


def test_workers_open_no_port(worker_pool):
    """What travels is code: no other user of the machine may reach them."""
    import psutil

    own = psutil.Process()
    family = [own, *own.children(recursive=True)]
    assert {process.pid for process in family} >= set(worker_pool.everywhere(os.getpid).values())
    assert [link for process in family for link in process.net_connections(kind="inet")] == []


def test_work_among_processes_of_this_machine_loads_no_dask(worker_pool):
    assert set(worker_pool.everywhere(loaded, "distributed").values()) == {False}
    found = subprocess.run(
        [sys.executable, "-c", "import sys, glasshouse.runner; print('distributed' in sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stdout.strip() == "False"


def loaded(name):
    return name in sys.modules


def test_draws_spread_are_those_simulated_here(worker_pool, scenario):
    sizes = {**SIZES, "draws": 40, "ensemble_population": 200, "replicates": 1}
    compared, run = plan_comparison(scenario, ["human-review"], **sizes), plan_run(scenario, **sizes)
    for simulate, plan, wanted in (
        (simulate_draws, compared, range(2, 6)),
        (simulate_members, run, members_of(run)[39:44]),
    ):
        here = list(simulate(plan, wanted))
        there = list(spread_draws(worker_pool, simulate, plan, wanted))
        assert len(here) == len(wanted)
        assert all(one.equals(other) for one, other in zip(here, there, strict=True))


@pytest.mark.skipif(sys.platform != "linux", reason="workers are forked on Linux alone")
def test_workers_begin_with_the_compiled_day(worker_pool):
    """Else each of them loads it, and all modules, by itself."""
    assert set(worker_pool.everywhere(compile_ahead.warm_up).values()) == {0.0}
