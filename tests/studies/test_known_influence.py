"""What is kept of the shipped presets' assumptions is of these presets, and of no other scenario."""

from __future__ import annotations

import pytest

from glasshouse.scenario import load, preset_names
from glasshouse.studies.influence import influence, uncertain
from glasshouse.studies.known_influence import assumptions, known


@pytest.mark.parametrize("name", preset_names())
def test_each_preset_is_known_as_it_is(name):
    scenario = load(name)
    found = known(scenario)
    assert found is not None, f"{name} has changed: python -m glasshouse.studies.known_influence {name}"
    assert bool(found.rows) == found.often
    assert {row.key for row in found.rows} <= set(uncertain(scenario))
    assert [row.moves for row in found.rows] == sorted((row.moves for row in found.rows), reverse=True)
    assert all(row.given.source is None for row in assumptions(found))


def test_a_changed_scenario_is_not_known():
    assert known(load("as-described", sets=["score.every=7"])) is None


@pytest.mark.slow
def test_what_is_kept_is_what_is_measured():
    scenario = load("stadium-list")
    kept = known(scenario)
    assert kept is not None
    row = kept.rows[0]
    anew = influence(scenario, [row.key], population=kept.size.population, seed=kept.size.seed)
    assert (anew.measure, anew.central) == (kept.measure, kept.central)
    assert (anew.rows[0].at_low, anew.rows[0].at_high) == (row.at_low, row.at_high)
