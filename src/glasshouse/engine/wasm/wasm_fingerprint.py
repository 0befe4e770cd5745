"""What the engine of a page was made from: the text of all functions that are compiled into it, and what they read.

Comments, docstrings and names of files do not count, so that a change of words makes nothing stale.
"""

from __future__ import annotations

import ast
import dis
import inspect
import json
import textwrap
from collections.abc import Iterable, Mapping
from enum import Enum
from hashlib import blake2b
from types import FunctionType, ModuleType
from typing import Any

import numpy as np

from glasshouse.engine.wasm.wasm_parts import EnginePart


def fingerprint(parts: Iterable[EnginePart], described: Mapping[str, Any]) -> str:
    """A fingerprint of the functions, of all that they call, of the constants that they read, and of their types.

    `described` is what the page is told of them (``wasm_parts.description``).
    """
    found = {"description": json.dumps(described, sort_keys=True)}
    for part in parts:
        _visit(part.kernel, found)
        found[f"types of {part.name}"] = repr([_kind(value) for value in part.given.values()])
    return blake2b(repr(sorted(found.items())).encode(), digest_size=16).hexdigest()


def _kind(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_kind(each) for each in value]
    if isinstance(value, np.ndarray | np.generic):
        return value.ndim, value.dtype.descr
    return type(value).__name__


def _visit(value: Any, found: dict[str, str]) -> None:
    """Note a function and what it reads, once."""
    function = getattr(value, "py_func", value)
    name = f"{function.__module__}.{function.__qualname__}"
    if name in found:
        return
    found[name] = _text(function)
    for each in _read(function):
        used = function.__globals__.get(each)
        if isinstance(getattr(used, "py_func", used), FunctionType):
            if str(getattr(used, "__module__", "")).startswith("glasshouse"):
                _visit(used, found)
        elif isinstance(used, (int, float, np.generic, np.ndarray, tuple)):
            shown = used.tolist() if isinstance(used, (np.generic, np.ndarray)) else used
            found[f"{name}: {each}"] = repr(_plain(shown))
        elif isinstance(used, type) and issubclass(used, Enum):
            found[f"{name}: {each}"] = repr([(one.name, int(one.value)) for one in used])
        elif used is not None and not isinstance(used, ModuleType):
            found[f"{name}: {each}"] = type(used).__name__


def _plain(value: Any) -> Any:
    """A declaration is the number that it is in compiled code."""
    if isinstance(value, (tuple, list)):
        return [_plain(each) for each in value]
    return int(value) if isinstance(value, int) else value


def _read(function: FunctionType) -> tuple[str, ...]:
    """The names that it looks up in its module; an attribute of the same name is none of them."""
    found = (each.argval for each in dis.get_instructions(function) if each.opname == "LOAD_GLOBAL")
    return tuple(dict.fromkeys(found))


def _text(function: FunctionType) -> str:
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    definition = tree.body[0]
    assert isinstance(definition, ast.FunctionDef)
    definition.decorator_list, definition.returns = [], None
    if ast.get_docstring(definition) is not None:
        definition.body = definition.body[1:] or [ast.Pass()]
    return ast.unparse(definition)
