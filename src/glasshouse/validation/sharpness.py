"""How sharp intervals are: an interval that holds its figure because it is wide says little.

Coverage alone is no merit: the widest intervals hold everything. So each coverage stands beside what it was bought
with: how many intervals are as narrow as their table asked beforehand, how many are narrower than the naive bet, and
how far apart their ends are.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from glasshouse.validation.verdict import Judged


@dataclass(frozen=True, kw_only=True)
class Sharpness:
    """Of `figures`, how many 95 % intervals are as narrow as was asked (`narrow`), and how many of these hold the
    figure (`narrow_held`); how many are narrower than the naive bet (`below_bet`).

    `ratio`: the highest value of an interval over its lowest, the median over all (infinite where the lowest is 0).
    `reference_off`: by which factor the figure carried over is off, the median over the figures that name one; it has
    no interval. Both NaN where there is none.
    """

    figures: int
    narrow: int
    narrow_held: int
    below_bet: int
    ratio: float
    reference_off: float

    @property
    def decades(self) -> float:
        """The median width in powers of ten."""
        return math.log10(self.ratio) if math.isfinite(self.ratio) and self.ratio > 0 else self.ratio

    def document(self) -> dict[str, Any]:
        """All of it as JSON can hold it; null where an interval of the middle begins at 0.

        >>> sharpness([]).document()["narrow"]
        0
        """
        numbers = {"ratio": self.ratio, "decades": self.decades, "reference_off": self.reference_off}
        return {
            "narrow": self.narrow,
            "narrow_held": self.narrow_held,
            "below_bet": self.below_bet,
            **{key: number if math.isfinite(number) else None for key, number in numbers.items()},
        }


def sharpness(figures: Sequence[Judged]) -> Sharpness:
    """How sharp the intervals of these figures are; each has a value.

    >>> sharpness([]).figures
    0
    """
    narrow = [each for each in figures if each.width <= each.published.widest]
    held = [each for each in narrow if each.low <= each.published.value <= each.high]
    below = [each for each in figures if each.width < each.published.naive[1] - each.published.naive[0]]
    off = [
        _factor(each.published.carried, each.published.value) for each in figures if each.published.carried is not None
    ]
    return Sharpness(
        figures=len(figures),
        narrow=len(narrow),
        narrow_held=len(held),
        below_bet=len(below),
        ratio=_middle([_factor(each.high, each.low) for each in figures]),
        reference_off=_middle(off),
    )


def _factor(one: float, other: float) -> float:
    """The larger over the smaller; infinite where one of them alone is 0 or below.

    >>> _factor(2.0, 6.0), _factor(0.0, 0.0), _factor(0.0, 3.0)
    (3.0, 1.0, inf)
    """
    low, high = sorted((one, other))
    if low == high:
        return 1.0
    return high / low if low > 0 else math.inf


def _middle(factors: Sequence[float]) -> float:
    return float(np.quantile(factors, 0.5, method="inverted_cdf")) if factors else math.nan
