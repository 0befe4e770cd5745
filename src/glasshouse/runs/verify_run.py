"""Check a run: its files against what ``run.json`` says of them, ``run.json`` against itself, and days simulated
again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from glasshouse import __version__
from glasshouse.engine.digest import combine
from glasshouse.errors import BadInputError
from glasshouse.folders import folder_reading, json_files
from glasshouse.folders.folder_reading import faults
from glasshouse.folders.plan_part import part_said
from glasshouse.folders.recorded_command import words_of
from glasshouse.runs.run import Run
from glasshouse.runs.run_description import KIND
from glasshouse.runs.run_plan import seed_of
from glasshouse.scenario import load, preset_names
from glasshouse.withdrawn import Withdrawn, keys_gone


def verify(run: Run) -> list[str]:
    """What is wrong with the files of a run, a sentence each; nothing when all is as it was written."""
    return faults(run.path, run.manifest, KIND) + _said(run)


def changed_plugins(run: Run) -> str:
    """What became different of the plug-ins that a run was made with, as a sentence; "" when nothing did.

    Raises ``BadInputError`` where its scenario does not load.
    """
    wrong = folder_reading.changed_plugins(run.manifest, run.scenario, run.past and run.past.scenario)
    return wrong and f"It cannot be simulated again: {wrong}."


def other_sizes(content: Mapping[str, Any], each: Sequence[Mapping[str, Any]]) -> str:
    """How the facts of finished replicates contradict the sizes that a run gives, as a clause; "" when they do not."""
    person_days = content["population"] * content["days"]
    part = part_said(content)
    first = part.replicates(content.get("replicates_asked") or 0).start if part else 0
    for number, one in enumerate(each, first):
        if one.get("seed") != seed_of(content["seed"], number):
            return f"gives replicate {number} another seed than follows from the run's"
        if one.get("person_days") != person_days:
            return f"gives replicate {number} another number of person-days than its people and days come to"
    words = words_of(content["command"])
    for name in ("population", "days", "seed"):
        asked = words[words.index(f"--{name}") + 1 :][:1] if f"--{name}" in words else []
        if asked and asked != [str(content[name])]:
            return f"names a command with another {name} than its own"
    return ""


def _relabelled(run: Run) -> str:
    """Where a run by a shipped preset's rules has another label than the preset; "" elsewhere."""
    name = run.manifest["scenario_name"]
    if run.manifest["version"] != __version__ or name not in preset_names():
        return ""
    preset = load(name)
    if preset.hash != run.scenario.hash or preset.label == run.scenario.label:
        return ""
    return f"Its rules are those of '{name}', which is {preset.label}, and it calls itself {run.scenario.label}."


def _said(run: Run) -> list[str]:
    """What does not hold together in ``run.json``: its scenario, its sizes, its seeds, its digests."""
    content = run.manifest
    each: list[dict[str, Any]] = content["each"]
    found: list[str] = []
    try:
        past, said = run.past, content.get("past") or {}
        same_past = not past or past.scenario.hash == said.get("scenario_hash")
        if wrong := changed_plugins(run):
            found.append(wrong)
        elif gone := keys_gone(content["scenario"], run.scenario.mechanisms.declared(Withdrawn)):
            found.append(f"It cannot be simulated again: '{gone[0]}' is no part of the model any more.")
        elif run.scenario.hash != content["scenario_hash"] or not same_past:
            found.append(f"The scenario in {KIND.name} is not the one whose hash it gives.")
    except BadInputError as error:
        found.append(str(error))
    if json_files.sealed(content) and not found and (wrong := _relabelled(run)):
        found.append(wrong)
    if wrong := other_sizes(content, each):
        found.append(f"{KIND.name} {wrong}.")
    digests = [one["digest"] for one in each]
    if content["status"] == "finished" and (combine(digests) != run.digest or content.get("digests") != digests):
        found.append(f"The digest in {KIND.name} is not that of its replicates.")
    return found
