"""What a call in memory cannot be given: one sentence that names the argument, before anything is simulated."""

from __future__ import annotations

import numpy as np
import pytest

import glasshouse
from glasshouse import BadInputError, ScenarioError, Simulation


@pytest.mark.parametrize(
    ("given", "error", "said"),
    [
        ({"overrides": {"internet.fals_flag": 0}}, ScenarioError, r"overrides=.*'internet\.false_flag'"),
        ({"overrides": {"internet.false_flag": 7}}, ScenarioError, r"overrides=.*above"),
        ({"overrides": {"internet.false_flag": object()}}, ScenarioError, "overrides=.*no number"),
        ({"overrides": ["internet.false_flag=0"]}, BadInputError, "overrides="),
        ({"interventions": "apeal"}, ScenarioError, "'apeal'.*'appeal'"),
        ({"interventions": ["apeal"]}, ScenarioError, "'apeal'.*'appeal'"),
        ({"mechanisms": ["cameras"]}, BadInputError, "mechanisms='cameras'"),
        ({"mechanisms": 5}, BadInputError, "mechanisms=5"),
        ({"drawn": {"internet.fals_flag": 0}}, BadInputError, r"drawn.*'internet\.false_flag'"),
        ({"drawn": {"internet.false_flag": "x"}}, BadInputError, "drawn=.*number"),
        ({"drawn": {"internet.false_flag": float("nan")}}, BadInputError, "drawn=.*number"),
    ],
)
def test_a_simulation_says_what_it_cannot_take(given, error, said):
    with pytest.raises(error, match=said) as caught:
        Simulation("as-described", population=100, days=3, **given)
    assert "\n" not in str(caught.value)


def test_one_may_stand_alone_and_numbers_may_be_numpy_s():
    alone = Simulation("as-described", population=100, days=3, interventions="appeal")
    assert alone.scenario == Simulation("as-described", population=100, days=3, interventions=["appeal"]).scenario
    numpy = Simulation("as-described", overrides={"internet.false_flag": np.float64(0.5), "cameras.enabled": np.False_})
    assert numpy.scenario.parameters["internet.false_flag"].value == 0.5
    assert not numpy.scenario.settings(0).on("cameras")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"arms": "apeal"}, "'apeal'.*'appeal'"),
        ({"arms": ["appeal"], "outcomes": ["feer"]}, "outcomes='feer'.*'fear'"),
        ({"arms": ["appeal"], "outcomes": "feer"}, "outcomes='feer'.*'fear'"),
        ({"arms": ["appeal@2"]}, "share a past"),
    ],
)
def test_a_counterfactual_says_what_it_cannot_take(given, said):
    with pytest.raises(BadInputError, match=said):
        glasshouse.counterfactual("as-described", population=100, days=3, **given)


def test_a_view_names_the_nearest_and_a_step_takes_whole_days():
    simulation = Simulation("as-described", population=100, days=3, threads=1)
    with pytest.raises(BadInputError, match="days='two'"):
        simulation.step("two")  # type: ignore[arg-type]
    view = simulation.step()
    with pytest.raises(BadInputError, match=r"'trip'.*'trips'"):
        view.count("trip")
    with pytest.raises(BadInputError, match=r"'minorty men'.*'minority men'"):
        view.count("trips", group="minorty men")


def test_saving_names_its_own_argument(tmp_path):
    results = Simulation("as-described", population=100, days=1, threads=1).run()
    with pytest.raises(BadInputError, match=r"^folder="):
        results.save(tmp_path)
