"""Who knows whom: ties go both ways, stay in the district, and never lead back to oneself."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glasshouse.draws import moment
from glasshouse.population.network import CIRCLE, LAYERS, RUN, SIZES, circle, household, workmate

# The construction works with words that wrap; compiled code does so in silence.
pytestmark = pytest.mark.filterwarnings("ignore:overflow encountered")

sizes = st.one_of(st.integers(1, 60), st.integers(61, 5000), st.integers(10**6, 2**31))
districts = st.integers(0, 400)
seeds = st.integers(0, 2**64 - 1)


def now(seed: int) -> np.record:
    return moment(seed, 0).view(np.recarray)[0]


def known(local: int, n: int, district: int, seed: int) -> list[int]:
    out = np.full(CIRCLE, -1, np.int64)
    return out[: circle(local, n, district, now(seed), out)].tolist()


@given(data=st.data(), n=sizes, district=districts, seed=seeds, layer=st.integers(0, LAYERS - 1))
@settings(max_examples=300, deadline=None)
def test_workmates_are_each_other_s(data, n, district, seed, layer):
    local = data.draw(st.integers(0, n - 1))
    mate = int(workmate(local, n, district, layer, now(seed)))
    if mate == -1:
        return
    assert 0 <= mate < n
    assert mate != local
    assert int(workmate(mate, n, district, layer, now(seed))) == local


@pytest.mark.parametrize("n", [1, 2, 3, 7, 50, 51, 333])
def test_at_most_one_person_is_without_a_workmate(n):
    for layer in range(LAYERS):
        mates = [int(workmate(local, n, 4, layer, now(9))) for local in range(n)]
        assert mates.count(-1) == n % 2
        assert sorted(m for m in mates if m >= 0) == [x for x in range(n) if mates[x] >= 0]


def test_layers_and_districts_pair_people_otherwise():
    n = 1000
    pairs = {
        (layer, district): tuple(int(workmate(x, n, district, layer, now(1))) for x in range(50))
        for layer in range(LAYERS)
        for district in (0, 1)
    }
    assert len(set(pairs.values())) == len(pairs)


@given(data=st.data(), n=sizes, district=districts, seed=seeds)
@settings(max_examples=200, deadline=None)
def test_a_circle_lies_in_the_district_and_leaves_oneself_out(data, n, district, seed):
    local = data.draw(st.integers(0, n - 1))
    others = known(local, n, district, seed)
    assert len(others) <= CIRCLE
    assert all(0 <= other < n and other != local for other in others)


@pytest.mark.parametrize("n", [1, 2, 40, 130])
def test_whom_i_know_knows_me(n):
    circles = [known(local, n, 2, 7) for local in range(n)]
    for local, others in enumerate(circles):
        for other in others:
            assert circles[other].count(local) == others.count(other)


def test_households_are_as_large_as_the_census_says():
    assert (RUN, sum(SIZES) / len(SIZES)) == (51, 2.55)
    n = 51 * 40
    homes = [tuple(int(x) for x in household(local, n)) for local in range(n)]
    share = {size: sum(s == size for _, s in set(homes)) / (40 * len(SIZES)) for size in range(1, 6)}
    assert share == {1: 0.25, 2: 0.3, 3: 0.2, 4: 0.15, 5: 0.1}


@given(n=st.integers(1, 400))
@settings(max_examples=60, deadline=None)
def test_households_follow_one_another_without_gaps(n):
    local = 0
    while local < n:
        first, size = (int(x) for x in household(local, n))
        assert first == local
        assert 1 <= size <= n - local
        for other in range(first, first + size):
            assert tuple(int(x) for x in household(other, n)) == (first, size)
        local += size
