"""The one way in which glasshouse compiles: release the GIL, keep the result on disk.

Numba's on-disk cache looks only at the file of the function that was called, so a change in a stage
would be missed by the day that calls it. The cache's folder is therefore named after the version and a
fingerprint of all compiled source files: any edit starts a fresh folder.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import numba
from numba.core import config
from numba.extending import register_jitable

from glasshouse import __version__

_PACKAGE = Path(__file__).parent
_COMPILED = ("draws.py", "kernels.py", "population", "model", "engine", "scenario/words.py")

F = TypeVar("F", bound=Callable[..., Any])


def _fingerprint() -> str:
    stamp = hashlib.blake2b(digest_size=8)
    stamp.update(f"{__version__} {numba.__version__} {sys.implementation.cache_tag}".encode())
    for name in _COMPILED:
        place = _PACKAGE / name
        for path in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
            stamp.update(path.read_bytes())
    return stamp.hexdigest()


def _user_cache() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", tempfile.gettempdir()))
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    return Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache"))


def _cache_folder() -> Path:
    """A folder that can be written; the temporary one when the user has none."""
    name = f"kernels-{_fingerprint()}"
    for base in (_user_cache() / "glasshouse", Path(tempfile.gettempdir()) / "glasshouse"):
        with contextlib.suppress(OSError):
            folder = base / name
            folder.mkdir(parents=True, exist_ok=True)
            (folder / ".writable").touch()
            return folder
    return Path(tempfile.mkdtemp(prefix="glasshouse-"))


#: Where compiled code is kept.
CACHE = _cache_folder()
# Numba fills this module from the environment, which no type checker can see.
config.CACHE_DIR = str(CACHE)  # pyright: ignore[reportAttributeAccessIssue]


def kernel(function: Callable[..., Any]) -> Any:
    """Compile a function that Python calls; later processes load it from disk.

    >>> @kernel
    ... def double(x):
    ...     return 2 * x
    >>> double(21)
    42
    """
    cached = function.__code__.co_filename.endswith(".py")
    return numba.njit(nogil=True, cache=cached, error_model="numpy")(function)


def inner(function: F) -> F:
    """Compile a function when a kernel calls it; called from Python it stays plain Python.

    No wrapper for Python is built, which saves a third of the compiling.

    >>> @inner
    ... def half(x):
    ...     return x // 2
    >>> @kernel
    ... def quarter(x):
    ...     return half(half(x))
    >>> quarter(40), half(3)
    (10, 1)
    """
    return register_jitable(nogil=True, error_model="numpy", no_cpython_wrapper=True, no_cfunc_wrapper=True)(function)
