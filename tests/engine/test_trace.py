"""Following people changes nothing, and what is noted of them adds up to what was counted."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from glasshouse.engine.counts import Count
from glasshouse.engine.simulate import BranchPoint, Replicate, simulate
from glasshouse.mechanisms import MECHANISMS
from glasshouse.mechanisms.informants import REPORTS_HOUSEHOLD, REPORTS_NEIGHBOUR, REPORTS_TRUE, REPORTS_WORKPLACE
from glasshouse.mechanisms.internet import POSTS_REMOVED
from glasshouse.model.state import NONE
from glasshouse.note import Note
from glasshouse.population.people import AGE_SHIFT, COLUMNS
from glasshouse.scenario import load
from model.runs import BUSY, run

POPULATION, DAYS = 2000, 45


@cache
def followed() -> Replicate:
    scenario = load("as-described", sets=BUSY)
    return simulate(scenario, population=POPULATION, days=DAYS, seed=1, threads=2, traced=range(POPULATION))


def plain() -> Replicate:
    return run("as-described", *BUSY, population=POPULATION, days=DAYS)


def counted(measure: int) -> int:
    return int(followed().daily[..., measure].sum())


def test_following_changes_nothing():
    assert followed().digest == plain().digest
    assert plain().trace is None


def test_the_last_evening_is_the_state_at_the_end():
    trace = followed().trace
    assert trace is not None
    for name in COLUMNS:
        assert (trace.evenings[name][-1] == followed().state[name]).all()


def test_one_row_a_day_and_person_in_order():
    trace = followed().trace
    assert trace is not None
    place = trace.agents["day"] * POPULATION + trace.agents["person"]
    assert (np.diff(place) > 0).all()
    assert (((trace.agents["traits"] >> AGE_SHIFT) & 3) != 0).all()


#: Counted for what several notes stand for, or more than once a day.
SHARED = (REPORTS_TRUE, REPORTS_HOUSEHOLD, REPORTS_NEIGHBOUR, REPORTS_WORKPLACE, POSTS_REMOVED)
#: Notes that are set once for whatever they count.
COUNTED = [
    (note, count)
    for each in MECHANISMS
    for note in each.declared(Note)
    if isinstance(note.counts, tuple)
    for count in note.counts
    if count.core and count not in SHARED
]


@pytest.mark.parametrize(("note", "count"), COUNTED, ids=lambda each: each.name)
def test_notes_add_up_to_the_counts(note, count):
    trace = followed().trace
    assert trace is not None
    assert int((trace.agents["noted"] & int(note) != 0).sum()) == counted(count) > 0


def test_acts_and_sanctions_add_up_to_the_counts():
    trace = followed().trace
    assert trace is not None
    agents = trace.agents
    assert int((agents["conduct"] == 0).sum()) == counted(Count.act_offence)
    assert int((agents["online"] == 1).sum()) == counted(Count.act_critical_post)
    held_back = (agents["wanted_online"] == 1) & (agents["online"] == NONE)
    assert int(held_back.sum()) == counted(Count.chilled_post) > 0
    assert int(agents["onset"].sum()) == counted(Count.onsets) > 0
    assert int((agents["gates"] != 0).sum()) == counted(Count.sanction_days)
    assert int(agents["refused"].sum()) == sum(counted(Count.blocked_hotel + gate) for gate in range(8)) > 0
    assert int((agents["false_face"] == 0).sum()) == counted(Count.false_match)


def test_the_mail_is_all_there():
    trace = followed().trace
    assert trace is not None
    grown = (followed().state["traits"] >> AGE_SHIFT) & 3 != 0
    friends = trace.mail[(trace.mail["purpose"] == 0) & grown[trace.mail["recipient"]]]
    assert len(friends) == counted(Count.friend_sanctioned) > 0


def test_nobody_beyond_the_population_can_be_followed():
    with pytest.raises(ValueError, match="0 to 99"):
        simulate(load("as-described"), population=100, days=1, traced=[100])


# A past.


def test_a_past_under_the_same_rules_changes_nothing():
    scenario = load("as-described", sets=BUSY)
    for day in (1, 17, 40, 99):
        same = simulate(scenario, population=POPULATION, days=DAYS, past=BranchPoint(scenario=scenario, day=day))
        assert same.digest == plain().digest


def test_the_days_of_a_past_are_the_past_s_and_the_later_ones_are_not():
    scenario = load("as-described", sets=BUSY)
    other = load("as-described", sets=[*BUSY, "cameras.enabled=false"])
    split = simulate(other, population=POPULATION, days=DAYS, past=BranchPoint(scenario=scenario, day=20))
    assert (split.daily[:20] == plain().daily[:20]).all()
    assert split.daily[20:, ..., Count.sightings].sum() == 0
    assert split.daily[:20, ..., Count.sightings].sum() > 0


def test_a_past_elsewhere_is_refused():
    past = BranchPoint(scenario=load("hong-kong-2020"), day=2)
    with pytest.raises(ValueError, match="different places"):
        simulate(load("as-described"), population=100, days=4, past=past)
