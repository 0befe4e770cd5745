"""The day with a clock is the day, and every step of it is in the profile."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

import many_lists
from glasshouse.engine import clocked, mechanism_clock, profile, tasks
from glasshouse.engine.simulate import simulate
from glasshouse.engine.stages import STEPS
from glasshouse.mechanism import Mechanism
from glasshouse.mechanism_set import SHIPPED
from glasshouse.scenario import load

#: Each is compiled once for all tests.
timed_day, day_by_mechanism = cache(clocked.timed_day), cache(mechanism_clock.day_by_mechanism)


def test_a_step_without_a_name_is_an_error(monkeypatch):
    clocked.timed_day()
    monkeypatch.setattr(clocked, "STEPS", {name: step for name, step in clocked.STEPS.items() if name != "observe"})
    with pytest.raises(LookupError, match="observe"):
        clocked.timed_day()


@pytest.mark.slow
def test_the_clock_changes_nothing_and_sees_every_step(monkeypatch):
    scenario = load("as-described", sets=("start=2020-01-01",))
    sizes = {"population": 3000, "days": 95, "threads": 1}
    plain = simulate(scenario, **sizes)
    timed, clock = timed_day(scenario.running), np.zeros((3, len(clocked.STEPS)), np.int64)
    monkeypatch.setattr(tasks, "simulate_day", lambda _, *given: timed(*given, clock))
    assert simulate(scenario, **sizes).digest == plain.digest
    seen = {name for name, ticks in zip(clocked.STEPS, clock[0], strict=True) if ticks > 0}
    assert seen >= set(clocked.STEPS) - {"apply_announcement", "follow_active", "follow_state"}
    assert (clock[1, list(clocked.STEPS).index("select_active")] == plain.person_days).all()


def test_what_plugins_keep_of_people_is_moved_too():
    columns = {"first": np.int16, "second": np.int64}
    own = SHIPPED.with_([Mechanism(module=__name__, section="columns", switched=True, columns=columns)])
    wide = SHIPPED.with_([many_lists.MECHANISM])
    steps = {step.call: step for step in STEPS}

    def moved(call, mechanisms):
        return profile.moved_by(steps[call], mechanisms)

    assert moved("load", own)[1] - moved("load", SHIPPED)[1] == clocked.LINE
    assert moved("select_active", own) == moved("select_active", SHIPPED)
    more = {call: moved(call, wide)[0] - moved(call, SHIPPED)[0] for call in steps}
    assert {call: extra for call, extra in more.items() if extra} == {
        "select_active": 2, "score": 4, "take_stock": 2, "take_sample": 2
    }  # fmt: skip
    assert moved("load", wide) == moved("load", SHIPPED)


@pytest.mark.slow
def test_a_profile_adds_up(monkeypatch):
    monkeypatch.setattr(profile, "timed_day", timed_day)
    monkeypatch.setattr(profile, "day_by_mechanism", day_by_mechanism)
    found = profile.measure(load("as-described"), population=20_000, days=8, stages=True)
    assert sum(line.share for line in found.lines) == pytest.approx(1)
    assert {line.step for line in found.lines if line.vectors} >= {
        "draw_dense",
        "select_active",
        "draw_late",
        "relax_to_baseline",
    }
    assert {line.step for line in found.lines if not line.vectors} >= {
        "live_intend",
        "observe",
        "attribute",
        "load",
    }
    assert 0 < found.selected < 0.2
    assert all(line.floor > 0 for line in found.lines if line.bytes_moved > 0)


@pytest.mark.slow
def test_the_day_rule_by_rule_is_the_same_day_and_times_every_mechanism(monkeypatch):
    scenario = load("as-described", sets=("start=2020-01-01",))
    sizes = {"population": 3000, "days": 35, "threads": 1}
    plain = simulate(scenario, **sizes)
    timed = day_by_mechanism(scenario.running)
    clock = np.zeros(len(scenario.running), np.int64)
    monkeypatch.setattr(tasks, "simulate_day", lambda _, *given: timed(*given, clock))
    assert simulate(scenario, **sizes).digest == plain.digest
    spent = dict(zip((each.name for each in scenario.running), clock.tolist(), strict=True))
    assert all(spent[name] > 0 for name in ("activity", "cameras", "internet", "informants", "ledger", "restrictions"))
    assert spent["ban"] == 0  # it has no rule in a day of its own
