"""The folder that a comparison leaves: a run folder for each world, and beside them what differs.

``comparison.json`` says what was compared and lists the files with their fingerprints. Nothing half written ever
has its final name.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from glasshouse import __version__
from glasshouse.comparison import table
from glasshouse.comparison.description import LAYOUT, NAME, ComparisonSaid
from glasshouse.errors import BadInputError, Say, StoppedError, quiet, why
from glasshouse.folders import json_files, machine
from glasshouse.folders.atomic_write import in_one_step
from glasshouse.folders.description import require_readable
from glasshouse.folders.leftovers import PARTS, stopped_when_whole, sweep
from glasshouse.folders.lock import Lock
from glasshouse.results.label import NOT_A_FORECAST, write_table
from glasshouse.results.writer import RunWriter
from glasshouse.source import source
from glasshouse.wording.words import counted

if TYPE_CHECKING:
    from glasshouse.comparison.plan import ComparisonPlan
    from glasshouse.comparison.worlds import Arm


class ComparisonFolder:
    """A comparison's folder being written: ``begin`` (or ``go_on``), the ``writers`` of its worlds, then ``finish``.

    ``keep`` a replicate's rows when all worlds of it are kept. Or ``stop``, whatever happened; ``release`` at the end.
    """

    def __init__(self, plan: ComparisonPlan, path: Path, say: Say = quiet) -> None:
        """Take over a folder that exists, and is empty unless the comparison is to go on."""
        self.plan, self.path, self.say = plan, path, say
        self.lock = Lock(path)
        self.writers = {arm.name: RunWriter(plan.plan_of(arm), path / arm.name, say) for arm in plan.worlds}
        self.manifest = _opening(plan)
        self.rows: list[pa.Table] = []

    def begin(self) -> None:
        """Begin each world's run and write ``comparison.json``.

        Raises ``StoppedError`` and ``BadInputError``, and then nothing is left.
        """
        try:
            require_readable(self.path / NAME, self.manifest, ComparisonSaid)
            self.lock.take()
            (self.path / PARTS).mkdir()
            for name, writer in self.writers.items():
                (self.path / name).mkdir()
                writer.begin()
            json_files.write_description(self.path / NAME, self.manifest)
        except BadInputError:
            shutil.rmtree(self.path, ignore_errors=True)
            raise
        except (OSError, KeyboardInterrupt, StoppedError) as error:
            shutil.rmtree(self.path, ignore_errors=True)
            reason = why(error.__cause__ if isinstance(error, StoppedError) and error.__cause__ else error)
            message = f"{self.path}: the comparison could not start, because {reason}. Nothing is left behind."
            raise StoppedError(message) from error

    def go_on(self, started: str) -> int:
        """Take up the replicates that all worlds have whole, and the rows of; how many. Hold the lock before.

        Raises ``BadInputError`` when a world is being written, and ``StoppedError``.
        """
        try:
            sweep(self.path)
            (self.path / PARTS).mkdir(exist_ok=True)
            while (rows := self._kept(len(self.rows))) is not None:
                self.rows.append(rows)
            first = min(len(self.rows), *(writer.take_up() for writer in self.writers.values()))
            if first < self.plan.plan.replicates:
                first = min(first, *(writer.reopen() for writer in self.writers.values()))
                for writer in self.writers.values():
                    writer.kept.back_to(first)
                del self.rows[first:]
            self.manifest["started"] = started
            json_files.write_description(self.path / NAME, self.manifest)
        except (OSError, KeyboardInterrupt) as error:
            raise StoppedError(f"{self.path}: the comparison could not go on, because {why(error)}.") from error
        return first

    def release(self) -> None:
        """Let others write the folder and those of its worlds."""
        for writer in self.writers.values():
            writer.release()
        self.lock.release()

    def keep(self, rows: pa.Table) -> None:
        """Write the rows of the next replicate. Raises ``OSError``."""
        import pyarrow.feather as feather

        part = self._part(len(self.rows))
        feather.write_feather(rows, str(part), compression="lz4")
        json_files.write_json(part.with_suffix(".json"), json_files.fingerprint(part))
        self.rows.append(rows)

    def finish(self, seconds: float, more: Mapping[str, Any]) -> None:
        """Write the table and call the comparison finished; all runs are by now. Raises ``OSError``."""
        plan = self.plan.plan
        self._write(plan.replicates)
        days = plan.population * plan.days * plan.replicates * len(self.writers)
        speed = {"seconds": round(seconds, 3), "person_days_per_second": round(days / max(seconds, 1e-9))}
        self._close("finished", plan.replicates, {**speed, **more})
        sweep(self.path, finished=True)

    def stop(self, error: BaseException) -> str:
        """Close the folder after a failure; says what is left, and how it goes on."""
        if said := stopped_when_whole(self.path, NAME):
            return said
        for writer in self.writers.values():
            if writer.kept.manifest["status"] == "running":
                writer.stop(error)
        whole = min(len(self.rows), *(writer.kept.finished for writer in self.writers.values()))
        status = "interrupted" if isinstance(error, KeyboardInterrupt) else "failed"
        on = f"'glasshouse resume {self.path}' goes on with it."
        try:
            if whole:
                self._write(whole)
            self._close(status, whole, {"reason": why(error)})
        except OSError:
            return f"{self.path} could not be closed; the runs in it that are whole can be used. {on}"
        if not whole:
            return f"No replicate was finished in all arms; what was is in {self.path}, a run for each arm. {on}"
        asked = self.plan.plan.replicates
        kept = f"Kept in {self.path}: {whole} of {counted(asked, 'replicate')}."
        return f"{kept} 'glasshouse report {self.path}' shows them. {on}"

    def _part(self, number: int) -> Path:
        return self.path / PARTS / f"{number:06d}.arrow"

    def _kept(self, number: int) -> pa.Table | None:
        """The rows of a replicate that were kept whole; None for others."""
        import pyarrow.feather as feather

        part = self._part(number)
        if not part.with_suffix(".json").exists():
            return None
        try:
            if json_files.fingerprint(part) == json_files.read_json(part.with_suffix(".json")):
                return feather.read_table(part, memory_map=False)
        except (OSError, ValueError):
            pass
        self.say(f"Replicate {number} of the comparison is run again: {part.name} is missing or was altered.")
        return None

    def _write(self, replicates: int) -> None:
        path = self.path / table.NAME
        found = pa.concat_tables(self.rows[:replicates]).unify_dictionaries()
        with in_one_step(path) as partial:
            write_table(found, partial, self.manifest["label"], compression="zstd")
        self.manifest["files"] = {table.NAME: json_files.fingerprint(path)}

    def _close(self, status: str, replicates: int, facts: dict[str, Any]) -> None:
        ended = datetime.now(UTC).isoformat(timespec="seconds")
        self.manifest |= {"status": status, "replicates": replicates, "ended": ended, **facts}
        for arm in self.manifest["arms"]:
            own = self.writers[arm["name"]].kept.manifest
            arm |= {"digest": own.get("digest"), "digests": [each["digest"] for each in own["each"]]}
        json_files.write_description(self.path / NAME, self.manifest)


def _opening(comparison: ComparisonPlan) -> dict[str, Any]:
    """``comparison.json`` before the first day."""
    plan = comparison.plan
    return {
        "layout": LAYOUT,
        "status": "running",
        "note": NOT_A_FORECAST,
        "version": __version__,
        "commit": source().commit,
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
        "host": machine.host(),
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
        "label": arm.scenario.label,
        "sentence": arm.sentence,
        "scenario_hash": arm.scenario.hash,
        "digest": None,
        "digests": [],
        **past,
    }
