"""The report of a run in which nobody can be sanctioned: alerts and stops, and nothing of what is not there."""

from __future__ import annotations

import pytest

from glasshouse.report.run_flow import diagram_of
from glasshouse.report.run_report import render, write_report
from glasshouse.scenario import load
from glasshouse.scenario.scenario_loading import load_text, with_sets

from .conftest import Page
from .folders import make_run


@pytest.fixture(scope="module")
def stops(tmp_path_factory):
    folder = make_run(tmp_path_factory.mktemp("run") / "a", load("stadium-list"), replicates=2, days=7)
    return Page(write_report(folder).read_text(encoding="utf-8"))


def test_the_headline_and_the_tables_speak_of_stops(stops):
    headline = stops.plain.split("The headline")[1].split("One picture")[0]
    assert "stops" in headline
    assert "sanction" not in headline
    assert "to being stopped" in stops.plain
    for heading in ("Wrong alerts", "Wrong person", "Faulty entry"):
        assert heading in stops.plain


def test_that_every_group_passes_as_often_is_said_where_it_is_so(stops, tmp_path):
    sites = (
        "[{name: gate, cameras: 2, faces_a_day: 9, watchlist: 9, fpir: 0.01, who_passes: {minority: 0.5}, assumed: x}]"
    )
    scenario = load_text(f"glasshouse: 1\nextends: stadium-list\nsites: {sites}\n")
    other = render(make_run(tmp_path / "b", with_sets(scenario, "cameras.scored=true"), replicates=1, days=1))
    assert ["passes the cameras as often" in page for page in (stops.plain, other)] == [True, False]
    assert "who passes the cameras" in other
    # Why an arrow has wrong alerts alone is said where any reach the record.
    assert ["A right alert makes no entry in the record" in page for page in (stops.plain, other)] == [False, True]


def test_no_arrow_says_that_all_alerts_were_wrong():
    """Right alerts leave no entry, so the arrow into the record carries wrong ones alone."""
    diagram = diagram_of(load("stadium-list").mechanisms)
    (arrow,) = (each for each in diagram.arrows if (each.start, each.end) == ("faces", "record"))
    entered = {name for name in (*arrow.right, *arrow.false) if name.startswith("alert_")}
    assert entered == {"alert_false"}
    assert "false alerts" in arrow.what


def test_what_is_not_there_is_not_told(stops):
    for absent in (
        "Sanctioned beyond",
        "Wrongful sanction days",
        "Restrictions, gate by gate",
        "D1. ",
        "Companies, their",
    ):
        assert absent not in stops.plain
    assert "score.points_offence" not in stops.plain
    assert "face_recognition.credible_false" in stops.plain
    assert "left out of this" in stops.plain
    assert not stops.open


def test_links_lead_somewhere(stops):
    ids = {attrs["id"] for _, attrs in stops.elements if attrs.get("id")}
    for attrs in stops.all("a"):
        target = attrs["href"] or ""
        assert target.startswith("https://") or target.removeprefix("#") in ids, target
