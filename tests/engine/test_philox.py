"""The generator: published vectors, and what the purposes must be to each other."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glasshouse import draws
from glasshouse.kernels import kernel
from glasshouse.mechanism import Stream
from glasshouse.mechanisms import MECHANISMS
from glasshouse.model import attribution
from glasshouse.population import people
from oracle.philox import CALLS, PLACES, RandomWords, key_of, philox, scaled

# Random123, kat_vectors, the lines "philox4x32 10": counter, key, result.
VECTORS = """
00000000 00000000 00000000 00000000 00000000 00000000 6627e8d5 e169c58d bc57ac4c 9b00dbd8
ffffffff ffffffff ffffffff ffffffff ffffffff ffffffff 408f276d 41c83b0e a20bc7c6 6d5451fd
243f6a88 85a308d3 13198a2e 03707344 a4093822 299f31d0 d16cfe09 94fdcceb 5001e420 24126ea1
"""
KNOWN = [[int(word, 16) for word in line.split()] for line in VECTORS.strip().splitlines()]


@kernel
def word_of(moments, person, stream):
    return draws.random_word(moments[0], person, stream)


@kernel
def fill_all(k0, k1, first, day, call, o0, o1, o2, o3):
    draws.fill(k0, k1, first, day, call, o0, o1, o2, o3)


seeds = st.integers(0, 2**64 - 1)
persons = st.integers(0, 2**33)
days = st.integers(0, 36_500)
purposes = st.sampled_from(sorted(PLACES))


@pytest.mark.parametrize("generator", [philox, draws.philox], ids=["oracle", "glasshouse"])
@pytest.mark.parametrize("row", KNOWN, ids=["zeros", "ones", "pi"])
def test_known_answers(generator, row):
    counter, key, answer = tuple(row[:4]), tuple(row[4:6]), tuple(row[6:])
    assert generator(counter, key) == answer


@settings(max_examples=200, deadline=None)
@given(seed=seeds, person=persons, day=days, stream=purposes)
def test_one_word_is_the_same_on_both_sides(seed, person, day, stream):
    call, place = PLACES[stream]
    ours = RandomWords(seed, person, day)(stream)
    assert ours == word_of(draws.moment(seed, day), person, 4 * call + place)


@pytest.mark.parametrize("first", [0, 2**32 - 100, 2**33 + 1])
@pytest.mark.parametrize("call", sorted(CALLS))
def test_columns_hold_each_person_s_words(first, call):
    columns = [np.zeros(200, np.uint32) for _ in range(4)]
    fill_all(*draws.split(12345), first, 17, call, *columns)
    for i in (0, 1, 99, 100, 101, 199):
        words = tuple(int(column[i]) for column in columns)
        person = first + i
        assert words == philox((person & 0xFFFFFFFF, person >> 32, 17, call), key_of(12345))


def test_purposes_are_numbered_as_the_specification_says():
    ours = {name.rpartition(".")[2]: 4 * call + word for name, (call, word) in PLACES.items()}
    declared = [each for mechanism in MECHANISMS for each in mechanism.streams]
    declared += [each for module in (people, attribution) for each in vars(module).values() if isinstance(each, Stream)]
    assert {each.name: int(each) for each in declared} == ours
    assert len(set(ours.values())) == len(ours)


@settings(max_examples=20, deadline=None)
@given(seed=seeds, stream=purposes, probability=st.floats(0.02, 0.98))
def test_a_threshold_is_met_as_often_as_its_probability_says(seed, stream, probability):
    n = 2000
    met = sum(RandomWords(seed, person, 3)(stream) < draws.threshold(probability) for person in range(n))
    # Six standard errors: false alarms stay below one in 10 million examples.
    assert abs(met / n - probability) < 6 * (probability * (1 - probability) / n) ** 0.5


@settings(max_examples=20, deadline=None)
@given(seed=seeds, pair=st.lists(purposes, min_size=2, max_size=2, unique=True))
def test_two_purposes_know_nothing_of_each_other(seed, pair):
    n, half = 2000, 2**31
    words = [RandomWords(seed, person, 5) for person in range(n)]
    both = sum(one(pair[0]) < half and one(pair[1]) < half for one in words)
    assert abs(both / n - 0.25) < 6 * (0.25 * 0.75 / n) ** 0.5


@given(word=st.integers(0, 2**32 - 1), n=st.integers(1, 2**31 - 1))
def test_scaled_stays_in_range(word, n):
    assert 0 <= scaled(word, n) < n
