"""A rule of a plug-in that asks for an index that there is not ends the run, and says whose it is and where."""

from __future__ import annotations

import sys
from importlib import import_module
from types import FunctionType

import numpy as np
import pytest

from glasshouse import runner
from glasshouse.engine.binding import Binding
from glasshouse.engine.simulate import simulate
from glasshouse.engine.tasks import simulate_day
from glasshouse.errors import FaultyRuleError, StoppedError
from glasshouse.kernels import inner, kernel
from glasshouse.mechanism import Mechanism
from glasshouse.mechanism_set import SHIPPED
from glasshouse.model import state
from glasshouse.scenario import load, with_mechanisms
from glasshouse.testing import Trial, simulating_checks

_CODE = '''
"""Beyond the last group."""

from glasshouse.authoring import Count, Mechanism

SEEN = Count("beyond_seen", "People seen", unit="people")


def observe(agent, counts):
    counts[agent.person + 5, SEEN] += 1


MECHANISM = Mechanism(
    module=__name__, section="beyond", title="Beyond", what="Counts.", switched=True, rules={"observe": observe}
)
'''


@pytest.fixture
def beyond(tmp_path, monkeypatch) -> Mechanism:
    (tmp_path / "beyond_groups.py").write_text(_CODE.lstrip(), encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "beyond_groups", raising=False)
    return import_module("beyond_groups").MECHANISM


def test_an_index_is_checked_where_that_is_asked_for():
    def fifth(numbers):
        return numbers[5]

    checked = inner(fifth, checked=True)

    def asked(numbers):
        return checked(numbers) + 1

    with pytest.raises(IndexError):
        kernel(asked)(np.zeros(3, np.int64))


def test_rules_of_plugins_alone_are_checked(beyond, monkeypatch):
    made = {}
    monkeypatch.setattr("glasshouse.engine.binding.inner", lambda each, **how: made.update({each: how}) or each)
    binding = Binding(SHIPPED.with_([beyond]))
    ours = FunctionType(state.load.__code__, {**state.load.__globals__})
    for each in (ours, beyond.rules["observe"]):
        binding.bound(each)
    assert [each.__name__ for each, how in made.items() if how["checked"]] == ["observe"]
    assert ours in made


def test_whose_rule_it_is_is_told(beyond):
    class Day:
        mechanisms = SHIPPED.with_([beyond])

        def simulate_day(self):
            raise IndexError("index is out of bounds")

    with pytest.raises(FaultyRuleError, match=r"^a rule of beyond_groups asks for an index .*glasshouse\.testing"):
        simulate_day(Day())  # pyright: ignore[reportArgumentType]


@pytest.mark.slow
def test_a_run_ends_with_one_sentence_and_offers_no_resume(beyond, tmp_path):
    trial = Trial(mechanism=beyond, population=500, days=8, few=100, weeks=1)
    with pytest.raises(FaultyRuleError, match="beyond_groups"):
        simulate(trial.on, population=500, days=8, seed=1, threads=2)
    with pytest.raises(AssertionError, match=r"index that does not exist \(beyond_groups\.py, line 9"):
        simulating_checks.plain_is_compiled(trial)
    plan = runner.planned(
        with_mechanisms(load("as-described"), [beyond]), None, population=500, days=8, draws=0, replicates=1
    )
    with pytest.raises(StoppedError) as raised:
        runner.carry_out(plan, tmp_path / "out")
    assert "a rule of beyond_groups asks" in str(raised.value)
    assert "resume" not in str(raised.value)
