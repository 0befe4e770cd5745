"""An ensemble in figures: where a figure lies in the draws, how well its interval is known, and what spreads it."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from glasshouse.measures.intervals import LEAST_EVENTS, TAIL, Spread, quantile, spread_of_draws
from glasshouse.measures.tally import Tally
from glasshouse.wording.agreement import Agreement, agreement

#: Resamples of the draws, which say how far the quantiles would move with other draws.
_RESAMPLES = 400
#: Of a normal deviation: how many of it reach to where 5 % lie beyond, and half of what is drawn lies within.
_REACH, _MIDDLE = 1.6449, 0.6745
#: What a figure of a draw is worked out by.
Figure = Callable[[Tally], float]


@dataclass(frozen=True, kw_only=True)
class DrawnFrom:
    """A posterior from which draws took so many ``parameters``: its file, and to which other scenario it was fitted."""

    file: str
    parameters: int
    fitted_to: str | None = None


@dataclass(frozen=True, kw_only=True)
class Ensemble:
    """The draws of a run's assumptions, each simulated with ``population`` people.

    - ``tallies``: of the draws, in order; ``values``: what each drew, float64 [draws], by parameter (NaN: nothing).
    - ``central``: every assumption at its central value, with as many people.
    - ``again``: draws, by number from 1, that were simulated once more with another seed.
    - ``without``: as ``central``, with one kind of false entry that never happens, by its parameter.
    - ``posterior``: what some parameters were drawn from, in place of their ranges.
    """

    population: int
    seed: int
    tallies: tuple[Tally, ...]
    values: Mapping[str, np.ndarray]
    central: Tally
    again: Mapping[int, Tally]
    without: Mapping[str, Tally]
    posterior: DrawnFrom | None = None

    def __repr__(self) -> str:
        """Its sizes in one line."""
        source = f", posterior={self.posterior.file!r}" if self.posterior else ""
        return f"Ensemble(draws={self.draws}, population={self.population}, seed={self.seed}{source})"

    @property
    def draws(self) -> int:
        """How many draws there are."""
        return len(self.tallies)

    def figures(self, figure: Figure) -> np.ndarray:
        """A figure of each draw, float64 [draws]."""
        return np.array([figure(each) for each in self.tallies], float)

    def too_few(self, count: Callable[[Tally], int]) -> bool:
        """Whether the interval of a count would rest on too few cases, even at its upper end."""
        counts = sorted(count(each) for each in self.tallies)
        return max(counts) > 0 and quantile(counts, 1 - TAIL) < LEAST_EVENTS

    def holds(self, conclusion: Callable[[Tally], bool]) -> int:
        """In how many draws something is so."""
        return sum(conclusion(each) for each in self.tallies)

    @cached_property
    def _resampled(self) -> np.ndarray:
        return np.random.default_rng(self.seed).integers(0, self.draws, (_RESAMPLES, self.draws))

    def ends(self, figures: np.ndarray) -> tuple[Spread, Spread]:
        """The lower and the upper end of a figure's interval, each with what 90 % of resamples of the draws give."""
        drawn = np.quantile(figures[self._resampled], [TAIL, 1 - TAIL], axis=1)
        own = spread_of_draws(figures.tolist())
        spans = np.quantile(drawn, [TAIL, 1 - TAIL], axis=1)
        low, high = (
            Spread(value=value, low=float(spans[0, k]), high=float(spans[1, k]))
            for k, value in enumerate((own.low or 0.0, own.high or 0.0))
        )
        return low, high

    def chance(self, figure: Figure) -> float | None:
        """The share of the draws' spread that another seed makes, 0 to 1; None where nothing says.

        By ranks, so that a few high draws do not make all of it: half the mean square of the difference in rank that
        the other seed makes, over the variance of ranks.
        """
        figures = self.figures(figure)
        if not self.again or np.ptp(figures) == 0:
            return None
        steps = [
            rank(figures, figures[number - 1]) - rank(figures, figure(tally)) for number, tally in self.again.items()
        ]
        spread = np.var([rank(figures, value) for value in figures])
        return float(min(1.0, np.mean(np.square(steps)) / 2 / spread))

    def widened(self, interval: Spread, figure: Figure) -> Spread:
        """An interval over the draws with chance in it, where other seeds say how much that is.

        All draws simulate the same people with the same random numbers, so that what those few of a group happened to
        meet moves all draws alike, and does not show in their interval. Chance is the middle difference that the other
        seed makes, as a normal deviation, and is added to both sides in quadrature. Likewise the draws that seem to
        agree in a difference may do so by chance: they count as far as that leaves it, and as other seeds agree, too.
        """
        if not self.again or interval.low is None or interval.high is None:
            return interval
        others = {number: figure(tally) for number, tally in self.again.items()}
        apart = [abs(value - figure(self.tallies[number - 1])) for number, value in others.items()]
        deviation = float(np.median(apart)) / (_MIDDLE * math.sqrt(2))
        reach = _REACH * deviation
        return Spread(
            value=interval.value,
            low=interval.value - math.hypot(interval.value - interval.low, reach),
            high=interval.value + math.hypot(interval.high - interval.value, reach),
            draws=without_chance(self.figures(figure), deviation, list(others.values())),
        )


def without_chance(figures: np.ndarray, deviation: float, others: Sequence[float]) -> Agreement:
    """How draws agree in a difference if chance moves each by a normal deviation: what is to be expected of them.

    ``others`` are draws with seeds of their own: no larger share is said to agree than does of these.

    >>> without_chance(np.array([9.0, -9.0, 9.0, 9.0]), 1.0, [5.0, 5.0, 5.0, -5.0])
    Agreement(more=3.0, fewer=1.0, draws=4, estimated=True)
    >>> without_chance(np.array([9.0, 9.0, 9.0, 9.0]), 1.0, [5.0, -5.0])
    Agreement(more=2.0, fewer=0.0, draws=4, estimated=True)
    >>> without_chance(np.array([3.0, -1.0]), 0.0, [3.0, -3.0])
    Agreement(more=1, fewer=1, draws=2, estimated=False)
    """
    draws, plain, seen = len(figures), agreement(figures.tolist()), agreement(others)
    more, fewer = float(plain.more), float(plain.fewer)
    if deviation > 0:
        more = sum(0.5 * math.erfc(-figure / deviation / math.sqrt(2)) for figure in figures.tolist())
        fewer = draws - more
    most = (draws * seen.more / seen.draws, draws * seen.fewer / seen.draws)
    if deviation <= 0 and more <= most[0] and fewer <= most[1]:
        return plain
    return Agreement(more=min(more, most[0]), fewer=min(fewer, most[1]), draws=draws, estimated=True)


def rank(figures: Sequence[float] | np.ndarray, value: float) -> float:
    """The share of figures that lie below a value, those equal to it by half: 0 to 1.

    >>> rank([1.0, 2.0, 3.0, 4.0], 2.5), rank([0.0, 0.0], 0.0)
    (0.5, 0.5)
    """
    found = np.asarray(figures, float)
    return float((np.mean(found < value) + np.mean(found <= value)) / 2)


def rank_correlation(x: np.ndarray, y: np.ndarray) -> float:
    """Spearman's rank correlation, 0 where either never changes.

    >>> round(rank_correlation(np.array([1.0, 2.0, 9.0]), np.array([5.0, 6.0, 7.0])), 6)
    1.0
    """
    known = ~(np.isnan(x) | np.isnan(y))
    if known.sum() < 3 or np.ptp(x[known]) == 0 or np.ptp(y[known]) == 0:
        return 0.0
    return float(np.corrcoef(_ranks(x[known]), _ranks(y[known]))[0, 1])


def _ranks(figures: np.ndarray) -> np.ndarray:
    """The ``rank`` of each figure among all of them, none of which is NaN."""
    ordered = np.sort(figures)
    below, up_to = (np.searchsorted(ordered, figures, side) / len(figures) for side in ("left", "right"))
    return (below + up_to) / 2
