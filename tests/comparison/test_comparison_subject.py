"""What a comparison is pictured and ranked by is a harm that its scenario can do."""

from __future__ import annotations

import re

import pytest

from glasshouse.comparison import comparison_subject as subjects
from glasshouse.comparison.arm_sentences import sentence
from glasshouse.comparison.comparison import open_comparison
from glasshouse.comparison.comparison_finding import compared_with, finding, how_sure, title_of_page
from glasshouse.comparison.comparison_subject import Subject, from_worst, least, subject
from glasshouse.comparison.comparison_words import summary
from glasshouse.folders.output_label import NOT_A_FORECAST
from glasshouse.measures import HARMS
from glasshouse.report import comparison_picture
from glasshouse.scenario import load
from report.folders import make_comparison
from tampering import edit

SUBJECTS = [each for each in vars(subjects).values() if isinstance(each, Subject)]
#: Wrong stops fall by half under review, and once more with half the list, of which alone faces are mistaken less.
STOPS = {
    "review": {"stops_false": [(400, 200)] * 2, "stops_faulty": [(40, 40)] * 2, "misidentified": [(900, 900)] * 2},
    "halflist": {"stops_false": [(400, 300)] * 2, "stops_faulty": [(40, 40)] * 2, "misidentified": [(900, 500)] * 2},
    "review+halflist": {
        "stops_false": [(400, 150)] * 2,
        "stops_faulty": [(40, 40)] * 2,
        "misidentified": [(900, 500)] * 2,
    },
    "audit": {"stops_false": [(400, 400)] * 2, "stops_faulty": [(40, 0)] * 2, "misidentified": [(900, 900)] * 2},
    "ban": {"stops_false": [(400, 0)] * 2, "stops_faulty": [(40, 0)] * 2, "misidentified": [(900, 0)] * 2},
}


@pytest.fixture
def stops(tmp_path):
    return make_comparison(tmp_path / "c", load("london-lfr"), STOPS)


# A yardstick that cannot see what is done: misidentified people alone, where arms change who is stopped.
def test_where_people_are_stopped_wrong_stops_are_pictured_and_decide(stops):
    assert subject(stops) is subjects.WRONGLY_STOPPED
    assert from_worst(stops) == ["audit", "halflist", "review", "review+halflist", "ban"]
    assert least(stops, ["review", "halflist", "review+halflist", "audit"]) == ["review+halflist"]
    bars = {row["arm"]: row for row in comparison_picture.chart(stops).data["bars"]}
    changes = [bars[name]["value"] for name in ("Audit", "Review", "Ban")]
    assert changes == sorted(changes, reverse=True)
    assert len({0, *changes}) == 4, "every one of them spares somebody a stop"
    assert [bars["Audit"][name] for name in ("beside0", "beside1")] == ["1,600", "0"]


def test_nothing_is_said_to_be_the_same_because_stops_leave_no_trace(stops):
    assert "Anything differs" not in summary(stops).people_columns


def test_equal_worlds_are_told_apart_by_other_harms_or_not_at_all(tmp_path):
    equal = {"wrongful": [(50, 20)] * 2}
    arms = {
        "a": {**equal, "misidentified": [(90, 90)] * 2},
        "b": {**equal, "misidentified": [(90, 30)] * 2},
        "c": {**equal, "misidentified": [(90, 30)] * 2},
    }
    compared = make_comparison(tmp_path / "c", load("as-described"), arms)
    assert least(compared, ["a", "b", "c"]) == ["b", "c"]
    assert from_worst(compared)[0] == "a"


# The same where people are sanctioned: an arm that changes stops alone "changes nothing" by the measure that is told.
def test_other_harms_are_told_where_the_first_one_stays(tmp_path):
    arms = {"review": {"wrongful": [(50, 50)] * 2, "stops_false": [(400, 100)] * 2, "hardship": [(9, 9)] * 2}}
    told = sentence(make_comparison(tmp_path / "c", load("as-described"), arms), "review")
    assert re.search(r"wrong person fall by 75 %\.$", told)


@pytest.mark.parametrize("about", SUBJECTS, ids=lambda about: about.wronged)
def test_worlds_are_put_in_order_by_harms_to_people_alone(about):
    """Never by all stops, coverage or fear: fewer right stops can be bought with blindness, less fear with secrecy."""
    deciding = {name for measures in (about.measures, *about.ties) for name in measures}
    if about.ranked:
        assert all(HARMS[name].objective or name in ("stops_false", "stops_faulty") for name in deciding)
    else:
        assert not about.ties


@pytest.mark.parametrize("preset", ["as-described", "london-lfr"])
def test_the_picture_says_of_each_world_what_it_is_called_and_whether_it_is_documented(tmp_path, preset):
    compared = make_comparison(tmp_path / "c", load(preset), {"ban": {"wrongful": [(9, 0)], "stops_false": [(9, 0)]}})
    svg = comparison_picture.draw(compared).files["svg"].decode()
    for arm in compared.manifest["arms"][1:]:
        assert f">{arm['title']}<" in svg
        assert f">{arm['label']}<" in svg


def test_a_folder_of_an_older_version_calls_its_baseline_by_its_title(stops):
    baseline, *arms = stops.manifest["arms"]
    edit(stops.path, "comparison.json", arms=[{**baseline, "title": "As it is"}, *arms])
    assert open_comparison(stops.path).about("baseline")["title"] == load("london-lfr").title


def test_the_picture_tells_of_differences_with_intervals_of_their_own(tmp_path):
    """Levels move together: two wide bars would hide that one is always lower."""
    moved = {"human-review": {"wrongful": [(100, 90), (900, 880), (300, 285)]}}
    compared = make_comparison(tmp_path / "c", load("as-described"), moved)
    (row,) = comparison_picture.chart(compared).data["bars"]
    assert (row["value"], row["low"], row["high"]) == (-40, -80, -40)
    assert "40 (40 to 80) fewer" in finding(compared)


@pytest.mark.parametrize("after", [(100, 900), (90, 910), (80, 900), (110, 950)])
def test_the_finding_gives_a_direction_only_where_there_is_one(tmp_path, after):
    before = (100, 900)
    moved = {"human-review": {"wrongful": list(zip(before, after, strict=True))}}
    told = finding(make_comparison(tmp_path / "c", load("as-described"), moved))
    signs = {(b > a) - (b < a) for a, b in zip(before, after, strict=True)}
    assert ("fewer of" in told) == (signs <= {-1, 0} and signs != {0})
    assert ("more of" in told) == (signs == {1})
    assert ("no clear change" in told) == (signs == {1, -1})


@pytest.mark.parametrize(
    ("after", "sure"),
    [([90, 880], ["both"]), ([90, 900], ["1", "2", "1"]), ([90, 910], ["1", "2", "1"]), ([100, 900], ["both"])],
)
def test_the_page_s_title_has_the_number_its_unit_and_in_how_many_runs_it_is_so(tmp_path, after, sure):
    moved = {"human-review": {"wrongful": list(zip((100, 900), after, strict=True))}}
    compared = make_comparison(tmp_path / "c", load("as-described"), moved)
    told = title_of_page(compared)
    head, _, how = told.partition(": ")
    days = f"within {compared.manifest['days']} days"
    assert ("of every 10,000 people" in head, days in head, "human review" in head) == (True, True, True)
    assert re.findall(r"\d+|both", how) == sure
    assert len(told) < 180
    assert finding(compared).split(" of every")[0] == head.split(" of every")[0]  # as the picture has it
    assert re.findall(r"\d+|both", how_sure(compared).lower()) == sure


def test_the_page_s_title_of_one_run_says_that_it_cannot_tell_how_sure_it_is(tmp_path):
    compared = make_comparison(tmp_path / "c", load("as-described"), {"appeal": {"wrongful": [(100, 60)]}})
    told = title_of_page(compared)
    assert ("160 fewer of" in told, "one run" in told, " draws" in told) == (True, True, False)
    assert "one run" in how_sure(compared)


def test_the_page_s_title_puts_no_fear_and_no_right_stops_in_order(tmp_path):
    """It is about what was asked for first, whatever another scenario leaves."""
    arms = {"human-review": {"chilled": [(400, 300)] * 2}, "appeal": {"chilled": [(400, 100)] * 2}}
    told = title_of_page(make_comparison(tmp_path / "c", load("informant-society"), arms))
    assert ("human review" in told, "appeal" in told.lower()) == (True, False)


def test_what_was_compared_stands_below_the_title_with_the_baseline_s_label(stops):
    below = compared_with(stops)
    for about in stops.manifest["arms"]:
        assert str(about["title"]) in below or about["name"] == "baseline"
    assert f"“{stops.scenario.title}” ({stops.manifest['label']})" in below


def test_each_file_of_the_picture_says_what_it_is_of_and_where_from(tmp_path):
    compared = make_comparison(tmp_path / "c", load("as-described"), {"ban": {"wrongful": [(50, 0), (60, 0)]}})
    drawn = comparison_picture.draw(compared)
    assert set(drawn.files) == {"svg", "png", "pdf"}
    text = re.sub(r"<[^>]*>", " ", drawn.files["svg"].decode())
    text = " ".join(text.split())
    for told in (finding(compared).split(" of ")[0], "hypothetical", compared.manifest["version"], NOT_A_FORECAST):
        assert told in text
    assert str(compared.about("baseline")["digest"])[:16] in text
