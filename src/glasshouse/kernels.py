"""The one way in which glasshouse compiles: release the GIL, keep the result on disk, allocate nothing.

Compiled code counts no references: with Numba's counting, each call that takes an array raises and lowers a counter
that all threads share, and in a stage that calls a helper for each person this was most of the time (30 ns a person and
8 ns without, for `attribute`). The price is that no kernel can allocate: the scratch space is
``model.workspace.Workspace``.

What is kept of a function hangs on its own file alone, so a change in a stage would be missed by the day that calls it.
The folder is therefore named after the version and a fingerprint of all compiled source files: any edit starts a fresh
folder.
"""

from __future__ import annotations

import ast
import hashlib
import inspect
import os
import sys
import textwrap
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any, TypeVar

import numba
from numba.extending import register_jitable

from glasshouse import __version__, codecache

_PACKAGE = Path(__file__).parent
_COMPILED = ("draws.py", "kernels.py", "mechanism.py", "mechanisms", "note.py", "population", "model", "engine")

F = TypeVar("F", bound=Callable[..., Any])
#: All functions that are compiled where a kernel calls them.
INNER: set[Callable[..., Any]] = set()


def _fingerprint() -> str:
    stamp = hashlib.blake2b(digest_size=8)
    stamp.update(f"{__version__} {numba.__version__} {sys.implementation.cache_tag}".encode())
    for name in _COMPILED:
        place = _PACKAGE / name
        for path in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
            stamp.update(path.read_bytes())
    return stamp.hexdigest()


@cache
def store() -> codecache.Store | None:
    """Where compiled code is kept; None, and a line on the error stream, where no folder is safe to keep it in."""
    return codecache.opened(f"kernels-{_fingerprint()}", os.environ, codecache.tell)


def kernel(function: Callable[..., Any], source: str = "") -> Any:
    """Compile a function that Python calls; later processes load it from disk.

    `source`: what a function that stands in no file was made of, with all that it calls.

    >>> @kernel
    ... def double(x):
    ...     return 2 * x
    >>> double(21)
    42
    """
    options: dict[str, Any] = {"nogil": True, "error_model": "numpy", "_nrt": False}
    compiled: Any = numba.njit(**options)(function)
    if source or function.__code__.co_filename.endswith(".py"):
        compiled._cache = codecache.CodeCache(function, store, codecache.tell, source)
    return compiled


def inner(function: F, *, always: bool = False, checked: bool = False) -> F:
    """Compile a function when a kernel calls it; called from Python it stays plain Python.

    No wrapper for Python is built, which saves a third of the compiling. `checked`: an index that there is not raises
    IndexError, where it would read or write whatever stands there.

    >>> @inner
    ... def half(x):
    ...     return x // 2
    >>> @kernel
    ... def quarter(x):
    ...     return half(half(x))
    >>> quarter(40), half(3)
    (10, 1)
    """
    INNER.add(function)
    options: dict[str, Any] = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True, "_nrt": False}
    if always:
        options["forceinline"] = True
    if checked:
        options["boundscheck"] = True
    return register_jitable(nogil=True, error_model="numpy", **options)(function)


def rewritten(function: Callable[..., Any], change: ast.NodeTransformer, names: dict[str, Any]) -> FunctionType:
    """A function of glasshouse's own with its source changed, so that a rule is never written twice.

    `names` are laid over the globals that it sees; its decorators are dropped.

    >>> from glasshouse.draws import threshold
    >>> class OfEightBits(ast.NodeTransformer):
    ...     def visit_Constant(self, node):
    ...         return ast.Constant(8 if node.value == 32 else node.value)
    >>> rewritten(threshold, OfEightBits(), {})(0.5)
    128
    """
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    definition = tree.body[0]
    assert isinstance(definition, ast.FunctionDef)
    definition.decorator_list = []
    changed = ast.fix_missing_locations(change.visit(tree))
    module = compile(changed, f"<{change.__class__.__name__} of {function.__name__}>", "exec")
    code = next(part for part in module.co_consts if isinstance(part, CodeType))
    return FunctionType(code, {**function.__globals__, **names}, function.__name__)
