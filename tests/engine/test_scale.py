"""Figures per 10,000 are the same at any size of population, within the play of chance."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from glasshouse.engine.counts import Count
from glasshouse.engine.params import DISTRICT, PARAMS, compile_params
from glasshouse.engine.simulate import simulate
from glasshouse.scenario import load, preset_names

#: Each counts a person once, or an event that draws no others after it, so that chance is that of Poisson's law.
RARE = """
first_sanctioned first_wrongful alert_false false_match entries_false false_flags clerical_errors
report_malicious shared_account_errors posts_removed seen_by_camera lookup_hit messages_seen listed_defaulter
""".split()
#: What becomes of alerts; rare enough in the presets on Britain that more faces are searched here.
STOPS = "alert_true alert_faulty alert_false stops stops_false stops_faulty arrests".split()
MORE_FACES = {"london-lfr": 0.05, "london-lfr-2020": 0.02, "stadium-list": 1}
#: Standard errors allowed; with so many measures, a false alarm once in a thousand changes of the numbers.
ERRORS = 4


def per_person(
    population: int, preset: str, sets: Sequence[str] = (), days: int = 90, counted: Sequence[str] = RARE
) -> dict[str, tuple[int, int]]:
    run = simulate(load(preset, sets=sets), population=population, days=days, seed=7, threads=1, ledger=False)
    sums = run.daily.sum(axis=(0, 1, 2))
    return {name: (int(sums[Count[name]]), population) for name in counted}


def agree(small: dict[str, tuple[int, int]], large: dict[str, tuple[int, int]]) -> None:
    apart = {}
    for name in small:
        (a, n), (b, m) = small[name], large[name]
        error = (a + b) ** 0.5 * (1 / (n * m)) ** 0.5  # of the difference of two rates with one mean
        if abs(a / n - b / m) > ERRORS * error:
            apart[name] = (1e4 * a / n, 1e4 * b / m)
    assert apart == {}


@pytest.mark.parametrize("preset", ["as-described", "hong-kong-2020"])
def test_fifty_thousand_and_two_hundred_thousand_agree(preset):
    agree(per_person(50_000, preset), per_person(200_000, preset))


@pytest.mark.parametrize(("preset", "faces"), MORE_FACES.items())
def test_a_van_has_its_real_size_whatever_the_population(preset, faces):
    """As many stops of each kind for a person, few people or many: the list and the faces searched are the place's."""
    sets = [f"cameras.face_recognition_share={faces}"]
    small, large = (per_person(n, preset, sets, days=28, counted=STOPS) for n in (50_000, 200_000))
    assert all(large[name][0] > 0 for name in STOPS if name != "stops_faulty")
    agree(small, large)


@pytest.mark.slow
def test_two_hundred_thousand_and_two_million_agree():
    small, large = per_person(200_000, "as-described"), per_person(2_000_000, "as-described")
    assert all(large[name][0] > 0 for name in RARE)
    agree(small, large)


@pytest.mark.parametrize("preset", preset_names())
def test_galleries_cameras_and_informants_have_real_size_whatever_the_population(preset):
    scenario = load(preset)
    small, large = compile_params(scenario, 0, 20_000), compile_params(scenario, 0, 20_000_000)
    assert small.params.tobytes() == large.params.tobytes()
    for name in set(DISTRICT.names or ()) - {"start", "n"}:
        assert np.array_equal(small.districts[name], large.districts[name]), name
    assert PARAMS.names
