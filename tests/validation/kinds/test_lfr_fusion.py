"""Several systems at one camera: the day's own stage once a system, which agrees with plain arithmetic."""

from __future__ import annotations

import numpy as np
import pytest

from glasshouse.engine.assembly import compiled_day
from glasshouse.validation.kinds.lfr_fusion import KIND, simulate

RATES = (0.7, 0.5, 0.3)
STATION = {
    "passes": 2000,
    "strangers": 2000,
    "agree": 1,
    **{f"true_match_rate_{letter}": rate for letter, rate in zip("abc", RATES, strict=True)},
    **{f"fpir_{letter}": rate / 10 for letter, rate in zip("abc", RATES, strict=True)},
}


def agreed(rates: tuple[float, ...], agree: int) -> float:
    """The chance that at least so many of independent events happen."""
    total = 0.0
    for outcome in np.ndindex(*(2,) * len(rates)):
        if sum(outcome) >= agree:
            total += float(np.prod([r if hit else 1 - r for r, hit in zip(rates, outcome, strict=True)]))
    return total


@pytest.mark.parametrize("agree", [1, 2, 3])
def test_the_shares_are_those_of_independent_systems(agree):
    rows = [simulate({**STATION, "agree": agree}, seed) for seed in range(5)]
    for output, rates in (("recognised", RATES), ("fpir", tuple(rate / 10 for rate in RATES))):
        share = agreed(rates, agree)
        found = float(np.mean([row[output] for row in rows]))
        assert found == pytest.approx(share, abs=5 * (share / 10_000) ** 0.5 + 1e-9)


def test_a_system_that_is_not_there_changes_nothing():
    alone = simulate({**STATION, "true_match_rate_b": 0.0, "true_match_rate_c": 0.0}, 3)
    assert alone["recognised"] == pytest.approx(0.7, abs=0.06)


def test_without_passes_there_is_no_share():
    found = simulate({**STATION, "strangers": 0}, 1)
    assert np.isnan(found["fpir"])
    assert found["recognised"] > 0


def test_it_is_the_day_s_own_stage_that_recognises(monkeypatch):
    monkeypatch.setitem(compiled_day().steps, "attribute", lambda: None)
    assert simulate(STATION, 1) == {"recognised": 0.0, "fpir": 0.0}


def test_so_many_systems_cannot_agree():
    assert KIND.refuse(STATION) is None
    assert "1, 2 or 3" in str(KIND.refuse({**STATION, "agree": 4}))
    assert "1, 2 or 3" in str(KIND.refuse({**STATION, "agree": 0}))


def test_systems_that_err_together_find_fewer_between_them():
    """With a correlation of 1 the best system alone is as good as all; each system's own share stays what it was."""
    given = {"passes": 20_000.0, "strangers": 0.0, "agree": 1.0} | {f"fpir_{letter}": 0.0 for letter in "abc"}
    given |= {"true_match_rate_a": 0.7, "true_match_rate_b": 0.5, "true_match_rate_c": 0.3}
    found = {c: simulate(given | {"correlation": c}, 1)["recognised"] for c in (0.0, 0.5, 1.0)}
    assert found[0.0] == pytest.approx(1 - 0.3 * 0.5 * 0.7, abs=0.015)
    assert found[1.0] == pytest.approx(0.7, abs=0.015)
    assert found[1.0] < found[0.5] < found[0.0]
    alone = given | {"true_match_rate_b": 0.0, "true_match_rate_c": 0.0}
    assert simulate(alone | {"correlation": 0.5}, 1)["recognised"] == pytest.approx(0.7, abs=0.015)
