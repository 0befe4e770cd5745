"""Calibration recovers what simulated data were made with, and is the same whatever the threads."""

from __future__ import annotations

import math
import re
from dataclasses import replace

import pytest

from glasshouse.studies.calibrate import aimed, fits, fitting, search
from glasshouse.studies.indices import indices
from glasshouse.studies.study_parts import Output, Target
from glasshouse.studies.study_points import Point, simulate_point
from glasshouse.studies.study_readings import readings
from grammar import facts, numbers
from studies.small import study

TEXT = """
method: calibrate
points: 72
parameters: [people.critical_posts, internet.recall_critical]
outputs: [sanctioned]
targets:
  - {measure: punished_lawful_acts, value: 1, tolerance: 1, source: made-up}
  - {measure: tier_B, value: 1, tolerance: 1, source: made-up}
sources:
  made-up: {author: Nobody, title: Simulated, year: 2026, at: nowhere}
"""
TRUE = (0.8, 0.25)


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    """A study whose published figures are those of one set of assumptions, and the points of the search for them."""
    asked = study(tmp_path_factory.mktemp("calibrate"), TEXT)
    asked = replace(asked, size=replace(asked.size, population=2_000, days=60))
    simulated = simulate_point(asked, 0, TRUE)
    figures = dict(zip(asked.asked, simulated.values, strict=True))
    targets = tuple(
        Target(output=Output(measure=name), value=figures[Output(measure=name)], tolerance=width, source="made-up")
        for name, width in (("punished_lawful_acts", 2000.0), ("tier_B", 0.3))
    )
    asked = replace(asked, targets=targets)
    return asked, list(search(asked, lambda places: (simulate_point(asked, 0, place) for place in places)))


def test_it_recovers_the_assumptions_that_made_the_data(found):
    asked, points = found
    best = {one.parameter: one.value for one in indices(asked, points) if one.name == "best"}
    for moved, place in zip(asked.moved, TRUE, strict=True):
        width = moved.given.high - moved.given.low
        assert abs(best[moved.key] - moved.at(place)) < 0.12 * width, moved.key


def test_it_says_how_well_each_is_told(found):
    asked, points = found
    assert 1 <= len(fitting(asked, points)) < len(points)
    said = readings(asked, points, indices(asked, points))
    assert numbers(said.sentences[0])[0] == str(len(fitting(asked, points)))
    assert "[made-up]" in said.sentences[1]
    assert any("assumptions true" in note for note in said.notes)


def test_the_search_depends_on_the_seed_alone(found):
    asked, points = found
    known = {point.places: point for point in points}
    again = [point.places for point in search(asked, lambda places: (known[tuple(place)] for place in places))]
    assert again == [point.places for point in points]
    other = replace(asked, size=replace(asked.size, seed=2), points=24)

    def flat(places):
        return (Point(number=0, places=tuple(place), values=(1.0, 1.0, 1.0)) for place in places)

    assert [one.places for one in search(other, flat)][1:] != again[1:24]


def test_the_first_point_is_the_centre(found):
    asked, points = found
    for moved, place in zip(asked.moved, points[0].places, strict=True):
        assert moved.at(place) == pytest.approx(moved.given.value)


LESS = """
method: calibrate
points: 16
parameters:
  - {name: redress.review_share, range: [0, 1]}
objective: {less-of: unequal}
outputs: [wrongful]
"""


def _points(*figures):
    return [Point(number=k, places=(k / 16,), values=(1.0, figure)) for k, figure in enumerate(figures)]


def test_fewer_than_with_equal_treatment_is_no_gain(tmp_path):
    asked = study(tmp_path, LESS)
    assert [aimed(asked, point) for point in _points(3.0, 0.0, -4.0)] == [3.0, 0.0, 0.0]


def test_what_is_undefined_is_worse_than_all_and_said_so(tmp_path):
    asked = study(tmp_path, LESS)
    assert aimed(asked, _points(math.nan)[0]) == math.inf
    points = _points(math.nan, 5.0, 3.0)
    said = readings(asked, points, fits(asked, points)).sentences
    assert re.search(facts("undefined … 3 at best"), said[0])
    assert "1,000" not in " ".join(said)
    nowhere = _points(math.nan, math.nan)
    found = fits(asked, nowhere)
    assert all(math.isnan(one.value) for one in found if one.name.endswith("_score"))
    assert not [one for one in found if one.name == "best"]
    assert "undefined at every point" in readings(asked, nowhere, found).sentences[0]


def test_a_search_goes_on_where_nothing_is_defined(tmp_path):
    asked = study(tmp_path, LESS)

    def undefined(places):
        return (Point(number=0, places=tuple(place), values=(1.0, math.nan)) for place in places)

    assert len(list(search(asked, undefined))) == 16
