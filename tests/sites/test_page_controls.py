"""The controls of the page: none that would move nothing."""

from __future__ import annotations

import pytest

from glasshouse import Simulation
from glasshouse.engine.simulate import simulate
from glasshouse.interventions import apply
from glasshouse.scenario import load
from glasshouse.sites.crowd_page import SEED
from glasshouse.sites.page_positions import page_controls, page_levers
from glasshouse.sites.page_terms import counted_in


def digest(scenario, days: int) -> str:
    return simulate(scenario, population=2000, days=days, seed=SEED, threads=1).digest


@pytest.mark.parametrize("preset", ["london-lfr", "stadium-list", "informant-society"])
def test_a_safeguard_that_is_not_offered_changes_nothing(preset):
    controls = page_controls(preset)
    left_out = [lever for lever in page_levers() if lever not in controls.levers]
    assert len(left_out) == 3
    days = min(60, controls.base.days)
    plain = digest(controls.base, days)
    for lever in left_out:
        assert digest(apply(controls.base, [lever.safeguard], 0, days), days) == plain, lever.name


@pytest.mark.parametrize("preset", ["as-described", "as-documented", "hong-kong-2020", "welfare-accusation"])
def test_where_doors_close_every_safeguard_is_offered(preset):
    assert page_controls(preset).levers == page_levers()


@pytest.mark.parametrize("preset", ["london-lfr", "informant-society", "welfare-accusation"])
def test_what_is_not_counted_does_not_happen(preset):
    scenario = load(preset)
    people = Simulation(scenario, population=20_000, days=min(120, scenario.days), seed=SEED).run().people()
    happened = {"sanctioned": "sanctioned", "wrongly": "wrongful", "mistaken": "misidentified"}
    for name in {*happened} - {*counted_in(scenario)}:
        assert people[happened[name]].sum() == 0, name
