"""Chance in the intervals of groups, of which all draws simulate the same few people."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from glasshouse.measures.ensemble import Ensemble
from glasshouse.measures.intervals import Spread, spread_of_draws
from glasshouse.measures.outcome import Outcome
from glasshouse.measures.tally import Tally
from glasshouse.scenario import load
from glasshouse.wording.change_words import direction

PEOPLE = {"majority men": 9000, "minority men": 1000}


def tally(many: int, few: int) -> Tally:
    counts = {(group, "people"): number for group, number in PEOPLE.items()}
    return Tally(
        counts=counts | {("majority men", "first_sanctioned"): many, ("minority men", "first_sanctioned"): few}
    )


def ensemble(again: int) -> Ensemble:
    """Draws of 20 to 40 of the few; other seeds have so many more."""
    draws = tuple(tally(300, 20 + k % 21) for k in range(210))
    return Ensemble(
        population=10_000, seed=1, tallies=draws, values={}, central=draws[0], without={},
        again={number: tally(300, 20 + (number - 1) % 21 + again) for number in range(10, 201, 10)},
    )  # fmt: skip


def outcome(again: int) -> Outcome:
    return Outcome(
        scenario=load("as-described"), days=365, population=10_000, tallies=(tally(300, 30),), ensemble=ensemble(again)
    )


@pytest.mark.parametrize("again", [0, 10, -10, 25])
def test_a_group_s_interval_is_as_wide_as_assumptions_and_chance_together(again):
    figures = outcome(again)
    plain = spread_of_draws([10.0 * each.of("minority men", "first_sanctioned") for each in figures.ensemble.tallies])
    found = figures.per_10_000("first_sanctioned", group="minority men")
    assert found.value == plain.value
    chance = 1.6449 * abs(10 * again) / 0.6745 / np.sqrt(2)
    assert found.high - found.value == pytest.approx(np.hypot(plain.high - plain.value, chance))
    assert found.value - found.low == pytest.approx(min(found.value, np.hypot(plain.value - plain.low, chance)))


def test_without_another_seed_and_of_everybody_it_is_that_of_the_draws():
    figures = outcome(10)
    silent = replace(figures, ensemble=replace(figures.ensemble, again={}))
    one, other = (each.per_10_000("first_sanctioned") for each in (figures, silent))
    assert one == other
    assert silent.per_10_000("first_sanctioned", group="minority men").high == pytest.approx(390)
    alone = Spread(value=3.0)
    assert figures.ensemble.widened(alone, lambda each: 0.0) == alone


@pytest.mark.parametrize(("again", "way"), [(0, "mostly more"), (1, "mostly more"), (25, "unclear")])
def test_draws_that_agree_by_chance_alone_are_not_told_to_agree(again, way):
    """In 19 of 21 draws a group has more; another seed moves all of them alike, as far as chance does."""
    figures = ensemble(again)

    def excess(each):
        return 10.0 * each.of("minority men", "first_sanctioned") - 215

    plain = spread_of_draws(figures.figures(excess).tolist())
    assert (plain.draws.more, plain.draws.fewer) == (190, 20)
    assert direction(figures.widened(plain, excess)) == way


def test_draws_agree_no_more_than_other_seeds_do():
    """All draws share their people: if two in five with other seeds have none of it, so may they."""
    one, figures = outcome(0).ensemble, {}

    def excess(each):
        return figures.get(id(each), 10.0 * each.of("minority men", "first_sanctioned") - 215)

    plain = spread_of_draws(one.figures(excess).tolist())
    for k, each in enumerate(one.again.values()):
        figures[id(each)] = excess(each) * (1 if k % 5 > 1 else -1)
    assert direction(plain) == "mostly more"
    assert direction(one.widened(plain, excess)) == "unclear"
