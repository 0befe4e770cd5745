"""The calls in Python: what they take, what they say of what they refuse, and what can be done with what they give."""

from __future__ import annotations

import asyncio
import copy
import os
import pickle
import re
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

import glasshouse
from glasshouse import BadInputError, ScenarioError, StoppedError, report_files
from glasshouse.arguments import Argument, in_options
from glasshouse.cli.main import status
from glasshouse.errors import clause
from glasshouse.folders.new_folder import new_folder
from glasshouse.measures.ensemble import Ensemble
from glasshouse.scenario.scenario_loading import changed

SMALL = {"population": 300, "days": 2, "replicates": 1, "threads": 1}
#: What each call takes as a whole number.
NUMBERS = {
    "run": ("population", "days", "seed", "replicates", "threads", "shards", "workers"),
    "compare": ("population", "days", "seed", "replicates", "threads", "workers"),
    "bench": ("population", "days", "seed", "threads"),
    "resume": ("threads", "workers"),
    "story": ("person", "another", "threads"),
    "validate": ("seed", "draws", "workers"),
    "study": ("points", "threads"),
}
NO_NUMBERS = (True, False, np.True_, "2", 1.5, float("nan"), float("inf"), [2], np.array([1, 2]), 1j)


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A run and a comparison, without reports."""
    root = tmp_path_factory.mktemp("made")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(report_files, "rewrite_report", lambda folder: None)
        run = glasshouse.run("as-described", out=root / "run", seed=7, **SMALL)
        return run, glasshouse.compare("as-described", out=root / "worlds", **SMALL)


def called(name: str, run: Path, **given):
    """A call, small, that is refused or not for what is given."""
    first = {"resume": run, "story": run, "validate": "oxford-circus-2020", "study": "what-drives-wrongful"}
    usual = {"run": SMALL, "compare": SMALL, "bench": {"population": 300, "days": 2, "threads": 1}}
    return getattr(glasshouse, name)(first.get(name, "as-described"), **{**usual.get(name, {}), **given})


# A number of another kind reached the folder, or a comparison with an integer, before it was refused.
@pytest.mark.parametrize(("name", "argument"), [(name, each) for name, all_ in NUMBERS.items() for each in all_])
def test_what_is_no_whole_number_is_refused_before_anything_is_made(name, argument, made):
    for value in NO_NUMBERS:
        with pytest.raises(BadInputError) as caught:
            called(name, made[0].path, **{argument: value})
        assert str(caught.value).startswith(f"{argument}={value!r}: ")
        assert "whole number" in str(caught.value)
        assert "--" not in str(caught.value)
    assert os.listdir() == []


@pytest.mark.parametrize("whole", [np.uint16, np.float32, Fraction, np.array])
def test_whole_numbers_of_any_type_are_taken(whole, monkeypatch, made):
    monkeypatch.setattr(report_files, "rewrite_report", lambda folder: None)
    usual = made[0]
    sizes = {key: whole(value) for key, value in {**SMALL, "seed": 7, "shards": 1}.items()}
    done = glasshouse.run("as-described", out="other", **sizes)
    assert done.digest == usual.digest
    assert status(["verify", "other"]) == 0
    del sizes["shards"]
    assert glasshouse.compare("as-described", out="worlds", **sizes).run().digest == usual.digest
    assert glasshouse.validate("oxford-circus-2020", draws=whole(40), seed=whole(1)).seed == 1


# Errors of the library spoke of the command line's options.
REFUSED = {
    "population": lambda run: glasshouse.run("as-described", population=0),
    "memory": lambda run: glasshouse.run("as-described", population=9_000_000_000),
    "device": lambda run: glasshouse.run("as-described", device="gpu", **SMALL),
    "out": lambda run: glasshouse.run("as-described", out=run, **SMALL),
    "shards": lambda run: glasshouse.run("as-described", shards=40, **SMALL),
    "workers": lambda run: glasshouse.run("as-described", workers=0, **SMALL),
    "two places": lambda run: glasshouse.run("as-described", workers=2, scheduler="x:1", **SMALL),
    "scheduler": lambda run: glasshouse.run("as-described", scheduler="x", **SMALL),
    "set": lambda run: glasshouse.run("as-described", set="camera.enabled=false", **SMALL),
    "sets": lambda run: glasshouse.load_scenario("as-described", sets="days=many"),
    "part": lambda run: glasshouse.compare("as-described", attribute=["internets"], **SMALL),
    "no part": lambda run: glasshouse.compare("as-described", attribute=[1], **SMALL),
    "attribute": lambda run: glasshouse.compare("as-described", attribute=True, population=60_000, days=2),
    "arm": lambda run: glasshouse.compare("as-described", "days=3", **SMALL),
    "start": lambda run: glasshouse.compare("as-described", "hong-kong-2020", **SMALL),
    "nobody": lambda run: glasshouse.story(run),
    "another": lambda run: glasshouse.story(run, 3, another=1),
    "too many others": lambda run: glasshouse.story(run, most_chilled=True, another=10_000),
    "person": lambda run: glasshouse.story(run, 300),
    "template": lambda run: glasshouse.assess(run, out="x.html"),
    "format": lambda run: glasshouse.assess(run, format="doc"),
    "package": lambda run: glasshouse.package(run, out=run),
    "points": lambda run: glasshouse.study("what-drives-wrongful", points=1),
    "draws": lambda run: glasshouse.validate("oxford-circus-2020", draws=1),
}


@pytest.mark.parametrize("way", REFUSED)
def test_errors_name_arguments(way, made):
    with pytest.raises((BadInputError, ScenarioError)) as caught:
        REFUSED[way](made[0].path)
    assert not re.search(r"(^|[\s'(])--\w", str(caught.value))
    assert os.listdir() == []


def test_the_command_line_names_options(capsys):
    assert status(["run", "as-described", "--population", "0"]) == 2
    assert status(["run", "as-described", "--set", "camera.enabled=false"]) == 2
    assert status(["compare", "as-described", "--part", "internets", "--population", "300"]) == 2
    assert status(["compare", "as-described", "--attribute", "--population", "60000", "--days", "2"]) == 2
    said = capsys.readouterr().err.splitlines()
    starts = (
        "--population 0: ",
        "--set camera.enabled=false: ",
        "--part internets: ",
        "--attribute with --population 60000: ",
    )
    assert all(line.startswith(f"glasshouse: {start}") for line, start in zip(said, starts, strict=True))


def test_an_error_in_another_is_said_in_both_ways():
    inner = BadInputError(Argument("workers", 2), ": nobody is there.")
    outer = StoppedError("It stopped: ", *clause(inner), ".")
    assert str(outer).split(": ")[1] == "workers=2"
    assert in_options(outer).split(": ")[1] == "--workers 2"


# A text alone was read letter by letter; a path or a scenario was no arm.
def test_a_setting_alone_is_one(monkeypatch):
    monkeypatch.setattr(report_files, "rewrite_report", lambda folder: None)
    one = glasshouse.run("as-described", set="cameras.enabled=false", out="one", **SMALL)
    loaded = glasshouse.load_scenario("as-described", sets="cameras.enabled=false")
    over = glasshouse.run(glasshouse.load_scenario("as-described"), set="cameras.enabled=false", out="over", **SMALL)
    assert one.digest == over.digest
    assert one.scenario.hash == over.scenario.hash == loaded.hash


# Kind of fault: a call in Python lacks what the command can be told.
@pytest.mark.parametrize("which", [0, 1])
def test_what_was_stopped_can_go_on_among_workers(made, monkeypatch, which):
    shared = []
    for name in ("go_on", "go_on_comparison"):
        monkeypatch.setattr(
            glasshouse.api, name, lambda *_, placement, **given: shared.append((placement.workers, placement.threads))
        )
    glasshouse.resume(made[which].path, workers=2, threads=1)
    assert shared == [(2, 1)]


def test_paths_and_scenarios_are_arms(monkeypatch):
    monkeypatch.setattr(report_files, "rewrite_report", lambda folder: None)
    text = "cameras:\n  enabled: false\n"
    Path("mine.yaml").write_text(f"glasshouse: 1\n{text}", encoding="utf-8")
    Path("ban").write_text(f"glasshouse: 1\ntitle: A file\n{text}score:\n  enabled: false\n", encoding="utf-8")
    base = glasshouse.load_scenario("as-described")
    titled = changed(base, {"title": "No cameras at all", "cameras": {"enabled": False}}, name="x")
    hostile = changed(base, {"title": "Unwatched", "internet": {"enabled": False}}, name="y")
    done = glasshouse.compare(base, [Path("mine.yaml"), Path("ban"), titled, hostile], out="worlds", **SMALL)
    mine, ban, own, odd = done.arms[:4]
    assert [done.about(arm)["written"] for arm in done.arms[4:]] == ["ban", "unwatched"]
    assert done.arms[-1] == "unwatched"
    assert done.run(own).digest == done.run(mine).digest != done.run(ban).digest
    assert done.about(own)["title"] == "No cameras at all"
    assert done.about(odd)["title"] == "Unwatched, changed"
    assert glasshouse.story(done.path, 3, under=titled).there.digest == done.run(own).digest


@pytest.mark.parametrize(
    ("arm", "said"),
    [
        (lambda load: load("as-described", sets=["start=2019-12-01"]), "start"),
        (lambda load: load("london-lfr"), "place"),
        (lambda load: [load("as-described"), load("as-described")], "twice"),
        (lambda load: 3, "arms=3: "),
        (lambda load: [3], "an arm is"),
    ],
)
def test_a_scenario_that_cannot_be_an_arm_is_refused(arm, said):
    with pytest.raises((BadInputError, TypeError), match=said):
        glasshouse.compare("as-described", arm(glasshouse.load_scenario), **SMALL)
    assert os.listdir() == []


def test_what_calls_give_prints_as_a_line(made):
    run, worlds = made
    tallies = run.outcome.tallies
    ensemble = Ensemble(
        population=10, seed=1, tallies=tallies, values={}, central=tallies[0], again={}, without={}
    )  # fmt: skip
    assert repr(ensemble) == f"Ensemble(draws={len(tallies)}, population=10, seed=1)"
    for one in (run, worlds, run.outcome, run.scenario, run.daily_sums):
        assert repr(one).startswith(type(one).__name__)
        assert len(repr(one).splitlines()) == 1
        assert len(repr(one)) < 400


# Read-only mappings could not be pickled, nor copied deep.
def test_what_calls_give_can_be_sent_to_another_process_and_copied(made):
    run, worlds = made
    scenario = glasshouse.load_scenario("as-described", sets=["cameras.enabled=false"])
    assert all((run.outcome, run.scenario, worlds.measures, worlds.scenario))  # as they are once looked at
    given = {
        "scenario": scenario,
        "settings": scenario.settings(0),
        "run": run,
        "outcome": run.outcome,
        "headline": glasshouse.headline(run),
        "worlds": worlds,
        "story": glasshouse.story(worlds.path, 3, under="ban"),
        "profile": glasshouse.bench(population=300, days=2),
        "validation": glasshouse.validate("oxford-circus-2020", draws=40),
    }
    for name, one in given.items():
        for other in (pickle.loads(pickle.dumps(one)), copy.deepcopy(one), copy.copy(one)):
            assert type(other) is type(one), name
    there = pickle.loads(pickle.dumps(scenario))
    assert (there, there.origin) == (scenario, scenario.origin)
    assert copy.deepcopy(run).digest == run.digest
    assert pickle.loads(pickle.dumps(worlds)).values("ban", "people") == worlds.values("ban", "people")
    with pytest.raises(TypeError):
        there.switches["cameras.enabled"] = True  # still read-only
    assert replace(there, days=3).origin is None


@pytest.mark.parametrize(
    "error",
    [
        BadInputError(Argument("days", 0), ": too few."),
        StoppedError("It stopped."),
        ScenarioError("wrong.", where="a.yaml", line=3),
        ScenarioError("wrong.", where=Argument("set", "a=1")),
    ],
)
def test_errors_can_be_sent_to_another_process(error):
    other = pickle.loads(pickle.dumps(error))
    assert (str(other), in_options(other)) == (str(error), in_options(error))


def test_every_error_that_a_call_documents_is_at_hand():
    for name in glasshouse.__all__:
        doc = getattr(glasshouse, name).__doc__ or ""
        for error in re.findall(r"``(\w+Error)``", doc):
            assert error in glasshouse.__all__, f"{name} documents {error}"
            assert issubclass(getattr(glasshouse, error), Exception)


# Only the main thread may ask for signals.
def test_calls_work_in_another_thread_and_in_a_loop(monkeypatch):
    monkeypatch.setattr(report_files, "rewrite_report", lambda folder: None)
    found: list[object] = []

    def in_thread() -> None:
        found.append(glasshouse.run("as-described", out="thread", **SMALL).digest)
        found.append(status(["run", "as-described", "--population", "300", "--days", "2", "--replicates", "1"]))

    async def in_loop() -> str | None:
        return glasshouse.run("as-described", out="loop", **SMALL).digest

    thread = threading.Thread(target=in_thread)
    thread.start()
    thread.join()
    # In a thread of its own: a browser that an earlier test left open has a loop in this one.
    with ThreadPoolExecutor(1) as other:
        assert found == [other.submit(asyncio.run, in_loop()).result(), 0]


@pytest.mark.slow
def test_calls_warn_of_nothing(tmp_path):
    script = """if __name__ == "__main__":
    import glasshouse
    sizes = dict(population=300, days=2, replicates=1)
    run = glasshouse.run("as-described", out="run", pdf=True, **sizes)
    worlds = glasshouse.compare("as-described", "human-review", out="worlds", attribute="internet", **sizes)
    glasshouse.headline(run), run.measures.collect(), glasshouse.write_report(run.path), glasshouse.resume(run.path)
    glasshouse.story(worlds.path, 3, under="ban"), glasshouse.assess(worlds.path), glasshouse.package(worlds.path)
    glasshouse.validate("oxford-circus-2020", draws=40), glasshouse.bench(population=300, days=2)
    print("whole")
"""
    Path("script.py").write_text(script, encoding="utf-8")
    done = subprocess.run([sys.executable, "-W", "error", "script.py"], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("whole\n", "")


def test_a_folder_of_its_own_says_out(tmp_path):
    with pytest.raises(BadInputError) as caught:
        new_folder(tmp_path, "any")
    assert str(caught.value).startswith(f"out='{tmp_path}': ")
    assert in_options(caught.value).startswith(f"--out {tmp_path}: ")


@pytest.mark.parametrize("asked", [{"out": 5}, {"set": 5}])
def test_what_is_no_path_and_no_change_is_refused(asked, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    ((name, value),) = asked.items()
    with pytest.raises(BadInputError, match=f"^{name}={value}: "):
        glasshouse.run("as-described", population=300, days=1, replicates=1, **asked)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("given", [None, 3, ["runs/1"]])
def test_what_is_no_path_of_a_folder_is_refused(given):
    opened = (glasshouse.open_run, glasshouse.open_comparison, glasshouse.open_study, glasshouse.write_report)
    for call in (*opened, glasshouse.resume, glasshouse.assess, glasshouse.package):
        with pytest.raises(BadInputError, match="must be the path of a folder"):
            call(given)
    with pytest.raises(BadInputError, match="must be the path of a folder"):
        glasshouse.story(given, 3)


@pytest.mark.parametrize("one", [str, Path])
def test_a_single_part_may_stand_alone(tmp_path, one):
    with pytest.raises(BadInputError, match="nowhere"):
        glasshouse.merge(one("nowhere/0"), out="out")
    for none in (None, [None]):
        with pytest.raises(BadInputError, match="must be the path of a folder"):
            glasshouse.merge(none, out="out")
    assert not (tmp_path / "out").exists()
