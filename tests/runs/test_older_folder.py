"""A run folder that was made before everything got the names of the field, and by an older model, still reads.

It holds 300 people and 8 days, without its report, which ``write_report`` makes anew. Its scenario gives numbers that
the model has no more, so that it cannot be simulated again, and says so.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import glasshouse
from glasshouse.errors import BadInputError
from glasshouse.runs.replay_sample import replay_sample
from glasshouse.runs.verify_run import verify
from glasshouse.scenario import ScenarioError

KEPT = Path(__file__).parent / "data" / "before-the-names"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("older") / "run"
    shutil.copytree(KEPT, place)
    glasshouse.write_report(place)
    return place


def test_it_is_whole_but_cannot_be_simulated_again(folder):
    run = glasshouse.open_run(folder)
    (said,) = verify(run)
    assert "response.fear_start" in said
    assert replay_sample(run) == ("", [])


def test_its_headline_and_its_report_are_written(folder):
    found = glasshouse.headline(glasshouse.open_run(folder))
    assert found.label == "hypothetical"
    assert found.title in (folder / "report.html").read_text(encoding="utf-8")


def test_no_story_is_told_of_it(folder):
    with pytest.raises(BadInputError, match="another version"):
        glasshouse.story(folder, 7)


def test_no_comparison_takes_its_past_from_it(folder, tmp_path):
    mine = tmp_path / "mine.yaml"
    mine.write_text(f"glasshouse: 1\nfrom: {folder}@4\ncameras:\n  enabled: false\n", encoding="utf-8")
    with pytest.raises(ScenarioError, match=r"response\.fear_start"):
        glasshouse.compare(
            "as-described", [mine], out=tmp_path / "compared", population=300, days=8, seed=3, replicates=1
        )
