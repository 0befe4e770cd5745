"""Imports point downward only."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

import glasshouse

ROOT = Path(glasshouse.__file__).parent
#: From the bottom up; modules of one row may use one another, but packages must not go round in a circle.
LAYERS = (
    ("", "arguments", "children", "codecache", "controls", "draws", "errors", "kernels", "source"),
    ("evidence", "population", "scenario"),
    ("model",),
    ("engine",),
    ("folders",),
    ("results",),
    ("comparison", "stories", "validation"),
    ("cluster",),
    ("studies",),
    ("report",),
    ("carrying", "speed"),
    ("assessments", "crates"),
    ("api", "cli", "lab"),
)
HEIGHT = {name: height for height, row in enumerate(LAYERS) for name in row}
MODULES = sorted(path.relative_to(ROOT) for path in ROOT.rglob("*.py"))
#: All but the package's front door, which names what it opens.
INSIDE = [path for path in MODULES if path.as_posix() != "__init__.py"]


def home(name: str) -> str:
    """The layer's name of a module of glasshouse: what stands after the first dot."""
    return name.split(".")[1] if "." in name else ""


def own(module: Path) -> str:
    return "" if module.as_posix() == "__init__.py" else module.parts[0].removesuffix(".py")


@cache
def imported(module: Path) -> set[str]:
    """Layers that a module imports from, wherever in it the import stands."""
    found = set()
    for node in ast.walk(ast.parse((ROOT / module).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {home(alias.name) for alias in node.names if alias.name.split(".")[0] == "glasshouse"}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}: a relative import hides where it points"
            if node.module == "glasshouse":
                found |= {alias.name if alias.name in HEIGHT else "" for alias in node.names}
            elif node.module and node.module.startswith("glasshouse."):
                found.add(home(node.module))
    return found


def test_every_module_has_a_layer():
    assert {own(module) for module in MODULES} == set(HEIGHT)


@pytest.mark.parametrize("module", INSIDE, ids=lambda path: path.as_posix())
def test_imports_point_downward(module):
    upward = {name for name in imported(module) if HEIGHT[name] > HEIGHT[own(module)]}
    assert upward == set()


def test_packages_of_one_layer_do_not_go_round_in_a_circle():
    uses = {name: set().union(*(imported(m) for m in MODULES if own(m) == name)) - {name} for name in HEIGHT}
    for row in LAYERS[1:]:
        for name in row:
            for other in uses[name] & set(row):
                assert name not in uses[other], f"{name} and {other} import each other"


def test_the_model_knows_nothing_of_files():
    for module in MODULES:
        if own(module) in ("model", "population", "draws"):
            tree = ast.parse((ROOT / module).read_text(encoding="utf-8"))
            names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
            assert not names & {"open", "Path", "os", "io", "pq", "json"}, module
