"""Fill the folder of one run: what ``run.json`` says before, between and after, and the tables of each replicate."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from glasshouse import __version__
from glasshouse.results import manifest
from glasshouse.results.errors import StoppedError, why
from glasshouse.results.label import NOT_A_FORECAST
from glasshouse.results.lived import Lived, Packed

if TYPE_CHECKING:
    from glasshouse.results.execute import Branch, Plan


class RunWriter:
    """Fills the folder of one run: ``begin``, ``keep`` each replicate in order, then ``finish``; or ``stop``."""

    def __init__(self, plan: Plan, folder: Path) -> None:
        """Take over a folder that exists and is empty."""
        from glasshouse.results.folder import RunFolder

        self.plan = plan
        self.kept = RunFolder(folder, _opening(plan))

    def begin(self) -> None:
        """Write ``run.json``. Raises ``StoppedError``, and then the folder is gone."""
        try:
            self.kept.begin()
        except (OSError, KeyboardInterrupt) as error:
            message = f"{self.kept.path}: the run could not start, because {why(error)}. Nothing is left behind."
            raise StoppedError(message) from error

    def keep(self, one: Lived | Packed) -> None:
        """Write a replicate. Raises ``OSError``."""
        if isinstance(one, Packed):
            self.kept.keep_files(one.files, one.facts)
        else:
            self.kept.keep(one.written(self.plan), one.facts)

    def finish(self) -> None:
        """Put the replicates together, and call the run finished. Raises ``OSError``."""
        self.kept.finish(_closing(self.kept.manifest["each"], self.plan))

    def stop(self, error: BaseException) -> str:
        """Close the folder after a failure; a sentence says what is left of the run."""
        path = self.kept.path
        try:
            self.kept.stop("interrupted" if isinstance(error, KeyboardInterrupt) else "failed", why(error))
        except OSError:
            # Even run.json cannot be rewritten: it still says "running", which nobody takes for a finished run.
            return f"{path} could not be closed and is not usable."
        done = self.kept.finished
        if not done:
            return f"No replicate was finished; {path} holds run.json alone."
        return f"Kept in {path}: {done} of {self.plan.replicates} replicates. 'glasshouse report {path}' shows them."


def _opening(plan: Plan) -> dict[str, Any]:
    """``run.json`` before the first day."""
    scenario = plan.scenario
    arm = {} if plan.arm is None else {"arm": plan.arm}
    return {
        "layout": manifest.LAYOUT,
        "status": "running",
        "note": NOT_A_FORECAST,
        "version": __version__,
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
        "host": manifest.host(),
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
        "peak_memory_bytes": manifest.peak_memory(),
    }
