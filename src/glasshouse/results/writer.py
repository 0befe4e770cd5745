"""Fill the folder of one run: what ``run.json`` says before, between and after, and the tables of each replicate."""

from __future__ import annotations

import math
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from glasshouse import __version__
from glasshouse.errors import BadInputError, Say, StoppedError, quiet, why
from glasshouse.folders import json_files, machine
from glasshouse.folders.leftovers import stopped_when_whole
from glasshouse.results import description, devices
from glasshouse.results.label import NOT_A_FORECAST
from glasshouse.results.lived import Lived, Packed
from glasshouse.source import source
from glasshouse.wording.words import counted

if TYPE_CHECKING:
    from glasshouse.engine.checkpoint import Keeper, Pace
    from glasshouse.results.execute import Branch, Plan

#: An environment variable: seconds between checkpoints, whatever they cost. For tests; see ``scripts/kill.py``.
SECONDS = "GLASSHOUSE_CHECKPOINT_SECONDS"


class RunWriter:
    """Fills the folder of one run: ``begin`` (or ``go_on``), ``keep`` each replicate in order, then ``finish``.

    Or ``stop``, whatever happened; and ``release`` at the very end. ``say`` is told of what is found to be no good.
    """

    def __init__(self, plan: Plan, folder: Path, say: Say = quiet) -> None:
        """Take over a folder that exists, and is empty unless the run is to go on."""
        from glasshouse.results.folder import RunFolder

        self.plan, self.say = plan, say
        self.kept = RunFolder(folder, _opening(plan))

    def begin(self) -> None:
        """Write ``run.json``. Raises ``StoppedError``, and then the folder is gone."""
        try:
            self.kept.begin()
        except (OSError, KeyboardInterrupt) as error:
            message = f"{self.kept.path}: the run could not start, because {why(error)}. Nothing is left behind."
            raise StoppedError(message) from error

    def go_on(self, before: Mapping[str, Any]) -> int:
        """Take up an unfinished run, of which ``run.json`` said so much; how many replicates are whole.

        Hold the lock before. Raises ``StoppedError``.
        """
        self.kept.manifest |= {"started": before.get("started"), "resumed": int(before.get("resumed", 0)) + 1}
        try:
            self.kept.go_on(self.say)
        except (OSError, KeyboardInterrupt) as error:
            raise StoppedError(f"{self.kept.path}: the run could not go on, because {why(error)}.") from error
        return self.kept.finished

    def take_up(self) -> int:
        """Take up the run of a world, finished or not, and its lock; how many replicates are whole.

        Raises ``BadInputError`` when another process writes it, ``OSError`` and ``StoppedError``.
        """
        from glasshouse.folders.leftovers import sweep

        self.kept.lock.take()
        before = json_files.read_json(self.kept.path / description.NAME)
        if before["status"] == "finished":
            self.kept.manifest = dict(before)
            sweep(self.kept.path, finished=True)
            return self.kept.finished
        return self.go_on(before)

    def reopen(self) -> int:
        """Go on with a run even if it is finished, which has no parts any more; how many replicates are whole."""
        if self.kept.manifest["status"] == "finished":
            before, self.kept.manifest = self.kept.manifest, {**_opening(self.plan), "each": [], "files": {}}
            return self.go_on(before)
        return self.kept.finished

    def keeper(self, number: int) -> Keeper:
        """What keeps the checkpoints of a replicate."""
        from glasshouse.engine.checkpoint import Keeper

        return Keeper(self.kept.checkpoints, f"{number:06d}", _about(self.plan, number), pace=pace(), say=self.say)

    def keep(self, one: Lived | Packed) -> None:
        """Write a replicate; its checkpoints go. Raises ``OSError``."""
        if isinstance(one, Packed):
            self.kept.keep_files(one.files, one.facts)
        else:
            self.kept.keep(one.written(self.plan), one.facts)
        self.keeper(one.number).drop()

    def finish(self, more: Mapping[str, Any] | None = None) -> None:
        """Put the replicates together, and call the run finished; ``more`` is for ``run.json``. Raises ``OSError``."""
        self.kept.finish({**_closing(self.kept.manifest["each"], self.plan), **(more or {})})

    def stop(self, error: BaseException) -> str:
        """Close the folder after a failure; sentences say what is left of the run, and how it goes on."""
        path = self.kept.path
        if said := stopped_when_whole(path, description.NAME):
            return said
        on = f"'glasshouse resume {path}' goes on with it."
        try:
            self.kept.stop("interrupted" if isinstance(error, KeyboardInterrupt) else "failed", why(error))
        except OSError:
            # Even run.json cannot be rewritten: it still says "running", which nobody takes for a finished run.
            return f"{path} could not be closed. {on}"
        done = self.kept.finished
        if not done:
            return f"No replicate was finished. {on}"
        kept = f"Kept in {path}: {done} of {counted(self.plan.replicates, 'replicate')}."
        return f"{kept} 'glasshouse report {path}' shows them. {on}"

    def release(self) -> None:
        """Let others write the folder."""
        self.kept.release()


def _about(plan: Plan, number: int) -> dict[str, Any]:
    """What a checkpoint says of the run that it is of."""
    past = plan.past
    return {
        "note": NOT_A_FORECAST,
        "version": __version__,
        "scenario_hash": plan.scenario.hash,
        "past": None if past is None else {"day": past.day, "scenario_hash": past.scenario.hash},
        "run_seed": plan.seed,
        "replicate": number,
        "seed": plan.seed_of(number),
        "population": plan.population,
        "days": plan.days,
    }


def checkpoint_seconds() -> float | None:
    """Seconds between checkpoints that the environment variable SECONDS asks for; None where it is not set.

    Raises ``BadInputError`` for what is no number of 0 or more.
    """
    text = os.environ.get(SECONDS)
    if text is None:
        return None
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not 0 <= seconds < math.inf:
        raise BadInputError(f"environment variable {SECONDS}={text[:40]!r}: it must be a number of seconds, 0 or more.")
    return seconds


def pace() -> Pace:
    """How often checkpoints are written. Raises ``BadInputError`` as ``checkpoint_seconds`` does."""
    from glasshouse.engine.checkpoint import Pace

    seconds = checkpoint_seconds()
    return Pace() if seconds is None else Pace(least=seconds, sparing=0.0)


def _opening(plan: Plan) -> dict[str, Any]:
    """``run.json`` before the first day."""
    scenario = plan.scenario
    arm = {} if plan.arm is None else {"arm": plan.arm}
    return {
        "layout": description.LAYOUT,
        "status": "running",
        "note": NOT_A_FORECAST,
        "version": __version__,
        "commit": source().commit,
        "command": plan.command,
        "started": datetime.now(UTC).isoformat(timespec="seconds"),
        "scenario_name": scenario.name,
        "scenario_hash": scenario.hash,
        "label": scenario.label,
        "seed": plan.seed,
        "population": plan.population,
        "days": plan.days,
        "start": scenario.start.isoformat(),
        "replicates": plan.replicates,
        "replicates_asked": plan.replicates,
        "threads": plan.threads,
        "digest": None,
        "host": machine.host(devices.name(plan.device)),
        "scenario": dict(scenario.document),
        **arm,
        **({} if plan.past is None else {"past": _branch(plan.past)}),
    }


def _branch(past: Branch) -> dict[str, Any]:
    """A past in ``run.json``: all that is needed to live through it again."""
    scenario = past.scenario
    return {
        "day": past.day,
        "scenario_name": scenario.name,
        "scenario_hash": scenario.hash,
        "scenario": dict(scenario.document),
    }


def _closing(each: list[dict[str, Any]], plan: Plan) -> dict[str, Any]:
    """What ``run.json`` gains when all replicates are there."""
    from glasshouse.engine.digest import combine

    digests = [str(one["digest"]) for one in each]
    seconds = sum(one["seconds"] for one in each)
    return {
        "ended": datetime.now(UTC).isoformat(timespec="seconds"),
        "digest": combine(digests),
        "digests": digests,
        "person_days_per_second": round(sum(one["person_days"] for one in each) / max(seconds, 1e-9)),
        "compile_seconds": round(sum(one["compile_seconds"] for one in each), 3),
        "startup_seconds": round(sum(one["startup_seconds"] for one in each), 3),
        "peak_memory_bytes": machine.peak_memory(),
    }
