"""What is special to a mechanism stands in its own file: no other file of ours knows it by name."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest

import glasshouse
from glasshouse.mechanism import LAST
from glasshouse.mechanisms import MECHANISMS
from source_trees import nodes

ROOT = Path(glasshouse.__file__).parent
#: What to look for, and the one file that it stands in. Files of figures and words for people (YAML) name it, too.
HOMES = {
    "companies": "companies",
    "retention": "retention",
    "automation_bias": "human_review",
    "contagion": "contagion",
    "perk_hotel": "commercial_score",
}


def names_in(source: Iterable[ast.AST]) -> Iterator[str]:
    """Identifiers, modules and keys: whatever a program knows something by. No comment, no sentence."""
    for node in source:
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.arg(arg=name):
                yield name
            case ast.alias(name=name) | ast.keyword(arg=str(name)):
                yield name
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                yield name
            case ast.ImportFrom(module=str(name)):
                yield name
            case ast.Constant(value=str(text)) if not re.search(r"\s", text):
                yield text


def test_names_are_found_and_sentences_are_not():
    source = '"""Companies err."""\nfrom a.one import b as c\nx = f"two.{y}"\nz["three"] = w.four(five=6)  # seven'
    assert set(names_in(ast.walk(ast.parse(source)))) == {
        "a.one",
        "b",
        "x",
        "two.",
        "y",
        "z",
        "three",
        "w",
        "four",
        "five",
    }


@cache
def names_by_file() -> dict[str, set[str]]:
    return {path.relative_to(ROOT).as_posix(): set(names_in(nodes(path))) for path in ROOT.rglob("*.py")}


def holders(word: str) -> set[str]:
    """Files in which a name has a word in it, from a dot or a _ to the next."""
    whole = re.compile(rf"(?<![a-z]){word}(?![a-z])", re.IGNORECASE)
    return {file for file, names in names_by_file().items() if any(map(whole.search, names))}


@pytest.mark.parametrize("word", HOMES)
def test_it_is_known_in_one_file(word):
    assert holders(word) == {f"mechanisms/{HOMES[word]}.py"}


#: As somebody would look for it who has seen no code, in sentences and comments too.
SEARCHED = {
    "companies": "companies",
    "retention": "retention",
    "automation.?bias": "human_review",
    "contagion": "contagion",
    "hotel.{0,9}deposit|deposit.{0,9}hotel": "commercial_score",
}


@pytest.mark.parametrize("word", SEARCHED)
def test_a_search_of_the_code_finds_one_file(word):
    found = {
        path.relative_to(ROOT).as_posix()
        for path in ROOT.rglob("*.py")
        if re.search(word, path.read_text(encoding="utf-8"), re.IGNORECASE)
    }
    assert found == {f"mechanisms/{SEARCHED[word]}.py"}


def test_every_mechanism_of_ours_has_a_place_of_its_own():
    taken = [each.place for each in MECHANISMS]
    assert len(set(taken)) == len(taken)
    assert max(taken) < LAST
