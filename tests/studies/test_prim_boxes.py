"""Where a conclusion fails: a box that was put there is found again."""

from __future__ import annotations

import numpy as np
import pytest

from glasshouse.studies.indices import indices
from glasshouse.studies.study_design import design
from glasshouse.studies.study_readings import readings
from studies.small import THREE, points, study

TEXT = f"""method: prim
points: 300
outputs: [wrongful]
conclusion: {{measure: wrongful, at-most: 5, says: Few.}}
{THREE}"""


@pytest.fixture
def asked(tmp_path):
    return study(tmp_path, TEXT)


@pytest.mark.slow
def test_a_planted_box_is_found_and_told(asked):
    places = design("prim", 300, 3, seed=1)
    inside = (places[:, 0] > 0.7) & (places[:, 1] < 0.5)
    simulated = points(places, np.where(inside, 9.0, 1.0))
    found = {(one.parameter, one.name): one.value for one in indices(asked, simulated)}
    assert found["", "coverage"] > 0.9
    assert found["", "density"] > 0.9
    trips, defaults = asked.moved[0], asked.moved[1]
    assert found["people.trips", "box_low"] == pytest.approx(trips.at(0.7), rel=0.1)
    assert found["people.trips", "box_high"] == trips.given.high
    assert found["people.offences", "box_high"] == pytest.approx(defaults.at(0.5), rel=0.25)
    assert ("cameras.sightings", "box_low") not in found
    said = " ".join(readings(asked, simulated, indices(asked, simulated)).sentences)
    assert "[people.trips] is at least" in said
    assert "(coverage)" in said
    assert "(density)" in said


def test_a_conclusion_that_never_fails_has_no_box(asked):
    simulated = points(design("prim", 300, 3, seed=1), np.ones(300))
    assert {one.name for one in indices(asked, simulated)} == {"judged", "fails"}
    assert "no box" in readings(asked, simulated, indices(asked, simulated)).sentences[-1]


def test_points_that_cannot_be_judged_are_left_out_and_counted(asked):
    places = design("prim", 300, 3, seed=1)
    simulated = points(places, np.where(places[:, 2] > 0.9, np.nan, 1.0))
    sentences = readings(asked, simulated, indices(asked, simulated)).sentences
    assert any(sentence.startswith("At 30 of 300 points") for sentence in sentences)
