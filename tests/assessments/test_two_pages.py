"""The two pages that stand before an assessment's annexes."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from pypdf import PdfReader

from glasshouse.assessments.assessment_document import fill
from glasshouse.assessments.assessment_markdown import markdown
from glasshouse.assessments.assessment_page import page
from glasshouse.assessments.assessment_pdf import pdf
from glasshouse.assessments.form_loading import load_form
from glasshouse.assessments.text_pieces import Piece, PieceTable, Points
from glasshouse.headlines.headline import headline

FORMS = ("fria", "dpia", "aia")


def words(pieces: tuple[Piece, ...]) -> str:
    lists = [piece for piece in pieces if isinstance(piece, Points)]
    return " ".join(text for piece in lists for text in (piece.head, *piece.items))


@pytest.mark.parametrize("name", FORMS)
def test_annexes_begin_on_the_third_page_at_the_latest(scored, name):
    document = fill(load_form(name), scored)
    pages = [text.extract_text() for text in PdfReader(io.BytesIO(pdf(document))).pages]
    assert next(number for number, text in enumerate(pages, 1) if "Annexes" in text) <= 3
    assert headline(scored.run).sentences[0][:40] in " ".join(pages[0].split())


@pytest.mark.parametrize("name", FORMS)
def test_where_faces_are_searched_both_articles_of_the_regulation_are_named(scored, name):
    told = words(fill(load_form(name), scored).first)
    for fact in ("Article 5(1)(h)", "Article 9 ", "2024/1689"):
        assert fact in told


def test_where_no_face_is_searched_neither_is_named(scored):
    without = replace(scored, run=scored.run)
    object.__setattr__(without, "has", lambda need: need != "faces" and scored.has(need))
    assert "Article" not in words(fill(load_form("fria"), without).first)


def test_each_annex_stands_in_the_list_with_its_questions(scored):
    document = fill(load_form("fria"), scored)
    contents = [piece for piece in document.first if isinstance(piece, PieceTable)][-1]
    assert [row.name for row in contents.rows] == [f"Annex {n}" for n in range(1, len(document.sections) + 1)]
    counts = [row.cells[-1].text for row in contents.rows]
    assert sum(int(text) for text in counts if text.isdigit()) == document.questions


def test_page_and_markdown_begin_with_the_same_two_pages(scored):
    document = fill(load_form("fria"), scored)
    first = headline(scored.run).sentences[0]
    for text, annexes in ((markdown(document), "## Annexes"), (page(document), 'id="annexes"')):
        assert text.index(first) < text.index(annexes) < text.index("Annex 1. ")
