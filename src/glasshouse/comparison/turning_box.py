"""Where a conclusion turns, as a box of several assumptions: patient rule induction (PRIM), held against chance.

The method (Friedman and Fisher 1999) starts with all draws and peels off, a slice at a time, the twentieth whose loss
leaves the largest share of draws in which the conclusion turns. Of the boxes on the way the one is kept that best joins
what one wants of it: that it holds most of these draws (coverage) and little else (density). With many more
assumptions than there are draws to tell them apart, chance alone gives fine boxes. So only the few assumptions that
rank most with the turning are peeled, and a bound stays only if chance, with as many tries as there are thresholds of
all assumptions, would part the draws within the other bounds so well less than once in 20 times.

A study with PRIM (``glasshouse.studies``) peels all that it moves, from a design made for it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

#: The share of the draws that one peel takes off, and the smallest box.
_PEEL, _SMALLEST = 0.05, 0.05
#: So many assumptions are peeled: those that rank most with the turning.
_PEELED = 6
#: Above so likely a chance, with as many tries as there are thresholds, a bound is left out.
_CHANCE = 0.05


@dataclass(frozen=True, kw_only=True)
class Bound:
    """A parameter above (or not above) a threshold."""

    parameter: str
    above: bool
    threshold: float

    def holds(self, values: np.ndarray) -> np.ndarray:
        """In which draws, bool [draws].

        >>> Bound(parameter="x", above=True, threshold=1.0).holds(np.array([0.0, 1.0, 2.0])).tolist()
        [False, False, True]
        """
        return values > self.threshold if self.above else values <= self.threshold


@dataclass(frozen=True, kw_only=True)
class TurningBox:
    """A conclusion turns in ``turned`` of the ``of`` draws within all ``bounds``, and in ``elsewhere`` of
    ``of_others`` others."""

    bounds: tuple[Bound, ...]
    turned: int
    of: int
    elsewhere: int
    of_others: int


def joined(turned: int, of: int, everywhere: int) -> float:
    """How well a rule joins coverage and density: their harmonic mean.

    >>> joined(5, 10, 5), joined(5, 5, 10)
    (0.6666666666666666, 0.6666666666666666)
    """
    return 2 * turned / (of + everywhere) if of + everywhere else 0.0


def turning_box(turned: np.ndarray, parameters: Mapping[str, np.ndarray]) -> TurningBox | None:
    """The box of assumptions that best holds the draws in which a conclusion turns (bool [draws]).

    ``parameters`` are what each draw assumed, float64 [draws] each. None where fewer than two bounds are beyond chance.

    >>> rng = np.random.default_rng(1)
    >>> draws = {f"x{k}": rng.random(200) for k in range(20)}
    >>> found = turning_box((draws["x3"] > 0.5) & (draws["x8"] <= 0.4), draws)
    >>> sorted((each.parameter, each.above) for each in found.bounds)
    [('x3', True), ('x8', False)]
    """
    known = {key: own for key, own in parameters.items() if not np.isnan(own).any() and np.ptp(own) > 0}
    if not known or not turned.any() or turned.all():
        return None
    tries = sum(len(np.unique(own)) - 1 for own in known.values())
    places = np.stack([_ranks(own) for own in known.values()])
    peeled = np.argsort(-np.abs(_leaning(places, turned)), kind="stable")[:_PEELED]
    best = max(_boxes(places[peeled], turned), key=lambda inside: joined(*_held(inside, turned), int(turned.sum())))
    keys = list(known)
    bounds = [bound for k in peeled for bound in _bounds(keys[k], known[keys[k]], best)]
    bounds = _beyond_chance(bounds, known, turned, tries)
    if len(bounds) < 2:
        return None
    inside, of = _held(_within(bounds, known, len(turned)), turned)
    count = int(turned.sum())
    return TurningBox(bounds=tuple(bounds), turned=inside, of=of, elsewhere=count - inside, of_others=len(turned) - of)


def _ranks(values: np.ndarray) -> np.ndarray:
    """From 0, equals sharing the lowest."""
    return np.searchsorted(np.sort(values), values).astype(float)


def _leaning(places: np.ndarray, turned: np.ndarray) -> np.ndarray:
    """By how much each assumption's mean rank is higher where the conclusion turns."""
    return places[:, turned].mean(axis=1) - places[:, ~turned].mean(axis=1)


def _held(inside: np.ndarray, turned: np.ndarray) -> tuple[int, int]:
    return int((inside & turned).sum()), int(inside.sum())


def _boxes(places: np.ndarray, turned: np.ndarray) -> list[np.ndarray]:
    """The draws in each box of the path, bool [draws], from all of them on."""
    inside = np.ones(len(turned), bool)
    path = [inside]
    least = max(1, math.ceil(_SMALLEST * len(turned)))
    while (peels := _peels(places, inside, least)) and (inside & turned).any():
        leaning = _leaning(places[:, inside], turned[inside]) if not turned[inside].all() else np.zeros(len(places))
        # Of peels that leave an equal share, the one on the side away from which the assumption leans.
        _, _, inside = max(
            ((turned[kept].mean(), leaning[k] * side, kept) for k, side, kept in peels), key=lambda each: each[:2]
        )
        path.append(inside)
    return path


def _peels(places: np.ndarray, inside: np.ndarray, least: int) -> list[tuple[int, int, np.ndarray]]:
    """What is left after each slice that may be taken off: assumption, the side kept (1 above, -1 below), draws."""
    size = int(inside.sum())
    slice_of = max(1, math.ceil(_PEEL * size))
    found = []
    for k, own in enumerate(places):
        ordered = np.sort(own[inside])
        for side, kept in ((1, own > ordered[slice_of - 1]), (-1, own < ordered[size - slice_of])):
            left = inside & kept
            if least <= left.sum() < size:
                found.append((k, side, left))
    return found


def _bounds(key: str, values: np.ndarray, inside: np.ndarray) -> list[Bound]:
    """A bound halfway to the next draw outside, on either side on which there is one."""
    low, high = values[inside].min(), values[inside].max()
    found = []
    if (below := values[values < low]).size:
        found.append(Bound(parameter=key, above=True, threshold=float((below.max() + low) / 2)))
    if (over := values[values > high]).size:
        found.append(Bound(parameter=key, above=False, threshold=float((high + over.min()) / 2)))
    return found


def _within(bounds: list[Bound], known: Mapping[str, np.ndarray], size: int) -> np.ndarray:
    inside = np.ones(size, bool)
    for each in bounds:
        inside &= each.holds(known[each.parameter])
    return inside


def _beyond_chance(bounds: list[Bound], known: Mapping[str, np.ndarray], turned: np.ndarray, tries: int) -> list[Bound]:
    """The bounds without those that chance might give, the likeliest taken out first."""
    kept = list(bounds)
    while kept:
        chances = []
        for each in kept:
            others = _within([one for one in kept if one is not each], known, len(turned))
            inside = others & each.holds(known[each.parameter])
            chances.append(tries * odds(*_held(inside, turned), *_held(others, turned)))
        worst = int(np.argmax(chances))
        if chances[worst] <= _CHANCE:
            break
        del kept[worst]
    return kept


def odds(held: int, of: int, count: int, size: int) -> float:
    """How likely ``of`` draws out of ``size`` hold so many of the ``count`` that turn, or more, by chance.

    The hypergeometric tail.

    >>> odds(2, 2, 2, 4)
    0.16666666666666666
    """
    ways = math.comb(size, of)
    return sum(math.comb(count, n) * math.comb(size - count, of - n) for n in range(held, min(count, of) + 1)) / ways
