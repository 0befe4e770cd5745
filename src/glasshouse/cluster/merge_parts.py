"""One folder of the parts of a plan, as if all of it had been carried out there.

What each part kept of its simulations is put among the parts of a new folder, which is then closed as any other is. So
the tables are the same bytes, and a merge that is stopped is gone on with by ``glasshouse resume``.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from glasshouse.arguments import Argument
from glasshouse.comparison import resume_comparison as comparisons
from glasshouse.comparison.comparison_description import KIND as COMPARISON
from glasshouse.comparison.comparison_folder import ComparisonWriter
from glasshouse.comparison.comparison_plan import ComparisonPlan
from glasshouse.errors import BadInputError
from glasshouse.folders import carry_out
from glasshouse.folders.given_path import folder_of
from glasshouse.folders.leftovers import PARTS, double
from glasshouse.folders.plan_part import PlanPart, part_said
from glasshouse.runs import resume_run as runs
from glasshouse.runs.run_description import KIND as RUN
from glasshouse.runs.run_plan import Plan
from glasshouse.runs.run_writer import RunWriter

if TYPE_CHECKING:
    from glasshouse.folders.folder_kind import FolderKind

#: What must be the same in all parts of a plan, and what is said where it is not.
_SAME: Mapping[str, str] = {
    "scenario_hash": "scenario is another",
    "seed": "seed is another",
    "population": "population is another",
    "days": "number of days is another",
    "replicates_asked": "number of replicates is another",
    "ensemble": "ensemble is another",
    "plugins": "plug-ins are others",
    "arms": "scenarios are others",
}


@dataclass(frozen=True, kw_only=True)
class _Found:
    """A part's folder, what it says of itself, and the plan that it is a part of."""

    folder: Path
    content: Mapping[str, Any]
    part: PlanPart
    plan: Plan | ComparisonPlan

    @property
    def sizes(self) -> Plan:
        """The plan's sizes."""
        return self.plan.plan if isinstance(self.plan, ComparisonPlan) else self.plan

    @property
    def same(self) -> dict[str, Any]:
        """What must be the same in all parts."""
        arms = [
            {key: arm.get(key) for key in ("name", "scenario_hash", "past")} for arm in self.content.get("arms", ())
        ]
        return {**{key: self.content.get(key) for key in _SAME}, "arms": arms}


def merge_parts(
    given: Sequence[str | os.PathLike[str]], new_folder: Callable[[str], Path], threads: int | None = None
) -> tuple[Path, FolderKind]:
    """Merge parts into the folder that ``new_folder`` makes, given a word for its name; returns it, and its kind.

    Raises ``BadInputError`` before there is a folder: for what is no part, or no finished one; for parts of different
    plans; where a simulation is in two parts, or in none; and for a part whose files were altered.
    """
    folders = [folder_of(each, "parts") for each in given]
    if not folders:
        raise BadInputError("There are no parts to merge.")
    kind = _one_kind(folders)
    found = sorted((_read(folder, kind, threads) for folder in folders), key=lambda one: one.part.first)
    _require_one_plan(found)
    _require_each_once(found)
    for one in found:
        _require_unaltered(one)
    whole = _whole(found[0].plan)
    folder = new_folder(found[0].sizes.scenario.name + ("-compared" if kind is COMPARISON else ""))
    writer: Any = _writer(whole, folder)
    seconds = sum(float(one.content.get("seconds") or 0) for one in found)
    carry_out.carry_out(writer, partial(_taken_up, writer, found), partial(_speed, writer, seconds))
    return folder, kind


def _one_kind(folders: Sequence[Path]) -> FolderKind:
    """What all parts are parts of. Raises ``BadInputError`` for neither, or some of a run and some of a comparison."""
    for folder in folders:
        if folder.is_dir() and not any((folder / kind.name).is_file() for kind in (RUN, COMPARISON)):
            raise BadInputError(
                f"{folder}: no part of a run or of a comparison, and nothing else is cut into parts. It holds neither "
                f"{RUN.name} nor {COMPARISON.name}."
            )
    kinds = [COMPARISON if (each / COMPARISON.name).is_file() else RUN for each in folders]
    for folder, kind in zip(folders, kinds, strict=True):
        if kind is not kinds[0] and (folder / kind.name).is_file() and (folders[0] / kinds[0].name).is_file():
            what, other = f"{folder} is of a {kind.noun}", f"{folders[0]} of a {kinds[0].noun}"
            raise BadInputError(f"parts of different kinds: {what}, and {other}; merge those of each by themselves.")
    return kinds[0]


def _read(folder: Path, kind: FolderKind, threads: int | None) -> _Found:
    content = carry_out.begun(folder, kind)
    if (part := part_said(content)) is None:
        raise BadInputError(f"{folder}: no part, but a whole {kind.noun}: it was made without ", Argument("only"), ".")
    if content["status"] != "finished":
        raise BadInputError(
            f"{folder}: part {part} of a {kind.noun}, and not finished. 'glasshouse resume {folder}' goes on with it."
        )
    plan = (comparisons if kind is COMPARISON else runs).plan_in(folder, content, threads)
    return _Found(folder=folder, content=content, part=part, plan=plan)


def _require_one_plan(found: Sequence[_Found]) -> None:
    first = found[0]
    for other in found[1:]:
        for key, differs in _SAME.items():
            if (there := other.same[key]) != (here := first.same[key]):
                plain = all(isinstance(value, int) for value in (here, there))
                how = f" ({there} and {here})" if plain else ""
                raise BadInputError(
                    f"{other.folder}: part of another {_noun(first)} than {first.folder}: its {differs}{how}."
                )


def _noun(one: _Found) -> str:
    return _kind(one).noun


def _require_each_once(found: Sequence[_Found]) -> None:
    of, noun = found[0].part.of, _noun(found[0])
    for before, after in pairwise(found):
        if after.part.first <= before.part.last:
            twice = PlanPart(first=after.part.first, last=min(before.part.last, after.part.last), of=of)
            raise BadInputError(f"{after.folder}: it holds {twice} of the {noun}, and so does {before.folder}.")
    edges = [(-1, -1), *((one.part.first, one.part.last) for one in found), (of, of)]
    for (_, last), (first, _) in pairwise(edges):
        if first > last + 1:
            gap = PlanPart(first=last + 1, last=first - 1, of=of)
            raise BadInputError(
                f"{gap} of the {of:,} simulations of the {noun} is in none of these folders. Make that part with ",
                Argument("only", str(gap)),
                ", or name its folder too.",
            )


def _require_unaltered(one: _Found) -> None:
    writer = _writer(one.plan, one.folder)
    parts: list[Any] = [writer, *writer.children]
    wrong = [number for number in one.sizes.numbers if any(each.kept(number) is None for each in parts)]
    if wrong or sum(1 for _ in writer.ensemble.members()) != writer.ensemble.size:
        what = f"replicate {wrong[0]}" if wrong else "a file of its draws"
        raise BadInputError(
            f"{one.folder}: damaged ({what} is missing or was altered). {_kind(one).again(one.content)}"
        )


def _kind(one: _Found) -> FolderKind:
    return COMPARISON if isinstance(one.plan, ComparisonPlan) else RUN


def _whole(plan: Plan | ComparisonPlan) -> Plan | ComparisonPlan:
    if isinstance(plan, ComparisonPlan):
        return replace(plan, plan=replace(plan.plan, part=None))
    return replace(plan, part=None)


def _writer(plan: Plan | ComparisonPlan, folder: Path) -> RunWriter | ComparisonWriter:
    return ComparisonWriter(plan, folder) if isinstance(plan, ComparisonPlan) else RunWriter(plan, folder)


def _taken_up(writer: RunWriter | ComparisonWriter, found: Sequence[_Found], first: int) -> Generator[Any, None, None]:
    """All jobs of a new folder at once, from what its parts kept."""
    inner = [Path(), *(child.path.relative_to(writer.path) for child in writer.children)]
    for one in found:
        for place in inner:
            for number in one.sizes.numbers:
                for file in sorted((one.folder / place / PARTS).glob(f"{number:06d}[-.]*")):
                    double(file, writer.path / place / PARTS / file.name)
    members = chain.from_iterable(_writer(one.plan, one.folder).ensemble.members() for one in found)
    for _ in writer.ensemble.fill(members, first):
        pass
    for each in (*writer.children, writer):
        each.take_up()
    yield from ()


def _speed(writer: RunWriter | ComparisonWriter, seconds: float) -> dict[str, Any]:
    """How fast a comparison was: in the seconds of all its parts, and not in those of merging them."""
    if not isinstance(writer, ComparisonWriter) or not seconds:
        return {}
    said = writer.closing()
    days = float(said["person_days_per_second"]) * float(said["seconds"])
    return {"seconds": round(seconds, 3), "person_days_per_second": round(days / seconds)}
