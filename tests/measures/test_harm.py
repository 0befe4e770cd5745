from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from glasshouse.measures import harm
from glasshouse.measures.intervals import method, spread


def test_nothing_is_unequal_where_the_odds_are_the_same():
    people = np.array([[[100, 50], [10, 40]], [[20, 10], [60, 5]]])
    sanctioned = people * np.array([[0.1, 0.2], [0.5, 0.4]])
    found = harm.unequal(people, sanctioned, group=1)
    assert found.excess == pytest.approx(0)
    assert (found.compared, found.left_out) == (95, 0)


def test_more_sanctions_for_more_acts_are_not_unequal_but_for_the_same_acts_they_are():
    people = np.array([[900, 100], [500, 500]])
    fair = np.array([[9, 50], [5, 250]])
    assert harm.unequal(people, fair, group=1).excess == pytest.approx(0)
    unfair = fair + np.array([[0, 0], [7, 0]])
    assert harm.unequal(people, unfair, group=1).excess == pytest.approx(7)


def test_strata_without_the_reference_group_are_left_out_and_counted():
    people = np.array([[10, 0], [10, 3]])
    sanctioned = np.array([[1, 0], [1, 3]])
    assert harm.unequal(people, sanctioned, group=1) == harm.Excess(excess=0.0, compared=10, left_out=3)


def test_the_reference_group_has_no_excess():
    people = np.array([[10, 5], [10, 3]])
    assert harm.unequal(people, people // 2, group=0).excess == pytest.approx(0)


@given(st.lists(st.integers(0, 300), min_size=1, max_size=400))
def test_concentration_is_the_share_of_the_most_burdened(burden):
    whole = sum(burden)
    top = max(1, round(0.01 * len(burden)))
    expected = sum(sorted(burden, reverse=True)[:top]) / whole if whole else 0.0
    assert harm.concentration(np.array(burden, np.uint16)) == pytest.approx(expected)


def test_chance_of_a_share_is_binomial():
    assert harm.chance_of_share(50, 200) == pytest.approx(10_000 * math.sqrt(0.25 * 0.75 / 200))
    assert harm.chance_of_share(0, 0) == 0


def test_the_interval_is_of_extremes_below_20_replicates_and_of_percentiles_from_there():
    assert (spread([5.0, *range(18)]).low, spread([5.0, *range(18)]).high) == (0, 17)
    many = spread([5.0, *range(40)])
    assert many.value == 5
    assert 0 < many.low < 2  # type: ignore[operator]
    assert 37 < many.high < 39  # type: ignore[operator]
    assert "highest of 19" in method(19)
    assert "2.5th to 97.5th percentile of 41" in method(41)


# Kind: a share of people that exceeds 1, since what is counted may happen to a person several times.
@pytest.mark.parametrize(("times", "people"), [(0, 0), (3, 0), (0, 100), (4, 100), (100_000, 100)])
def test_chance_of_times_knows_no_most(times, people):
    assert harm.chance_of_times(times, people) == (10_000 * math.sqrt(times) / people if people else 0)


def test_chance_of_what_is_rare_is_the_same_for_people_and_times():
    assert harm.chance_of_times(9, 1e9) == pytest.approx(harm.chance_of_share(9, 1e9))
