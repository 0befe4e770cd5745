"""``run.json``: what a run says of itself."""

from __future__ import annotations

from glasshouse.folders.folder_description import (
    ChildName,
    Count,
    Description,
    Hash,
    Object,
    Said,
    ScenarioHash,
    Seconds,
    Share,
    Size,
    Text,
)
from glasshouse.folders.folder_kind import FolderKind

NAME = "run.json"


class ReplicateSaid(Said):
    """A finished replicate."""

    digest: Hash
    seed: Count | None = None
    seconds: Seconds | None = None
    compile_seconds: Seconds | None = None
    startup_seconds: Seconds | None = None
    person_days: Size | None = None
    event_weight: Size | None = None
    top_percent: Share | None = None


class BranchPointSaid(Said):
    """The day on which a run left the scenario that it shares with another, and that scenario."""

    day: Size
    scenario_hash: ScenarioHash
    scenario: Object | None = None


class EnsembleSaid(Said):
    """How many draws of the assumptions were simulated beside the run, of how many people, and how they were drawn."""

    draws: Size
    population: Size
    method: Text
    seed: Count
    posterior: Object | None = None


class RunSaid(Description):
    """``run.json``."""

    each: list[ReplicateSaid]
    digest: Hash | None = None
    digests: list[Hash] | None = None
    arm: ChildName | None = None
    past: BranchPointSaid | None = None
    ensemble: EnsembleSaid | None = None
    resumed: Count | None = None
    person_days_per_second: Count | None = None
    compile_seconds: Seconds | None = None
    startup_seconds: Seconds | None = None
    peak_memory_bytes: Count | None = None

    def contradiction(self) -> str:
        """As with every folder; its label is its scenario's, and each of its replicates is told."""
        wrong = super().contradiction() or self.against_scenario({"label": self.label})
        if wrong or self.status == "running" or len(self.each) == self.replicates:
            return wrong
        return f"it speaks of {len(self.each)} replicates, and of {self.replicates}"


KIND = FolderKind(noun="run", name=NAME, form=RunSaid, job="replicate", part_of="arm", anew="Run it again")
