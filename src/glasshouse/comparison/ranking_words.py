"""Which scenario of a comparison does least harm in how many draws of the assumptions, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from glasshouse.comparison.conclusions import Ranking
from glasshouse.comparison.conclusions_words import fewer_of, of_draws, scenario_named, told
from glasshouse.wording.lists_and_nouns import enumerated
from glasshouse.wording.prose import capital

if TYPE_CHECKING:
    from glasshouse.comparison.comparison import Comparison


def ranks(comparison: Comparison) -> str:
    """Which scenarios do least harm, in how many draws; "" without draws, and where only two are compared."""
    ranked = told(comparison)
    return "" if ranked is None or len(ranked.arms) < 3 else rank_sentences(comparison, ranked)


def rank_sentences(comparison: Comparison, ranked: Ranking) -> str:
    """Which scenario does least harm in most draws, and in how many the others do.

    Scenarios that do so equally often are named together.
    """
    often: dict[tuple[int, int], list[str]] = {}
    for arm, number, tied in zip(ranked.arms, ranked.first, ranked.tied, strict=True):
        often.setdefault((number, tied), []).append(scenario_named(comparison, arm))
    (most, firsts), *others = sorted(often.items(), key=lambda each: -each[0][0])
    least = fewer_of(comparison, ranked.measure).replace("fewer", "the fewest", 1).replace("less", "the least", 1)
    leave = "leaves" if len(firsts) == 1 else "each leave"
    begins = f"{enumerated(firsts)} {leave} {least} in {of_draws(most[0], ranked.draws)}{_shared(*most)}."
    rest = [
        f"{enumerated(named)} {'does' if len(named) == 1 else 'each do'} in {number}{_shared(number, tied)}"
        for (number, tied), named in others
        if number
    ]
    never = [f"{enumerated(named)} never {'does' if len(named) == 1 else 'do'}" for (n, _), named in others if not n]
    return capital(begins) + "".join(f" {capital(clause)}." for clause in (*rest, *never))


def _shared(first: int, tied: int) -> str:
    """How many of the first places are shared with another scenario.

    >>> _shared(9, 0), _shared(9, 4), _shared(4, 4), _shared(1, 1)
    ('', ', in 4 of them together with others', ', always together with others', ', together with others')
    """
    if not tied:
        return ""
    if tied == first:
        return f", {'always ' if first > 1 else ''}together with others"
    return f", in {tied} of them together with others"
