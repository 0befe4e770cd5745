"""Reports, looks, findings: the look is the day's own review."""

from __future__ import annotations

import numpy as np
import pytest

from glasshouse.engine.assembly import compiled_day
from glasshouse.validation.kinds.tips import KIND

BASE = {name: row.default for name, row in KIND.inputs.items() if row.default is not None}
REPORTS = BASE | {"reports": 3000.0, "right": 0.6, "picked": 0.5, "picked_wrong": 0.25, "finding": 0.4}


def mean(name: str, **more: float) -> float:
    return float(np.mean([KIND.simulate(REPORTS | more, seed)[name] for seed in range(12)]))


def test_reports_are_picked_by_what_they_are_worth():
    assert mean("looked_into") == pytest.approx(900 + 300, rel=0.03)
    assert mean("looked_into", picked_wrong=0.5) == pytest.approx(1500, rel=0.03)


def test_something_is_found_in_right_ones_and_sometimes_in_wrong_ones():
    assert mean("found") == pytest.approx(360, rel=0.05)
    assert mean("found", finding_wrong=0.2) == pytest.approx(420, rel=0.05)
    assert mean("found_wrong", finding_wrong=0.2) == pytest.approx(60 / 420, rel=0.15)
    assert mean("nothing") == pytest.approx(1200 - 360, rel=0.05)


def test_without_reports_there_is_nothing():
    found = KIND.simulate(REPORTS | {"reports": 0.0}, 1)
    assert found["found"] == 0
    assert np.isnan(found["found_share"])


def test_it_is_the_day_s_own_stage_that_looks(monkeypatch):
    monkeypatch.setitem(compiled_day().steps, "sanction", lambda agents, count: None)
    assert KIND.simulate(REPORTS, 1)["found"] == 0
