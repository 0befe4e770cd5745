"""The device itself: is there one, what compiles for it, and NVIDIA's names kept out of the rest."""

from __future__ import annotations

import importlib
import importlib.util
from functools import cached_property
from typing import Any

import numpy as np

from glasshouse.source import install_hint

_EXTRA = install_hint("cuda")


def missing() -> str | None:
    """One sentence on why no run can go to a device here, or None when one can.

    >>> reason = missing()
    >>> reason is None or "needs" in reason
    True
    """
    if importlib.util.find_spec("numba_cuda") is None:
        return f"it needs numba-cuda, which is not installed: {_EXTRA}"
    from numba import cuda

    if not cuda.is_available():
        return "it needs an NVIDIA GPU with its driver, and this machine has none that can be used"
    if not simulated() and not has_compiler():
        return f"it needs NVIDIA's compiler, which is not installed: {_EXTRA}"
    return None


def has_compiler() -> bool:
    """Is there all that turns a function into code for a device? numba-cuda alone can only simulate.

    >>> has_compiler() in (True, False)
    True
    """
    try:
        pathfinder = importlib.import_module("cuda.pathfinder")
        for library in ("nvvm", "nvrtc", "nvJitLink"):
            pathfinder.load_nvidia_dynamic_lib(library)
    except Exception:  # it has an error of its own for each way in which a library can be missing
        return False
    return True


def simulated() -> bool:
    """Is the CUDA simulator at work (``NUMBA_ENABLE_CUDASIM=1``)? It runs every thread in plain Python."""
    return bool(_config().ENABLE_CUDASIM)


def _config() -> Any:
    return importlib.import_module("numba.cuda.core.config")


class Machine:
    """Numba's CUDA module, and how functions are compiled with it."""

    @cached_property
    def cuda(self) -> Any:
        """Numba's CUDA module; imported late, since the extra may be missing.

        It would warn of each launch for few people that it leaves most of the device idle, as it must.
        """
        from numba import cuda

        _config().CUDA_LOW_OCCUPANCY_WARNINGS = 0
        return cuda

    @cached_property
    def simulated(self) -> bool:
        """Is there a simulator in place of a device?"""
        return simulated()

    @property
    def name(self) -> str:
        """What the device calls itself."""
        if self.simulated:
            return "CUDA simulator"
        name = self.cuda.get_current_device().name
        return name.decode() if isinstance(name, bytes) else str(name)

    @property
    def free_bytes(self) -> int:
        """How much of its memory can be had."""
        return int(self.cuda.current_context().get_memory_info()[0])

    @cached_property
    def native(self) -> Any:
        """What a kernel does to its arrays before the model's functions see them: nothing, on a device.

        In the simulator they are taken out of its wrappers, and records are made to answer to their fields' names.
        """
        return _bare if self.simulated else self.cuda.jit(device=True)(_as_it_is)

    def kernel(self, function: Any) -> Any:
        """Compile what is launched."""
        return self.cuda.jit(function)

    def function(self, function: Any) -> Any:
        """Compile what a kernel calls."""
        if self.simulated and "cuda" not in function.__globals__:
            return function
        return self.cuda.jit(device=True)(function)


def _as_it_is(thing):
    return thing


def _bare(thing: Any) -> Any:
    if isinstance(thing, tuple):
        return type(thing)(*map(_bare, thing))
    thing = getattr(thing, "_item", thing)
    thing = getattr(thing, "_ary", thing)
    return _Records(thing) if thing.dtype.names else thing


class _Records:
    """A column of records as Numba sees one, in plain Python; NumPy's own has a field `flags` hidden by an attribute.

    >>> rows = _Records(np.zeros(3, [("flags", np.int64)]))
    >>> rows[1].flags += 5
    >>> rows[2] = rows[1]
    >>> rows[1:].shape, rows[1:][1].flags
    ((2,), np.int64(5))
    """

    def __init__(self, rows: np.ndarray) -> None:
        self.rows, self.shape = rows, rows.shape

    def __getitem__(self, place: Any) -> Any:
        return _Records(self.rows[place]) if isinstance(place, slice) else _Record(self.rows[place : place + 1])

    def __setitem__(self, place: Any, record: Any) -> None:
        self.rows[place] = record._row[0]


class _Record:
    """One of them."""

    __slots__ = ("_row",)

    def __init__(self, row: np.ndarray) -> None:
        object.__setattr__(self, "_row", row)

    def __getattr__(self, name: str) -> Any:
        return self._row[name][0]

    def __setattr__(self, name: str, value: Any) -> None:
        self._row[name][0] = value
