"""Changes between two worlds as people say them."""

from __future__ import annotations

from glasshouse.results.numbers import Spread, short


def rise_or_fall(figure: Spread) -> str:
    """A change in per cent as people say it.

    >>> rise_or_fall(Spread(value=-9.0, low=-30.0, high=-1.0)), rise_or_fall(Spread(value=-100.0))
    ('fall by 9 % (1 to 30)', 'fall by 100 %')
    >>> rise_or_fall(Spread(value=2.0, low=-3.0, high=4.0))
    'rise by 2 % (from 3 % fewer to 4 % more)'
    """
    low, high = (figure.value if end is None else end for end in (figure.low, figure.high))
    says = f"{_way_of_days(figure.value or low + high)} by {short(abs(figure.value))} %"
    if short(low) == short(high):
        return says
    if low < 0 < high:
        return f"{says} (from {short(-low)} % fewer to {short(high)} % more)"
    ends = sorted((abs(low), abs(high)))
    return f"{says} ({short(ends[0])} to {short(ends[1])})"


def _way_of_days(value: float) -> str:
    return "rise" if value > 0 else "fall"


def more_or_fewer(figure: Spread) -> str:
    """A difference as people say it.

    >>> more_or_fewer(Spread(value=-41.0, low=-60.0, high=-30.0)), more_or_fewer(Spread(value=2.0))
    ('41 (30 to 60) fewer', '2 more')
    >>> more_or_fewer(Spread(value=-41.0, low=-60.0, high=3.0)), more_or_fewer(Spread(value=0.0, low=-2.0, high=0.0))
    ('41 fewer (60 fewer to 3 more)', '0 (0 to 2) fewer')
    """
    low, high = figure.low, figure.high
    if low is None or high is None:
        return f"{short(abs(figure.value))} {_way(figure.value)}"
    if low < 0 < high:
        return f"{short(abs(figure.value))} {_way(figure.value)} ({short(-low)} fewer to {short(high)} more)"
    ends = sorted((abs(low), abs(high)))
    return f"{short(abs(figure.value))} ({short(ends[0])} to {short(ends[1])}) {_way(low + high)}"


def _way(value: float) -> str:
    return "more" if value > 0 else "fewer"
