"""A search for the assumptions that fit published figures, or for safeguards that leave less of a harm.

The search is Optuna's tree-structured Parzen estimator with a seed. It asks for points in batches of a fixed size, so
that what it finds depends on the seed alone and not on threads, and a study that was stopped asks for the same ones.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from glasshouse.studies.index_table import Index
from glasshouse.studies.study_plan import Study
from glasshouse.studies.study_points import Point

#: Points asked for at a time.
BATCH = 8
#: Gives the points at so many places, in order.
PointsAt = Callable[[Sequence[Sequence[float]]], Iterator[Point]]


def search(study: Study, points_at: PointsAt) -> Iterator[Point]:
    """The points of a calibration, one after the other, the centre first; ``points_at`` gives those of a batch."""
    import optuna

    before = optuna.logging.get_verbosity()
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            sampler = optuna.samplers.TPESampler(
                seed=study.size.seed & 0xFFFFFFFF, n_startup_trials=max(8, study.points // 5), constant_liar=True,
                multivariate=True,
            )  # fmt: skip
            trials = optuna.create_study(sampler=sampler)
            keys = [f"{k}" for k in range(len(study.moved))]
            trials.enqueue_trial({key: moved.place for key, moved in zip(keys, study.moved, strict=True)})
            for first in range(0, study.points, BATCH):
                asked = [trials.ask() for _ in range(min(BATCH, study.points - first))]
                places = [[trial.suggest_float(key, 0.0, 1.0) for key in keys] for trial in asked]
                for trial, point in zip(asked, points_at(places), strict=True):
                    yield point
                    trials.tell(trial, aimed(study, point))
    finally:
        optuna.logging.set_verbosity(before)


def aimed(study: Study, point: Point) -> float:
    """What the search lowers: the sum of squared misfits, each in units of its tolerance; or the harm.

    A harm below zero (fewer than with equal treatment) counts as none, so that nobody is wronged to make up for others.
    Infinite where it is undefined: worse than any other point.
    """
    values = dict(zip(study.asked, point.values, strict=True))
    if study.less_of is not None:
        found = values[study.less_of]
        found = found if found > 0 or math.isnan(found) else 0.0
    else:
        found = sum(((values[each.output] - each.value) / each.tolerance) ** 2 for each in study.targets)
    return math.inf if math.isnan(found) else found


def fitting(study: Study, points: Sequence[Point]) -> list[Point]:
    """Points at which every published figure is met within its tolerance."""
    met = []
    for point in points:
        values = dict(zip(study.asked, point.values, strict=True))
        if all(abs(values[each.output] - each.value) <= each.tolerance for each in study.targets):
            met.append(point)
    return met


def fits(study: Study, points: Sequence[Point]) -> list[Index]:
    """The best point, and for a fit the range of each parameter over the points that fit."""
    scores = [aimed(study, point) for point in points]
    first = int(np.argmin(scores))
    best = points[first]
    name = study.less_of.name if study.less_of else "fit"
    found = [Index(output=name, parameter="", name="best_score", value=_known(scores[first]))]
    found.append(Index(output=name, parameter="", name="central_score", value=_known(scores[0])))
    good = fitting(study, points) if study.targets else []
    if study.targets:
        found.append(Index(output=name, parameter="", name="points_that_fit", value=float(len(good))))
    for k, moved in enumerate(study.moved) if math.isfinite(scores[first]) else ():
        across = [moved.at(point.places[k]) for point in good]
        low, high = (min(across), max(across)) if across else (math.nan, math.nan)
        found.append(
            Index(output=name, parameter=moved.key, name="best", value=moved.at(best.places[k]), low=low, high=high)
        )
    for output, value in zip(study.asked, best.values, strict=True):
        found.append(Index(output=output.name, parameter="", name="at_best", value=value))
    return found


def _known(score: float) -> float:
    """A score as tables hold it: NaN where it is undefined."""
    return score if math.isfinite(score) else math.nan
