"""A score and a cut: the day's own rescoring, which agrees with the theory of either assumption."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
import pytest

from glasshouse.engine.assembly import compiled_day
from glasshouse.validation.kinds.risk_score import KIND, calibrated, overall_auc, simulate

TWO = {"people_a": 30_000, "prevalence_a": 0.5, "people_b": 20_000, "prevalence_b": 0.3, "auc": 0.7, "calibrated": 0}
PHI = NormalDist().cdf


def test_separation_gives_all_groups_the_error_rates_of_the_normal_law():
    found = simulate({**TWO, "cut_fpr": 0.2}, 1)
    d_prime = 2**0.5 * NormalDist().inv_cdf(0.7)
    missed = PHI(NormalDist().inv_cdf(0.8) - d_prime)
    for group in ("", "_a", "_b"):
        assert found[f"false_positive_rate{group}"] == pytest.approx(0.2, abs=0.01)
        assert found[f"false_negative_rate{group}"] == pytest.approx(missed, abs=0.015)
    assert found["precision_a"] > found["precision_b"] + 0.1


def test_calibration_gives_the_group_with_more_of_the_outcome_more_false_alarms():
    found = simulate({**TWO, "calibrated": 1, "flagged_share": 0.4}, 1)
    assert found["flagged"] == pytest.approx(0.4, abs=0.005)
    assert found["false_positive_rate_a"] > 1.5 * found["false_positive_rate_b"]
    assert abs(found["precision_a"] - found["precision_b"]) < 0.08


def test_a_calibrated_risk_is_the_share_with_the_outcome_and_has_the_auc_asked_for():
    sizes, shares = (300.0, 100.0), (0.5, 0.2)
    middles, spread = calibrated(sizes, shares, 0.72)
    normal = np.random.default_rng(1).standard_normal(400_000)
    for middle, share in zip(middles, shares, strict=True):
        assert (1 / (1 + np.exp(-(middle + spread * normal)))).mean() == pytest.approx(share, abs=0.003)
    assert overall_auc(np.array(sizes), np.array(middles), spread) == pytest.approx(0.72, abs=1e-3)
    # It is pooled over the groups: within one, the score knows less.
    within = [overall_auc(np.ones(1), np.array([middle]), spread) for middle in middles]
    assert all(0.6 < auc < 0.71 for auc in within)


def test_the_tables_add_up_and_both_cuts_are_made():
    found = simulate({**TWO, "flagged_share": 0.4, "other_share": 0.1}, 1)
    for cut, share in (("", 0.4), ("other_", 0.1)):
        counts = [found[f"{cut}{name}"] for name in ("true_positives", "false_positives")]
        rest = [found[f"{cut}{name}"] for name in ("false_negatives", "true_negatives")]
        assert sum(counts) + sum(rest) == 50_000
        assert sum(counts) == pytest.approx(50_000 * share, rel=0.02)
        for name in ("true_positives", "false_positives", "false_negatives", "true_negatives"):
            assert found[f"{cut}{name}"] == found[f"{cut}{name}_a"] + found[f"{cut}{name}_b"]
    assert np.isnan(found["precision_c"])


def test_d_prime_and_auc_are_two_names_of_one_thing():
    both = [simulate({**TWO, "flagged_share": 0.4}, 1)]
    rest = {key: value for key, value in TWO.items() if key != "auc"}
    both.append(simulate({**rest, "d_prime": 2**0.5 * NormalDist().inv_cdf(0.7), "flagged_share": 0.4}, 1))
    assert both[0]["true_positives"] == both[1]["true_positives"]


def test_it_is_the_day_s_own_rescoring_that_makes_the_cut(monkeypatch):
    kernel = compiled_day().steps["score"]

    def upside_down(people, first, before, workspace, count, params, district, now, counts, rows):
        selected = kernel(people, first, before, workspace, count, params, district, now, counts, rows)
        people.flags[first : first + len(before)] ^= 7
        return selected

    before = simulate({**TWO, "flagged_share": 0.4}, 1)
    monkeypatch.setitem(compiled_day().steps, "score", upside_down)
    after = simulate({**TWO, "flagged_share": 0.4}, 1)
    assert before["flagged"] == pytest.approx(0.4, abs=0.01)
    assert after["flagged"] == 0  # D (5) became 2, C (4) became 3


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"d_prime": 1.0}, "either d_prime or auc"),
        ({"cut_fpr": 0.1}, "either flagged_share or cut_fpr"),
        ({"people_c": 10}, "both people_c and prevalence_c"),
        ({"calibrated": 0.5}, "0 (separation) or 1"),
        ({"auc": 0.5}, "between 0.5"),
    ],
)
def test_what_contradicts_itself_is_refused(change, said):
    given = {**TWO, "flagged_share": 0.4}
    assert KIND.refuse(given) is None
    assert said in str(KIND.refuse({**given, **change}))


OWN = {"people_a": 4000.0, "prevalence_a": 0.4, "people_b": 4000.0, "prevalence_b": 0.4, "calibrated": 0.0}


def test_a_group_of_which_the_score_knows_less_is_missed_more():
    found = KIND.simulate(OWN | {"d_prime_a": 0.3, "d_prime_b": 1.5, "flagged_share": 0.4}, 1)
    assert found["false_negative_rate_a"] > found["false_negative_rate_b"] + 0.2
    assert abs(found["false_positive_rate_a"] - found["false_positive_rate_b"]) < 0.05  # one cut, one law without it


@pytest.mark.parametrize(
    "more",
    [
        {"d_prime_a": 1.0, "flagged_share": 0.4},
        {"d_prime_a": 1.0, "d_prime_b": 1.0, "auc": 0.7, "flagged_share": 0.4},
        {"d_prime_a": 1.0, "d_prime_b": 1.0, "calibrated": 1.0, "flagged_share": 0.4},
    ],
)
def test_d_primes_of_groups_are_whole_and_alone(more):
    assert KIND.refuse(OWN | more)
    assert KIND.refuse(OWN | {"d_prime_a": 1.0, "d_prime_b": 1.0, "flagged_share": 0.4}) is None
