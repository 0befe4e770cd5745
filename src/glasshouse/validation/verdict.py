"""When a published figure passes, and how sharp the simulation was about it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from glasshouse.validation.validation_table import Published

#: Share of the draws that the predictive interval holds.
COVERAGE = 0.95
PASS, FAIL, WIDE, NOTHING = "pass", "fail", "too wide", "no value"


@dataclass(frozen=True, kw_only=True)
class Judged:
    """A published figure beside what was simulated.

    `low` to `high` holds 95 % of the draws, `low80` to `high80` and `low50` to `high50` hold 80 and 50 %; `middle` is
    their median. `pit` is the share of the draws below the published figure, those equal to it half counted. `missing`
    is the share of the draws that left it without a value. `skill` is 1 - crps / naive_crps: 1 would be certain and
    right, 0 as good as the naive bet. A bound is judged and not scored: its `crps`, `pit` and `skill` are NaN. `firm`:
    whether the verdict would stand with the interval's ends anywhere in their own 95 % intervals, which so few draws
    leave them.
    """

    published: Published
    low: float
    middle: float
    high: float
    missing: float
    crps: float
    naive_crps: float
    verdict: str
    firm: bool
    low80: float
    high80: float
    low50: float
    high50: float
    pit: float

    @property
    def reference_crps(self) -> float:
        """The score of the last figure carried over, which is its distance; NaN where the table names none."""
        carried = self.published.carried
        return math.nan if carried is None else abs(carried - self.published.value)

    @property
    def width(self) -> float:
        """How wide the interval is."""
        return self.high - self.low

    @property
    def skill(self) -> float:
        """How much better than the naive bet; below 0 it is worse."""
        return 1 - self.crps / self.naive_crps

    @property
    def passed(self) -> bool:
        """Whether the published figure lies in an interval that could have missed it."""
        return self.verdict == PASS


def crps(draws: NDArray[np.float64], value: float) -> float:
    """Continuous ranked probability score of draws (not empty) against a value: 0 is best.

    E|X - value| - E|X - X'| / 2, with each pair of different draws counted alike (Gneiting and Raftery 2007, doi
    10.1198/016214506000001437; Ferro 2014, doi 10.1002/qj.2270, for the pairs).

    >>> crps(np.array([3.0, 3.0]), 5.0), crps(np.array([4.0, 6.0]), 5.0)
    (2.0, 0.0)
    """
    n = len(draws)
    ordered = np.sort(draws)
    away = float(np.abs(ordered - value).mean())
    if n == 1:
        return away
    # Sum over all pairs of what the later is above the earlier: each draw is added once for each before it.
    apart = float(((2 * np.arange(n) - n + 1) * ordered).sum())
    return away - apart / (n * (n - 1))


def naive_crps(bet: tuple[float, float], value: float) -> float:
    """The same score of a bet on every value from low to high alike.

    >>> round(naive_crps((0.0, 12.0), 6.0), 9)
    1.0
    """
    width = bet[1] - bet[0]
    z = (value - bet[0]) / width
    inside = min(1.0, max(0.0, z))
    return width * (abs(z - inside) + inside**2 - inside + 1 / 3)


def judge(published: Published, draws: NDArray[np.float64]) -> Judged:
    """Put a published figure beside its draws (float64, NaN where a draw left it without a value).

    The interval's ends are draws themselves, so that counts stay counts.
    """
    with_value = draws[np.isfinite(draws)]
    missing = 1 - len(with_value) / len(draws)
    naive = math.nan if published.bound else naive_crps(published.naive, published.value)
    if missing > 0.5:
        nan = float("nan")
        return Judged(
            published=published, low=nan, middle=nan, high=nan, missing=missing, crps=nan, naive_crps=naive,
            verdict=NOTHING, firm=True, low80=nan, high80=nan, low50=nan, high50=nan, pit=nan,
        )  # fmt: skip
    tail = (1 - COVERAGE) / 2
    ends = [tail, 0.1, 0.25, 0.5, 0.75, 0.9, 1 - tail]
    low, low80, low50, middle, high50, high80, high = np.quantile(with_value, ends, method="inverted_cdf").tolist()
    return Judged(
        published=published,
        low=low,
        middle=middle,
        high=high,
        missing=missing,
        crps=math.nan if published.bound else crps(with_value, published.value),
        naive_crps=naive,
        verdict=_verdict(published, low, high),
        firm=len({_verdict(published, *ends) for ends in ((low, high), *_other_ends(with_value))}) == 1,
        low80=low80,
        high80=high80,
        low50=low50,
        high50=high50,
        pit=math.nan if published.bound else _pit(with_value, published.value),
    )


def _pit(draws: NDArray[np.float64], value: float) -> float:
    return float((draws < value).mean() + (draws == value).mean() / 2)


def _other_ends(draws: NDArray[np.float64]) -> list[tuple[float, float]]:
    """The widest and the narrowest interval that other draws of this number would hardly leave.

    How many draws lie below the true end is binomial.
    """
    n, tail = len(draws), (1 - COVERAGE) / 2
    ordered, spread = np.sort(draws), 1.96 * math.sqrt(n * tail * (1 - tail))
    ranks = (max(0, math.floor(n * tail - spread) - 1), min((n - 1) // 2, math.ceil(n * tail + spread) - 1))
    return [(float(ordered[rank]), float(ordered[n - 1 - rank])) for rank in ranks]


def _verdict(published: Published, low: float, high: float) -> str:
    if not published.within(low, high):
        return FAIL
    return WIDE if high - low > published.widest else PASS
