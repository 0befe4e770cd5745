"""Alerts, judged and acted on by the day's own stage, which agrees with plain arithmetic."""

from __future__ import annotations

import numpy as np
import pytest

from glasshouse.engine.assembly import compiled_day
from glasshouse.validation.drawn_inputs import draw_seed
from glasshouse.validation.kinds.review_cascade import KIND, simulate

CASCADE = {
    "right_alerts": 400,
    "wrong_alerts": 1600,
    "faulty_alerts": 100,
    "credible_true": 0.9,
    "credible_false": 0.5,
    "stop_share": 0.8,
    "arrest_share": 0.4,
}


def test_the_counts_are_those_of_plain_arithmetic():
    rows = [simulate(CASCADE, draw_seed(1, "test", k)) for k in range(40)]
    found = {name: float(np.mean([row[name] for row in rows])) for name in KIND.outputs}
    expected = {
        "credible": 400 * 0.9 + 1600 * 0.5,
        "right_stops": 400 * 0.9 * 0.8,
        "wrong_stops": 1600 * 0.5 * 0.8,
        "faulty_stops": 100 * 0.9 * 0.8,
        "arrests": 300 * 0.9 * 0.8 * 0.4,
    }
    for name, value in expected.items():
        assert found[name] == pytest.approx(value, abs=5 * (value / 40) ** 0.5), name
    assert found["stops"] == pytest.approx(found["right_stops"] + found["wrong_stops"])
    assert found["wrong_share"] == pytest.approx(640 / 928, abs=0.01)


def test_nobody_is_stopped_who_was_not_judged_credible():
    for seed in range(20):
        found = simulate(CASCADE, seed)
        assert found["stops"] < found["credible"]
    found = simulate({**CASCADE, "stop_share": 1.0}, 1)
    assert found["stops"] == found["credible"]


def test_without_alerts_there_is_nothing_to_judge():
    found = simulate({**CASCADE, "right_alerts": 0, "wrong_alerts": 0}, 1)
    assert found["stops"] == 0
    assert np.isnan(found["wrong_share"])


def test_it_is_the_day_s_own_stage_that_judges(monkeypatch):
    assert simulate(CASCADE, 1)["stops"] > 0
    monkeypatch.setitem(compiled_day().steps, "adapt", lambda: None)
    assert simulate(CASCADE, 1)["stops"] == 0


def test_faulty_alerts_are_among_the_right_ones():
    assert KIND.refuse(CASCADE) is None
    assert "must not be more" in str(KIND.refuse({**CASCADE, "faulty_alerts": 401}))
