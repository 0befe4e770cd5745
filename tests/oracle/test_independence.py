"""The oracle shares nothing with what it judges."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

FILES = sorted(path for path in Path(__file__).parent.glob("*.py") if not path.name.startswith("test_"))


def imported(source: str) -> set[str]:
    """The packages that a file imports, its own aside."""
    nodes = list(ast.walk(ast.parse(source)))
    plain = {name.name for node in nodes if isinstance(node, ast.Import) for name in node.names}
    parts = {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom) and node.level == 0}
    return {name.partition(".")[0] for name in plain | parts}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_only_python_itself_is_imported(path: Path):
    assert imported(path.read_text(encoding="utf-8")) <= sys.stdlib_module_names


def test_a_shared_import_would_be_found():
    found = imported("import numpy as np\nfrom glasshouse.engine.params import build\nfrom . import after")
    assert found == {"numpy", "glasshouse"}
