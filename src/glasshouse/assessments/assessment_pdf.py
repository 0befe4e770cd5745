"""An assessment as a PDF, set by typst: to be printed, and to be kept as it was."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import typst

from glasshouse import __version__
from glasshouse.assessments.assessment_document import DRAFT, FOR_PEOPLE, WATERMARK, Assessment, Filled
from glasshouse.assessments.text_pieces import Piece, PieceTable, Points
from glasshouse.assessments.two_pages import ANNEX
from glasshouse.headlines.headline import NOT_A_FORECAST
from glasshouse.measures import HARMS

_TEMPLATE = Path(__file__).parent / "templates" / "assessment.typ"


def pdf(document: Assessment) -> bytes:
    """The PDF's bytes; the same document gives the same. Nothing in it is read as markup."""
    data = json.dumps(_content(document), ensure_ascii=False)
    compiler = typst.Compiler(ignore_system_fonts=True, sys_inputs={"data": data})
    page = _TEMPLATE.read_bytes()
    try:
        found = compiler.compile(page, format="pdf", pdf_standards="ua-1")
    except typst.TypstError:  # letters that no carried font has: it is tagged all the same
        found = compiler.compile(page, format="pdf")
    assert isinstance(found, bytes)
    return found


def _content(document: Assessment) -> dict[str, Any]:
    form, scenario = document.form, document.subject.scenario
    return {
        "title": f"{WATERMARK}: {form.title}, {scenario.title}",
        "form": form.title,
        "scenario": scenario.title,
        "label": scenario.label,
        "law": form.law,
        "about": form.about,
        "warnings": document.warnings,
        "draft": DRAFT,
        "watermark": WATERMARK,
        "not_a_forecast": NOT_A_FORECAST,
        "for_people": FOR_PEOPLE,
        "digest": str(document.subject.run.digest),
        "version": __version__,
        "annex": ANNEX,
        "first": [_piece(piece) for piece in document.first],
        "sections": [_section(filled) for filled in document.sections],
        "facts": document.facts,
        "lists": [
            {
                "title": "Measures named here, as docs/measures.md of glasshouse defines them",
                "items": [f"{HARMS[name].title} ({name}): {document.definition(name)}" for name in document.measures],
            },
            {
                "title": "Texts of the law, and how they were read",
                "items": [f"{each.title}. {each.where}. {each.how}" for each in form.read],
            },
            {
                "title": "Sources of the scenario's numbers",
                "items": [each.citation for each in document.references] or ["None: all are assumed."],
            },
        ],
    }


def _section(filled: Filled) -> dict[str, Any]:
    section = filled.section
    return {
        "ref": section.ref,
        "title": section.title,
        "asks": section.asks,
        "pieces": [_piece(piece) for piece in filled.pieces],
        "cannot": section.cannot or "",
        "people": section.people,
    }


def _piece(piece: Piece) -> dict[str, Any]:
    if isinstance(piece, PieceTable):
        rows = [[(row.name, ""), *((cell.text, cell.below) for cell in row.cells)] for row in piece.rows]
        return {"kind": "grid", "caption": piece.caption, "heads": piece.heads, "words": piece.words, "rows": rows}
    if isinstance(piece, Points):
        return {"kind": "points", "head": piece.head, "items": piece.items}
    return {"kind": "prose", "text": piece.text, "quiet": piece.quiet}
