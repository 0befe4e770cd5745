"""A compiled function with a second form: machine code that was not compiled by Numba.

``engine/shipped_code.py`` makes that form from the code that ships with glasshouse, and gives it to the functions here.
A function without it, and a call with arguments of other types than those that it was made for, go to Numba.

Machine code takes one address, of a row of 64-bit slots: where the result goes, and then each argument as Numba passes
it. An array is 0, itself, items, bytes of an item, its address, its shape and its strides; a record is its address. The
slots of an array are written once for as long as it is the same one: a call of `simulate_day` takes 5.5 microseconds
then, where Numba's takes 5.8, one of `initialise_population`, which takes records, 4, where Numba's takes 45, and the
figures of a morning 1.7, where Numba's take 0.5.
"""

from __future__ import annotations

import ctypes
import threading
import weakref
from array import array
from collections.abc import Callable, Iterator, Sequence
from functools import update_wrapper
from types import CodeType, FunctionType
from typing import Any

import numpy as np
from numba import _helperlib

#: How machine code is called: letting other threads of Python run meanwhile, and, where it is brief, not.
_CALL, _BRIEF_CALL = (kind(ctypes.c_int32, ctypes.c_void_p) for kind in (ctypes.CFUNCTYPE, ctypes.PYFUNCTYPE))
_ADAPT = ctypes.PYFUNCTYPE(ctypes.c_int32, ctypes.py_object, ctypes.c_void_p)
#: Compiled itself, so that a type checker sees nothing of it.
_HELPERS: Any = _helperlib
#: What Numba's functions return: all is well, and all is well and there is no result.
_WELL, _NONE = 0, -2
#: The flags of an array on which Numba's types hang: contiguous, aligned, writeable.
_LAYOUT = 0x0001 | 0x0100 | 0x0400


class UnlikeError(Exception):
    """An argument is not of the type that the machine code was made for."""


class ShippedKernel:
    """A function that Numba compiles (`kernel`), or its shipped form once that is there.

    >>> from glasshouse.kernels import kernel
    >>> @ShippedKernel
    ... @kernel
    ... def double(x):
    ...     return 2 * x
    >>> double(21), double.py_func(4), double.shipped
    (42, 8, None)
    """

    def __init__(self, kernel: Any) -> None:
        """Without the shipped form."""
        self.kernel = kernel
        self.py_func = getattr(kernel, "py_func", kernel)
        self.shipped: Callable[..., Any] | None = None
        update_wrapper(self, self.py_func)

    def __call__(self, *given: Any) -> Any:
        """Call the shipped form where there is one for these arguments, otherwise Numba's."""
        shipped = self.shipped
        if shipped is not None:
            try:
                return shipped(*given)
            except UnlikeError:
                pass
        return self.kernel(*given)


def slots_of(value: Any) -> int:
    """How many slots an array, a record or a number takes.

    >>> slots_of(np.zeros((2, 3))), slots_of(7)
    (9, 1)
    """
    return 5 + 2 * value.ndim if isinstance(value, np.ndarray) else 1


class MachineCode:
    """A function at an address, made for arguments like the `examples`; `result` is the type of what it returns.

    The address must stay valid. Any threads may call it at once; none holds the GIL meanwhile, unless the function is
    `brief`, a few microseconds: to get the GIL back from a busy thread takes longer. Raises UnlikeError, with nothing
    done, for an argument of another type or layout, and RuntimeError where the function fails.

    What is done for each argument stands in `source`, a function that is written for the examples: to go through lists
    of what each argument is took three times as long.
    """

    def __init__(
        self, address: int, examples: Sequence[Any], result: type[int | bool] | None, *, brief: bool = False
    ) -> None:
        """Keep the types of the examples."""
        leaves = [leaf for value in examples for leaf in (value if isinstance(value, tuple) else (value,))]
        places = [1 + sum(map(slots_of, leaves[:k])) for k in range(len(leaves))]
        self._size, self._many = 1 + sum(map(slots_of, leaves)), len(leaves)
        self._threads = threading.local()
        self.source = "\n".join(_written(examples, places, result))
        scope: dict[str, Any] = {
            "threads": self._threads, "begin": self._begin, "number": _number, "result": result,
            "function": (_BRIEF_CALL if brief else _CALL)(address), "UnlikeError": UnlikeError,
            **{f"kind{k}": type(value) for k, value in enumerate(examples)},
            **{f"write{k}": _writer(leaf, place) for k, (leaf, place) in enumerate(zip(leaves, places, strict=True))},
        }  # fmt: skip
        code = next(part for part in compile(self.source, "<call>", "exec").co_consts if isinstance(part, CodeType))
        #: The function, to be called.
        self.called: Callable[..., Any] = FunctionType(code, scope, "called")

    def _begin(self) -> tuple[array[int], int, list[Any]]:
        """The slots of a thread, where they are, and what of each argument stands in them: nothing yet."""
        slots = array("q", bytes(8 * self._size))
        self._threads.own = own = (slots, slots.buffer_info()[0], [_nothing] * self._many)
        return own


def _written(examples: Sequence[Any], places: Sequence[int], result: Any) -> Iterator[str]:
    """The source of a call."""
    names = [f"a{k}" for k in range(len(examples))]
    yield f"def called({', '.join(names)}):"
    yield "    try:"
    yield "        slots, address, known = threads.own"
    yield "    except AttributeError:"
    yield "        slots, address, known = begin()"
    leaf = 0
    for k, (name, value) in enumerate(zip(names, examples, strict=True)):
        parts = [f"{name}_{each}" for each in range(len(value))] if isinstance(value, tuple) else [name]
        if isinstance(value, tuple):
            yield f"    if type({name}) is not kind{k}:"
            yield "        raise UnlikeError"
            yield f"    {', '.join(parts)}, = {name}"
        for part, one in zip(parts, value if isinstance(value, tuple) else (value,), strict=True):
            if isinstance(one, (np.ndarray, np.void)):
                held = f"known[{leaf}]()" if isinstance(one, np.ndarray) else f"known[{leaf}]"
                yield f"    if {held} is not {part}:"
                yield f"        known[{leaf}] = write{leaf}(address, {part})"
            else:
                yield f"    slots[{places[leaf]}] = {part} if type({part}) is int else number({part})"
            leaf += 1
    if result is not None:
        yield "    slots[0] = 0"
    yield "    status = function(address)"
    yield f"    if status != {_WELL} and status != {_NONE}:"
    yield "        raise RuntimeError('a compiled function failed')"
    if result is not None:
        yield "    return result(slots[0])"


def _writer(example: Any, place: int) -> Any:
    """What writes an array or a record into its slots, and returns how to know it again."""
    dtype = getattr(example, "dtype", None)
    if isinstance(example, np.ndarray):
        dimensions, layout = example.ndim, example.flags.num & _LAYOUT
        # Numba's own function for it; to ask the array in Python takes three times as long.
        adapt = _ADAPT(_HELPERS.c_helpers["adapt_ndarray"])

        def write_array(address: int, value: Any) -> Any:
            if type(value) is not np.ndarray or value.ndim != dimensions or value.dtype != dtype:
                raise UnlikeError
            if value.flags.num & _LAYOUT != layout:
                raise UnlikeError
            if adapt(value, address + 8 * place) != 0:
                raise UnlikeError
            return weakref.ref(value)

        return write_array

    def write_record(address: int, value: Any) -> Any:
        if type(value) is not np.void or value.dtype != dtype:
            raise UnlikeError
        ctypes.c_int64.from_address(address + 8 * place).value = np.frombuffer(value, np.uint8).ctypes.data
        return value  # it is small, and there is no weak reference to a record

    return write_record


def _nothing() -> object:
    """A reference to no array yet."""
    return _nothing


def _number(value: Any) -> int:
    """A whole number that Numba takes for one of 64 bits, or a truth."""
    if isinstance(value, (int, np.signedinteger, np.bool)):
        return int(value)
    raise UnlikeError
