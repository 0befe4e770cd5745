"""What plug-ins bring is compiled before there is a folder, and refused in one sentence where that fails."""

from __future__ import annotations

import sys
from dataclasses import replace
from types import ModuleType

import pytest

from glasshouse import runner
from glasshouse.arguments import in_options
from glasshouse.cluster import carry_out_spread
from glasshouse.cluster.placement import Placement
from glasshouse.comparison.comparison_plan import plan_comparison
from glasshouse.engine import compile_ahead
from glasshouse.engine.assembly import RuleError
from glasshouse.errors import BadInputError
from glasshouse.mechanism import Mechanism
from glasshouse.mechanism_set import SHIPPED, MechanismSet
from glasshouse.runs.run_plan import fault_of_plugin
from glasshouse.scenario import ScenarioError, load, with_mechanisms, with_sets
from glasshouse.studies.study_loading import load_study

STUDY = """glasshouse-study: 1
name: small
title: A small study
scenario: as-described
population: 300
days: 8
method: tornado
parameters: [people.trips]
outputs: [wrongful]
"""


def cannot(mechanisms: MechanismSet) -> float:
    raise KeyError('__str__ in\nFile "rules/own_meters.py", line 7')


@pytest.fixture
def own(monkeypatch: pytest.MonkeyPatch) -> Mechanism:
    monkeypatch.setitem(sys.modules, "own_meters", ModuleType("own_meters"))
    monkeypatch.setattr(compile_ahead, "warm_up", cannot)
    return Mechanism(module="own_meters", section="meters", switched=True)


def test_the_plugin_the_place_and_the_reason_are_named(own):
    with pytest.raises(RuleError, match=r"^own_meters: .*own_meters\.py, line 7.*KeyError: .*__str__"):
        compile_ahead.compile_own([SHIPPED.with_([own])])


@pytest.mark.parametrize("change", [lambda plated: plated, lambda plated: with_sets(plated, ["days=9"])])
def test_the_line_of_the_scenario_that_names_the_plugin_is_told(own, plated, change):
    with pytest.raises(ScenarioError, match="number_plates") as raised:
        runner._compiled([load("as-described"), change(plated)])
    assert (raised.value.where, raised.value.line) == ("mine.yaml", 3)


def test_the_setting_that_names_the_plugin_is_told(plated):
    fault = fault_of_plugin(load("as-described", sets=["plugins=number_plates"]), RuleError("number_plates: it"))
    assert in_options(fault).startswith("--set plugins=number_plates: ")


def test_a_plugin_that_no_file_names_has_no_line(own):
    scenario = with_mechanisms(load("london-lfr"), [own])
    assert type(fault_of_plugin(scenario, RuleError("own_meters: its rule observe returns"))) is BadInputError


def test_of_several_plugins_the_faulty_one_is_told(plated, monkeypatch):
    monkeypatch.setitem(plated.plugins_at, "own_meters", ("other.yaml", 7))
    for text, line in {"own_meters: it": 7, "own_meters.rules: it": 7, "number_plates, own_meters: it": 3}.items():
        assert fault_of_plugin(plated, RuleError(text)).line == line
    assert not hasattr(fault_of_plugin(plated, RuleError("own_meters_2: it")), "line")


def test_what_ships_is_left_until_it_is_needed(own):
    compile_ahead.compile_own([SHIPPED])


@pytest.fixture
def nobody_joins(monkeypatch: pytest.MonkeyPatch) -> None:
    def joined(*placement: object) -> None:
        raise AssertionError("workers were asked for")

    for module in (runner, carry_out_spread):
        monkeypatch.setattr(module, "joined", joined)


@pytest.mark.usefixtures("nobody_joins")
def test_no_folder_is_left_and_no_workers_are_started(own, tmp_path):
    scenario = with_mechanisms(load("london-lfr"), [own])
    sizes = {"population": 500, "days": 2, "draws": 0, "replicates": 2}
    plan, compared = runner.planned(scenario, None, **sizes), plan_comparison(scenario, ["human-review"], **sizes)
    (tmp_path / "small.yaml").write_text(STUDY, encoding="utf-8")
    study = replace(load_study(tmp_path / "small.yaml"), scenario=scenario)
    for placement in (None, Placement(workers=2), Placement(scheduler="tcp://10.0.0.1:8786")):
        for carry_out, asked in (
            (runner.carry_out, plan),
            (runner.carry_out_comparison, compared),
            (runner.carry_out_study, study),
        ):
            with pytest.raises(BadInputError, match="own_meters"):
                carry_out(asked, tmp_path / "out", placement=placement)
    assert [each.name for each in tmp_path.iterdir()] == ["small.yaml"]
