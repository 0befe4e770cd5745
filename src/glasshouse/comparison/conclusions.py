"""What holds of a comparison whatever the assumptions: which scenario does less harm, and in how many draws.

A level hangs on assumptions that nobody has measured; which of two scenarios does less harm often does not. So each
pair of scenarios is compared within each draw, where both have the same assumptions, people and random numbers. Where
the answer is not the same in all draws, one assumption may say where it turns: the threshold that best parts the draws
in which it does, if it parts them better than chance would among so many assumptions. Where one threshold tells too
little, a box of several may tell more (``turning_box``).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from glasshouse.comparison.turning_box import TurningBox, joined, odds, turning_box

#: Fewer draws than this in which a conclusion turns say nothing of where it does.
LEAST_TURNED = 5
#: A threshold leaves at least this share of the draws on either side.
_SIDE = 0.05
#: Above so likely a chance, with as many tries as there are thresholds, a threshold says nothing.
_CHANCE = 0.05
#: A box is told in place of a threshold if it joins coverage and density better by so much.
_BETTER = 0.1


@dataclass(frozen=True, kw_only=True)
class Flip:
    """Where a conclusion turns: in ``turned`` of ``of`` draws with the parameter above (or not above) ``threshold``,
    and in ``elsewhere`` of ``of_others`` others."""

    parameter: str
    above: bool
    threshold: float
    turned: int
    of: int
    elsewhere: int
    of_others: int


@dataclass(frozen=True, kw_only=True)
class PairConclusion:
    """The arm ``less`` does less of a harm than ``more`` in ``holds`` of ``draws``, in ``equal`` it does as much.

    In ``harmless`` of these equal draws neither does any, which says nothing of either. ``flip`` says where it turns,
    None where it never does, or no one assumption tells; ``box`` says so of several assumptions together, where that
    tells clearly more.
    """

    measure: str
    less: str
    more: str
    holds: int
    equal: int
    draws: int
    flip: Flip | None = None
    harmless: int = 0
    box: TurningBox | None = None

    @property
    def turned(self) -> int:
        """In how many draws it is the other way round."""
        return self.draws - self.holds - self.equal

    @property
    def throughout(self) -> bool:
        """Whether it never is the other way round."""
        return self.turned == 0 and self.holds > 0


@dataclass(frozen=True, kw_only=True)
class Ranking:
    """Arms by one harm, from the least to the most: each with its mean rank over the draws (1 is the least), and in how
    many draws no other does less."""

    measure: str
    arms: tuple[str, ...]
    ranks: tuple[float, ...]
    first: tuple[int, ...]
    draws: int


def conclusions(
    measure: str, levels: Mapping[str, np.ndarray], parameters: Mapping[str, np.ndarray]
) -> tuple[PairConclusion, ...]:
    """Each pair of arms: ``levels`` of a harm by arm, and what each draw assumed by parameter, float64 [draws] each.

    >>> draws = np.arange(100.0)
    >>> (found,) = conclusions("wrongful", {"a": np.where(draws < 90, 1.0, 3.0), "b": np.full(100, 2.0)}, {"x": draws})
    >>> found.less, found.holds, found.flip.parameter, found.flip.above, found.flip.turned, found.flip.elsewhere
    ('a', 90, 'x', True, 10, 0)
    """
    found = []
    for one, other in combinations(levels, 2):
        difference = levels[one] - levels[other]
        less, more = (one, other) if (difference < 0).sum() >= (difference > 0).sum() else (other, one)
        change = levels[less] - levels[more]
        threshold = flip(change > 0, parameters)
        found.append(
            PairConclusion(
                measure=measure,
                less=less,
                more=more,
                holds=int((change < 0).sum()),
                equal=int((change == 0).sum()),
                draws=len(change),
                flip=threshold,
                harmless=int(((levels[less] == 0) & (levels[more] == 0)).sum()),
                box=box(change > 0, parameters, threshold),
            )
        )
    return tuple(found)


def ranking(measure: str, levels: Mapping[str, np.ndarray]) -> Ranking:
    """The arms by a harm; equals share their rank.

    >>> ranking("wrongful", {"a": np.array([3.0, 2.0]), "b": np.array([1.0, 2.0])}).arms
    ('b', 'a')
    """
    table = np.stack(list(levels.values()))
    below = (table[:, None, :] > table[None, :, :]).sum(axis=1)
    equal = (table[:, None, :] == table[None, :, :]).sum(axis=1)
    ranks = (1 + below + (equal - 1) / 2).mean(axis=1)
    first = (below == 0).sum(axis=1)
    order = sorted(range(len(levels)), key=lambda k: ranks[k])
    names = list(levels)
    return Ranking(
        measure=measure,
        arms=tuple(names[k] for k in order),
        ranks=tuple(float(ranks[k]) for k in order),
        first=tuple(int(first[k]) for k in order),
        draws=table.shape[1],
    )


def flip(turned: np.ndarray, parameters: Mapping[str, np.ndarray]) -> Flip | None:
    """The threshold of one parameter that best parts the draws in which a conclusion turns (bool [draws]).

    None where it turns in too few draws, or no threshold parts them better than chance.
    """
    count, size = int(turned.sum()), len(turned)
    if count < LEAST_TURNED or size - count < LEAST_TURNED:
        return None
    least = max(1, math.ceil(_SIDE * size))
    best: tuple[float, Flip] | None = None
    tries = 0
    for key, values in parameters.items():
        if np.isnan(values).any() or np.ptp(values) == 0:
            continue
        order = np.argsort(values, kind="stable")
        ranked, below = values[order], np.cumsum(turned[order])
        cuts = [k for k in range(least, size - least + 1) if ranked[k - 1] < ranked[k]] if size > 2 * least else []
        tries += len(cuts)
        for k in cuts:
            gain = _gain(int(below[k - 1]), k, count, size)
            if best is None or gain > best[0]:
                best = gain, _split(key, (ranked[k - 1] + ranked[k]) / 2, int(below[k - 1]), k, count, size)
    if best is None or odds(best[1].turned, best[1].of, count, size) * tries > _CHANCE:
        return None
    return best[1]


def box(turned: np.ndarray, parameters: Mapping[str, np.ndarray], threshold: Flip | None) -> TurningBox | None:
    """The box of several parameters in which a conclusion turns (bool [draws]), where it tells more than a threshold.

    None where it turns in too few draws, chance might give the box, or one threshold tells nearly as much.
    """
    count = int(turned.sum())
    if min(count, len(turned) - count) < LEAST_TURNED:
        return None
    needed = _BETTER + (joined(threshold.turned, threshold.of, count) if threshold else 0.0)
    if needed > 1:  # the threshold tells nearly all there is to tell
        return None
    found = turning_box(turned, parameters)
    return found if found and joined(found.turned, found.of, count) >= needed else None


def _split(key: str, threshold: float, below: int, k: int, count: int, size: int) -> Flip:
    """The side with the larger share of turned draws."""
    above = (count - below) / (size - k) > below / k
    inside, of = (count - below, size - k) if above else (below, k)
    return Flip(
        parameter=key,
        above=above,
        threshold=float(threshold),
        turned=inside,
        of=of,
        elsewhere=count - inside,
        of_others=size - of,
    )


def _gain(below: int, k: int, count: int, size: int) -> float:
    """How much is learned, in nats, of which draws turn, by knowing on which side of a threshold each lies."""
    sides = (k / size * _unknown(below / k), (size - k) / size * _unknown((count - below) / (size - k)))
    return _unknown(count / size) - sum(sides)


def _unknown(share: float) -> float:
    return -sum(part * math.log(part) for part in (share, 1 - share) if part > 0)
