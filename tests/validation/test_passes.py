"""Passes drawn as counts have the law of passes made one by one, and there may be more than ten million."""

from __future__ import annotations

import time

import numpy as np
import pytest

from glasshouse.validation.kinds import lfr_deployment
from glasshouse.validation.kinds.lfr_deployment import simulate

CROWD = {
    "faces": 6000.0, "watchlist": 5000.0, "on_watchlist_share": 0.05, "faulty_share": 0.2, "false_match_rate": 2e-6,
    "true_match_rate": 0.8, "quality_decades": 0.0, "quality_hits": 1.0, "women": 0.4, "minority": 0.3,
    "women_ratio": 2.0, "minority_ratio": 3.0, "credible_true": 0.9, "credible_false": 0.5, "stop_share": 0.8,
    "arrest_share": 0.4, "given_false_alerts": 50.0,
}  # fmt: skip
SEEDS = 120


def test_counts_have_the_law_of_faces_made_one_by_one(monkeypatch):
    made = [simulate(CROWD, seed) for seed in range(SEEDS)]
    monkeypatch.setattr(lfr_deployment, "MANY", 0)
    drawn = [simulate(CROWD, seed) for seed in range(SEEDS)]
    for name in made[0]:
        one, other = (np.array([row[name] for row in rows]) for rows in (made, drawn))
        error = np.sqrt((one.var() + other.var()) / SEEDS)
        assert abs(one.mean() - other.mean()) < 4 * error + 1e-9, name
        if one.std() > 0:
            assert 0.6 < other.std() / one.std() < 1.6, name


def test_a_billion_faces_take_no_longer():
    began = time.perf_counter()
    found = simulate(CROWD | {"faces": 1e9, "false_match_rate": 1e-9}, 1)
    assert time.perf_counter() - began < 2
    assert found["false_alerts"] == pytest.approx(5000, rel=0.1)
    assert found["true_alerts"] == pytest.approx(4e7, rel=0.01)


def test_a_stricter_threshold_cuts_false_alerts_by_its_slope():
    strict = {"threshold": 0.64, "measured_at": 0.6, "threshold_slope": 25.0}
    many = CROWD | {"faces": 1e8, "false_match_rate": 1e-8}
    assert simulate(many | strict, 1)["false_alerts"] == pytest.approx(simulate(many, 1)["false_alerts"] / 10, rel=0.1)


def test_a_longer_list_raises_them_by_its_exponent():
    many = CROWD | {"faces": 1e9, "false_match_rate": 1e-9, "measured_list": 500.0}
    half, whole = (simulate(many | {"list_exponent": exponent}, 1)["false_alerts"] for exponent in (0.5, 1.0))
    assert half == pytest.approx(whole / 10**0.5, rel=0.1)


def test_given_alerts_fall_on_groups_by_faces_and_rates():
    on = [simulate(CROWD, seed)["given_minority"] for seed in range(40)]
    # 0.3 of the faces at three times the rate, of 0.7 at once: 9 of 16.
    assert np.mean(on) == pytest.approx(50 * 0.9 / 1.6, rel=0.1)
    assert max(on) <= 50
    assert np.isnan(
        simulate({key: value for key, value in CROWD.items() if key != "given_false_alerts"}, 1)["given_women"]
    )


@pytest.mark.parametrize("missing", ["threshold", "measured_at", "threshold_slope"])
def test_a_threshold_needs_its_slope_and_where_the_rate_was_measured(missing):
    strict = {"threshold": 0.64, "measured_at": 0.6, "threshold_slope": 25.0}
    said = lfr_deployment.KIND.refuse(CROWD | {key: value for key, value in strict.items() if key != missing})
    assert said
    assert "go together" in said
