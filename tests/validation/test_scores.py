"""Coverage, proper scores and where figures fall: against published definitions and closed forms."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from glasshouse.validation.known_verdicts import known
from glasshouse.validation.scores import band, interval_score, scores
from glasshouse.validation.sharpness_words import sentence
from glasshouse.validation.validation_table import Published
from glasshouse.validation.verdict import crps, judge


def published(value: float, **more: Any) -> Published:
    given = {"low": value, "high": value, "widest": 50.0, "naive": (-100.0, 100.0), **more}
    return Published(name="x", value=value, unit="alerts", source="x", confidence="S", **given)


def test_the_crps_of_many_draws_is_that_of_their_law():
    """Of a normal law: sd (z (2 Φ(z) - 1) + 2 φ(z) - 1/√π), Gneiting and Raftery 2007, equation 21."""
    draws = np.random.Generator(np.random.Philox(1)).normal(3, 2, 200_000)
    for value in (-2.0, 3.0, 4.5):
        z = (value - 3) / 2
        below, here = math.erf(z / math.sqrt(2)), math.exp(-z * z / 2) / math.sqrt(2 * math.pi)
        assert crps(draws, value) == pytest.approx(2 * (z * below + 2 * here - 1 / math.sqrt(math.pi)), abs=0.02)


@pytest.mark.parametrize("value", [-3.0, 0.0, 2.0, 9.0])
def test_the_interval_score_is_the_sum_of_two_quantile_scores(value):
    low, high, level = 0.0, 5.0, 0.8

    def pinball(end: float, at: float) -> float:
        return (value - end) * (at - (value < end))

    twice = pinball(low, 0.1) + pinball(high, 0.9)
    assert interval_score(low, high, value, level) == pytest.approx(2 / (1 - level) * twice)


def test_the_band_holds_95_of_100_and_no_more_than_it_must():
    rng = np.random.Generator(np.random.Philox(1))
    held = rng.binomial(40, 0.8, 100_000)
    least, most = band(40, 0.8)
    assert 0.95 <= ((held >= least) & (held <= most)).mean() < 0.98


def test_honest_intervals_are_called_honest_and_narrow_ones_are_not():
    rng = np.random.Generator(np.random.Philox(2))
    rows = [judge(published(float(rng.normal(0, 10))), rng.normal(0, 10, 400)) for _ in range(200)]
    honest = scores("honest", [rows])
    assert all(each.honest for each in honest.coverage)
    assert sum(honest.pit) == 200
    assert min(honest.pit) > 20
    narrow = [judge(published(float(rng.normal(0, 10))), rng.normal(0, 3, 400)) for _ in range(200)]
    found = scores("narrow", [narrow])
    assert not any(each.honest for each in found.coverage)
    assert found.pit[0] + found.pit[-1] > 120
    assert found.interval > honest.interval
    assert found.crps > honest.crps


def test_the_skill_is_against_the_figure_carried_over():
    draws = np.full(50, 11.0)
    near, far = (judge(published(10.0, carried=value), draws) for value in (10.5, 20.0))
    assert scores("near", [[near]]).skill == pytest.approx(1 - 1 / 0.5)
    assert scores("far", [[far]]).skill == pytest.approx(0.9)
    assert math.isnan(scores("none", [[judge(published(10.0), draws)]]).skill)


def test_what_a_preset_was_set_to_counts_nowhere():
    judged = judge(published(10.0), np.arange(20.0))
    mine = replace(judged, published=replace(judged.published, in_sample=True))
    assert scores("both", [[judged, mine]]).figures == 1


def test_all_groups_add_up_to_all_tables():
    every, *groups = known().scores()
    kinds = [each for each in groups if each.name != "fixed beforehand"]
    assert sum(each.figures for each in kinds) == every.figures == sum(every.pit)
    assert sum(each.tables for each in kinds) == every.tables


def test_sharpness_is_told_beside_coverage():
    """Ten wide intervals hold their figures and say nothing; one narrow one does."""
    spread = np.geomspace(0.01, 1_000.0, 400)
    wide = [judge(published(10.0, carried=20.0, naive=(0.0, 100.0)), spread) for _ in range(10)]
    narrow = judge(published(10.0, naive=(0.0, 100.0)), np.linspace(5, 15, 400))
    found = scores("both", [[*wide, narrow]])
    sharp = found.sharpness
    assert (found.coverage[-1].held, sharp.figures, sharp.narrow, sharp.narrow_held, sharp.below_bet) == (
        11,
        11,
        1,
        1,
        1,
    )
    assert sharp.ratio > 10_000
    assert sharp.reference_off == pytest.approx(2)
    assert sharp.decades == pytest.approx(math.log10(sharp.ratio))
    assert found.document()["sharpness"]["narrow"] == 1
    said = sentence("left_out", found)
    assert "11" in said
    assert "because they are wide" in said
    assert "because they are wide" not in sentence("left_out", scores("one", [[narrow]]))


def test_an_interval_from_0_has_no_ratio():
    from_0 = judge(published(1.0), np.arange(20.0))
    found = scores("one", [[from_0]])
    assert math.isinf(found.sharpness.ratio)
    assert found.document()["sharpness"]["ratio"] is None
    assert "begin at 0" in sentence("outputs", found)
