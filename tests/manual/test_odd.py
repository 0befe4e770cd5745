"""The model in ODD form: each stage and sensor has what the page needs, and what is derived is right."""

from __future__ import annotations

import pytest
from scripts import odd


@pytest.mark.parametrize("one", odd.stages(), ids=lambda one: one.name)
def test_a_stage_s_docstring_has_what_the_page_needs(one):
    assert odd.missing(one, odd.STAGE_PARTS) == []
    assert one.title
    assert all(one.functions.values()), "a public function has no docstring"


@pytest.mark.parametrize("one", odd.sensors(), ids=lambda one: one.name)
def test_a_sensor_s_docstring_has_what_the_page_needs(one):
    assert odd.missing(one, odd.SENSOR_PARTS) == []


def test_sources_are_named_by_ids_that_there_are():
    from glasshouse.evidence import load_sources

    assert {"npl-2023", "fussey-2019"} <= set(odd.cited())
    assert set(odd.cited()) - set(load_sources()) == set()


def test_the_stages_are_nine_in_the_order_of_the_day():
    names = "live observe attribute record score sanction gate adapt redress".split()
    assert [one.name for one in odd.stages()] == names


def test_every_number_of_a_scenario_goes_to_a_stage_of_the_page():
    from glasshouse.scenario.parameters import PARAMETERS

    assert sum(len(odd.given(one.name)) for one in odd.stages()) == len(PARAMETERS)


def test_what_a_stage_changes_is_found_through_calls_and_other_names():
    changed = {one.name: set(odd.reads_and_changes(one)[1]) for one in odd.stages()}
    assert changed["adapt"] == {"fear", "trust"}
    assert {"observed", "error_free", "flags", "commercial"} <= changed["score"]  # through functions that take columns
    assert {"observed", "dossier", "observed_weeks"} <= changed["redress"]  # through record.repair
    assert "dossier" in changed["sanction"]  # through a safeguard's review
    assert changed["live"] == changed["observe"] == changed["attribute"] == changed["gate"] == set()


def test_a_docstring_without_its_parts_is_found(tmp_path):
    file = tmp_path / "gate.py"
    file.write_text('"""gate: shut.\n\nProcess: it shuts.\n"""\n', encoding="utf-8")
    one = odd.module(file)
    assert (one.title, one.parts) == ("shut.", {"Process": "it shuts."})
    assert odd.missing(one, odd.STAGE_PARTS) == ["Source"]
