"""A run folder that was made before everything got the names of the field still reads, to the last byte.

It holds 300 people and 8 days, without its report, which ``write_report`` makes anew.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import glasshouse
from glasshouse.results.replay import replay_sample
from glasshouse.results.verify import verify

KEPT = Path(__file__).parent / "data" / "before-the-names"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("older") / "run"
    shutil.copytree(KEPT, place)
    glasshouse.write_report(place)
    return place


def test_it_is_whole_and_its_days_are_the_same_today(folder):
    run = glasshouse.open_run(folder)
    assert verify(run) == []
    assert replay_sample(run)[1] == []


def test_its_headline_and_its_report_are_written(folder):
    found = glasshouse.headline(glasshouse.open_run(folder))
    assert found.label == "hypothetical"
    assert found.title in (folder / "report.html").read_text(encoding="utf-8")


def test_a_person_s_story_is_that_of_the_run(folder):
    assert glasshouse.story(folder, 7).here.digest == glasshouse.open_run(folder).digest


def test_a_comparison_takes_its_past_from_it(folder, tmp_path):
    sizes = {"population": 300, "days": 8, "seed": 3, "replicates": 1}
    mine = tmp_path / "mine.yaml"
    mine.write_text(f"glasshouse: 1\nfrom: {folder}@4\ncameras:\n  enabled: false\n", encoding="utf-8")
    found = glasshouse.compare("as-described", [mine], out=tmp_path / "compared", **sizes)
    arm = next(arm for arm in found.manifest["arms"] if arm["name"] == "mine")
    assert arm["past"]["scenario_hash"] == glasshouse.open_run(folder).manifest["scenario_hash"]
