"""What a call in memory cannot be given: one sentence that names the argument, before anything is simulated."""

from __future__ import annotations

from datetime import date, datetime

import numpy as np
import polars as pl
import pytest

import glasshouse
from glasshouse import BadInputError, ScenarioError, Simulation, StoppedError, authoring
from glasshouse.scenario import load
from glasshouse.simulation.asked_values import drawn_values, overridden


@pytest.mark.parametrize(
    ("given", "error", "said"),
    [
        ({"overrides": {"internet.fals_flag": 0}}, ScenarioError, r"overrides=.*'internet\.false_flag'"),
        ({"overrides": {"internet.false_flag": 7}}, ScenarioError, r"overrides=.*above"),
        ({"overrides": {"internet.false_flag": object()}}, ScenarioError, "overrides=.*no number"),
        ({"overrides": {"place": ""}}, ScenarioError, "overrides=.*empty"),
        ({"overrides": ["internet.false_flag=0"]}, BadInputError, "overrides="),
        ({"interventions": "apeal"}, ScenarioError, "'apeal'.*'appeal'"),
        ({"interventions": ["apeal"]}, ScenarioError, "'apeal'.*'appeal'"),
        ({"mechanisms": ["cameras"]}, BadInputError, "mechanisms='cameras'"),
        ({"mechanisms": 5}, BadInputError, "mechanisms=5"),
        ({"drawn": {"internet.fals_flag": 0}}, BadInputError, r"drawn.*'internet\.false_flag'"),
        ({"drawn": {"internet.false_flag": "x"}}, BadInputError, "drawn=.*number"),
        ({"drawn": {"internet.false_flag": float("nan")}}, BadInputError, "drawn=.*number"),
        ({"drawn": {"internet.false_flag": 9}}, BadInputError, "drawn=.*above the highest value 1"),
        ({"drawn": {"internet.false_flag": -1}}, BadInputError, "drawn=.*below the lowest value 0"),
        ({"drawn": ["internet.false_flag"]}, BadInputError, "drawn=.*by key"),
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
    ("value", "text"),
    [
        ({"place": "london"}, "place=london"),
        ({"start": "2020-01-01"}, "start=2020-01-01"),
        ({"start": date(2020, 1, 1)}, "start=2020-01-01"),
        ({"start": np.datetime64("2020-01-01")}, "start=2020-01-01"),
        ({"restrictions.tier_gates.B": ["hotel", "flight"]}, "restrictions.tier_gates.B=[hotel, flight]"),
        ({"restrictions.tier_gates.C": []}, "restrictions.tier_gates.C=[]"),
        ({"cameras.enabled": False}, "cameras.enabled=false"),
        ({"participation.mandatory_from": None}, "participation.mandatory_from=null"),
    ],
)
def test_an_override_is_what_the_same_text_is(value, text):
    made = Simulation("as-described", population=100, days=3, overrides=value).scenario
    same = glasshouse.load_scenario("as-described", [text])
    assert (made.hash, made.origin) == (same.hash, same.origin)


def test_an_override_of_the_place_may_be_a_file_whose_faults_are_told_with_their_line(tmp_path):
    good, bad = tmp_path / "my-city.yaml", tmp_path / "bad.yaml"
    rest = "population: 5000\nminority: 0.1\nchildren: 0.1\nolder: 0.1\ninternet: 0.8\n"
    good.write_text(f"title: My city\nassumed: invented\n{rest}", encoding="utf-8")
    bad.write_text(f"title: My city\nassumed: invented\n{rest.replace('lation', 'latoin')}", encoding="utf-8")
    for file in (str(good), good):
        assert Simulation("as-described", overrides={"place": file}).scenario.place.title == "My city"
    with pytest.raises(ScenarioError, match=r"^bad\.yaml, line 3: .*'population'"):
        Simulation("as-described", overrides={"place": str(bad)})


def test_an_override_that_is_no_day_or_names_no_place_is_refused():
    with pytest.raises(ScenarioError, match=r"overrides=.*'londn'.*'london'"):
        Simulation("as-described", overrides={"place": "londn"})
    with pytest.raises(ScenarioError, match=r"overrides=.*start"):
        Simulation("as-described", overrides={"start": datetime(2020, 1, 1, 12)})


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"arms": "apeal"}, "'apeal'.*'appeal'"),
        ({"arms": ["appeal"], "outcomes": ["feer"]}, "outcomes='feer'.*'fear'"),
        ({"arms": ["appeal"], "outcomes": "feer"}, "outcomes='feer'.*'fear'"),
        ({"arms": ["appeal@2"]}, "share a past"),
        ({"arms": []}, r"^arms=\[\]: .*at least one"),
        ({"arms": 5}, "^arms=5: .*at least one"),
        ({"arms": None}, "^arms: .*at least one"),
        ({"arms": ["appeal"], "outcomes": []}, r"^outcomes=\[\]: .*at least one"),
        ({"arms": ["start=2020-01-01"]}, r"Use overrides=\{'start': '…'\}"),
        ({"arms": ["as-documented"], "overrides": {"start": "2020-01-01"}}, r"Try overrides=\{'start': '2019-07-01'\}"),
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


def test_results_take_switches_and_periods_alone(tmp_path):
    results = Simulation("as-described", population=100, days=1, threads=1).run()
    for call in (results.people, results.panel):
        with pytest.raises(BadInputError, match=r"^strings='yes': .*True or False"):
            call(strings="yes")
    with pytest.raises(BadInputError, match=r"^every='mont': .*'month'\?"):
        results.panel("mont")
    with pytest.raises(BadInputError, match=r"^every="):
        results.panel(["month"])
    with pytest.raises(BadInputError, match=r"^report=1: "):
        results.save(tmp_path / "new", report=1)
    assert not (tmp_path / "new").exists()


def test_a_table_is_written_as_a_new_file_alone(tmp_path):
    results = Simulation("as-described", population=100, days=1, threads=1).run()
    file = results.write(results.people(), tmp_path / "people.parquet")
    assert pl.read_parquet(file).equals(results.people())
    with pytest.raises(BadInputError, match=r"^file=.*exists already"):
        results.write(results.people(), file)
    with pytest.raises(BadInputError, match=r"^table: "):
        results.write(results.people().to_dict(), tmp_path / "other.parquet")
    with pytest.raises(BadInputError, match=r"^file=5"):
        results.write(results.people(), 5)
    with pytest.raises(StoppedError, match="cannot be written"):
        results.write(results.people(), tmp_path / "nowhere" / "people.parquet")
    assert [each.name for each in tmp_path.iterdir()] == ["people.parquet"]


def test_saving_names_its_own_argument(tmp_path):
    results = Simulation("as-described", population=100, days=1, threads=1).run()
    with pytest.raises(BadInputError, match=r"^folder="):
        results.save(tmp_path)


@pytest.mark.parametrize("scenario", [5, None, b"as-described", ["as-described"]])
def test_what_is_no_scenario_is_refused_by_the_name_of_the_argument(scenario):
    for call in (Simulation, glasshouse.run, glasshouse.compare, glasshouse.bench):
        with pytest.raises(BadInputError, match=r"^scenario(=.*)?: it must be a preset's name"):
            call(scenario)
    with pytest.raises(BadInputError, match=r"^name_or_path(=.*)?: it must be a preset's name"):
        glasshouse.load_scenario(scenario)


def test_a_safeguard_s_number_needs_its_reason():
    words = {"name": "own", "title": "own", "sentence": "One.", "fails": "Never.", "stage": "attribute"}
    with pytest.raises(BadInputError, match=r"numbers=.*'internet\.false_flag'.*fixed\(0\.0, assumed="):
        glasshouse.Intervention(**words, numbers={"internet.false_flag": 0.0})
    own = glasshouse.Intervention(**words, numbers={"internet.false_flag": authoring.fixed(0.0, assumed="a trial")})
    made = Simulation("as-described", population=100, days=3, interventions=own).scenario
    assert made.parameters["internet.false_flag"].value == 0


def test_overrides_are_laid_over_at_once_whatever_their_order():
    given = {"cameras.total": 1000, "place": "hong-kong", "population": 9000}
    for keys in (tuple(given), tuple(reversed(given))):
        found = overridden(load("as-described"), {key: given[key] for key in keys})
        assert found.parameters["cameras.total"].value == 1000
        assert found.population == 9000


@pytest.mark.parametrize("asked", [5, [5]])
def test_what_is_no_safeguard_and_no_scenario_is_told_by_its_argument(asked):
    with pytest.raises(BadInputError, match=r"^interventions=.*5.*: it must be a safeguard's name"):
        Simulation("as-described", interventions=asked)
    with pytest.raises(BadInputError, match=r"^scenario=.*5.*: it must be a preset's name"):
        glasshouse.claims(asked)


def test_the_override_is_blamed_whose_fault_it_is():
    lower = {"score.maximum": 400, "score.start": 300}  # the first alone would be below the preset's start
    with pytest.raises(ScenarioError, match=r"^overrides=\{'cameras\.totl': 3\}: unknown key 'cameras\.totl'"):
        overridden(load("as-described"), {**lower, "cameras.totl": 3})
    with pytest.raises(ScenarioError, match=r"^overrides=\{'score\.maximum': 300, 'score\.start': 400\}: "):
        overridden(load("as-described"), {"score.maximum": 300, "score.start": 400})


def test_without_overrides_the_scenario_is_the_loaded_object():
    scenario = load("as-described")
    assert overridden(scenario, {}) is scenario


def test_a_drawn_value_of_what_is_counted_is_whole():
    with pytest.raises(BadInputError, match="whole number"):
        drawn_values({"registries.stale_weeks": 13.5}, load("as-described"))
