"""Compiling for the first time without doing work twice, and without looking for garbage.

Of 28 s of processor time from an empty cache, Numba spends 4 s on functions that only other compiled functions call: it
optimises each of them by itself and makes machine code of it, and then does both again in every kernel that the
function becomes part of. Here such a function is handed on as it is; the kernels are optimised as ever, and take the
same time. (Not to optimise the day again, which is made of optimised steps, would save 1.8 s more, but its days then
take 5 % longer.)

A compiler fills the memory, and Python then looks for garbage again and again, and finds none: another tenth.

The first is a change inside Numba. It is made where all that it touches is there and looks as it is known to
(``_known``); everywhere else Numba compiles as it always does, only longer. Results are the same either way.
"""

from __future__ import annotations

import gc
import inspect
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from numba.core import codegen

#: What is put in the place of Numba's own: the method, and the names of its parameters.
_TOUCHED: dict[tuple[str, str], tuple[str, ...]] = {
    ("CPUCodeLibrary", "_optimize_final_module"): ("self",),
    ("CPUCodeLibrary", "_finalize_final_module"): ("self",),
    ("CPUCodeLibrary", "_finalize_dynamic_globals"): ("self",),
    ("JITCPUCodegen", "set_env"): ("self", "env_name", "env"),
}
#: How the wrappers begin by which Python calls a function; one that has none is called by compiled code alone.
_WRAPPER = "_ZN7cpython"


@contextmanager
def lean_compiling() -> Iterator[None]:
    """As long as the block lasts, inner functions are not compiled twice, and Python looks for no garbage.

    >>> with lean_compiling():
    ...     gc.isenabled()
    False
    """
    collected = gc.isenabled()
    gc.disable()
    restore = _lean() if _known() else {}
    try:
        yield
    finally:
        for (owner, name), usual in restore.items():
            setattr(getattr(codegen, owner), name, usual)
        if collected:
            gc.enable()


def _known() -> bool:
    """Whether Numba has all that is touched, with the parameters that are known."""
    for (owner, name), parameters in _TOUCHED.items():
        method = vars(getattr(codegen, owner, object)).get(name)
        if method is None or tuple(inspect.signature(method).parameters) != parameters:
            return False
    return True


def _lean() -> dict[tuple[str, str], Any]:
    """Put the lean methods in place; gives what was there, to be put back."""
    usual: dict[tuple[str, str], Any] = {(owner, name): vars(getattr(codegen, owner))[name] for owner, name in _TOUCHED}

    def optimise(library: Any) -> None:
        if _is_kernel(library):
            usual["CPUCodeLibrary", "_optimize_final_module"](library)

    def finalise(library: Any) -> None:
        if _is_kernel(library):
            usual["CPUCodeLibrary", "_finalize_final_module"](library)
        else:  # what links it takes its code from here; nobody asks for its address
            library._finalize_dynamic_globals()
            library._finalized = True

    def set_env(owner: Any, env_name: str, env: Any) -> None:
        if owner._engine.is_symbol_defined(env_name):
            usual["JITCPUCodegen", "set_env"](owner, env_name, env)

    for name, lean in (("_optimize_final_module", optimise), ("_finalize_final_module", finalise)):
        setattr(codegen.CPUCodeLibrary, name, lean)
    setattr(codegen.JITCPUCodegen, "set_env", set_env)  # noqa: B010
    return usual


def _is_kernel(library: Any) -> bool:
    """Whether Python can call what is in a library. One that comes from a cache is empty, and is a kernel."""
    defined = [each.name for each in library._final_module.functions if not each.is_declaration]
    return not defined or any(name.startswith(_WRAPPER) for name in defined)
