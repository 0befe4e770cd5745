from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from glasshouse.comparison.paired_arms import ANY, PEOPLE, against_reference, arm_outcome, differences
from glasshouse.population.people import MEMBER
from glasshouse.scenario import load
from glasshouse.scenario.scenario_words import GROUPS
from runs import fakes

DAYS = 8


@pytest.fixture
def base():
    return fakes.replicate(load("as-described"), days=DAYS)


def changed(replicate, **columns):
    """The same people with some columns of state or ledger replaced."""
    state = {name: columns.get(name, column) for name, column in replicate.state.items()}
    ledger = {name: columns.get(name, column) for name, column in replicate.ledger.items()}
    return replace(replicate, state=state, ledger=ledger)


def found(base, other, measure):
    return {d.measure: d for d in differences(arm_outcome(base, days=DAYS), arm_outcome(other, days=DAYS))}[measure]


def test_the_same_world_differs_in_nothing(base):
    for each in differences(arm_outcome(base, days=DAYS), arm_outcome(base, days=DAYS)):
        if each.changed is not None:
            assert each.changed.tolist() == [0] * (len(GROUPS) + 1)
        assert np.array_equal(each.baseline, each.arm, equal_nan=True)


def test_spared_newly_harmed_and_changed_by_hand(base):
    before, after = np.zeros(4000, np.uint16), np.zeros(4000, np.uint16)
    before[:6] = [3, 3, 1, 0, 0, 2]
    after[:6] = [0, 3, 2, 1, 0, 0]
    group = np.zeros(4000, np.uint16)
    group[3] = 2
    group[5] = 3
    first = changed(base, sanction_days=before, traits=group)
    each = found(first, changed(first, sanction_days=after), "sanction_days")
    assert each.spared.tolist() == [1, 0, 0, 1, 2]
    assert each.newly_harmed.tolist() == [0, 0, 1, 0, 1]
    assert each.changed.tolist() == [2, 0, 1, 1, 4]


@pytest.mark.parametrize("column", ["fear", "dossier", "sanction_days", "observed"])
def test_anybody_who_differs_in_any_column_is_counted_once(base, column):
    source = {**base.state, **base.ledger}[column]
    moved = source.copy()
    moved[[5, 70]] += 1
    other = changed(base, **{column: moved})
    assert found(base, other, ANY).changed[-1] == 2
    assert np.isnan(found(base, other, ANY).baseline).all()


def test_two_columns_of_one_person_are_one_person(base):
    fear, trust = base.state["fear"].copy(), base.state["trust"].copy()
    fear[9] += 1
    trust[9] += 1
    assert found(base, changed(base, fear=fear, trust=trust), ANY).changed[-1] == 1


def test_groups_add_up_to_all(base):
    other = fakes.replicate(load("as-described"), days=DAYS, number=1)
    other = changed(other, traits=base.state["traits"])
    for each in differences(arm_outcome(base, days=DAYS), arm_outcome(other, days=DAYS)):
        for people in (each.spared, each.newly_harmed, each.changed):
            if people is not None:
                assert people[:-1].sum() == people[-1]
    people = found(base, other, PEOPLE)
    assert people.baseline[-1] == 4000
    assert len(people.baseline) == len(GROUPS) + 1


def test_other_people_cannot_be_compared(base):
    other = fakes.replicate(load("as-described"), days=DAYS, number=1)
    with pytest.raises(ValueError, match="same people"):
        differences(arm_outcome(base, days=DAYS), arm_outcome(other, days=DAYS))


def test_people_may_be_potential_reporters_in_one_world_only(base):
    member = base.state["traits"].copy()
    member[:7] ^= MEMBER
    other = changed(base, traits=member)
    assert found(base, other, ANY).changed[-1] == 7
    assert against_reference("unwatched", other, base, days=DAYS) == {}


def test_without_a_ledger_only_figures_and_state_are_compared(base):
    bare = replace(base, ledger=None)
    each = {d.measure: d for d in differences(arm_outcome(bare, days=DAYS), arm_outcome(bare, days=DAYS))}
    assert each["sanctioned"].spared is None
    assert each["sanctioned"].baseline[-1] > 0
    assert each[ANY].changed[-1] == 0


def test_only_reference_worlds_show_more(base):
    assert against_reference("ban", base, base, days=DAYS) == {}
    assert set(against_reference("unwatched", base, base, days=DAYS)) == {"downstream", "downstream_debts"}
    assert set(against_reference("error-free", base, base, days=DAYS)) == {"knock_on", "knock_on_days"}
    assert against_reference("error-free", replace(base, ledger=None), base, days=DAYS) == {}
