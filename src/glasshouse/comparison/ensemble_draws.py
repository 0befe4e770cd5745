"""Simulate all scenarios of a comparison under each draw of the assumptions, with the same people and seed."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from functools import partial
from threading import local
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from glasshouse.comparison.paired_arms import ArmOutcome, borne, people_between
from glasshouse.engine.part import BranchPoint
from glasshouse.engine.repeated import RepeatedRuns
from glasshouse.measures import HarmTable, harm_table
from glasshouse.measures.harm import per_10_000
from glasshouse.runs.ensemble_plan import design, moved
from glasshouse.runs.ensemble_table import MEASURE, PARAMETER
from glasshouse.runs.side_by_side import side_by_side

if TYPE_CHECKING:
    from glasshouse.comparison.comparison_plan import ComparisonPlan
    from glasshouse.comparison.resolve_arm import Arm
    from glasshouse.mechanism_set import MechanismSet
    from glasshouse.runs.run_plan import Branch, Plan
    from glasshouse.scenario.scenario import Scenario

NOTE = {
    "glasshouse": "the scenarios of a comparison under every draw of the assumptions, with fewer people; no forecast",
    "arm": "all arms of a draw have the same people and random numbers, and where they share a parameter, the same "
    "place in its range",
    "quantity": "'parameter' is the value drawn; of the arms, where it is another than the baseline's. 'measure' is a "
    "rate as docs/measures.md defines it. 'people_spared', 'people_newly_harmed' and 'people_changed' are people of "
    "10,000: harmed in the baseline but not the arm, in the arm only, and in whom the amount (or, for 'any', anything) "
    "differs",
}
_NAMED = pa.dictionary(pa.int16(), pa.string())
SCHEMA = pa.schema(
    [
        ("draw", pa.int32()),
        ("arm", _NAMED),
        ("quantity", _NAMED),
        ("group", _NAMED),
        ("name", _NAMED),
        ("value", pa.float64()),
    ],
    metadata=NOTE,
)
#: arm, quantity, group, name, value.
_Row = tuple[str, str, str, str, float]


def draws_of(plan: Plan) -> range:
    """The draws of a comparison that are carried out; they count from 1."""
    wanted = plan.part.draws(plan.replicates) if plan.part else range(plan.draws)
    return range(1 + wanted.start, 1 + wanted.stop)


def simulate_draws(asked: ComparisonPlan, wanted: Sequence[int]) -> Generator[pa.Table, None, None]:
    """The rows of some draws, which count from 1, in order."""
    plan, arms = asked.plan, asked.all_arms
    scenarios = [*(arm.scenario for arm in arms), *(arm.past.scenario for arm in arms if arm.past)]
    place = design(plan.draws, moved(scenarios), plan.seed)
    kept = local()

    def one(draw: int) -> pa.Table:
        if not hasattr(kept, "runs"):
            kept.runs = RepeatedRuns(population=plan.ensemble_population, days=plan.days)
        rows = _simulated(arms, partial(_drawn, plan, draw, partial(place, draw)), kept.runs, plan, asked.mechanisms)
        return _table(draw, list(rows))

    yield from side_by_side(one, wanted, plan.threads, asked.mechanisms)


def _drawn(plan: Plan, draw: int, place: Callable[[str], float], scenario: Scenario) -> dict[str, float]:
    """What a scenario of a draw takes from its ranges, and with a posterior of the baseline, from its particles."""
    found = scenario.draw_at(place)
    return found if plan.posterior is None else plan.posterior.laid_over(found, draw, scenario, plan.scenario)


def _simulated(
    arms: Sequence[Arm],
    drawn_for: Callable[[Scenario], dict[str, float]],
    runs: RepeatedRuns,
    plan: Plan,
    mechanisms: MechanismSet,
) -> Iterator[_Row]:
    baseline: dict[str, float] = {}
    base: ArmOutcome | None = None
    for number, arm in enumerate(arms):
        drawn = drawn_for(arm.scenario)
        baseline = baseline if number else drawn
        own = BranchPoint(scenario=arm.scenario, day=0, drawn=drawn)
        replicate = runs.simulate(own, seed=plan.seed, past=_branch_point(arm.past, drawn_for))
        for key, value in drawn.items():
            if number == 0 or baseline.get(key) != value:
                yield arm.name, PARAMETER, "all", key, value
        table = harm_table(replicate, days=plan.days, mechanisms=mechanisms, whole=True)
        yield from _measured(arm.name, table, replicate.groups)
        if base is None:
            base = borne(replicate, kept=True)
        else:
            yield from _of_people(arm.name, base, borne(replicate), table.base["sanctioned"][-1])


def _branch_point(branch: Branch | None, drawn_for: Callable[[Scenario], dict[str, float]]) -> BranchPoint | None:
    if branch is None:
        return None
    return BranchPoint(scenario=branch.scenario, day=branch.day, drawn=drawn_for(branch.scenario))


def _measured(arm: str, found: HarmTable, groups: Sequence[str]) -> Iterator[_Row]:
    axis = (*groups, "all")
    for name in found.value:
        for group, value in zip(axis, found.rate(name)[-1], strict=True):
            if not np.isnan(value):
                yield arm, MEASURE, group, name, float(value)


def _of_people(arm: str, base: ArmOutcome, own: ArmOutcome, people: np.ndarray) -> Iterator[_Row]:
    """Who is spared and newly harmed, of 10,000; ``people`` is how many there are, float64 [groups + 1]."""
    axis = (*base.groups, "all")
    for name, column, counts in people_between(base, own):
        for group, count, of in zip(axis, counts, people, strict=True):
            if of > 0:
                yield arm, column, group, name, per_10_000(float(count), float(of))


def _table(draw: int, rows: Sequence[_Row]) -> pa.Table:
    *names, values = zip(*rows, strict=True)
    columns: dict[str, Any] = {"draw": np.full(len(rows), draw, np.int32)}
    for name, own in zip(("arm", "quantity", "group", "name"), names, strict=True):
        columns[name] = pa.array(own, pa.string()).dictionary_encode().cast(_NAMED)
    columns["value"] = np.array(values, np.float64)
    return pa.table(columns, schema=SCHEMA)
