"""The plan of a run that was stopped: killed, interrupted, or out of room."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from glasshouse.errors import BadInputError
from glasshouse.folders import carry_out, folder_reading
from glasshouse.folders.folder_kind import FolderKind
from glasshouse.folders.plan_part import part_said
from glasshouse.runs import needed_memory
from glasshouse.runs.asked_sizes import checked
from glasshouse.runs.checkpoint_pace import checkpoint_seconds
from glasshouse.runs.ensemble_particles import ParticleDraws
from glasshouse.runs.run import Run
from glasshouse.runs.run_description import KIND
from glasshouse.runs.run_plan import Plan
from glasshouse.runs.verify_run import other_sizes

if TYPE_CHECKING:
    from collections.abc import Mapping


def unfinished(folder: Path, threads: int | None = None, at_once: int = 1) -> Plan | None:
    """The plan of the run in a folder; None when it is finished. ``at_once``: replicates in memory here together.

    Raises ``BadInputError`` for a folder in which no run was begun, for a run of another version or layout, and for one
    whose ``run.json`` is damaged.
    """
    content = carry_out.begun(folder, KIND)
    if content["status"] == "finished":
        return None
    if "arm" in content:
        raise BadInputError(
            f"{folder}: it is a scenario of a comparison. 'glasshouse resume {folder.parent}' goes on with all of it."
        )
    plan = plan_in(folder, content, threads)
    place = plan.scenario.place
    needed_memory.check(
        plan.population,
        plan.days,
        len(place.districts),
        at_once,
        groups=len(place.groups),
        replicates=plan.replicates,
        mechanisms=plan.mechanisms,
    )
    return plan


def plan_in(folder: Path, content: Mapping[str, Any], threads: int | None) -> Plan:
    """The plan that a run was made by. Raises ``BadInputError`` when ``run.json`` does not hold together."""
    found = Run(path=folder, manifest=content)
    file = folder / KIND.name
    carry_out.same_version(folder, content, KIND)
    checkpoint_seconds()  # before the folder is touched
    said = content.get("past") or {}
    past = found.past
    if wrong := folder_reading.changed_plugins(content, found.scenario, past and past.scenario):
        raise BadInputError(f"{file}: {wrong}. Install what it was made with to go on with it.")
    if found.scenario.hash != content["scenario_hash"] or (past and past.scenario.hash != said.get("scenario_hash")):
        raise folder_reading.damaged(file, "its scenario is not the one that it names", KIND, content)
    asked = content.get("replicates_asked")
    if asked is None:
        raise folder_reading.damaged(file, "'replicates_asked' is missing", KIND, content)
    if wrong := other_sizes(content, content["each"]):
        raise folder_reading.damaged(file, f"it {wrong}", KIND, content)
    part, said_of_draws = part_said(content), content.get("ensemble") or {}
    return Plan(
        scenario=found.scenario,
        population=content["population"],
        days=content["days"],
        seed=content["seed"],
        replicates=asked,
        threads=checked(threads=threads)["threads"] or os.cpu_count() or 1,
        command=content["command"].removesuffix(f" --only {part}"),
        past=past,
        arm=content.get("arm"),
        draws=said_of_draws.get("draws", 0),
        ensemble_population=said_of_draws.get("population", 0),
        posterior=particles_in(content, file, KIND),
        part=part,
    )


def particles_in(content: Mapping[str, Any], file: Path, kind: FolderKind) -> ParticleDraws | None:
    """What the draws take from a posterior, as the description in ``file`` holds it. Raises ``BadInputError``."""
    said = content.get("ensemble") or {}
    try:
        found = ParticleDraws.of(said.get("posterior"))
    except (KeyError, TypeError, ValueError):
        found, whole = None, False
    else:
        whole = found is None or [len(row) for row in found.values] == [len(found.keys)] * said["draws"]
    if not whole:
        raise folder_reading.damaged(file, "its draws from a posterior are not whole", kind, content)
    return found
