"""The shipped posteriors: what made them, how well they are mixed, and that the scripts make them again."""

from __future__ import annotations

import json

import numpy as np
import pytest
from scripts import false_match_posterior as script
from scripts import measured_posteriors

SHIPPED = json.loads(script.FILE.read_text(encoding="utf-8"))
AGAIN = "run: python -m scripts.false_match_posterior --write"


@pytest.mark.parametrize("several", measured_posteriors.SEVERAL, ids=lambda one: one.name)
def test_what_several_reports_measured_is_what_the_script_makes_of_it(several):
    shipped = json.loads((measured_posteriors.FOLDER / f"{several.name}.json").read_text(encoding="utf-8"))
    assert shipped["script"] == measured_posteriors.script_hash(), "run: python -m scripts.measured_posteriors --write"
    low, middle, high = shipped["centre"]
    found = measured_posteriors.fit(several.measured, several.centre, several.spread)
    centres = found.centres @ found.chances.sum(1)
    assert abs(centres - middle) < 0.1 * (high - low)
    assert shipped["spread"][0] < shipped["spread"][2]


def test_a_report_that_is_left_out_is_foretold():
    rows = [
        row
        for several in measured_posteriors.SEVERAL
        for row in json.loads((measured_posteriors.FOLDER / f"{several.name}.json").read_text(encoding="utf-8"))[
            "left_out"
        ]
    ]
    assert len(rows) == sum(len(several.measured) for several in measured_posteriors.SEVERAL)
    assert sum(row["held"] for row in rows) >= 0.88 * len(rows)


def test_more_of_the_same_makes_the_spread_surer_and_another_deployment_is_less_sure_than_the_centre():
    one = measured_posteriors.Measured(report="x", of="x", some=60, all_=100)
    few, many = (measured_posteriors.fit([one] * number, (0.0, 1.5), 1.0) for number in (2, 12))
    rng = np.random.default_rng(1)
    assert many.draws(2000, rng)[1].mean() < few.draws(2000, rng)[1].mean()
    centre, spread = many.draws(2000, rng)
    assert (centre + spread * rng.standard_normal(2000)).std() > centre.std()


def test_the_draws_are_those_of_this_script():
    assert SHIPPED["script"] == script.script_hash(), AGAIN
    assert np.shape(SHIPPED["draws"]) == (script.KEPT, len(script.PARAMETERS))


def test_the_draws_are_mixed():
    assert max(SHIPPED["diagnostics"]["split_r_hat"]) < 1.1
    assert SHIPPED["diagnostics"]["effective_draws"] > 400


def test_the_summary_is_that_of_the_draws():
    for k, name in enumerate(script.PARAMETERS):
        low, middle, high = SHIPPED["summary"][name]
        column = np.array(SHIPPED["draws"])[:, k]
        assert low < np.median(column) < high
        assert abs(np.median(column) - middle) < 0.3 * (high - low)


def test_a_known_truth_is_found_again():
    """The likelihood is highest near the parameters by which false alerts were made."""
    rng = np.random.default_rng(1)
    truth = np.array([[-7.5, -0.3, 1.0, 30.0, 0.3]])
    made = []
    for k in range(60):
        one = script.Deployment(
            name=str(k), report=str(k), year=2017 + k % 9, faces=(1e6, 1e6), watchlist=(300.0 * 2 ** (k % 6),) * 2,
            false={0.6: 0},
        )  # fmt: skip
        rate = 10 ** (script.expected(truth, one, 0.6)[0] + 0.3 * rng.standard_normal())
        made.append(script.Deployment(**{**vars(one), "false": {0.6: int(rng.poisson(rate))}}))
    for k, step in ((0, 0.3), (1, 0.1), (2, 0.3), (4, 0.25)):
        for sign in (-1, 1):
            other = truth.copy()
            other[0, k] += sign * step
            assert script.log_likelihood(truth, tuple(made))[0] > script.log_likelihood(other, tuple(made))[0], (
                k,
                sign,
            )


def test_a_deployment_that_was_left_out_is_foretold_wider_than_by_a_fixed_rate():
    by_name = {row["deployment"]: row for row in SHIPPED["left_out"]}
    assert len(by_name) == len(script.DEPLOYMENTS)
    for row in by_name.values():
        assert row["hierarchy"]["low"] <= row["hierarchy"]["high"]
    assert SHIPPED["held"]["hierarchy"] > SHIPPED["held"]["fixed"]


@pytest.mark.slow
def test_the_script_makes_the_same_summary_again():
    pytest.importorskip("emcee", reason="the extra fit is not installed")
    again = script.fitted()
    for name, (low, middle, high) in SHIPPED["summary"].items():
        assert abs(again["summary"][name][1] - middle) < 0.1 * (high - low), name
