"""A table's file: what it becomes, and one clear line for every fault."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest

from glasshouse.scenario import ScenarioError
from glasshouse.validation.table_loading import FOLDER, load_table
from validation.tables import ADD, written


def test_a_file_of_somebody_s_own_loads_with_its_own_sources(tmp_path):
    table = load_table(written(tmp_path))
    assert table.kind.name == "lfr-deployment"
    assert table.confirmed
    assert table.sources["mine"].year == 2024
    assert table.inputs["fpir"].given.high == 0.012
    assert table.inputs["fpir"].role == "fixed"
    assert table.outputs["false_alerts"].naive == (0, 3000)
    assert dict(table.wrong[0].values) == {"fpir": 0.001}


def test_fitted_to_may_be_one_text_or_several(tmp_path):
    fitted = "fpir: {value: 0.01, unit: probability, assumed: x, role: fitted, fitted_to: %s}"
    for text, figures in (('"a rate"', ("a rate",)), ('["a rate", "another"]', ("a rate", "another"))):
        assert load_table(written(tmp_path, fpir=fitted % text)).inputs["fpir"].fitted_to == figures


def fed(name: str, more: str = "", unit: str = "probability", value: str = "0.01") -> str:
    return f"{name}: {{value: {value}, unit: {unit}, assumed: x{more}}}"


def scored(more: str, name: str = "false_alerts", evidence: str = "source: mine, confidence: S, ") -> str:
    return f"{name}: {{value: 30, unit: alerts, {evidence}{more}}}"


def tried(change: str) -> str:
    return f"  - {{because: x, set: {{{change}}}}}"


ONE, MINE = "  - {because", "mine: {author: Me, title: A, year: 2024, at: here}"
# (changes, line, pattern)
FAULTS = {
    "version": ({"glasshouse-validation": "glasshouse-validation: 2"}, 1, r"unknown value '2'"),
    "no version": ({"glasshouse-validation": ""}, None, r"'glasshouse-validation: 1'"),
    "kind": ({"kind": "kind: lfr-deploiment"}, 4, r"'lfr-deploiment'.*'lfr-deployment'\?"),
    "key": ({"summary": "sumary: x"}, 5, r"'sumary'.*'summary'\?"),
    "part": ({"status": "part: attribute\nstatus: confirmed"}, 6, r"'attribute, adapt'"),
    "name": ({"name": "name: A Name"}, 2, r"name:"),
    "status": ({"status": "status: sure"}, 6, r"'sure' in status"),
    "input": ({"faces": fed("face")}, 8, r"'face' in inputs.*'faces'"),
    "missing input": ({"faces": ""}, 7, r"inputs has no 'faces'"),
    "unit": ({"faces": fed("faces", unit="people")}, 8, r"inputs\.faces .*'faces', not 'people'"),
    "bare": ({"faces": "faces: 3000"}, 8, r"inputs\.faces is a bare value"),
    "bound": ({"fpir": fed("fpir", value="3")}, 11, r"inputs\.fpir is 3, above the highest"),
    "evidence": ({"fpir": "fpir: {value: 0.1, unit: probability}"}, 11, r"source or the reason"),
    "unknown source": (
        {"fpir": "fpir: {value: 0.1, unit: probability, source: npl-20233, confidence: S}"},
        11,
        r"'npl-20233'.*'npl-2023'\?",
    ),
    "both rates": ({"fpir": fed("fpir") + "\n  " + fed("false_match_rate")}, 7, r"give either false_match_rate"),
    "fitted to nothing": ({"fpir": fed("fpir", ", role: fitted")}, 11, r"fitted to"),
    "fixed, and fitted": ({"fpir": fed("fpir", ", fitted_to: y")}, 11, r"fitted to"),
    "scored and fitted to": (
        {"fpir": fed("fpir", ", role: fitted, fitted_to: 'the false_alerts of the day'")},
        14,
        r"fpir .*fitted to false_alerts",
    ),
    "output": (
        {"false_alerts": scored("widest: 50, naive: [0, 90]", name="false_alert")},
        14,
        r"'false_alert' in outputs.*'false_alerts'\?",
    ),
    "no output": ({"outputs": "outputs: {}", "  false_alerts": ""}, 13, r"no published figure"),
    "assumed output": (
        {"false_alerts": scored("widest: 50, naive: [0, 90]", evidence="assumed: x, ")},
        14,
        r"unknown key 'assumed' in outputs\.false_alerts",
    ),
    "no tolerance": ({"false_alerts": scored("naive: [0, 90]")}, 14, r"outputs\.false_alerts has no 'widest'"),
    "nothing could fail": (
        {"false_alerts": scored("widest: 90, naive: [0, 90]")},
        14,
        r"widest .*less than .*naive",
    ),
    "naive": ({"false_alerts": scored("widest: 9, naive: [90, 0]")}, 14, r"a lower to a higher"),
    "interval": (
        {"false_alerts": scored("interval: [31, 40], widest: 9, naive: [0, 90]")},
        14,
        r"interval must hold",
    ),
    "bound of its own making": ({"false_alerts": scored("bound: over, widest: 9, naive: [0, 90]")}, 14, r"at least"),
    "bound with an interval": (
        {"false_alerts": scored("bound: at least, interval: [29, 31], widest: 9, naive: [0, 90]")},
        14,
        r"a bound has no interval",
    ),
    "bound that nothing could miss": (
        {"false_alerts": scored("bound: at least, widest: 9, naive: [30, 90]")},
        14,
        r"beyond the bound",
    ),
    "name of one that ships": ({"name": "name: london-2025"}, 2, r"ships is called 'london-2025'"),
    "wrong of nothing": ({"wrong": "wrong: []", ONE: ""}, 15, r"no wrong input"),
    "wrong key": ({ONE: tried("fpirr: 0.1")}, 16, r"'fpirr' in wrong\.set.*'fpir'\?"),
    "wrong value": ({ONE: tried("fpir: 2")}, 16, r"wrong\.set\.fpir is 2, above the highest"),
    "wrong is right": ({ONE: tried("fpir: 0.01")}, 16, r"changes nothing"),
    "wrong contradicts": ({ONE: tried("false_match_rate: 0.01")}, 16, r"give either false_match_rate"),
    "groups": ({"notes": "notes: x\ngroups: {a: Some}"}, 18, r"groups go with risk-score"),
    "source of its own": (
        {"  mine": MINE.replace("mine", "npl-2023") + f"\n  {MINE}"},
        19,
        r"'npl-2023' is one that ships",
    ),
    "person data": ({"notes": "notes: x\npersons: [{age: 3}]"}, 18, r"unknown key 'persons'"),
}


def faulty(changes: Mapping[str, str]) -> str:
    """The small table with other lines in the place of those that begin so."""
    text = ADD
    for start, new in changes.items():
        text, found = re.subn(
            rf"(?m)^( *){re.escape(start.strip())}.*\n", f"\\g<1>{new.lstrip()}\n" if new else "", text
        )
        assert found, start
    return text


@pytest.mark.parametrize(("changes", "line", "pattern"), FAULTS.values(), ids=FAULTS)
def test_every_fault_is_one_line_with_its_place(tmp_path, changes, line, pattern):
    text = faulty(changes)
    with pytest.raises(ScenarioError, match=pattern) as caught:
        load_table(written(tmp_path, text))
    said = str(caught.value)
    assert "\n" not in said
    assert said.startswith("small.yaml")
    if line is not None:
        assert caught.value.line == line, said


def test_a_figure_of_a_group_that_no_input_names_is_refused(tmp_path):
    text = (FOLDER / "compas-by-group.yaml").read_text(encoding="utf-8")
    path = tmp_path / "mine.yaml"
    path.write_text(text.replace("  false_positive_rate_b:", "  false_positive_rate_d:"), encoding="utf-8")
    with pytest.raises(ScenarioError, match=r"line 50: the inputs say nothing of group d; give people_d"):
        load_table(path)


def test_a_bound_is_read_as_one(tmp_path):
    text = scored("bound: at least, widest: 50, naive: [0, 3000]")
    assert load_table(written(tmp_path, false_alerts=text)).outputs["false_alerts"].bound == "at least"
    assert load_table("london-2025").outputs["false_alerts"].bound == ""


def test_a_shipped_table_is_also_had_by_its_path():
    assert load_table(FOLDER / "london-2025.yaml").name == "london-2025"


def test_an_unknown_name_is_answered_with_the_nearest():
    with pytest.raises(ScenarioError, match=r"'oxford-circus-2002'.*'oxford-circus-20"):
        load_table("oxford-circus-2002")


def test_a_missing_file_and_a_folder_are_said_plainly(tmp_path):
    with pytest.raises(ScenarioError, match="no such file"):
        load_table(tmp_path / "none.yaml")
    with pytest.raises(ScenarioError, match="this is a folder"):
        load_table(tmp_path)
