"""``comparison.json``: what a comparison says of itself."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from glasshouse.folders.folder_description import ChildName, Command, Description, Hash, Label, Said, ScenarioHash, Text
from glasshouse.folders.folder_kind import FolderKind
from glasshouse.runs.run_description import BranchPointSaid, EnsembleSaid

NAME = "comparison.json"


class ArmSaid(Said):
    """An arm of a comparison; its name is that of its folder."""

    name: ChildName
    written: Command
    title: Text
    sentence: Text
    digests: list[Hash]
    label: Label | None = None
    digest: Hash | None = None
    scenario_hash: ScenarioHash | None = None
    past: BranchPointSaid | None = None


class ComparisonSaid(Description):
    """``comparison.json``: the baseline comes first."""

    arms: Annotated[list[ArmSaid], Field(min_length=2)]
    digest: Hash | None = None
    ensemble: EnsembleSaid | None = None

    def contradiction(self) -> str:
        """As with every folder; the arms are the baseline and others, and each has as many digests as replicates."""
        names = [arm.name for arm in self.arms]
        if wrong := super().contradiction():
            return wrong
        if names[0] != "baseline" or len({name.lower() for name in names}) < len(names):
            return "'arms' should be the baseline and others, each once"
        short = next((arm.name for arm in self.arms if len(arm.digests) < self.replicates), None)
        return f"'{short}' lacks digests" if short else ""


KIND = FolderKind(
    noun="comparison",
    name=NAME,
    form=ComparisonSaid,
    job="replicate",
    elsewhere=" in all arms; what was is in {}, a run for each arm",
    anew="Run the comparison again",
)
