"""A mechanism with as many faults as fit into one day: each is found by its check in real runs."""

from __future__ import annotations

import sys
from importlib import import_module

import pytest

from glasshouse.testing import Trial, simulating_checks

pytestmark = pytest.mark.slow

#: It works while it is off, counts some things twice, keeps more than its column holds, and errs without saying so.
_CODE = '''
"""Turnstiles that are broken."""

import numpy as np

from glasshouse.draws import random_word, threshold
from glasshouse.mechanism import Count, Mechanism, Stream, parameter
from glasshouse.mechanisms.face_recognition import SUSPICION
from glasshouse.model.state import NONE
from glasshouse.model.model_words import ALL_GROUPS

PARAMETERS = (
    parameter("broken.errs", "somebody is taken for another", kind="probability", stage="attribute", value=0.01,
              assumed="one of a hundred"),
)
TURNS = Count("broken_turns", "Turns", unit="turns")
BLOCKS = Count("broken_blocks", "Blocks", unit="blocks")
TAKEN = Stream("taken")


def compile_params(settings):
    return {"broken_errs": threshold(settings.numbers["broken.errs"])}


def count_all(counts):
    counts[ALL_GROUPS, TURNS] += 1
    counts[ALL_GROUPS, BLOCKS] -= 1


def observe(agent, counts):
    counts[agent.group, TURNS] += 1
    agent.broken_turns_of += 100
    if agent.trust > 0:
        agent.trust -= 1


def attribute_last(agent, params, now):
    if agent.false_error == NONE and random_word(now, agent.person, TAKEN) < params.broken_errs:
        agent.false_error = SUSPICION


MECHANISM = Mechanism(
    module=__name__,
    section="broken",
    title="Turnstiles",
    what="Count turns.",
    switched=True,
    scored=True,
    params={"broken_errs": ()},
    compile_params=compile_params,
    columns={"broken_turns_of": np.uint8},
    rules={"count_all": count_all, "observe": observe, "attribute_last": attribute_last},
)
'''

FOUND = {
    simulating_checks.off_by_a_date_is_nobody: "switched off, it changes",
    simulating_checks.inert_is_nobody: r"with broken\.errs=0, it changes",
    simulating_checks.branch_is_an_event: "before its event, it counts broken_turns",
    simulating_checks.events_switch_it_off: "switched off by an event, it still counts",
    simulating_checks.plain_is_compiled: "does not fit",
    simulating_checks.counts_add_up: "broken_turns is counted by group and for all",
    simulating_checks.errors_are_declared: "mark what makes them with error=True",
}
#: What it does is the same every time, and a scenario that has it off does not have it.
PASSED = (
    simulating_checks.off_is_nobody,
    simulating_checks.does_something,
    simulating_checks.threads_change_nothing,
    simulating_checks.resumed_is_uninterrupted,
)


@pytest.fixture(scope="module")
def broken(tmp_path_factory):
    folder = tmp_path_factory.mktemp("broken")
    (folder / "broken_turnstiles.py").write_text(_CODE.lstrip(), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(folder)
        mechanism = import_module("broken_turnstiles").MECHANISM
        yield Trial(mechanism=mechanism, inert={"broken.errs": 0}, population=3000, days=24, few=100, weeks=2)
    del sys.modules["broken_turnstiles"]


@pytest.mark.parametrize("check", FOUND, ids=lambda check: check.__name__)
def test_a_fault_is_found(check, broken):
    with pytest.raises(AssertionError, match=FOUND[check]):
        check(broken)


@pytest.mark.parametrize("check", PASSED, ids=lambda check: check.__name__)
def test_what_is_in_order_passes(check, broken):
    check(broken)
