"""Numbers as people read them: 1,234; 0.32; "about 3 in 10,000"."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

#: Groups with fewer people, or figures resting on fewer events, are not estimated.
LEAST_PEOPLE = 100
LEAST_EVENTS = 5
NOT_ESTIMABLE = "not estimable"


def whole(value: float) -> str:
    """A count with thousands separated; a true minus sign.

    >>> whole(1234567), whole(-3.6), whole(0)
    ('1,234,567', '−4', '0')
    """
    return f"{round(value):,}".replace("-", "−")


def short(value: float) -> str:
    """A number of about two or three significant figures; never an exponent.

    >>> [short(x) for x in (0, 0.01234, 0.5, 3.14159, 56.78, 1234.5, -2.0)]
    ['0', '0.012', '0.5', '3.1', '57', '1,234', '−2']
    """
    size = abs(value)
    if size == 0 or size >= 9.95:
        return whole(value)
    digits = max(1, 1 - math.floor(math.log10(size)))
    text = f"{value:.{min(digits, 9)}f}".rstrip("0").rstrip(".")
    return text.replace("-", "−")


def brief(value: float) -> str:
    """A count short enough for a label on a drawing.

    >>> [brief(x) for x in (0, 950, 12_345, 3_456_789, 7_800_000_000)]
    ['0', '950', '12,300', '3.46 M', '7.8 bn']
    """
    for size, word in ((1e9, "bn"), (1e6, "M")):
        if abs(value) >= size:
            return f"{value / size:.3g} {word}"
    digits = len(str(int(abs(value))))
    return whole(round(value, min(0, 3 - digits)))


def in_words(when: date) -> str:
    """A date in words.

    >>> in_words(date(2020, 6, 30))
    '30 June 2020'
    """
    return f"{when.day} {when:%B %Y}"


def parameter(value: float) -> str:
    """A parameter's value as given: whole numbers with separators, tiny ones with a power of ten.

    >>> parameter(200_000_000), parameter(0.13), parameter(1.67e-8), parameter(-50)
    ('200,000,000', '0.13', '1.67 × 10⁻⁸', '−50')
    """
    if value == 0 or 1e-4 <= abs(value) < 1e15:
        text = f"{int(value):,}" if value == int(value) else f"{value:,.6g}"
        return text.replace("-", "−")
    mantissa, power = f"{value:.4g}".split("e") if "e" in f"{value:.4g}" else (f"{value:.4g}", "0")
    raised = str(int(power)).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return f"{mantissa} × 10{raised}".replace("-", "−")


def in_ten_thousand(share: float) -> str:
    """A share as people out of 10,000.

    >>> in_ten_thousand(0.0003), in_ten_thousand(0.00002), in_ten_thousand(0)
    ('about 3 in 10,000', 'fewer than 1 in 10,000', 'none')
    """
    people = share * 10_000
    if share <= 0:
        return "none"
    if people < 1:
        return "fewer than 1 in 10,000"
    return f"about {whole(people)} in 10,000"


@dataclass(frozen=True, kw_only=True)
class Spread:
    """One figure over the replicates: the central run's value and the interval.

    ``low`` and ``high`` are ``None`` for one replicate: there is nothing to compare.
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


def spread(values: Sequence[float]) -> Spread:
    """Replicate 0's value with the interval over all: 2.5–97.5 percentiles from 20 on, else lowest–highest.

    >>> spread([3.0, 1.0, 5.0])
    Spread(value=3.0, low=1.0, high=5.0)
    >>> spread([3.0])
    Spread(value=3.0, low=None, high=None)
    """
    if len(values) < 2:
        return Spread(value=values[0] if values else 0.0)
    ordered = sorted(values)
    if len(ordered) < 20:
        return Spread(value=values[0], low=ordered[0], high=ordered[-1])
    return Spread(value=values[0], low=_quantile(ordered, 0.025), high=_quantile(ordered, 0.975))


def interval_method(replicates: int) -> str:
    """How the intervals of a run with so many replicates were made, in a sentence.

    >>> interval_method(1)
    'One replicate: counts are those of this one run, and no interval can be given.'
    """
    if replicates < 2:
        return "One replicate: counts are those of this one run, and no interval can be given."
    what = "the 2.5th to 97.5th percentile" if replicates >= 20 else "the lowest to the highest"
    return (
        f"The figure is replicate 0, with every assumption at its central value; the interval is {what} of "
        f"{replicates} replicates, of which all but the first also draw their assumptions from their ranges."
    )


def _quantile(ordered: Sequence[float], share: float) -> float:
    """Linear interpolation between order statistics."""
    place = share * (len(ordered) - 1)
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)
