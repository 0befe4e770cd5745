"""Group metrics, against Fairlearn on the same data."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from glasshouse.measures import METRICS, group_rates, replicate_rates
from glasshouse.population.people import AGE_SHIFT, CHILD, EVER_SANCTIONED
from glasshouse.scenario.scenario_words import GROUPS
from model.runs import busy


@cache
def fairlearn() -> Any:
    """Imported by who needs it: a second of each collection."""
    return pytest.importorskip("fairlearn.metrics")


def frame(group: np.ndarray, sanctioned: np.ndarray, unlawful: np.ndarray):
    metrics = {name: getattr(fairlearn(), name) for name in METRICS}
    return fairlearn().MetricFrame(metrics=metrics, y_true=unlawful, y_pred=sanctioned, sensitive_features=group)


def agree(group: np.ndarray, sanctioned: np.ndarray, unlawful: np.ndarray) -> None:
    found, theirs = group_rates(group, sanctioned, unlawful), frame(group, sanctioned, unlawful)
    for name in METRICS:
        assert getattr(found, name) == pytest.approx(theirs.by_group[name].to_numpy(float)), name
        assert found.overall[name] == pytest.approx(theirs.overall[name])
        assert found.difference(name) == pytest.approx(theirs.difference(method="between_groups")[name])
        assert found.ratio(name) == pytest.approx(theirs.ratio(method="between_groups")[name])


@given(st.integers(0, 2**32 - 1), st.integers(30, 400))
def test_rates_differences_and_ratios_are_those_of_fairlearn(seed, many):
    """Each group holds all four kinds of people once, since Fairlearn writes 0 for a rate that is not defined."""
    random = np.random.default_rng(seed)
    every = np.arange(16)
    group = np.concatenate([every // 4, random.integers(0, 4, many)])
    sanctioned = np.concatenate([every & 1, (random.random(many) < random.random()).astype(int)])
    unlawful = np.concatenate([every >> 1 & 1, (random.random(many) < random.random()).astype(int)])
    agree(group, sanctioned, unlawful)


def test_a_run_s_metrics_are_those_of_fairlearn_on_its_people():
    run = busy()
    assert run.ledger is not None
    grown = (run.state["traits"] >> AGE_SHIFT) & 3 != CHILD
    group = (run.state["traits"][grown] & 3).astype(int)
    sanctioned = (run.state["flags"][grown] & EVER_SANCTIONED != 0).astype(int)
    unlawful = (run.ledger["unlawful"][grown] > 0).astype(int)
    agree(group, sanctioned, unlawful)
    found, theirs = replicate_rates(run), frame(group, sanctioned, unlawful)
    assert found.groups == GROUPS
    assert found.people.sum() == grown.sum()
    for name in METRICS:
        assert getattr(found, name) == pytest.approx(theirs.by_group[name].to_numpy(float))
        assert 0 < found.overall[name] < 1


def test_a_rate_of_nobody_is_not_defined_and_left_out_of_differences():
    found = group_rates(np.array([0, 0, 1, 1]), np.array([1, 0, 1, 1]), np.array([1, 0, 1, 1]), ("a", "b", "c"))
    assert found.people.tolist() == [2, 2, 0]
    assert found.selection_rate[:2].tolist() == [0.5, 1.0]
    assert np.isnan(found.selection_rate[2])
    assert found.false_positive_rate[0] == 0
    assert np.isnan(found.false_positive_rate[1:]).all()
    assert found.difference("selection_rate") == 0.5
    assert found.difference("false_positive_rate") == 0
    assert np.isnan(found.ratio("false_positive_rate"))
    assert found.ratio("selection_rate") == 0.5
    nobody = np.zeros(0, int)
    assert np.isnan(group_rates(nobody, nobody, nobody).difference("selection_rate"))


def test_a_run_without_a_ledger_has_no_such_metrics():
    with pytest.raises(ValueError, match="no ledger"):
        replicate_rates(replace(busy(), ledger=None))
