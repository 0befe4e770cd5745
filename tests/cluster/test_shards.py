"""One run cut into shards leaves what one process leaves, whatever becomes of the workers."""

from __future__ import annotations

import os
import signal
import threading
import time
from dataclasses import replace

import numpy as np
import pytest

from glasshouse.cluster import shard as shards
from glasshouse.cluster import sharded_replicate
from glasshouse.cluster.join_workers import joined
from glasshouse.cluster.partition import partition_districts, runs_of
from glasshouse.cluster.placement import Placement
from glasshouse.engine import stored_checkpoint as stored_parts
from glasshouse.runs import execute_run as runs
from glasshouse.runs.run import open_run
from glasshouse.runs.run_plan import Branch
from glasshouse.runs.run_plan import plan as plan_run
from glasshouse.scenario import load
from model.runs import BUSY

#: Two chunks of the digest's tree, cut inside districts; a learned score with two fits; a past; a ban; mail.
SIZES = {"population": 70_000, "days": 40, "seed": 3, "threads": 1, "replicates": 1}


@pytest.fixture(scope="module")
def plan():
    past = Branch(scenario=load("as-described", sets=[*BUSY, "cameras.enabled=false"]), day=10)
    return replace(plan_run(load("as-described", sets=[*BUSY, "ban.date=2020-01-05"]), **SIZES), past=past)


@pytest.fixture(scope="module")
def whole(plan, tmp_path_factory):
    """The run in one process."""
    path = tmp_path_factory.mktemp("whole")
    runs.execute(plan, path)
    return open_run(path)


def lived_in(worker_pool, plan, many, path, kept=None):
    path.mkdir()
    seen = []
    runs.execute(
        plan,
        path,
        lambda number, day: seen.append(day),
        lambda plan, watch, first: sharded_replicate.replicate_outputs(worker_pool, many, kept, plan, watch, first),
    )
    return open_run(path), seen


def same(one, other):
    assert one.digest == other.digest
    for name in ("daily", "events", "people", "measures"):
        assert one.manifest["files"][f"{name}.parquet"] == other.manifest["files"][f"{name}.parquet"], name


def test_the_run_is_one_in_which_much_happens(whole):
    kinds = set(whole.events.collect()["event"].cast(str))
    assert {"ended by the ban", "false entry", "sanction"} <= kinds
    assert "association" in set(whole.events.collect()["cause"].drop_nulls().cast(str))
    assert len(whole.manifest["each"][0]["fits"]) == 2


def test_three_shards_on_two_workers_leave_the_same_run(worker_pool, plan, whole, tmp_path):
    found, seen = lived_in(worker_pool, plan, 3, tmp_path / "run")
    same(found, whole)
    assert seen == sorted(seen)
    assert found.manifest["each"][0]["fits"] == whole.manifest["each"][0]["fits"]


@pytest.mark.slow
@pytest.mark.parametrize("many", [1, 2, 8, 31])
def test_any_number_of_shards_leaves_the_same_run(many, worker_pool, plan, whole, tmp_path):
    found, _ = lived_in(worker_pool, plan, many, tmp_path / "run")
    same(found, whole)


@pytest.mark.slow
def test_people_that_are_not_gathered_leave_the_same_digest_and_tables(worker_pool, plan, whole, tmp_path, monkeypatch):
    """As above 20 million people: no ledger, and of the state the leaves of the digest alone."""
    monkeypatch.setattr(sharded_replicate, "MOST_LEDGER", 1000)
    monkeypatch.setattr("glasshouse.engine.simulate.MOST_LEDGER", 1000)
    found, _ = lived_in(worker_pool, plan, 3, tmp_path / "run")
    assert found.digest == whole.digest
    for name in ("daily", "events"):
        assert found.manifest["files"][f"{name}.parquet"] == whole.manifest["files"][f"{name}.parquet"]
    (tmp_path / "alone").mkdir()
    runs.execute(plan, tmp_path / "alone")
    same(found, open_run(tmp_path / "alone"))


@pytest.mark.slow
def test_a_worker_that_is_killed_costs_time_and_no_result(plan, whole, tmp_path):
    """Once the days are under way, kill -9."""
    with joined(Placement(workers=2, threads=1)) as worker_pool:
        pids = worker_pool.everywhere(os.getpid)

        def end_one():
            while worker_pool.traffic.tasks["simulate_stretch"] < 3:
                time.sleep(0.01)
            time.sleep(0.3)
            os.kill(next(iter(pids.values())), signal.SIGKILL)

        killer = threading.Thread(target=end_one)
        killer.start()
        (tmp_path / "kept").mkdir()
        found, _ = lived_in(worker_pool, plan, 3, tmp_path / "run", tmp_path / "kept")
        killer.join()
        assert worker_pool.noted["shards_moved"] > 0
        assert set(worker_pool.everywhere(os.getpid).values()) != set(pids.values())
    same(found, whole)


def run_of(plan, kept=None):
    first, branch_point = sharded_replicate._branches(plan, 0)
    sizes = {"population": plan.population, "days": plan.days, "seed": plan.seed, "threads": 1}
    return shards.ShardRun(
        name="any",
        first=first,
        branch_point=branch_point,
        ledger=False,
        gather=False,
        kept=kept and str(kept),
        topic=None,
        **sizes,
    )


def test_a_stretch_depends_on_its_arguments_alone(plan, tmp_path, monkeypatch):
    """A process that holds the shard, one that takes a checkpoint, and one that begins anew give the same stretch."""
    small = replace(plan, population=3000)
    mine, run = (3, 4, 9), run_of(small)
    first = shards.simulate_stretch(run, mine, 0, 40, {})
    fits = {first.reached - 1: np.zeros((31, 60), np.int64)}
    goes_on = shards.simulate_stretch(run, mine, first.reached, 20, fits)
    shards.forget("any")
    anew = shards.simulate_stretch(run, mine, first.reached, 20, fits)
    shards.forget("any")
    assert (goes_on.again, anew.again) == (0, first.reached)
    monkeypatch.setattr("glasshouse.engine.checkpoint.Pace.due", lambda self, size: True)
    kept = run_of(small, tmp_path)
    shards.simulate_stretch(kept, mine, 0, 12, {})
    shards.forget("any")
    stored = shards.simulate_stretch(kept, mine, 12, first.reached, {})
    shards.forget("any")
    assert stored.again == 0
    lived_again, replay = [], stored_parts.replay

    def noted(place, content, part, pool):
        lived_again.append(part.districts)
        replay(place, content, part, pool)

    monkeypatch.setattr(stored_parts, "replay", noted)
    restored = shards.simulate_stretch(kept, mine, first.reached, 20, fits)
    shards.forget("any")
    assert 0 < restored.again < anew.again
    assert len(lived_again) == 1  # of the shard, and not of each of its two runs of districts
    for other in (anew, restored):
        assert (goes_on.daily == other.daily).all()
        assert [rows.tolist() for rows in goes_on.events] == [rows.tolist() for rows in other.events]
    assert first.sums is not None
    assert first.sums.shape == (3, 60, 2)


@pytest.mark.parametrize("many", [1, 2, 3, 8, 31])
def test_districts_are_dealt_out_once_and_evenly(many):
    people = (load("as-described").place.columns["population"]).astype(int).tolist()
    cut = partition_districts(people, many)
    assert sorted(district for shard in cut for district in shard) == list(range(31))
    assert [district for shard in cut for run in runs_of(shard) for district in run] == [d for s in cut for d in s]
    if many <= 8:
        assert max(sum(people[d] for d in shard) for shard in cut) < 1.05 * sum(people) / many
