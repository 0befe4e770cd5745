"""Figures over replicates: a value, its interval, and how both were made."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from glasshouse.wording.agreement import Agreement, agreement
from glasshouse.wording.change_words import interval, with_interval

#: Groups with fewer people, or figures that rest on fewer events, are not estimated.
LEAST_PEOPLE = 100
LEAST_EVENTS = 5
#: Districts with fewer people have no rate: there are many, and whichever is highest is so by chance.
LEAST_IN_DISTRICT = 500
NOT_ESTIMABLE = "not estimable"
#: From this many replicates on, the interval leaves out the outermost 2.5 % on either side.
ENOUGH_FOR_PERCENTILES = 20


@dataclass(frozen=True, kw_only=True)
class Spread:
    """One figure over the replicates: replicate 0's value and the interval over all.

    ``low`` and ``high`` are None for one replicate: there is nothing to compare. Of an ensemble, it is the median of
    its draws, and ``draws`` says how these agree in a difference.
    """

    value: float
    low: float | None = None
    high: float | None = None
    draws: Agreement | None = field(default=None, repr=False, compare=False)

    @property
    def interval(self) -> str:
        """The interval as text, empty for one replicate.

        >>> Spread(value=3.0, low=1.0, high=4.5).interval
        '1 to 4.5'
        """
        if self.low is None or self.high is None:
            return ""
        return interval(self.low, self.high)

    def times(self, factor: float) -> Spread:
        """The same so many times over, as another number of people has it.

        >>> Spread(value=3.0, low=1.0, high=4.5).times(2)
        Spread(value=6.0, low=2.0, high=9.0)
        """
        low, high = (None if end is None else factor * end for end in (self.low, self.high))
        return Spread(value=factor * self.value, low=low, high=high, draws=self.draws)

    def __str__(self) -> str:
        """The value, and the interval in brackets.

        >>> str(Spread(value=3.0, low=1.0, high=4.5)), str(Spread(value=3.0))
        ('3 (1 to 4.5)', '3')
        """
        return with_interval(self.value, self.low, self.high)


def spread(values: Sequence[float]) -> Spread:
    """Replicate 0's value with the interval: 2.5–97.5 percentiles from 20 replicates on, else lowest–highest.

    Raises ``ValueError`` without values.

    >>> spread([3.0, 1.0, 5.0])
    Spread(value=3.0, low=1.0, high=5.0)
    >>> spread([3.0])
    Spread(value=3.0, low=None, high=None)
    """
    if not values:
        raise ValueError("a spread needs at least one value")
    if len(values) == 1:
        return Spread(value=values[0])
    ordered = sorted(values)
    if len(ordered) < ENOUGH_FOR_PERCENTILES:
        return Spread(value=values[0], low=ordered[0], high=ordered[-1])
    return Spread(value=values[0], low=quantile(ordered, 0.025), high=quantile(ordered, 0.975))


#: Standard deviations beyond which five per cent lie on one side.
_FIVE_PER_CENT = 1.645
#: The interval of an ensemble leaves out so much at either end, and holds nine tenths.
TAIL = 0.05


def spread_of_draws(values: Sequence[float]) -> Spread:
    """The median of an ensemble's draws, with the interval that holds 90 % of them. Raises ``ValueError`` without any.

    >>> spread_of_draws([float(k) for k in range(101)])
    Spread(value=50.0, low=5.0, high=95.0)
    """
    if not values:
        raise ValueError("an ensemble needs at least one draw")
    ordered = sorted(values)
    low, value, high = (quantile(ordered, share) for share in (TAIL, 0.5, 1 - TAIL))
    return Spread(value=value, low=low, high=high, draws=agreement(values))


def by_chance(count: int) -> Spread:
    """A count with the interval in which chance alone leaves it in nine cases of ten (Poisson, after Byar).

    >>> by_chance(10).interval, by_chance(100).interval, by_chance(0).interval
    ('5.4 to 17', '84 to 118', '0 to 3')
    """
    above = count + 1
    low = count * (1 - 1 / (9 * count) - _FIVE_PER_CENT / (3 * math.sqrt(count))) ** 3 if count else 0.0
    high = above * (1 - 1 / (9 * above) + _FIVE_PER_CENT / (3 * math.sqrt(above))) ** 3
    return Spread(value=float(count), low=low, high=high)


def quantile(ordered: Sequence[float], share: float) -> float:
    """Linear interpolation between the order statistics of a sorted sequence.

    >>> quantile([0.0, 10.0], 0.25)
    2.5
    """
    place = share * (len(ordered) - 1)
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def method(replicates: int) -> str:
    """How figures and intervals of a run with so many replicates were made.

    >>> method(1)
    'One replicate: the counts are those of this one run, and no interval can be given.'
    """
    if replicates < 2:
        return "One replicate: the counts are those of this one run, and no interval can be given."
    percentiles = replicates >= ENOUGH_FOR_PERCENTILES
    what = "the 2.5th to 97.5th percentile" if percentiles else "the lowest to the highest"
    return (
        "Each figure is replicate 0, with every assumption at its central value. The interval in brackets is "
        f"{what} of {replicates} replicates; all but the first also draw their assumptions from their ranges."
    )
