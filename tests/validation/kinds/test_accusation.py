"""Accusations, notices, appeals and later looks: the day's own stages, which agree with plain arithmetic."""

from __future__ import annotations

import numpy as np
import pytest

from glasshouse.engine.assembly import compiled_day
from glasshouse.validation.kinds.accusation import KIND, simulate

PLAIN = {name: row.default for name, row in KIND.inputs.items() if row.default is not None} | {
    "cases": 20_000,
    "right": 0.3,
}
APPEALS = {"appeal_wrongful": 0.5, "appeal_rightful": 0.2}


def run(seed: int = 1, /, **changes: float) -> dict[str, float]:
    return simulate({**PLAIN, **changes}, seed)


def near(value: float, of: float = 20_000) -> object:
    """A share within five standard errors, where so many were asked."""
    return pytest.approx(value, abs=5 * (value * (1 - value) / of) ** 0.5 + 1e-9)


def test_without_anybody_who_looks_all_take_effect():
    found = run()
    assert found["determinations"] == 20_000
    assert found["wrong"] == near(0.7)
    assert (found["stopped"], found["appeals"], found["decided"]) == (0, 0, 0)
    assert found["audit_wrong"] == found["wrong"]
    assert np.isnan(found["affirmed"])


def test_a_person_who_looks_first_stops_wrong_ones_unless_following_the_machine():
    found = run(automated=0.25, review_sensitivity=0.8, review_specificity=0.9, review_automation_bias=0.5)
    wrong = 0.7 * (1 - 0.75 * 0.8 * 0.5)
    right = 0.3 * (1 - 0.75 * 0.1 * 0.5)
    assert found["determinations"] / 20_000 == near(wrong + right)
    assert found["wrong"] == near(wrong / (wrong + right), 15_000)
    assert found["stopped"] == 20_000 - found["determinations"]
    # The later look is at those that nobody had looked at.
    assert found["audit_wrong"] == near(0.7, 5000)


def test_notice_appeal_and_what_its_reviewer_finds():
    found = run(
        **APPEALS, notice=0.6, appeal_sensitivity=0.9, appeal_automation_bias=0.2, overturn_rate=0.1, decision_days=5
    )
    assert found["notices"] / 20_000 == near(0.6)
    by_wrong, by_right = 0.7 * 0.5, 0.3 * 0.2
    assert found["appealed"] == near(0.6 * (by_wrong + by_right))
    assert found["decided"] == found["appeals"]
    lifted = (by_wrong * 0.9 * 0.8 + by_right * 0.1 * 0.8) / (by_wrong + by_right)
    assert found["overturned"] == near(lifted, found["appeals"])
    assert found["affirmed"] == pytest.approx(1 - found["overturned"])


def test_mercy_lifts_accusations_that_are_true():
    found = run(right=1.0, appeal_rightful=0.5, overturn_rate=0.4, appeal_automation_bias=0.25)
    assert found["overturned"] == near(0.3, found["appeals"])


def test_appeals_take_time():
    found = run(**APPEALS, decision_days=30, days=30)
    assert found["decided"] / found["appeals"] == near(1 - (1 - 1 / 30) ** 30, found["appeals"])
    assert run(**APPEALS, days=0)["decided"] == 0
    assert run(**APPEALS, decision_days=0, days=1)["decided"] == run(**APPEALS)["appeals"]


def test_a_later_look_finds_what_it_can_of_so_many():
    found = run(audited=4000, audit_sensitivity=0.5, **APPEALS)
    assert found["audit_wrong"] == near(0.35, 4000)
    assert np.isnan(run(audited=0)["audit_wrong"])
    assert np.isnan(run(automated=0.0, review_sensitivity=0.1)["audit_wrong"])
    assert run(audit_sensitivity=0)["audit_wrong"] == 0


def test_a_later_look_changes_nothing_of_the_appeals():
    one, other = run(**APPEALS), run(**APPEALS, audit_sensitivity=0.0, audited=10)
    assert {k: v for k, v in one.items() if k != "audit_wrong"} == {
        k: v for k, v in other.items() if k != "audit_wrong"
    }


@pytest.mark.parametrize(("right", "wrong"), [(0.0, 1.0), (1.0, 0.0)])
def test_all_are_wrong_or_none_is(right, wrong):
    found = run(right=right, **APPEALS)
    assert found["wrong"] == found["audit_wrong"] == found["overturned"] == wrong


def test_without_cases_there_is_nothing_to_share_out():
    found = run(cases=0)
    assert found["determinations"] == 0
    assert np.isnan(found["wrong"])
    assert run(automated=0, right=0, review_sensitivity=1)["determinations"] == 0


def test_more_looked_at_than_flagged_is_refused():
    assert "looked at later" in (KIND.refuse({**PLAIN, "audited": 20_001}) or "")
    assert KIND.refuse({**PLAIN, "audited": 20_000}) is None


@pytest.mark.parametrize("stage", ["sanction", "redress"])
def test_it_is_the_day_s_own_stages_that_are_called(stage, monkeypatch):
    assert run(**APPEALS)["appeals"] > 0
    monkeypatch.setitem(compiled_day().steps, stage, lambda *_: None)
    assert run(**APPEALS)["appeals"] == 0


def test_the_same_seed_gives_the_same_numbers():
    assert run(**APPEALS) == run(**APPEALS)
    assert run(**APPEALS) != run(2, **APPEALS)
