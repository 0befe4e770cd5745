"""Figures over replicates, and numbers as people read them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

#: Groups with fewer people, or figures that rest on fewer events, are not estimated.
LEAST_PEOPLE = 100
LEAST_EVENTS = 5
NOT_ESTIMABLE = "not estimable"
#: From this many replicates on, the interval leaves out the outermost 2.5 % on either side.
ENOUGH_FOR_PERCENTILES = 20


def whole(value: float) -> str:
    """A count with thousands separated; a true minus sign.

    >>> whole(1234567), whole(-3.6), whole(-0.2)
    ('1,234,567', '−4', '0')
    """
    return f"{round(value):,}".replace("-", "−")


def short(value: float) -> str:
    """A number of about two significant figures; never an exponent.

    >>> [short(x) for x in (0, 0.01234, 0.5, 3.14159, 56.78, 1234.5, -2.0, -1e-12)]
    ['0', '0.012', '0.5', '3.1', '57', '1,234', '−2', '0']
    """
    size = abs(value)
    if size == 0 or size >= 9.95:
        return whole(value)
    digits = max(1, 1 - math.floor(math.log10(size)))
    text = f"{value:.{min(digits, 9)}f}".rstrip("0").rstrip(".")
    return text.replace("-", "−") if text.strip("-") != "0" else "0"


def listed(items: Sequence[str]) -> str:
    """Items in a row, with "and" before the last.

    >>> listed(["a"]), listed(["a", "b", "c"])
    ('a', 'a, b and c')
    """
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"


@dataclass(frozen=True, kw_only=True)
class Spread:
    """One figure over the replicates: replicate 0's value and the interval over all.

    ``low`` and ``high`` are None for one replicate: there is nothing to compare.
    """

    value: float
    low: float | None = None
    high: float | None = None

    @property
    def interval(self) -> str:
        """The interval as text, empty for one replicate.

        >>> Spread(value=3.0, low=1.0, high=4.5).interval
        '1 to 4.5'
        """
        if self.low is None or self.high is None:
            return ""
        return f"{short(self.low)} to {short(self.high)}"

    def __str__(self) -> str:
        """The value, and the interval in brackets.

        >>> str(Spread(value=3.0, low=1.0, high=4.5)), str(Spread(value=3.0))
        ('3 (1 to 4.5)', '3')
        """
        return f"{short(self.value)} ({self.interval})" if self.interval else short(self.value)


def counted(number: float, one: str, many: str | None = None) -> str:
    """A number of things; ``many`` is ``one`` with an s unless it is given.

    >>> counted(1, "thread"), counted(1200, "day"), counted(0, "person", "people")
    ('1 thread', '1,200 days', '0 people')
    """
    text = whole(number)
    return f"{text} {plural(text, one, many)}"


def people(number: float) -> str:
    """A number of people.

    >>> people(1), people(20_000)
    ('1 person', '20,000 people')
    """
    return counted(number, "person", "people")


def plural(figure: Spread | float | str, one: str, many: str | None = None) -> str:
    """The word that goes with a figure as it is written: a noun, or a verb.

    >>> plural(1, "day"), plural(Spread(value=1, low=0.5, high=3), "is", "are"), plural("0.5", "day")
    ('day', 'are', 'days')
    """
    text = figure if isinstance(figure, str) else str(figure) if isinstance(figure, Spread) else short(figure)
    return one if text == "1" else f"{one}s" if many is None else many


def times(figure: Spread | float) -> str:
    """How often something happened.

    >>> times(1), times(0), times(Spread(value=3, low=1, high=4.5))
    ('once', '0 times', '3 (1 to 4.5) times')
    """
    text = str(figure) if isinstance(figure, Spread) else whole(figure)
    return "once" if text == "1" else f"{text} times"


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
