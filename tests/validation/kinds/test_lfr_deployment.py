"""Faces, a list, alerts: the stages of the day, which agree with plain arithmetic where that is known."""

from __future__ import annotations

import numpy as np
import pytest

from glasshouse.engine.assembly import compiled_day
from glasshouse.validation.crowd import Crowd
from glasshouse.validation.drawn_inputs import draw_seed
from glasshouse.validation.kinds.lfr_deployment import KIND, per_comparison, simulate

CROWD = {name: row.default for name, row in KIND.inputs.items() if row.default is not None} | {
    "faces": 20_000,
    "watchlist": 1000,
    "on_watchlist_share": 0.01,
    "false_match_rate": 1e-5,
    "true_match_rate": 0.8,
    "stop_share": 0.25,
}


def means(draws: int = 12, **changes: float) -> dict[str, float]:
    rows = [simulate({**CROWD, **changes}, draw_seed(1, "test", k)) for k in range(draws)]
    return {name: float(np.mean([row[name] for row in rows])) for name in KIND.outputs}


def near(value: float, draws: int = 12) -> object:
    """Within five standard errors of a count's mean."""
    return pytest.approx(value, abs=5 * (value / draws) ** 0.5 + 1e-9)


def test_the_counts_are_those_of_plain_arithmetic():
    found = means()
    rate = 1 - (1 - 1e-5) ** 1000
    assert found["false_alerts"] == near(20_000 * rate)
    assert found["true_alerts"] == near(20_000 * 0.01 * 0.8)
    assert found["alerts"] == pytest.approx(found["true_alerts"] + found["false_alerts"])
    assert found["stops"] == near(0.25 * found["alerts"])
    assert found["fpir"] == pytest.approx(found["false_alerts"] / 20_000)
    assert found["precision"] == pytest.approx(0.01 * 0.8 / (0.01 * 0.8 + rate), rel=0.1)


def test_faulty_entries_are_among_the_listed_and_officers_judge_before_they_stop():
    found = means(faulty_share=0.25, credible_true=0.9, credible_false=0.5, arrest_share=0.6, stop_share=0.5)
    right, wrong = 20_000 * 0.01 * 0.8, 20_000 * (1 - (1 - 1e-5) ** 1000)
    assert found["true_alerts"] == near(right)
    assert found["faulty_alerts"] == near(right * 0.25)
    assert found["wrong_stops"] == near(wrong * 0.5 * 0.5)
    assert found["stops"] - found["wrong_stops"] == near(right * 0.9 * 0.5)
    assert found["faulty_stops"] == near(right * 0.25 * 0.9 * 0.5)
    assert found["arrests"] == near(right * 0.75 * 0.9 * 0.5 * 0.6)


def test_the_rate_of_a_search_is_turned_into_that_of_a_comparison():
    assert per_comparison(1 / 6000, 10_000) == pytest.approx(1.667e-8, rel=1e-3)
    rate = CROWD.pop("false_match_rate")
    try:
        by_search = means(fpir=0.02)
    finally:
        CROWD["false_match_rate"] = rate
    assert by_search["false_alerts"] == near(400)


def test_poor_pictures_raise_false_matches_by_decades_and_lower_hits():
    found = means(quality_decades=0.5, quality_hits=0.5)
    assert found["false_alerts"] == near(20_000 * (1 - (1 - 1e-5 * 10**0.5) ** 1000))
    assert found["true_alerts"] == near(20_000 * 0.01 * 0.4)


def test_false_alerts_fall_on_groups_by_their_ratios_and_the_mean_rate_stays():
    found = means(women=0.5, minority=0.2, women_ratio=3, minority_ratio=4)
    everybody = 20_000 * (1 - (1 - 1e-5) ** 1000)
    assert found["false_alerts"] == near(everybody)
    assert found["false_alerts_women"] == near(everybody * 3 / 4)
    assert found["false_alerts_minority"] == near(everybody * 0.8 / 1.6)


def test_without_an_alert_there_is_no_precision():
    found = simulate({**CROWD, "on_watchlist_share": 0, "false_match_rate": 0}, 1)
    assert found["alerts"] == 0
    assert np.isnan(found["precision"])


def test_whoever_gets_no_record_could_not_have_met_with_anything(monkeypatch):
    inputs = {**CROWD, "faulty_share": 0.3, "women_ratio": 5.0, "minority": 0.3, "minority_ratio": 0.2}
    screened = [simulate(inputs, seed) for seed in range(4)]
    blocks = Crowd.blocks
    monkeypatch.setattr(Crowd, "blocks", lambda self, day=0, who=None: blocks(self, day))
    assert [simulate(inputs, seed) for seed in range(4)] == screened


@pytest.mark.parametrize("stage", ["attribute", "adapt"])
def test_it_is_the_day_s_own_stages_that_are_called(stage, monkeypatch):
    called = {}

    def nothing(agents, count):
        called[stage] = called.get(stage, 0) + count

    before = simulate(CROWD, 1)
    monkeypatch.setitem(compiled_day().steps, stage, nothing)
    after = simulate(CROWD, 1)
    assert sum(called.values()) > 0
    assert before["stops"] > after["stops"] == 0
    assert (after["alerts"] == 0) == (stage == "attribute")


@pytest.mark.parametrize("inputs", [{"fpir": 0.1, "false_match_rate": 0.1}, {}])
def test_one_rate_and_only_one_is_given(inputs):
    assert "either" in str(KIND.refuse(inputs))
    assert KIND.refuse({"fpir": 0.1}) is None
