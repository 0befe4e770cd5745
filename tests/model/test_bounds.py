"""From parameters to tables: whatever a scenario may hold gives thresholds, and no warning."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glasshouse.engine.params import DISTRICT, PARAMS, compile_params
from glasshouse.model.false_matches import false_match_rate, fpir
from glasshouse.scenario import ScenarioError, load
from glasshouse.scenario.parameters import PARAMETERS
from glasshouse.scenario.scenario_loading import with_sets
from glasshouse.scenario.scenario_models import SMALLEST

PRESETS = {name: load(name) for name in ("as-described", "london-lfr", "informant-society")}


def ends(key: str) -> list[float]:
    """The ends of what a parameter may be, and what lies next to nothing."""
    low, high, whole = PARAMETERS[key].bounds
    inner = [0.5 * (low + high), 1e-3 * high, SMALLEST, 1.0]
    found = [low, high, *(x for x in inner if low <= x <= high)]
    return [float(int(x)) for x in found] if whole else found


def tables(preset: str, sets: list[str], days: tuple[int, ...] = (0, 400)) -> None:
    scenario = with_sets(PRESETS[preset], sets)
    with np.errstate(all="raise", under="ignore"):
        for day in days:
            built = compile_params(scenario, day, 500)
            for record, table in ((PARAMS, built.params), (DISTRICT, built.districts)):
                for name in record.names or ():
                    assert np.abs(table[name].astype(np.int64)).max() < 2**53, name


# Kind: a conversion of a parameter that is not defined over all that the parameter may be.
@pytest.mark.parametrize("key", PARAMETERS)
def test_each_parameter_at_its_ends(key: str):
    for value in ends(key):
        try:
            tables("as-described", [f"{key}={value!r}"], days=(400,))
        except ScenarioError as error:
            assert "must not be below" in str(error) or "more than 1" in str(error)  # noqa: PT017


FREE = [key for key in PARAMETERS if not key.startswith(("score.cut", "score.maximum", "score.start", "informants."))]


@settings(max_examples=60)
@given(
    st.sampled_from(list(PRESETS)),
    st.dictionaries(st.sampled_from(FREE), st.integers(0, 10), min_size=1, max_size=20),
)
def test_parameters_at_their_ends_together(preset, selected):
    tables(preset, [f"{key}={ends(key)[which % len(ends(key))]!r}" for key, which in selected.items()])


FOUND = [
    ("london-lfr", ["cameras.face_recognition_share=1", "face_recognition.false_match_rate=1e-6"]),
    ("as-described", ["face_recognition.threshold_slope=5000", "face_recognition.threshold=0.5"]),
    ("as-described", ["face_recognition.false_match_rate=1"]),
    ("as-described", ["face_recognition.false_match_rate=1", "face_recognition.watchlist=0"]),
    ("as-described", ["face_recognition.threshold_slope=1e9", "face_recognition.threshold=0"]),
    ("as-described", [f"cameras.total={SMALLEST}", "cameras.forecast=1e12"]),
    ("as-described", ["cameras.sightings=1e9", "cameras.total=1e12", "cameras.forecast=1e12"]),
]


@pytest.mark.parametrize(("preset", "sets"), FOUND)
def test_found(preset, sets):
    tables(preset, sets)


@given(st.floats(0, 1), st.floats(0, 1e9), st.floats(-1, 1))
def test_a_rate_at_any_threshold_falls_with_it(measured, slope, above):
    rate = false_match_rate(measured, slope=slope, above=above)
    assert 0 <= rate < np.inf
    assert (rate <= measured) if above > 0 else (rate >= measured)


@given(st.floats(0, 1), st.floats(0, 1e12))
def test_a_search_errs_with_a_probability(rate, gallery):
    assert 0 <= fpir(rate, gallery) <= 1
