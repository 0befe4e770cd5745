"""The folder that a comparison leaves: a run folder for each world, and beside them what differs.

``comparison.json`` says what was compared and lists the files with their fingerprints. Nothing half written ever
has its final name.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from glasshouse import __version__
from glasshouse.comparison import table
from glasshouse.results import manifest
from glasshouse.results.errors import StoppedError, why
from glasshouse.results.label import NOT_A_FORECAST, write_table
from glasshouse.results.whole import in_one_step
from glasshouse.results.writer import RunWriter

if TYPE_CHECKING:
    import pyarrow as pa

    from glasshouse.comparison.plan import ComparisonPlan
    from glasshouse.comparison.worlds import Arm

NAME = "comparison.json"
#: Raised by one when a reader of the old layout would go wrong.
LAYOUT = 1


class ComparisonFolder:
    """A comparison's folder being written: ``begin``, the ``writers`` of its worlds, then ``finish``; or ``stop``."""

    def __init__(self, plan: ComparisonPlan, path: Path) -> None:
        """Take over a folder that exists and is empty."""
        self.plan, self.path = plan, path
        self.writers = {arm.name: RunWriter(plan.plan_of(arm), path / arm.name) for arm in plan.worlds}
        self.manifest = _opening(plan)

    def begin(self) -> None:
        """Write ``comparison.json`` and begin each world's run. Raises ``StoppedError``, and then nothing is left."""
        try:
            manifest.write_json(self.path / NAME, self.manifest)
            for name, writer in self.writers.items():
                (self.path / name).mkdir()
                writer.begin()
        except (OSError, KeyboardInterrupt, StoppedError) as error:
            shutil.rmtree(self.path, ignore_errors=True)
            reason = why(error.__cause__ if isinstance(error, StoppedError) and error.__cause__ else error)
            message = f"{self.path}: the comparison could not start, because {reason}. Nothing is left behind."
            raise StoppedError(message) from error

    def finish(self, found: pa.Table, seconds: float) -> None:
        """Write the table and call the comparison finished; all runs are by now. Raises ``OSError``."""
        self._write(found)
        plan = self.plan.plan
        days = plan.population * plan.days * plan.replicates * len(self.writers)
        speed = {"seconds": round(seconds, 3), "person_days_per_second": round(days / max(seconds, 1e-9))}
        self._close("finished", plan.replicates, speed)

    def stop(self, error: BaseException, rows: Callable[[int], pa.Table]) -> str:
        """Close the folder after a failure; ``rows`` gives the table of so many replicates. Says what is left."""
        for writer in self.writers.values():
            if writer.kept.manifest["status"] == "running":
                writer.stop(error)
        whole = min(writer.kept.finished for writer in self.writers.values())
        status = "interrupted" if isinstance(error, KeyboardInterrupt) else "failed"
        try:
            if whole:
                self._write(rows(whole))
            self._close(status, whole, {"reason": why(error)})
        except OSError:
            return f"{self.path} could not be closed; the runs in it that are whole can be used."
        if not whole:
            return f"No replicate was finished in all arms; what was is in {self.path}, a run for each arm."
        asked = self.plan.plan.replicates
        return f"Kept in {self.path}: {whole} of {asked} replicates. 'glasshouse report {self.path}' shows them."

    def _write(self, found: pa.Table) -> None:
        path = self.path / table.NAME
        with in_one_step(path) as partial:
            write_table(found, partial, self.manifest["label"], compression="zstd")
        self.manifest["files"] = {table.NAME: manifest.fingerprint(path)}

    def _close(self, status: str, replicates: int, facts: dict[str, Any]) -> None:
        ended = datetime.now(UTC).isoformat(timespec="seconds")
        self.manifest |= {"status": status, "replicates": replicates, "ended": ended, **facts}
        for arm in self.manifest["arms"]:
            own = self.writers[arm["name"]].kept.manifest
            arm |= {"digest": own.get("digest"), "digests": [each["digest"] for each in own["each"]]}
        manifest.write_json(self.path / NAME, self.manifest)


def note_files(path: Path, names: Iterable[str]) -> None:
    """Put the present fingerprints of files into ``comparison.json``."""
    content = json.loads((path / NAME).read_text(encoding="utf-8"))
    content.setdefault("files", {}).update({name: manifest.fingerprint(path / name) for name in names})
    manifest.write_json(path / NAME, content)


def _opening(comparison: ComparisonPlan) -> dict[str, Any]:
    """``comparison.json`` before the first day."""
    plan = comparison.plan
    return {
        "layout": LAYOUT,
        "status": "running",
        "note": NOT_A_FORECAST,
        "version": __version__,
        "command": plan.command,
        "started": datetime.now(UTC).isoformat(timespec="seconds"),
        "scenario_name": plan.scenario.name,
        "scenario_hash": plan.scenario.hash,
        "label": comparison.label,
        "seed": plan.seed,
        "population": plan.population,
        "days": plan.days,
        "start": plan.scenario.start.isoformat(),
        "replicates": 0,
        "replicates_asked": plan.replicates,
        "threads": plan.threads,
        "host": manifest.host(),
        "arms": [_arm(arm) for arm in comparison.worlds],
        "files": {},
        "scenario": dict(plan.scenario.document),
    }


def _arm(arm: Arm) -> dict[str, Any]:
    past = {} if arm.past is None else {"past": {"scenario_hash": arm.past.scenario.hash, "day": arm.past.day}}
    return {
        "name": arm.name,
        "written": arm.text,
        "title": arm.title,
        "sentence": arm.sentence,
        "scenario_hash": arm.scenario.hash,
        "digest": None,
        **past,
    }
