"""Go on with a run that was stopped: killed, interrupted, or out of room."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from glasshouse import __version__
from glasshouse.errors import BadInputError, Say, StoppedError, quiet, why
from glasshouse.folders import json_files, reading
from glasshouse.folders.kind import FolderKind
from glasshouse.folders.lock import Lock
from glasshouse.results import description, memory
from glasshouse.results.description import KIND
from glasshouse.results.execute import Lives, Plan, Watch, fill
from glasshouse.results.run import Run
from glasshouse.results.sizes import checked
from glasshouse.results.verify import other_sizes
from glasshouse.results.writer import RunWriter, checkpoint_seconds

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def unfinished(folder: Path, threads: int | None = None, at_once: int = 1) -> Plan | None:
    """The plan of the run in a folder; None when it is finished. ``at_once``: replicates in memory here together.

    Raises ``BadInputError`` for a folder in which no run was begun, for a run of another version or layout, and for one
    whose ``run.json`` is damaged.
    """
    content = begun(folder, description.NAME, KIND, "run")
    if content["status"] == "finished":
        return None
    if "arm" in content:
        raise BadInputError(
            f"{folder}: it is a world of a comparison. 'glasshouse resume {folder.parent}' goes on with all of it."
        )
    plan = plan_in(folder, content, threads)
    memory.check(plan.population, plan.days, len(plan.scenario.place.districts), at_once, replicates=plan.replicates)
    return plan


def begun(folder: Path, name: str, kind: FolderKind, noun: str) -> dict[str, Any]:
    """What a folder says of itself, finished or not. Raises ``BadInputError`` where nothing was begun."""
    if not folder.is_dir():
        raise BadInputError(f"{folder}: there is no such folder.")
    if not (folder / name).exists():
        raise BadInputError(
            f"{folder}: no {noun} was begun there (it holds no {name}). If one was killed in its first moment, delete "
            "the folder and start again."
        )
    return reading.read(folder, kind, running=True)


def same_version(folder: Path, content: Mapping[str, Any], kind: FolderKind) -> None:
    """Raise ``BadInputError`` for what another version began: its rules may differ."""
    if content["version"] != __version__:
        raise BadInputError(
            f"{folder}: begun by glasshouse {content['version']}, and this is {__version__}, whose rules may differ. "
            f"Go on with the version that began it. {kind.again(content)}"
        )


def plan_in(folder: Path, content: Mapping[str, Any], threads: int | None) -> Plan:
    """The plan that a run was made by. Raises ``BadInputError`` when ``run.json`` does not hold together."""
    found = Run(path=folder, manifest=content)
    file = folder / description.NAME
    same_version(folder, content, KIND)
    checkpoint_seconds()  # before the folder is touched
    said = content.get("past") or {}
    past = found.past
    if found.scenario.hash != content["scenario_hash"] or (past and past.scenario.hash != said.get("scenario_hash")):
        raise reading.damaged(file, "its scenario is not the one that it names", KIND, content)
    asked = content.get("replicates_asked")
    if asked is None:
        raise reading.damaged(file, "'replicates_asked' is missing", KIND, content)
    if wrong := other_sizes(content, content["each"]):
        raise reading.damaged(file, f"it {wrong}", KIND, content)
    return Plan(
        scenario=found.scenario,
        population=content["population"],
        days=content["days"],
        seed=content["seed"],
        replicates=asked,
        threads=checked(threads=threads)["threads"] or os.cpu_count() or 1,
        command=content["command"],
        past=past,
        arm=content.get("arm"),
    )


def hold(lock: Lock) -> None:
    """Take a lock. Raises ``BadInputError`` when another process has it, ``StoppedError`` when it cannot be written."""
    try:
        lock.take()
    except OSError as error:
        raise StoppedError(f"{lock.folder}: nothing can go on, because {why(error)}.") from error


def go_on(
    plan: Plan,
    folder: Path,
    watch: Watch | None = None,
    lives: Lives | None = None,
    say: Say = quiet,
    about: Callable[[], Mapping[str, Any]] = dict,
) -> None:
    """Finish a run: the same digest, tables and events as without the interruption.

    ``lives`` and ``about`` are as with ``execute``.
    Raises ``BadInputError`` when another process is writing the folder, and ``StoppedError`` when it is stopped again.
    """
    writer = RunWriter(plan, folder, say)
    hold(writer.kept.lock)
    try:
        before = json_files.read_json(folder / description.NAME)
        if before["status"] == "finished":  # by another process, in this moment
            return
        first = writer.go_on(before)
    except BaseException:
        writer.release()
        raise
    fill(writer, first, watch, lives, about)
