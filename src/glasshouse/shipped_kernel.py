"""A compiled function with a second form: machine code that was not compiled by Numba.

``engine/shipped_code.py`` makes that form from the code that ships with glasshouse, and gives it to the functions here.
A function without it, and a call with arguments of other types than those that it was made for, go to Numba.

Machine code takes one address, of a row of 64-bit slots: where the result goes, and then each argument as Numba passes
it. An array is 0, 0, items, bytes of an item, its address, its shape and its strides; a record is its address. The
slots of an array are written once for as long as it is the same one: a call of `simulate_day` takes @@ microseconds
then, where Numba's takes @@.
"""

from __future__ import annotations

import ctypes
import threading
import weakref
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import update_wrapper
from typing import Any

import numpy as np

_CALL = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p)
#: What Numba's functions return: all is well, and all is well and there is no result.
_WELL = (0, -2)


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


def flat(value: Any) -> Iterator[Any]:
    """Arrays, records and numbers of nested tuples, in the order in which Numba passes them.

    >>> list(flat((1, (2, 3))))
    [1, 2, 3]
    """
    if isinstance(value, tuple):
        for each in value:
            yield from flat(each)
    else:
        yield value


def slots_of(value: Any) -> int:
    """How many slots an array, a record or a number takes.

    >>> slots_of(np.zeros((2, 3))), slots_of(7)
    (9, 1)
    """
    return 5 + 2 * value.ndim if isinstance(value, np.ndarray) else 1


class MachineCode:
    """A function at an address, made for arguments like the `examples`; `result` is the type of what it returns.

    The address must stay valid. Any threads may call it at once; none holds the GIL meanwhile. Raises UnlikeError, with
    nothing done, for an argument of another type or layout, and RuntimeError where the function fails.
    """

    def __init__(self, address: int, examples: Sequence[Any], result: type[int | bool] | None) -> None:
        """Keep the types of the examples."""
        self._call, self._result = _CALL(address), result
        self._leaves: list[tuple[int, Any]] = []
        self._size = 1
        for leaf in (leaf for value in examples for leaf in flat(value)):
            self._leaves.append((self._size, _kind(leaf)))
            self._size += slots_of(leaf)
        self._given = [len(list(flat(value))) if isinstance(value, tuple) else 0 for value in examples]
        self._threads = threading.local()

    def __call__(self, *given: Any) -> Any:
        """What the function returns."""
        try:
            slots, address, known = self._threads.own
        except AttributeError:
            slots = array("q", bytes(8 * self._size))
            address, known = slots.buffer_info()[0], [_nothing] * len(self._leaves)
            self._threads.own = slots, address, known
        leaves: list[Any] = []
        for value, many in zip(given, self._given, strict=True):
            if many:
                if not isinstance(value, tuple) or len(value) != many:
                    raise UnlikeError
                leaves += value
            else:
                leaves.append(value)
        for k, leaf in enumerate(leaves):
            if known[k]() is not leaf:
                place, kind = self._leaves[k]
                if type(kind) is tuple:
                    _write_array(slots, place, leaf, kind)
                    known[k] = weakref.ref(leaf)
                elif kind is int or kind is bool:
                    slots[place] = _number(leaf)
                else:
                    slots[place] = _address_of_record(leaf, kind)
        slots[0] = 0
        if self._call(address) not in _WELL:
            raise RuntimeError("a compiled function failed")
        return None if self._result is None else self._result(slots[0])


_NOTHING = object()


def _nothing() -> object:
    """A reference to no array yet."""
    return _NOTHING


def _kind(value: Any) -> Any:
    """The type of an argument: of an array (type of its items, dimensions, flags), of a record its dtype."""
    if isinstance(value, np.ndarray):
        return _layout(value)
    if isinstance(value, np.void):
        return value.dtype
    return bool if isinstance(value, bool) else int


def _layout(value: np.ndarray) -> tuple[Any, ...]:
    flags = value.flags
    return value.dtype, value.ndim, flags.c_contiguous, flags.aligned, flags.writeable


def _write_array(slots: array[int], place: int, value: Any, kind: tuple[Any, ...]) -> None:
    if type(value) is not np.ndarray or _layout(value) != kind:
        raise UnlikeError
    where = value.__array_interface__["data"][0]
    row: Iterable[int] = (0, 0, value.size, value.itemsize, where, *value.shape, *value.strides)
    for k, number in enumerate(row, place):
        slots[k] = number


def _number(value: Any) -> int:
    """A whole number that Numba takes for one of 64 bits, or a truth."""
    if isinstance(value, (int, np.signedinteger, np.bool)):
        return int(value)
    raise UnlikeError


def _address_of_record(value: Any, kind: np.dtype) -> int:
    if not isinstance(value, np.void) or value.dtype != kind:
        raise UnlikeError
    return value.__array_interface__["data"][0]
