"""A plug-in imports what is public: glasshouse, glasshouse.authoring and glasshouse.testing, and nothing private."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

import glasshouse
from glasshouse import authoring

from .package import FOLDER

PUBLIC = {"glasshouse", "glasshouse.authoring", "glasshouse.testing"}
OTHERS = {"__future__", "numpy", "pathlib", "pytest", "typing"}
FILES = sorted(FOLDER.rglob("*.py"))


def imports(path: Path) -> Iterator[tuple[str, str]]:
    """What a file imports: (module, name)."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((str(node.module), alias.name) for alias in node.names)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_example_imports_what_is_public(path):
    own = {each.stem for each in FILES} | {"glasshouse_plate_readers"}
    for module, name in imports(path):
        assert module in PUBLIC | OTHERS or module.split(".")[0] in own, module
        assert not name.startswith("_"), name
        if module in PUBLIC:
            assert name in import_module(module).__all__, f"{module} does not offer {name}"


def test_all_that_authoring_offers_is_described_in_it_and_not_private():
    text = authoring.__doc__ or ""
    for name in authoring.__all__:
        assert hasattr(authoring, name)
        assert not name.startswith("_")
        assert re.search(rf"\b{name}\b", text), f"{name} is described nowhere"


def test_nothing_in_glasshouse_knows_the_example():
    names = re.compile(r"glasshouse.plate.readers|small-town-plates|ombudsman_\w+|low_trust\.")
    for path in Path(glasshouse.__file__).parent.rglob("*.py"):
        assert not names.search(path.read_text(encoding="utf-8")), path
