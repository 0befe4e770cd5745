"""How well the intervals hold over many figures: coverage, proper scores against a reference, and where figures fall.

A verdict says of one figure whether it lies in an interval. Only many figures say whether intervals are honest: of
95 % intervals, 95 of 100 should hold, of 50 % ones half. Scores are *proper*: nobody does better by saying other than
what is believed (Gneiting and Raftery 2007, doi 10.1198/016214506000001437). Figures have many units, so each score
is divided by the width of the figure's naive bet, which was fixed beforehand.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from glasshouse.validation.sharpness import Sharpness, sharpness
from glasshouse.validation.verdict import COVERAGE, Judged

#: The intervals of which coverage is told.
LEVELS = (0.5, 0.8, COVERAGE)
#: Into so many parts of equal chance figures are sorted by where they fall among the draws.
PARTS = 5


def interval_score(low: float, high: float, value: float, level: float = COVERAGE) -> float:
    """The interval score: the width, and for a value outside its distance times two over the chance left out.

    Gneiting and Raftery 2007, equation 43.

    >>> interval_score(2.0, 6.0, 5.0, 0.5), interval_score(2.0, 6.0, 7.0, 0.5)
    (4.0, 8.0)
    """
    return (high - low) + 2 / (1 - level) * max(0.0, low - value, value - high)


def band(figures: int, level: float) -> tuple[int, int]:
    """How many of so many independent figures an honest interval of a level holds, 95 times of 100.

    >>> band(47, 0.95), band(0, 0.5)
    ((41, 47), (0, 0))
    """
    chances = [math.comb(figures, k) * level**k * (1 - level) ** (figures - k) for k in range(figures + 1)]
    below = np.cumsum(chances)
    return int(np.searchsorted(below, 0.025)), int(np.searchsorted(below, 0.975))


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """Of `figures`, how many an interval of a level `held`; `least` to `most` is what an honest one holds."""

    level: float
    held: int
    figures: int
    least: int
    most: int

    @property
    def honest(self) -> bool:
        """Whether so many are what chance allows."""
        return self.least <= self.held <= self.most


@dataclass(frozen=True, kw_only=True)
class Scores:
    """Scores of some figures. `interval` and `crps` are means, in widths of the naive bets.

    `compared` figures have a reference; over them, `compared_crps` is the mean score and `reference_crps` that of the
    reference. `pit` counts the figures in each fifth of the draws, from the lowest: evenly if intervals are honest, at
    the ends if they are too narrow, in the middle if they are too wide. `sharpness`: what the coverage was bought with.
    """

    name: str
    tables: int
    figures: int
    coverage: tuple[Coverage, ...]
    interval: float
    crps: float
    naive: float
    compared: int
    compared_crps: float
    reference_crps: float
    pit: tuple[int, ...]
    sharpness: Sharpness

    @property
    def skill(self) -> float:
        """1 less the score over the reference's: above 0 is better than carrying the last figure over."""
        return 1 - self.compared_crps / self.reference_crps if self.reference_crps > 0 else math.nan

    def document(self) -> dict[str, Any]:
        """All of it as JSON can hold it."""
        numbers = {"interval": self.interval, "crps": self.crps, "naive_crps": self.naive, "skill": self.skill}
        numbers |= {"compared_crps": self.compared_crps, "reference_crps": self.reference_crps}
        return {
            "name": self.name,
            "tables": self.tables,
            "figures": self.figures,
            "coverage": [asdict(each) | {"honest": each.honest} for each in self.coverage],
            **{key: number if math.isfinite(number) else None for key, number in numbers.items()},
            "compared": self.compared,
            "sharpness": self.sharpness.document(),
            "pit": list(self.pit),
        }


def scores(name: str, tables: Iterable[Sequence[Judged]]) -> Scores:
    """The scores of all figures of these tables that have a value and to which nothing was set.

    >>> scores("none", []).figures
    0
    """
    rows = [[each for each in table if _counts(each)] for table in tables]
    figures = [each for table in rows for each in table]
    compared = [each for each in figures if math.isfinite(each.reference_crps)]
    return Scores(
        name=name,
        tables=sum(bool(table) for table in rows),
        figures=len(figures),
        coverage=tuple(_coverage(figures, level) for level in LEVELS),
        interval=_mean(interval_score(each.low, each.high, each.published.value) / _bet(each) for each in figures),
        crps=_mean(each.crps / _bet(each) for each in figures),
        naive=_mean(each.naive_crps / _bet(each) for each in figures),
        compared=len(compared),
        compared_crps=_mean(each.crps / _bet(each) for each in compared),
        reference_crps=_mean(each.reference_crps / _bet(each) for each in compared),
        pit=tuple(sum(min(PARTS - 1, int(each.pit * PARTS)) == part for each in figures) for part in range(PARTS)),
        sharpness=sharpness(figures),
    )


def _counts(judged: Judged) -> bool:
    return math.isfinite(judged.crps) and not judged.published.in_sample


def _bet(judged: Judged) -> float:
    low, high = judged.published.naive
    return high - low


def _coverage(figures: Sequence[Judged], level: float) -> Coverage:
    ends = {0.5: ("low50", "high50"), 0.8: ("low80", "high80")}.get(level, ("low", "high"))
    held = sum(getattr(each, ends[0]) <= each.published.value <= getattr(each, ends[1]) for each in figures)
    least, most = band(len(figures), level)
    return Coverage(level=level, held=held, figures=len(figures), least=least, most=most)


def _mean(numbers: Iterable[float]) -> float:
    found = list(numbers)
    return float(np.mean(found)) if found else math.nan
