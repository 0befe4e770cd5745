"""Calls of machine code: what stands in the slots, and when Numba is asked instead."""

from __future__ import annotations

import ctypes
import weakref
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

import numpy as np
import pytest

from glasshouse.shipped_kernel import MachineCode, ShippedKernel, UnlikeError

RECORD = np.dtype([("a", np.uint8), ("b", np.int64)])
CALL = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p)


class Columns(NamedTuple):
    few: np.ndarray
    many: np.ndarray


class Seen:
    """A function at an address that keeps a copy of its slots, and returns a status."""

    def __init__(self, size: int, status: int = 0, result: int = 0) -> None:
        self.calls: list[list[int]] = []

        def function(address: int) -> int:
            slots = (ctypes.c_int64 * size).from_address(address)
            self.calls.append(list(slots))
            slots[0] = result
            return status

        self.kept = CALL(function)
        self.address = ctypes.cast(self.kept, ctypes.c_void_p).value or 0


def examples() -> tuple[Any, ...]:
    columns = Columns(np.zeros(0, np.uint8), np.zeros((0, 2)))
    return columns, np.zeros(1, RECORD)[0], np.zeros(1, RECORD), 0, False


SLOTS = 1 + (7 + 9) + 1 + 7 + 1 + 1


def given() -> list[Any]:
    rows = np.zeros(3, RECORD)
    return [Columns(np.zeros(4, np.uint8), np.zeros((5, 2))), rows[2], rows, 7, True]


def test_slots_hold_what_numba_passes():
    seen, one = Seen(SLOTS), given()
    assert MachineCode(seen.address, examples(), None).called(*one) is None
    columns, _, rows, _, _ = one
    start = rows.ctypes.data
    assert seen.calls[0][1:] == [
        *(0, id(columns.few), 4, 1, columns.few.ctypes.data, 4, 1),
        *(0, id(columns.many), 10, 8, columns.many.ctypes.data, 5, 2, 16, 8),
        start + 18,
        *(0, id(rows), 3, 9, start, 3, 9),
        *(7, 1),
    ]


def test_what_changes_between_calls_is_written_anew():
    seen, one = Seen(SLOTS), given()
    code = MachineCode(seen.address, examples(), None).called
    code(*one)
    one[3], one[2] = 8, np.zeros(2, RECORD)
    one[0] = one[0]._replace(few=np.zeros(9, np.uint8))
    code(*one)
    fresh = MachineCode(seen.address, examples(), None).called
    fresh(*one)
    assert seen.calls[1] == seen.calls[2] != seen.calls[0]


def test_an_array_that_is_gone_is_not_taken_for_a_new_one():
    seen = Seen(8)
    code = MachineCode(seen.address, [np.zeros(1)], None).called
    for size in range(1, 30):  # a new array often stands where the last one stood
        code(np.zeros(size))
    assert [call[3] for call in seen.calls] == list(range(1, 30))


def test_no_array_is_kept():
    seen = Seen(8)
    code = MachineCode(seen.address, [np.zeros(1)], None).called
    given = np.zeros(5)
    code(given)
    left = weakref.ref(given)
    del given
    assert left() is None


def test_results_are_of_their_type_and_a_failure_is_told():
    assert MachineCode((whole := Seen(2, result=-5)).address, [1], int).called(2) == -5
    assert MachineCode((truth := Seen(2, result=1)).address, [1], bool).called(2) is True
    with pytest.raises(RuntimeError):
        MachineCode((bad := Seen(2, status=1)).address, [1], int).called(2)
    assert len(whole.calls) == len(truth.calls) == len(bad.calls) == 1


UNLIKE: dict[str, Any] = {
    "other items": (0, Columns(np.zeros(4, np.int8), np.zeros((5, 2)))),
    "other dimensions": (0, Columns(np.zeros(4, np.uint8), np.zeros(5))),
    "with gaps": (0, Columns(np.zeros(8, np.uint8)[::2], np.zeros((5, 2)))),
    "one column less": (0, (np.zeros(4, np.uint8),)),
    "no tuple": (0, np.zeros(4, np.uint8)),
    "another record": (1, np.zeros(1, [("a", np.int64)])[0]),
    "no record": (1, 5),
    "no array": (2, [1, 2]),
    "a fraction": (3, 0.5),
    "more than 63 bits": (3, np.uint64(1)),
}


@pytest.mark.parametrize("case", UNLIKE)
def test_other_types_go_to_numba(case: str):
    seen, one = Seen(SLOTS), given()
    kernel = ShippedKernel(lambda *given: len(given))
    kernel.shipped = MachineCode(seen.address, examples(), None).called
    assert kernel(*one) is None
    place, value = UNLIKE[case]
    one[place] = value
    with pytest.raises(UnlikeError):
        kernel.shipped(*one)
    assert kernel(*one) == len(one)
    assert len(seen.calls) == 1


def test_threads_have_slots_of_their_own():
    seen = Seen(2)
    code = MachineCode(seen.address, [0], None).called
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(code, range(200)))
    assert sorted(call[1] for call in seen.calls) == list(range(200))
