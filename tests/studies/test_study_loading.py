"""A study file: what it may hold, and one line on what is wrong with it."""

from __future__ import annotations

import re

import pytest

from glasshouse.errors import BadInputError
from glasshouse.measures import HARMS
from glasshouse.scenario import Scenario
from glasshouse.scenario.scenario_error import ScenarioError
from glasshouse.studies import aims
from glasshouse.studies.study_loading import load_study, study_names
from grammar import facts
from studies.small import HEAD, THREE, study, written

WRONG = {
    "method: tornad": (8, "'tornad' … 'tornado'?"),
    "method: morris\ncolour: red": (9, "unknown key 'colour'"),
    "method: morris\noutputs: [wrongfull]": (9, "'wrongfull' … 'wrongful'?"),
    "method: morris\nparameters: [camera]": (9, "'camera' … 'cameras'?"),
    "method: morris\nparameters:\n  - {name: cameras, rang: [1, 2]}": (10, "'rang' … 'range'?"),
    "method: morris\nparameters:\n  - {name: cameras.total, range: [2, 1]}": (10, "range … lower … higher"),
    "method: morris\nparameters:\n  - {name: score.maximum, range: [1.5, 2]}": (10, "whole numbers"),
    "method: morris\nparameters:\n  - {name: redress.notice, range: [0, 2]}": (10, "between 0 and 1"),
    "method: morris\narm: human-reviw": (9, "'human-reviw' … 'human-review'?"),
    "method: morris\noutputs:\n  - {measure: wrongful, of: ratio}": (10, "has no arm"),
    "method: sobol\npoints: 20": (9, "needs at least"),
    "method: tornado\npoints: 20": (9, "leave 'points' out"),
    "method: prim": (8, "needs a 'conclusion'"),
    "method: calibrate": (8, "either 'targets'"),
    "method: sobol\nobjective: {less-of: wrongful}": (9, "'calibrate'"),
    "method: calibrate\ntargets:\n  - {measure: sanctioned, value: 1, tolerance: 1, source: spc}": (10, "source"),
    "method: calibrate\nobjective: {less-of: wrongful}\nparameters: [cameras]": (10, "of a safeguard"),
}


@pytest.mark.parametrize("text", WRONG)
def test_what_is_wrong_is_one_line_with_its_place(tmp_path, text):
    line, words = WRONG[text]
    with pytest.raises(ScenarioError) as caught:
        study(tmp_path, text + "\n")
    assert caught.value.where == "small.yaml"
    assert caught.value.line == line
    assert re.search(facts(words), str(caught.value))


def test_a_faulty_scenario_is_told_by_its_own_line(tmp_path):
    with pytest.raises(ScenarioError, match=r"small\.yaml, line 4: unknown scenario"):
        load_study(written(tmp_path, "method: tornado\n", HEAD.replace("as-described", "as-describd")))
    with pytest.raises(ScenarioError, match=r"small\.yaml, line 5: .*camras"):
        load_study(written(tmp_path, "method: tornado\n", HEAD.replace("start=2020-01-01", "camras.total=3")))


@pytest.mark.parametrize("name", HARMS)
def test_only_harms_with_a_star_may_be_aimed_at(name):
    assert (aims.refusal(name) is None) == HARMS[name].objective


SOUGHT = "method: calibrate\nobjective: {{less-of: {}}}\n"
CONCLUDED = "method: prim\nconclusion: {{measure: {}, at-most: 1, says: x}}\n"
REFUSED = ("misses", "chilled", "fear", "trust", "observed", "yield", "sanctioned")


@pytest.mark.parametrize(
    ("measure", "text"), [*((measure, CONCLUDED) for measure in REFUSED), ("misses", SOUGHT), ("fear", SOUGHT)]
)
def test_what_may_not_be_aimed_at_is_refused_with_a_reason(tmp_path, measure, text):
    with pytest.raises(ScenarioError, match=facts(f"'{measure}' … never aimed at: … less of: wrongful")):
        study(tmp_path, text.format(measure))


def test_no_conclusion_says_that_a_harm_is_large(tmp_path):
    with pytest.raises(ScenarioError, match="unknown key 'at-least'"):
        study(tmp_path, "method: prim\nconclusion: {measure: wrongful, at-least: 1, says: x}\n")


def test_parameters_by_name_part_and_pattern(tmp_path):
    keys = [one.key for one in study(tmp_path, 'method: tornado\nparameters: ["people.d*", cameras]\n').moved]
    assert keys[0].startswith("people.d")
    assert "cameras.total" in keys
    everything = study(tmp_path, "method: tornado\n")
    assert len(everything.moved) > 100
    assert all(one.given.ranged for one in everything.moved)


@pytest.mark.parametrize("rows", ["[OWN, redress, '*']", "[redress, '*', OWN]"])
def test_a_range_of_the_studys_own_stays_whatever_else_names_it(tmp_path, rows):
    own = "{name: redress.notice, range: [0.3, 0.9]}"
    found = study(tmp_path, f"method: tornado\nparameters: {rows.replace('OWN', own)}\n")
    notice = next(one for one in found.moved if one.key == "redress.notice")
    assert (notice.own, notice.given.low, notice.given.high) == (True, 0.3, 0.9)


def test_a_study_in_which_nothing_moves_is_refused(tmp_path, monkeypatch):
    with pytest.raises(ScenarioError, match=facts("small.yaml, line 9: nothing moves … 'parameters'")):
        study(tmp_path, "method: tornado\nparameters: []\n")
    monkeypatch.setattr(Scenario, "all_given", lambda self: {})
    with pytest.raises(ScenarioError, match=facts("line 4: nothing moves … 'as-described'")):
        study(tmp_path, "method: tornado\n")


@pytest.mark.parametrize("arm", ["less.yaml", "human-review+less.yaml", "less.yaml@4"])
def test_a_file_as_arm_is_looked_for_beside_the_study(tmp_path, monkeypatch, arm):
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    text = "glasshouse: 1\nredress:\n  notice: {value: 0.9, unit: share, assumed: x}\n"
    (tmp_path / "less.yaml").write_text(text, encoding="utf-8")
    found = study(tmp_path, f"method: tornado\n{THREE}arm: {arm}\n").arm
    assert found is not None
    assert found.scenario.parameters["redress.notice"].value == 0.9
    assert str(tmp_path) not in f"{found.text} {found.title} {found.name} {found.sentence}"
    assert (found.past is not None) == ("@" in arm)


def test_shipped_studies_load_and_have_a_sentence_in_the_documentation():
    assert set(study_names()) == {"what-drives-wrongful", "review-halves-wrongful", "what-the-list-tells"}
    for name in study_names():
        found = load_study(name)
        assert found.name == name
        assert found.size.population in (20_000, 50_000)
    with pytest.raises(ScenarioError, match="Did you mean 'what-drives-wrongful'"):
        load_study("what-drives-wrong")


def test_the_hash_is_of_all_that_points_depend_on(tmp_path):
    first = study(tmp_path, f"method: morris\n{THREE}")
    assert study(tmp_path, f"method: morris\n{THREE}").hash == first.hash
    assert load_study(tmp_path / "small.yaml", points=80).hash != first.hash
    assert study(tmp_path, f"method: morris\n{THREE}arm: appeal\n").hash != first.hash


def test_a_method_without_its_package_says_what_to_install(monkeypatch):
    from glasshouse.studies import study_design

    monkeypatch.setattr(study_design, "find_spec", lambda name: None)
    with pytest.raises(BadInputError, match=r"pip install '\.\[study\]'"):
        study_design.check_packages("sobol")
