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
    tells clearly more. Where it turns in too few draws to say where, ``ceases`` and ``ceases_box`` say the same of all
    draws in which it does not hold, being equal or turned. It is the other way round by ``most`` or less, in the
    measure's unit.
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
    ceases: Flip | None = None
    ceases_box: TurningBox | None = None
    most: float = 0.0

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
    """Arms by one harm, from the least to the most: each with its mean rank over the draws (1 is the least), in how
    many draws no other does less (``first``), and in how many of these another does as little (``tied``)."""

    measure: str
    arms: tuple[str, ...]
    ranks: tuple[float, ...]
    first: tuple[int, ...]
    tied: tuple[int, ...]
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
        few = (change > 0).sum() < LEAST_TURNED
        ceases = flip(change >= 0, parameters) if few else None
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
                ceases=ceases,
                ceases_box=box(change >= 0, parameters, ceases) if few else None,
                most=max(0.0, float(change.max())),
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
    first, tied = (below == 0).sum(axis=1), ((below == 0) & (equal > 1)).sum(axis=1)
    order = sorted(range(len(levels)), key=lambda k: ranks[k])
    names = list(levels)
    return Ranking(
        measure=measure,
        arms=tuple(names[k] for k in order),
        ranks=tuple(float(ranks[k]) for k in order),
        first=tuple(int(first[k]) for k in order),
        tied=tuple(int(tied[k]) for k in order),
        draws=table.shape[1],
    )


def flip(turned: np.ndarray, parameters: Mapping[str, np.ndarray]) -> Flip | None:
    """The threshold of one parameter that best parts the draws in which a conclusion turns (bool [draws]).

    None where it turns in too few draws, or chance might part them as well. A threshold is beyond chance with as many
    tries as there are thresholds, or a parameter with as many as there are parameters (its ranks differ); then the best
    of its thresholds is told.
    """
    count, size = int(turned.sum()), len(turned)
    if count < LEAST_TURNED or size - count < LEAST_TURNED:
        return None
    least = max(1, math.ceil(_SIDE * size))
    found: dict[str, tuple[float, Flip]] = {}
    tries = 0
    for key, values in parameters.items():
        if np.isnan(values).any() or np.ptp(values) == 0:
            continue
        order = np.argsort(values, kind="stable")
        ranked, below = values[order], np.cumsum(turned[order])
        cuts = np.arange(least, size - least + 1 if size > 2 * least else least)
        cuts = cuts[ranked[cuts - 1] < ranked[cuts]]
        if not len(cuts):
            continue
        tries += len(cuts)
        gains = _gains(below[cuts - 1], cuts, count, size)
        place = int(gains.argmax())
        k = int(cuts[place])
        split = _split(key, (ranked[k - 1] + ranked[k]) / 2, int(below[k - 1]), k, count, size)
        found[key] = float(gains[place]), split
    if not found:
        return None
    best = max(found.values(), key=lambda each: each[0])[1]
    if odds(best.turned, best.of, count, size) * tries <= _CHANCE:
        return best
    chances = {key: _by_chance(parameters[key], turned) for key in found}
    key = min(chances, key=lambda each: chances[each])
    return found[key][1] if chances[key] * len(found) <= _CHANCE else None


def _by_chance(values: np.ndarray, turned: np.ndarray) -> float:
    """How likely chance makes ranks differ so much between the draws that turn (bool [draws]) and the others.

    The rank sum test of Mann and Whitney (1947, doi 10.1214/aoms/1177730491) by its normal approximation, with ties.

    >>> round(_by_chance(np.arange(20.0), np.arange(20) < 10), 4), _by_chance(np.ones(9), np.arange(9) < 4)
    (0.0002, 1.0)
    """
    size, count = len(values), int(turned.sum())
    ordered = np.sort(values)
    ranks = (np.searchsorted(ordered, values) + np.searchsorted(ordered, values, side="right") + 1) / 2
    spread = count * (size - count) / size * float(ranks.var(ddof=1))
    away = float(ranks[turned].sum()) - count * (size + 1) / 2
    return math.erfc(abs(away) / math.sqrt(2 * spread)) if spread > 0 else 1.0


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


def _gains(below: np.ndarray, cuts: np.ndarray, count: int, size: int) -> np.ndarray:
    """How much is learned, in nats, of which draws turn, by knowing on which side of each threshold each lies."""
    sides = cuts / size * _unknown(below / cuts)
    sides = sides + (size - cuts) / size * _unknown((count - below) / (size - cuts))
    return _unknown(np.array(count / size)) - sides


def _unknown(share: np.ndarray) -> np.ndarray:
    both = np.stack([share, 1 - share])
    return -(both * np.log(np.where(both > 0, both, 1.0))).sum(axis=0)
