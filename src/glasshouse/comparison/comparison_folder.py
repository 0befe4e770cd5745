"""The folder that a comparison leaves: a run folder for each scenario, and beside them what differs.

``comparison.json`` says what was compared and lists the files with their fingerprints. Nothing half written ever
has its final name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.feather as feather

from glasshouse import plugins
from glasshouse.comparison import comparison_table
from glasshouse.comparison.comparison_description import KIND
from glasshouse.comparison.ensemble_draws import draws_of
from glasshouse.engine.digest import combine
from glasshouse.errors import Say, quiet
from glasshouse.folders import host_machine
from glasshouse.folders.atomic_write import in_one_step
from glasshouse.folders.folder_writer import FolderWriter, now, opening
from glasshouse.folders.json_files import fingerprint, read_json, write_json
from glasshouse.folders.leftovers import PARTS
from glasshouse.folders.output_label import NOT_A_FORECAST, write_table
from glasshouse.runs.ensemble_store import EnsembleStore
from glasshouse.runs.replicate_output import PackedOutput, ReplicateOutput
from glasshouse.runs.run_writer import RunWriter, command_in, ensemble_of, ensemble_said, part_in

if TYPE_CHECKING:
    from glasshouse.comparison.comparison_plan import ComparisonPlan
    from glasshouse.comparison.resolve_arm import Arm


@dataclass(frozen=True, kw_only=True)
class Compared:
    """One scenario of one replicate, as the comparison keeps it; ``rows`` hold it against the baseline, which has
    none."""

    number: int
    arm: str
    output: ReplicateOutput | PackedOutput
    rows: pa.Table | None


class ComparisonWriter(FolderWriter[Compared]):
    """Fills the folder of a comparison, a scenario of a replicate at a time; each scenario has a run folder in it."""

    kind = KIND

    def __init__(self, plan: ComparisonPlan, path: Path, say: Say = quiet) -> None:
        """Take over a folder that exists, and is empty unless the comparison is to go on."""
        self.plan = plan
        self.runs = {arm.name: RunWriter(plan.plan_of(arm), path / arm.name, say) for arm in plan.all_arms}
        self.rows: list[pa.Table] = []
        self._found: dict[int, dict[str, pa.Table]] = {}
        sizes = plan.plan
        children = tuple(self.runs.values())
        super().__init__(path, _opening(plan), len(sizes.numbers), say=say, children=children, threads=sizes.threads)
        hashes = [arm.scenario.hash for arm in plan.all_arms]
        self.ensemble = EnsembleStore(path, {**ensemble_of(sizes), "arms": hashes}, len(draws_of(sizes)), say)

    @property
    def finished(self) -> int:
        """Replicates whose rows are kept."""
        return len(self.rows)

    def keep(self, job: Compared) -> None:
        """Write a scenario's replicate, and the rows of a replicate when all its scenarios are kept. Raises
        ``OSError``."""
        self.runs[job.arm].keep(job.output)
        of_number = self._found.setdefault(job.number, {})
        of_number[job.arm] = comparison_table.SCHEMA.empty_table() if job.rows is None else job.rows
        if len(of_number) < len(self.runs):
            return
        rows = pa.concat_tables([of_number[arm.name] for arm in self.plan.arms]).unify_dictionaries()
        part = self._part(self.plan.plan.numbers[self.finished])
        feather.write_feather(rows, str(part), compression="lz4")
        write_json(part.with_suffix(".json"), fingerprint(part))
        self.rows.append(rows)
        del self._found[job.number]

    def take_up(self) -> None:
        """Find the rows of replicates that were kept whole; ``say`` is told of some that were altered."""
        self.rows = []
        for number in self.plan.plan.numbers:
            if (rows := self.kept(number)) is None:
                break
            self.rows.append(rows)

    def back_to(self, count: int) -> None:
        """Keep the rows of the first replicates alone."""
        del self.rows[count:]

    def gather(self, count: int) -> None:
        """Write the table of the first replicates. Raises ``OSError``."""
        if count:
            digest = self._digest(count)
            self.ensemble.gather(digest)
            found = pa.concat_tables(self.rows[:count]).unify_dictionaries()
            with in_one_step(self.path / comparison_table.NAME) as partial:
                write_table(found, partial, self.description["label"], digest, compression="zstd")

    def _digest(self, count: int) -> str:
        """Of the first replicates of all scenarios, in their order."""
        each = [run.description["each"][:count] for run in self.runs.values()]
        return combine([combine([str(one["digest"]) for one in replicates]) for replicates in each])

    def told(self, count: int) -> Mapping[str, Any]:
        """How many replicates there are in all scenarios, their digests, and the table's fingerprint."""
        arms = []
        for arm in self.description["arms"]:
            own = self.runs[arm["name"]].description
            arms.append({**arm, "digest": own.get("digest"), "digests": [each["digest"] for each in own["each"]]})
        tables = [self.path / comparison_table.NAME, self.ensemble.path] if count else []
        files = {path.name: fingerprint(path) for path in tables if path.exists()}
        whole = {"digest": self._digest(count)} if count else {}
        return {"replicates": count, "ended": now(), **whole, "arms": arms, "files": files}

    def closing(self) -> Mapping[str, Any]:
        """How fast all scenarios together were."""
        plan, seconds = self.plan.plan, self.seconds
        days = plan.population * plan.days * len(plan.numbers) * len(self.runs)
        return {"seconds": round(seconds, 3), "person_days_per_second": round(days / max(seconds, 1e-9))}

    def _part(self, number: int) -> Path:
        return self.path / PARTS / f"{number:06d}.arrow"

    def kept(self, number: int) -> pa.Table | None:
        """The rows of a replicate that were kept whole; None for others."""
        part = self._part(number)
        if not part.with_suffix(".json").exists():
            return None
        try:
            if fingerprint(part) == read_json(part.with_suffix(".json")):
                return feather.read_table(part, memory_map=False)
        except (OSError, ValueError):
            pass
        self.say(f"Replicate {number} of the comparison is run again: {part.name} is missing or was altered.")
        return None


def _opening(comparison: ComparisonPlan) -> dict[str, Any]:
    """``comparison.json`` before the first day."""
    plan = comparison.plan
    return {
        **opening(KIND, plan.scenario, label=comparison.label, command=command_in(plan), note=NOT_A_FORECAST),
        **part_in(plan),
        "seed": plan.seed,
        "population": plan.population,
        "days": plan.days,
        "replicates": 0,
        "replicates_asked": plan.replicates,
        "threads": plan.threads,
        "host": host_machine.host(),
        "arms": [_arm(arm) for arm in comparison.all_arms],
        "files": {},
        **({"ensemble": ensemble_said(plan)} if plan.draws else {}),
        "scenario": dict(plan.scenario.document),
        **plugins.said(*(arm.scenario.mechanisms for arm in comparison.all_arms)),
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
