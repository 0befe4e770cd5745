"""Calibration recovers what simulated data were made with, and is the same whatever the threads."""

from __future__ import annotations

from dataclasses import replace

import pytest

from glasshouse.studies.calibrate import fitting, search
from glasshouse.studies.indices import indices
from glasshouse.studies.plan import Output, Target
from glasshouse.studies.points import Point, live
from glasshouse.studies.readings import readings
from studies.small import study

TEXT = """
method: calibrate
points: 72
parameters: [people.offences, cameras.sightings]
outputs: [sanctioned]
targets:
  - {measure: unlawful_acts, value: 1, tolerance: 1, source: made-up}
  - {measure: sightings, value: 1, tolerance: 1, source: made-up}
sources:
  made-up: {author: Nobody, title: Simulated, year: 2026, at: nowhere}
"""
TRUE = (0.8, 0.25)


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    """A study whose published figures are those of one set of assumptions, and the points of the search for them."""
    asked = study(tmp_path_factory.mktemp("calibrate"), TEXT)
    lived = live(asked, 0, TRUE)
    figures = dict(zip(asked.asked, lived.values, strict=True))
    targets = tuple(
        Target(output=Output(measure=name), value=figures[Output(measure=name)], tolerance=width, source="made-up")
        for name, width in (("unlawful_acts", 2000.0), ("sightings", 0.15))
    )
    asked = replace(asked, targets=targets)
    return asked, list(search(asked, lambda places: (live(asked, 0, place) for place in places)))


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
    assert "points meet every published figure within its tolerance" in said.sentences[0]
    assert "[made-up]" in said.sentences[1]
    assert any("does not make its assumptions true" in note for note in said.notes)


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
