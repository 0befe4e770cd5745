"""An assessment as Markdown: the form in which people go on writing it."""

from __future__ import annotations

from collections.abc import Iterator

from glasshouse.assessments.assessment_document import DRAFT, FOR_PEOPLE, Assessment, Filled
from glasshouse.assessments.text_pieces import Piece, PieceTable, Points, Prose
from glasshouse.assessments.two_pages import ANNEX
from glasshouse.measures import HARMS
from glasshouse.report.people_tables import Cell, PeopleRow


def markdown(document: Assessment) -> str:
    """The whole document as text; every section says again that it is a draft."""
    return "\n\n".join(_parts(document)) + "\n"


def _parts(document: Assessment) -> Iterator[str]:
    form, scenario = document.form, document.subject.scenario
    yield f"# {form.title}: {escaped(scenario.title)}"
    yield "\n>\n".join(f"> **{escaped(line)}**" for line in document.warnings)
    yield f"After {escaped(form.law)}. Scenario: {escaped(scenario.title)}, *{scenario.label}*."
    yield (
        f"{document.questions} questions are left to people; each stands in a box headed “{FOR_PEOPLE}”. Every figure "
        "comes from the run named at the end; the name of its measure stands in brackets."
    )
    yield "## In two pages"
    yield from (_piece(piece) for piece in document.first)
    yield "## Annexes"
    yield from (escaped(text) for text in form.about)
    for number, filled in enumerate(document.sections, 1):
        yield from _section(number, filled)
    yield from _end(document)


def _section(number: int, filled: Filled) -> Iterator[str]:
    section = filled.section
    yield f"## {ANNEX} {number}. {escaped(section.title)}"
    yield f"*{DRAFT}*"
    yield f"**{escaped(section.ref)}.** {escaped(section.asks)}"
    for piece in filled.pieces:
        yield _piece(piece)
    if section.cannot:
        yield f"**What a simulation cannot say:** {escaped(section.cannot)}"
    if section.people:
        lines = [f"**{FOR_PEOPLE}**"]
        for question in section.people:
            lines += ["", f"- {escaped(question)}", "", "  Answer: …"]
        yield "\n".join(f"> {line}".rstrip() for line in lines)


def _piece(piece: Piece) -> str:
    if isinstance(piece, Prose):
        return f"*{escaped(piece.text)}*" if piece.quiet else escaped(piece.text)
    if isinstance(piece, Points):
        return "\n".join([escaped(piece.head), "", *(f"- {escaped(item)}" for item in piece.items)])
    return _grid(piece)


def _grid(grid: PieceTable) -> str:
    lines = [f"**{escaped(grid.caption)}**", "", _line(grid.heads)]
    right = len(grid.heads) - 1 - grid.words
    lines.append("|" + " --- |" * (1 + grid.words) + " ---: |" * right)
    return "\n".join([*lines, *(_line((row.name, *map(_cell, row.cells))) for row in grid.rows)])


def _line(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(escaped(cell).replace("|", "\\|") for cell in cells) + " |"


def _cell(cell: Cell) -> str:
    return f"{cell.text} ({cell.below})" if cell.below else cell.text


def _end(document: Assessment) -> Iterator[str]:
    yield "## What was run"
    yield f"*{DRAFT}*"
    yield _grid(PieceTable(caption="The run", heads=("", ""), rows=_rows(document.facts), words=1))
    yield "## Measures named here"
    yield "As docs/measures.md of glasshouse defines them."
    yield "\n".join(f"- **{HARMS[name].title}** ({name}): {document.definition(name)}" for name in document.measures)
    yield "## Texts of the law, and how they were read"
    yield "\n".join(
        f"- {escaped(each.title)}. {escaped(each.where)}. {escaped(each.how)}" for each in document.form.read
    )
    if document.references:
        yield "## Sources of the scenario's numbers"
        yield "\n".join(f"- {escaped(each.citation)}" for each in document.references)
    yield " ".join(document.warnings)


def _rows(facts: tuple[tuple[str, str], ...]) -> tuple[PeopleRow, ...]:
    return tuple(PeopleRow(name=name, cells=(Cell(text=value),)) for name, value in facts)


def escaped(text: str) -> str:
    r"""Text as Markdown shows it, on one line.

    >>> escaped("a *b*\n<i>")
    'a \\*b\\* &lt;i&gt;'
    """
    text = " ".join(text.split())
    for sign in ("\\", "`", "*", "_", "["):
        text = text.replace(sign, f"\\{sign}")
    return text.replace("<", "&lt;").replace(">", "&gt;")
