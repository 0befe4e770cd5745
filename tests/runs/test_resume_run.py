"""Whatever stops a run, and wherever: it goes on to the same digest, tables and events."""

from __future__ import annotations

import errno
import gc
import json
import os
import shutil
from dataclasses import replace
from functools import cache
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from glasshouse import __version__
from glasshouse.api import resume
from glasshouse.errors import BadInputError, StoppedError
from glasshouse.folders import json_files, lock
from glasshouse.report.chart_drawing import Chart
from glasshouse.runs import checkpoint_pace, execute_run, run_description, run_writer, table_parts
from glasshouse.runs.execute_run import go_on
from glasshouse.runs.resume_run import unfinished
from glasshouse.runs.run import open_run
from glasshouse.runs.run_plan import Branch, Plan, plan
from glasshouse.runs.verify_run import verify
from glasshouse.scenario import load
from grammar import facts
from model.runs import BUSY

DAYS, REPLICATES = 15, 2
FINISHED = ["daily.parquet", "events.parquet", "measures.parquet", "people.parquet", "run.json"]


@cache
def asked() -> Plan:
    past = Branch(scenario=load("as-described", sets=[*BUSY, "cameras.enabled=false"]), day=5)
    one = plan(load("as-described", sets=BUSY), population=700, days=DAYS, replicates=REPLICATES, seed=3, threads=1)
    return replace(one, past=past)


@pytest.fixture(scope="module")
def untouched(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("runs") / "untouched"
    path.mkdir()
    execute_run.execute(asked(), path)
    return path


@pytest.fixture(scope="module", autouse=True)
def _undrawn():
    """The charts of a report take longer than the days, and no test here looks at them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Chart, "__html__", lambda chart: "")
        yield


@pytest.fixture(autouse=True)
def _often(monkeypatch):
    """A checkpoint every evening."""
    monkeypatch.setenv(checkpoint_pace.SECONDS, "0")


def same(ours: Path, theirs: Path) -> None:
    mine, yours = open_run(ours), open_run(theirs)
    assert mine.status == "finished"
    assert (mine.digest, mine.manifest["digests"]) == (yours.digest, yours.manifest["digests"])
    for key in ("seed", "population", "days", "replicates", "scenario_hash", "past", "command", "start", "label"):
        assert mine.manifest[key] == yours.manifest[key]
    fits = [run.manifest["each"][0]["fits"] for run in (mine, yours)]
    assert fits[0] == fits[1] != []
    for name in table_parts.TABLES:
        tables = [pq.read_table(path / f"{name}.parquet") for path in (ours, theirs)]
        assert tables[0].equals(tables[1], check_metadata=True), name
    assert sorted(path.name for path in ours.iterdir()) == FINISHED
    assert verify(mine) == []


class KilledError(BaseException):
    """What stops everything at once, as a kill would, so that nothing is put in order."""


def killed(path: Path, monkeypatch, replicate: int, day: int) -> None:
    """Begin a run and leave the folder as a kill leaves it."""

    def watch(number: int, today: int) -> None:
        if (number, today) == (replicate, day):
            raise KilledError

    path.mkdir()
    monkeypatch.setattr(execute_run.RunWriter, "release", lambda self: None)
    with pytest.raises(KilledError):
        execute_run.execute(asked(), path, watch)
    monkeypatch.undo()
    os.environ[checkpoint_pace.SECONDS] = "0"
    gc.collect()  # a process that is no more holds no lock


@pytest.mark.parametrize(("replicate", "day"), [(0, 0), (0, 9), (1, DAYS - 1)])
def test_a_killed_run_goes_on_to_the_same_end(replicate, day, untouched, tmp_path, monkeypatch):
    path = tmp_path / "run"
    killed(path, monkeypatch, replicate, day)
    with pytest.raises(BadInputError, match=r"'glasshouse resume .*'"):
        open_run(path)
    seen = []
    again = unfinished(path)
    assert again is not None
    go_on(again, path, lambda *where: seen.append(where))
    same(path, untouched)
    # With a checkpoint each evening, the last day of all was kept, and only what came after it is simulated.
    first = (replicate, day + 1) if day + 1 < DAYS else (replicate, DAYS - 1)
    assert seen[0] == first
    assert open_run(path).manifest["resumed"] == 1
    assert unfinished(path) is None


@pytest.mark.parametrize(
    "error",
    [
        KeyboardInterrupt(),
        OSError(errno.ENOSPC, "No space left on device"),
        RuntimeError("a\tb\udcff " + "x" * 3000),  # a library's words end up in run.json, whatever they hold
    ],
    ids=["interrupted", "disk", "odd words"],
)
def test_a_stopped_run_shows_what_is_whole_and_goes_on(error, untouched, tmp_path):
    path = tmp_path / "run"
    path.mkdir()

    def watch(number: int, today: int) -> None:
        if (number, today) == (1, 7):
            raise error

    with pytest.raises(StoppedError, match=r"1 of 2 replicates.*'glasshouse resume .*'"):
        execute_run.execute(asked(), path, watch)
    assert verify(open_run(path)) == []
    assert open_run(path).outcome.replicates == 1
    again = unfinished(path)
    assert again is not None
    go_on(again, path)
    same(path, untouched)


def test_a_finished_run_is_left_as_it_is_and_gets_the_report_that_it_lacks(untouched, tmp_path):
    path = tmp_path / "run"
    shutil.copytree(untouched, path)
    assert resume(path).digest == open_run(untouched).digest
    assert (path / "report.html").is_file()
    before = (path / run_description.NAME).read_bytes()
    for name in (".parts", ".checkpoints"):  # what a kill leaves that comes just after the end
        (path / name).mkdir()
    for name in (".run.json.1-1.part", ".parts/000000.json"):
        (path / name).write_text("half")
    resume(path)
    assert (path / run_description.NAME).read_bytes() == before
    assert not list(path.glob(".*"))


@pytest.mark.parametrize("step", ["gather", "_close", "between"])
def test_a_kill_while_files_are_put_together_costs_nothing(step, untouched, tmp_path, monkeypatch):
    path = tmp_path / "run"
    path.mkdir()

    def dies(*_, **__):
        raise KilledError

    with monkeypatch.context() as patch:
        if step == "between":  # some tables have their names, others do not
            real, names = os.replace, []

            def some(source, target):
                if str(target).endswith(".parquet"):
                    names.append(target)
                    if len(names) == 3:
                        raise KilledError
                real(source, target)

            patch.setattr(os, "replace", some)
        else:
            patch.setattr(run_writer.RunWriter, step, dies)
        with pytest.raises(KilledError):
            execute_run.execute(asked(), path)
    with monkeypatch.context() as patch:
        patch.setattr(execute_run, "simulate_one", dies)  # nothing needs to be simulated again
        again = unfinished(path)
        assert again is not None
        go_on(again, path)
    same(path, untouched)


@pytest.mark.parametrize(
    ("name", "how"),
    [("000000-daily.parquet", "missing"), ("000000-events.parquet", "altered"), ("000000.json", "altered")],
)
def test_a_damaged_replicate_is_run_again(name, how, untouched, tmp_path, monkeypatch):
    path = tmp_path / "run"
    killed(path, monkeypatch, 1, 3)
    part = path / ".parts" / name
    data = part.read_bytes()
    part.unlink()
    if how == "altered":
        part.write_bytes(data[:-9] + bytes([data[-9] ^ 1]) + data[-8:])
    said: list[str] = []
    again = unfinished(path)
    assert again is not None
    go_on(again, path, say=said.append)
    assert len(said) == 1
    assert "Replicate 0 is run again" in said[0]
    same(path, untouched)


def test_a_disk_that_is_full_at_any_call_leaves_a_run_that_goes_on(untouched, tmp_path, monkeypatch):
    """Each opening of a file, in turn; then there is room again."""
    from glasshouse.engine import column_files

    real, calls = column_files.write_columns, [0]
    for at in (1, 3, 40):
        path = tmp_path / f"run-{at}"
        path.mkdir()
        calls[0] = 0

        def full(place, batches, at=at):
            calls[0] += 1
            if calls[0] == at:
                place.write_bytes(b"half")
                raise OSError(errno.ENOSPC, "No space left on device")
            return real(place, batches)

        with monkeypatch.context() as patch:
            patch.setattr(column_files, "write_columns", full)
            with pytest.raises(StoppedError, match=r"disk is full.*'glasshouse resume .*'"):
                execute_run.execute(asked(), path)
        assert open_run(path).status == "failed"
        again = unfinished(path)
        assert again is not None
        go_on(again, path)
        same(path, untouched)


def test_even_when_run_json_cannot_be_closed_it_goes_on(untouched, tmp_path, monkeypatch):
    path = tmp_path / "run"
    path.mkdir()
    real = json_files.write_json

    def full(place, content):
        if content.get("status") not in ("running", None):
            raise OSError(errno.ENOSPC, "No space left on device")
        real(place, content)

    with monkeypatch.context() as patch:
        patch.setattr(json_files, "write_json", full)
        with pytest.raises(StoppedError, match=facts("disk is full … could not be closed … 'glasshouse resume")):
            execute_run.execute(asked(), path)
    again = unfinished(path)
    assert again is not None
    go_on(again, path)
    same(path, untouched)


def test_a_folder_that_cannot_be_written_is_told(tmp_path, monkeypatch):
    path = tmp_path / "run"
    killed(path, monkeypatch, 0, 2)
    again = unfinished(path)
    assert again is not None

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    for module, name in ((json_files, "write_json"), (lock.os, "open")):
        with monkeypatch.context() as patch:
            patch.setattr(module, name, full)
            with pytest.raises(StoppedError, match=facts("go on … disk is full")):
                go_on(again, path)
    go_on(again, path)


def test_two_at_once_are_refused(tmp_path, monkeypatch):
    path = tmp_path / "run"
    killed(path, monkeypatch, 0, 9)
    again = unfinished(path)
    assert again is not None
    tried = []

    def watch(*_):
        if not tried:
            with pytest.raises(BadInputError, match="something is writing it"):
                go_on(again, path)
            tried.append(True)

    go_on(again, path, watch)
    assert tried


def test_what_cannot_be_gone_on_with_is_refused_in_one_sentence(tmp_path, monkeypatch):
    path = tmp_path / "run"
    with pytest.raises(BadInputError, match="no such folder"):
        unfinished(path)
    path.mkdir()
    with pytest.raises(BadInputError, match=facts("no run was begun … delete the folder")):
        unfinished(path)
    path.rmdir()
    killed(path, monkeypatch, 0, 2)
    content = json.loads((path / run_description.NAME).read_text())
    for change, words in (
        ({"version": "9.9"}, f"glasshouse 9.9 … {__version__}"),
        ({"format": 99}, "its format is 99"),
        ({"arm": "ban"}, "of a comparison"),
        ({"scenario_hash": "0" * 32}, "its scenario is not"),
        ({"replicates_asked": 0}, "'replicates_asked' should be"),
        ({"past": {**content["past"], "scenario_hash": "0" * 32}}, "its scenario is not"),
        ({"days": "many"}, "'days' should be"),
    ):
        json_files.write_description(path / run_description.NAME, {**content, **change})
        with pytest.raises(BadInputError, match=facts(words)):
            unfinished(path)
    (path / run_description.NAME).write_text(json.dumps(content)[:100])
    with pytest.raises(BadInputError, match="damaged"):
        unfinished(path)


def test_a_checkpoint_that_is_no_good_is_told(tmp_path, monkeypatch, untouched):
    path = tmp_path / "run"
    killed(path, monkeypatch, 0, 9)
    (path / ".checkpoints" / "000000-day-00010" / "state.arrow").write_bytes(b"")
    with pytest.warns(UserWarning, match=facts("000000-day-00010 … not used … state.arrow")):
        resume(path)
    assert open_run(path).digest == open_run(untouched).digest
