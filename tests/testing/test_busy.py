"""Each mechanism says what makes it busy; all of them together are the state in which mechanisms are tried."""

from __future__ import annotations

from glasshouse.intervention import Intervention
from glasshouse.mechanism_set import SHIPPED
from glasshouse.scenario import load
from glasshouse.testing import Trial
from glasshouse.testing.busy import busy_scenario, busy_values
from glasshouse.testing.safeguard_checks import Laid
from glasshouse.trial_values import Busy
from scenario import couriers

KEY = couriers.OPENED.key


def test_a_mechanism_speaks_of_its_own_numbers_and_moves_each_of_them():
    before, after = load("as-described").parameters, busy_scenario().parameters
    for one in SHIPPED:
        own = {key for each in one.declared(Busy) for key in each.values}
        assert {SHIPPED.parameters[key].module for key in own} <= {one.module}
        assert {key for key in own if before[key].value == after[key].value} == set()


def test_no_number_is_made_busy_twice():
    assert len(busy_values(SHIPPED)) == sum(len(each.values) for each in SHIPPED.declared(Busy))


def test_a_plugin_brings_its_own():
    assert Trial(mechanism=couriers.MECHANISM).on.parameters[KEY].value == 0.9
    assert Trial(mechanism=couriers.MECHANISM, values={KEY: 0.7}).on.parameters[KEY].value == 0.7
    assert busy_scenario([couriers.MECHANISM]).parameters[KEY].value == 0.9
    review = next(iter(SHIPPED.declared(Intervention)))
    assert Laid(intervention=review, beside=(couriers.MECHANISM,)).without.parameters[KEY].value == 0.9


def test_a_scenario_of_one_s_own_stays_as_it_is():
    own = Trial(mechanism=couriers.MECHANISM, scenario=load("london-lfr"))
    assert own.on.parameters[KEY].value == 0.5
