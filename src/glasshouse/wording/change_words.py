"""Changes as people say them: more or fewer only as far as that is clear.

A change comes with the interval over the replicates, and there are six things that it can show:

- Every value is 0: no change.
- Every value has the same sign: so many more, or fewer.
- The interval reaches 0 and does not cross it: "0 to 21 fewer". That it is not more is known, and told; whether it is
  anything at all is not, so that neither "no clear change" (which hides that nothing points the other way) nor
  "10 fewer" (which promises a change) would be honest. The figure in the middle is left to the tables.
- The interval crosses 0, and most draws of the assumptions agree all the same: more or fewer in so many draws, and from
  where to where.
- The interval crosses 0, or the figure lies on the other side of it: no clear change, and from where to where.

What counts is the number as it is written: what rounds to 0 is 0.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Protocol

from glasshouse.wording.agreement import UNDECIDED, Agreement
from glasshouse.wording.lists_and_nouns import counted, plural
from glasshouse.wording.numbers import percent, short, whole

#: What ``direction`` says.
NONE, UNCLEAR, LESS, MORE = "none", "unclear", "less", "more"
LESS_OR_NONE, MORE_OR_NONE = "less or none", "more or none"
MOSTLY_LESS, MOSTLY_MORE = "mostly less", "mostly more"
MOSTLY = (MOSTLY_LESS, MOSTLY_MORE)
#: A share of ``signed_interval`` in its text.
_SHARE = re.compile(r", (more|less) in (\d+ %)")
_SIGNS = {
    frozenset({0}): NONE,
    frozenset({1}): MORE,
    frozenset({-1}): LESS,
    frozenset({0, 1}): MORE_OR_NONE,
    frozenset({0, -1}): LESS_OR_NONE,
}


class Change(Protocol):
    """A difference and its interval; ``low`` and ``high`` are None where there is only one value."""

    @property
    def value(self) -> float:
        """The difference itself."""
        ...

    @property
    def low(self) -> float | None:
        """The interval's lower end."""
        ...

    @property
    def high(self) -> float | None:
        """Its upper end."""
        ...

    @property
    def draws(self) -> Agreement | None:
        """How the draws that it is over agree; None where it is over none."""
        ...


def direction(change: Change) -> str:
    """Whether a change is "none", "less", "more", "less or none", "more or none", "mostly less", "mostly more", or
    "unclear".

    >>> from glasshouse.measures.intervals import Spread
    >>> [direction(Spread(value=-4, low=low, high=high)) for low, high in ((-9, -1), (-9, 0), (-9, 3), (None, None))]
    ['less', 'less or none', 'unclear', 'less']
    >>> direction(Spread(value=0.0, low=0.0, high=0.0)), direction(Spread(value=1.0, low=-9.0, high=-1.0))
    ('none', 'unclear')
    >>> direction(Spread(value=4.0, low=-1.0, high=9.0, draws=Agreement(more=185, fewer=15, draws=200)))
    'mostly more'
    """
    signs = frozenset(map(_sign, _values(change)))
    return _SIGNS.get(signs) or _mostly(change)


def _mostly(change: Change) -> str:
    """The way that most draws agree in, unless the figure itself points the other way."""
    agreed = change.draws.sign if change.draws else 0
    if not agreed or _sign(change.value) == -agreed:
        return UNCLEAR
    return MOSTLY_MORE if agreed > 0 else MOSTLY_LESS


def _sign(value: float) -> int:
    return 0 if short(value) == "0" else 1 if value > 0 else -1


def more_or_fewer(change: Change, *, same: str = "no change", unclear: str = "no clear change") -> str:
    """A difference as people say it.

    >>> from glasshouse.measures.intervals import Spread
    >>> more_or_fewer(Spread(value=-41.0, low=-60.0, high=-30.0)), more_or_fewer(Spread(value=2.0))
    ('41 (30 to 60) fewer', '2 more')
    >>> more_or_fewer(Spread(value=-41.0, low=-60.0, high=3.0)), more_or_fewer(Spread(value=-10.0, low=-21.0, high=0.0))
    ('no clear change (60 fewer to 3 more)', '0 to 21 fewer')
    >>> more_or_fewer(Spread(value=0.0, low=0.0, high=0.0))
    'no change'
    >>> more_or_fewer(Spread(value=-41.0, low=-60.0, high=3.0, draws=Agreement(more=15, fewer=185, draws=200)))
    'fewer in 185 of 200 draws (60 fewer to 3 more)'
    """
    way = direction(change)
    if way == NONE:
        return same
    if way == UNCLEAR:
        return f"{unclear} ({span(change)})"
    if way in MOSTLY:
        return f"{mostly(change)} {in_draws(change)} ({span(change)})"
    if way in (LESS_OR_NONE, MORE_OR_NONE):
        return span(change)
    return f"{_size(change)} {'more' if way == MORE else 'fewer'}"


def mostly(change: Change, more: str = "more", fewer: str = "fewer") -> str:
    """The word for the way that most draws agree in."""
    return more if direction(change) == MOSTLY_MORE else fewer


def in_draws(change: Change) -> str:
    """In how many draws a change points that way: "in 185 of 200 draws"."""
    return f"in {change.draws.many}" if change.draws else ""


def span(change: Change, unit: str = "") -> str:
    """From where to where a change goes that may be none; ``unit`` goes with each number.

    >>> from glasshouse.measures.intervals import Spread
    >>> span(Spread(value=-41.0, low=-60.0, high=3.0)), span(Spread(value=0.0, low=0.0, high=0.5), " %")
    ('60 fewer to 3 more', '0 % to 0.5 % more')
    """
    low, high = min(_values(change)), max(_values(change))
    if short(low) == "0":
        return f"0{unit} to {short(high)}{unit} more"
    if short(high) == "0":
        return f"0{unit} to {short(-low)}{unit} fewer"
    return f"{short(-low)}{unit} fewer to {short(high)}{unit} more"


def rise_or_fall(change: Change) -> str:
    """What several things do, from their change in per cent.

    >>> from glasshouse.measures.intervals import Spread
    >>> rise_or_fall(Spread(value=-9.0, low=-30.0, high=-1.0)), rise_or_fall(Spread(value=-100.0))
    ('fall by 9 % (1 to 30)', 'fall by 100 %')
    >>> rise_or_fall(Spread(value=2.0, low=-3.0, high=4.0)), rise_or_fall(Spread(value=0.0))
    ('do not clearly change (3 % fewer to 4 % more)', 'do not change')
    >>> rise_or_fall(Spread(value=-9.0, low=-30.0, high=0.0))
    'fall by between 0 and 30 %'
    >>> rise_or_fall(Spread(value=-9.0, low=-30.0, high=4.0, draws=Agreement(more=15, fewer=185, draws=200)))
    'fall in 185 of 200 draws (30 % fewer to 4 % more)'
    """
    way = direction(change)
    if way == NONE:
        return "do not change"
    if way == UNCLEAR:
        return f"do not clearly change ({span(change, ' %')})"
    if way in MOSTLY:
        return f"{mostly(change, 'rise', 'fall')} {in_draws(change)} ({span(change, ' %')})"
    verb = "rise" if way in (MORE, MORE_OR_NONE) else "fall"
    if way in (LESS_OR_NONE, MORE_OR_NONE):
        return f"{verb} by between 0 and {short(max(map(abs, _values(change))))} %"
    bare, _, interval = _size(change).partition(" ")
    known = change.low is not None and short(change.low) != short(change.high or 0.0)
    return f"{verb} by {bare} %{f' {interval}' if known else ''}"


def instead(after: float, before: float, *, one: str, many: str, done: str) -> str:
    """A count in one scenario, and in the other where that is another.

    >>> instead(1, 3, one="person", many="people", done="sanctioned")
    '1 person is sanctioned instead of 3'
    >>> instead(2, 2, one="person", many="people", done="sanctioned")
    '2 people are sanctioned, as before'
    """
    told = f"{counted(after, one, many)} {plural(whole(after), 'is', 'are')} {done}"
    return f"{told}, as before" if whole(after) == whole(before) else f"{told} instead of {whole(before)}"


def with_interval(value: float, low: float | None, high: float | None) -> str:
    """A figure, and its interval in brackets where there is one.

    >>> with_interval(3.0, 1.0, 4.5), with_interval(3.0, None, None)
    ('3 (1 to 4.5)', '3')
    """
    return short(value) if low is None or high is None else f"{short(value)} ({interval(low, high)})"


def interval(low: float, high: float) -> str:
    """From where to where.

    >>> interval(1.0, 4.5)
    '1 to 4.5'
    """
    return f"{short(low)} to {short(high)}"


def signed(value: float, words: Callable[[float], str] = short) -> str:
    """A difference with its sign, as ``words`` write the number; 0 has none.

    >>> signed(3.0), signed(-3.0), signed(0.0), signed(0.2, whole)
    ('+3', '−3', '0', '0')
    """
    text = words(value)
    return f"+{text}" if value > 0 and words(0.0) != text else text


def signed_interval(change: Change) -> str:
    """From where to where a difference goes, each end with its sign; empty where there is only one value.

    Where it crosses 0 and most draws agree, their share goes with it (``agreed_note``).

    >>> from glasshouse.measures.intervals import Spread
    >>> signed_interval(Spread(value=4.0, low=-4.2, high=28.0)), signed_interval(Spread(value=4.0))
    ('−4.2 to +28', '')
    >>> signed_interval(Spread(value=4.0, low=-4.2, high=28.0, draws=Agreement(more=185, fewer=15, draws=200)))
    '−4.2 to +28, more in 92 %'
    """
    if change.low is None or change.high is None:
        return ""
    agreed = change.draws.share if change.draws and direction(change) in MOSTLY else ""
    return signed_ends(change) + (f", {mostly(change, fewer='less')} in {agreed}" if agreed else "")


def agreed_note(intervals: Iterable[str], *, estimated: bool = False) -> str:
    """What the shares mean that stand in some of these intervals of ``signed_interval``; "" where none does.

    The first of more and the first of less are explained; ``estimated``: chance is taken off them.

    >>> agreed_note(["−4 to +28"]), agreed_note(["−4 to +2, less in 85 %"]).partition(".")[0]
    ('', '“Less in 85 %”: 85 % of the draws have less, though the interval holds 0')
    """
    shares: dict[str, str] = {}
    for way, share in _SHARE.findall("\n".join(intervals)):
        shares.setdefault(way, share)
    if not shares:
        return ""
    about, off = ("about ", " once chance is taken off") if estimated else ("", "")
    told = [
        f"“{way.capitalize()} in {share}”: {about}{share} of the draws have {way}{off}" for way, share in shares.items()
    ]
    least = f"Such a share stands where more than {percent(UNDECIDED)} of the draws agree."
    return f"{'; '.join(told)}, though the interval holds 0. {least}"


def signed_ends(change: Change) -> str:
    """From where to where a difference goes, and no more; empty where there is only one value."""
    return "" if change.low is None or change.high is None else f"{signed(change.low)} to {signed(change.high)}"


def _values(change: Change) -> tuple[float, float, float]:
    low, high = (change.value if end is None else end for end in (change.low, change.high))
    return change.value, low, high


def _size(change: Change) -> str:
    """How much it is whatever its sign, and its interval, the nearer end first."""
    if change.low is None or change.high is None:
        return short(abs(change.value))
    low, high = sorted((abs(change.low), abs(change.high)))
    return with_interval(abs(change.value), low, high)
