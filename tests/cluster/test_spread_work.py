"""Replicates and arms lived by workers leave what they leave when they are simulated here."""

from __future__ import annotations

import os
import signal
import sys
import time
from contextlib import closing
from functools import partial

import pytest
from polars.testing import assert_frame_equal

from glasshouse.cluster import spread_arms
from glasshouse.cluster import spread_replicates as replicates
from glasshouse.cluster.progress_channel import ProgressChannel, ProgressReporter
from glasshouse.cluster.spread_draws import spread_draws
from glasshouse.cluster.spread_work import spread
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
    started = own.children(recursive=True)
    assert {process.pid for process in started} >= set(worker_pool.everywhere(os.getpid).values())
    family = [*started, *([] if "distributed" in sys.modules else [own])]  # another test may have a scheduler
    assert [link for process in family for link in process.net_connections(kind="inet")] == []


def test_work_among_processes_of_this_machine_loads_no_dask(worker_pool):
    assert set(worker_pool.everywhere(loaded, "distributed").values()) == {False}


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


def test_a_worker_that_dies_is_replaced_and_its_piece_done_again(worker_pool, tmp_path):
    """The end of one is not the end of the others, and what it was at is not lost."""
    before = set(worker_pool.everywhere(os.getpid).values())
    pieces = [(str(tmp_path / "died"), number) for number in range(6)]
    with closing(spread(worker_pool, die_once, pieces, ProgressChannel(worker_pool, None))) as found:
        assert list(found) == [(number, 10 * number) for number in range(6)]
    ends = time.monotonic() + 30
    while len(worker_pool.glance()) < 2 and time.monotonic() < ends:
        time.sleep(0.05)
    after = set(worker_pool.everywhere(os.getpid).values())
    assert len(after) == 2
    assert len(after - before) == 1


def die_once(mark, number):
    if number == 3 and not os.path.exists(mark):
        open(mark, "x").close()
        os.kill(os.getpid(), signal.SIGKILL)
    return 10 * number


@pytest.mark.slow
def test_a_piece_that_ends_worker_after_worker_stops_the_work(worker_pool):
    task = worker_pool.submit(die, key="die-1")
    with pytest.raises(StoppedError, match="ended worker after worker"):
        worker_pool.result(task, 120)


def die():
    os.kill(os.getpid(), signal.SIGKILL)


def test_what_a_piece_raises_comes_back(worker_pool):
    with pytest.raises(ZeroDivisionError):
        worker_pool.result(worker_pool.submit(divmod, 1, 0, key="divmod-1"), 60)
    with pytest.raises(StoppedError, match="Lost: in words"):
        worker_pool.result(worker_pool.submit(lose, key="lose-1"), 60)


class Lost(Exception):  # noqa: N818
    def __init__(self, one, other):
        super().__init__(one)


def lose():
    raise Lost("in words", 2)


def test_work_that_is_called_off_ends_early(worker_pool, tmp_path):
    task = worker_pool.submit(report_for_long, str(tmp_path / "began"), key="report_for_long-1")
    while not (tmp_path / "began").exists():
        time.sleep(0.02)
    worker_pool.call_off([task])
    assert worker_pool.result(task, 30) is None


def report_for_long(mark):
    open(mark, "x").close()
    told, ends = ProgressReporter(None), time.monotonic() + 60
    while time.monotonic() < ends:
        told("day")
        time.sleep(0.02)
    return "to its end"
