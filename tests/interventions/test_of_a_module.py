"""A safeguard of a module that a scenario names, and that no package installs, is found wherever safeguards are."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from glasshouse.cli.main import status
from glasshouse.comparison.resolve_arm import resolve
from glasshouse.comparison.shared_setting import Setting
from glasshouse.interventions import INTERVENTIONS, apply, known_to
from glasshouse.lab.orders import check_arms
from glasshouse.lab.story.story_query import elsewhere
from glasshouse.scenario import load
from small_plugin import plates_importable, plates_package

__all__ = ["plates_importable", "plates_package"]
NAME = "careful-readers"


@pytest.fixture
def scenario(plates_importable):
    assert NAME not in INTERVENTIONS
    return load("as-described", sets=f"plugins=[{plates_importable}]")


def test_it_is_known_to_the_scenario_in_the_order_of_the_day(scenario):
    names = list(known_to(scenario.mechanisms))
    assert names.index("match-threshold") < names.index(NAME) < names.index("appeal") < names.index("unwatched")
    assert [name for name in names if name != NAME] == list(known_to(load("as-described").mechanisms))


def test_it_is_laid_over_the_scenario_and_is_an_arm(scenario):
    assert apply(scenario, [NAME]).parameters["plates.misread"].value == 0.005
    setting = Setting(scenario=scenario, population=300, days=5, seed=1)
    arm = resolve([f"{NAME}+appeal"], setting)[0]
    assert arm.scenario.parameters["plates.misread"].value == 0.005
    assert arm.title == "Careful readers + appeal"


def test_the_lab_and_stories_take_it(scenario):
    check_arms([NAME], scenario.mechanisms)
    source: Any = SimpleNamespace(scenario=scenario, comparison=None)
    assert NAME in {each.word for each in elsewhere(source)}


def test_it_is_listed_and_explained(plates_importable, tmp_path, capsys):
    file = tmp_path / "mine.yaml"
    file.write_text(f"glasshouse: 1\nextends: as-described\nplugins: [{plates_importable}]\n", encoding="utf-8")
    assert status(["scenarios", str(file), "--safeguards"]) == 0
    assert NAME in capsys.readouterr().out
    assert status(["explain", NAME, "--scenario", str(file)]) == 0
    assert "plates.misread" in capsys.readouterr().out
    assert status(["scenarios", str(file)]) == 2
