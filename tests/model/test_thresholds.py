"""Probabilities as whole numbers: one and many at a time."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from glasshouse.draws import threshold, thresholds

#: Halves of a step are what rounding could tell apart.
HALVES = st.integers(0, 2**33).map(lambda k: k / 2**33)


@given(st.lists(st.floats(-2, 3) | st.floats(0, 1e-6) | HALVES, max_size=20))
def test_many_at_a_time_are_each_as_alone(probabilities):
    assert thresholds(np.array(probabilities)).tolist() == [threshold(p) for p in probabilities]
