"""A run and a comparison, cut into parts and merged, are what they are in one go; parts that do not fit are refused."""

from __future__ import annotations

import json

import pytest

import bus_stops
from glasshouse import api, plugins, report_files
from glasshouse.cli.main import status
from glasshouse.comparison.comparison import open_comparison
from glasshouse.errors import BadInputError, StoppedError
from glasshouse.folders.json_files import write_description
from glasshouse.folders.leftovers import PARTS
from glasshouse.runner import carry_out, go_on
from glasshouse.runs import resume_run as running
from glasshouse.runs.ensemble_simulate import members_of, with_part
from glasshouse.runs.run import open_run
from glasshouse.runs.run_plan import plan as plan_run
from glasshouse.scenario import load
from glasshouse.scenario.scenario_loading import load_text

SIZES = {"population": 300, "days": 4, "seed": 5, "replicates": 3, "threads": 1}
DRAWN = {"draws": 40, "ensemble_population": 100}


@pytest.fixture(autouse=True)
def no_reports(monkeypatch):
    """They take longer than the days."""
    monkeypatch.setattr(report_files, "without_report", lambda path: [])


def run(folder, **more):
    return api.run("as-described", **SIZES | more, out=folder)


def parts_of_a_run(folder, *cuts, **more):
    return [run(folder / only, only=only, **more).path for only in cuts]


@pytest.mark.slow
def test_a_run_with_an_ensemble_in_parts_is_the_whole_one(tmp_path):
    """The cuts lie within the ensemble's batches, and one part has replicates and draws of it."""
    asked = plan_run(load("as-described"), **SIZES, **DRAWN)
    last = SIZES["replicates"] + len(members_of(asked)) - 1
    parts = parts_of_a_run(tmp_path, "0", "1-7", "8-28", f"29-{last}", **DRAWN)
    whole, merged = run(tmp_path / "whole", **DRAWN), api.merge(parts[::-1], out=tmp_path / "merged")
    assert merged.manifest["files"] == whole.manifest["files"], "to the byte"
    assert "ensemble.parquet" in merged.manifest["files"]
    for key in ("digest", "digests", "command", "replicates", "ensemble"):
        assert merged.manifest[key] == whole.manifest[key]
    assert "part" not in merged.manifest
    assert not (merged.path / PARTS).exists()
    assert all((part / PARTS).exists() for part in parts), "parts stay"


@pytest.mark.parametrize(
    ("drawn", "cuts"),
    [({}, ("0", "1-2")), pytest.param(DRAWN, ("0-1", "2-8", "9-42"), marks=pytest.mark.slow)],
)
def test_a_comparison_in_parts_is_the_whole_one(tmp_path, drawn, cuts):
    def compared(name, **more):
        return api.compare("as-described", "human-review", **SIZES, **drawn, out=tmp_path / name, **more)

    parts = [compared(only, only=only).path for only in cuts]
    whole, merged = compared("whole"), api.merge(parts, out=tmp_path / "merged")
    assert merged.manifest["files"] == whole.manifest["files"]
    assert merged.manifest["arms"] == whole.manifest["arms"]
    for arm in ("baseline", *whole.arms):
        assert merged.run(arm).manifest["files"] == whole.run(arm).manifest["files"]
    assert open_comparison(merged.path).values("ban", "people") == whole.values("ban", "people")


def test_a_part_is_gone_on_with(tmp_path):
    part = with_part(plan_run(load("as-described"), **SIZES), "1-2")

    def stop(number, day):
        if (number, day) == (2, 1):
            raise KeyboardInterrupt

    with pytest.raises(StoppedError) as stopped:
        carry_out(part, tmp_path / "part", stop)
    assert "1 of 2 replicates" in str(stopped.value)
    with pytest.raises(BadInputError, match="resume"):
        api.merge([tmp_path / "part"], out=tmp_path / "merged")
    done = go_on(tmp_path / "part", running.unfinished(tmp_path / "part", 1))
    assert str(done.part) == "1-2"
    assert len(done.manifest["digests"]) == 2
    again = api.resume(done.path)
    assert again.manifest == done.manifest, "a finished part is left as it is"
    merged = api.merge([done.path, *parts_of_a_run(tmp_path, "0")], out=tmp_path / "merged")
    assert merged.digest == run(tmp_path / "whole").digest


def test_a_part_says_what_it_is(tmp_path):
    (part,) = parts_of_a_run(tmp_path, "1-2")
    content = json.loads((part / "run.json").read_text(encoding="utf-8"))
    assert content["part"] == {"first": 1, "last": 2, "of": 3}
    assert content["command"].endswith("--only 1-2")
    assert content["digest"] is None
    for ask in (open_run, report_files.rewrite_report):
        with pytest.raises(BadInputError, match="glasshouse merge"):
            ask(part)


@pytest.mark.parametrize(
    ("cuts", "says"),
    [
        (("0", "2"), "only='1'"),
        (("0-1",), "only='2'"),
        (("0-1", "1-2"), "so does"),
    ],
)
def test_gaps_and_overlaps_are_refused(tmp_path, cuts, says):
    with pytest.raises(BadInputError, match=says):
        api.merge(parts_of_a_run(tmp_path, *cuts), out=tmp_path / "merged")
    assert not (tmp_path / "merged").exists()


@pytest.mark.parametrize(
    ("other", "says"),
    [
        ({"seed": 6}, r"seed is another \(6 and 5\)"),
        ({"days": 5}, "days"),
        ({"set": "cameras.enabled=false"}, "scenario"),
    ],
)
def test_parts_of_different_plans_are_refused(tmp_path, other, says):
    parts = [*parts_of_a_run(tmp_path, "0"), *parts_of_a_run(tmp_path, "1-2", **other)]
    with pytest.raises(BadInputError, match=says):
        api.merge(parts, out=tmp_path / "merged")
    assert not (tmp_path / "merged").exists()


@pytest.mark.parametrize("states", ["01", "00"])
def test_parts_made_with_an_edited_plug_in_are_refused(tmp_path, monkeypatch, states):
    """It was edited between the parts, or after both. Off, it is in their descriptions all the same."""
    text = f"glasshouse: 1\nextends: as-described\nplugins: [{bus_stops.__name__}]\n"
    parts = []
    for only, state in zip(("0", "1-2"), states, strict=True):
        monkeypatch.setattr(plugins, "fingerprint", lambda *_, state=state: state * 32)
        scenario = load_text(text, sets="buses.enabled=false")
        parts.append(api.run(scenario, **SIZES, only=only, out=tmp_path / only).path)
    monkeypatch.setattr(plugins, "fingerprint", lambda *_: "1" * 32)
    with pytest.raises(BadInputError, match=r"the plug-in 'bus_stops' .*was changed since"):
        api.merge(parts, out=tmp_path / "merged")
    assert not (tmp_path / "merged").exists()


def test_what_is_no_part_and_what_was_altered_is_refused(tmp_path):
    parts = parts_of_a_run(tmp_path, "0", "1-2")
    with pytest.raises(BadInputError, match="without only"):
        api.merge([run(tmp_path / "whole").path], out=tmp_path / "merged")
    (parts[1] / PARTS / "000002-events.arrow").write_bytes(b"")
    with pytest.raises(BadInputError, match="replicate 2"):
        api.merge(parts, out=tmp_path / "merged")
    assert not (tmp_path / "merged").exists()


def test_a_part_that_there_is_not_is_refused_when_it_is_read(tmp_path):
    (part,) = parts_of_a_run(tmp_path, "1-2")
    content = json.loads((part / "run.json").read_text(encoding="utf-8"))
    write_description(part / "run.json", {**content, "part": {"first": 1, "last": 3, "of": 3}})
    with pytest.raises(BadInputError, match="part"):
        api.merge([part], out=tmp_path / "merged")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--only", "2-3"), "--only 2-3: there are 3 replicates"),
        (("--only", "2-1"), "1-2"),
        (("--only", "half"), "0-49"),
        (("--only", "0", "--pdf"), "--pdf"),
    ],
)
def test_ranges_that_cannot_be_are_refused_by_their_option(tmp_path, capsys, words, says):
    sizes = ("--population", "300", "--days", "4", "--replicates", "3", "--out", str(tmp_path / "part"))
    assert status(["run", "as-described", *sizes, *words]) == 2
    said = capsys.readouterr().err
    assert says in said
    assert said.count("\n") == 1
    assert not (tmp_path / "part").exists()


def test_parts_are_made_and_merged_on_the_command_line(tmp_path, capsys):
    sizes = ("--population", "300", "--days", "4", "--replicates", "2", "--threads", "1")
    for only in ("0", "1"):
        assert status(["run", "as-described", *sizes, "--only", only, "--out", str(tmp_path / only)]) == 0
        assert "glasshouse merge" in capsys.readouterr().out
    assert status(["resume", str(tmp_path / "0")]) == 0
    assert "nothing left" in capsys.readouterr().out
    assert status(["merge", str(tmp_path / "whole"), str(tmp_path / "0"), str(tmp_path / "1")]) == 0
    assert str(open_run(tmp_path / "whole").digest) in capsys.readouterr().out


def test_what_is_never_cut_into_parts_is_refused(tmp_path):
    for name in ("study.json", "validation.json"):
        (tmp_path / name).write_text("{}", encoding="utf-8")
        with pytest.raises(BadInputError, match=r"(?s)neither.*run\.json.*comparison\.json"):
            api.merge([tmp_path], out=tmp_path / "merged")
    assert not (tmp_path / "merged").exists()


def test_a_part_of_a_run_and_one_of_a_comparison_are_told_apart(tmp_path):
    (of_run,) = parts_of_a_run(tmp_path, "0")
    of_comparison = tmp_path / "compared"
    of_comparison.mkdir()
    (of_comparison / "comparison.json").write_text("{}", encoding="utf-8")
    for parts in ([of_run, of_comparison], [of_comparison, of_run]):
        with pytest.raises(BadInputError, match="different kinds") as refused:
            api.merge(parts, out=tmp_path / "merged")
        assert f"{of_run} is of a run" in str(refused.value) or f"{of_run} of a run" in str(refused.value)
    assert not (tmp_path / "merged").exists()
