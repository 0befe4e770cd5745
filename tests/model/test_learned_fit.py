"""The learned score is fitted as scikit-learn fits it, to the last bit."""

from __future__ import annotations

import numpy as np
import pytest

from glasshouse.model.learned_fit import CELLS, LEVELS, log_probabilities


@pytest.mark.parametrize(("districts", "most"), [(1, 2), (31, 40), (31, 3_000_000)])
def test_a_fit_has_the_bits_of_scikit_learn(districts, most):
    naive_bayes = pytest.importorskip("sklearn.naive_bayes")  # takes more than a second
    sums = np.random.default_rng(districts + most).integers(0, most, (districts, CELLS, 2))
    sums[0, :2] = 0
    features = np.indices((districts, *LEVELS)).reshape(5, -1).T
    model = naive_bayes.CategoricalNB(alpha=1.0, min_categories=[districts, *LEVELS]).fit(
        np.concatenate([features, features]),
        np.repeat([0, 1], len(features)),
        sample_weight=sums.reshape(-1, 2).T.ravel().astype(float),
    )
    for own, theirs in zip(log_probabilities(sums), model.feature_log_prob_, strict=True):
        assert own.tobytes() == theirs.tobytes()
