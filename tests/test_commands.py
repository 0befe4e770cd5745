"""The command that a run, a comparison or a study records repeats it, or the record says that none does."""

from __future__ import annotations

import shlex
from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import TypeAdapter

import glasshouse
from glasshouse import report_files
from glasshouse.cli.main import status
from glasshouse.comparison.comparison import open_comparison
from glasshouse.comparison.comparison_plan import plan_comparison, with_attribution
from glasshouse.errors import BadInputError
from glasshouse.folders.folder_description import Command
from glasshouse.folders.recorded_command import NO_COMMAND, recordable
from glasshouse.runs.run import open_run
from glasshouse.scenario.scenario_loading import changed, load_document, with_sets
from glasshouse.studies.study_loading import load_study

SMALL = {"population": 300, "days": 2, "replicates": 1, "seed": 4, "threads": 1}
OFF = "cameras.enabled=false"
MINE = "glasshouse: 1\nextends: as-described\ncameras:\n  enabled: false\n"


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    """A folder in which files lie, one of them called as a preset is, and one as an option."""
    monkeypatch.chdir(tmp_path)
    for name in ("mine.yaml", "my own file.yaml", "hong-kong-2020", "-x.yaml"):
        Path(name).write_text(MINE, encoding="utf-8")


@pytest.fixture
def no_reports(monkeypatch):
    """They take longer than the few days."""
    monkeypatch.setattr(report_files, "rewrite_report", lambda folder: None)


def off(scenario):
    return replace(scenario, switches={**scenario.switches, "cameras.enabled": False})


# Ways of loading that a command can name, and then those that none can: each leads to a record that lies, or does not.
NAMED = {
    "preset": lambda load: "as-described",
    "loaded preset": lambda load: load("as-described"),
    "preset and sets": lambda load: load("as-described", sets=[OFF, "cameras.total=3e7"]),
    "preset and one set": lambda load: load("as-described", sets=OFF),
    "sets over a loaded one": lambda load: with_sets(load("as-described", sets=[OFF]), ["score.every=7"]),
    "file": lambda load: load("mine.yaml"),
    "file by its path": lambda load: load(Path("mine.yaml")),
    "file and sets": lambda load: load("mine.yaml", sets=["score.every=7"]),
    "file with an odd name": lambda load: load("my own file.yaml"),
    "file called as a preset is": lambda load: load(Path("hong-kong-2020")),
    "file called as an option is": lambda load: load("-x.yaml"),
    "whole path": lambda load: load(Path("mine.yaml").absolute()),
}
NAMELESS = {
    "document": lambda load: load_document(load("as-described", sets=[OFF]).document),
    "changed": lambda load: changed(load("as-described"), {"cameras": {"enabled": False}}, name="x"),
    "a copy with other switches": lambda load: off(load("as-described")),
    "a copy of a copy": lambda load: replace(off(load("as-described")), title="Mine"),
    "a copy with another document": lambda load: replace(off(load("as-described")), document={}),
}


def again(command: str) -> None:
    assert status([*shlex.split(command)[1:], "--out", "again"]) == 0


@pytest.mark.parametrize("way", NAMED)
@pytest.mark.usefixtures("no_reports")
def test_the_command_of_a_run_repeats_it(way):
    done = glasshouse.run(NAMED[way](glasshouse.load_scenario), out="run", **SMALL)
    again(done.manifest["command"])
    assert open_run("again").digest == done.digest


@pytest.mark.parametrize("way", NAMELESS)
@pytest.mark.usefixtures("no_reports")
def test_a_run_that_no_command_repeats_says_so_and_is_of_what_it_records(way):
    done = glasshouse.run(NAMELESS[way](glasshouse.load_scenario), out="run", **SMALL)
    assert done.manifest["command"] == NO_COMMAND
    assert done.digest == glasshouse.run("mine.yaml", out="mine", **SMALL).digest
    assert done.scenario.hash == glasshouse.load_scenario("mine.yaml").hash == done.manifest["scenario_hash"]
    assert status(["verify", "run"]) == 0


def test_a_package_of_a_run_without_a_command_has_one(capsys):
    done = glasshouse.run(off(glasshouse.load_scenario("as-described")), out="run", **SMALL)
    page = Path("run/report.html").read_text(encoding="utf-8")
    assert "glasshouse compare as-described" not in page  # another scenario
    package = glasshouse.package(done.path, out="package")
    text = (package / "README.md").read_text(encoding="utf-8")
    command = next(line.strip() for line in text.splitlines() if line.strip().startswith("glasshouse run"))
    words = [word.replace("scenario.yaml", "package/scenario.yaml") for word in shlex.split(command)]
    assert status(words[1:]) == 0
    assert open_run("again").digest == done.digest


@pytest.mark.parametrize("happens", ["it is changed", "it is gone", "the working folder is another"])
@pytest.mark.usefixtures("no_reports")
def test_a_file_that_no_longer_loads_to_the_same_is_not_named(happens, tmp_path, monkeypatch):
    scenario = glasshouse.load_scenario("mine.yaml")
    if happens == "it is changed":
        Path("mine.yaml").write_text(MINE.replace("false", "true"), encoding="utf-8")
    elif happens == "it is gone":
        Path("mine.yaml").unlink()
    else:
        (tmp_path / "elsewhere").mkdir()
        monkeypatch.chdir(tmp_path / "elsewhere")
    assert glasshouse.run(scenario, out="run", **SMALL).manifest["command"] == NO_COMMAND


# What is recorded and cannot be read back: a line break in a path made a folder that nothing opens.
@pytest.mark.parametrize("name", ["a\tb.yaml", "a\nb.yaml"])
@pytest.mark.usefixtures("no_reports")
def test_a_path_that_no_line_holds_is_run_without_a_command(name):
    Path(name).write_text(MINE, encoding="utf-8")
    glasshouse.run(name, out="run", **SMALL)
    assert open_run("run").manifest["command"] == NO_COMMAND


@pytest.mark.parametrize(("length", "held"), [(20_000, True), (20_001, False)])
def test_a_command_is_recorded_as_far_as_a_folder_may_hold_it(length, held):
    command = "glasshouse run ".ljust(length, "x")
    assert (recordable(command) == command) is held
    assert TypeAdapter(Command).validate_python(recordable(command))


def test_a_place_that_does_not_ship_is_refused(tmp_path):
    scenario = glasshouse.load_scenario("as-described")
    other = replace(scenario.place, title="Elsewhere")
    with pytest.raises(glasshouse.ScenarioError, match="place"):
        glasshouse.run(replace(scenario, place=other), out="run", **SMALL)
    assert not Path("run").exists()


# An arm is a text, a path or a scenario.
ARMS = {
    "none": lambda load: ("as-described", []),
    "texts": lambda load: (load("as-described", sets=["score.every=7"]), ["human-review", OFF, "mine.yaml"]),
    "preset under a baseline with sets": lambda load: (load("as-described", sets=[OFF]), ["as-described"]),
    "one text": lambda load: ("as-described", OFF),
    "one path": lambda load: ("as-described", Path("mine.yaml")),
    "path called as a preset is": lambda load: ("as-described", [Path("hong-kong-2020")]),
    "scenario of a preset": lambda load: ("hong-kong-2020", load("hong-kong-2020", sets=[])),
    "scenario with sets": lambda load: ("as-described", [load("as-described", sets=[OFF])]),
    "scenario with its baseline's sets and more": lambda load: (
        load("as-described", sets=["score.every=7"]),
        [load("as-described", sets=["score.every=7", OFF])],
    ),
    "scenario of a file": lambda load: ("as-described", [load("mine.yaml")]),
}
NAMELESS_ARMS = {
    "a preset without its baseline's sets": lambda load: (load("as-described", sets=[OFF]), load("as-described")),
    "a copy with other switches": lambda load: ("as-described", [off(load("as-described"))]),
    "a number set, whose range goes": lambda load: ("as-described", [load("as-described", sets=["cameras.total=3e7"])]),
    "a baseline of a document": lambda load: (load_document(load("mine.yaml").document), ["human-review"]),
}


def digests(path) -> set[str]:
    return {arm["digest"] for arm in open_comparison(path).manifest["arms"]}


@pytest.mark.parametrize("way", ARMS)
@pytest.mark.usefixtures("no_reports")
def test_the_command_of_a_comparison_repeats_it(way):
    scenario, arms = ARMS[way](glasshouse.load_scenario)
    done = glasshouse.compare(scenario, arms, out="worlds", **SMALL)
    assert {done.run(arm).manifest["command"] for arm in done.arms} == {done.manifest["command"]}
    again(done.manifest["command"])
    assert digests("again") == digests("worlds")


@pytest.mark.parametrize("way", NAMELESS_ARMS)
@pytest.mark.usefixtures("no_reports")
def test_a_comparison_that_no_command_repeats_says_so(way):
    scenario, arms = NAMELESS_ARMS[way](glasshouse.load_scenario)
    done = glasshouse.compare(scenario, arms, out="worlds", **SMALL)
    assert done.manifest["command"] == NO_COMMAND
    assert status(["verify", "worlds"]) == 0


def test_a_comparison_without_a_command_and_what_each_part_adds():
    scenario = off(glasshouse.load_scenario("as-described"))
    plan = plan_comparison(scenario, [], **SMALL)
    assert with_attribution(plan, ("internet",)).plan.command == NO_COMMAND
    with pytest.raises(BadInputError, match="internets"):
        with_attribution(plan, ("internets",))


def test_a_study_names_the_file_it_was_given(tmp_path):
    Path("what-drives-wrongful").write_text("glasshouse: 1\n", encoding="utf-8")
    with pytest.raises(glasshouse.ScenarioError):  # the file, not the study that ships
        load_study(Path("what-drives-wrongful"))
    assert (
        load_study("what-drives-wrongful", points=512).command == "glasshouse study what-drives-wrongful --points 512"
    )
