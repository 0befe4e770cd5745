"""Tiers are data of a scenario: two to eight of them, of any names."""

from __future__ import annotations

import json
import pickle
from pathlib import Path

import jsonschema
import pytest
import yaml

from glasshouse.cli.explain import explanation
from glasshouse.measures import measures_of
from glasshouse.scenario import ScenarioError, load
from glasshouse.scenario.presets import template
from glasshouse.scenario.scenario_loading import load_document, load_text, with_sets
from glasshouse.scenario.schema import SCHEMA_FILE
from glasshouse.tiers import TIERS
from small_tiers import names, scenario_file, text

HEAD = "glasshouse: 1\nextends: as-described\n"
TWO = "score:\n  tiers: [in, out]\n  cut_in: {value: 900, unit: points, assumed: x}\n"


@pytest.mark.parametrize("tiers", [2, 3, 6, 8])
def test_a_scenario_names_its_own(tmp_path: Path, tiers: int) -> None:
    scenario = load(scenario_file(tmp_path, tiers))
    assert scenario.tiers == names(tiers)
    settings = scenario.settings(0)
    assert list(settings.tier_gates) == list(names(tiers))
    assert settings.tier_gates[names(tiers)[0]] == ("school",)
    assert settings.tier_gates[names(tiers)[-1]] == ("hotel", "rail", "flight", "credit")
    cuts = [key for key in scenario.parameters if key.startswith("score.cut_")]
    assert cuts == [f"score.cut_{name.lower()}" for name in names(tiers)[:-1]]
    assert [name for name in measures_of(scenario.mechanisms) if name.startswith("tier_") and name[5:] in names(8)] == [
        f"tier_{name}" for name in names(tiers)
    ]
    assert scenario.label == "hypothetical"


def test_it_is_the_same_from_its_document_and_after_pickling(tmp_path: Path) -> None:
    scenario = load(scenario_file(tmp_path, 3))
    for other in (load_document(scenario.document), pickle.loads(pickle.dumps(scenario))):
        assert other.hash == scenario.hash
        assert other.tiers == scenario.tiers
        assert other.mechanisms == scenario.mechanisms != load("as-described").mechanisms
    assert load_document(load("as-described").document, mechanisms=scenario.mechanisms).tiers == TIERS


def test_shipped_documents_say_nothing_of_tiers() -> None:
    document = load("as-described").document
    assert "tiers" not in document["score"]
    assert list(document["restrictions"]["tier_gates"]) == ["B", "C", "D"]


def test_any_tier_of_the_shipped_six_may_close_a_gate() -> None:
    scenario = load_text(f"{HEAD}restrictions:\n  tier_gates: {{AAA: [hotel]}}\n")
    assert scenario.settings(0).tier_gates["AAA"] == ("hotel",)
    assert load_document(scenario.document).hash == scenario.hash != load("as-described").hash


def test_what_stands_below_holds_for_tiers_of_the_same_name() -> None:
    """Cuts and gates of tiers that the preset has are the preset's unless the file says otherwise."""
    scenario = load_text(f"{HEAD}score:\n  tiers: [A, B, C]\n")
    shipped = load("as-described")
    assert scenario.parameters["score.cut_a"] == shipped.parameters["score.cut_a"]
    assert scenario.settings(0).tier_gates["C"] == shipped.settings(0).tier_gates["C"]


def test_tiers_and_cuts_may_be_set(tmp_path: Path) -> None:
    scenario = load(scenario_file(tmp_path, 3), sets=["score.cut_good=950", "restrictions.tier_gates.good=[visa]"])
    assert scenario.parameters["score.cut_good"].value == 950
    assert scenario.settings(0).tier_gates["good"] == ("visa",)
    two = with_sets(scenario, ["score.tiers=[good, Outcast]"])
    assert two.tiers == ("good", "Outcast")
    assert two.parameters["score.cut_good"].value == 950


def test_a_file_on_top_changes_a_cut_in_the_middle_of_a_run(tmp_path: Path) -> None:
    event = "events:\n  - {date: 2019-08-01, name: stricter, text: Stricter., assumed: x, set: {score.cut_in: "
    scenario = load_text(f"{HEAD}{TWO}{event}{{value: 950, unit: points, assumed: x}}}}}}\n")
    assert [scenario.settings(day).numbers["score.cut_in"] for day in (0, 40)] == [900, 950]


def test_drawn_cuts_stay_in_order() -> None:
    scenario = load_text(text(8))
    for replicate in range(1, 20):
        numbers = scenario.settings(0, scenario.draw(replicate, 3)).numbers
        cuts = [numbers[key] for key in scenario.mechanisms.cuts]
        assert cuts == sorted(cuts, reverse=True)


def test_its_cuts_gates_and_counts_are_explained() -> None:
    scenario = load_text(text(3))
    assert "tier good; below is tier Outcast" in explanation("score.cut_good", scenario)
    assert "worst tier" in explanation("restrictions.dishonest_weeks", scenario)
    assert "people" in explanation("tier_Outcast", scenario)
    with pytest.raises(ScenarioError, match=r"'tier_Outcast'\?"):
        explanation("tier_Outcasts", scenario)
    with pytest.raises(ScenarioError):
        explanation("tier_AAA", scenario)


@pytest.mark.parametrize("tiers", [2, 3, 8])
def test_the_schema_and_a_new_file_know_them(tiers: int) -> None:
    jsonschema.validate(yaml.safe_load(text(tiers)), json.loads(SCHEMA_FILE.read_text(encoding="utf-8")))
    lines = template(load_text(text(tiers)), "mine").splitlines()
    assert f"#   tiers: [{', '.join(names(tiers))}]" in lines
    assert "#   tiers: [AAA, AA, A, B, C, D]" in template(load("as-described"), "mine").splitlines()


#: (what follows the two lines of HEAD, line, what the message names)
FAULTS = {
    "one": ("score:\n  tiers: [only]\n", 4, ("2 to 8",)),
    "none": ("score:\n  tiers: []\n", 4, ("2 to 8",)),
    "nine": (f"score:\n  tiers: [{', '.join('abcdefghi')}]\n", 4, ("2 to 8", "9")),
    "a name twice": ("score:\n  tiers:\n    - in\n    - mid\n    - In\n", 7, ("'In'",)),
    "no name": ("score:\n  tiers: [in, 'a tier']\n", 4, ("'a tier'",)),
    "a number": ("score:\n  tiers: [1, 2]\n", 4, ("score.tiers", "text")),
    "no list": ("score:\n  tiers: in\n", 4, ("score.tiers", "list")),
    "no value": ("score:\n  tiers:\n", 4, ("score.tiers",)),
    "a count that there is": ("score:\n  tiers: [rises, falls]\n", 4, ("'rises'",)),
    "no cut": ("score:\n  tiers: [in, mid, out]\n", 4, ("'in'", "'score.cut_in'")),
    "a cut for the worst": (
        f"{TWO}  cut_out: {{value: 1, unit: points, assumed: x}}\n",
        6,
        ("'cut_out'", "'cut_in'?"),
    ),
    "a cut of another": (f"{TWO}  cut_inn: {{value: 1, unit: points, assumed: x}}\n", 6, ("'cut_inn'", "'cut_in'?")),
    "cuts that rise": (
        "score:\n  tiers: [in, mid, out]\n  cut_in: {value: 900, unit: points, assumed: x}\n"
        "  cut_mid: {value: 950, unit: points, assumed: x}\n",
        5,
        ("score.cut_in (900)", "score.cut_mid (950)"),
    ),
    "a bare cut": ("score:\n  tiers: [in, out]\n  cut_in: 900\n", 5, ("score.cut_in", "unit: points")),
    "gates of another": (f"{TWO}restrictions:\n  tier_gates: {{ut: [hotel]}}\n", 7, ("'ut'", "'out'?")),
    "gates of one below": (f"{TWO}restrictions:\n  tier_gates: {{D: [hotel]}}\n", 7, ("'D'",)),
    "an event of another": (
        f"{TWO}events:\n  - {{date: 2019-08-01, name: law, text: x, assumed: x, "
        "set: {score.cut_a: {value: 1, unit: points, assumed: x}}}\n",
        7,
        ("'score.cut_a'",),
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_has_one_line(tmp_path: Path, name: str) -> None:
    body, line, said = FAULTS[name]
    path = tmp_path / "city.yaml"
    path.write_text(HEAD + body, encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        load(path)
    assert str(caught.value).startswith(f"city.yaml, line {line}: ")
    assert "\n" not in str(caught.value)
    for each in said:
        assert each in str(caught.value)


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("score.tiers=[a]", "2 to 8"),
        ("score.tiers=[x, y]", "'score.cut_x'"),
        ("score.cut_god=900", "'score.cut_good'?"),
        ("score.cut_aaa=900", "'score.cut_aaa'"),
        ("restrictions.tier_gates.goood=[hotel]", "'restrictions.tier_gates.good'?"),
    ],
)
def test_a_faulty_setting_names_itself(setting: str, said: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        load_text(text(3), sets=[setting])
    assert str(caught.value).startswith(f"set={setting!r}: ")
    assert said in str(caught.value)


def test_a_preset_s_event_about_a_tier_that_is_gone_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "law.yaml"
    path.write_text(
        f"{HEAD}events:\n  - {{date: 2019-08-01, name: law, text: x, assumed: x, "
        "set: {score.cut_a: {value: 950, unit: points, assumed: x}}}\n",
        encoding="utf-8",
    )
    with pytest.raises(ScenarioError, match=r"'law' changes score\.cut_a") as caught:
        load(path, sets=["score.tiers=[B, C, D]"])
    assert "\n" not in str(caught.value)
