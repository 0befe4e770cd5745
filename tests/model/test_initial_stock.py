"""People who are on the courts' list when the run begins."""

from __future__ import annotations

import numpy as np
import pytest

from glasshouse.engine.simulate import Replicate, simulate
from glasshouse.population.people import AGE_SHIFT, ERROR_FREE_LIST, INCOME_SHIFT, OBSERVED_LIST
from glasshouse.scenario import load

LISTED = ("restrictions.listed_at_start=0.2", "people.defaults=0.00004", "people.income_ratio=4")


def _day(*sets: str, preset: str = "as-documented") -> Replicate:
    return simulate(load(preset, sets=sets), population=20_000, days=1, threads=1)


def _listed(run: Replicate) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Whether each grown-up person is on the list in either ledger, and their fifth of income."""
    traits, flags = run.state["traits"], run.state["flags"]
    grown = (traits >> AGE_SHIFT) & 3 != 0
    observed, error_free = ((flags >> bits) & 3 == 1 for bits in (OBSERVED_LIST, ERROR_FREE_LIST))
    assert not (observed | error_free)[~grown].any()
    return observed[grown], error_free[grown], (traits[grown] >> INCOME_SHIFT) & 7


def test_a_share_is_listed_and_the_poor_more_often() -> None:
    observed, _, income = _listed(_day(*LISTED))
    assert observed.mean() == pytest.approx(0.2, abs=0.01)
    shares = [observed[income == fifth].mean() for fifth in range(5)]
    assert shares == sorted(shares, reverse=True)
    assert shares[0] / shares[4] == pytest.approx(4, rel=0.25)


def test_as_many_are_listed_wrongly_as_clerical_errors_say() -> None:
    wrong = "registries.clerical_error=0.00001"
    observed, error_free, _ = _listed(_day(*LISTED, wrong))
    assert (observed & ~error_free).sum() / observed.sum() == pytest.approx(1e-5 / (1e-5 + 4e-5 * 0.95), abs=0.02)
    observed, error_free, _ = _listed(_day(*LISTED, "registries.clerical_error=0"))
    assert observed.any()
    assert (observed == error_free).all()


def test_terms_run_out_evenly() -> None:
    run = _day(*LISTED)
    weeks = run.state["observed_weeks"][run.state["observed_weeks"] > 0].astype(int)
    quarters = np.bincount((weeks - 1) * 4 // 104, minlength=4) / len(weeks)
    assert len(weeks) > 3000
    assert np.allclose(quarters, 0.25, atol=0.02)


def test_who_begins_on_the_list_has_days_and_no_onset() -> None:
    run = _day(*LISTED, "people.defaults=0")
    counted = {name: int(run.daily[..., k].sum()) for k, name in enumerate(run.measures)}
    assert counted["first_sanctioned"] == counted["sanction_days"] == counted["on_defaulter_list"] > 3000
    assert counted["onsets"] == counted["listed_defaulter"] == 0


@pytest.mark.parametrize("off", ["restrictions.enabled=false", "restrictions.defaulter_weeks=0", "ban.date=2019-07-01"])
def test_without_the_list_nobody_is_on_it(off: str) -> None:
    observed, error_free, _ = _listed(_day(*LISTED, off))
    assert not (observed | error_free).any()


def test_a_suspension_does_not_empty_the_list() -> None:
    run = _day(*LISTED, "restrictions.suspended_from=2019-07-01")
    observed, _, _ = _listed(run)
    assert observed.any()
    assert run.daily[..., run.measures.index("sanction_days")].sum() == 0


def test_the_listed_try_to_travel_as_often_as_is_said() -> None:
    tries = ("people.outings_flight=0.1", "people.outings_rail=0.1", "people.listed_flight=2", "people.listed_rail=0.5")
    run = _day(*LISTED, *tries)
    listed, flights, trains = (
        int(run.daily[..., run.measures.index(name)].sum())
        for name in ("on_defaulter_list", "blocked_flight", "blocked_rail")
    )
    assert flights / listed == pytest.approx(0.2, abs=0.025)
    assert trains / listed == pytest.approx(0.05, abs=0.015)
