"""Tests hold facts and not prose: no assertion compares with a whole English sentence.

Words have files of their own (``tests/wording``), and there a changed word is seen once.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
#: Sentences that are the fact itself: a translation, or the language of a page.
FACTS = {
    "antwortet nicht unter dem Namen elsewhere.example.",
    "The findings on this page are in English.",
    "What does a state that watches and scores do to {people} people?",
}


def sentences(source: str) -> Iterator[tuple[int, str]]:
    """What assertions compare with and reads like a sentence: six words, four of them in a row, and a full stop."""
    for node in ast.walk(ast.parse(source)):
        for compared in ast.walk(node.test) if isinstance(node, ast.Assert) else ():
            for side in (compared.left, *compared.comparators) if isinstance(compared, ast.Compare) else ():
                for text in map(_text, ast.walk(side)):
                    if len(re.findall(r"[A-Za-z']+", text)) >= 6 and re.search(r"( [a-z]+){4}.*[.?!]$", text):
                        yield node.lineno, text


def _text(node: ast.AST) -> str:
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=parts):
            return "".join(map(_text, parts))
    return "x" if isinstance(node, ast.FormattedValue) else ""


def test_what_a_sentence_is():
    source = 'assert told == f"The {n} people are invented and stay so."\nassert "12 people (of 9)" in told'
    assert {line for line, _ in sentences(source)} == {1}


#: Here words are what is compared.
WORDING = TESTS / "wording"


@pytest.mark.parametrize(
    "folder", sorted({path.parent for path in TESTS.rglob("test_*.py")} - {WORDING}), ids=lambda path: path.name
)
def test_no_assertion_compares_with_one(folder):
    found = [
        (path.name, line, text)
        for path in folder.glob("test_*.py")
        for line, text in sentences(path.read_text(encoding="utf-8"))
        if text not in FACTS and path != Path(__file__)
    ]
    assert found == []
