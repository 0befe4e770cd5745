"""Draws from ranges: keyed, inside the range, and the cuts in order."""

from __future__ import annotations

import math
from statistics import median

import pytest

from glasshouse.scenario import PARAMETERS, load, preset_names
from glasshouse.scenario.parameter_draws import uniform, value


def test_replicate_zero_is_central() -> None:
    assert load("as-described").draw(0, 7) == {}


@pytest.mark.parametrize("name", preset_names())
@pytest.mark.parametrize("replicate", range(1, 6))
def test_draws_stay_in_range(name: str, replicate: int) -> None:
    scenario = load(name)
    drawn = scenario.draw(replicate, 7)
    for key, drew in drawn.items():
        event, found, inner = key.partition(":")
        given = scenario.parameters[key] if not found else None
        for one in scenario.events:
            if found and one.name == event:
                given = one.jump if inner == "jump" else one.changes[inner]
        assert given is not None
        assert given.low <= drew <= given.high or given.draws
        if inner == "jump" or PARAMETERS[inner or key].bounds[2]:
            assert drew == int(drew)
    ranged = {key for key, given in scenario.parameters.items() if given.ranged}
    assert ranged <= set(drawn)


def test_a_draw_depends_on_its_own_key_alone() -> None:
    all_, fewer = load("as-described"), load("as-described", sets=["cameras.total=3e8"])
    one, other = all_.draw(3, 11), fewer.draw(3, 11)
    assert "cameras.total" not in other
    assert {key: one[key] for key in other} == other
    assert all_.draw(3, 11) == one
    assert all_.draw(4, 11)["cameras.total"] != one["cameras.total"]
    assert all_.draw(3, 12)["cameras.total"] != one["cameras.total"]


def test_known_draw() -> None:
    # Pinned: a change here reshuffles every replicate of every published run.
    assert uniform(7, 1, "cameras.total") == pytest.approx(0.677470944851709, abs=1e-15)


def test_wide_ranges_are_drawn_in_the_logarithm() -> None:
    drawn = [value(uniform(1, r, "k"), 0.001, 1.0, False) for r in range(2000)]
    assert math.log10(median(drawn)) == pytest.approx(-1.5, abs=0.15)
    narrow = [value(uniform(1, r, "k"), 1.0, 3.0, False) for r in range(2000)]
    assert median(narrow) == pytest.approx(2.0, abs=0.1)


def test_whole_draws_reach_both_ends() -> None:
    drawn = {value(uniform(1, r, "k"), -2.0, 1.0, True) for r in range(200)}
    assert drawn == {-2.0, -1.0, 0.0, 1.0}
    assert value(0.999999999, 1.0, 5.0, True) == 5.0


def test_cuts_stay_in_order(tmp_path) -> None:
    cuts = load("as-described").mechanisms.cuts
    path = tmp_path / "wide.yaml"
    rows = "\n".join(
        f"  {key.split('.')[1]}: {{value: {1000 - 50 * i}, unit: points, assumed: x, range: [500, 1100]}}"
        for i, key in enumerate(cuts)
    )
    path.write_text(f"glasshouse: 1\nextends: as-described\nscore:\n{rows}\n")
    scenario = load(path)
    for replicate in range(1, 30):
        drawn = scenario.draw(replicate, 3)
        numbers = [scenario.settings(0, drawn).numbers[key] for key in cuts]
        assert numbers == sorted(numbers, reverse=True)
        assert [drawn[key] for key in cuts] == numbers
