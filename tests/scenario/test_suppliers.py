"""Companies are named in files: any name that a file describes is one, with its switch, and code lists none."""

from __future__ import annotations

import pytest

from glasshouse.mechanism_set import SHIPPED
from glasshouse.scenario import load
from glasshouse.scenario.scenario_error import ScenarioError
from glasshouse.scenario.scenario_loading import load_document, load_text
from glasshouse.section import Extra, Suppliers, extras, keys_of

EXTENDS = "glasshouse: 1\nextends: as-described\n"
ACME = EXTENDS + "companies: {acme: {role: sells cameras, source: aspi-2019, functions: [video_cloud]}}\n"


def supply(text: str, *sets: str) -> float:
    return load_text(text, sets=sets).settings(0).functions["video_cloud"]


def test_a_name_of_one_s_own_is_a_company():
    scenario = load_text(ACME)
    assert list(scenario.suppliers) == [*load("as-described").suppliers, "companies.acme"]
    assert scenario.settings(0).switches["companies.acme.enabled"]
    assert load_document(scenario.document).hash == scenario.hash != load_text(EXTENDS).hash


def test_it_supplies_what_it_says_and_can_be_switched_off():
    assert supply(ACME) == 1
    assert supply(ACME, "companies.acme.enabled=false") == pytest.approx(3 / 4)
    event = "events: [{date: 2020-01-01, name: gone, text: x, assumed: y, set: {companies.acme.enabled: false}}]\n"
    scenario = load_text(ACME + event)
    assert scenario.settings(400).functions["video_cloud"] == pytest.approx(3 / 4)


@pytest.mark.parametrize("text", [EXTENDS, ACME])
def test_a_misspelt_name_gets_the_nearest(text):
    with pytest.raises(ScenarioError, match=r"companies\.tencent\.enabled"):
        load_text(text, sets="companies.tencnt.enabled=false")
    with pytest.raises(ScenarioError, match="'tencent'"):
        load_text(EXTENDS + "companies: {tencnt: {enabled: false}}\n")


def test_a_misspelt_number_is_no_company():
    with pytest.raises(ScenarioError, match="'message_recall'"):
        load_text(EXTENDS + "companies: {message_recal: {value: 0.5, unit: probability, assumed: x}}\n")


@pytest.mark.parametrize("name", ["Acme", "acme ltd", "9acme"])
def test_a_name_is_a_lower_case_word(name):
    with pytest.raises(ScenarioError, match="unknown key"):
        load_text(ACME.replace("acme", name))


def test_one_that_no_file_describes_supplies_nothing():
    scenario = load("london-lfr", sets="companies.zte.enabled=true")
    assert not scenario.switches["companies.zte.enabled"]
    assert "companies.zte" not in scenario.suppliers


def test_sections_hold_what_their_mechanisms_declare():
    assert {each.module.rsplit(".", 1)[1] for each in extras(SHIPPED, "date")} == {
        "cameras",
        "participation",
        "restrictions",
        "ban",
    }
    assert set(keys_of(SHIPPED, "date")) == set(load("as-described").dates)
    assert [each.section for each in SHIPPED.declared(Suppliers)] == ["companies"]
    with pytest.raises(ValueError, match="date, switch, gates"):
        Extra(key="x.y", kind="day")
