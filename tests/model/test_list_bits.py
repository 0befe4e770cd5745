"""On which list somebody is, as bits: the wide functions know every number, and of narrow flags say the same."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from glasshouse.model.list_bits import (
    ERROR_FREE,
    OBSERVED,
    WIDE_FLAGS,
    list_in,
    observed_list,
    wide_list_in,
    with_list,
    with_wide_list,
)
from glasshouse.person_list import MOST, NARROW
from glasshouse.population.people import ERROR_FREE_LIST, NARROW_FLAGS, OBSERVED_LIST

_LEDGERS = st.sampled_from((OBSERVED, ERROR_FREE))
_OTHER_BITS = 0xFFFF & ~(15 << OBSERVED_LIST)


@given(st.integers(0, 0xFFFF), _LEDGERS, st.integers(0, NARROW))
def test_up_to_three_lists_both_forms_are_the_same_bits(flags: int, ledger: int, number: int):
    put = with_list(flags, ledger, number)
    assert put == with_wide_list(flags, ledger, number) <= np.iinfo(NARROW_FLAGS).max
    assert list_in(put, ledger) == wide_list_in(put, ledger) == number
    assert put & _OTHER_BITS == flags & _OTHER_BITS


@given(st.integers(0, 0xFFFF), *(st.integers(0, MOST) for _ in range(4)))
def test_each_ledger_has_its_own_list_and_the_other_bits_stay(flags: int, a: int, b: int, c: int, d: int):
    put: Any = flags & _OTHER_BITS
    for observed, error_free in ((a, b), (c, d), (0, d), (a, 0)):
        put = with_wide_list(with_wide_list(put, OBSERVED, observed), ERROR_FREE, error_free)
        assert (wide_list_in(put, OBSERVED), wide_list_in(put, ERROR_FREE)) == (observed, error_free)
        # Whoever asks for any list at all looks at the lower bits alone.
        assert ((put >> OBSERVED_LIST) & 3 != 0, (put >> ERROR_FREE_LIST) & 3 != 0) == (observed != 0, error_free != 0)
        assert put & 0xFFFF & _OTHER_BITS == flags & _OTHER_BITS
        assert put <= np.iinfo(np.int32).max, "a record's field holds it"
    put = with_wide_list(with_wide_list(put, OBSERVED, 0), ERROR_FREE, 0)
    assert put == flags & _OTHER_BITS


@pytest.mark.parametrize("kind", [NARROW_FLAGS, WIDE_FLAGS])
def test_a_whole_column_is_read_alike(kind: np.dtype):
    most = NARROW if kind == NARROW_FLAGS else MOST
    column = np.array([with_wide_list(7, ERROR_FREE, number) for number in range(most + 1)], kind).astype(np.int64)
    assert wide_list_in(column, ERROR_FREE).tolist() == list(range(most + 1))
    assert not wide_list_in(column, OBSERVED).any()


def test_a_rule_asks_for_the_observed_list():
    assert observed_list(with_list(with_list(0, OBSERVED, 2), ERROR_FREE, 1)) == 2
