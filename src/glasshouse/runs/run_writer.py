"""Fill the folder of one run: what ``run.json`` says before, between and after, and the tables of each replicate.

Each finished replicate is kept apart until the end, with its facts and its files' hashes, so that whatever stops a run
(a kill, a full disk, Ctrl-C) costs only what was done since the last checkpoint of the replicate under way. A file gets
its name in the last step, by renaming.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from glasshouse import __version__, plugins
from glasshouse.engine.checkpoint import Keeper
from glasshouse.engine.digest import combine
from glasshouse.errors import Say, quiet
from glasshouse.folders import host_machine
from glasshouse.folders.folder_description import fault
from glasshouse.folders.folder_writer import FolderWriter, now, opening
from glasshouse.folders.json_files import fingerprint, read_json, write_json
from glasshouse.folders.leftovers import CHECKPOINTS, PARTS, double
from glasshouse.folders.output_label import NOT_A_FORECAST
from glasshouse.folders.plan_part import PART
from glasshouse.folders.recorded_command import NO_COMMAND
from glasshouse.measures.tally import Tally
from glasshouse.runs import devices
from glasshouse.runs.checkpoint_pace import pace
from glasshouse.runs.ensemble_plan import FROM_POSTERIOR, METHOD
from glasshouse.runs.ensemble_simulate import members_of
from glasshouse.runs.ensemble_store import EnsembleStore
from glasshouse.runs.replicate_output import PackedOutput, ReplicateOutput
from glasshouse.runs.run_description import KIND, ReplicateSaid
from glasshouse.runs.run_plan import Branch, Plan
from glasshouse.runs.table_parts import TABLES, join, part_name, write_part


class RunWriter(FolderWriter["ReplicateOutput | PackedOutput"]):
    """Fills the folder of one run, a replicate at a time; ``figures`` are those of the replicates kept here."""

    kind = KIND

    def __init__(self, plan: Plan, folder: Path, say: Say = quiet) -> None:
        """Take over a folder that exists, and is empty unless the run is to go on."""
        super().__init__(folder, _opening(plan), len(plan.numbers), say=say)
        self.plan = plan
        self.figures: list[Tally] = []
        self.ensemble = EnsembleStore(folder, ensemble_of(plan), len(members_of(plan)), say)

    @property
    def finished(self) -> int:
        """Replicates kept so far."""
        return len(self.description["each"])

    @property
    def numbers(self) -> range:
        """The replicates kept so far."""
        return self.plan.numbers[: self.finished]

    @property
    def _next(self) -> int:
        """The replicate that is kept next."""
        return self.plan.numbers.start + self.finished

    def keeper(self, number: int) -> Keeper:
        """What keeps the checkpoints of a replicate."""
        about = _about(self.plan, number)
        return Keeper(self.path / CHECKPOINTS, f"{number:06d}", about, pace=pace(), say=self.say)

    def keep(self, job: ReplicateOutput | PackedOutput) -> None:
        """Write a replicate's tables, and note its facts; its checkpoints go. Raises ``OSError``."""
        number = self._next
        if isinstance(job, PackedOutput):
            for name, content in job.files.items():
                self._part(name, number).write_bytes(content)
            self._note(job.files, job.facts)
        else:
            tables = job.written(self.plan)
            for name, table in tables.items():
                write_part(table, self._part(name, number), number, self.description["label"], str(job.facts["digest"]))
            self._note(tables, job.facts)
        self.figures.append(job.figures)
        self.keeper(job.number).drop()

    def take_up(self) -> None:
        """Find the replicates that are whole; ``say`` is told of one that is not. Raises ``OSError``."""
        each: list[dict[str, Any]] = []
        for number in self.plan.numbers:
            if (kept := self.kept(number)) is None:
                break
            each.append(kept)
        self.description["each"] = each
        self._drop_unfinished()

    def back_to(self, count: int) -> None:
        """Keep the first replicates alone. Raises ``OSError``."""
        self.description["each"] = self.description["each"][:count]
        self._drop_unfinished()

    def gather(self, count: int) -> None:
        """Make each table one file, and only then give the files their names; the parts stay. Raises ``OSError``."""
        if count == 0:
            return
        digest = combine([str(one["digest"]) for one in self.description["each"][:count]])
        self.ensemble.gather(digest)
        made = {table: self.path / f".{table}.parquet.part" for table in TABLES}
        try:
            for table, partial in made.items():
                partial.unlink(missing_ok=True)
                parts = [self._part(table, number) for number in self.plan.numbers[:count]]
                if count > 1:
                    join(parts, partial, digest)
                elif parts[0].exists():
                    double(parts[0], partial)
            for table, partial in made.items():
                if partial.exists():
                    os.replace(partial, self.path / f"{table}.parquet")
        finally:
            for partial in made.values():
                partial.unlink(missing_ok=True)

    def salvage(self) -> int:
        """Show the finished replicates, drop what is half done. Without the room for all, the first is shown alone."""
        self._drop_unfinished()
        try:
            self.show(self.finished)
        except OSError:
            if self.finished <= 1:
                raise
            self.description["each"] = self.description["each"][:1]
            self.gather(1)
        return self.finished

    def told(self, count: int) -> Mapping[str, Any]:
        """How many replicates there are, and the fingerprints of their tables."""
        files = [*(self.path / f"{table}.parquet" for table in TABLES), self.ensemble.path] if count else []
        return {"replicates": count, "files": {path.name: fingerprint(path) for path in files if path.exists()}}

    def closing(self) -> Mapping[str, Any]:
        """The digest, the speed and the memory."""
        closing = _closing(self.description["each"])
        return closing if not self.partial else {key: value for key, value in closing.items() if key != "digest"}

    def since(self, before: Mapping[str, Any]) -> Mapping[str, Any]:
        """When it was begun, and how often it was gone on with."""
        return {**super().since(before), "resumed": int(before.get("resumed", 0)) + 1}

    def _part(self, table: str, number: int) -> Path:
        return self.path / PARTS / part_name(table, number)

    def _facts(self, number: int) -> Path:
        return self.path / PARTS / f"{number:06d}.json"

    def _note(self, tables: Iterable[str], facts: Mapping[str, Any]) -> None:
        """Call the next replicate whole."""
        parts = [self._part(name, self._next) for name in tables]
        prints = {path.name: fingerprint(path) for path in parts}
        write_json(self._facts(self._next), {"facts": facts, "files": prints, "of": self._of()})
        self.description["each"] = [*self.description["each"], dict(facts)]

    def _of(self) -> dict[str, Any]:
        """Of which run a replicate is: of another one it is not taken up."""
        past = self.description.get("past")
        return {
            **{key: self.description[key] for key in ("scenario_hash", "seed", "population", "days")},
            "past": past and {key: past[key] for key in ("day", "scenario_hash")},
        }

    def kept(self, number: int) -> dict[str, Any] | None:
        """The facts of a replicate that is whole; None for one that is not."""
        path = self._facts(number)
        if not path.exists():
            return None
        try:
            content = read_json(path)
            files = {self._part(name, number).name: self._part(name, number) for name in TABLES}
            wrong = next((name for name in files if fingerprint(files[name]) != content["files"][name]), None)
            facts = dict(content["facts"])
            wrong = f"{wrong} is missing or was altered" if wrong else ""
            if "of" not in content:
                wrong = "it was kept by an earlier glasshouse"
            elif content["of"] != self._of():
                wrong = "what is kept of it is of another run"
            wrong = wrong or fault(facts, ReplicateSaid)
        except (OSError, ValueError, KeyError, TypeError):
            wrong, facts = "a file of it is missing or was altered", {}
        if not wrong:
            return facts
        self.say(f"Replicate {number} is run again: {wrong}.")
        return None

    def _drop_unfinished(self) -> None:
        kept = {self._part(table, number) for table in TABLES for number in self.numbers}
        kept |= {self._facts(number) for number in self.numbers}
        parts = self.path / PARTS
        for part in parts.iterdir() if parts.exists() else ():
            if part not in kept and not self.ensemble.is_part(part):
                part.unlink(missing_ok=True)


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


def _opening(plan: Plan) -> dict[str, Any]:
    """``run.json`` before the first day."""
    scenario = plan.scenario
    arm = {} if plan.arm is None else {"arm": plan.arm}
    return {
        **opening(KIND, scenario, label=scenario.label, command=command_in(plan), note=NOT_A_FORECAST),
        **part_in(plan),
        "seed": plan.seed,
        "population": plan.population,
        "days": plan.days,
        "replicates": len(plan.numbers),
        "replicates_asked": plan.replicates,
        "threads": plan.threads,
        "digest": None,
        "each": [],
        "files": {},
        "host": host_machine.host(devices.name(plan.device)),
        "scenario": dict(scenario.document),
        **plugins.said(scenario.mechanisms, *(() if plan.past is None else (plan.past.scenario.mechanisms,))),
        **arm,
        **({"ensemble": ensemble_said(plan)} if plan.draws else {}),
        **({} if plan.past is None else {"past": _branch(plan.past)}),
    }


def part_in(plan: Plan) -> dict[str, Any]:
    """What a description says of the part of a plan that it is."""
    return {} if plan.part is None else {PART: plan.part.said}


def command_in(plan: Plan) -> str:
    """The command that makes the folder of a plan, or of a part of it."""
    return plan.command if plan.part is None or plan.command == NO_COMMAND else f"{plan.command} --only {plan.part}"


def ensemble_said(plan: Plan) -> dict[str, Any]:
    """What a description says of the ensemble of a plan."""
    method = FROM_POSTERIOR if plan.posterior else METHOD
    return {
        "draws": plan.draws, "population": plan.ensemble_population, "method": method, "seed": plan.seed,
        **({"posterior": plan.posterior.document()} if plan.posterior else {}),
    }  # fmt: skip


def ensemble_of(plan: Plan) -> dict[str, Any]:
    """Of which run kept draws are."""
    return {
        "version": __version__,
        "label": plan.scenario.label,
        "scenario_hash": plan.scenario.hash,
        "days": plan.days,
        **(ensemble_said(plan) if plan.draws else {}),
    }


def _branch(past: Branch) -> dict[str, Any]:
    """A past in ``run.json``: all that is needed to simulate it again."""
    scenario = past.scenario
    return {
        "day": past.day,
        "scenario_name": scenario.name,
        "scenario_hash": scenario.hash,
        "scenario": dict(scenario.document),
    }


def _closing(each: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What ``run.json`` gains when all replicates are there."""
    digests = [str(one["digest"]) for one in each]
    seconds = sum(one["seconds"] for one in each)
    return {
        "ended": now(),
        "digest": combine(digests),
        "digests": digests,
        "person_days_per_second": round(sum(one["person_days"] for one in each) / max(seconds, 1e-9)),
        "compile_seconds": round(sum(one["compile_seconds"] for one in each), 3),
        "startup_seconds": round(sum(one["startup_seconds"] for one in each), 3),
        "peak_memory_bytes": host_machine.peak_memory(),
    }
