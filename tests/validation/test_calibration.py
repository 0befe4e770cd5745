"""Simulation-based calibration: truths drawn from the priors lie anywhere among the draws of their posteriors.

Talts and others 2018, arXiv 1804.06788. A truth is drawn from the prior, and figures are made from it; over many such
truths the rank among the posterior's draws is uniform if the fit is right. Each check is turned against a fit that is
wrong on purpose, so that we know it would say so.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from scripts import false_match_posterior
from scripts.measured_posteriors import Measured, fit

from glasshouse.validation import carried_over
from glasshouse.validation.carried_over import Figure, by_quantity, likelihood, spread_chances
from glasshouse.validation.validation_table import Published

pytestmark = pytest.mark.slow
#: Parts into which ranks are sorted, and how far from even the counts may be: chi-squared, 1 in 1,000.
PARTS, MOST = 10, 27.9


def uneven(places: NDArray[np.float64]) -> float:
    """Chi-squared of places in 0 to 1 against even ones, with nine degrees of freedom."""
    counts = np.histogram(places, PARTS, (0, 1))[0]
    return float(((counts - len(places) / PARTS) ** 2 / (len(places) / PARTS)).sum())


# Centre and spread of what several reports measured.


def measured_places(
    times: int, told: Callable[[Measured], Measured] = lambda one: one, wide: float = 0.6
) -> np.ndarray:
    """Places of centre, spread and of another deployment among their draws, float64 [times, 3]."""
    rng, found = np.random.default_rng(1), []
    for _ in range(times):
        centre, spread = 0.3 + 0.8 * rng.standard_normal(), abs(0.6 * rng.standard_normal())
        some = []
        for k in range(6):
            own = centre + spread * rng.standard_normal()
            if k % 2:
                some.append(Measured(report="x", of="x", value=own + 0.2 * rng.standard_normal(), error=0.2))
            else:
                some.append(Measured(report="x", of="x", some=rng.binomial(25, 1 / (1 + np.exp(-own))), all_=25))
        centres, spreads = fit([told(one) for one in some], (0.3, 0.8), wide).draws(400, rng)
        another = centre + spread * rng.standard_normal()
        others = centres + spreads * rng.standard_normal(400)
        found.append([(centres < centre).mean(), (spreads < spread).mean(), (others < another).mean()])
    return np.array(found)


def test_centre_and_spread_of_measurements_are_found_as_often_as_said():
    places = measured_places(400)
    assert [uneven(column) < MOST for column in places.T] == [True] * 3, [uneven(column) for column in places.T]


def test_a_fit_without_a_spread_between_deployments_is_told():
    places = measured_places(400, wide=0.02)
    assert uneven(places[:, 1]) > MOST
    assert uneven(places[:, 2]) > MOST


def test_a_fit_that_believes_measurements_too_much_is_told():
    places = measured_places(400, told=lambda one: replace(one, error=one.error / 4))
    assert max(uneven(column) for column in places.T) > MOST


# The spread of what tables carry over.


def carried_places(times: int, exaggerated: float = 1.0) -> np.ndarray:
    """Places of the spread of the first of three quantities, float64 [times]; six reports each, two counted."""
    rng, found = np.random.default_rng(2), []
    for _ in range(times):
        scale = abs(rng.standard_normal()) * carried_over.PRIOR_SCALE
        while not carried_over._SCALES[0] < scale < carried_over._SCALES[-1]:
            scale = abs(rng.standard_normal()) * carried_over.PRIOR_SCALE
        some, truth = [], 0.0
        for name in ("one", "two", "three"):
            spread = abs(rng.standard_normal()) * scale
            truth = spread if name == "one" else truth
            for k in range(6):
                some.append(_figure(rng, name, f"{name}-{k}", spread * exaggerated, counted=k < 2))
        known = by_quantity([(figure, likelihood(figure)) for figure in some])
        below = np.cumsum(spread_chances(known, "one"))
        found.append(np.interp(truth, carried_over._SPREADS, below - np.diff(below, prepend=0) / 2))
    return np.array(found)


def _figure(rng: np.random.Generator, quantity: str, report: str, spread: float, *, counted: bool) -> Figure:
    away = spread * rng.standard_normal()
    if counted:
        draws = rng.poisson(rng.gamma(9, 8 / 9, 400)).astype(np.float64)
        value = float(rng.poisson(min(1e8, rng.gamma(9, 8 / 9) * np.exp(away))))
    else:
        draws = 1e5 * np.exp(0.3 * rng.standard_normal(400))
        value = float(1e5 * np.exp(0.3 * rng.standard_normal() + away))
    published = Published(
        name="x", value=value, unit="hits", low=value, high=value, source=report, confidence="S", widest=1, naive=(0, 1)
    )
    return Figure(
        table=report, quantity=quantity, published=published, report=report, year=2020, cites=frozenset(), draws=draws
    )


def test_the_spread_between_reports_is_found_as_often_as_said():
    assert uneven(carried_places(400)) < MOST


def test_figures_that_differ_more_than_the_fit_believes_are_told():
    assert uneven(carried_places(400, exaggerated=2.0)) > MOST


# Centre, trend, exponent, slope and spread of false matches.


def false_match_places(times: int, *, spread: float = 1.0) -> np.ndarray:
    """Places of the five parameters, float64 [times, 5]; with `spread` times the spread that the fit believes."""
    script, rng, found = false_match_posterior, np.random.default_rng(3), []
    for truth in script.before(4 * times, rng):
        if len(found) == times:
            break
        made = []
        for one in script.DEPLOYMENTS:
            away = np.hypot(spread * truth[4], one.blur) * rng.standard_normal()
            rates = {at: script.expected(truth[None], one, at)[0] + away for at in one.false}
            made.append(replace(one, false={at: int(rng.poisson(10 ** min(15, rate))) for at, rate in rates.items()}))
        chain, _ = script.sample(tuple(made), 600)
        flat = chain[::20].reshape(-1, 5)
        found.append((flat < truth).mean(0))
    return np.array(found)


def test_the_parameters_of_false_matches_are_found_as_often_as_said():
    pytest.importorskip("emcee", reason="the extra fit is not installed")
    places = false_match_places(100)
    assert [uneven(column) < MOST for column in places.T] == [True] * 5, [uneven(column) for column in places.T]


def test_deployments_that_differ_more_than_the_fit_of_false_matches_believes_are_told():
    pytest.importorskip("emcee", reason="the extra fit is not installed")
    assert uneven(false_match_places(60, spread=3.0)[:, 4]) > MOST
