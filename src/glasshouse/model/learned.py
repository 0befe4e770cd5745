"""The learned score: a naive Bayes fitted on a schedule from the system's own records.

It learns who has an entry on record, not who did anything: where more is watched, more is recorded, and people who
live there are scored worse and watched more. That loop is what is studied. The model is fixed (categorical naive
Bayes, Laplace smoothing 1), nothing is selected, and it is fitted on one thread from whole-number sums.
"""

from __future__ import annotations

import numpy as np

from glasshouse.model.params import CELLS, CompiledParams

#: Levels of each feature after the district: age, income fifth, town, internet.
LEVELS = (3, 5, 2, 2)


def prepare() -> None:
    """Import the library that fits, which takes seconds: at the start, not in the middle of the days."""
    import sklearn.naive_bayes  # noqa: F401


def fit(sums: np.ndarray, tables: CompiledParams) -> tuple[np.ndarray, np.ndarray] | None:
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
    points = np.clip(np.round(tables.learned_scale * evidence), 0, tables.learned_cap).astype(np.int64)
    learned = points.reshape(len(sums), CELLS)
    return learned, watched(learned, tables)


def watched(learned: np.ndarray, tables: CompiledParams) -> np.ndarray:
    """Who is watched, int64 [districts, CELLS]: those whom the fitted score takes enough points off."""
    return ((learned >= tables.watch_points) & (tables.watch_points > 0)).astype(np.int64)


def _features(districts: int) -> np.ndarray:
    """int64 [districts × CELLS, 5]: district, age, income fifth, town, internet of every cell."""
    grid = np.indices((districts, *LEVELS))
    return grid.reshape(5, -1).T
