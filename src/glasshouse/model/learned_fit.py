"""The fit of the learned score: a categorical naive Bayes from sums, and who is watched for its points.

It is fitted on one thread, from whole-number sums over the people of a sample, and gives whole points.
"""

from __future__ import annotations

from types import ModuleType
from typing import Any

import numpy as np

#: Levels of each feature after the district: age, income fifth, town, internet.
LEVELS = (3, 5, 2, 2)
CELLS = 3 * 5 * 2 * 2


def prepare() -> None:
    """Import the library that fits, which takes seconds: at the start, not in the middle of the days."""
    _naive_bayes()


def _naive_bayes() -> ModuleType:
    """The library, imported by whoever fits: it takes seconds, and most commands need none of it."""
    import sklearn.naive_bayes

    return sklearn.naive_bayes


def fit(sums: np.ndarray, params: Any) -> np.ndarray | None:
    """Points off, int64 [districts, CELLS], from sums [districts, CELLS, (no entry, entry)]; None with an empty class.

    >>> from types import SimpleNamespace
    >>> sums = np.zeros((2, CELLS, 2), np.int64)
    >>> sums[0, :, 1], sums[1, :, 0] = 10, 10
    >>> learned = fit(sums, SimpleNamespace(learned_scale=20, learned_cap=60))
    >>> int(learned[0, 0]), int(learned[1, 0])
    (60, 0)
    """
    classes = sums.sum(axis=(0, 1))
    if (classes == 0).any():
        return None
    features = _features(len(sums))
    n = len(features)
    model = _naive_bayes().CategoricalNB(alpha=1.0, min_categories=[len(sums), *LEVELS])
    model.fit(
        np.concatenate([features, features]),
        np.repeat([0, 1], n),
        sample_weight=sums.reshape(n, 2).T.ravel().astype(float),
    )
    evidence = np.zeros(n)
    for column, table in zip(features.T, model.feature_log_prob_, strict=True):
        evidence += table[1, column] - table[0, column]
    points = np.clip(np.round(params.learned_scale * evidence), 0, params.learned_cap).astype(np.int64)
    return points.reshape(len(sums), CELLS)


def watched(learned: np.ndarray, params: Any, districts: np.ndarray) -> np.ndarray:
    """Who is watched, int64 [districts, CELLS]: those with the most points, until there are as many as are watched.

    Whoever has as many points as the last of them is watched as well. How many people a cell has follows from how
    traits are drawn, and not from who happens to be there.
    """
    people = _expected(districts)
    points, place = np.unique(learned, return_inverse=True)
    by_points = np.zeros(len(points), object)
    np.add.at(by_points, place.ravel(), people.ravel())
    before = by_points[::-1].cumsum()[::-1] - by_points  # those with more points
    least, most = int(params["watch_points"]), int(params["watch_share"]) * people.sum()
    enough = np.array([bool(one << 32 < most) for one in before]) & (points >= max(1, least)) & (least > 0)
    return enough[place].reshape(learned.shape).astype(np.int64)


def _expected(districts: np.ndarray) -> np.ndarray:
    """People of 15 and over in each cell, as parts of a whole that is the same for all: Python integers."""
    whole = 1 << 32
    n, age, urban, online = (districts[name].astype(object) for name in ("n", "age", "urban", "internet"))
    ages = np.stack([0 * n, age[:, 1] - age[:, 0], whole - age[:, 1]], axis=1)
    towns, users = (np.stack([whole - one, one], axis=1) for one in (urban, online))
    incomes = np.ones(LEVELS[1], object)
    return np.einsum("d,da,i,du,dn->daiun", n, ages, incomes, towns, users, dtype=object).reshape(len(n), CELLS)


def _features(districts: int) -> np.ndarray:
    """int64 [districts × CELLS, 5]: district, age, income fifth, town, internet of every cell."""
    grid = np.indices((districts, *LEVELS))
    return grid.reshape(5, -1).T
