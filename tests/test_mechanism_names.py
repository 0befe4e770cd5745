"""Which files of ours know a single mechanism, beside its own: an import of it, a key, a count or a field of it.

``tests/mechanism_names.yaml`` lists them with the reason for each. It only shrinks: an entry that is no longer needed
fails, and so does one more than there were. The presets and what is generated are data, and stand apart.

Looked for in programs, not in sentences: imports of a mechanism's module, keys of a scenario file (whole, or their
beginning), names of counts, and compiled fields that are read off `params` or `district`. Three counts have names that
mean something else as well, and are left out.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import yaml

import glasshouse
from glasshouse.mechanism import Count, Parameter
from glasshouse.mechanisms import MECHANISMS, SECTIONS
from glasshouse.section import Extra
from source_trees import nodes

ROOT = Path(glasshouse.__file__).parent
ALLOWED = yaml.safe_load(Path(__file__).with_name("mechanism_names.yaml").read_text(encoding="utf-8"))
#: Lower it when an entry goes; never raise it.
MOST = 135
ORDINARY_WORDS = {"people", "watched", "joined"}
MODULE = "glasshouse.mechanisms"

KEYS = {
    *(each.key for one in MECHANISMS for kind in (Parameter, Extra) for each in one.declared(kind)),
    *(f"{each.section}.{what}" for each in MECHANISMS for what in ("enabled", "scored")),
}
COUNTS = {count.name for each in MECHANISMS for count in each.declared(Count)} - ORDINARY_WORDS
FIELDS = {name for each in MECHANISMS for name in (*each.params, *each.districts)}
BEGINNING = re.compile(rf"({'|'.join(SECTIONS)})\.([a-z_.]*[._])?")


def names_in(source: Iterable[ast.AST]) -> Iterator[str]:
    """What a file knows of single mechanisms."""
    for node in source:
        match node:
            case ast.ImportFrom(module=str(module)) if module.startswith(f"{MODULE}."):
                yield from (f"{module.removeprefix(f'{MODULE}.')}:{each.name}" for each in node.names)
            case ast.ImportFrom(module=module) if module == MODULE:
                yield from (each.name for each in node.names if not each.name.isupper())
            case ast.Constant(value=str(text)) if text in KEYS | COUNTS or BEGINNING.fullmatch(text):
                yield text
            case ast.Attribute(value=ast.Name(id=("params" | "params_yesterday" | "district")), attr=name):
                if name in FIELDS:
                    yield f"params.{name}"


@cache
def found() -> dict[str, set[str]]:
    """By file."""
    files = (path for path in ROOT.rglob("*.py") if path.parent != ROOT / "mechanisms")
    names = {path.relative_to(ROOT).as_posix(): set(names_in(nodes(path))) for path in files}
    return {file: some for file, some in sorted(names.items()) if some}


def allowed() -> dict[str, set[str]]:
    """By file, from all reasons."""
    by_file: dict[str, set[str]] = {}
    for group in ALLOWED["groups"]:
        for file, names in group["files"].items():
            by_file.setdefault(file, set()).update(names)
    return by_file


def left(file: str, names: set[str]) -> set[str]:
    """What of the names in a file no contract covers."""
    return {name for name in names if name not in ALLOWED["contract"]["names"]}


def test_nothing_else_names_a_mechanism():
    known = allowed()
    new = {file: more for file, some in found().items() if (more := left(file, some) - known.get(file, set()))}
    assert new == {}, "a declaration in the mechanism's own file would do"


def test_what_is_allowed_is_needed():
    there = found()
    idle = {file: more for file, names in allowed().items() if (more := names - there.get(file, set()))}
    assert idle == {}
    used = set().union(*there.values())
    assert set(ALLOWED["contract"]["names"]) <= used


def test_the_list_only_shrinks():
    total = sum(len(names) for group in ALLOWED["groups"] for names in group["files"].values())
    assert total + len(ALLOWED["contract"]["names"]) == MOST
    assert all(len(each["why"]) > 20 for each in (*ALLOWED["groups"], ALLOWED["contract"]))


def test_what_is_looked_for_is_found():
    source = (
        "from glasshouse.mechanisms.cameras import SIGHTINGS\nfrom glasshouse.mechanisms import ban, MECHANISMS\n"
        'x = ("cameras.total", "redress.", "sanction_days", "people", "A word on stops.")'
    )
    assert set(names_in(ast.walk(ast.parse(source)))) == {
        "cameras:SIGHTINGS", "ban", "cameras.total", "redress.", "sanction_days"
    }  # fmt: skip
    assert set(names_in(ast.walk(ast.parse("district.capture + now.capture")))) == {"params.capture"}
