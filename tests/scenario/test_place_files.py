"""A place in a file of somebody's own: how it is read, how it fails, and that it travels with what was made of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from glasshouse.scenario import ScenarioError, list_places, load, load_document, load_place, read_place, with_sets
from glasshouse.scenario.place_files import whole
from glasshouse.scenario.scenario_loading import load_text, settled
from glasshouse.scenario.yaml_reading import parse

CITY = """\
title: My city
assumed: an invented city
population: 300000
children: 0.15
older: 0.2
internet: 0.8
groups:
  - {name: settled, shares: 0.7}
  - {name: arrived, minority: true, shares: 0.1}
  - {name: passing, shares: 0.2, assumed: counted by nobody}
"""
SCENARIO = "glasshouse: 1\nextends: as-described\nplace: ./my-city.yaml\n"


def place(folder: Path, text: str = CITY, name: str = "my-city.yaml") -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def scenario(folder: Path, text: str = SCENARIO) -> Path:
    return place(folder, text, "scenario.yaml")


def test_a_short_file_is_a_whole_place(tmp_path: Path):
    city = read_place(place(tmp_path))
    assert (city.name, city.title, city.districts) == ("my-city", "My city", ("My city",))
    assert {key: column.tolist() for key, column in city.columns.items()} == {
        "population": [300000], "children": [0.15], "older": [0.2], "urban": [1], "internet": [0.8], "flag_factor": [1],
    }  # fmt: skip
    assert city.group_names == ("settled", "arrived", "passing")
    assert city.group_shares.tolist() == [[0.7, 0.1, 0.2]]
    assert city.evidence["older"].assumed == city.evidence["group 'arrived'"].assumed == "an invented city"
    assert city.evidence["group 'passing'"].assumed == "counted by nobody"
    assert "does not say" in str(city.evidence["urban"].assumed)


def test_what_is_counted_in_the_presets_place_is_as_much_for_each_person(tmp_path: Path):
    place(tmp_path)
    here, there = load(scenario(tmp_path)), load("as-described")
    share = 300_000 / there.place.columns["population"].sum()
    for key in ("cameras.total", "cameras.forecast", "informants.potential"):
        own, given = here.parameters[key], there.parameters[key]
        assert own.value == round(share * given.value) > 0
        assert own.low <= own.value <= own.high
        assert own.source is None
        assert "China" in str(own.assumed)
    assert here.parameters["face_recognition.watchlist"] == there.parameters["face_recognition.watchlist"]
    own = "cameras: {total: {value: 900, unit: cameras, assumed: counted on a walk}}\n"
    counted = load(scenario(tmp_path, SCENARIO + own)).parameters
    assert counted["cameras.total"].value == 900
    # Of its own number it has as many times more later as the preset has of its.
    ratio = there.parameters["cameras.forecast"].value / there.parameters["cameras.total"].value
    assert counted["cameras.forecast"].value == round(900 * ratio)
    assert load("as-described", sets=("place=china",)).hash == there.hash


def test_what_an_event_counts_in_the_presets_place_is_as_much_per_person(tmp_path: Path):
    number = "{value: 3.0e+8, unit: cameras, assumed: for a test}"
    text = (
        "glasshouse: 1\nextends: as-described\nevents:\n  - date: 2020-02-01\n    name: more\n    text: more cameras\n"
        f"    assumed: for a test\n    set:\n      cameras.total: {number}\n"
    )
    (tmp_path / "mine.yaml").write_text(text, encoding="utf-8")
    place(tmp_path)
    here = load(tmp_path / "mine.yaml", sets=(f"place={tmp_path / 'my-city.yaml'}",))
    (event,) = [event for event in here.events if event.name == "more"]
    share = 300_000 / load("as-described").place.columns["population"].sum()
    assert event.changes["cameras.total"].value == round(share * 3e8)


def test_districts_are_those_of_the_population_and_a_number_holds_in_all(tmp_path: Path):
    text = CITY.replace("300000", "{values: {Hill: 100000, Port: 200000}}").replace("0.15", "{value: 0.1}")
    city = read_place(place(tmp_path, text))
    assert city.districts == ("Hill", "Port")
    assert city.columns["population"].tolist() == [100000, 200000]
    assert city.columns["children"].tolist() == [0.1, 0.1]


def test_standard_groups_need_the_share_of_a_minority_alone(tmp_path: Path):
    city = read_place(place(tmp_path, CITY[: CITY.index("groups")] + "minority: 0.2\n"))
    assert city.group_shares.tolist() == [[0.4, 0.4, 0.1, 0.1]]


def test_what_is_written_out_in_whole_stays_as_it_is():
    once = whole(parse(CITY, where="x"), "x")
    assert whole(once, "y").data == once.data


SOURCES = "sources:\n  count-2025: {author: City office, title: Count, year: 2025, at: city.example}\n"


def test_sources_of_its_own(tmp_path: Path):
    text = CITY.replace("300000", "{value: 300000, source: count-2025, confidence: S}") + SOURCES
    city = read_place(place(tmp_path, text))
    assert city.sources["count-2025"].name == "City office 2025"
    assert city.evidence["population"].source == "count-2025"


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("children", "childern", 4, "'children'"),
        ("0.15", "1.5", 4, "1.5"),
        ("0.15", "lots", 4, "lots"),
        ("0.15", "0.9", 4, "children and older"),
        ("0.8", "0.9", 6, "internet and children"),
        ("0.15", "{value: 0.15, assume: x}", 4, "'assumed'"),
        ("0.15", "{value: 0.15, source: npl-223, confidence: S}", 4, "npl-2023"),
        ("0.15", "{value: 0.15, source: npl-2023}", 4, "confidence"),
        ("assumed: an invented city", "source: npl-2023\nconfidence: Z", 3, "(S, M or D)"),
        ("name: settled", 'name: "set\\ntled"', 8, "one line"),
        ("0.15", "{values: {My cty: 0.15}}", 4, "My city"),
        ("0.15", "{values: {My city: 0.15}, value: 1}", 4, "children"),
        ("0.15", "{value: 0.15, unit: persons}", 4, "share of persons"),
        ("shares: 0.7", "shares: 0.6", 7, "0.9"),
        ("name: arrived", "nam: arrived", 9, "'name'"),
        ("title: My city", "title: [1]", 1, "title"),
        ("title: My city", "name: london\ntitle: My city", 1, "london"),
        ("300000", "300000\ndistricts: [A, B]", 3, "2 districts"),
        ("300000", "300000\ndistricts: [A, A]", 4, "'A'"),
        ("assumed: an invented city\n", "", 2, "'assumed'"),
        ("population: 300000", "sources: {npl-2023: {author: a, title: b, year: 2020, at: c}}", 3, "npl-2023"),
        ("population: 300000", "sources: {mine: {author: a, year: 2020, at: c}}", 3, "title"),
        ("population: 300000\n", "", None, "population"),
    ],
)
def test_a_fault_names_file_and_line(tmp_path: Path, old: str, new: str, line: int | None, says: str):
    place(tmp_path, CITY.replace(old, new, 1))
    with pytest.raises(ScenarioError) as raised:
        load(scenario(tmp_path))
    assert (raised.value.where, raised.value.line) == ("my-city.yaml", line)
    assert says in raised.value.message


def test_a_path_that_leads_nowhere_names_the_scenarios_line_and_the_nearest_file(tmp_path: Path):
    place(tmp_path)
    with pytest.raises(ScenarioError) as raised:
        load(scenario(tmp_path, SCENARIO.replace("my-city", "my-cty")))
    assert (raised.value.where, raised.value.line) == ("scenario.yaml", 3)
    assert "./my-city.yaml" in raised.value.message


@pytest.mark.parametrize("given", ["5", "[china]", "true"])
def test_a_place_is_a_name_a_path_or_a_content(tmp_path: Path, given: str):
    with pytest.raises(ScenarioError, match="place must be") as raised:
        load(scenario(tmp_path, f"glasshouse: 1\nextends: as-described\nplace: {given}\n"))
    assert raised.value.line == 3


def test_the_hash_covers_the_figures_and_no_words(tmp_path: Path):
    file = scenario(tmp_path)
    place(tmp_path)
    first = load(file).hash
    place(tmp_path, CITY.replace("title: My city", "name: other\ntitle: My city").replace("invented", "made-up"))
    assert load(file).hash == first
    place(tmp_path, CITY.replace("0.15", "0.16"))
    assert load(file).hash != first


def test_a_path_counts_from_the_scenarios_file_and_in_set_from_the_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    (tmp_path / "in").mkdir()
    place(tmp_path)
    file = scenario(tmp_path / "in", SCENARIO.replace("./my", "../my"))
    monkeypatch.chdir(tmp_path)
    assert load(file).place == load("as-described", sets=["place=my-city.yaml"]).place


def test_a_scenario_is_made_again_without_the_file(tmp_path: Path):
    file = place(tmp_path)
    made = load(scenario(tmp_path))
    file.unlink()
    again = load_document(json.loads(json.dumps(dict(made.document))))
    assert (again.hash, again.place) == (made.hash, made.place)
    assert settled(again) is again
    assert with_sets(again, ["days=5"]).place == made.place


def test_a_text_opens_no_files():
    with pytest.raises(ScenarioError, match="opens no files") as raised:
        load_text(SCENARIO)
    assert raised.value.line == 3


def test_a_text_may_hold_the_place_itself():
    indented = "".join(f"  {line}\n" for line in CITY.splitlines())
    text = "glasshouse: 1\nextends: as-described\nplace:\n" + indented
    assert load_text(text).place.title == "My city"
    with pytest.raises(ScenarioError, match="'children'") as raised:
        load_text(text.replace("children", "childern"))
    assert raised.value.line == 7


def test_a_place_says_whether_the_list_of_claims_speaks_of_it(tmp_path: Path):
    place(tmp_path)
    plain = load(scenario(tmp_path))
    place(tmp_path, CITY + "described: true\n")
    told = load(scenario(tmp_path))
    assert (plain.place.described, told.place.described, told.hash) == (False, True, plain.hash)
    assert load_document(json.loads(json.dumps(dict(told.document)))).place.described
    place(tmp_path, CITY + "described: often\n")
    with pytest.raises(ScenarioError, match="'described'") as raised:
        load(scenario(tmp_path))
    assert raised.value.line == len(CITY.splitlines()) + 1
    assert {name for name in list_places() if load_place(name).described} == {"china", "hong-kong"}
