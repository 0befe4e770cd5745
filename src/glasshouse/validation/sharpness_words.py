"""Coverage and sharpness in one breath, for the terminal and the pages alike."""

from __future__ import annotations

import math

from glasshouse.validation.scores import Scores
from glasshouse.wording.lists_and_nouns import counted
from glasshouse.wording.numbers import fixed, short, whole

HEADS = (
    "95 % intervals", "Hold", "Narrow as asked", "Narrower than bet", "Highest/lowest", "Carried over, off", "Skill",
)  # fmt: skip
HOW = (
    "Narrow as asked: no wider than the table allowed beforehand, so that the interval says something. The bet: the "
    "range that somebody would name who knows nothing. Highest/lowest: the ratio of an interval's ends, the median. "
    "Carried over, off: by which factor the last figure of the same kind misses, the median where a table names one; "
    "it is one number and has no interval.",
)
#: What the intervals are, by how they were made (``evaluate_tables.SCORED``), at the beginning of a sentence.
_WHOSE = {
    "outputs": "The tables' own 95 % intervals",
    "left_out": "With each report left out, 95 % intervals",
    "forward": "Forward in time, 95 % intervals",
}
_SHORT = {"outputs": "Each table's own", "left_out": "Each report left out", "forward": "Forward in time"}


def cells(way: str, scores: Scores) -> tuple[str, ...]:
    """One row under HEADS."""
    sharp, held = scores.sharpness, scores.coverage[-1].held
    return (
        _SHORT[way],
        f"{held} of {scores.figures}",
        whole(sharp.narrow),
        whole(sharp.below_bet),
        _times(sharp.ratio),
        _times(sharp.reference_off),
        f"{fixed(scores.skill, 2)} ({scores.compared})" if math.isfinite(scores.skill) else "–",
    )


def sentence(way: str, scores: Scores) -> str:
    """How many figures the intervals hold, and how little or how much that says.

    >>> from glasshouse.validation.known_verdicts import known
    >>> sentence("outputs", known().scores()[0]).startswith("The tables' own 95 % intervals hold ")
    True
    """
    sharp, held = scores.sharpness, scores.coverage[-1].held
    said = (
        f"{_WHOSE[way]} hold {_number(held, scores.figures)} of {counted(scores.figures, 'published figure')}; "
        f"{_are(sharp.narrow, scores.figures)} as narrow as the tables asked beforehand, and "
        f"{_are(sharp.below_bet, scores.figures)} narrower than a blind bet."
    )
    if math.isinf(sharp.ratio):
        said += " Half of them begin at 0."
    elif sharp.ratio >= _WIDE:
        said += f" In half of them the highest value is at least {short(sharp.ratio)} times the lowest."
    if 2 * sharp.narrow_held < held:
        said += " So most hold the figure because they are wide, and say little about it."
    return said


#: From this ratio on it is said how far the ends of an interval lie apart.
_WIDE = 2


def _number(number: int, of: int) -> str:
    """So many of them.

    >>> _number(0, 9), _number(3, 9), _number(9, 9), _number(1, 1)
    ('none', '3', 'all', '1')
    """
    return "all" if number == of > 1 else whole(number) if number else "none"


def _are(number: int, of: int) -> str:
    return f"{_number(number, of)} {'is' if number == 1 else 'are'}"


def _times(ratio: float) -> str:
    """A factor.

    >>> _times(55.2), _times(math.inf), _times(math.nan)
    ('55 times', 'from 0', '–')
    """
    if math.isnan(ratio):
        return "–"
    return "from 0" if math.isinf(ratio) else f"{short(ratio)} times"
