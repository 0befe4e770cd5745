"""Loading: layers, settings over them, what is in force on a day, and the way back from a document."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from glasshouse.scenario import PARAMETERS, SWITCHED, ScenarioError, load, load_document, preset_names
from glasshouse.scenario.scenario_loading import load_text, with_sets

CHILD = """
glasshouse: 1
extends: as-documented
title: A changed country
population: 5000
cameras:
  total: {value: 3e8, unit: cameras, assumed: more of them, range: [2e8, 4e8]}
companies:
  zte: {enabled: false}
events:
  - date: 2019-08-15
    name: law
    text: A law passes.
    assumed: to see what it does
    jump: {value: 30, unit: level, assumed: a guess, range: [10, 50]}
    set:
      cameras.capture: {value: 0.2, unit: ratio, assumed: doubled}
      score.enabled: false
  - date: 2019-09-20
    name: repeal
    text: The law is repealed.
    assumed: to see whether it lasts
    set:
      score.enabled: true
"""


@pytest.fixture
def child(tmp_path: Path) -> Path:
    path = tmp_path / "changed.yaml"
    path.write_text(CHILD)
    return path


@pytest.mark.parametrize("name", preset_names())
def test_a_preset_is_whole(name: str) -> None:
    scenario = load(name)
    assert tuple(scenario.parameters) == tuple(PARAMETERS)
    assert scenario.name == name
    assert scenario.label in ("documented", "hypothetical")
    assert scenario.title
    assert scenario.summary
    assert scenario.leaves_out
    assert set(scenario.suppliers) == (set(scenario.named) if scenario.settings(0).on("companies") else set())


def test_layers_and_switches(child: Path) -> None:
    scenario = load(child)
    assert scenario.layers == ("_china", "as-documented", "changed.yaml")
    assert scenario.parameters["cameras.total"].layer == "changed.yaml"
    assert scenario.parameters["cameras.capture"].layer == "as-documented"
    assert scenario.parameters["people.trips"].layer == "_china"
    assert (scenario.name, scenario.population, scenario.title) == ("changed", 5000, "A changed country")
    assert scenario.leaves_out == load("as-documented").leaves_out
    assert not scenario.settings(0).switches["companies.zte.enabled"]
    assert scenario.settings(0).switches["companies.huawei.enabled"]


def test_a_changed_scenario_is_not_documented(child: Path) -> None:
    assert load("as-documented").label == "documented"
    assert load("as-documented", sets=["population=2000", "days=3", "start=2019-08-01"]).label == "documented"
    assert load("as-documented", sets=["cameras.enabled=false"]).label == "hypothetical"
    assert load(child).label == "hypothetical"


def test_events_take_hold_on_their_day(child: Path) -> None:
    scenario = load(child)
    day = scenario.day_of(date(2019, 8, 15))
    assert scenario.settings(day - 1).numbers["cameras.capture"] == 0.01
    assert scenario.settings(day).numbers["cameras.capture"] == 0.2
    assert scenario.settings(day - 1).on("score")
    assert not scenario.settings(day).on("score")
    assert scenario.settings(scenario.day_of(date(2019, 9, 20))).on("score")
    assert [scenario.jump(d) for d in (day - 1, day, day + 1)] == [0, 30, 0]
    assert scenario.jump(day, {"law:jump": 44.0}) == 44
    drawn = {"cameras.capture": 0.03, "law:cameras.capture": 0.25}
    assert scenario.settings(day - 1, drawn).numbers["cameras.capture"] == 0.03
    assert scenario.settings(day, drawn).numbers["cameras.capture"] == 0.25


def test_epochs(child: Path) -> None:
    days = [0, 31, 45, 62, 81]
    assert load(child).epochs(90) == days
    assert load(child).epochs(62) == [0, 31, 45]
    assert load(child).epochs(1) == [0]
    assert 184 in load("as-described").epochs(365)
    assert 100 in load("as-described", sets=["cameras.forecast_date=2019-10-09"]).epochs(365)


def test_mandatory_and_forecast() -> None:
    scenario = load("as-described")

    def progress(day: int) -> float:
        return scenario.settings(day).progress["cameras.forecast_date"]

    day = scenario.day_of(date(2020, 1, 1))
    reached = [scenario.settings(d).reached["participation.mandatory_from"] for d in (0, day - 1, day)]
    assert reached == [False, False, True]
    middle, end = scenario.day_of(date(2020, 4, 1)), scenario.day_of(date(2020, 12, 31))
    assert progress(0) == 0
    assert progress(middle) == pytest.approx(0.5, abs=0.01)
    # Renewed with the month: a dated change in between moves nothing but what it names.
    assert progress(middle + 20) == progress(middle)
    assert progress(end + 100) == 1
    assert load("hong-kong-2020").settings(300).progress["cameras.forecast_date"] == 0


def test_functions_are_enabled_suppliers_over_suppliers() -> None:
    def strength(*sets: str) -> dict[str, float]:
        return dict(load("as-described", sets=sets).settings(0).functions)

    assert set(strength().values()) == {1.0}
    assert strength("companies.tencent.enabled=false")["messaging"] == 0
    assert strength("companies.tencent.enabled=false")["payments"] == 0.5
    assert strength("companies.huawei.enabled=false")["video_cloud"] == pytest.approx(2 / 3)
    assert set(strength("companies.enabled=false").values()) == {0.0}


def test_joint_punishment_adds_to_both_lists() -> None:
    with_, without = (
        load("as-described", sets=[f"restrictions.joint_punishment.enabled={on}"]).settings(0)
        for on in ("true", "false")
    )
    assert "school" not in without.list_gates["dishonest"]
    assert with_.list_gates["dishonest"] == (*without.list_gates["dishonest"], "school", "visa")
    assert with_.list_gates["none"] == ()


@pytest.mark.parametrize("part", SWITCHED)
def test_every_part_can_be_switched_off(part: str) -> None:
    assert not load("as-described", sets=[f"{part}.enabled=false"]).settings(0).on(part)


def test_settings_keep_the_unit_and_lose_the_range() -> None:
    given = load("as-described", sets=["cameras.total=3e8"]).parameters["cameras.total"]
    assert (given.value, given.unit, given.layer) == (3e8, "cameras", "command line")
    assert not given.ranged
    assert "command line" in given.assumed


def test_settings_of_words() -> None:
    scenario = load(
        "as-described",
        sets=[
            "restrictions.tier_gates.B=[hotel, rail]",
            "restrictions.tier_gates.C=[]",
            "restrictions.related.private life=[hotel]",
            "participation.mandatory_from=null",
            "population=2e5",
            "score.every=1e1",
        ],
    )
    settings = scenario.settings(0)
    assert settings.tier_gates["B"] == ("hotel", "rail")
    assert settings.tier_gates["C"] == settings.tier_gates["AAA"] == ()
    assert settings.related["private life"] == ("hotel",)
    assert scenario.dates["participation.mandatory_from"] is None
    assert scenario.population == 200_000
    assert settings.numbers["score.every"] == 10


@pytest.mark.parametrize("name", preset_names())
def test_document_survives_json(name: str) -> None:
    scenario = load(name)
    again = load_document(json.loads(json.dumps(scenario.document)))
    assert again.hash == scenario.hash
    assert again.document == scenario.document
    assert again.label == scenario.label


def test_hash_is_of_the_rules_alone(tmp_path: Path) -> None:
    path = tmp_path / "same.yaml"
    path.write_text("glasshouse: 1\nextends: as-described\ntitle: Another title\n")
    same = load("as-described").hash
    assert load(path).hash == same
    assert load("as-described", sets=["cameras.total=3e8"]).hash != same
    assert load("as-described", sets=["cameras.enabled=false"]).hash != same
    assert load("as-described", sets=["restrictions.tier_gates.B=[hotel]"]).hash != same


def test_the_two_china_presets_share_people_and_response() -> None:
    described, documented = load("as-described"), load("as-documented")
    assert (described.place, described.start, described.days) == (
        documented.place,
        documented.start,
        documented.days,
    )
    assert described.population == documented.population == 1_000_000
    for key in PARAMETERS:
        # How often the listed try to travel was published, and the description says nothing of it.
        if key.startswith(("people.", "response.")) and not key.startswith("people.listed_"):
            assert described.parameters[key] == documented.parameters[key]


def test_frozen() -> None:
    scenario = load("as-described")
    with pytest.raises(AttributeError):
        scenario.name = "x"  # type: ignore[misc]
    with pytest.raises(TypeError):
        scenario.parameters["x"] = 1  # type: ignore[index]


def test_a_scenario_in_another_place_says_whose_rules_it_has_and_where():
    text = "glasshouse: 1\nextends: london-lfr\n"
    london, moved = (load_text(text + more, name="mine") for more in ("", "place: china\n"))
    assert london.title == load("london-lfr").title
    assert moved.title == f"Rules of {london.title}, in {moved.place.title}"
    again = with_sets(moved, ["place=hong-kong"])
    assert again.title == f"Rules of {london.title}, in {again.place.title}"
    assert load_text(f"{text}place: china\ntitle: London, in China\n").title == "London, in China"
    for one in (moved, again):
        begin, _, rest = one.summary.partition(london.summary)
        assert begin.count(london.place.title) == begin.count(one.place.title) == 1
        assert not rest
    assert load_text(f"{text}place: china\nsummary: A try.\n").summary == "A try."
    back = with_sets(again, ["place=london"])
    assert back.title == f"Rules of {london.title}, in {london.place.title}"
    begin, _, rest = back.summary.partition(london.summary)
    assert ("and back" in begin, "Nothing says" in begin, rest) == (True, False, "")


def test_what_a_place_alone_lacks_is_marked_in_the_document_too():
    """So that a scenario from a run's folder leaves it behind as the preset does."""
    preset, there = load("as-described"), ["place=hong-kong"]
    again = load_document(json.loads(json.dumps(preset.document)))
    assert (again.document, again.leaves_out) == (preset.document, preset.leaves_out)
    assert len(with_sets(preset, there).leaves_out) < len(preset.leaves_out)
    assert with_sets(again, there).leaves_out == with_sets(preset, there).leaves_out


def test_a_scenario_in_another_place_has_neither_its_gaps_nor_more_people_than_live_there(tmp_path):
    city = "title: My city\nassumed: x\npopulation: 300000\nchildren: 0.2\nolder: 0.2\ninternet: 0.7\nminority: 0.1\n"
    (tmp_path / "city.yaml").write_text(city)
    (tmp_path / "mine.yaml").write_text("glasshouse: 1\nextends: as-described\nplace: ./city.yaml\n")
    preset = load("as-described")
    assert any("Xinjiang" in each for each in preset.leaves_out)
    for moved in (load(tmp_path / "mine.yaml"), load("as-described", [f"place={tmp_path / 'city.yaml'}"])):
        assert moved.title == f"Rules of {preset.title}, in My city"
        assert moved.leaves_out
        assert not any("Xinjiang" in each for each in moved.leaves_out)
        assert moved.population == 300_000
    assert load(tmp_path / "mine.yaml", ["population=20000"]).population == 20_000


def test_what_stands_in_a_file_alone_is_no_setting():
    with pytest.raises(ScenarioError, match="'sites' stands in a scenario's file"):
        load("as-described", ["sites=3"])
    with pytest.raises(ScenarioError, match="your text, line 3: sites is empty; give at least one"):
        load_text("glasshouse: 1\nextends: as-described\nsites: []\n")


def test_a_place_s_file_that_is_not_there_is_near_a_place_and_no_scenario(tmp_path):
    (tmp_path / "mine.yaml").write_text("glasshouse: 1\nextends: as-described\nplace: ./mina.yaml\n")
    with pytest.raises(ScenarioError, match=r"no such file\.$"):
        load(tmp_path / "mine.yaml")
    (tmp_path / "minna.yaml").write_text("title: A town\n")
    with pytest.raises(ScenarioError, match=r"Did you mean '\./minna\.yaml'"):
        load(tmp_path / "mine.yaml")


def test_what_is_left_out_of_a_place_takes_only_a_text():
    with pytest.raises(ScenarioError, match="leaves_out"):
        load_text("glasshouse: 1\nextends: as-described\nleaves_out: [{of_plase: x}]\n")
