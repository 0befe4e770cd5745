"""How a population is cut: everybody once, in order, no block across two districts."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from glasshouse.engine.block_cuts import SPAN, blocks, spans


@given(sizes=st.lists(st.integers(0, 300), min_size=1, max_size=12), size=st.integers(1, 64))
@settings(max_examples=200, deadline=None)
def test_blocks_hold_everybody_once(sizes, size):
    starts = np.concatenate([[0], np.cumsum(sizes)])
    table = blocks(starts, size)
    people = [person for first, last, _ in table.tolist() for person in range(first, last)]
    assert people == list(range(sum(sizes)))
    for first, last, district in table.tolist():
        assert 0 < last - first <= size
        assert starts[district] <= first < last <= starts[district + 1]


@given(n=st.integers(0, 1000), threads=st.integers(1, 64))
@settings(max_examples=200, deadline=None)
def test_spans_hold_every_block_once_in_order(n, threads):
    table = np.arange(3 * n).reshape(-1, 3)
    parts = spans(table, threads)
    assert sum(map(len, parts)) == n
    assert all(0 < len(part) <= SPAN for part in parts)
    if parts:
        assert (np.concatenate(parts) == table).all()
