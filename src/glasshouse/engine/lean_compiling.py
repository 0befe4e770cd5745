"""Compiling for the first time without looking for garbage.

A compiler fills the memory, and Python then looks for garbage again and again, and finds none: 1.1 of the 10.0 s of
processor time that some kernels of the day take from an empty cache. Half of the rest is Numba's own Python (types and
lowering), 1.4 s code for the processor, 0.7 s the kernels' own optimising.

No gain: leaving out the cheap passes of a kernel (0.03 s each), which prune reference counts that are not there; and
sharing kernels between the shipped day and one with plug-ins, as their records differ. Numba optimises each small
function by itself and then again in each that calls it; not to do so would save another 1.1 s, but takes a change
inside Numba that its next version may not bear.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def lean_compiling() -> Iterator[None]:
    """As long as the block lasts, Python looks for no garbage.

    >>> with lean_compiling():
    ...     gc.isenabled()
    False
    """
    collected = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collected:
            gc.enable()
