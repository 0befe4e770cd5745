"""Each bit of the state belongs to one mechanism, or says who somebody is."""

from __future__ import annotations

import numpy as np
import pytest

from glasshouse.mechanism_set import SHIPPED
from glasshouse.population.people import BYTES_A_PERSON, COLUMNS
from glasshouse.stored import WHO_STORED, Stored, bits_kept, stored_by

#: Bits of the traits that nobody has a use for.
FREE = {"traits": 3 << 14}


def test_each_bit_is_kept_by_one():
    taken = dict.fromkeys(COLUMNS, 0)
    for one in stored_by(SHIPPED):
        assert not taken[one.column] & one.bits, one
        taken[one.column] |= one.bits
    whole = {name: (1 << 8 * np.dtype(kind).itemsize) - 1 for name, kind in COLUMNS.items()}
    assert taken == {name: bits & ~FREE.get(name, 0) for name, bits in whole.items()}


def test_what_mechanisms_keep_adds_up_to_the_state():
    free = sum(bits.bit_count() for bits in FREE.values())
    kept = sum(map(bits_kept, SHIPPED)) + sum(one.width for one in WHO_STORED)
    assert kept + free == 8 * BYTES_A_PERSON


@pytest.mark.parametrize("given", [{"column": "nobody"}, {"column": "fear", "bits": 1 << 8}])
def test_what_is_in_no_column_is_refused(given):
    with pytest.raises(ValueError, match=r"nobody|no bits 0x100"):
        Stored(means="nothing", **given)
