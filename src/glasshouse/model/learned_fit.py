"""The fit of the learned score: a categorical naive Bayes from sums, and who is watched for its points.

It is fitted on one thread, from whole-number sums over the people of a sample, and gives whole points.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np

#: Levels of each feature after the district: age, income fifth, town, internet.
LEVELS = (3, 5, 2, 2)
CELLS = 3 * 5 * 2 * 2


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
    evidence = np.zeros(len(features))
    for column, table in zip(features.T, log_probabilities(sums), strict=True):
        evidence += table[1, column] - table[0, column]
    points = np.clip(np.round(params.learned_scale * evidence), 0, params.learned_cap).astype(np.int64)
    return points.reshape(len(sums), CELLS)


def log_probabilities(sums: np.ndarray) -> list[np.ndarray]:
    """For each feature, the log of how probable its values are in each class, float64 [class, values]; smoothed by 1.

    The same bits as scikit-learn's ``CategoricalNB(alpha=1)``, which takes 1.5 s to import: in each process that
    simulates, as long as ten simulations of 20,000 people.

    >>> sums = np.zeros((2, CELLS, 2), np.int64)
    >>> sums[0, 0, 1] = 6
    >>> np.exp(log_probabilities(sums)[0][1]).round(3).tolist()
    [0.875, 0.125]
    """
    cube = sums.reshape(len(sums), *LEVELS, 2)
    tables = []
    for axis in range(cube.ndim - 1):
        others = tuple(other for other in range(cube.ndim - 1) if other != axis)
        counts = np.ascontiguousarray(cube.sum(axis=others).T) + 1.0
        tables.append(np.log(counts) - np.log(counts.sum(axis=1).reshape(-1, 1)))
    return tables


def watched(learned: np.ndarray, params: Any, districts: np.ndarray) -> np.ndarray:
    """Who is watched, int64 [districts, CELLS]: those with the most points, until there are as many as are watched.

    Whoever has as many points as the last of them is watched as well. How many people a cell has follows from how
    traits are drawn, and not from who happens to be there.
    """
    people = _expected(*(districts[name].astype(np.int64).tobytes() for name in ("n", "age", "urban", "internet")))
    points, place = np.unique(learned, return_inverse=True)
    by_points = np.zeros(len(points), object)
    np.add.at(by_points, place.ravel(), people.ravel())
    before = by_points[::-1].cumsum()[::-1] - by_points  # those with more points
    least, most = int(params["watch_points"]), int(params["watch_share"]) * people.sum()
    enough = np.array([bool(one << 32 < most) for one in before]) & (points >= max(1, least)) & (least > 0)
    return enough[place].reshape(learned.shape).astype(np.int64)


@lru_cache(maxsize=8)
def _expected(*columns: bytes) -> np.ndarray:
    """People of 15 and over in each cell, as parts of a whole that is the same for all: Python integers.

    ``columns``: how many people each district has, and their ages, towns and internet, as bytes; they are the same
    throughout a run.
    """
    whole = 1 << 32
    n, age, urban, online = (np.frombuffer(each, np.int64).astype(object) for each in columns)
    age = age.reshape(len(n), 2)
    ages = np.stack([0 * n, age[:, 1] - age[:, 0], whole - age[:, 1]], axis=1)
    towns, users = (np.stack([whole - one, one], axis=1) for one in (urban, online))
    incomes = np.ones(LEVELS[1], object)
    return np.einsum("d,da,i,du,dn->daiun", n, ages, incomes, towns, users, dtype=object).reshape(len(n), CELLS)


def _features(districts: int) -> np.ndarray:
    """int64 [districts × CELLS, 5]: district, age, income fifth, town, internet of every cell."""
    grid = np.indices((districts, *LEVELS))
    return grid.reshape(5, -1).T
