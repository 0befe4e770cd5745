"""An assessment put together: a form, and what a run or comparison puts into it; still without any look."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from glasshouse.assessments.article5 import empty
from glasshouse.assessments.assessed_subject import AssessmentSubject
from glasshouse.assessments.form_blocks import block
from glasshouse.assessments.form_model import Check, Form, FormItem, Section
from glasshouse.assessments.searched_faces import fact
from glasshouse.assessments.text_pieces import Piece, PieceTable, Points, row
from glasshouse.assessments.two_pages import two_pages
from glasshouse.folders.folder_reading import versions
from glasshouse.headlines.headline import NOT_A_FORECAST
from glasshouse.measures import HARMS
from glasshouse.report.evidence_tables import Reference, cited, references
from glasshouse.report.people_tables import Cell, PeopleRow
from glasshouse.scenario.scenario_words import GROUPS
from glasshouse.wording.numbers import whole

#: Stands on every page and over every section.
WATERMARK = "Draft"
DRAFT = "Draft, filled in by a simulation of invented people. No legal advice. No conclusion."
HYPOTHETICAL = (
    "The scenario is hypothetical: the system that it describes may not exist, and nothing in this document says "
    "that it does."
)
DOCUMENTED = "The scenario follows published sources. Even so, no figure here was measured on a real system."
#: How a line of a list names its measure.
_NAMED = re.compile(r"\(measure: (\w+)\)")
FOR_PEOPLE = "For people to answer"


@dataclass(frozen=True, kw_only=True)
class Filled:
    """A section with its pieces."""

    section: Section
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, kw_only=True)
class Assessment:
    """The whole assessment: ``first`` are its two pages, the ``sections`` its annexes."""

    form: Form
    subject: AssessmentSubject
    first: tuple[Piece, ...]
    sections: tuple[Filled, ...]

    @property
    def warnings(self) -> tuple[str, ...]:
        """What must stand before everything else."""
        label = HYPOTHETICAL if self.subject.scenario.label == "hypothetical" else DOCUMENTED
        return DRAFT, NOT_A_FORECAST, label

    def definition(self, measure: str) -> str:
        """What a measure is, with the place's own group where others are compared with one."""
        return HARMS[measure].definition.replace(GROUPS[0], self.subject.scenario.place.group_names[0])

    @property
    def questions(self) -> int:
        """How many questions are left to people."""
        return sum(len(each.section.people) for each in self.sections)

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        """What was run, and how to run it again."""
        facts, run = self.subject.manifest, self.subject.run.manifest
        return (
            ("Scenario", f"{facts['scenario_name']} ({facts['label']})"),
            ("Scenario's hash", str(facts["scenario_hash"])),
            ("Invented people", whole(int(facts["population"]))),
            ("Days", whole(int(facts["days"]))),
            ("Replicates", str(facts["replicates"])),
            ("Seed", str(facts["seed"])),
            ("glasshouse", versions(facts)),
            ("Digest of the run" if self.subject.comparison is None else "Digest of the baseline", str(run["digest"])),
            ("Command", str(facts["command"])),
        )

    @property
    def measures(self) -> tuple[str, ...]:
        """Every measure that a table or a line names, in the order of docs/measures.md."""
        named = {name for shown in _shown(self.form) for name in _measures(shown)}
        lists = (piece for filled in self.sections for piece in filled.pieces if isinstance(piece, Points))
        named |= {name for piece in lists for item in piece.items for name in _NAMED.findall(item)}
        return tuple(name for name in HARMS if name in named)

    @property
    def references(self) -> tuple[Reference, ...]:
        """The sources on which the scenario's numbers rest."""
        scenario = self.subject.scenario
        return references(cited(scenario), scenario.mechanisms, scenario.place)


def _shown(form: Form) -> Iterator[FormItem]:
    for section in form.sections:
        yield from section.shows


def _measures(shown: FormItem) -> Iterator[str]:
    yield from shown.measures
    for check in shown.checks:
        yield from check.measures


def fill(form: Form, subject: AssessmentSubject) -> Assessment:
    """Fill a form from a run or a comparison. Raises ``BadInputError`` where a table is damaged."""
    sections = tuple(
        Filled(section=each, pieces=tuple(piece for shown in each.shows for piece in _pieces(shown, subject)))
        for each in form.sections
    )
    return Assessment(form=form, subject=subject, first=two_pages(form, subject), sections=sections)


def _pieces(shown: FormItem, subject: AssessmentSubject) -> Sequence[Piece]:
    if not subject.has(shown.needs):
        return [empty(subject, str(shown.needs))]
    if shown.block:
        return block(shown.block, subject)
    if shown.checks:
        rows = tuple(_checked(check, subject) for check in shown.checks)
        return [
            PieceTable(
                caption=str(shown.caption), heads=("What", "In the scenario", "What the run shows"), rows=rows, words=2
            )
        ]
    return [_by_group(shown, subject) if shown.by else _table(shown, subject)]


def _checked(check: Check, subject: AssessmentSubject) -> PeopleRow:
    # Which part is on is a fact of the scenario; that it is what the law speaks of would be a finding of law.
    has = subject.has(check.needs)
    part = "–" if check.needs is None else f"{'on' if has else 'off'}: {subject.need(check.needs).name}"
    measures = [name for name in check.measures if subject.says_something(name)]
    figures = [f"{HARMS[name].title}: {subject.said(name)}" for name in measures]
    said = [*(fact(subject, name) for name in check.facts), *figures] if has else []
    return row(check.what, part, "; ".join(said) or "–")


def _name(measure: str) -> str:
    return f"{HARMS[measure].title} ({measure})"


def _table(shown: FormItem, subject: AssessmentSubject) -> PieceTable:
    rows = tuple(row(_name(name), Cell(text=subject.unit(name)), subject.cell(name)) for name in shown.measures)
    return PieceTable(caption=str(shown.caption), heads=("Measure", "Unit", "All people"), rows=rows, words=1)


def _by_group(shown: FormItem, subject: AssessmentSubject) -> PieceTable:
    rows = tuple(
        row(
            _name(name),
            Cell(text=subject.unit(name)),
            subject.cell(name),
            *(subject.cell(name, group) for group in subject.scenario.place.group_names),
        )
        for name in shown.measures
    )
    heads = ("Measure", "Unit", "All people", *(group.capitalize() for group in subject.scenario.place.group_names))
    return PieceTable(caption=str(shown.caption), heads=heads, rows=rows, words=1)
