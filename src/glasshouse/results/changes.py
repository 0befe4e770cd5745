"""Changes as people say them: more or fewer only where that is clear.

An interval that holds zero shows no clear change, whatever the figure itself says.
"""

from __future__ import annotations

from glasshouse.results.numbers import Spread, counted, plural, short, whole

#: What ``direction`` says.
NONE, UNCLEAR, LESS, MORE = "none", "unclear", "less", "more"


def direction(figure: Spread) -> str:
    """Whether a change is "none", "less", "more", or "unclear", as it is written: what rounds to 0 is 0.

    >>> [direction(Spread(value=-4, low=low, high=high)) for low, high in ((-9, -1), (-9, 0), (-9, 3), (None, None))]
    ['less', 'unclear', 'unclear', 'less']
    >>> direction(Spread(value=0.0, low=0.0, high=0.0)), direction(Spread(value=1.0, low=-9.0, high=-1.0))
    ('none', 'unclear')
    """
    signs = {0 if short(each) == "0" else 1 if each > 0 else -1 for each in (figure.value, *_ends(figure))}
    if len(signs) > 1:
        return UNCLEAR
    return {0: NONE, 1: MORE, -1: LESS}[signs.pop()]


def more_or_fewer(figure: Spread, *, same: str = "no change", unclear: str = "no clear change") -> str:
    """A difference as people say it.

    >>> more_or_fewer(Spread(value=-41.0, low=-60.0, high=-30.0)), more_or_fewer(Spread(value=2.0))
    ('41 (30 to 60) fewer', '2 more')
    >>> more_or_fewer(Spread(value=-41.0, low=-60.0, high=3.0)), more_or_fewer(Spread(value=0.0, low=-2.0, high=0.0))
    ('no clear change (60 fewer to 3 more)', 'no clear change (0 to 2 fewer)')
    >>> more_or_fewer(Spread(value=0.0, low=0.0, high=0.0))
    'no change'
    """
    way = direction(figure)
    if way == NONE:
        return same
    if way == UNCLEAR:
        return f"{unclear} ({span(figure)})"
    return f"{_size(figure)} {'more' if way == MORE else 'fewer'}"


def span(figure: Spread, unit: str = "") -> str:
    """From where to where an unclear change goes; ``unit`` goes with each number.

    >>> span(Spread(value=-41.0, low=-60.0, high=3.0)), span(Spread(value=0.0, low=0.0, high=0.5), " %")
    ('60 fewer to 3 more', '0 % to 0.5 % more')
    """
    every = (figure.value, *_ends(figure))
    low, high = min(every), max(every)
    if short(low) == "0":
        return f"0{unit} to {short(high)}{unit} more"
    if short(high) == "0":
        return f"0{unit} to {short(-low)}{unit} fewer"
    return f"{short(-low)}{unit} fewer to {short(high)}{unit} more"


def rise_or_fall(figure: Spread) -> str:
    """What several things do, from their change in per cent.

    >>> rise_or_fall(Spread(value=-9.0, low=-30.0, high=-1.0)), rise_or_fall(Spread(value=-100.0))
    ('fall by 9 % (1 to 30)', 'fall by 100 %')
    >>> rise_or_fall(Spread(value=2.0, low=-3.0, high=4.0)), rise_or_fall(Spread(value=0.0))
    ('do not clearly change (3 % fewer to 4 % more)', 'do not change')
    """
    way = direction(figure)
    if way == NONE:
        return "do not change"
    if way == UNCLEAR:
        return f"do not clearly change ({span(figure, ' %')})"
    bare, _, interval = _size(figure).partition(" ")
    known = figure.low is not None and short(figure.low) != short(figure.high or 0.0)
    return f"{'rise' if way == MORE else 'fall'} by {bare} %{f' {interval}' if known else ''}"


def instead(after: float, before: float, *, one: str, many: str, done: str) -> str:
    """A count in one world, and in the other where that is another.

    >>> instead(1, 3, one="person", many="people", done="sanctioned")
    '1 person is sanctioned instead of 3'
    >>> instead(2, 2, one="person", many="people", done="sanctioned")
    '2 people are sanctioned, as before'
    """
    told = f"{counted(after, one, many)} {plural(whole(after), 'is', 'are')} {done}"
    return f"{told}, as before" if whole(after) == whole(before) else f"{told} instead of {whole(before)}"


def _ends(figure: Spread) -> tuple[float, float]:
    low, high = (figure.value if end is None else end for end in (figure.low, figure.high))
    return low, high


def _size(figure: Spread) -> str:
    """How much it is whatever its sign, and its interval, the nearer end first."""
    if figure.low is None or figure.high is None:
        return short(abs(figure.value))
    low, high = sorted((abs(figure.low), abs(figure.high)))
    return str(Spread(value=abs(figure.value), low=low, high=high))
