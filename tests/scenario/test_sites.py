"""Sites in an authority's numbers: the parameters that they become give those numbers again."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from glasshouse import Simulation
from glasshouse.mechanisms.activity import trip_tail
from glasshouse.mechanisms.face_recognition import group_rates, searched_share
from glasshouse.scenario import Scenario, ScenarioError, load, load_document, with_sets

SITE = """\
  - name: station
    cameras: 40
    faces_a_day: 90000
    watchlist: 2000
    fpir: 1e-3
    ratio: {minority: 3}
    ratio_to: majority
    hours: 16
    listed_here: 1000
    true_match_rate: 0.9
    assumed: round figures
"""
HEAD = """\
glasshouse: 1
extends: _bare
title: A station
summary: A station.
start: 2025-01-01
place: {title: City, assumed: x, population: 300000, children: 0.15, older: 0.2, internet: 0.8, minority: 0.1}
people:
  trips: {value: 2.5, unit: trips/person-day, assumed: "x"}
"""


def scenario(folder: Path, sites: str = SITE, head: str = HEAD) -> Scenario:
    file = folder / "station.yaml"
    file.write_text(f"{head}sites:\n{sites}", encoding="utf-8")
    return load(file)


def faces_a_day(made: Scenario) -> float:
    """Faces searched in the whole place, by the parameters."""
    now, people = made.settings(0), float(made.place.columns["population"].sum())
    density = now.numbers["cameras.total"] / people * 10
    return (
        people
        * sum(trip_tail(now.numbers["people.trips"]))
        * now.numbers["cameras.sightings"]
        * density
        * searched_share(now)
    )


@pytest.mark.parametrize("faces", [900, 90_000, 3_000_000])
def test_the_faces_of_a_day_are_those_stated(tmp_path: Path, faces: int):
    made = scenario(tmp_path, SITE.replace("90000", str(faces)))
    assert faces_a_day(made) == pytest.approx(faces)
    assert made.settings(0).on("cameras")
    assert made.settings(0).on("face_recognition")
    assert made.parameters["cameras.total"].value == 40


def test_a_day_has_the_alerts_that_follow(tmp_path: Path):
    days = 10
    results = Simulation(scenario(tmp_path), population=300_000, days=days, threads=1).run()
    daily = results.daily().group_by("measure").sum()
    counts = dict(zip(daily["measure"].to_list(), daily["value"].to_list(), strict=True))
    assert counts["alert_false"] / days == pytest.approx(90, rel=0.12)
    # 1,000 people of the 300,000, each searched 0.3 times a day and found in nine searches of ten.
    assert counts["alert_true"] / days == pytest.approx(270, rel=0.12)


def ratio(made: Scenario) -> float:
    rates = group_rates(made.settings(0))
    return float(rates[2] / rates[0])


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("ratio_to: majority", "ratio_to: majority", 3),
        # A tenth of the people with three times the mean: the others have 0.7 of 0.9.
        ("ratio_to: majority", "ratio_to: mean", 3 / (0.7 / 0.9)),
        # Three tenths of the faces instead of a tenth of the people: 0.3/0.7 over 0.1/0.9.
        ("hours: 16", "who_passes: {minority: 0.3}", 3 * (0.3 / 0.7) / (0.1 / 0.9)),
        ("    ratio: {minority: 3}\n    ratio_to: majority\n", "", 1),
    ],
)
def test_a_ratio_is_to_the_mean_or_to_the_majority(tmp_path: Path, before: str, after: str, expected: float):
    assert ratio(scenario(tmp_path, SITE.replace(before, after))) == pytest.approx(expected)


def test_several_sites_add_up_in_faces_and_are_averaged_by_them(tmp_path: Path):
    other = SITE.replace("station", "square").replace("90000", "30000").replace("2000", "6000").replace("1e-3", "5e-3")
    made = scenario(tmp_path, SITE + other)
    assert faces_a_day(made) == pytest.approx(120_000)
    assert made.parameters["cameras.total"].value == 80
    assert made.parameters["face_recognition.watchlist"].value == pytest.approx(3000)
    rate = made.parameters["face_recognition.false_match_rate"].value
    assert -np.expm1(3000 * np.log1p(-rate)) * 0.85 == pytest.approx(2e-3)


def test_ranges_are_kept(tmp_path: Path):
    made = scenario(tmp_path, SITE.replace("1e-3", "{value: 1e-3, range: [5e-4, 4e-3]}"))
    given = made.parameters["face_recognition.false_match_rate"]
    assert given.low / given.value == pytest.approx(0.5, rel=0.01)
    assert given.high / given.value == pytest.approx(4, rel=0.01)


def test_what_is_given_beside_or_over_the_sites_goes_first(tmp_path: Path):
    own = "face_recognition:\n  watchlist: {value: 7, unit: faces, assumed: x}\n"
    made = scenario(tmp_path, head=HEAD + own)
    assert made.parameters["face_recognition.watchlist"].value == 7
    made = scenario(tmp_path, head=HEAD + "face_recognition: {enabled: false}\n")
    assert not made.settings(0).on("face_recognition")
    made = load(tmp_path / "station.yaml", sets=["cameras.total=9", "cameras.enabled=false"])
    assert made.parameters["cameras.total"].value == 9
    assert not made.settings(0).on("cameras")


def test_a_scenario_with_sites_is_made_again_from_its_document(tmp_path: Path):
    made = scenario(tmp_path)
    assert load_document(made.document).hash == made.hash
    assert with_sets(made, ["cameras.total=3"]).parameters["cameras.total"].value == 3


def test_a_scenario_from_a_document_still_has_its_sites(tmp_path: Path):
    """As one that a run's folder holds: it can be moved, and the report knows who passes."""
    made = scenario(tmp_path, f"{SITE}    who_passes: {{minority: 0.3}}\n")
    again = load_document(json.loads(json.dumps(made.document)))
    assert again.document == made.document
    assert again.sites is not None
    assert not again.sites.pass_alike
    there = ["place=hong-kong"]
    assert with_sets(again, there).hash == with_sets(made, there).hash
    own = with_sets(made, ["cameras.total=3"])
    kept = with_sets(load_document(own.document), there).parameters["cameras.total"].value
    assert kept == with_sets(own, there).parameters["cameras.total"].value == 3


@pytest.mark.parametrize("below", ["_bare", "as-described"])
def test_sites_keep_their_cameras_in_a_place_of_ones_own(tmp_path: Path, below: str):
    made = scenario(tmp_path, head=HEAD.replace("_bare", below))
    assert made.parameters["cameras.total"].value == 40
    assert made.parameters["cameras.forecast"].value == 0


@pytest.mark.parametrize("below", ["_bare", "as-described"])
def test_a_loaded_scenario_takes_its_sites_along_to_another_place(tmp_path: Path, below: str):
    made = scenario(tmp_path, head=HEAD.replace("_bare", below))
    moved = with_sets(made, ["place=hong-kong"])
    assert moved.parameters["cameras.total"].value == 40
    assert faces_a_day(moved) == pytest.approx(90_000)
    assert moved.hash == load(tmp_path / "station.yaml", sets=["place=hong-kong"]).hash
    assert with_sets(with_sets(made, ["cameras.total=3"]), ["place=hong-kong"]).parameters["cameras.total"].value == 3


@pytest.mark.parametrize(
    ("before", "after", "line", "says"),
    [
        ("cameras: 40", "camera: 40", 11, "'cameras'"),
        ("cameras: 40", "cameras: 0", 11, "cameras"),
        ("faces_a_day: 90000", "faces_a_day: many", 12, "faces_a_day"),
        ("faces_a_day: 90000", "faces_a_day: {value: 5, range: [6, 7]}", 12, "range"),
        ("    watchlist: 2000\n", "", 10, "watchlist"),
        ("fpir: 1e-3", "fpir: 0", 14, "above 0"),
        ("fpir: 1e-3", "fpir: 1.5", 14, "below 1, not 1.5"),
        ("ratio: {minority: 3}", "ratio: {minorty: 3}", 15, "'minority'"),
        ("true_match_rate: 0.9", "true_match_rate: 1.9", 19, "at most 1, not 1.9"),
        ("hours: 16", "who_passes: {minority: 1.4}", 17, "minority is 1.4"),
        ("faces_a_day: 90000", "faces_a_day: 80000000000", 12, "at most 2"),
        ("faces_a_day: 90000", "faces_a_day: {value: 9e4, range: [9e4, 9e9]}", 12, "9,000,000,000"),
        ("listed_here: 1000", "listed_here: 256000", 18, "255,000"),
        ("listed_here: 1000", "listed_here: 3000", 18, "3,000 of the list live in City, and 2,000 are on it"),
        ("listed_here: 1000", "listed_here: {value: 1000, range: [10, 2500]}", 18, "2,500 of the list"),
        ("    ratio_to: majority\n", "", 10, "ratio_to"),
        ("ratio_to: majority", "ratio_to: median", 16, "median"),
        ("ratio: {minority: 3}\n    ratio_to: majority", "ratio: {minority: 12}\n    ratio_to: mean", 9, "12"),
        ("    assumed: round figures\n", "", 10, "source"),
        ("assumed: round figures", "source: npl-203\n    confidence: S", 20, "npl-2023"),
    ],
)
def test_a_fault_names_its_line(tmp_path: Path, before: str, after: str, line: int, says: str):
    assert before in SITE
    with pytest.raises(ScenarioError) as raised:
        scenario(tmp_path, SITE.replace(before, after))
    assert says in raised.value.message
    assert (raised.value.where, raised.value.line) == ("station.yaml", line)


def test_nobody_passes_a_site_without_trips(tmp_path: Path):
    with pytest.raises(ScenarioError, match="trips"):
        scenario(tmp_path, head=HEAD[: HEAD.index("people:")])


def refused(folder: Path, sites: str, head: str = HEAD) -> ScenarioError:
    with pytest.raises(ScenarioError) as raised:
        scenario(folder, sites, head)
    return raised.value


def test_a_list_has_no_more_people_of_the_place_than_live_there(tmp_path: Path):
    unsaid = SITE.replace("    listed_here: 1000\n", "")
    found = refused(tmp_path, unsaid.replace("watchlist: 2000", "watchlist: 3e6"))
    assert (found.line, "255,000" in found.message, "listed_here" in found.message) == (13, True, True)
    assert scenario(tmp_path, SITE.replace("watchlist: 2000", "watchlist: 3e6")).sites


def test_two_sites_have_two_names(tmp_path: Path):
    found = refused(tmp_path, SITE + SITE.replace("station", "Station"))
    assert ("two sites" in found.message, found.line) == (True, 21)


@pytest.mark.parametrize(("key", "line"), [("ratio", 15), ("who_passes", 15)])
def test_what_is_said_of_a_minority_needs_a_group_that_is_marked(tmp_path: Path, key: str, line: int):
    unmarked = HEAD.replace("minority: 0.1", "groups: [{name: here, shares: 0.9}, {name: arrived, shares: 0.1}]")
    site = SITE.replace("hours: 16", "who_passes: {minority: 0.3}")
    if key == "who_passes":
        site = site.replace("    ratio: {minority: 3}\n    ratio_to: majority\n", "")
    found = refused(tmp_path, site, unmarked)
    assert ("minority: true" in found.message, found.line) == (True, line)
    assert "arrived" in found.message
    marked = unmarked.replace("name: arrived", "name: arrived, minority: true")
    assert scenario(tmp_path, site, marked).parameters["face_recognition.minority_ratio"].value != 1 or key != "ratio"


@pytest.mark.parametrize("said", ["ratio: {women: 2}\n    ratio_to: majority", "who_passes: {women: 0.2}"])
def test_what_is_said_of_women_needs_groups_that_differ_in_them(tmp_path: Path, said: str):
    site = SITE.replace("    ratio: {minority: 3}\n    ratio_to: majority\n", f"    {said}\n")
    groups = "groups: [{name: here, shares: 0.9}, {name: arrived, shares: 0.1}]"
    found = refused(tmp_path, site, HEAD.replace("minority: 0.1", groups))
    assert ("same share of women" in found.message, found.line) == (True, 15)
    for head in (HEAD, HEAD.replace("minority: 0.1", groups.replace("arrived", "arrived, women: 0.2"))):
        assert scenario(tmp_path, site, head).parameters["face_recognition.women_ratio"].value != 1
