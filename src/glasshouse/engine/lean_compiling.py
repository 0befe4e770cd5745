"""Compiling for the first time with a fifth less work.

Measured on kernels of the day that take 10.0 s of processor time from an empty cache:

- Numba optimises each small function by itself, and again in each that calls it. Those that compiled code alone calls
  are optimised here in their callers only: 1.1 s less.
- Python looks for garbage again and again while a compiler fills the memory: 1.1 s.

What remains is Numba's own Python (types and lowering, half of it), code for the processor (1.4 s) and the kernels' own
optimising (0.7 s). No gain: leaving out the cheap passes of a kernel (0.03 s each), which prune reference counts that
are not there; and sharing kernels between the shipped day and one with plug-ins, as their records differ.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from numba.core.codegen import JITCodeLibrary
from numba.core.registry import cpu_target

#: How names of functions begin that Python calls.
_CALLED_FROM_PYTHON = "_ZN7cpython"


class _Library(JITCodeLibrary):
    """The code of one function, which is optimised by itself if Python calls it."""

    def _optimize_final_module(self) -> None:
        module: Any = self._final_module
        if any(function.name.startswith(_CALLED_FROM_PYTHON) for function in module.functions):
            super()._optimize_final_module()


@contextmanager
def lean_compiling() -> Iterator[None]:
    """As long as the block lasts.

    >>> from glasshouse.kernels import inner, kernel
    >>> @inner
    ... def half(x):
    ...     return x // 2
    >>> @kernel
    ... def quarter(x):
    ...     return half(half(x))
    >>> with lean_compiling():
    ...     quarter(40)
    10
    """
    context: Any = cpu_target.target_context
    codegen = context.codegen()
    usual, collected = codegen._library_class, gc.isenabled()
    codegen._library_class = _Library
    gc.disable()
    try:
        yield
    finally:
        codegen._library_class = usual
        if collected:
            gc.enable()
