"""A place with three groups of its own: its run, report, comparison, lives, and the check of its folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import glasshouse
from glasshouse.engine.person_index import PersonIndex
from glasshouse.runs.replay_sample import replay_sample
from glasshouse.runs.verify_run import verify
from glasshouse.scenario import load
from glasshouse.stories.someone import Neighbourhood
from small_places import installed, scenario_file

GROUPS = ("townspeople", "newcomers", "nuns")
SIZES: dict[str, Any] = {"population": 1500, "days": 9, "seed": 2, "replicates": 2}
#: Cameras see and name nearly everybody, so that there is enough to tell in nine days.
SETS = ("people.offences=0.2", "score.every=7", "score.points_offence=-400", "cameras.total=200000000")


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with pytest.MonkeyPatch.context() as patch:
        installed(patch)
        yield scenario_file(tmp_path_factory.mktemp("mine"), "three-peoples")


@pytest.fixture(scope="module")
def folder(file: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("runs") / "run"
    glasshouse.run(file, out=place, set=SETS, **SIZES)
    return place


def test_its_tables_name_the_groups_of_the_place(folder: Path) -> None:
    run = glasshouse.open_run(folder)
    for frame, everybody in ((run.daily, {"all"}), (run.events, set())):
        assert set(frame.select(pl.col("group").cast(pl.String).unique()).collect()["group"]) == {*GROUPS, *everybody}
    assert verify(run) == []
    said, faults = replay_sample(run)
    assert said
    assert faults == []


def test_its_report_and_headline_name_them_and_no_others(folder: Path) -> None:
    found = glasshouse.headline(glasshouse.open_run(folder))
    assert tuple(line.name for line in found.groups) == GROUPS
    assert "the townspeople who did the same" in found.by_group
    assert found.groups[0].cells[-1] == "reference"
    report = (folder / "report.html").read_text(encoding="utf-8")
    assert all(name in report for name in GROUPS)
    assert "majority men" not in report


def test_a_comparison_has_them_too(file: str, tmp_path: Path) -> None:
    compared = glasshouse.compare(file, ["error-free"], out=tmp_path / "compared", set=SETS, **SIZES)
    assert compared.groups == (*GROUPS, "all")
    people = [compared.count("error-free", "people", "baseline", group) or 0 for group in compared.groups]
    assert sum(people[:-1]) == people[-1] == SIZES["population"]
    report = (tmp_path / "compared" / "report.html").read_text(encoding="utf-8")
    assert "Newcomers" in report
    assert "Majority men" not in report


def test_a_life_says_of_which_group_somebody_is(folder: Path) -> None:
    told = {number: glasshouse.story(folder, number) for number in (0, 1400)}
    for each in told.values():
        assert f", one of the {each.here.history.person.group}, " in each.text
    assert {each.here.history.person.group for each in told.values()} <= set(GROUPS)


def test_whether_somebody_is_a_woman_follows_from_the_group(file: str) -> None:
    scenario = load(file)
    hood = Neighbourhood(PersonIndex.of(scenario, 400, seed=1), scenario.place)
    people = [hood.someone(number) for number in range(400)]
    women = {group: [each.woman for each in people if each.group == group] for group in GROUPS}
    assert all(women["nuns"])
    assert 0.3 < sum(women["townspeople"]) / len(women["townspeople"]) < 0.7
