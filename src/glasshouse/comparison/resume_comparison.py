"""The plan of a comparison that was stopped; it goes on from the last replicate that all its arms had finished."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from glasshouse.comparison.comparison_description import KIND
from glasshouse.comparison.comparison_plan import ComparisonPlan, check_memory
from glasshouse.comparison.resolve_arm import Arm
from glasshouse.folders import carry_out, folder_reading
from glasshouse.folders.plan_part import part_said
from glasshouse.runs import resume_run as runs
from glasshouse.runs.run_description import KIND as RUN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from glasshouse.runs.run_plan import Plan


def unfinished(folder: Path, threads: int | None = None, tasks: int = 1) -> ComparisonPlan | None:
    """The plan of the comparison in a folder; None when it is finished. ``tasks``: replicates compared here together.

    Raises ``BadInputError`` for one of another version or layout, and for one of which a description is damaged.
    """
    content = carry_out.begun(folder, KIND)
    if content["status"] == "finished":
        return None
    return check_memory(plan_in(folder, content, threads), tasks)


def plan_in(folder: Path, content: Mapping[str, Any], threads: int | None) -> ComparisonPlan:
    """The plan that a comparison was made by. Raises ``BadInputError`` where its descriptions do not hold together."""
    carry_out.same_version(folder, content, KIND)
    planned = [_arm_folder(folder, about, threads) for about in content["arms"]]
    (_, plan), *rest = planned
    sizes = ("population", "days", "seed")
    for about, plan_of_arm in planned:
        same = all(getattr(plan_of_arm, name) == content[name] for name in sizes)
        past = plan_of_arm.past and {"scenario_hash": plan_of_arm.past.scenario.hash, "day": plan_of_arm.past.day}
        same = same and about.get("past") == past and plan_of_arm.scenario.hash == about.get("scenario_hash")
        if not same or (plan_of_arm.replicates, plan_of_arm.part) != (plan.replicates, part_said(content)):
            raise folder_reading.damaged(folder / KIND.name, f"the run of '{about['name']}' is another", KIND, content)
    return ComparisonPlan(plan=_alone(plan, content, folder), arms=tuple(_arm(*plan_of_arm) for plan_of_arm in rest))


def _arm_folder(folder: Path, about: Mapping[str, Any], threads: int | None) -> tuple[Mapping[str, Any], Plan]:
    place = folder / Path(about["name"]).name
    return about, runs.plan_in(place, carry_out.begun(place, RUN), threads)


def _alone(plan: Plan, content: Mapping[str, Any], folder: Path) -> Plan:
    """The baseline's plan as that of the whole comparison."""
    said = content.get("ensemble") or {}
    return replace(
        plan,
        arm=None,
        command=content["command"].removesuffix(f" --only {plan.part}"),
        draws=said.get("draws", 0),
        ensemble_population=said.get("population", 0),
        posterior=runs.particles_in(content, folder / KIND.name, KIND),
    )


def _arm(about: Mapping[str, Any], plan: Plan) -> Arm:
    return Arm(
        name=about["name"],
        text=about["written"],
        title=about["title"],
        sentence=about["sentence"],
        scenario=plan.scenario,
        past=plan.past,
    )
