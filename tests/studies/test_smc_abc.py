"""Sequential Monte Carlo ABC against posteriors that are known."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import kstest, norm, truncnorm

from glasshouse.runs.ensemble_particles import resample
from glasshouse.studies.smc_abc import particles, tolerance_for, weighted_quantile

SIZES = (300, 140, 140, 140, 140)
AT = (0.05, 0.25, 0.5, 0.75, 0.95)


def normal_mean(parameters, observed, noise, sd, seed, informed=1, sizes=SIZES):
    """Squared misfit of a normal figure whose mean is the place itself; other places have no say."""
    rng = np.random.default_rng(seed)

    def misfit(places):
        figures = places[:, :informed] + rng.normal(0, noise, (len(places), informed))
        return (((figures - observed) / sd) ** 2).sum(axis=1)

    return particles(parameters, sizes, seed, misfit)


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("parameters", [1, 2, 6])
def test_a_normal_mean_has_its_exact_posterior(parameters, seed):
    found = normal_mean(parameters, 0.3, noise=0.03, sd=0.04, seed=seed)
    assert found.tolerance == 1
    exact = norm(0.3, 0.05)  # the chance of a simulation and the error of the figure together
    apart = weighted_quantile(found.places[:, 0], found.weights, AT) - exact.ppf(AT)
    assert np.abs(apart).max() < 0.35 * exact.std() * (1 + (parameters > 2))


@pytest.mark.slow
def test_the_example_of_pyabc():
    """Parameter inference in pyABC's manual: a mean from 0 to 5, even, a figure of 2.5 with a deviation of 0.5.

    There the threshold ended at 0.08, within which figures count as met; here that is the standard deviation. Both have
    2,727 simulations.
    """
    found = normal_mean(1, 2.5 / 5, noise=0.5 / 5, sd=0.08 / 5, seed=7, sizes=(727, 500, 500, 500, 500))
    exact = truncnorm(-5, 5, 2.5, np.hypot(0.5, 0.08))
    means = 5 * weighted_quantile(found.places[:, 0], found.weights, AT)
    assert found.tolerance == 1
    assert np.abs(means - exact.ppf(AT)).max() < 0.2


def test_two_separate_answers_are_both_found():
    """A figure that is the square of a place from -2 to 2, as in pyABC's example of a posterior with several modes."""
    rng = np.random.default_rng(5)

    def misfit(places):
        values = 4 * places[:, 0] - 2
        return ((values**2 + rng.normal(0, 0.1, len(places)) - 1) / 0.1) ** 2

    found = particles(1, SIZES, 5, misfit)
    right = found.places[:, 0] > 0.5
    assert 0.35 < found.weights[right].sum() < 0.65
    assert abs(4 * (found.weights[right] @ found.places[right, 0]) / found.weights[right].sum() - 2 - 1) < 0.05


def test_the_tolerance_falls_and_the_end_says_where_it_stopped():
    found = normal_mean(12, 0.3, noise=0.0, sd=0.001, seed=1, informed=2)
    tolerances = [wave.tolerance for wave in found.waves]
    assert tolerances == sorted(tolerances, reverse=True)
    assert found.tolerance == tolerances[-1] > 1
    assert found.effective > 49


def test_a_figure_that_is_never_defined_gives_no_weight():
    found = particles(2, (20, 10), 1, lambda places: np.full(len(places), np.nan))
    assert found.weights.sum() == found.effective == 0
    assert tolerance_for(np.zeros(3), np.full(3, np.inf), 2) == np.inf


def test_a_figure_that_is_sometimes_undefined_counts_against_its_place():
    found = particles(1, SIZES, 1, lambda places: np.where(places[:, 0] < 0.5, np.nan, 0.0))
    assert found.weights[found.places[:, 0] < 0.5].sum() == 0
    middle = weighted_quantile(found.places[:, 0], found.weights, (0.5,))[0]
    assert middle == pytest.approx(0.75, abs=0.04)


def test_it_depends_on_its_seed_alone():
    one, other = (normal_mean(2, 0.3, 0.02, 0.03, seed=4) for _ in range(2))
    assert np.array_equal(one.places, other.places)
    assert np.array_equal(one.weights, other.weights)
    assert not np.array_equal(one.places, normal_mean(2, 0.3, 0.02, 0.03, seed=5).places)


def test_particles_are_drawn_by_their_weight():
    weights = np.array([0.7, 0.0, 0.2, 0.1])
    assert np.bincount(resample(weights, 100, 3), minlength=4).tolist() == [70, 0, 20, 10]


@pytest.mark.slow
def test_simulation_based_calibration():
    """Truths drawn from the prior lie anywhere in their posterior, as often near its ends as in its middle."""
    rng = np.random.default_rng(0)
    ranks = []
    for k in range(200):
        truth = rng.random()
        observed = truth + rng.normal(0, 0.05)
        found = normal_mean(2, observed, noise=0.03, sd=0.04, seed=k)
        ranks.append(float(found.weights[found.places[:, 0] < truth].sum()))
    assert kstest(ranks, "uniform").pvalue > 0.01
