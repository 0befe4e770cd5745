"""The compiled BLAKE2b, against Python's."""

from __future__ import annotations

from hashlib import blake2b

import numpy as np
import pytest

from glasshouse.engine.wasm.blake2b import SIZE, STATE, hash_begin, hash_finish, hash_update


@pytest.mark.parametrize("length", [0, 1, 127, 128, 129, 256, 1000])
@pytest.mark.parametrize("cut", [7, 128, 5000])
def test_a_digest_is_that_of_the_library(length, cut):
    data = np.random.default_rng(length).integers(0, 256, length, dtype=np.uint8)
    state, found = np.zeros(STATE, np.uint64), np.zeros(SIZE, np.uint8)
    hash_begin(state)
    for first in range(0, length, cut):
        hash_update(state, data[first : first + cut])
    hash_finish(state, found)
    assert found.tobytes() == blake2b(data.tobytes(), digest_size=SIZE).digest()
