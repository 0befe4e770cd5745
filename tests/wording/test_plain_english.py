"""Text for people is today's plain English: the manual, pages and messages avoid `plain_english.yaml`."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from ruamel.yaml import YAML

HERE, ROOT = Path(__file__).parent, Path(__file__).parents[2]
STYLE = YAML(typ="safe").load(HERE / "plain_english.yaml")
NEVER = [(re.compile(rf"\b(?:{rule['never']})\b", re.IGNORECASE), rule["say"]) for rule in STYLE]
#: Former names are listed there.
OLD = {"migration.md", "former_names.py"}
#: What sources say in their own words.
QUOTED = {"sources.yaml", "claims.yaml"}
TABLES = ROOT / "src" / "glasshouse" / "validation" / "tables"


def faults(text: str) -> list[str]:
    """What a text says that it should not, and what it could say.

    >>> faults("They stayed home for want of trust.")
    ["'for want of': because of low …; without …; since … had no …"]
    """
    flat = flattened(re.sub(r"https?://\S+", "", text))
    if not any(pattern.search(flat) for pattern, _ in NEVER):
        return []
    for each in fixed():
        flat = flat.replace(each, "")
    return [f"'{hit[0]}': {say}" for pattern, say in NEVER for hit in pattern.finditer(flat)]


def flattened(text: str) -> str:
    return re.sub(r"\s+", " ", text)


@cache
def fixed() -> tuple[str, ...]:
    """What validation tables say: it was hashed before their outcome was known, and stays as it was."""
    found: list[str] = []

    def collect(value: object) -> None:
        if isinstance(value, str) and " " in value:
            found.append(flattened(value).strip())
        for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            collect(each)

    for path in TABLES.glob("*.yaml"):
        collect(YAML(typ="safe").load(path))
    return tuple(sorted(found, key=len, reverse=True))


def manual() -> list[Path]:
    return [
        path
        for path in (*sorted(ROOT.glob("docs/**/*.md")), ROOT / "README.md", ROOT / "CONTRIBUTING.md")
        if path.name not in OLD
    ]


def source() -> list[Path]:
    return [
        path
        for ending in ("py", "j2", "yaml", "js")
        for path in sorted((ROOT / "src").rglob(f"*.{ending}"))
        if path.name not in OLD | QUOTED and TABLES not in path.parents
    ]


def said(path: Path) -> Iterator[str]:
    """What a file of source says to people: of Python its strings of several words that are no docstrings."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        yield text
        return
    docs = set[int]()
    for node in ast.walk(ast.parse(text)):  # whatever holds a docstring comes before it
        match node:
            case (
                ast.Module(body=[ast.Expr(value=first), *_])
                | ast.ClassDef(body=[ast.Expr(value=first), *_])
                | ast.FunctionDef(body=[ast.Expr(value=first), *_])
                | ast.AsyncFunctionDef(body=[ast.Expr(value=first), *_])
            ):
                docs.add(id(first))
            case ast.Constant(value=str(words)) if " " in words and id(node) not in docs:
                yield words


@pytest.mark.parametrize("path", manual(), ids=lambda path: path.name)
def test_the_manual_is_plain_english(path):
    assert not faults(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", sorted((HERE / "pages").glob("*.md")), ids=lambda path: path.stem)
def test_pages_and_screens_are_plain_english(path):
    assert not faults(path.read_text(encoding="utf-8"))


def test_messages_and_templates_are_plain_english():
    found = [f"{path.name}: {each}" for path in source() for text in said(path) for each in faults(text)]
    assert not found, "\n".join(found)


def test_each_rule_finds_its_own():
    assert faults("It was luck, and for want of trust worlds were lived again.")
    assert not faults("It was chance. People with low trust stayed home.")
