"""Sequential Monte Carlo ABC: particles that move, wave by wave, to where simulations come near the figures.

Each parameter lies in [0, 1] and is even there before anything is known (its *place*). A wave of particles is
simulated, and each gets a squared misfit: the sum over the targets of ((simulated - published) / standard deviation)^2.
A particle's weight is its prior density, times exp(-misfit / (2 tolerance^2)), over the density from which it came.
With a tolerance of 1 that kernel is the normal error of the published figures itself, so that the weighted particles
are draws of the posterior (Wilkinson 2013), the chance of each simulation included. The tolerance begins where enough
particles carry weight and falls to 1 as the waves come nearer.

The next wave is drawn around the weighted particles with a kernel of their weighted covariance (Beaumont and others
2009), shrunk towards their mean so that it is little wider than they are (Liu and West 2001). All waves count in the
end, each by the mixture of all densities that particles came from (Cornuet and others 2012), so that no simulation is
wasted.

>>> def misfit(places):  # one figure, 0.3, that is the place itself, with a standard deviation of 0.05
...     return ((places[:, 0] - 0.3) / 0.05) ** 2
>>> found = particles(1, (100, 60, 60), 1, misfit)
>>> found.tolerance, abs(float(found.weights @ found.places[:, 0]) - 0.3) < 0.02
(1.0, True)
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

#: Particles that must carry weight (effective sample size) before the tolerance falls on; of a wave, this share.
FEWEST, SHARE = 50, 0.5
#: How much wider a wave is than the particles that it is drawn around, as a part of their variance: for the tails.
_WIDER = 0.3
#: Places nearer to an end than this count as the end.
_END = 1e-9
#: The prior's part in every wave but the first: a region that the first wave missed is still found.
_PRIOR = 0.1


@dataclass(frozen=True, kw_only=True)
class Wave:
    """What one wave came to: its tolerance, the part of its simulations that rejection at that tolerance would accept,
    and how many particles carry weight, of all up to it.
    """

    simulations: int
    tolerance: float
    acceptance: float
    effective: float


@dataclass(frozen=True, kw_only=True)
class Particles:
    """Weighted particles: ``places`` float64 [n, parameters], ``misfits`` [n] squared, ``weights`` [n] that sum to 1,
    ``wave`` [n] from 0. ``tolerance``: 1 where they are the posterior, more where they are wider than it.
    """

    places: np.ndarray
    misfits: np.ndarray
    weights: np.ndarray
    wave: np.ndarray
    tolerance: float
    waves: tuple[Wave, ...]

    @property
    def effective(self) -> float:
        """How many unweighted particles say as much (Kish's effective sample size)."""
        return effective_size(self.weights)


@dataclass(frozen=True, kw_only=True)
class _Proposal:
    """A density over normal scores: a normal mixture of equal shapes, beside a part of the prior."""

    centres: np.ndarray
    shares: np.ndarray
    root: np.ndarray
    prior: float

    def draw(self, count: int, rng: np.random.Generator) -> np.ndarray:
        """So many scores, float64 [count, parameters]."""
        size = self.root.shape[0]
        own = rng.random(count) >= self.prior
        chosen = rng.choice(len(self.shares), count, p=self.shares)
        noise = rng.standard_normal((count, size))
        return np.where(own[:, None], self.centres[chosen] + noise @ self.root.T, noise)

    def density(self, scores: np.ndarray) -> np.ndarray:
        """Its logarithm at some scores, but for the constant that every density here shares."""
        turned = np.linalg.inv(self.root)
        there, here = scores @ turned.T, self.centres @ turned.T
        apart = (there**2).sum(1)[:, None] + (here**2).sum(1) - 2 * there @ here.T
        with np.errstate(divide="ignore"):
            own = _log_sum(np.log(self.shares) - apart / 2) - np.linalg.slogdet(self.root)[1]
            return np.logaddexp(np.log1p(-self.prior) + own, np.log(self.prior) - (scores**2).sum(1) / 2)


def sequential(parameters: int, sizes: Sequence[int], seed: int) -> Generator[np.ndarray, np.ndarray, Particles]:
    """Waves of so many particles each: gives their places, takes their squared misfits, and returns them all weighted.

    A misfit that is not a number or infinite has no weight. It depends on its arguments and on what it is told alone.
    """
    from scipy.special import ndtr, ndtri
    from scipy.stats import qmc

    rng = np.random.default_rng([seed, parameters, 7])
    even = qmc.LatinHypercube(parameters, rng=rng).random(sizes[0])
    scores, misfits = np.empty((0, parameters)), np.empty(0)
    drawn, told = list[_Proposal](), list[Wave]()
    weights, tolerance = np.empty(0), 1.0
    for number, size in enumerate(sizes):
        more = ndtri(np.clip(even, _END, 1 - _END)) if number == 0 else drawn[-1].draw(size, rng)
        places = np.round(ndtr(more), 12)
        squared = yield places
        scores = np.vstack([scores, ndtri(np.clip(places, _END, 1 - _END))])
        misfits = np.append(misfits, np.where(np.isnan(squared), np.inf, squared))
        last = number == len(sizes) - 1
        least = FEWEST if last else max(FEWEST, SHARE * size)
        base = _base(scores, drawn, sizes)
        tolerance = tolerance_for(base, misfits, least)
        weights = weights_at(base, misfits, tolerance)
        known = misfits[-size:][np.isfinite(misfits[-size:])]
        accepted = float(np.exp(-known / (2 * tolerance**2)).sum()) / size
        told.append(Wave(simulations=size, tolerance=tolerance, acceptance=accepted, effective=effective_size(weights)))
        drawn.append(_around(scores, weights))
    from_wave = np.repeat(np.arange(len(sizes)), sizes)
    return Particles(
        places=np.round(ndtr(scores), 12), misfits=misfits, weights=weights, wave=from_wave, tolerance=tolerance,
        waves=tuple(told),
    )  # fmt: skip


def particles(
    parameters: int, sizes: Sequence[int], seed: int, misfit: Callable[[np.ndarray], np.ndarray]
) -> Particles:
    """The same where a function gives the squared misfits of places, float64 [n, parameters] -> [n]."""
    waves = sequential(parameters, sizes, seed)
    places = next(waves)
    while True:
        try:
            places = waves.send(misfit(places))
        except StopIteration as done:
            return done.value


def effective_size(weights: np.ndarray) -> float:
    """Kish's effective sample size of weights; 0 where none has any.

    >>> effective_size(np.array([1.0, 1.0, 0.0]))
    2.0
    """
    total, squares = float(weights.sum()), float((weights**2).sum())
    return total**2 / squares if squares > 0 else 0.0


def weights_at(base: np.ndarray, misfits: np.ndarray, tolerance: float) -> np.ndarray:
    """Weights that sum to 1 at a tolerance; ``base`` holds the logarithms of prior over proposal. All 0 without any."""
    known = np.isfinite(misfits)
    if not known.any():
        return np.zeros(len(base))
    logs = np.where(known, base - np.where(known, misfits, 0.0) / (2 * tolerance**2), -np.inf)
    top = logs.max()
    raw = np.exp(logs - top)
    return raw / raw.sum()


def tolerance_for(base: np.ndarray, misfits: np.ndarray, least: float) -> float:
    """The smallest tolerance from 1 on at which so many particles carry weight, or half of what ever can.

    Infinite where no misfit is finite.
    """
    known = np.isfinite(misfits)
    if not known.any():
        return float("inf")
    most = effective_size(weights_at(base, np.where(known, 0.0, np.inf), 1.0))

    def enough(tolerance: float) -> bool:
        return effective_size(weights_at(base, misfits, tolerance)) >= min(least, most / 2)

    low, high = 1.0, 2.0
    if enough(low):
        return low
    while not enough(high):
        low, high = high, 2 * high
    for _ in range(30):
        middle = (low * high) ** 0.5
        low, high = (low, middle) if enough(middle) else (middle, high)
    return float(f"{high:.6g}")


def weighted_quantile(values: np.ndarray, weights: np.ndarray, at: Sequence[float]) -> np.ndarray:
    """Quantiles of weighted values, between two of them in a straight line; NaN without weight.

    >>> weighted_quantile(np.array([3.0, 1.0, 2.0]), np.ones(3), [0.5]).tolist()
    [2.0]
    """
    order = np.argsort(values, kind="stable")
    sorted_, shares = values[order], weights[order]
    total = shares.sum()
    if total <= 0:
        return np.full(len(at), np.nan)
    return np.interp(at, (np.cumsum(shares) - shares / 2) / total, sorted_)


def _base(scores: np.ndarray, drawn: Sequence[_Proposal], sizes: Sequence[int]) -> np.ndarray:
    """Of each particle the logarithm of prior over the mixture of all densities that particles came from so far."""
    prior = -(scores**2).sum(1) / 2
    shares = np.array(sizes[: len(drawn) + 1], float)
    logs = np.stack([prior, *(each.density(scores) for each in drawn)], axis=1)
    return prior - _log_sum(np.log(shares / shares.sum()) + logs)


def _around(scores: np.ndarray, weights: np.ndarray) -> _Proposal:
    """Where the next wave is drawn from: around the particles by their weight, and a little wider than they are."""
    size = scores.shape[1]
    if weights.sum() <= 0:
        return _Proposal(centres=np.zeros((1, size)), shares=np.ones(1), root=np.eye(size), prior=_PRIOR)
    mean = weights @ scores
    apart = scores - mean
    spread = (apart * weights[:, None]).T @ apart
    few = min(1.0, size / max(1.0, effective_size(weights)))  # so few tell no correlation between so many
    spread = (1 - few) * spread + few * np.diag(np.diag(spread)) + 1e-6 * np.eye(size)
    own = min(1.0, (4 / (size + 2) / effective_size(weights)) ** (2 / (size + 4)))  # Silverman's rule, squared
    kept = weights > 0
    return _Proposal(
        centres=mean + (1 - own) ** 0.5 * apart[kept],
        shares=weights[kept] / weights[kept].sum(),
        root=np.linalg.cholesky((own + _WIDER) * spread),
        prior=_PRIOR,
    )


def _log_sum(logs: np.ndarray) -> Any:
    """The logarithm of the sum of exponentials of each row."""
    top = logs.max(axis=1)
    return top + np.log(np.exp(logs - top[:, None]).sum(axis=1))
