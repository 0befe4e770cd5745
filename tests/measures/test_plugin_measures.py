"""A measure of somebody's own stands beside the shipped ones, and none but a harm may be aimed at."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from glasshouse.comparison.paired_arms import arm_outcome, differences
from glasshouse.measure import Measure, share
from glasshouse.measures import HARMS, definitions, harm_table, measures_of, measures_table
from glasshouse.measures.cells import Cells
from glasshouse.measures.measures_page import definitions_text
from glasshouse.mechanism_set import SHIPPED
from glasshouse.plugins import Plugin
from glasshouse.runs.run_plan import plan
from glasshouse.scenario.scenario_error import ScenarioError
from glasshouse.studies import aims
from glasshouse.studies.study_loading import load_study
from glasshouse.studies.study_parts import Output

from . import five

OWN = ("plates_misread", "plates_a_trip")


@pytest.fixture
def world(monkeypatch):
    """Five people's replicate that counted plates as well: 8 in the whole country, 2 of them misread."""
    found = five.here()
    counted = {"plates_read": 8.0, "plates_misread": 2.0}
    shipped = Cells.measure

    def measure(self, name):
        if name not in counted:
            return shipped(self, name)
        return np.full_like(self.nowhere(), 0.0) + counted[name]

    monkeypatch.setattr(Cells, "measure", measure)
    daily = np.pad(found.daily, [(0, 0)] * 3 + [(0, len(counted))])
    more = {"daily": daily, "sums": daily.sum(axis=0), "measures": (*found.measures, *counted)}
    return SimpleNamespace(**{**vars(found), **more})


def test_they_are_measures_of_a_scenario_with_the_mechanism_and_of_no_other(plated):
    assert [name for name in measures_of(plated.mechanisms) if name not in measures_of(SHIPPED)] == list(OWN)
    assert measures_of(plated.mechanisms)["plates_misread"].section == "Plate readers"
    assert measures_of(plated.mechanisms)["plates_misread"].unit == "of 100 plates"
    assert set(measures_of(SHIPPED)) >= set(HARMS)


def test_a_count_of_people_taken_for_others_is_one_of_all_such_times(plated):
    shipped = HARMS["misidentifications"].counts
    assert len(shipped) == 5
    assert measures_of(plated.mechanisms)["misidentifications"].counts == (*shipped, "plates_misread")
    assert measures_of(SHIPPED)["misidentifications"].counts == shipped


def test_why_nobody_may_aim_at_one_is_said_in_its_own_words(plated):
    assert "better reading" in str(aims.refusal("plates_misread", plated.mechanisms))
    assert "better reading" in str(aims.unfit("plates_misread", "baseline", plated.mechanisms))
    assert "secrecy" in str(aims.refusal("chilled", plated.mechanisms))


def test_they_are_worked_out_from_counts(plated, world):
    table = harm_table(world, days=five.DAYS, mechanisms=plated.mechanisms)
    assert table.rate("plates_misread")[-1, -1] == 25
    assert table.rate("plates_a_trip")[-1, -1] == 1  # of 5 people, two each
    assert set(harm_table(world, days=five.DAYS).value).isdisjoint(OWN)


def test_they_stand_in_the_tables_of_a_run_and_of_a_comparison(plated, world):
    rows = measures_table(0, world, ("North", "South"), days=five.DAYS, mechanisms=plated.mechanisms).to_pylist()
    whole = {row["measure"]: row for row in rows if row["district"] == row["group"] == "all"}
    assert (whole["plates_misread"]["value"], whole["plates_misread"]["rate"]) == (2, 25)
    outcome = arm_outcome(world, days=five.DAYS, mechanisms=plated.mechanisms)
    found = {each.measure: each for each in differences(outcome, outcome)}
    assert found["plates_misread"].baseline[-1] == 25


def test_what_was_off_counted_nothing(plated):
    off = harm_table(five.here(), days=five.DAYS, mechanisms=plated.mechanisms)
    assert off.value["plates_misread"].max() == off.value["plates_a_trip"].max() == 0
    assert np.isnan(off.rate("plates_misread")).all()
    assert off.base["plates_a_trip"][-1, -1] == 10


def test_the_page_of_definitions_names_them(plated):
    page = definitions_text(plated.mechanisms)
    assert "### Plate readers" in page
    assert "`plates_misread` | **Plates misread.**" in page
    assert "`plates_a_trip` ★" in page
    assert "plates" not in definitions_text()


def test_only_a_harm_may_be_aimed_at(plated):
    for name, harm in zip(OWN, (False, True), strict=True):
        assert (aims.refusal(name, plated.mechanisms) is None) == harm
        assert (aims.unfit(name, "baseline", plated.mechanisms) is None) == harm
        assert aims.refusal(name)  # without the plug-in there is none
    with pytest.raises(ValueError, match="coverage"):
        share("x", "X", "X.", base="x", harm="coverage")


def test_a_study_asks_for_them_and_aims_at_none_but_harms(plated, tmp_path):
    head = "glasshouse-study: 1\nname: small\ntitle: Small\nscenario: mine.yaml\npopulation: 300\ndays: 3\n"

    def study(more: str):
        (tmp_path / "study.yaml").write_text(head + more, encoding="utf-8")
        return load_study(tmp_path / "study.yaml")

    tornado = "method: tornado\nparameters: [plates.misread]\n"
    found = study(f"{tornado}outputs:\n- measure: plates_misread\n")
    assert [output.title for output in found.outputs] == ["Plates misread (of 100 plates)"]
    assert found.outputs == (Output(measure="plates_misread"),)
    with pytest.raises(ScenarioError, match="plates_misread"):
        study(f"{tornado}outputs:\n- measure: plates_misred\n")
    conclusion = "parameters: [plates.misread]\nmethod: prim\nconclusion: {measure: NAME, at-most: 1, says: Few.}\n"
    assert study(conclusion.replace("NAME", "plates_a_trip")).conclusion
    with pytest.raises(ScenarioError, match="'plates_misread' may be reported and never aimed at"):
        study(conclusion.replace("NAME", "plates_misread"))


def test_an_entry_point_brings_one_to_every_run(monkeypatch):
    mine = share("mine", "Mine", "Mine.", base="people", counts=("onsets",), over=("people",))
    there = dict(measures_of(SHIPPED))
    taken = replace(mine, name="wrongful")
    objects = {"mine": mine, "taken": taken, "broken": None}
    monkeypatch.setattr(Plugin, "load", lambda self: objects[self.name])
    plugins = {
        name: Plugin(name=name, kind="measures", package="my-package", version="1", origin="x:y") for name in objects
    }
    monkeypatch.setattr(definitions, "offered", lambda kind: plugins if kind == "measures" else {})
    measures_of.cache_clear()
    try:
        found = measures_of(SHIPPED)
        assert set(found) - set(there) == {"mine"}
        assert found["mine"].section == "my-package"
        assert found["wrongful"] == HARMS["wrongful"]
        assert harm_table(five.here(), days=five.DAYS).base["mine"][-1, -1] == 5
    finally:
        measures_of.cache_clear()


def test_a_name_that_is_taken_is_refused_before_a_run_begins(plated, monkeypatch):
    (mechanism,) = plated.mechanisms.added
    own = Measure(
        name="wrongful", title="X", definition="X.", unit="x", base="x", counts=("people",), module=mechanism.module
    )
    monkeypatch.setattr(f"{mechanism.module}.EXTRA", own, raising=False)
    measures_of.cache_clear()
    with pytest.raises(ScenarioError, match=r"mine.yaml, line 3: .*'wrongful' is taken"):
        plan(plated, population=300, days=3)
    measures_of.cache_clear()
