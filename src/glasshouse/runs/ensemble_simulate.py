"""Simulate the members of an ensemble: so many at a time as there are threads, each thread in memory of its own."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import replace
from threading import local
from typing import TYPE_CHECKING

from glasshouse.engine.part import BranchPoint
from glasshouse.engine.repeated import RepeatedRuns
from glasshouse.folders.plan_part import asked_part
from glasshouse.runs.ensemble_plan import Member, members
from glasshouse.runs.ensemble_table import rows
from glasshouse.runs.side_by_side import side_by_side

if TYPE_CHECKING:
    import pyarrow as pa

    from glasshouse.runs.run_plan import Plan


def members_of(plan: Plan) -> list[Member]:
    """All simulations of a plan's ensemble that are carried out, in order; none without draws."""
    found = members(plan.scenario, plan.draws, plan.seed, plan.seed_of, plan.posterior) if plan.draws else []
    wanted = plan.part.draws(plan.replicates) if plan.part else range(len(found))
    return found[wanted.start : wanted.stop]


def with_part(plan: Plan, only: str | None) -> Plan:
    """The plan, of which ``only`` some simulations are carried out. Raises ``BadInputError``."""
    return replace(plan, part=None if only is None else asked_part(only, plan.replicates, len(members_of(plan))))


def simulate_members(plan: Plan, wanted: Sequence[Member]) -> Generator[pa.Table, None, None]:
    """The rows of some members, in order."""
    kept = local()

    def one(member: Member) -> pa.Table:
        if not hasattr(kept, "runs"):
            kept.runs = RepeatedRuns(population=plan.ensemble_population, days=plan.days)
        branch = BranchPoint(scenario=plan.scenario, day=0, drawn=dict(member.values))
        return rows(member, kept.runs.simulate(branch, seed=member.seed), plan.days)

    yield from side_by_side(one, wanted, plan.threads, plan.scenario.running)
