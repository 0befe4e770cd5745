"""The learned score: a naive Bayes fitted on a schedule from the system's own records.

It learns who has an entry on record, not who did anything: where more is watched, more is recorded, and people who
live there are scored worse and watched more. That loop is what is studied. The model is fixed (categorical naive
Bayes, Laplace smoothing 1), nothing is selected, and it is fitted on one thread from whole-number sums.

Process: On a rescoring day the fitted points are taken off each score, and whoever has enough of them is watched.
On each day of a fit, a keyed sample of the scored people is counted by features and by whether they have an entry.

Source: Its scale, its cap and its sample are assumed.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from glasshouse.draws import random_word, threshold
from glasshouse.flow_chart import Arrow, Node
from glasshouse.kernels import inner
from glasshouse.mechanism import Ablation, Count, DaySettings, Mechanism, Stream, parameter
from glasshouse.note import Phrases
from glasshouse.population.people import AGE_SHIFT, INCOME_SHIFT, INTERNET, PARTICIPATES, URBAN, WATCHED

PARAMETERS = (
    parameter("learned_score.every", "days between fits of the learned score", kind="days", stage="score"),
    parameter(
        "learned_score.sample",
        "share of the scored people whose records are used in a fit",
        kind="share",
        stage="score",
    ),
    parameter("learned_score.scale", "points for each unit of log odds", kind="points", stage="score"),
    parameter("learned_score.cap", "most points that the learned score takes off", kind="points", stage="score"),
    parameter(
        "learned_score.watch", "learned points from which a person is watched (0: nobody)", kind="points", stage="score"
    ),
)

LEARNED_PENALISED = Count(
    "learned_penalised", "Rescorings in which the learned score took points off", unit="rescorings", place=55
)
WATCHED_PEOPLE = Count(
    "watched", "People watched, at the end (listed people included)", unit="people", place=106, stock=True
)

SAMPLE_DRAW = Stream("sample", at=(6, 3))

PHRASES = Phrases(
    said={
        "learned": (
            (
                "A formula had a part in it: fitted to who has entries and not to who did anything, it took "
                "off {n} more from people of {their} age, income and place."
            ),
            "The formula that learns from the records took off {n} of those points by itself.",
            "Of what was missing, {n} points were the formula's doing.",
        ),
        "learned in vain": (
            (
                "The formula that learns from the records took off {n} more, which changed nothing: {they} "
                "would have fallen without it."
            ),
            "The formula's share was {n} more, and without it the tier would have been the same.",
            "Another {n} went to the formula, to no effect.",
        ),
        "why learned": (
            "The formula that learns from the system's own records took off {n} more, and that decided it.",
            (
                "Another {n} went to the formula that learns from the records, without which the tier would "
                "have been better."
            ),
            "What the learned formula took, {n} more, made the difference.",
        ),
        "why learned in vain": (
            "The formula that learns from the system's own records took off {n} more, which changed nothing.",
            (
                "Another {n} went to the formula that learns from the records; the tier would have been the "
                "same without."
            ),
            "The learned formula added its own {n}, and it made no difference.",
        ),
        "watched": (
            "From now on cameras looked for {their} face.",
            "{their} face was on the watchlist again.",
        ),
        "unwatched": (
            "{their} face came off the watchlist.",
            "The cameras stopped looking for {them}.",
        ),
    }
)

#: Levels of each feature after the district: age, income fifth, town, internet.
LEVELS = (3, 5, 2, 2)
CELLS = 3 * 5 * 2 * 2
_AGE = np.uint16(3 << AGE_SHIFT)
_PART = np.uint16(PARTICIPATES)


def compile_params(settings: DaySettings) -> dict[str, Any]:
    """When it is fitted, on whom, and what it takes off."""
    n = settings.numbers
    fitted = settings.on("score") and settings.on("learned_score")
    return {
        "learned_every": int(fitted * n["learned_score.every"]),
        "sample": threshold(n["learned_score.sample"]),
        "learned_scale": int(n["learned_score.scale"]),
        "learned_cap": int(n["learned_score.cap"]),
        "watch_points": int(n["learned_score.watch"]),
    }


@inner
def cell_of(traits):
    """Place of a person's features (age, income, town, internet) in the learned score's table."""
    age = (traits >> AGE_SHIFT) & 3
    income = (traits >> INCOME_SHIFT) & 7
    urban = 1 if traits & URBAN else 0
    online = 1 if traits & INTERNET else 0
    return ((age * 5 + income) * 2 + urban) * 2 + online


def score_begin(traits, off, district):
    """What the fitted score takes off everybody's points."""
    for i in range(traits.shape[0]):
        off[i] = district.learned[cell_of(np.int64(traits[i]))]


def score_watch(traits, flags, off, district, counts):
    """Whoever has enough learned points is watched."""
    anything = np.int16(0)
    for i in range(off.shape[0]):
        anything |= off[i]
    if anything == 0:
        return
    for g in range(4):
        group = np.uint16(g)
        penalised = np.int64(0)
        for i in range(traits.shape[0]):
            takes_part = np.int64(((traits[i] & np.uint16(3)) == group) & ((flags[i] & _PART) != 0))
            penalised += takes_part & np.int64(off[i] > 0)
        counts[g, LEARNED_PENALISED] += penalised
    for i in range(traits.shape[0]):
        if (traits[i] & _AGE) != 0 and district.watch[cell_of(np.int64(traits[i]))] != 0:
            flags[i] |= np.uint16(WATCHED)


def take_sample(people, first, last, params, now, out):
    """Add participants of the keyed sample to `out` [cells, 2]: with and without a recorded entry."""
    for i in range(first, last):
        place = i - now.origin
        if people.flags[place] & PARTICIPATES and random_word(now, i, SAMPLE_DRAW) < params.sample:
            out[cell_of(people.traits[place] + 0), 1 if people.dossier[place] & 15 else 0] += 1


def prepare() -> None:
    """Import the library that fits, which takes seconds: at the start, not in the middle of the days."""
    import sklearn.naive_bayes  # noqa: F401


def fit(sums: np.ndarray, params: Any) -> tuple[np.ndarray, np.ndarray] | None:
    """Points off, and who is watched, from sums [districts, CELLS, (no entry, entry)].

    Returns (learned, watch), int64 [districts, CELLS], or None when one class is empty.

    >>> from types import SimpleNamespace
    >>> sums = np.zeros((2, CELLS, 2), np.int64)
    >>> sums[0, :, 1], sums[1, :, 0] = 10, 10
    >>> settings = SimpleNamespace(learned_scale=20, learned_cap=60, watch_points=45)
    >>> learned, watch = fit(sums, settings)
    >>> int(learned[0, 0]), int(learned[1, 0]), int(watch.sum())
    (60, 0, 60)
    """
    from sklearn.naive_bayes import CategoricalNB

    classes = sums.sum(axis=(0, 1))
    if (classes == 0).any():
        return None
    features = _features(len(sums))
    n = len(features)
    model = CategoricalNB(alpha=1.0, min_categories=[len(sums), *LEVELS])
    model.fit(
        np.concatenate([features, features]),
        np.repeat([0, 1], n),
        sample_weight=sums.reshape(n, 2).T.ravel().astype(float),
    )
    evidence = np.zeros(n)
    for column, table in zip(features.T, model.feature_log_prob_, strict=True):
        evidence += table[1, column] - table[0, column]
    points = np.clip(np.round(params.learned_scale * evidence), 0, params.learned_cap).astype(np.int64)
    learned = points.reshape(len(sums), CELLS)
    return learned, watched(learned, params)


def watched(learned: np.ndarray, params: Any) -> np.ndarray:
    """Who is watched, int64 [districts, CELLS]: those whom the fitted score takes enough points off."""
    return ((learned >= params.watch_points) & (params.watch_points > 0)).astype(np.int64)


def _features(districts: int) -> np.ndarray:
    """int64 [districts × CELLS, 5]: district, age, income fifth, town, internet of every cell."""
    grid = np.indices((districts, *LEVELS))
    return grid.reshape(5, -1).T


FLOW_CHART = (
    Node(key="learned", name="Learned score", stage="score", place=10),
    Arrow(start="record", end="learned", what="people on record, at the end", measures=("with_dossier",), place=90),
    Arrow(start="learned", end="score", what="times points lost", measures=(LEARNED_PENALISED,), place=120),
)

ABLATIONS = (
    Ablation(name="learned-score", family="rules", title="The learned score", off={"learned_score.enabled": False}),
)

MECHANISM = Mechanism(
    module=__name__,
    section="learned_score",
    title="The learned score",
    what="A statistical score fitted to the system's own records: where it looks more, it finds more.",
    switched=True,
    params={"learned_every": (), "sample": (), "learned_scale": (), "learned_cap": (), "watch_points": ()},
    districts={"learned": (CELLS,), "watch": (CELLS,)},
    compile_params=compile_params,
    rules={"score_begin": score_begin, "score_watch": score_watch},
)
