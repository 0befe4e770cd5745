"""What other scenarios would change: the arms of a comparison, as measures that could be taken."""

from __future__ import annotations

from glasshouse.assessments.assessed_subject import AssessmentSubject
from glasshouse.assessments.text_pieces import Piece, PieceTable, Points, Prose, quiet
from glasshouse.comparison.comparison_words import summary
from glasshouse.report.people_tables import Cell, PeopleRow

#: Safeguards that a comparison could try, for a run that has none.
_TRY = "human-review appeal notice-and-reasons list-audit no-unrelated-penalty"


def arms(subject: AssessmentSubject) -> list[Piece]:
    """Each arm's sentence and differences; for a single run, the command that would make the comparison."""
    if subject.comparison is None:
        name = str(subject.manifest["scenario_name"])
        return [
            Prose(
                text="Not filled: this is one run, compared with no other scenario. What review, appeal, a list audit "
                "or "
                f"a ban would change is found by a comparison, for instance: glasshouse compare {name} {_TRY}. "
                "glasshouse assess on its folder fills this part."
            )
        ]
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
