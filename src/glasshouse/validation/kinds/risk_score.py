"""A risk score and a cut: who is called a high risk, rightly and wrongly, by group.

Each person has a risk that the score has given, in points, and an outcome. The cut is made by ``score.score``, the
day's own stage: whoever has fewer points than tier C needs falls into tier D, and is flagged. Nothing else of the day
happens. A second, higher cut is made at once: below it is tier C. The points are made from published group sizes,
prevalences and discrimination, by one of the two classic assumptions, between which no imperfect score can have both
where prevalences differ (Chouldechova 2017, doi 10.1089/big.2016.0047; Kleinberg and others 2017, doi
10.4230/LIPIcs.ITCS.2017.43):

- *separation* (``calibrated: 0``): in every group, risk among those with the outcome is normal around d', among those
  without it around 0, both with spread 1. A group may have a d' of its own: then the score is worse at telling people
  apart in one group than in another.
- *calibration* (``calibrated: 1``): risk means the same in every group. Its log odds are normal, with each group's
  middle set by the group's prevalence and one spread for all, set by the overall AUC.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cache
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from glasshouse.mechanism_set import SHIPPED
from glasshouse.validation.crowd import Crowd, rules
from glasshouse.validation.table_kind import Input, TableKind, TableOutput

LETTERS = ("a", "b", "c", "d")
#: Points of a risk of 0, and points by which a risk higher by 1 stands lower: whole points resolve the risk finely.
_MIDDLE, _STEP = 1000, 150
_WORST, _TIER, _TOP = 5, 7, 2000
#: Where log odds are weighed, in spreads from their middle.
_AT = np.linspace(-6, 6, 121)
_WEIGHTS = np.exp(-(_AT**2) / 2) / np.exp(-(_AT**2) / 2).sum()


def _inputs() -> dict[str, Input]:
    rows = {}
    for letter in LETTERS:
        optional = letter not in "ab"
        rows[f"people_{letter}"] = Input(
            unit="persons", kind="count", most=1e7, optional=optional, meaning=f"people of group {letter}"
        )
        rows[f"prevalence_{letter}"] = Input(
            unit="share", kind="share", optional=optional, meaning=f"share of group {letter} with the outcome"
        )
        rows[f"d_prime_{letter}"] = Input(
            unit="spreads",
            kind="positive",
            optional=True,
            most=6,
            meaning=f"the same distance in group {letter}, where it differs; of every group, in place of d_prime",
        )
    once = {
        "d_prime": Input(
            unit="spreads", kind="positive", optional=True, most=6,
            meaning="distance of the scores of those with the outcome from the others'; give this, auc or d_prime_a …",
        ),
        "auc": Input(
            unit="probability", kind="probability", optional=True,
            meaning="somebody with the outcome scores above somebody without it; of all groups together if calibrated, "
            "within each if not; give this or d_prime",
        ),
        "calibrated": Input(
            unit="0 or 1", kind="share",
            meaning="calibration (1) or separation (0)"
        ),
        "flagged_share": Input(
            unit="share", kind="share", optional=True, meaning="share of all who are flagged; give this or cut_fpr"
        ),
        "cut_fpr": Input(
            unit="share", kind="share", optional=True,
            meaning="share flagged of all without the outcome; give this or flagged_share",
        ),
        "other_share": Input(
            unit="share", kind="share", optional=True, meaning="share of all who are flagged at another cut"
        ),
    }  # fmt: skip
    return rows | once


_FIGURES = {
    "flagged": ("share", "flagged", ""),
    "false_positive_rate": ("share", "wrongly flagged", ", of those without the outcome"),
    "false_negative_rate": ("share", "missed", ": not flagged, of those with the outcome"),
    "precision": ("share", "rightly flagged", ": with the outcome, of the flagged"),
    "true_positives": ("persons", "flagged, rightly", ": with the outcome"),
    "false_positives": ("persons", "flagged, wrongly", ": without the outcome"),
    "false_negatives": ("persons", "not flagged, wrongly", ": with the outcome"),
    "true_negatives": ("persons", "not flagged, rightly", ": without the outcome"),
}


def _outputs() -> dict[str, TableOutput]:
    rows = {}
    for cut, where in (("", ""), ("other_", ", other cut")):
        for name, (unit, what, exactly) in _FIGURES.items():
            more = f"; {what}{exactly}" if exactly else ""
            rows[f"{cut}{name}"] = TableOutput(unit=unit, meaning=f"all: {what}{where}{more}")
            for letter in LETTERS:
                rows[f"{cut}{name}_{letter}"] = TableOutput(unit=unit, meaning=f"group {letter}: {what}{where}{more}")
    return rows


def _refuse(inputs: Mapping[str, float]) -> str | None:
    own = [letter for letter in LETTERS if f"d_prime_{letter}" in inputs]
    if (("d_prime" in inputs) + ("auc" in inputs) + bool(own)) != 1:
        return "give either d_prime or auc, or d_prime_a and so on for every group."
    if ("flagged_share" in inputs) == ("cut_fpr" in inputs):
        return "give either flagged_share or cut_fpr."
    if own and own != [letter for letter in LETTERS if f"people_{letter}" in inputs]:
        return "every group needs a d_prime of its own, and no other has one."
    if own and inputs["calibrated"] != 0:
        return "groups with a d_prime of their own are under separation (calibrated: 0)."
    for letter in LETTERS:
        if (f"people_{letter}" in inputs) != (f"prevalence_{letter}" in inputs):
            return f"group {letter} needs both people_{letter} and prevalence_{letter}."
    if inputs["calibrated"] not in (0, 1):
        return "calibrated is 0 (separation) or 1 (calibration)."
    if "auc" in inputs and not 0.5 < inputs["auc"] < 1:
        return "auc lies between 0.5 (a score that knows nothing) and 1."
    return None


def _auc(inputs: Mapping[str, float]) -> float:
    return inputs["auc"] if "auc" in inputs else NormalDist().cdf(inputs["d_prime"] / math.sqrt(2))


def _middles(prevalences: NDArray[np.float64], spread: float) -> NDArray[np.float64]:
    """The groups' middle log odds at which the mean risk is the prevalence, by Newton's method."""
    middles = np.log(prevalences / (1 - prevalences))
    for _ in range(12):
        risk = 1 / (1 + np.exp(-(middles[:, None] + spread * _AT)))
        slope = (risk * (1 - risk)) @ _WEIGHTS
        middles = middles - (risk @ _WEIGHTS - prevalences) / np.maximum(slope, 1e-9)
    return middles


def overall_auc(sizes: NDArray[np.float64], middles: NDArray[np.float64], spread: float) -> float:
    """The AUC of a calibrated score over all groups together.

    >>> round(overall_auc(np.array([1.0]), np.array([0.0]), 0.0), 3)
    0.5
    """
    odds = (middles[:, None] + spread * _AT).ravel()
    weights = (sizes[:, None] / sizes.sum() * _WEIGHTS).ravel()
    risk = 1 / (1 + np.exp(-odds))
    # Order by risk in steps far finer than any spread, so that ties are ties.
    _, place = np.unique(np.round(odds, 9), return_inverse=True)
    with_it, without = np.bincount(place, weights * risk), np.bincount(place, weights * (1 - risk))
    below = np.cumsum(without) - without / 2
    return float((with_it * below).sum() / (with_it.sum() * without.sum()))


@cache
def calibrated(sizes: Sequence[float], prevalences: Sequence[float], auc: float) -> tuple[tuple[float, ...], float]:
    """(each group's middle log odds, the one spread) of a calibrated score with this AUC over all, by halving.

    >>> middles, spread = calibrated((100.0, 100.0), (0.5, 0.5), 0.7)
    >>> abs(overall_auc(np.array([1.0, 1.0]), np.array(middles), spread) - 0.7) < 1e-3
    True
    """
    people, shares = np.array(sizes), np.clip(np.array(prevalences), 1e-6, 1 - 1e-6)
    low, high = 0.0, 8.0
    for _ in range(14):
        spread = (low + high) / 2
        if overall_auc(people, _middles(shares, spread), spread) < auc:
            low = spread
        else:
            high = spread
    return tuple(_middles(shares, high).tolist()), high


def _distances(inputs: Mapping[str, float], groups: int) -> NDArray[np.float64]:
    """Each group's d'."""
    own = [inputs[f"d_prime_{letter}"] for letter in LETTERS if f"d_prime_{letter}" in inputs]
    return np.array(own or [math.sqrt(2) * NormalDist().inv_cdf(_auc(inputs))] * groups)


def _lives(
    inputs: Mapping[str, float], sizes: NDArray[np.int64], prevalences: NDArray[np.float64], seed: int
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Everybody's risk and outcome, group after group."""
    rng = np.random.Generator(np.random.Philox(seed))
    n = int(sizes.sum())
    group = np.repeat(np.arange(len(sizes)), sizes)
    normal, uniform = rng.standard_normal(n), rng.random(n)
    if inputs["calibrated"] == 0:
        outcome = uniform < prevalences[group]
        return normal + _distances(inputs, len(sizes))[group] * outcome, outcome
    # To three places, so that draws from a range find most answers ready.
    middles, spread = calibrated(tuple(sizes.tolist()), tuple(prevalences.tolist()), round(_auc(inputs), 3))
    odds = np.array(middles)[group] + spread * normal
    return odds, uniform < 1 / (1 + np.exp(-odds))


def _cut(points: NDArray[np.int64], share: float) -> int:
    """The points below which so many of these people lie."""
    place = min(len(points) - 1, max(0, round(share * len(points)))) if len(points) else 0
    return int(np.sort(points)[place]) if len(points) else 0


def _tiers(points: NDArray[np.int64], cuts: Sequence[int], seed: int) -> NDArray[np.uint16]:
    """Everybody's tier by the day's own rescoring, with one cut or two: 5 below the lower, 4 below the higher."""
    low, high = min(cuts), max(cuts) if len(cuts) > 1 else _TOP
    numbers = dict(zip(SHIPPED.cuts, map(float, (_TOP, _TOP, _TOP, high, low)), strict=True))
    numbers["score.recovery"] = 0.0
    off = {"learned_score.enabled": False, "participation.enabled": False}
    crowd = Crowd(rules(numbers, people=len(points), switches=off), seed=seed)
    crowd.columns.observed[:] = points
    for block in crowd.blocks():
        block.score()
    return crowd.columns.flags & np.uint16(_TIER)


def _figures(flagged: NDArray[np.bool_], outcome: NDArray[np.bool_]) -> dict[str, float]:
    tp, fp = int((flagged & outcome).sum()), int((flagged & ~outcome).sum())
    fn, tn = int((~flagged & outcome).sum()), int((~flagged & ~outcome).sum())

    def part(some: int, of: int) -> float:
        return some / of if of else float("nan")

    return {
        "flagged": part(tp + fp, len(outcome)),
        "false_positive_rate": part(fp, fp + tn),
        "false_negative_rate": part(fn, fn + tp),
        "precision": part(tp, tp + fp),
        "true_positives": tp,
        "false_positives": fp,
        "false_negatives": fn,
        "true_negatives": tn,
    }


def simulate(inputs: Mapping[str, float], seed: int) -> dict[str, float]:
    """One draw: everybody is scored once."""
    letters = [letter for letter in LETTERS if f"people_{letter}" in inputs]
    sizes = np.array([round(inputs[f"people_{letter}"]) for letter in letters])
    prevalences = np.array([inputs[f"prevalence_{letter}"] for letter in letters])
    risk, outcome = _lives(inputs, sizes, prevalences, seed)
    points = np.clip(np.round(_MIDDLE - _STEP * risk), 1 - _TOP, _TOP - 1).astype(np.int64)
    group = np.repeat(np.arange(len(sizes)), sizes)
    cuts = {
        "": _cut(points, inputs["flagged_share"])
        if "flagged_share" in inputs
        else _cut(points[~outcome], inputs["cut_fpr"])
    }
    if "other_share" in inputs:
        cuts["other_"] = _cut(points, inputs["other_share"])
    found = dict.fromkeys(_OUTPUTS, float("nan"))
    tiers = _tiers(points, list(cuts.values()), seed)
    for prefix, cut in cuts.items():
        flagged = tiers >= (_WORST if cut == min(cuts.values()) else _WORST - 1)
        found |= {f"{prefix}{name}": value for name, value in _figures(flagged, outcome).items()}
        for k, letter in enumerate(letters):
            of_group = _figures(flagged[group == k], outcome[group == k])
            found |= {f"{prefix}{name}_{letter}": value for name, value in of_group.items()}
    return found


_OUTPUTS = _outputs()

KIND = TableKind(
    name="risk-score",
    stages=("score",),
    exercises="learned_score",
    title="A risk score and a cut",
    sentence="People are scored, those beyond a cut are called a high risk, and some of them wrongly, by group.",
    inputs=_inputs(),
    outputs=_OUTPUTS,
    simulate=simulate,
    refuse=_refuse,
    groups=LETTERS,
)
