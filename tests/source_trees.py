"""The package's source, parsed: each file once a process, for all tests that read it."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path


@cache
def tree(path: Path) -> ast.Module:
    """A file of Python as a tree, which nobody may change."""
    return ast.parse(path.read_text(encoding="utf-8"))
