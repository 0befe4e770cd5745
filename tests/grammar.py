"""What no sentence with numbers in it may say, whatever the numbers are."""

from __future__ import annotations

import re

from hypothesis import strategies as st

from glasshouse.measures.intervals import Spread

_THINGS = (
    "acts alerts appeals cases days entries lives men people persons points posts reports replicates runs sanctions "
    "stops times women worlds years"
).split()
#: One of several: "1 people", "1 were"; but "1 of 500 people", "11 people" and "0.1 days" are right.
_ONE = re.compile(rf"(?<![\d,.])\b(?:1|[Oo]ne) ({'|'.join(_THINGS)}|are|were|do|have|answer)\b")
#: A direction without a change: "0 (0 to 0.5) more", "0 fewer".
_NOTHING = re.compile(r"(?<![\d,.])−?0 (\([^)]*\) )?%? ?(more|fewer)\b|by 0 %")
#: More of some people than there are: "Of every 10,000 people, 107,494 were stopped".
_OF = re.compile(r"\b[Oo]f (?:every|each) ([\d,]+)[^\d.;:]*, ([\d,.]*\d)")
#: A direction with the other one in it: "4 (−4.2 to 28) fewer".
_BOTH = re.compile(r"−[\d,.]+( to −?[\d,.]+)?\)? (more|fewer)\b|\(−")


def check(text: str) -> None:
    """Raise ``AssertionError`` for a sentence that does not survive its numbers."""
    for pattern in (_ONE, _NOTHING, _BOTH):
        found = pattern.search(text)
        assert not found, f"{found[0]!r} in: {text}"
    for of, part in _OF.findall(text):
        assert float(part.replace(",", "")) <= float(of.replace(",", "")), text
    assert not re.search(r"\b(nan|inf|None)\b|−0\b(?![.,]\d)", text), text


def numbers(text: str) -> list[str]:
    """The numbers of a sentence as they stand there.

    >>> numbers("With appeal, 3 of 10,000 people, 2.5 (1 to 4) fewer.")
    ['3', '10,000', '2.5', '1', '4']
    """
    return re.findall(r"\d[\d,]*(?:\.\d+)?(?<!,)", text)


def facts(words: str) -> str:
    """A pattern of what a message must name, in this order, whatever it says between: ``"mine.yaml … line 2"``."""
    return ".*".join(re.escape(fact) for fact in words.split(" … "))


NUMBERS = st.one_of(
    st.sampled_from([0.0, 1.0, -1.0, 0.5, -0.5, 1e-12, -1e-12, 0.96, 0.999, 1.04, 9.95, 1e9, -1e9]),
    st.floats(-1e6, 1e6, allow_nan=False),
    st.integers(-20, 20).map(float),
)


@st.composite
def spreads(draw: st.DrawFn, numbers: st.SearchStrategy[float] = NUMBERS) -> Spread:
    """A figure alone, or with an interval that need not hold it."""
    value = draw(numbers)
    if draw(st.booleans()):
        return Spread(value=value)
    low, high = sorted((draw(numbers), draw(numbers)))
    return Spread(value=value, low=low, high=high)
