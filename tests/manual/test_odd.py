"""The model in ODD form: each stage and sensor has what the page needs, and what is derived is right."""

from __future__ import annotations

import pytest
from scripts import odd


@pytest.mark.parametrize(("each", "one"), odd.mechanisms(), ids=lambda given: getattr(given, "name", ""))
def test_a_mechanism_s_docstring_has_what_the_page_needs(each, one):
    assert odd.missing(one, odd.needed(each)) == []
    assert one.title
    assert all(one.functions.values()), "a public function has no docstring"


def test_sources_are_named_by_ids_that_there_are():
    from glasshouse.evidence import load_sources

    assert {"npl-2023", "fussey-2019"} <= set(odd.cited())
    assert set(odd.cited()) - set(load_sources()) == set()


def test_the_stages_are_nine_in_the_order_of_the_day_and_hold_every_phase():
    names = "live observe attribute record score sanction gate adapt redress".split()
    assert list(odd.STAGES) == list(odd.SENTENCES) == names
    assert {phase.name for stage in names for phase in odd.phases(stage)} == {
        phase.name for several in (*odd.PHASES.values(), odd.BLOCK_PHASES) for phase in several
    }


def test_every_number_of_a_scenario_is_some_mechanism_s():
    from glasshouse.scenario.parameters import PARAMETERS

    assert sum(len(each.parameters) for each, _ in odd.mechanisms()) == len(PARAMETERS)


def test_what_a_mechanism_changes_is_found_through_calls_and_other_names():
    changed = {one.name: set(odd.reads_and_changes(one)[1]) for _, one in odd.mechanisms()}
    assert changed["affect"] == changed["contagion"] == changed["face_recognition"] == {"fear", "trust"}
    assert {"observed", "error_free", "flags"} <= changed["score"]  # through functions that take columns
    assert {"observed", "dossier", "observed_weeks"} <= changed["appeal"]  # through ledger.repair
    assert "dossier" in changed["human_review"]
    assert changed["chilling"] == changed["internet"] == changed["redlist"] == set()


def test_a_docstring_without_its_parts_is_found(tmp_path):
    file = tmp_path / "gate.py"
    file.write_text('"""gate: shut.\n\nProcess: it shuts.\n"""\n', encoding="utf-8")
    one = odd.module(file)
    assert (one.title, one.parts) == ("shut.", {"Process": "it shuts."})
    assert odd.missing(one, odd.OTHER_PARTS) == ["Source"]
