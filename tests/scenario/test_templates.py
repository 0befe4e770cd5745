"""Each template is a file that runs as it stands, says that it is hypothetical, and has no figure of another place."""

from __future__ import annotations

from pathlib import Path

import pytest

from glasshouse import Simulation
from glasshouse.cli.main import status
from glasshouse.scenario import ScenarioError, list_places, load, new_file
from glasshouse.scenario.presets import template_names
from glasshouse.scenario.scenario_loading import load_document


@pytest.mark.parametrize("name", template_names())
def test_it_runs_as_it_stands(tmp_path: Path, name: str):
    made = load(new_file(tmp_path / "mine.yaml", name))
    assert (made.name, made.label) == ("mine", "hypothetical")
    assert made.leaves_out
    assert made.place.name not in list_places()
    daily = Simulation(made, population=40_000, days=15, threads=1).run().daily()
    counted = dict(daily.group_by("measure").sum().select("measure", "value").iter_rows())
    wrong = "entries_false" if name == "welfare-office" else "alert_false"
    assert counted[wrong] > 0


@pytest.mark.parametrize("name", template_names())
def test_a_run_of_it_can_be_opened(tmp_path: Path, name: str):
    made = load(new_file(tmp_path / "mine.yaml", name))
    assert load_document(made.document).hash == made.hash


@pytest.mark.parametrize("name", sorted({*template_names()} - {"welfare-office"}))
def test_its_own_numbers_are_assumed_with_ranges(tmp_path: Path, name: str):
    made = load(new_file(tmp_path / "mine.yaml", name))
    for key in ("face_recognition.false_match_rate", "cameras.face_recognition_share", "people.trips"):
        given = made.parameters[key]
        assert given.assumed
        assert given.low < given.value < given.high


def test_a_misspelt_template_names_the_nearest(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert status(["new", str(tmp_path / "x.yaml"), "--from", "statoin"]) == 2
    assert "'station'" in capsys.readouterr().err
    with pytest.raises(ScenarioError):
        new_file(tmp_path / "x.yaml", "stadion-of-none")
