"""A busy state: every rare thing made frequent, so that a few thousand people show each measure within weeks.

Each mechanism says which of its numbers make it so (``Busy``).
"""

from __future__ import annotations

from collections.abc import Iterable

from glasshouse.mechanism import Mechanism
from glasshouse.mechanism_set import SHIPPED
from glasshouse.scenario import Scenario, load, with_mechanisms, with_sets
from glasshouse.trial_values import Busy

#: The score becomes mandatory on 1 January 2020, in the middle of the days that are simulated.
_START = "start=2019-12-01"


def busy_values(mechanisms: Iterable[Mechanism]) -> dict[str, float]:
    """What makes some mechanisms busy, by key."""
    return {key: value for one in mechanisms for each in one.declared(Busy) for key, value in each.values.items()}


def busy_settings(mechanisms: Iterable[Mechanism]) -> tuple[str, ...]:
    """The same as ``--set`` takes it, and the first day.

    >>> busy_settings(SHIPPED)[-1]
    'start=2019-12-01'
    """
    return (*(f"{key}={value}" for key, value in busy_values(mechanisms).items()), _START)


def busy_scenario(beside: Iterable[Mechanism] = ()) -> Scenario:
    """The described system in which all that ships is busy, and what stands `beside` it."""
    scenario = with_mechanisms(load("as-described", sets=busy_settings(SHIPPED)), beside)
    return with_sets(scenario, [f"{key}={value}" for key, value in busy_values(beside).items()])
