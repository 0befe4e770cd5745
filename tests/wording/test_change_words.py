"""Sentences about changes, over all numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glasshouse.measures.intervals import Spread
from glasshouse.wording.change_words import (
    LESS,
    LESS_OR_NONE,
    MORE,
    MORE_OR_NONE,
    agreed_note,
    direction,
    instead,
    more_or_fewer,
    rise_or_fall,
    signed,
    signed_interval,
)
from glasshouse.wording.numbers import short
from grammar import check, spreads

COUNTS = st.one_of(st.sampled_from([0, 1, 2, 3, 10**9]), st.integers(0, 10**6))


# A sentence that was written for one value, and is said of all.
@given(spreads())
def test_more_or_fewer_is_said_only_where_it_is_clear(figure):
    told = more_or_fewer(figure)
    check(f"There are {told}.")
    ends = [end for end in (figure.value, figure.low, figure.high) if end is not None]
    if told.endswith((" more", " fewer")):
        assert all(end > 0 for end in ends) or all(end < 0 for end in ends) or told.startswith("0 to ")
        assert not (min(ends) < -0.1 and max(ends) > 0.1)
    else:
        assert told.startswith(("no change", "no clear change ("))


@given(spreads())
def test_a_change_that_may_be_none_says_so_and_which_way_it_goes(figure):
    way = direction(figure)
    ends = [figure.value, *(end for end in (figure.low, figure.high) if end is not None)]
    if way in (LESS_OR_NONE, MORE_OR_NONE):
        assert "0" in {short(end) for end in ends}
        assert all(short(end) == "0" or (end > 0) == (way == MORE_OR_NONE) for end in ends)
        word = "more" if way == MORE_OR_NONE else "fewer"
        assert more_or_fewer(figure) == f"0 to {short(max(map(abs, ends)))} {word}"
        assert " by between 0 and " in rise_or_fall(figure)
    else:
        assert not more_or_fewer(figure).startswith("0 ")


@given(spreads())
def test_a_percentage_rises_or_falls_only_where_it_is_clear(figure):
    told = rise_or_fall(figure)
    check(f"Days {told}.")
    assert told.startswith("rise by") == (direction(figure) in (MORE, MORE_OR_NONE))
    assert told.startswith("fall by") == (direction(figure) in (LESS, LESS_OR_NONE))


def test_shares_of_draws_are_explained_as_they_occur_and_as_firmly_as_they_are_known():
    less, more = "−4 to +2, less in 85 %", "−4 to +28, more in 92 %"
    assert agreed_note(["", "−4 to +2", "more in 9"]) == ""
    told = agreed_note([less, "−9 to +1, less in 99 %"])
    assert ("85 % of the draws have less" in told, "ore in" in told, "99" in told) == (True, False, False)
    told = agreed_note([less, more], estimated=True)
    for way, share in (("less", "85 %"), ("more", "92 %")):
        assert f"about {share} of the draws have {way} once chance is taken off" in told


@given(spreads())
def test_a_difference_shows_its_sign_and_those_of_its_ends(figure):
    for text, number in zip(
        (signed(figure.value), *signed_interval(figure).split(" to ")),
        (figure.value, *(end for end in (figure.low, figure.high) if end is not None)),
        strict=False,
    ):
        written = "" if short(number) == "0" else "+" if number > 0 else "−"
        assert text.startswith(written)
        assert text.removeprefix(written)[0].isdigit()


@pytest.mark.parametrize(
    ("figure", "told"),
    [
        (Spread(value=-4, low=-28, high=4.2), "no clear change (28 fewer to 4.2 more)"),
        (Spread(value=0, low=0, high=0.5), "0 to 0.5 more"),
        (Spread(value=-10, low=-21, high=0), "0 to 21 fewer"),
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
