"""The score that a reader works out from what was told, and what is said where it came to stand elsewhere by itself.

Points come back with time, with a correction or after an appeal, on days that are not told. So wherever a story names
the score, it says what came back, or went, since it was last named: what is told adds up.
"""

from __future__ import annotations

from glasshouse.stories.realise import Realiser
from glasshouse.wording.prose import capital, number


class ToldPoints:
    """The score as it follows from what was told so far.

    >>> from datetime import date
    >>> told, voice = ToldPoints(), Realiser(woman=True, start=date(2020, 1, 1))
    >>> told.unnamed(-50, 950), told.stands(-50, 900, voice)
    (None, [])
    >>> told.stands(-50, 855, voice)
    ['By then, five points had come back.']
    """

    def __init__(self) -> None:
        """Begin before anything was told."""
        self.reckoned: int | None = None

    def unnamed(self, points: int, left: int) -> None:
        """A change of points was told; the score that it left, ``left``, is named later or not at all."""
        self.reckoned = left if self.reckoned is None else self.reckoned + points

    def stands(self, points: int, left: int, realiser: Realiser, *, before: int | None = None) -> list[str]:
        """A change of points was told, and the score that it left; the sentence that both add up by, if one is missing.

        ``before``: the score before the first of several changes, where ``points`` are their sum.
        """
        known = self.reckoned if self.reckoned is not None else left - points if before is None else before
        self.reckoned = left
        back = left - points - known
        if not back:
            return []
        n = number(abs(back))
        return [realiser.say("points back" if back > 0 else "points gone", n=n, N=capital(n))]
