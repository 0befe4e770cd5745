"""A comparison that was stopped goes on to the same end."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from glasshouse.api import resume
from glasshouse.cli.main import status
from glasshouse.comparison import execute_comparison as executing
from glasshouse.comparison.comparison import open_comparison
from glasshouse.comparison.comparison_folder import ComparisonWriter
from glasshouse.comparison.comparison_plan import ComparisonPlan, plan_comparison
from glasshouse.comparison.execute_comparison import go_on
from glasshouse.comparison.resume_comparison import unfinished
from glasshouse.comparison.verify_comparison import verify
from glasshouse.errors import BadInputError, StoppedError
from glasshouse.folders import json_files
from glasshouse.runs import execute_run as runs
from glasshouse.runs.run_writer import RunWriter
from glasshouse.runs.table_parts import TABLES
from glasshouse.scenario import load
from grammar import facts
from tampering import edit

ARMS, REPLICATES = ("cameras.enabled=false", "ban@2"), 3


@pytest.fixture(scope="module")
def plan() -> ComparisonPlan:
    return plan_comparison(load("as-described"), ARMS, population=300, days=4, replicates=REPLICATES, threads=2)


@pytest.fixture(scope="module")
def untouched(plan, tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("compared") / "worlds"
    path.mkdir()
    executing.execute(plan, path)
    return path


class KilledError(BaseException):
    """Stops everything at once."""


def killed(plan: ComparisonPlan, path: Path, monkeypatch, at: int) -> None:
    """The folder as a kill leaves it that hits as the world number `at` is simulated."""
    path.mkdir()
    real, count = runs.simulate_one, iter(range(1000))

    def simulate_one(*arguments):
        if next(count) == at:
            raise KilledError
        return real(*arguments)

    with monkeypatch.context() as patch:
        patch.setattr(runs, "simulate_one", simulate_one)
        with pytest.raises(KilledError):
            executing.execute(plan, path)


def text(path: Path) -> pl.DataFrame:
    return pl.read_parquet(path).with_columns(pl.col(pl.Categorical, pl.Enum).cast(pl.String))


def same(ours: Path, theirs: Path) -> None:
    mine, yours = open_comparison(ours), open_comparison(theirs)
    assert mine.status == "finished"
    assert verify(mine) == []
    for key in ("arms", "replicates", "replicates_asked", "command", "label", "scenario_hash", "seed", "started"):
        assert key == "started" or mine.manifest[key] == yours.manifest[key], key
    assert_frame_equal(text(ours / "comparison.parquet"), text(theirs / "comparison.parquet"))
    for arm in ("baseline", *mine.arms):
        assert mine.run(arm).manifest["digests"] == yours.run(arm).manifest["digests"]
        for name in TABLES:
            assert_frame_equal(text(ours / arm / f"{name}.parquet"), text(theirs / arm / f"{name}.parquet"))
    assert not [path for path in ours.rglob(".*") if path.name != "."]


def finish(path: Path, said: list[str] | None = None) -> list[tuple[int, str]]:
    """Go on; the replicates and scenarios that were simulated."""
    again, seen = unfinished(path), set()
    assert again is not None
    say = said.append if said is not None else lambda text: pytest.fail(text)
    go_on(again, path, lambda number, place, arm, day: seen.add((number, arm)), say=say)
    return sorted(seen)


@pytest.mark.parametrize(("at", "first"), [(0, 0), (7, 1), (14, 2)])
def test_it_goes_on_from_the_last_replicate_that_all_worlds_have(at, first, plan, untouched, tmp_path, monkeypatch):
    path = tmp_path / "worlds"
    killed(plan, path, monkeypatch, at)
    simulated = finish(path)
    assert {number for number, _ in simulated} == set(range(first, REPLICATES))
    assert len(simulated) == (REPLICATES - first) * 5
    same(path, untouched)
    assert unfinished(path) is None


def test_an_interrupted_one_shows_what_is_whole_and_goes_on(plan, untouched, tmp_path, monkeypatch, capsys):
    path = tmp_path / "worlds"
    path.mkdir()

    def watch(number: int, place: int, arm: str, day: int) -> None:
        if (number, place) == (2, 3):
            raise KeyboardInterrupt

    with pytest.raises(StoppedError, match=r"2 of 3 replicates.*'glasshouse resume .*worlds'"):
        executing.execute(plan, path, watch)
    assert open_comparison(path).replicates == 2
    assert status(["resume", str(path / "ban")]) == 2
    assert f"'glasshouse resume {path}'" in capsys.readouterr().err
    assert status(["resume", str(path)]) == 0
    assert open_comparison(path).arms[0] in capsys.readouterr().out
    assert status(["resume", str(path)]) == 0
    assert re.match(facts(f"{path}: … finished … nothing left"), capsys.readouterr().out)
    assert (path / "report.html").is_file()
    assert (path / "ban" / "report.html").is_file()
    same(path, untouched)


@pytest.mark.parametrize("where", ["a scenario", "the comparison"])
def test_a_kill_while_folders_are_closed_costs_nothing(where, plan, untouched, tmp_path, monkeypatch):
    path = tmp_path / "worlds"
    path.mkdir()
    real = RunWriter._close

    def close(self, *facts):
        if self.path.name == "ban":
            raise KilledError
        real(self, *facts)

    def dies(*_):
        raise KilledError

    with monkeypatch.context() as patch:
        if where == "a scenario":
            patch.setattr(RunWriter, "_close", close)
        else:
            patch.setattr(ComparisonWriter, "gather", dies)
        with pytest.raises(KilledError):
            executing.execute(plan, path)
    assert finish(path) == []
    same(path, untouched)


def test_rows_that_were_altered_are_made_again_with_their_replicate(plan, untouched, tmp_path, monkeypatch):
    path = tmp_path / "worlds"
    killed(plan, path, monkeypatch, 14)
    part = path / ".parts" / "000001.arrow"
    part.write_bytes(part.read_bytes()[:-1])
    said: list[str] = []
    assert {number for number, _ in finish(path, said)} == {1, 2}
    (again,) = said
    assert re.match(facts("Replicate 1 … again … 000001.arrow"), again)
    same(path, untouched)


def test_a_world_that_lost_a_replicate_takes_the_others_back(plan, untouched, tmp_path, monkeypatch):
    path = tmp_path / "worlds"
    killed(plan, path, monkeypatch, 14)
    (path / "ban@2" / ".parts" / "000001-daily.arrow").unlink()
    said: list[str] = []
    assert {number for number, _ in finish(path, said)} == {1, 2}
    assert len(said) == 1
    same(path, untouched)


def test_finished_worlds_of_a_comparison_that_lost_its_rows_are_lived_again(plan, untouched, tmp_path):
    path = tmp_path / "worlds"
    shutil.copytree(untouched, path)
    edit(path, "comparison.json", status="running")
    assert len(finish(path)) == 15
    same(path, untouched)


def test_what_cannot_be_gone_on_with_is_refused(plan, tmp_path, monkeypatch):
    path = tmp_path / "worlds"
    killed(plan, path, monkeypatch, 0)
    content = json_files.read_json(path / "comparison.json")
    world = json_files.read_json(path / "ban" / "run.json")
    for file, changes, words in (
        ("comparison.json", {"version": "9.9"}, "begun by glasshouse 9.9"),
        ("comparison.json", {"format": 9}, "its format is 9"),
        ("comparison.json", {"seed": 2}, "'baseline' is another"),
        ("ban/run.json", {"days": 5}, "another"),
        ("ban/run.json", {"scenario_hash": "0" * 32}, "its scenario is not"),
        ("ban/run.json", {"scenario": content["scenario"]}, "its scenario is not"),
    ):
        before = (path / file).read_text()
        edit(path, file, **changes)
        with pytest.raises(BadInputError, match=words):
            resume(path)
        (path / file).write_text(before)
    (path / "ban" / "run.json").unlink()
    with pytest.raises(BadInputError, match="no run was begun"):
        resume(path)
    json_files.write_json(path / "ban" / "run.json", world)
    held = ComparisonWriter(plan, path)
    held.lock.take()
    with pytest.raises(BadInputError, match="something is writing it"):
        finish(path)
    held.lock.release()
    finish(path)


def test_one_that_is_stopped_when_it_is_whole_stays_whole(plan, untouched, tmp_path, monkeypatch):
    """An interruption after the last step but one: what is finished is not closed anew with less."""
    from glasshouse.folders import folder_writer

    swept = folder_writer.sweep

    def interrupted(place, finished=False):
        swept(place, finished)
        if place == tmp_path:
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(folder_writer, "sweep", interrupted)
        with pytest.raises(StoppedError, match=r"figures are whole.*'glasshouse resume"):
            executing.execute(plan, tmp_path)
    assert open_comparison(tmp_path).manifest["status"] == "finished"
    same(tmp_path, untouched)
