"""A list over years: the day's own stages, week by week, which agree with plain arithmetic."""

from __future__ import annotations

import numpy as np
import pytest

from glasshouse.engine.assembly import compiled_day
from glasshouse.validation.kinds.list_stock_flow import KIND, YEARS, simulate

PLAIN = {name: row.default for name, row in KIND.inputs.items() if row.default is not None} | {"term": 104}
MILLION = 1e6
STEADY = {f"added_{year}": MILLION for year in range(2014, 2019)}


def run(seed: int = 1, /, **changes: float) -> dict[str, float]:
    return simulate({**PLAIN, **STEADY, **changes}, seed)


def near(value: float, rel: float = 0.08) -> object:
    return pytest.approx(value, rel=rel)


def test_everybody_stays_for_the_term():
    found = run()
    assert found["stock_2014"] == near(MILLION, 0.01)
    # Whoever came on in the week of the count has a whole term before them, of which that week is the first.
    assert found["stock_2018"] == near(103 / 52 * MILLION, 0.01)
    assert found["removed_2014"] == 0
    assert found["removed_2018"] == near(MILLION, 0.02)
    assert found["paid_by_2018"] == 0


@pytest.mark.parametrize("repaid", [0.005, 0.02])
def test_whoever_pays_comes_off_earlier(repaid):
    found = run(repaid=repaid)
    stays = 1 - repaid
    weeks = (stays - stays**104) / repaid  # of 104, the last ends with it; who pays is gone that week
    assert found["stock_2018"] == near(weeks / 52 * MILLION)
    weekly = np.array([1 - stays ** min(104, 260 - week) for week in range(260)])
    assert found["paid_by_2018"] == near(weekly.sum() / 52 * MILLION)
    assert found["removed_2018"] == near(MILLION)


def test_nobody_is_left_when_all_pay():
    found = run(repaid=1)
    assert found["stock_2018"] == 0
    assert found["paid_by_2018"] == near(5 * MILLION, 0.01)
    assert found["removed_2018"] == near(MILLION, 0.01)


def test_ended_listings_that_nobody_removes_stay_on():
    found = run(stale_share=1)
    assert found["stock_2018"] == near(5 * MILLION, 0.01)
    assert found["removed_2018"] == 0
    some = run(stale_share=0.5, stale_weeks=26)
    # Half of them for half a year more, half of these for another, and so on: one more half year each.
    assert some["stock_2018"] == near((103 + 26 * (0.5 + 0.25 + 0.125 + 0.0625 + 0.03125)) / 52 * MILLION, 0.04)


def test_refusals_are_attempts_times_the_years_that_people_are_listed():
    found = run(flights=0.72, rail=0.16)
    assert found["flights_2018"] == near(0.72 * 103 / 52 * MILLION)
    assert found["rail_2018"] == near(0.16 * 103 / 52 * MILLION, 0.15)
    # The list fills evenly over two years.
    assert found["flights_2014"] == near(0.72 * 0.5 * MILLION, 0.1)
    many = run(flights=9, rail=4)
    assert many["flights_2018"] == near(9 * 103 / 52 * MILLION)
    assert run(rail=0.16)["flights_2018"] == run()["rail_2018"] == 0


def test_who_was_on_the_list_before_leaves_it_evenly_over_a_term():
    found = simulate({**PLAIN, "before": MILLION, "added_2014": 0, "added_2015": 0}, 1)
    assert found["stock_2014"] == near(MILLION / 2, 0.02)
    assert found["stock_2015"] == 0
    assert found["removed_2015"] == near(MILLION / 2, 0.02)


def test_a_list_on_which_nobody_comes_stays_empty():
    found = run(**dict.fromkeys(STEADY, 0.0), flights=1.0)
    assert [found[f"{name}_2018"] for name in ("stock", "removed", "paid_by", "flights", "rail")] == [0] * 5


def test_a_list_of_few_is_of_so_many():
    found = simulate({**PLAIN, "added_2014": 7}, 1)
    assert found["stock_2014"] == 7


def test_years_of_which_nothing_was_said_have_no_value():
    found = run()
    assert list(found) == list(KIND.outputs)
    assert {int(name[-4:]) for name, value in found.items() if not np.isnan(value)} == set(range(2014, 2019))


def test_inputs_that_contradict_themselves_are_refused():
    assert f"added_{YEARS[0]}" in (KIND.refuse(PLAIN) or "")
    assert "added_2015 is missing" in (KIND.refuse({**PLAIN, "added_2014": 1, "added_2016": 1}) or "")
    assert "no list" in (KIND.refuse({**PLAIN, "added_2014": 1, "term": 0}) or "")
    assert "tell apart" in (KIND.refuse({**PLAIN, "added_2014": 1, "flights": 10, "rail": 4}) or "")
    assert KIND.refuse({**PLAIN, **STEADY}) is None


@pytest.mark.parametrize(
    ("stage", "output"),
    [
        ("live_intend", "flights_2018"),
        ("record", "stock_2018"),
        ("redress", "removed_2018"),
        ("sanction", "flights_2018"),
        ("gate", "flights_2018"),
        ("take_stock", "stock_2018"),
    ],
)
def test_it_is_the_day_s_own_stages_that_are_called(stage, output, monkeypatch):
    assert run(flights=1)[output] > 0
    monkeypatch.setitem(compiled_day().steps, stage, lambda: None)
    assert run(flights=1)[output] == 0


def test_the_same_seed_gives_the_same_numbers():
    changes = {"repaid": 0.01, "flights": 1.0}
    assert str(run(**changes)) == str(run(**changes)) != str(run(2, **changes))
