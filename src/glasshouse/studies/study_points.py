"""Simulate the points of a study: one scenario each, or two with an arm, under the same assumptions and chance."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from glasshouse.engine.part import BranchPoint
from glasshouse.engine.simulate import Replicate, simulate
from glasshouse.runs.run_plan import seed_of
from glasshouse.studies.point_rates import Size, figures
from glasshouse.studies.study_parts import Moved, Output, Subset
from glasshouse.studies.study_plan import Study

if TYPE_CHECKING:
    from glasshouse.scenario.scenario import Scenario

#: Simulates a scenario with values drawn for it: what it leaves, and figures of one's own by name.
Simulated = Callable[["Scenario", Mapping[str, float], Size], tuple[Replicate, Mapping[str, float]]]
#: A measure, of whom and when, and whether it is a summary of one's own.
_Key = tuple[str, Subset, bool]


@dataclass(frozen=True, kw_only=True)
class Point:
    """A point that was simulated: its number, the places of the parameters, and the outputs (NaN: undefined)."""

    number: int
    places: tuple[float, ...]
    values: tuple[float, ...]


def simulate_point(study: Study, number: int, places: Sequence[float], simulated: Simulated | None = None) -> Point:
    """Simulate a point. Its figures depend on the study and the places, and with ABC on its number.

    ``simulated``: what simulates the scenario as it is where the study asks for summaries of one's own.
    """
    run = _PointRun(study=study, number=number, places=places, simulated=simulated)
    sides = {"baseline": run.mean(arm=False)}
    if any(output.side != "baseline" for output in study.asked):
        sides["arm"] = run.mean(arm=True)
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


@dataclass(frozen=True, kw_only=True)
class _PointRun:
    """A point while it is simulated."""

    study: Study
    number: int
    places: Sequence[float]
    simulated: Simulated | None

    def mean(self, *, arm: bool) -> dict[_Key, float]:
        """The figures that a scenario is asked for, over the study's seeds."""
        sides = ("arm", "difference", "ratio") if arm else ("baseline", "difference", "ratio")
        keys = list(dict.fromkeys(_key(output) for output in self.study.asked if output.side in sides))
        found = [self._once(keys, k, arm=arm) for k in range(self.study.seeds)] if keys else []
        return {key: _average([one[key] for one in found]) for key in keys}

    def _once(self, keys: Sequence[_Key], k: int, *, arm: bool) -> dict[_Key, float]:
        study, other = self.study, self.study.arm if arm else None
        scenario = other.scenario if other else study.scenario
        # Points that share their chance would all be off in the same way from figures that are to be fitted.
        number = self.number * study.seeds + k if study.method == "abc" else k
        size = replace(study.size, seed=seed_of(study.size.seed, number))
        values, summaries = drawn(study.moved, self.places, scenario), dict[str, float]()
        if self.simulated is not None and not arm:
            replicate, summaries = self.simulated(scenario, values, size)
        else:
            past = _branch_point(study, self.places) if other and other.past else None
            replicate = simulate(
                scenario, population=size.population, days=size.days, seed=size.seed, threads=1, drawn=values, past=past
            )
        asked = [(name, cell) for name, cell, own in keys if not own]
        found = figures(replicate, scenario, size.days, asked, study.mechanisms)
        return {key: summaries[key[0]] if key[2] else found[key[:2]] for key in keys}


def _branch_point(study: Study, places: Sequence[float]) -> BranchPoint:
    assert study.arm is not None
    branch = study.arm.past
    assert branch is not None
    return BranchPoint(scenario=branch.scenario, day=branch.day, drawn=drawn(study.moved, places, branch.scenario))


def _average(values: Sequence[float]) -> float:
    known = [value for value in values if not math.isnan(value)]
    return sum(known) / len(known) if known else math.nan


def _key(output: Output) -> _Key:
    """What an output is of, but for the scenario."""
    return output.measure, output.cell, output.summary


def _figure(output: Output, sides: Mapping[str, Mapping[_Key, float]]) -> float:
    key = _key(output)
    if output.side in sides:
        return sides[output.side][key]
    here, there = sides["baseline"][key], sides["arm"][key]
    if output.side == "difference":
        return there - here
    return there / here if here else math.nan
