"""Checks of a safeguard: that it says what it does, with evidence, changes somebody, and where it is inert nobody.

A check's first line says what holds; its name, with dashes, is what a test of it is called.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from glasshouse.engine.simulate import Replicate, simulate
from glasshouse.errors import BadInputError
from glasshouse.intervention import Intervention
from glasshouse.interventions.laying import lay_over
from glasshouse.mechanism import Mechanism
from glasshouse.scenario import Scenario, ScenarioError, with_mechanisms, with_sets
from glasshouse.testing.busy import busy_scenario
from glasshouse.testing.trial import SEED, differences


@dataclass(frozen=True, kw_only=True)
class Laid:
    """A safeguard laid over a scenario, with mechanisms of one's own beside the shipped ones."""

    intervention: Intervention
    scenario: Scenario | None = None
    beside: tuple[Mechanism, ...] = ()
    inert: Mapping[str, Any] | None = None
    population: int = 6_000
    days: int = 36

    @cached_property
    def without(self) -> Scenario:
        """The scenario without it, with whatever it changes switched on."""
        return with_mechanisms(self.scenario, self.beside) if self.scenario else busy_scenario(self.beside)

    def over(self, scenario: Scenario) -> Scenario:
        """A scenario with it, from the first day on."""
        return lay_over(scenario, [self.intervention], 0, self.days)

    def run(self, scenario: Scenario) -> Replicate:
        """One replicate."""
        return simulate(scenario, population=self.population, days=self.days, seed=SEED, threads=1)


def says_what_it_does(laid: Laid) -> None:
    """It says what it does in one sentence, and where it fails in another; other words are checked as it is made."""
    each = laid.intervention
    assert each.sentence.endswith("."), "it needs one sentence that says what it does (sentence)"
    assert each.fails.endswith("."), "it needs one sentence that says where it does nothing, or backfires (fails)"


def numbers_have_evidence(laid: Laid) -> None:
    """Each number that it sets has its evidence, and lies in its range."""
    try:
        after = laid.over(laid.without)
    except (BadInputError, ScenarioError) as error:
        raise AssertionError(f"it cannot be laid over {laid.without.name} ({error})") from error
    assert after.label == "hypothetical", "a scenario with it is hypothetical"
    for key in laid.intervention.among(after.mechanisms).numbers:
        given = after.parameters[key]
        assert given.low <= given.value <= given.high, f"{key} is {given.value}, out of its range"
        assert given.assumed or (given.source and given.confidence), (
            f"{key} needs assumed='why', or source='id' with confidence='S', 'M' or 'D'"
        )


def does_something(laid: Laid) -> None:
    """Laid over a scenario, it changes somebody, or counts something of its own work."""
    changed = any(differences(laid.run(laid.over(laid.without)), laid.run(laid.without)))
    assert changed, f"it changes nobody among {laid.population:,} people in {laid.days} days"


def inert_is_nobody(laid: Laid) -> None:
    """With its numbers at the values at which it does nothing, it changes nobody."""
    texts = [f"{key}={value}" for key, value in (laid.inert or {}).items()]
    under = laid.run(with_sets(laid.over(laid.without), texts))
    without = laid.run(laid.without)
    # What a safeguard counts of its own work stays out, as it stays out of the digest.
    core = {count.name for count in without.mechanisms.counts if count.core}
    found = list(differences(under, without, {*without.state, *core}))
    assert not found, f"with {', '.join(texts)}, it changes {', '.join(found[:5])}"


CHECKS = (says_what_it_does, numbers_have_evidence, does_something, inert_is_nobody)
