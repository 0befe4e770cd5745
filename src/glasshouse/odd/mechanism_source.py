"""What a mechanism's file says of it: prose from its docstring, what it reads and changes from its syntax tree.

So a page that is made of it cannot say what the code does not. Modules are read as they were imported.
"""

from __future__ import annotations

import ast
import inspect
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from glasshouse.assessed import sees
from glasshouse.mechanism import Mechanism
from glasshouse.mechanism_set import SHIPPED
from glasshouse.population.people import COLUMNS
from glasshouse.stored import meanings

#: The labelled paragraphs that a docstring must hold: of a sensor, and of any other mechanism.
SENSOR_PARTS = ("Mechanism", "Error", "Effect", "Source")
OTHER_PARTS = ("Process", "Source")
#: Modules whose functions a mechanism may call; beside them those of its own package.
_SHARED = ("glasshouse.model", "glasshouse.mechanisms")


@dataclass(frozen=True, kw_only=True)
class Described:
    """What a module says of itself: its first line, its prose, its labelled paragraphs, its functions' first lines."""

    name: str
    title: str
    prose: str
    parts: Mapping[str, str]
    functions: Mapping[str, str]
    tree: ast.Module

    def missing(self, parts: tuple[str, ...]) -> list[str]:
        """The labelled paragraphs that its docstring lacks."""
        return [part for part in parts if not self.parts.get(part)]


def described(module: str) -> Described:
    """A module that has been imported, by its name. Raises ``ValueError`` where its source cannot be read.

    >>> described("glasshouse.mechanisms.cameras").parts["Error"][:14]
    'None of its ow'
    """
    try:
        return of_source(module, inspect.getsource(sys.modules[module]))
    except (OSError, TypeError) as error:  # written at a prompt
        raise ValueError(f"{module}: its source cannot be read; an ODD page needs a mechanism in a file") from error


def of_source(module: str, source: str) -> Described:
    """The same of a module's source.

    >>> of_source("gate", "'gate: shut.'").title
    'shut.'
    """
    tree = ast.parse(source)
    short = module.rsplit(".", 1)[-1]
    first, *rest = re.split(r"\n\s*\n", inspect.cleandoc(ast.get_docstring(tree) or ""))
    parts, prose = {}, []
    for paragraph in rest:
        label = re.match(r"([A-Z][a-z]+): ", paragraph)
        if label:
            parts[label[1]] = _plain(paragraph[label.end() :])
        else:
            prose.append(_plain(paragraph))
    functions = {
        node.name: _plain((ast.get_docstring(node) or "").split("\n\n")[0])
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    }
    return Described(
        name=module,
        title=_plain(first.removeprefix(f"{short}: ")),
        prose=" ".join(prose),
        parts=MappingProxyType(parts),
        functions=MappingProxyType(functions),
        tree=tree,
    )


def _plain(text: str) -> str:
    """One line of Markdown: RST's double backquotes become single ones."""
    return " ".join(text.split()).replace("``", "`")


def needed(each: Mechanism) -> tuple[str, ...]:
    """The paragraphs that a mechanism's docstring must hold.

    >>> from glasshouse.mechanisms import ban, cameras
    >>> needed(ban.MECHANISM), needed(cameras.MECHANISM)[0]
    (('Process', 'Source'), 'Mechanism')
    """
    return SENSOR_PARTS if sees(each) else OTHER_PARTS


def columns(each: Mechanism | None = None) -> dict[str, tuple[str, str]]:
    """Each column of the state that all share, and of a mechanism's own: its type, and its meaning."""
    known = meanings(SHIPPED)
    shared = {name: (np.dtype(kind).name, known[name]) for name, kind in COLUMNS.items()}
    own = each.columns if each else {}
    return shared | {name: (np.dtype(kind).name, "kept by the mechanism itself") for name, kind in own.items()}


def reads_and_changes(each: Mechanism) -> tuple[list[str], list[str]]:
    """Columns of the state that a mechanism reads, and that it changes, itself or by a function that it calls."""
    one = described(each.module)
    reads: set[str] = set()
    changes: set[str] = set()
    for node in one.tree.body:
        if isinstance(node, ast.FunctionDef):
            reads |= _read(node)
            changes |= _changed(node, one, frozenset())
    known = columns(each)
    return [name for name in known if name in reads], [name for name in known if name in changes]


def _read(function: ast.FunctionDef) -> set[str]:
    return {
        node.attr if isinstance(node, ast.Attribute) else node.id
        for node in ast.walk(function)
        if isinstance(node, ast.Attribute | ast.Name) and isinstance(node.ctx, ast.Load)
    }


def _changed(function: ast.FunctionDef, home: Described, seen: frozenset[str]) -> set[str]:
    """Names to which a function writes: as a field, as a place of a column, or through a call."""
    found: set[str] = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            found.add(node.attr)
        elif isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store):
            found.add(_name(node.value))
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id not in seen:
            called = _function(node.func.id, home)
            if called is None:
                continue
            inside = _changed(called[0], called[1], seen | {node.func.id})
            names = [argument.arg for argument in called[0].args.args]
            passed = dict(zip(names, map(_name, node.args), strict=False))
            found |= {passed.get(name, name) for name in inside}
    return found


def _name(node: ast.AST) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def _function(name: str, home: Described) -> tuple[ast.FunctionDef, Described] | None:
    """A function of the model by the name that a module calls it: its own, an imported one, or one given a new name."""
    for node in home.tree.body:
        if isinstance(node, ast.FunctionDef) and node.name == name:
            return node, home
        if isinstance(node, ast.Assign) and name in map(_name, node.targets) and isinstance(node.value, ast.Attribute):
            there = _imported(_name(node.value.value), home)
            return _function(node.value.attr, there) if there else None
        if isinstance(node, ast.ImportFrom) and any(alias.name == name for alias in node.names):
            there = _followed(node.module or "", home)
            return _function(name, there) if there else None
    return None


def _imported(name: str, home: Described) -> Described | None:
    """A module that another imports by name."""
    for node in home.tree.body:
        if isinstance(node, ast.ImportFrom) and any(alias.name == name for alias in node.names):
            return _followed(f"{node.module}.{name}", home)
    return None


def _followed(module: str, home: Described) -> Described | None:
    """A module, if it is one that the mechanisms share, or of the same package as another."""
    own = home.name.partition(".")[0]
    shared = module.startswith(tuple(f"{name}." for name in _SHARED))
    followed = shared or (own != "glasshouse" and module.partition(".")[0] == own)
    return described(module) if followed and module in sys.modules else None
