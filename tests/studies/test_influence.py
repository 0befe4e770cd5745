"""How much each assumption moves the headline."""

from __future__ import annotations

import pytest

from glasshouse.engine.simulate import simulate
from glasshouse.measures import harm_table
from glasshouse.scenario import load
from glasshouse.studies.influence import influence, uncertain

SIZE = {"population": 12_000, "days": 60}
FACES = "face_recognition.false_match_rate"


@pytest.fixture(scope="module")
def found():
    return influence(load("as-described"), [FACES, "cameras.total", "score.start"], **SIZE)


def test_the_ends_are_worlds_with_only_that_parameter_moved(found):
    scenario = load("as-described")
    row = next(row for row in found.rows if row.key == FACES)
    assert row.at_low < row.at_high
    for end, figure in ((row.given.low, row.at_low), (row.given.high, row.at_high)):
        simulated = simulate(scenario, **SIZE, threads=1, drawn={FACES: end})
        assert figure == pytest.approx(harm_table(simulated, days=60).rate("misidentified")[-1, -1])


def test_the_strongest_comes_first_and_one_without_a_range_moves_nothing(found):
    assert found.measure.name == "misidentified"  # so few people for so few days see no wrongful sanction
    assert [row.moves for row in found.rows] == sorted((row.moves for row in found.rows), reverse=True)
    fixed = next(row for row in found.rows if row.key == "score.start")
    assert not fixed.given.ranged
    assert fixed.moves == 0
    assert fixed.at_low == found.central


def test_threads_change_nothing(found):
    alone = influence(load("as-described"), [FACES, "cameras.total", "score.start"], **SIZE, threads=1)
    assert alone == found


def test_where_nobody_is_sanctioned_the_headline_is_another_harm():
    scenario = load("as-described", sets=["restrictions.enabled=false"])
    found = influence(scenario, [], **SIZE)
    assert found.measure.name != "wrongful"
    assert found.central > 0


def test_events_have_assumptions_of_their_own():
    assert any(":" in key for key in uncertain(load("hong-kong-2020")))
