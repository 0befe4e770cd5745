"""Fear found at one activity, and the fall of the others: the day's own table, which agrees with plain arithmetic."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glasshouse.engine.assembly import compiled_day
from glasshouse.validation.kinds.chilling_at_one_activity import ACTIVITIES, KIND, simulate

PLAIN = {name: row.default for name, row in KIND.inputs.items() if row.default is not None} | {"acts": 4000}


def run(seed: int = 1, /, **changes: float) -> dict[str, float]:
    return simulate({**PLAIN, **changes}, seed)


@settings(max_examples=15, deadline=None)
@given(name=st.sampled_from(list(ACTIVITIES)), fall=st.floats(0, 0.45), start=st.integers(0, 100))
def test_the_fall_elsewhere_follows_from_the_shares_at_full_fear(name, fall, start):
    found = run(**{f"measured_{name}": fall, "start": start})
    full = {other: PLAIN[f"full_{other}"] for other in ACTIVITIES}
    before = start / 255
    # (1 - f × after) = (1 - fall) × (1 - f × before)
    after = min(1.0, (1 - (1 - fall) * (1 - full[name] * before)) / full[name])
    # The least whole level at which the fall is reached, with 4,096 people to tell by.
    assert -0.2 < found["level"] - 255 * after < 1.2
    for other in ACTIVITIES:
        expected = 1 - (1 - full[other] * after) / (1 - full[other] * before)
        assert found[other] == pytest.approx(expected, abs=5 * 0.02)


def test_what_was_measured_is_foretold_of_the_same_activity():
    falls = [run(seed, measured_messages=0.24, acts=520)["messages"] for seed in range(30)]
    assert np.mean(falls) == pytest.approx(0.24, abs=0.02)
    assert np.std(falls) == pytest.approx((0.24 * 0.76 / 520) ** 0.5, rel=0.5)


def test_a_dose_elsewhere_multiplies_the_jump():
    assert run(measured_posts=0.2, dose=2)["posts"] == pytest.approx(0.4, abs=0.04)
    assert run(measured_posts=0.2, dose=0.001)["posts"] == 0
    assert run(measured_posts=0.2, dose=1000)["posts"] == pytest.approx(0.8, abs=0.04)


def test_in_the_weeks_after_the_fall_fades_to_the_resting_fear():
    at_once, later = run(measured_posts=0.4), run(measured_posts=0.4, weeks=20, law_floor=0)
    # A quarter of the way back each week (docs/model.md, evening): the mean of 21 such weeks is about 4 of 21.
    assert later["posts"] == pytest.approx(at_once["posts"] * 4 / 21, abs=0.03)
    level = at_once["level"]
    assert run(measured_posts=0.4, weeks=20, rest=level, law_floor=0)["posts"] == pytest.approx(0.4, abs=0.02)


def test_what_stays_of_the_news_fades_with_the_memory_of_the_place():
    jump = run(measured_posts=0.4)["posts"]
    weeks = np.arange(53)
    slow = 0.5 * 0.5 ** (weeks / 26) + 0.5 * 0.75**weeks
    assert run(measured_posts=0.4, weeks=52, law_floor=0.5, memory=26)["posts"] == pytest.approx(
        jump * slow.mean(), abs=0.02
    )


@pytest.mark.parametrize("name", ACTIVITIES)
def test_at_no_fear_and_at_full_fear(name):
    none = run(**{f"measured_{name}": 0.0})
    assert [none[other] for other in ACTIVITIES] == [0, 0, 0]
    assert none["level"] == 0
    full = run(**{f"measured_{name}": 1.0})
    assert full["level"] == 255
    assert full["messages"] == pytest.approx(0.5, abs=0.04)


def test_what_nobody_wanted_to_do_has_no_fall():
    assert np.isnan(run(measured_posts=0.2, acts=0)["posts"])
    assert np.isnan(run(measured_posts=0.0, start=255, full_messages=1.0)["messages"])


def test_inputs_that_contradict_themselves_are_refused():
    assert "one activity" in (KIND.refuse(PLAIN) or "")
    assert "one activity" in (KIND.refuse({**PLAIN, "measured_posts": 0.1, "measured_messages": 0.1}) or "")
    assert "high enough" in (KIND.refuse({**PLAIN, "measured_messages": 0.6}) or "")
    assert "high enough" in (KIND.refuse({**PLAIN, "measured_posts": 0.1, "full_posts": 1, "start": 255}) or "")
    assert "acts" in (KIND.refuse({**PLAIN, "measured_posts": 0.1, "acts": 0}) or "")
    assert KIND.refuse({**PLAIN, "measured_messages": 0.5}) is None


@pytest.mark.parametrize("stage", ["live_inhibit", "apply_announcement", "relax_to_baseline"])
def test_it_is_the_day_s_own_stages_that_are_called(stage, monkeypatch):
    right = run(measured_posts=0.3, weeks=3)
    monkeypatch.setitem(compiled_day().steps, stage, lambda *_: None)
    assert run(measured_posts=0.3, weeks=3)["posts"] != pytest.approx(right["posts"], abs=0.01, nan_ok=True)


def test_the_same_seed_gives_the_same_numbers():
    assert run(measured_posts=0.3, weeks=2) == run(measured_posts=0.3, weeks=2)
    assert run(measured_posts=0.3) != run(2, measured_posts=0.3)
