"""The model in ODD form: each stage and sensor has what the page needs, and what is derived is right."""

from __future__ import annotations

import sys
from types import ModuleType

import pytest

from glasshouse import odd
from glasshouse.engine.stages import BLOCK_PHASES, PHASES
from glasshouse.evidence import load_sources
from glasshouse.mechanism import STAGES, Mechanism
from glasshouse.mechanism_set import SHIPPED
from glasshouse.odd.mechanism_source import OTHER_PARTS, described, of_source
from glasshouse.odd.odd_page import SENTENCES
from glasshouse.plugins import mechanisms_named
from glasshouse.scenario.parameters import PARAMETERS


@pytest.mark.parametrize("each", SHIPPED, ids=lambda each: each.name)
def test_a_mechanism_s_docstring_has_what_the_page_needs(each):
    one = odd.described(each.module)
    assert one.missing(odd.needed(each)) == []
    assert one.title
    assert all(one.functions.values()), "a public function has no docstring"


def test_sources_are_named_by_ids_that_there_are():
    assert {"npl-2023", "fussey-2019"} <= set(odd.cited(SHIPPED))
    assert set(odd.cited(SHIPPED)) - set(load_sources()) == set()


def test_the_stages_are_nine_in_the_order_of_the_day_and_hold_every_phase():
    names = "live observe attribute record score sanction gate adapt redress".split()
    assert list(STAGES) == list(SENTENCES) == names
    assert {phase.name for stage in names for phase in odd.phases(stage)} == {
        phase.name for several in (*PHASES.values(), BLOCK_PHASES) for phase in several
    }


def test_every_number_of_a_scenario_is_some_mechanism_s():
    assert sum(len(each.parameters) for each in SHIPPED) == len(PARAMETERS)


def test_what_a_mechanism_changes_is_found_through_calls_and_other_names():
    changed = {each.name: set(odd.reads_and_changes(each)[1]) for each in SHIPPED}
    assert changed["affect"] == changed["contagion"] == changed["face_recognition"] == {"fear", "trust"}
    assert {"observed", "error_free", "flags"} <= changed["score"]  # through functions that take columns
    assert {"observed", "dossier", "observed_weeks"} <= changed["appeal"]  # through ledger.repair
    assert "dossier" in changed["human_review"]
    assert changed["chilling"] == changed["internet"] == changed["redlist"] == set()


def test_a_docstring_without_its_parts_is_found():
    one = of_source("shapes.gate", '"""gate: shut.\n\nProcess: it shuts.\n"""\n')
    assert (one.title, dict(one.parts)) == ("shut.", {"Process": "it shuts."})
    assert one.missing(OTHER_PARTS) == ["Source"]


def test_a_plug_in_has_a_page_of_its_own(plates_importable):
    (mechanism,) = mechanisms_named(plates_importable)
    page, parts = odd.page([mechanism]), described(mechanism.module).parts
    misread = mechanism.parameters[1]
    assert page.startswith("# small_plates in ODD form")
    assert all(f"**{name}.** {text}" in page for name, text in parts.items() if name != "Source")
    assert f"| `plates.misread` | probability | {misread.meaning} |" in page
    assert "| `plates_read` | plates | Number plates read |" in page
    assert "- `plates-2020`: Plate Society (2020)." in page
    assert "### cameras" not in page


def test_what_a_plug_in_keeps_of_people_is_among_its_state(plates_importable, monkeypatch, tmp_path):
    (tmp_path / "small_quota.py").write_text(
        '"""Someone asks.\n\nProcess: it asks.\n\nSource: `no-such-1999`.\n"""\n\nimport numpy as np\n\n'
        "from glasshouse.mechanism import Mechanism\n\n\n"
        'def redress(agent):\n    """Ask."""\n    agent.asked += agent.fear\n\n\n'
        'MECHANISM = Mechanism(module=__name__, section="quota", switched=True, columns={"asked": np.uint8},\n'
        '                      rules={"redress": redress})\n',
        encoding="utf-8",
    )
    monkeypatch.syspath_prepend(tmp_path)
    (quota,) = mechanisms_named("small_quota")
    assert odd.reads_and_changes(quota) == (["fear"], ["asked"])
    table = odd.state([quota], used=True)
    assert "| `asked` | uint8 |" in table
    assert "`trust`" not in table
    assert "[small_quota](#small_quota)" in odd.schedule([quota])
    with pytest.raises(ValueError, match="no source 'no-such-1999'"):
        odd.page([quota])


def test_a_mechanism_that_stands_in_no_file_is_refused_in_a_line(monkeypatch):
    monkeypatch.setitem(sys.modules, "at_a_prompt", ModuleType("at_a_prompt"))
    with pytest.raises(ValueError, match="at_a_prompt: its source cannot be read"):
        odd.page([Mechanism(module="at_a_prompt", section="prompt", switched=True)])


def test_what_a_plug_in_changes_is_followed_through_its_own_package(monkeypatch, tmp_path):
    files = {
        "__init__.py": "",
        "helper.py": "def ask(agent):\n    agent.trust = 0\n",
        "quota.py": "from glasshouse.mechanism import Mechanism\nfrom small_pack.helper import ask\n\n\n"
        "def redress(agent):\n    ask(agent)\n\n\n"
        'MECHANISM = Mechanism(module=__name__, section="pack", switched=True)\n',
    }
    (tmp_path / "small_pack").mkdir()
    for name, text in files.items():
        (tmp_path / "small_pack" / name).write_text(text, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    (quota,) = mechanisms_named("small_pack.quota")
    assert odd.reads_and_changes(quota) == ([], ["trust"])
