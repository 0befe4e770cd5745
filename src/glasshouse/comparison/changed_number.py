"""One number changed in an arm: it stays as uncertain as it was, and its range moves with it."""

from __future__ import annotations

from dataclasses import replace

from glasshouse.scenario import ParameterValue, Scenario, changed, with_sets
from glasshouse.scenario.documents import fitted, number


def with_change(scenario: Scenario, change: str) -> Scenario:
    """One ``KEY=VALUE`` laid over a scenario: a number stays as uncertain as it was, and its range moves with it.

    So every replicate draws it at the same place of its range as in the baseline, and a small change stays small. A
    value that stands there already changes nothing.
    """
    made = with_sets(scenario, [change])
    key = change.partition("=")[0].strip()
    before, after = (one.parameters.get(key) for one in (scenario, made))
    if before is None or after is None:
        return made
    if before.value == after.value:
        return scenario
    if not before.ranged:
        return made
    part, name = key.split(".", 1)
    moved = fitted(made.mechanisms.parameters[key], _moved(before, after))
    return changed(scenario, {part: {name: number(moved)}}, name="command line")


def _moved(before: ParameterValue, after: ParameterValue) -> ParameterValue:
    """The new number with the old range: scaled, or shifted where there is nothing to scale.

    >>> from glasshouse.scenario import load
    >>> given = load("as-described").parameters["redress.overturn_rate"]
    >>> moved = _moved(given, replace(given, value=0.04))
    >>> (given.low, given.high), (moved.low, moved.high)
    ((0.0, 0.05), (0.0, 0.1))
    """
    if before.value:
        factor = after.value / before.value
        ends = sorted((before.low * factor, before.high * factor))
    else:
        ends = [after.value + before.low, after.value + before.high]
    return replace(after, low=ends[0], high=ends[1])
