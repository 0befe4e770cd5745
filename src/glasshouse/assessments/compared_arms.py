"""What other scenarios would change: the arms of a comparison, as measures that could be taken."""

from __future__ import annotations

from glasshouse.assessments.assessed_subject import AssessmentSubject
from glasshouse.assessments.text_pieces import Piece, PieceTable, Points, Prose, quiet
from glasshouse.comparison.comparison_words import summary
from glasshouse.report.cards import switched_off
from glasshouse.report.people_tables import Cell, PeopleRow
from glasshouse.report.what_would_change import comparing, worth_trying
from glasshouse.wording.lists_and_nouns import one_of


def _not_compared(subject: AssessmentSubject) -> str:
    """That a run is compared with nothing, and the command that compares it with what reaches the parts that are on."""
    tried = worth_trying(switched_off(subject.scenario), subject.scenario.mechanisms)
    titles = [f"{each.title[:1].lower()}{each.title[1:]}" for each in tried]
    command = comparing(subject.scenario, subject.run.manifest, tuple(each.name for each in tried))
    return (
        f"Not filled: this is one run, compared with no other scenario. What {one_of([*titles, 'a ban'])} would change "
        f"is found by a comparison, for instance: {command}. glasshouse assess on its folder fills this part."
    )


def arms(subject: AssessmentSubject) -> list[Piece]:
    """Each arm's sentence and differences; for a single run, the command that would make the comparison."""
    if subject.comparison is None:
        return [Prose(text=_not_compared(subject))]
    found = summary(subject.comparison)
    about = {arm["title"]: arm["sentence"] for arm in subject.comparison.manifest["arms"][1:]}
    rows = tuple(
        PeopleRow(
            name=f"{line.title} ({line.label})",
            cells=tuple(Cell(text=t, below=b) for t, b in zip(line.cells, line.below, strict=True)),
        )
        for line in (found.baseline, *found.differences)
    )
    spared = tuple(
        PeopleRow(
            name=f"{line.title} ({line.label})",
            cells=tuple(Cell(text=t, below=b) for t, b in zip(line.cells, line.below, strict=True)),
        )
        for line in found.people
    )
    return [
        Points(head="What each measure is, in the simulation:", items=tuple(f"{k}: {v}" for k, v in about.items())),
        Points(head=f"{found.size}:", items=found.sentences),
        PieceTable(
            caption="What is done to people in the baseline, and how much more or less in each other scenario",
            heads=("Scenario", *(column.replace("-\n", "") for column in found.columns)),
            rows=rows,
        ),
        PieceTable(
            caption="People spared, and people newly harmed",
            heads=("Scenario", *found.people_columns),
            rows=spared,
        ),
        *(quiet(note) for note in found.notes[1:]),
        quiet("How well each safeguard works is itself assumed; its numbers stand in docs/safeguards.md."),
    ]
