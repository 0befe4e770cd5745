"""The fit of the learned score: a categorical naive Bayes from sums, and who is watched for its points.

It is fitted on one thread, from whole-number sums over the people of a sample, and gives whole points. The formula
stands in ``naive_bayes.py``; who is in the sample, in ``mechanisms/learned_score.py``.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np

from glasshouse.model.naive_bayes import CELLS, LEVELS, PARTS, in_parts, mark_most, scratch, write_points


def fit(sums: np.ndarray, params: Any) -> np.ndarray | None:
    """Points off, int64 [districts, CELLS], from sums [districts, CELLS, (no entry, entry)]; None with an empty class.

    >>> from types import SimpleNamespace
    >>> sums = np.zeros((2, CELLS, 2), np.int64)
    >>> sums[0, :, 1], sums[1, :, 0] = 10, 10
    >>> learned = fit(sums, SimpleNamespace(learned_scale=20, learned_cap=60))
    >>> int(learned[0, 0]), int(learned[1, 0])
    (60, 0)
    """
    points, parts = np.empty((len(sums), CELLS), np.int64), scratch(len(sums))
    learnt = write_points(np.ascontiguousarray(sums), params.learned_scale, params.learned_cap, parts, points)
    return points if learnt else None


def watched(learned: np.ndarray, params: Any, districts: np.ndarray) -> np.ndarray:
    """Who is watched, int64 [districts, CELLS]: those with the most points, until there are as many as are watched.

    Whoever has as many points as the last of them is watched as well. How many people a cell has follows from how
    traits are drawn, and not from who happens to be there.
    """
    out = np.empty((len(districts), CELLS), np.int64)
    points, parts = np.ascontiguousarray(learned, np.int64), np.zeros(PARTS, np.int64)
    mark_most(points, *watching(params, districts), int(params["watch_points"]), parts, out)
    return out


def watching(params: Any, districts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """People of 15 and over in each cell, and how many are watched, in one unit: int64 [..., PARTS]."""
    parts, people = _expected(
        *(districts[name].astype(np.int64).tobytes() for name in ("n", "age", "urban", "internet"))
    )
    return parts, in_parts(np.array([int(params["watch_share"]) * people], object))[0]


@lru_cache(maxsize=8)
def _expected(*columns: bytes) -> tuple[np.ndarray, int]:
    """People of 15 and over in each cell, int64 [districts, CELLS, PARTS], and all of them in 2 ** 32ths of that unit.

    ``columns``: how many people each district has, and their ages, towns and internet, as bytes; they are the same
    throughout a run.
    """
    whole = 1 << 32
    n, age, urban, online = (np.frombuffer(each, np.int64).astype(object) for each in columns)
    age = age.reshape(len(n), 2)
    ages = np.stack([0 * n, age[:, 1] - age[:, 0], whole - age[:, 1]], axis=1)
    towns, users = (np.stack([whole - one, one], axis=1) for one in (urban, online))
    incomes = np.ones(LEVELS[1], object)
    people = np.einsum("d,da,i,du,dn->daiun", n, ages, incomes, towns, users, dtype=object).reshape(len(n), CELLS)
    return in_parts(people << 32), people.sum()
