"""What is said of an ensemble: where the central run lies, what is chance, and which assumptions errors hang on."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from glasshouse.evidence import MARK, load_sources
from glasshouse.measures.ensemble import Ensemble
from glasshouse.measures.outcome import Outcome
from glasshouse.measures.tally import Tally
from glasshouse.runs import ensemble_hangs, ensemble_words
from glasshouse.scenario import load
from grammar import check, numbers

SCENARIO = load("as-described")
DRAWS, PEOPLE = 100, 10_000
FLAG, SOURCED = "internet.false_flag", "face_recognition.women_ratio"
MOVES = "score.points_critical_post"


def tally(wrongful: int) -> Tally:
    """So many people wrongly sanctioned, twice as many unjustly, and all of them sanctioned."""
    counts = {"first_wrongful": wrongful, "first_unjust": 2 * wrongful, "first_sanctioned": 3 * wrongful}
    group = SCENARIO.place.group_names[0]
    return Tally(counts={(group, name): count for name, count in counts.items()}, groups=SCENARIO.place.group_names)


def outcome(
    wrongful=tuple(range(100)), central: int = 200, without: int = 8, values: dict | None = None, again: int = 0
) -> Outcome:
    ensemble = Ensemble(
        population=PEOPLE,
        seed=1,
        tallies=tuple(tally(each) for each in wrongful),
        values={key: np.array(own, float) for key, own in (values or {}).items()},
        central=tally(central),
        again={number: tally(wrongful[number - 1] + again) for number in range(10, 101, 10)},
        without={FLAG: tally(without)},
    )
    return Outcome(scenario=SCENARIO, days=365, population=PEOPLE, tallies=(tally(central),), ensemble=ensemble)


def test_an_error_that_most_wrongs_hang_on_is_named_with_its_effect():
    (found,) = ensemble_hangs.hangs_on(outcome(central=200, without=8))
    assert (found.key, found.switched, found.before, found.after) == (FLAG, True, 200.0, 8.0)
    assert found.effect == pytest.approx(0.96)
    (told,) = ensemble_hangs.sentences(outcome(central=200, without=8))
    assert {"96", "200", "8"} <= set(numbers(told))
    assert FLAG in told


def test_a_number_of_error_that_has_a_source_is_named_with_it():
    (told,) = ensemble_hangs.sentences(outcome(central=200, without=8))
    source = SCENARIO.parameters[FLAG].source
    assert source is not None
    assert source in told
    assumed = load("as-described", sets=[f"{FLAG}=0.002"])
    (told,) = ensemble_hangs.sentences(replace(outcome(central=200, without=8), scenario=assumed))
    assert "assumed" in told


def test_an_upper_bound_on_something_else_is_never_told_as_a_count(monkeypatch):
    (told,) = ensemble_hangs.sentences(outcome(central=200, without=8))
    assert ("upper bound" in told, "counted" in told) == (True, False)
    counted = {key: replace(each, figure=None) for key, each in load_sources().items()}
    monkeypatch.setattr(ensemble_hangs, "sources_of", lambda *_: counted)
    (told,) = ensemble_hangs.sentences(outcome(central=200, without=8))
    assert ("upper bound" in told, "counted elsewhere" in told) == (False, True)


def test_a_number_from_memory_is_never_named_without_the_mark(monkeypatch):
    (told,) = ensemble_hangs.sentences(outcome(central=200, without=8))
    assert MARK not in told
    monkeypatch.setattr(ensemble_hangs, "kind_of", lambda confidence, source: "memory")
    (told,) = ensemble_hangs.sentences(outcome(central=200, without=8))
    assert MARK in told


def test_nothing_is_named_where_little_hangs_or_little_happens():
    assert ensemble_hangs.hangs_on(outcome(central=200, without=190)) == ()
    assert ensemble_hangs.hangs_on(outcome(central=10, without=0)) == ()
    assert ensemble_hangs.hangs_on(replace(outcome(), ensemble=None)) == ()


def test_an_assumption_that_ranks_with_the_errors_is_named_and_a_sourced_number_never():
    draws = np.arange(DRAWS)
    found = ensemble_hangs.hangs_on(outcome(without=190, values={MOVES: -draws, SOURCED: draws}))
    assert [(one.key, one.switched) for one in found] == [(MOVES, False)]
    assert found[0].effect == pytest.approx(-1)
    assert found[0].before > found[0].after  # where it is lowest, and where it is highest


def test_at_most_two_are_named():
    draws = np.arange(DRAWS)
    keys = [key for key, given in SCENARIO.parameters.items() if given.assumed and given.ranged][:5]
    assert len(ensemble_hangs.hangs_on(outcome(values=dict.fromkeys(keys, draws)))) == ensemble_hangs.MOST


def test_the_central_run_has_its_place_among_the_draws():
    assert "26 %" in ensemble_words.central(outcome(central=25))  # above 25, level with one
    assert "any draw" in ensemble_words.central(outcome(wrongful=range(10, 110), central=0))
    assert "every draw" in ensemble_words.central(outcome(central=500))


def test_the_share_of_chance_is_that_of_another_seed():
    ensemble = outcome().ensemble
    noisy = outcome(again=40).ensemble
    assert ensemble is not None
    assert noisy is not None
    assert ensemble.chance(lambda each: each.total("first_wrongful")) == 0
    share = noisy.chance(lambda each: each.total("first_wrongful"))
    assert share is not None
    assert 0.5 < share <= 1


def test_the_ends_are_known_better_with_more_draws():
    widths = []
    for draws in (100, 1600):
        ensemble, figures = outcome().ensemble, np.arange(draws) / draws
        assert ensemble is not None
        own = replace(ensemble, tallies=(tally(1),) * draws)
        low, high = own.ends(figures)
        assert (low.low or 0) <= low.value <= (low.high or 0)
        widths.append((high.high or 0) - (high.low or 0))
    assert widths[1] < widths[0] / 2


@pytest.mark.parametrize("most", [0, 1, 2, 40, 3000])
def test_sentences_survive_every_number(most):
    rng = np.random.default_rng(most)
    wrongful = tuple(int(each) for each in rng.integers(0, most + 1, DRAWS))
    for without in (0, most // 2):
        told = outcome(wrongful=wrongful, central=most, without=without, values={MOVES: wrongful}, again=1)
        for text in (*ensemble_words.notes(told), *ensemble_words.conclusions(told), *ensemble_hangs.sentences(told)):
            check(text)


def test_where_nothing_happens_little_is_said():
    nothing = outcome(wrongful=(0,) * DRAWS, central=0, without=0)
    assert len(ensemble_words.notes(nothing)) == 1
    assert nothing.per_10_000("first_wrongful").value == 0
    assert any(f" 0 of {DRAWS}" in text for text in ensemble_words.conclusions(nothing))
    assert ensemble_words.notes(replace(nothing, ensemble=None)) == ()
