from __future__ import annotations

import errno
import json
import re
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from glasshouse.errors import BadInputError, StoppedError
from glasshouse.folders import folder_writer as folders_writer
from glasshouse.folders import json_files, new_folder
from glasshouse.runs import execute_run, needed_memory, run_writer
from glasshouse.runs.run import open_run
from glasshouse.runs.run_plan import Branch, plan
from glasshouse.runs.verify_run import verify
from glasshouse.scenario import load
from grammar import facts
from runs import fakes


@pytest.fixture
def asked():
    return plan(load("as-described"), population=4000, days=8, replicates=3, seed=7, threads=1)


@pytest.fixture
def fake(monkeypatch):
    monkeypatch.setattr(execute_run, "simulate_one", fakes.simulator())


def fresh(tmp_path):
    return new_folder.new_folder(tmp_path / "run", "any")


def test_a_finished_run_holds_the_contract(asked, fake, tmp_path):
    path = fresh(tmp_path)
    execute_run.execute(asked, path)
    run = open_run(path)
    assert sorted(p.name for p in path.iterdir()) == [
        "daily.parquet",
        "events.parquet",
        "measures.parquet",
        "people.parquet",
        "run.json",
    ]
    for key in (
        *("scenario", "scenario_hash", "seed", "version", "population", "days", "replicates", "digest", "digests"),
        *("person_days_per_second", "compile_seconds", "startup_seconds", "peak_memory_bytes", "host", "files"),
        "command",
    ):
        assert run.manifest[key], key
    assert run.status == "finished"
    assert run.manifest["person_days_per_second"] == 64_000
    assert run.daily.collect_schema().names() == ["replicate", "day", "district", "group", "measure", "value"]
    assert run.scenario.hash == asked.scenario.hash
    assert verify(run) == []


def test_figures_read_back_are_those_in_memory(asked, fake, tmp_path):
    path = fresh(tmp_path)
    kept = execute_run.execute(asked, path).tallies
    for mine, read in zip(kept, open_run(path).outcome.tallies, strict=True):
        assert mine.counts == read.counts
        assert (mine.strata == read.strata).all()
        assert mine.top_percent == read.top_percent


def test_daily_is_the_cube_without_its_zeros(asked, fake, tmp_path):
    path = fresh(tmp_path)
    execute_run.execute(asked, path)
    cube = fakes.replicate(asked.scenario, population=4000, days=8, number=2).daily
    daily = open_run(path).daily.filter(pl.col("replicate") == 2).collect()
    assert daily["value"].min() != 0
    assert len(daily) == (cube != 0).sum()
    one = daily.filter(pl.col("measure").cast(pl.String) == "first_sanctioned")
    assert one["value"].sum() == cube[..., execute_measure("first_sanctioned")].sum()


def execute_measure(name):
    from glasshouse.engine.counts import Count

    return Count[name]


def test_events_say_when_where_and_who(asked, fake, tmp_path):
    path = fresh(tmp_path)
    execute_run.execute(asked, path)
    first, last = open_run(path).events.filter(pl.col("replicate") == 0).collect().to_dicts()
    assert (first["event"], first["cause"], first["other_person"]) == ("false entry", "offence", 7)
    assert (last["event"], last["cause"], last["other_person"]) == ("sanction", None, None)
    assert last["date"].isoformat() == "2019-07-04"
    assert (first["district"], last["district"]) == (
        asked.scenario.place.districts[0],
        asked.scenario.place.districts[-1],
    )
    assert last["weight"] == 2


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        (KeyboardInterrupt(), "interrupted", "it was interrupted"),
        (MemoryError(), "failed", "the memory is full"),
        (ZeroDivisionError("by zero"), "failed", "ZeroDivisionError: by zero"),
    ],
)
def test_what_was_finished_stays_usable(asked, tmp_path, monkeypatch, error, status, words):
    monkeypatch.setattr(execute_run, "simulate_one", fakes.simulator(2, error))
    path = fresh(tmp_path)
    with pytest.raises(StoppedError, match=f"{words}.*2 of 3 replicates"):
        execute_run.execute(asked, path)
    run = open_run(path)
    assert (run.status, run.manifest["replicates"], run.manifest["replicates_asked"]) == (status, 2, 3)
    assert run.outcome.replicates == 2
    assert run.digest is None
    assert verify(run) == []


def test_one_replicate_that_is_kept_is_told_as_one(asked, tmp_path, monkeypatch):
    """Kind of fault: one thing is told in the plural."""

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(run_writer.RunWriter, "finish", full)
    with pytest.raises(StoppedError, match=r"1 of 1 replicate\."):
        execute_run.execute(replace(asked, replicates=1), fresh(tmp_path))


def test_stopped_before_the_first_replicate_leaves_no_figures(asked, tmp_path, monkeypatch):
    monkeypatch.setattr(execute_run, "simulate_one", fakes.simulator(0, KeyboardInterrupt()))
    path = fresh(tmp_path)
    with pytest.raises(StoppedError, match="No replicate was finished"):
        execute_run.execute(asked, path)
    assert sorted(p.name for p in path.iterdir()) == [".parts", "run.json"]
    with pytest.raises(BadInputError, match="no replicate"):
        _ = open_run(path).outcome


def full(*_, **__):
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_disk_that_fills_up_while_a_replicate_is_written(asked, fake, tmp_path, monkeypatch):
    import pyarrow.feather as feather

    real = feather.write_feather

    def write(table, where, **options):
        if where.endswith("000001-events.arrow"):
            Path(where).write_bytes(b"half a file")
            full()
        real(table, where, **options)

    monkeypatch.setattr(feather, "write_feather", write)
    path = fresh(tmp_path)
    with pytest.raises(StoppedError, match=facts("disk is full … 1 of 3")):
        execute_run.execute(asked, path)
    run = open_run(path)
    assert run.status == "failed"
    assert run.outcome.replicates == 1
    assert sorted(p.name for p in path.iterdir()) == [
        ".parts",
        "daily.parquet",
        "events.parquet",
        "measures.parquet",
        "people.parquet",
        "run.json",
    ]


def test_a_disk_without_room_to_join_keeps_the_first_replicate(asked, fake, tmp_path, monkeypatch):
    monkeypatch.setattr(run_writer, "join", full)
    path = fresh(tmp_path)
    with pytest.raises(StoppedError, match=facts("disk is full … 1 of 3")):
        execute_run.execute(asked, path)
    assert open_run(path).outcome.replicates == 1
    assert verify(open_run(path)) == []


def test_a_disk_full_from_the_start_leaves_nothing(asked, fake, tmp_path, monkeypatch):
    path = fresh(tmp_path)
    monkeypatch.setattr(json_files, "write_json", full)
    with pytest.raises(StoppedError, match=facts("could not start … disk is full")):
        execute_run.execute(asked, path)
    assert not path.exists()
    there = tmp_path / "there"
    there.mkdir()
    with pytest.raises(StoppedError, match="Nothing is left"):
        execute_run.execute(asked, new_folder.new_folder(there / "deep" / "er" / "run", "run"))
    assert list(tmp_path.rglob("*")) == [there], "and no folder above it that was made for it"


def test_verify_sees_a_changed_and_a_missing_file(asked, fake, tmp_path):
    path = fresh(tmp_path)
    execute_run.execute(asked, path)
    (path / "events.parquet").unlink()
    (path / "daily.parquet").write_bytes(b"something else")
    for fault, words in zip(
        verify(open_run(path)), ("daily.parquet … changed", "events.parquet … missing"), strict=True
    ):
        assert re.match(facts(words), fault), fault


def test_replicates_have_seeds_of_their_own(asked):
    seeds = [asked.seed_of(number) for number in range(50)]
    assert seeds[0] == 7
    assert len(set(seeds)) == 50


@pytest.mark.parametrize(
    ("sizes", "words"),
    [
        ({"population": 0}, "population=0 … from 1"),
        ({"days": 40_000}, "days=40000 … 1 to 36,500"),
        ({"seed": -1}, "seed=-1"),
        ({"replicates": 0}, "replicates=0"),
        ({"threads": 0}, "threads=0"),
    ],
)
def test_numbers_out_of_bounds_are_refused(sizes, words):
    with pytest.raises(BadInputError, match=facts(words)):
        plan(load("as-described"), **sizes)


def test_a_population_that_does_not_fit_into_memory_is_refused(monkeypatch):
    monkeypatch.setattr(needed_memory, "available", lambda: 2_000_000_000)
    with pytest.raises(BadInputError, match=facts(" GB … 2.0 GB is free")):
        plan(load("as-described"), population=1_400_000_000)


def test_a_run_of_any_size_has_one_replicate(monkeypatch):
    monkeypatch.setattr(needed_memory, "available", lambda: None)
    for people in (500, 20_000_001):
        assert plan(load("as-described"), population=people).replicates == 1


def test_folders_are_numbered_and_existing_ones_refused(tmp_path):
    root = tmp_path / "runs"
    names = [new_folder.new_folder(None, "a/b c", root).name for _ in range(2)]
    assert names == ["001-a-b-c", "002-a-b-c"]
    with pytest.raises(BadInputError, match="exists already"):
        new_folder.new_folder(root, "any")
    (tmp_path / "file").write_text("x")
    with pytest.raises(BadInputError, match="cannot be written"):
        new_folder.new_folder(tmp_path / "file" / "run", "any")


def test_a_manifest_is_replaced_in_one_step(tmp_path):
    path = tmp_path / "run.json"
    json_files.write_json(path, {"a": 1})
    with pytest.raises(ValueError, match="Out of range float"):
        json_files.write_json(path, {"a": float("nan")})
    assert json.loads(path.read_text()) == {"a": 1}
    assert [p.name for p in tmp_path.iterdir()] == ["run.json"]


def test_measures_are_kept_for_every_replicate(asked, fake, tmp_path):
    path = fresh(tmp_path)
    outcome = execute_run.execute(asked, path)
    frame = open_run(path).measures.with_columns(pl.col("district", "group", "measure").cast(pl.String)).collect()
    whole = frame.filter(pl.col("measure") == "sanctioned", pl.col("district") == "all", pl.col("group") == "all")
    assert whole["value"].to_list() == [each.total("first_sanctioned") for each in outcome.tallies]
    assert whole["replicate"].to_list() == [0, 1, 2]


def test_a_past_is_kept_in_run_json(tmp_path, monkeypatch):
    """With the real engine: the past is simulated, and found again."""
    base = load("as-described")
    past = Branch(scenario=load("as-described", sets=["internet.enabled=false"]), day=3)
    branched = replace(plan(base, population=400, days=5, replicates=2, threads=1), past=past, arm="later")
    execute_run.execute(branched, fresh(tmp_path))
    run = open_run(tmp_path / "run")
    assert run.past is not None
    assert (run.past.day, run.past.scenario.hash, run.manifest["arm"]) == (3, past.scenario.hash, "later")
    posts = run.daily.filter(pl.col("measure").cast(pl.String) == "posts_removed").collect()
    assert posts["day"].min() >= 3
    again = execute_run.simulate_one(replace(plan(run.scenario, population=400, days=5), past=run.past), 1)
    assert again.digest == run.manifest["digests"][1]


def test_a_replicate_packed_elsewhere_leaves_the_same_files(asked, fake, tmp_path):
    """What a worker sends is what would have been written here, to the byte."""
    from glasshouse.runs.replicate_output import packed_output

    def from_afar(plan, watch, first):
        for one in execute_run.in_order(plan, watch, first):
            yield packed_output(plan, one)

    here, there = tmp_path / "here", tmp_path / "there"
    for path, lives in ((here, execute_run.in_order), (there, from_afar)):
        path.mkdir()
        execute_run.execute(asked, path, outputs=lives)
        assert verify(open_run(path)) == []
    assert open_run(here).manifest["files"] == open_run(there).manifest["files"]
    assert open_run(here).digest == open_run(there).digest


def test_days_after_the_last_of_the_calendar_are_refused_before_anything_is_made():
    late = load("as-described", sets=["start=9999-12-22"])
    assert plan(late, population=100, days=9, replicates=1).days == 9
    with pytest.raises(BadInputError, match="days=10 from 9999-12-22: calendars end at 9999-12-31"):
        plan(late, population=100, days=10, replicates=1)


def test_a_run_that_is_stopped_when_it_is_whole_stays_whole(asked, fake, tmp_path, monkeypatch):
    """An interruption after the last step but one: what is finished is not closed anew with less."""
    path = fresh(tmp_path)
    swept = folders_writer.sweep

    def interrupted(place, finished=False):
        swept(place, finished)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(folders_writer, "sweep", interrupted)
        with pytest.raises(StoppedError, match=r"figures are whole.*'glasshouse resume"):
            execute_run.execute(asked, path)
    run = open_run(path)
    assert (run.status, run.manifest["replicates"]) == ("finished", 3)
    assert verify(run) == []
