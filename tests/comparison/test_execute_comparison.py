"""Whole comparisons, with the real engine on a few people."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import polars as pl
import pytest
from polars.testing import assert_frame_equal

import glasshouse
from glasshouse.comparison import comparison as comparisons
from glasshouse.comparison.comparison import open_comparison
from glasshouse.comparison.comparison_plan import plan_comparison
from glasshouse.comparison.execute_comparison import execute
from glasshouse.comparison.verify_comparison import verify
from glasshouse.errors import BadInputError, StoppedError
from glasshouse.folders.new_folder import new_folder
from glasshouse.runs import execute_run as runs
from glasshouse.runs.run import open_run
from glasshouse.runs.run_plan import plan as plan_run
from glasshouse.runs.verify_run import verify as verify_run
from glasshouse.scenario import load
from grammar import facts

from .conftest import SIZES

INERT = "cameras.enabled=true"
HARMED_OR_NOT = ("sanctioned", "wrongful", "unjust", "misidentified", "associated")


def rows(compared, *columns, **wanted):
    frame = compared.table.with_columns(pl.col("arm", "group", "measure").cast(pl.String))
    for name, value in wanted.items():
        frame = frame.filter(pl.col(name) == value)
    return frame.select(columns or pl.all()).collect()


def test_each_arm_is_an_ordinary_run_folder(compared):
    assert compared.status == "finished"
    for arm in ("baseline", *compared.arms):
        run = open_run(compared.path / arm)
        assert (run.status, run.manifest["arm"], run.manifest["replicates"]) == ("finished", arm, 3)
        assert (run.path / "report.html").is_file()
        assert run.outcome.replicates == 3
        assert verify_run(run) == []
        assert run.digest == compared.about(arm)["digest"]
    assert compared.run("baseline").digest != compared.run("ban").digest


def test_the_baseline_is_the_run_that_the_scenario_makes_alone(compared, tmp_path):
    sizes = {**SIZES, "replicates": 1}
    alone = plan_run(compared.scenario, **sizes)
    (tmp_path / "run").mkdir()
    runs.execute(alone, tmp_path / "run")
    assert open_run(tmp_path / "run").digest == compared.about("baseline")["digests"][0]


def test_replicates_share_seeds_across_arms(compared):
    seeds = {tuple(each["seed"] for each in compared.run(arm).manifest["each"]) for arm in ("baseline", *compared.arms)}
    assert len(seeds) == 1


def test_an_inert_arm_changes_exactly_nobody(compared):
    assert compared.about(INERT)["digests"] == compared.about("baseline")["digests"]
    people = rows(compared, "people_spared", "people_newly_harmed", "people_changed", arm=INERT)
    assert people.sum().row(0) == (0, 0, 0)
    difference = rows(compared, "difference", arm=INERT)["difference"].drop_nulls()
    assert len(difference) > 100
    assert difference.abs().max() == 0
    assert compared.inert(INERT)
    told = json.loads(json.dumps(compared.manifest))
    told["arms"][1]["digests"][2] = "0"
    assert not replace(compared, manifest=told).inert(INERT)
    assert not any(compared.inert(arm) for arm in compared.arms if arm != INERT)


def test_a_ban_from_the_first_day_leaves_no_sanction(compared):
    level = rows(compared, "arm_value", "baseline", arm="ban", measure="sanctioned", group="all")
    assert level["arm_value"].to_list() == [0, 0, 0]
    assert level["baseline"].min() > 0
    daily = compared.run("ban").daily.filter(pl.col("measure").cast(pl.String) == "sanction_days").collect()
    assert len(daily) == 0


def test_a_ban_later_leaves_none_after_it(compared):
    daily = compared.run("ban@20").daily.filter(pl.col("measure").cast(pl.String) == "sanction_days").collect()
    assert daily["day"].max() == 19


def test_people_spared_and_newly_harmed_add_up(compared):
    """Baseline less spared plus newly harmed is the arm, in every arm, group and replicate."""
    for measure in HARMED_OR_NOT:
        frame = rows(compared, measure=measure)
        after = frame["baseline"] - frame["people_spared"] + frame["people_newly_harmed"]
        assert (after == frame["arm_value"]).all()
        assert (frame["people_changed"] == frame["people_spared"] + frame["people_newly_harmed"]).all()
    frame = rows(compared, measure="wrongful", group="all")
    assert frame["people_spared"].sum() > 0
    assert frame["people_newly_harmed"].sum() > 0


def test_arms_share_the_past_and_then_part(compared):
    """Day by day, the arm is the baseline until its day, and another afterwards."""
    daily = [
        compared.run(arm).daily.with_columns(pl.col("district", "group", "measure").cast(pl.String)).collect()
        for arm in ("baseline", "ban@20")
    ]
    before = [frame.filter(pl.col("day") < 20) for frame in daily]
    assert_frame_equal(*before)
    assert not daily[0].filter(pl.col("day") == 20).equals(daily[1].filter(pl.col("day") == 20))


def test_a_past_can_be_lived_again_from_run_json(compared):
    run = compared.run("ban@20")
    past = run.past
    assert past is not None
    assert (past.day, past.scenario.hash) == (20, compared.manifest["scenario_hash"])
    plan = plan_run(run.scenario, **{**SIZES, "replicates": 1})
    again = runs.simulate_one(replace(plan, past=past), 0)
    assert again.digest == run.manifest["digests"][0]
    assert compared.run("ban").past is None


def test_a_difference_is_the_arm_less_the_baseline(compared):
    frame = rows(compared).drop_nulls("difference")
    assert ((frame["arm_value"] - frame["baseline"]) == frame["difference"]).all()
    sanctioned = rows(compared, "arm_value", arm="human-review", measure="sanctioned", group="all")["arm_value"]
    tallies = compared.run("human-review").outcome.tallies
    assert sanctioned.to_list() == [each.total("first_sanctioned") for each in tallies]


def test_the_table_is_long_and_in_order(compared):
    schema = compared.table.collect_schema()
    columns = "replicate arm group measure baseline arm_value difference"
    assert schema.names() == f"{columns} people_spared people_newly_harmed people_changed".split()
    frame = rows(compared)
    assert frame["arm"].unique(maintain_order=True).to_list() == list(compared.arms)
    assert len(frame) == len(frame.unique(["replicate", "arm", "group", "measure"]))
    assert frame["group"].unique().sort().to_list()[0] == "all"


def test_reference_worlds_show_knock_on_and_downstream(compared):
    knock_on = rows(compared, "baseline", "arm_value", arm="error-free", measure="knock_on", group="all")
    assert knock_on["arm_value"].to_list() == [0, 0, 0]
    assert len(rows(compared, arm="ban", measure="knock_on")) == 0
    downstream = rows(compared, arm="unwatched", measure="downstream", group="all")
    assert downstream["arm_value"].to_list() == [0, 0, 0]
    assert downstream["baseline"].abs().max() > 0
    reporters = rows(compared, arm="informants.potential=1e+6", measure="downstream", group="all")
    assert reporters["arm_value"].to_list() == [None, None, None]


def test_comparison_json_says_how_to_make_it_again(compared, tmp_path, monkeypatch):
    """The command, run as it stands, gives the same digests and the same table."""
    import shlex

    from glasshouse.cli import comparing
    from glasshouse.cli.main import status

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(glasshouse.report_files, "rewrite_report", lambda path: path)
    monkeypatch.setattr(comparing, "show", lambda *_: None)
    words = shlex.split(compared.manifest["command"])
    assert words[:2] == ["glasshouse", "compare"]
    assert status([*words[1:], "--out", "again"]) == 0
    again = open_comparison("again")
    assert [arm["digests"] for arm in again.manifest["arms"]] == [arm["digests"] for arm in compared.manifest["arms"]]
    assert_frame_equal(rows(again), rows(compared))


def test_every_file_is_listed_with_its_fingerprint(compared, tmp_path):
    listed = set(compared.manifest["files"])
    own = {path.relative_to(compared.path).as_posix() for path in compared.path.rglob("*") if path.is_file()}
    arms = {"baseline", *compared.arms}
    assert listed == {name for name in own if name.split("/")[0] not in arms} - {"comparison.json"}
    assert verify(compared) == []


def test_a_changed_file_is_seen(tmp_path):
    done = glasshouse.compare("as-described", population=300, days=3, replicates=1, threads=1, out=tmp_path / "worlds")
    (done.path / "tables" / "people.csv").write_text("x")
    (done.path / "ban" / "daily.parquet").write_bytes(b"x")
    (done.path / "unwatched" / "run.json").unlink()
    (done.path / "picture.png").unlink()
    said = (
        "picture.png … missing",
        "tables/people.csv … changed",
        "ban: daily.parquet … changed",
        f"unwatched: {done.path / 'unwatched' / 'run.json'} … missing … {done.manifest['command']}",
    )
    for fault, words in zip(verify(done), said, strict=True):
        assert re.match(facts(words), fault), fault


def interrupted(at, error):
    """The engine, that fails on the simulation with this number."""
    real, count = runs.simulate_one, iter(range(10_000))

    def simulate_one(plan, number, watch=None):
        if next(count) == at:
            raise error
        return real(plan, number, watch)

    return simulate_one


@pytest.mark.parametrize(
    ("at", "whole", "status", "error"),
    [
        (7, 2, "interrupted", KeyboardInterrupt()),
        (4, 1, "failed", MemoryError()),
        (1, 0, "interrupted", KeyboardInterrupt()),
    ],
)
def test_what_was_finished_stays_usable(at, whole, status, error, tmp_path, monkeypatch):
    plan = plan_comparison(load("as-described"), [], population=300, days=3, replicates=4, threads=1)
    path = new_folder(tmp_path / "worlds", "any")
    monkeypatch.setattr(runs, "simulate_one", interrupted(at, error))
    with pytest.raises(StoppedError, match="No replicate" if not whole else f"{whole} of 4"):
        execute(plan, path)
    found = open_comparison(path)
    assert (found.status, found.replicates) == (status, whole)
    kept = [open_run(path / arm) for arm in ("baseline", *found.arms)]
    assert {run.status for run in kept} == {status}
    assert [run.manifest["replicates"] for run in kept] == [(at + 2) // 3, (at + 0) // 3, (at + 1) // 3]
    assert [fault for run in kept for fault in verify_run(run)] == []
    assert not list(path.rglob("*.part"))
    if whole:
        assert rows(found)["replicate"].max() == whole - 1
        assert glasshouse.report_files.rewrite_report(path).is_file()
        assert verify(open_comparison(path)) == []
    else:
        with pytest.raises(BadInputError, match="no replicate"):
            glasshouse.report_files.rewrite_report(path)


def test_a_disk_full_from_the_start_leaves_nothing(tmp_path, monkeypatch):
    import errno

    from glasshouse.folders import json_files

    count = iter(range(100))
    real = json_files.write_json

    def write(path, content):
        if next(count) == 2:
            raise OSError(errno.ENOSPC, "No space left on device")
        real(path, content)

    monkeypatch.setattr(json_files, "write_json", write)
    plan = plan_comparison(load("as-described"), [], population=300, days=3, replicates=1, threads=1)
    path = new_folder(tmp_path / "worlds", "any")
    with pytest.raises(StoppedError, match=facts("could not start … disk is full")):
        execute(plan, path)
    assert not path.exists()


def test_a_world_before_its_baseline_is_an_error_even_under_python_o():
    from glasshouse.comparison.replicate_pairs import Pairs

    plan = plan_comparison(load("as-described"), [], population=300, days=3, replicates=1, threads=1)
    found, simulated = Pairs(3), runs.simulate_one(plan.plan_of(plan.arms[0]), 0)
    with pytest.raises(RuntimeError, match="before its baseline"):
        found.add(0, plan.arms[0], simulated)
    found.add(0, plan.all_arms[0], simulated)
    with pytest.raises(RuntimeError, match="before its baseline"):
        found.add(1, plan.arms[0], simulated)


def test_threads_change_nothing(compared):
    sizes = {**SIZES, "threads": 1, "replicates": 1}
    plan = plan_comparison(compared.scenario, ["human-review"], **sizes)
    one = runs.simulate_one(plan.plan_of(plan.arms[0]), 0)
    assert one.digest == compared.about("human-review")["digests"][0]


def test_a_folder_that_is_no_comparison_is_named(compared, tmp_path):
    with pytest.raises(BadInputError, match=r"ban: .*no comparison\.json"):
        open_comparison(compared.path / "ban")
    (tmp_path / "comparison.json").write_text("[]")
    with pytest.raises(BadInputError, match="damaged"):
        open_comparison(tmp_path)
    (tmp_path / "comparison.json").write_text("{")
    with pytest.raises(BadInputError, match="cannot be read"):
        open_comparison(tmp_path)
    with pytest.raises(BadInputError, match=facts("'bam' … 'ban'")):
        compared.about("bam")
    assert not comparisons.is_comparison(compared.path / "ban")


def test_the_defaults_are_few_people_and_many_replicates():
    plan = plan_comparison(load("as-described"), [])
    assert (plan.plan.population, plan.plan.replicates) == (200_000, 10)
    small = plan_comparison(glasshouse.load_scenario("as-described", sets=["population=5000"]), [])
    assert small.plan.population == 5000
    assert json.loads(json.dumps(small.plan.command)).startswith("glasshouse compare as-described --population 5000")
