"""The learned score's fit, against scikit-learn's, and who has the most points, against whole numbers in Python."""

from __future__ import annotations

import numpy as np
import pytest

from glasshouse.model.naive_bayes import CELLS, LEVELS, PARTS, in_parts, mark_most, scratch, write_points

DISTRICTS = 3
CHANCE = np.random.default_rng(5)


def by_the_library(sums: np.ndarray, scale: int, cap: int) -> np.ndarray:
    library = pytest.importorskip("sklearn.naive_bayes")  # takes more than a second
    features = np.indices((len(sums), *LEVELS)).reshape(5, -1).T
    n = len(features)
    model = library.CategoricalNB(alpha=1.0, min_categories=[len(sums), *LEVELS])
    weights = sums.reshape(n, 2).T.ravel().astype(float)
    model.fit(np.concatenate([features, features]), np.repeat([0, 1], n), sample_weight=weights)
    said = zip(features.T, model.feature_log_prob_, strict=True)
    evidence = sum(table[1, column] - table[0, column] for column, table in said)
    return np.clip(np.round(scale * evidence), 0, cap).astype(np.int64).reshape(len(sums), CELLS)


@pytest.mark.parametrize(("most", "scale", "cap"), [(3, 20, 60), (50, 7, 200), (100_000, 150, 90)])
def test_points_are_those_of_the_library(most, scale, cap):
    sums = CHANCE.integers(0, most, (DISTRICTS, CELLS, 2))
    sums[..., 1] //= 2
    points = np.empty((DISTRICTS, CELLS), np.int64)
    write_points(sums, scale, cap, scratch(DISTRICTS), points)
    assert (points == by_the_library(sums, scale, cap)).all()
    assert points.max() > 0


@pytest.mark.parametrize(("share", "least"), [(0.1, 3), (0.5, 8), (1.0, 1), (0.0, 1), (0.5, 0)])
def test_those_with_the_most_points_are_marked(share, least):
    points = CHANCE.integers(0, 12, (DISTRICTS, CELLS))
    people = CHANCE.integers(0, 2**62, points.shape).astype(object) << 100
    enough = int(people.sum() * int(share * 1000)) // 1000
    marked = np.empty_like(points)
    mark_most(points, in_parts(people), in_parts(np.array([enough], object))[0], least, np.zeros(PARTS, int), marked)
    for point, mark in zip(points.ravel().tolist(), marked.ravel().tolist(), strict=True):
        before = int(people[points > point].sum())
        assert mark == (least > 0 and point >= max(1, least) and before < enough)
