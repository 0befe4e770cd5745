"""The figures that a study file names: what it reports, and what it aims at."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from glasshouse.measures import measures_of
from glasshouse.mechanism_set import MechanismSet
from glasshouse.scenario.layers import sources_of
from glasshouse.scenario.scenario import Scenario
from glasshouse.scenario.scenario_error import nearest
from glasshouse.scenario.user_text import quoted
from glasshouse.scenario.yaml_reading import Path_
from glasshouse.studies.counted_output import as_measure, counted
from glasshouse.studies.point_rates import askable
from glasshouse.studies.study_models import Aim, File, Reported
from glasshouse.studies.study_parts import Conclusion, Output, Subset, Target

#: What a study reports that names no outputs.
_USUAL = ("wrongful", "unjust", "misidentified", "sanctioned")
#: What each method that fits calls the misfit that a published figure allows.
_ALLOWS = {"calibrate": "tolerance", "abc": "sd"}


@dataclass(frozen=True, kw_only=True)
class Figures:
    """Turns the rows of a checked model into outputs and targets, and refuses (``refuse``) what the scenario lacks."""

    model: File
    scenario: Scenario
    mechanisms: MechanismSet
    days: int
    refuse: Callable[[str, Path_], Any]

    def usual(self) -> tuple[Output, ...]:
        """What a study reports that names no outputs."""
        side = "difference" if self.model.arm else "baseline"
        return tuple(Output(measure=name, side=side, mechanisms=self.mechanisms) for name in _USUAL)

    def reported(self, row: Reported, path: Path_) -> Output:
        """What a study reports, and aims at in no case: a measure, or a count of the scenario's mechanisms."""
        counts, known = counted(self.scenario.mechanisms), askable(self.mechanisms)
        found = self.output(row, path, (*known, *counts))
        cell = self.cell(row, path)
        if found.measure in known:
            return replace(found, cell=cell)
        if cell.group or cell.district:
            self.refuse(f"'{found.measure}' is a count, which a study has of the whole country alone.", path)
        return replace(found, of=as_measure(counts[found.measure]), cell=cell)

    def cell(self, row: Reported, path: Path_) -> Subset:
        """Of whom and when a figure is, in the study's place and days."""
        for what, known in (("group", self.scenario.place.group_names), ("district", self.scenario.place.districts)):
            if (name := getattr(row, what)) is not None and name not in known:
                self.refuse(f"unknown {what} '{quoted(name)}'.{nearest(name, known)}", (*path, what))
        if row.days is None:
            return Subset(group=row.group, district=row.district)
        first, last = row.days
        if not first <= last < self.days:
            self.refuse(
                f"days {first} to {last}: they go from an earlier to a later one, from 0 to {self.days - 1}.",
                (*path, "days"),
            )
        defined = measures_of(self.mechanisms).get(row.measure or "")
        if defined is not None and defined.per_person and (first, last) != (0, self.days - 1):
            self.refuse(
                f"'{row.measure}' is worked out from single persons, and known of all days alone.", (*path, "days")
            )
        return Subset(group=row.group, district=row.district, days=(first, last))

    def output(self, row: Any, path: Path_, known: Sequence[str] = ()) -> Output:
        """A measure of one of the scenarios, or of both."""
        measure, side = row.measure, row.side
        known = known or askable(self.mechanisms)
        if measure not in known:
            self.refuse(f"unknown measure '{quoted(measure)}'.{nearest(measure, known)}", path)
        if self.model.arm is None and side not in (None, "baseline"):
            self.refuse(f"'{side}' compares two scenarios, and this study has no arm.", path)
        side = side or ("baseline" if self.model.arm is None else "difference")
        return Output(measure=measure, side=side, mechanisms=self.mechanisms)

    def conclusion(self) -> Conclusion | None:
        """What PRIM puts to the test."""
        row = self.model.conclusion
        if row is None:
            return None
        output = self.output(row, ("conclusion", "measure"))
        return Conclusion(output=output, at_most=row.at_most, says=row.says)

    def targets(self) -> tuple[Target, ...]:
        """The published figures."""
        known = {*sources_of(self.scenario.mechanisms), *self.model.sources}
        return tuple(self.target(row, ("targets", k), known) for k, row in enumerate(self.model.targets))

    def target(self, row: Aim, path: Path_, known: Collection[str]) -> Target:
        """One of them."""
        if row.source not in known:
            self.refuse(
                f"unknown source '{quoted(row.source)}'.{nearest(row.source, known)} A target is a published figure: "
                "name where it was published, or describe it under sources:.",
                (*path, "source"),
            )
        wanted = _ALLOWS[self.model.method]
        other = next(name for name in _ALLOWS.values() if name != wanted)
        allowed: Any = getattr(row, wanted)
        if allowed is None or getattr(row, other) is not None:
            return self.refuse(
                f"with the method '{self.model.method}' a target has a '{wanted}', and no '{other}'.", path
            )
        output = self.summary(row, path) or replace(
            self.output(row, (*path, "measure")),
            side=row.side or "baseline",
            cell=self.cell(row, path),
        )
        return Target(output=output, value=row.value, tolerance=allowed, source=row.source)

    def summary(self, row: Aim, path: Path_) -> Output | None:
        """What a function of one's own makes of a simulation; None where the target is a measure."""
        if (row.summary is None) == (row.measure is None):
            self.refuse("a target is of a 'measure', or of a 'summary' of your own.", path)
        if row.summary is None:
            return None
        if self.model.method != "abc":
            self.refuse("a 'summary' of your own belongs to the method 'abc'.", (*path, "summary"))
        if row.summary in measures_of(self.mechanisms):
            self.refuse(
                f"'{row.summary}' is a measure: name it so, or call your own summary otherwise.", (*path, "summary")
            )
        if row.group or row.district or row.days or row.side:
            self.refuse("a summary of your own is of what its function makes it of; leave the others out.", path)
        return Output(measure=row.summary, summary=True, mechanisms=self.mechanisms)

    def objective(self) -> Output | None:
        """The harm of which less is sought."""
        row = self.model.objective
        return None if row is None else self.output(row.less_of, ("objective", "less-of"))
