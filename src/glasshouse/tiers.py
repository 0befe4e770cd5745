"""Tiers as data of a scenario: their names from the best to the worst, two to eight of them.

What a mechanism declares for each of them (a cut, a count, a list of gates) it declares as a function of the names.
Which gates a tier closes is the scenario's: ``restrictions.tier_gates``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

#: Fewest and most tiers: three bits of a person's flags hold one.
FEWEST, MOST = 2, 8
#: The tiers of a scenario that names none.
TIERS = ("AAA", "AA", "A", "B", "C", "D")
#: A name is a word: it stands in keys, in the names of counts and in sentences.
LONGEST = 20
_NAME = re.compile(rf"[^\W\d_]\w{{0,{LONGEST - 1}}}")


@dataclass(frozen=True)
class ByTier:
    """What a mechanism declares for the tiers that a scenario has, whatever their names.

    `make`: from the names, best first, to declarations; it stands in the mechanism's own module.
    """

    make: Callable[[tuple[str, ...]], tuple[Any, ...]]

    def of(self, tiers: tuple[str, ...]) -> tuple[Any, ...]:
        """The declarations for some tiers: the same objects each time.

        >>> ByTier(lambda tiers: tuple(map(cut_key, tiers))).of(("Good", "Bad"))
        ('score.cut_good', 'score.cut_bad')
        """
        return _made(self.make, tiers)


@cache
def _made(make: Callable[[tuple[str, ...]], tuple[Any, ...]], tiers: tuple[str, ...]) -> tuple[Any, ...]:
    return make(tiers)


def cut_key(tier: str) -> str:
    """The key of the fewest points for a tier. The worst has none: whoever has fewer than all others need is in it.

    >>> cut_key("AAA")
    'score.cut_aaa'
    """
    return f"score.cut_{tier.lower()}"


def cut_keys(tiers: Sequence[str]) -> tuple[str, ...]:
    """The keys of all cuts, from the highest down.

    >>> cut_keys(("good", "fair", "bad"))
    ('score.cut_good', 'score.cut_fair')
    """
    return tuple(cut_key(tier) for tier in tiers[:-1])


def gates_key(tier: str) -> str:
    """The key of the gates that a tier closes.

    >>> gates_key("D")
    'restrictions.tier_gates.D'
    """
    return f"restrictions.tier_gates.{tier}"


def fault(tiers: Sequence[str]) -> tuple[str, int | None] | None:
    """What is wrong with names of tiers, and at which of them, in a sentence; None where nothing is.

    >>> fault(("good", "bad")), fault(("good", "Good")), fault(("good",))[0].partition(",")[0]
    (None, ("two tiers are called 'Good'; capital letters do not count.", 1), 'a score has 2 to 8 tiers')
    """
    for k, name in enumerate(tiers):
        if not _NAME.fullmatch(name):
            return (
                f"'{name[: 2 * LONGEST]}' cannot be the name of a tier: write a letter, then letters, digits or _, "
                f"at most {LONGEST} in all.",
                k,
            )
        if name.lower() in {other.lower() for other in tiers[:k]}:
            return f"two tiers are called '{name}'; capital letters do not count.", k
    if not FEWEST <= len(tiers) <= MOST:
        return f"a score has {FEWEST} to {MOST} tiers, from the best to the worst; these are {len(tiers)}.", None
    return None
