"""What a headline says of the beginning of a run."""

from __future__ import annotations

from dataclasses import replace

import pytest

from glasshouse.headlines import beginning
from glasshouse.headlines.headline import headline
from glasshouse.measures.outcome import Outcome
from glasshouse.measures.tally import tally
from glasshouse.scenario import load
from grammar import numbers
from runs import fakes


def _outcome(preset: str, *sets: str) -> Outcome:
    scenario = load(preset, sets=sets)
    tallies = (tally(fakes.replicate(scenario, population=400, number=0)),)
    return Outcome(scenario=scenario, days=8, population=400, tallies=tallies)


@pytest.mark.parametrize(
    ("preset", "sets", "words"),
    [
        ("as-described", (), ("empty", "8 days")),
        ("as-documented", (), ("0.46", "published")),
        ("as-documented", ("restrictions.listed_at_start=0.01",), ("1 %", "assumed")),
        ("as-documented", ("warm_up=364",), ("52 weeks", "not count")),
    ],
)
def test_one_sentence_says_how_the_run_began(preset: str, sets: tuple[str, ...], words: tuple[str, ...]):
    found = _outcome(preset, *sets)
    (told,) = beginning.sentences(found, sanctions=True)
    assert all(word in told for word in words)
    assert told in headline(found).sentences


def test_where_nobody_can_be_sanctioned_a_warm_up_alone_is_told_of():
    found = _outcome("london-lfr")
    assert beginning.sentences(found, sanctions=False) == ()
    warm = replace(found, scenario=load("london-lfr", sets=["warm_up=28"]))
    (told,) = beginning.sentences(warm, sanctions=False)
    assert "4" in numbers(told)
    assert told in headline(warm).sentences
