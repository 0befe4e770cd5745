"""Each check that simulates passes for the skeleton's mechanism, and fails for runs with its one fault."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pytest

from glasshouse.engine.simulate import Replicate
from glasshouse.model.model_words import ALL_GROUPS
from glasshouse.testing import Trial, simulating_checks, total
from glasshouse.testing.plugin_checks import RUNNING

#: A day with the skeleton's mechanism is compiled for it, which takes as long as a tenth of the quick tests.
pytestmark = pytest.mark.slow

#: The day on which something changes in the runs of `trial`.
PARTING = 12
SEEN = "ticket_gates_seen"


@dataclass(frozen=True, kw_only=True)
class SpoiltTrial(Trial):
    """A trial in which those runs that `which` picks by their scenario and settings come out spoilt."""

    real: Trial
    which: Callable[[Trial, Any, dict[str, Any]], bool]
    spoil: Callable[[Replicate], Replicate]
    taken: dict[str, bool] = field(default_factory=dict)

    def run(self, scenario: Any, **more: Any) -> Replicate:
        run = self.real.run(scenario, **more)
        return self.spoil(run) if self.which(self, scenario, more) else run


def added(name: str, n: int, days: slice = slice(None), group: int = 0) -> Callable[[Replicate], Replicate]:
    """A run with more of a count in one group of the first district on some days."""

    def spoil(run: Replicate) -> Replicate:
        daily = run.daily.copy()
        daily[days, 0, group, run.measures.index(name)] += n
        return replace(run, daily=daily)

    return spoil


def changed(run: Replicate) -> Replicate:
    """A run after which one person trusts more."""
    trust = run.state["trust"].copy()
    trust[7] ^= 1
    return replace(run, state={**run.state, "trust": trust})


def other(run: Replicate) -> Replicate:
    return replace(run, digest="0" * 64)


#: A fault for each check: in which runs it shows, and what it does to them; and what the message names.
FAULTS: dict[str, tuple[Callable[..., bool], Callable[[Replicate], Replicate], str]] = {
    "off-is-nobody": (lambda trial, scenario, more: scenario is trial.off, other, "digest"),
    "off-by-a-date-is-nobody": (
        lambda trial, scenario, more: scenario.events and scenario is not trial.on,
        added(SEEN, 1),
        SEEN,
    ),
    "threads-change-nothing": (lambda trial, scenario, more: more.get("threads") == 3, changed, "trust of 1"),
    "resumed-is-uninterrupted": (
        lambda trial, scenario, more: "keeper" in more, added("trips", 1, slice(20, 21)), "trips from day 20",
    ),
    "branch-is-an-event": (lambda trial, scenario, more: "past" in more, changed, "trust"),
    "events-switch-it-off": (
        lambda trial, scenario, more: bool(scenario.events), added(SEEN, 1, slice(PARTING, PARTING + 1)), SEEN,
    ),
    "nobody-is-overlooked": (
        lambda trial, scenario, more: scenario is trial.on_for_everybody, added(SEEN, 1, slice(3, 4)), SEEN,
    ),
    "counts-add-up": (lambda trial, scenario, more: scenario is trial.on, added(SEEN, 1, group=ALL_GROUPS), "twice"),
    "errors-are-declared": (
        lambda trial, scenario, more: "error-free" in scenario.layers, added("entries_false", 1), "error=True",
    ),
}  # fmt: skip


@pytest.mark.parametrize("check", [*RUNNING, simulating_checks.inert_is_nobody], ids=lambda check: check.__name__)
def test_the_skeletons_mechanism_passes(check, trial):
    check(trial)


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_found(name, trial):
    which, spoil, said = FAULTS[name]
    values = {each: getattr(trial, each) for each in ("mechanism", "inert", "population", "days", "few", "weeks")}
    spoilt = SpoiltTrial(**values, real=trial, which=which, spoil=spoil)
    check = next(each for each in RUNNING if each.__name__.replace("_", "-") == name)
    with pytest.raises(AssertionError, match=said):
        check(spoilt)


def test_each_check_has_its_fault():
    known = {each.__name__.replace("_", "-") for each in RUNNING}
    assert known - set(FAULTS) == {"does-something", "plain-is-compiled"}  # below


def test_one_that_does_nothing_is_found(trial):
    idle = replace(trial, values=trial.inert)
    with pytest.raises(AssertionError, match="counts nothing"):
        simulating_checks.does_something(idle)


def test_values_that_are_not_inert_are_found(trial):
    with pytest.raises(AssertionError, match=r"ticket_gates\.sees=0\.05"):
        simulating_checks.inert_is_nobody(replace(trial, inert={"ticket_gates.sees": 0.05}))


def test_an_error_that_makes_no_entry_is_found(trial):
    kept_out = replace(trial, values={"ticket_gates.scored": "false"})
    with pytest.raises(AssertionError, match="no entry is false"):
        simulating_checks.errors_are_declared(kept_out)


def test_a_reference_is_held_against_the_engine(trial):
    seen = total(trial.run_on, SEEN)
    simulating_checks.reference_is_compiled(trial, lambda *_: {SEEN: seen})
    with pytest.raises(AssertionError, match=f"{SEEN} is {seen:,}, and should be {seen + 1:,}"):
        simulating_checks.reference_is_compiled(trial, lambda *_: {SEEN: seen + 1})


def test_plain_python_is_held_against_compiled_code(trial, monkeypatch):
    plain = simulating_checks.plain_part

    def off_by_one(*given: Any, **more: Any) -> Any:
        part = plain(*given, **more)
        part.people.trust[3] ^= 1
        return part

    monkeypatch.setattr(simulating_checks, "plain_part", off_by_one)
    with pytest.raises(AssertionError, match="differ in trust"):
        simulating_checks.plain_is_compiled(trial)


def test_a_negative_count_is_found(trial):
    run = trial.run_on
    spoilt = added(SEEN, -10_000, slice(3, 4))(run)
    assert int(np.argwhere(spoilt.daily < 0)[0][0]) == 3
    fake = replace(trial)
    fake.__dict__["run_on"] = spoilt
    with pytest.raises(AssertionError, match="negative on day 3"):
        simulating_checks.counts_add_up(fake)
