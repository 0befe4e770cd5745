"""Sentences about numbers, over all numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glasshouse.results.changes import LESS, MORE, direction, instead, more_or_fewer, rise_or_fall
from glasshouse.results.numbers import Spread, counted, plural, short, times
from grammar import NUMBERS, check, spreads

COUNTS = st.one_of(st.sampled_from([0, 1, 2, 3, 10**9]), st.integers(0, 10**6))


# A sentence that was written for one value, and is said of all.
@given(spreads())
def test_more_or_fewer_is_said_only_where_it_is_clear(figure):
    told = more_or_fewer(figure)
    check(f"There are {told}.")
    ends = [end for end in (figure.value, figure.low, figure.high) if end is not None]
    if told.endswith((" more", " fewer")):
        assert all(end > 0 for end in ends) or all(end < 0 for end in ends)
    else:
        assert told.startswith(("no change", "no clear change ("))


@given(spreads())
def test_a_percentage_rises_or_falls_only_where_it_is_clear(figure):
    told = rise_or_fall(figure)
    check(f"Days {told}.")
    assert told.startswith("rise by") == (direction(figure) == MORE)
    assert told.startswith("fall by") == (direction(figure) == LESS)


@pytest.mark.parametrize(
    ("figure", "told"),
    [
        (Spread(value=-4, low=-28, high=4.2), "no clear change (28 fewer to 4.2 more)"),
        (Spread(value=0, low=0, high=0.5), "no clear change (0 to 0.5 more)"),
        (Spread(value=2, low=-9, high=-1), "no clear change (9 fewer to 2 more)"),
        (Spread(value=-1e-12), "no change"),
    ],
)
def test_what_is_not_clear_says_from_where_to_where(figure, told):
    assert more_or_fewer(figure) == told


@given(COUNTS, COUNTS)
def test_counts_in_two_worlds(after, before):
    told = instead(after, before, one="person", many="people", done="stopped")
    check(told)
    assert ("instead of" in told) == (after != before)


@given(COUNTS)
def test_things_are_one_or_many(count):
    check(f"{counted(count, 'day')}, {counted(count, 'person', 'people')}, {times(count)}")
    check(f"{count:,} {plural(float(count), 'is', 'are')}")


@given(NUMBERS)
def test_what_rounds_to_nothing_has_no_sign(value):
    assert short(value) == "0" or float(short(value).replace("−", "-").replace(",", "")) * value > 0
