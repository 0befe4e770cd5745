"""In how many draws a difference points the same way, told where its interval alone would say nothing of that.

An interval that holds nine tenths of the draws includes 0 as soon as more than a twentieth of them lie beyond it. What
92 of 100 draws agree in is told as such; "no clear difference" is for those that are undecided.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from glasshouse.wording.numbers import whole

#: Where no more than this share of the draws points one way, they are undecided.
UNDECIDED = 0.8


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """The draws in which a difference is ``more`` and ``fewer``, of ``draws``.

    ``estimated``: they are no counts, since chance was taken off that moves all draws alike.
    """

    more: float
    fewer: float
    draws: int
    estimated: bool = False

    @property
    def sign(self) -> int:
        """1 where the draws agree in more, -1 where they do in fewer, 0 where they are undecided.

        >>> [Agreement(more=more, fewer=200 - more, draws=200).sign for more in (185, 160, 40, 12)]
        [1, 0, 0, -1]
        """
        least = UNDECIDED * self.draws
        return 1 if self.more > least else -1 if self.fewer > least else 0

    @property
    def many(self) -> str:
        """In how many draws it points the way in which they agree.

        >>> [Agreement(more=182, fewer=18, draws=200, estimated=estimated).many for estimated in (False, True)]
        ['182 of 200 draws', 'about 91 % of draws']
        """
        if self.estimated:
            return f"about {self.share} of draws"
        return f"{whole(max(self.more, self.fewer))} of {whole(self.draws)} draws"

    @property
    def share(self) -> str:
        """The same in parts of a hundred, for a table.

        >>> Agreement(more=15, fewer=185, draws=200).share
        '92 %'
        """
        return f"{whole(min(99.0, 100 * max(self.more, self.fewer) / self.draws))} %"


def agreement(differences: Sequence[float]) -> Agreement:
    """How draws agree in a difference.

    >>> agreement([1.0, 2.0, 0.0, -4.0])
    Agreement(more=2, fewer=1, draws=4, estimated=False)
    """
    more, fewer = (sum(sign * each > 0 for each in differences) for sign in (1, -1))
    return Agreement(more=more, fewer=fewer, draws=len(differences))
