"""What the oracle's parameters must say whoever wrote them: exact sums, and ends that anybody can check."""

from __future__ import annotations

from fractions import Fraction
from math import fsum

import pytest

from glasshouse.engine.params import compile_params as compiled
from glasshouse.scenario import load, preset_names

from .in_force import in_force
from .params import Params, compile_params
from .params_people import FULL, densities, districts_of, more_than, place_mean
from .params_sensors import false_match_rates, fpir

CHINA = load("as-described")


def params(drawn: dict[str, float]) -> Params:
    none = [[0] * 60 for _ in CHINA.place.districts]
    return compile_params(CHINA, 0, 1000, drawn, points=none)


@pytest.mark.parametrize("rate", [Fraction(1, 10**6), Fraction(1, 977), Fraction(1, 3), Fraction(1)])
@pytest.mark.parametrize("gallery", [0, 1, 2, 100, 1000])
def test_a_search_errs_unless_every_comparison_is_right(rate: Fraction, gallery: int):
    assert fpir(float(rate), gallery) == pytest.approx(float(1 - (1 - rate) ** gallery), rel=1e-14)


@pytest.mark.parametrize("name", preset_names())
def test_groups_differ_around_the_published_rate(name: str):
    now, districts = in_force(load(name), 0), districts_of(load(name).place)
    rates = false_match_rates(now, districts)
    assert place_mean(rates, districts) == pytest.approx(now["face_recognition.false_match_rate"], rel=1e-12)


def test_cameras_add_up_to_the_total():
    now, districts = in_force(CHINA, 0), districts_of(CHINA.place)
    pairs = zip(densities(now, districts), districts, strict=True)
    assert fsum(density * 100 * d.population / 1000 for density, d in pairs) == pytest.approx(
        now["cameras.total"], rel=1e-12
    )


def test_trips_have_their_mean():
    assert fsum(more_than(k, 1.3) for k in range(60)) == pytest.approx(1.3, abs=1e-12)


def test_habits_and_incomes_leave_the_mean_where_it_is():
    t = params({"people.offences": 0.02, "people.concentration": 9, "people.defaults": 0.01, "people.income_ratio": 5})
    adults = [row[0] for row in t.conduct[1]]
    assert sum(adults) / 4 / FULL == pytest.approx(0.02, abs=1e-9)
    assert adults[3] / adults[0] == pytest.approx(9, rel=1e-6)
    fifths = [row[0] for row in t.money[0]]
    assert sum(fifths) / 5 / FULL == pytest.approx(0.01, abs=1e-9)
    assert fifths[0] / fifths[4] == pytest.approx(5, rel=1e-6)


def test_full_fear_chills_by_the_given_share_and_none_by_nothing():
    t = params({"response.chill_post": 0.4, "response.withdraw": 0.3})
    post = t.chill[3]
    assert (post[0], post[51], post[255]) == (0, round(0.08 * FULL), round(0.4 * FULL))
    assert (t.withdraw[255], t.withdraw[0]) == (0, round(0.3 * FULL))


def test_reviewers_are_counted_for_a_million_person_days():
    assert params({"redress.review_capacity": 3}).review_capacity * 10_000 == 3 * 1_000_000


def test_the_list_holds_the_rightful_and_the_faulty_entries():
    t = params({"face_recognition.on_watchlist_share": 0.03, "face_recognition.faulty_share": 0.25})
    assert t.rightly[0] / t.on_watchlist[0] == pytest.approx(0.75, rel=1e-7)


def test_a_gate_is_unjust_unless_tied_to_something_unlawful():
    t = params({})
    hotel, shop = 1, 4
    conduct, expression, money = 1, 2, 8
    assert [bool(hotel & t.unjust[areas]) for areas in (0, conduct, money, money | expression)] == [
        True,
        True,
        False,
        True,
    ]
    assert [bool(gates & t.unjust[money]) for gates in (0, shop, shop | hotel)] == [False, True, True]


@pytest.mark.parametrize(("start", "spread"), [(950.0, 100.0), (900.0, 200.0), (350.0, 2000.0), (550.0, 200.0)])
def test_nobody_begins_above_the_end_of_the_commercial_score(start: float, spread: float):
    drawn = {"commercial_score.start": start, "commercial_score.spread": spread}
    for found in (params(drawn), compiled(CHINA, 0, 1000, drawn)):
        assert found.commercial_start + found.commercial_spread - 1 <= 241
