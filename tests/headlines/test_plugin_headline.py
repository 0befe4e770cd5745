"""A mechanism of somebody's own says its sentence in the headline, right for every number, while it is on."""

from __future__ import annotations

import sys
from dataclasses import replace

import pytest

from glasshouse.headline_sentence import HeadlineSentence
from glasshouse.headlines.headline import headline
from glasshouse.measures.outcome import Outcome
from glasshouse.measures.tally import Tally
from glasshouse.mechanism_set import MechanismError
from glasshouse.scenario import load

WHO = "majority men"


def said(scenario, *counted: tuple[int, int]) -> list[str]:
    """What the headline says of plates, a pair (read, misread) a replicate."""
    tallies = tuple(
        Tally(counts={(WHO, "people"): 10_000, (WHO, "plates_read"): read, (WHO, "plates_misread"): misread})
        for read, misread in counted
    )
    outcome = Outcome(scenario=scenario, days=30, population=10_000, tallies=tallies)
    return [sentence for sentence in headline(outcome).sentences if "plate" in sentence]


#: (plates read, misread) of each replicate, and what is told.
TOLD = (
    ([(10, 0)], "0 plates were misread, 0 of 100"),
    ([(10, 1)], "1 plate was misread, 10 of 100"),
    ([(10, 2)], "2 plates were misread, 20 of 100"),
    ([(10, 1), (10, 3)], "1 (1 to 3) plates were misread, 10 (10 to 30) of 100"),
    ([(10, 1), (0, 0)], "1 (0 to 1) plates were misread, 10 of 100"),
)


def test_its_sentence_is_right_for_every_number(plated):
    for counted, told in TOLD:
        (sentence,) = said(plated, *counted)
        assert told in sentence
        assert ("10,000" in sentence) == (len(counted) > 1)


def test_it_says_nothing_where_there_is_nothing_to_say_and_while_it_is_off(plated, tmp_path):
    assert said(plated, (0, 0)) == []
    assert said(load(tmp_path / "mine.yaml", sets=["plates.enabled=false"]), (10, 1)) == []
    assert said(load("as-described"), (10, 1)) == []


def test_it_is_heard_in_every_account(plated):
    for preset in ("london-lfr", "informant-society"):
        shipped = load(preset)
        switches = {**shipped.switches, "plates.enabled": True}
        assert said(replace(shipped, mechanisms=plated.mechanisms, switches=switches), (10, 2)), preset
        assert not any("by a camera" in sentence for sentence in headline(_of(shipped)).sentences), preset


@pytest.mark.parametrize(
    ("say", "told"), [(lambda _: 1 / 0, "ZeroDivisionError"), (lambda _: 5, "5, which is no text")]
)
def test_one_that_fails_is_told_with_its_module(plated, monkeypatch, say, told):
    module = sys.modules[plated.mechanisms.added[0].module]
    broken = HeadlineSentence(say=say)
    object.__setattr__(broken, "module", module.__name__)
    monkeypatch.setattr(module, "HEADLINE", broken)
    with pytest.raises(MechanismError, match=f"{module.__name__}.*{told}"):
        said(plated, (10, 1))


def _of(scenario) -> Outcome:
    return Outcome(scenario=scenario, days=30, population=10_000, tallies=(Tally(counts={(WHO, "people"): 10_000}),))
