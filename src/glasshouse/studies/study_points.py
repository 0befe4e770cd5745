"""Simulate the points of a study: one scenario each, or two with an arm, under the same assumptions and chance."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from glasshouse.engine.part import BranchPoint
from glasshouse.runs.run_plan import seed_of
from glasshouse.studies.point_rates import rates
from glasshouse.studies.study_parts import Moved, Output
from glasshouse.studies.study_plan import Study

if TYPE_CHECKING:
    from glasshouse.scenario.scenario import Scenario


@dataclass(frozen=True, kw_only=True)
class Point:
    """A point that was simulated: its number, the places of the parameters, and the outputs (NaN: undefined)."""

    number: int
    places: tuple[float, ...]
    values: tuple[float, ...]


def live(study: Study, number: int, places: Sequence[float]) -> Point:
    """Simulate a point. Its figures depend on the study and the places alone."""
    sides = {"baseline": _mean(study, places, arm=False)}
    if any(output.side != "baseline" for output in study.asked):
        sides["arm"] = _mean(study, places, arm=True)
    found = tuple(_figure(output, sides) for output in study.asked)
    return Point(number=number, places=tuple(float(place) for place in places), values=found)


def drawn(moved: Sequence[Moved], places: Sequence[float], scenario: Scenario) -> dict[str, float]:
    """What a scenario draws at a point: each parameter at its place of the scenario's own range.

    As in a comparison, an arm that sets a number with another range draws from that, and one that fixes it keeps it,
    unless the study itself gives the range.
    """
    given = scenario.all_given()
    found: dict[str, float] = {}
    for one, place in zip(moved, places, strict=True):
        if math.isnan(place) or one.key not in given:
            continue
        own = one if one.own else replace(one, given=given[one.key])
        if own.given.ranged:
            found[one.key] = own.at(float(place))
    return found


def _mean(study: Study, places: Sequence[float], *, arm: bool) -> dict[str, float]:
    """The measures that a scenario is asked for, over the study's seeds."""
    world = study.arm if arm else None
    scenario = world.scenario if world else study.scenario
    sides = ("arm", "difference", "ratio") if arm else ("baseline", "difference", "ratio")
    names = list(dict.fromkeys(output.measure for output in study.asked if output.side in sides))
    if not names:
        return {}
    past = _past(study, places) if world and world.past else None
    lived = [
        rates(
            scenario,
            drawn(study.moved, places, scenario),
            replace(study.size, seed=seed_of(study.size.seed, k)),
            names,
            past=past,
            mechanisms=study.mechanisms,
        )
        for k in range(study.seeds)
    ]
    return {name: _average([one[name] for one in lived]) for name in names}


def _past(study: Study, places: Sequence[float]) -> BranchPoint:
    assert study.arm is not None
    branch = study.arm.past
    assert branch is not None
    return BranchPoint(scenario=branch.scenario, day=branch.day, drawn=drawn(study.moved, places, branch.scenario))


def _average(values: Sequence[float]) -> float:
    known = [value for value in values if not math.isnan(value)]
    return sum(known) / len(known) if known else math.nan


def _figure(output: Output, sides: Mapping[str, Mapping[str, float]]) -> float:
    if output.side in sides:
        return sides[output.side][output.measure]
    here, there = sides["baseline"][output.measure], sides["arm"][output.measure]
    if output.side == "difference":
        return there - here
    return there / here if here else math.nan
