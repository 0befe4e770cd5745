"""When a figure passes, and the score against a naive bet."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from glasshouse.validation.scores import scores
from glasshouse.validation.validation_table import Published
from glasshouse.validation.verdict import FAIL, NOTHING, PASS, WIDE, crps, judge, naive_crps

DRAWS = np.arange(1.0, 101.0)


def figure(
    value: float, *, low: float | None = None, high: float | None = None, widest: float = 200.0, bound: str = ""
) -> Published:
    return Published(
        name="alerts",
        value=value,
        unit="alerts",
        low=value if low is None else low,
        high=value if high is None else high,
        source="x",
        confidence="S",
        widest=widest,
        naive=(0.0, 1000.0),
        bound=bound,
    )


@pytest.mark.parametrize(
    ("published", "verdict"),
    [
        (figure(50), PASS),
        (figure(3), PASS),
        (figure(2), FAIL),
        (figure(98), PASS),
        (figure(99), FAIL),
        (figure(50, widest=95), PASS),
        (figure(50, widest=94), WIDE),
        (figure(150, widest=94), FAIL),
        # Its own interval, however wide, does not help it.
        (figure(1, low=0, high=200), FAIL),
        (figure(120, low=98, high=140), FAIL),
        (figure(50, low=0, high=200), PASS),
        # Of a bound one side is enough, but not an interval that says nothing.
        (figure(2, bound="at least"), PASS),
        (figure(98, bound="at least"), PASS),
        (figure(99, bound="at least"), FAIL),
        (figure(99, bound="at most"), PASS),
        (figure(3, bound="at most"), PASS),
        (figure(2, bound="at most"), FAIL),
        (figure(2, bound="at least", widest=94), WIDE),
    ],
)
def test_a_figure_passes_inside_an_interval_that_is_narrow_enough(published, verdict):
    judged = judge(published, DRAWS)
    assert (judged.low, judged.high, judged.width) == (3, 98, 95)
    assert judged.verdict == verdict


@pytest.mark.parametrize(
    ("published", "firm"),
    [
        (figure(50), True),
        (figure(3), False),
        (figure(2), False),
        (figure(7), True),
        (figure(99.5), False),
        (figure(120), True),
        (figure(50, widest=96), False),
        (figure(50, widest=94), False),
        (figure(50, widest=80), True),
    ],
)
def test_a_verdict_near_an_edge_is_not_firm(published, firm):
    assert judge(published, DRAWS).firm == firm


def test_a_firm_verdict_is_mostly_that_of_other_draws():
    rng = np.random.default_rng(1)
    at_the_edge, well_inside = figure(1.96 * 10 + 50), figure(60)
    for published, least, most in ((at_the_edge, 0.0, 0.2), (well_inside, 1.0, 1.0)):
        judged = [judge(published, rng.normal(50, 10, 400)) for _ in range(60)]
        assert least <= np.mean([each.firm for each in judged]) <= most


def test_draws_without_a_value_are_left_out_until_they_are_most():
    some, most = DRAWS.copy(), DRAWS.copy()
    some[::2], most[:51] = np.nan, np.nan
    assert judge(figure(50), some).missing == 0.5
    assert judge(figure(50), some).verdict == PASS
    assert judge(figure(50), most).verdict == NOTHING
    assert not judge(figure(50), most).passed


def test_a_bound_is_scored_nowhere():
    judged = judge(figure(50, bound="at least"), DRAWS)
    assert np.isnan([judged.crps, judged.skill, judged.pit]).all()
    assert scores("x", [[judged, judge(figure(50), DRAWS)]]).figures == 1


def test_the_same_draw_always_is_a_verdict_too():
    assert judge(figure(5), np.full(50, 5.0)).verdict == PASS
    assert judge(figure(5), np.full(50, 5.0)).skill == 1
    assert judge(figure(5), np.full(50, 6.0)).verdict == FAIL


numbers = st.floats(-1e6, 1e6)


@given(st.lists(numbers, min_size=2, max_size=30), numbers)
def test_the_score_is_the_mean_distance_less_half_that_between_pairs(draws, value):
    x = np.array(draws)
    n = len(x)
    apart = np.abs(x[:, None] - x[None, :]).sum() / (n * (n - 1))
    assert crps(x, value) == pytest.approx(np.abs(x - value).mean() - apart / 2, abs=1e-5)


@pytest.mark.parametrize("value", [-4.0, 0.0, 3.0, 10.0, 17.0])
def test_the_naive_score_is_that_of_many_uniform_draws(value):
    assert naive_crps((0.0, 10.0), value) == pytest.approx(crps(np.linspace(0, 10, 20_001), value), rel=1e-3)


def test_skill_is_above_nought_for_who_knows_more_and_below_for_who_is_sure_and_wrong():
    assert judge(figure(50), DRAWS).skill > 0.9
    assert judge(figure(0), np.full(50, 900.0)).skill < 0
