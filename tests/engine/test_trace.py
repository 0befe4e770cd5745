"""Following people changes nothing, and what is noted of them adds up to what was counted."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from glasshouse.engine.counts import Count
from glasshouse.engine.simulate import BranchPoint, Replicate, simulate
from glasshouse.engine.trace import RECORDED, SANCTIONED, SCORED, UNSCORED
from glasshouse.mechanisms import MECHANISMS
from glasshouse.mechanisms.appeal import UPHELD_NOTE
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


# On the way to the evening.

STATE = [name for name in COLUMNS if name != "traits"]


def steps(step: int) -> np.ndarray:
    trace = followed().trace
    assert trace is not None
    return trace.steps[trace.steps["step"] == step]


def test_a_day_begins_as_the_last_one_ended():
    trace = followed().trace
    assert trace is not None
    assert all((trace.mornings[name][1:] == trace.evenings[name][:-1]).all() for name in COLUMNS)


@pytest.mark.parametrize("step", [UNSCORED, SCORED])
def test_everybody_is_there_before_and_after_a_rescoring(step):
    trace = followed().trace
    assert trace is not None
    every = int(trace.compiled[0][1].params["rescore_every"][0])
    days = [day for day in range(DAYS) if (day + 1) % every == 0]
    assert sorted(set(steps(step)["day"].tolist())) == days
    assert len(steps(step)) == len(days) * POPULATION


def test_a_rescoring_leaves_what_the_evening_shows_of_whoever_is_not_active():
    trace = followed().trace
    assert trace is not None
    rows = steps(SCORED)
    active = set(zip(trace.agents["day"].tolist(), trace.agents["person"].tolist(), strict=True))
    quiet = np.array([pair not in active for pair in zip(rows["day"].tolist(), rows["person"].tolist(), strict=True)])
    for name in ("observed", "error_free", "flags", "commercial", "dossier"):
        evening = trace.evenings[name][rows["day"], rows["person"]]
        assert (evening[quiet] == rows[name][quiet]).all(), name
    assert quiet.sum() > 1000


def test_before_a_rescoring_whoever_is_active_is_as_the_entries_left_them():
    before = {(row["day"], row["person"]): row for row in steps(UNSCORED)}
    checked = 0
    for row in steps(RECORDED):
        place = (row["day"], row["person"])
        if place in before:
            assert all(row[name] == before[place][name] for name in STATE)
            checked += 1
    assert checked > 100


def test_points_move_where_there_is_an_entry_and_nowhere_else():
    trace = followed().trace
    assert trace is not None
    rows = steps(RECORDED)
    letters = set(zip(trace.mail["day"].tolist(), trace.mail["recipient"].tolist(), strict=True))
    without = [pair not in letters for pair in zip(rows["day"].tolist(), rows["person"].tolist(), strict=True)]
    entry = (rows["pinned"] != 0) | (rows["false_face"] != NONE) | (rows["false_error"] != NONE)
    moved = rows["observed"] != trace.mornings["observed"][rows["day"], rows["person"]]
    assert not (moved & ~entry)[without].any()
    assert (moved & entry)[without].sum() > 50


def test_what_takes_effect_is_there_before_redress_changes_it():
    trace = followed().trace
    assert trace is not None
    upheld = trace.agents[trace.agents["noted"] & int(UPHELD_NOTE) != 0]
    before = {(row["day"], row["person"]): row for row in steps(SANCTIONED)}
    assert len(upheld) > 0
    for row in upheld:
        assert row["observed"] == row["error_free"]
    assert any(before[row["day"], row["person"]]["observed"] != row["observed"] for row in upheld)


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
