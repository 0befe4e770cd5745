"""Parameters that an epoch takes from the one before are those that it would have worked out itself."""

from __future__ import annotations

import numpy as np
import pytest

from glasshouse.engine import params
from glasshouse.engine.params import CompiledParams, compile_params
from glasshouse.engine.params_memory import ParamsMemory, noting
from glasshouse.scenario import load
from glasshouse.scenario.scenario import Scenario

POPULATION, DAYS = 20_000, 400
SCENARIOS = (
    ["as-described"],
    ["as-documented"],
    ["hong-kong-2020"],
    ["as-described", "ban.date=2020-01-05"],
    ["as-described", "participation.mandatory_from=2020-03-02", "redress.review_share=0.5"],
    ["informant-society", "cameras.enabled=false"],
)


def scenario_of(given: list[str]) -> Scenario:
    return load(given[0], sets=given[1:])


def same(a: CompiledParams, b: CompiledParams) -> bool:
    return a.params.tobytes() == b.params.tobytes() and a.districts.tobytes() == b.districts.tobytes()


@pytest.mark.parametrize("given", SCENARIOS, ids=" ".join)
def test_every_epoch_has_the_numbers_that_it_would_have_alone(given: list[str]) -> None:
    scenario, memory = scenario_of(given), ParamsMemory()
    for day in scenario.epochs(DAYS):
        remembered = compile_params(scenario, day, POPULATION, memory=memory)
        assert same(remembered, compile_params(scenario, day, POPULATION)), f"day {day}"


@pytest.mark.parametrize("all_found", [False, True])
def test_other_scenarios_sizes_and_draws_in_between_leave_nothing_behind(all_found: bool) -> None:
    memory = ParamsMemory(all_found=all_found)
    for turn in range(2):
        for given in SCENARIOS:
            scenario = scenario_of(given)
            for population, drawn in ((1_000, None), (1_000, scenario.draw(turn, 1)), (2_000, None)):
                found = compile_params(scenario, 31, population, drawn, memory=memory)
                assert same(found, compile_params(scenario, 31, population, drawn))


def test_a_fit_changes_nothing_that_is_remembered() -> None:
    scenario, memory = load("as-described", sets=["learned_score.enabled=true"]), ParamsMemory()
    learned = np.full((len(scenario.place.districts), 60), 7, np.int64)
    compile_params(scenario, 0, POPULATION, learned=learned, memory=memory)
    assert same(compile_params(scenario, 31, POPULATION, memory=memory), compile_params(scenario, 31, POPULATION))


def test_most_of_a_month_is_taken_from_the_one_before(monkeypatch: pytest.MonkeyPatch) -> None:
    scenario, memory, asked = load("as-described"), ParamsMemory(), list[str]()
    usual = params._worked_out
    monkeypatch.setattr(params, "_worked_out", lambda each, *rest: asked.append(each.name) or usual(each, *rest))
    compile_params(scenario, 0, POPULATION, memory=memory)
    first = len(asked)
    compile_params(scenario, 31, POPULATION, memory=memory)
    assert 0 < len(asked) - first < first / 4


def test_what_was_worked_out_at_any_time_is_known_again(monkeypatch: pytest.MonkeyPatch) -> None:
    memory, asked = ParamsMemory(all_found=True), list[str]()
    usual = params._worked_out
    monkeypatch.setattr(params, "_worked_out", lambda each, *rest: asked.append(each.name) or usual(each, *rest))
    for given in ([], ["redress.review_share=0.5"], ["people.trips=3"], ["redress.review_share=0.5"], []):
        compile_params(scenario_of(["as-described", *given]), 0, POPULATION, memory=memory)
        asked.append("")
    assert asked[-3:] == [""] * 3


def test_whoever_looks_into_all_fields_has_read_them_all() -> None:
    noted = noting(load("as-described").settings(0))
    assert noted.on("cameras")
    assert noted.read == {("switches", "cameras.enabled")}
    assert vars(noted)["progress"]["cameras.forecast_date"] == 0
    assert ("progress", None) in noted.read
