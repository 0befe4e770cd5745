from __future__ import annotations

from dataclasses import replace

import pytest

from glasshouse.cli.explain import explanation
from glasshouse.evidence import MARK
from glasshouse.headlines.from_memory import of_place, remembered
from glasshouse.headlines.headline import NOT_A_FORECAST, headline
from glasshouse.measures.ensemble import Ensemble
from glasshouse.measures.outcome import Outcome
from glasshouse.measures.tally import Tally, tally
from glasshouse.report.cards import switched_off
from glasshouse.report.evidence_tables import numbers
from glasshouse.report.how_sure import assumed
from glasshouse.runs.execute_run import outcome_of
from glasshouse.runs.run_plan import plan
from glasshouse.scenario import load
from runs import fakes


def outcome(replicates: int, preset: str = "as-described", population: int = 4000) -> Outcome:
    scenario = load(preset)
    tallies = tuple(tally(fakes.replicate(scenario, population=population, number=n)) for n in range(replicates))
    return Outcome(scenario=scenario, days=8, population=population, tallies=tallies)


def test_several_replicates_speak_of_10_000_people_with_intervals():
    figures = outcome(3)
    found = headline(figures)
    sanctioned = figures.per_10_000("first_sanctioned")
    assert found.sentences[0].startswith("Of every 10,000 people, ")
    assert sanctioned.interval in found.sentences[0]
    assert sanctioned.low <= sanctioned.value <= sanctioned.high  # type: ignore[operator]
    assert "3 replicates" in " ".join(found.notes)
    assert "Chance alone" in " ".join(found.notes)


def test_one_replicate_gives_counts_and_no_rate():
    found = headline(outcome(1))
    text = " ".join((*found.sentences, *found.notes, *(cell for line in found.groups for cell in line.cells)))
    assert "In this one run" in found.sentences[0]
    assert "10,000" not in text
    assert "no interval" in text


def test_nobody_is_wronged_by_the_rule_where_it_is_nobody_in_the_run_and_in_each_draw():
    figures = outcome(1)
    none = Tally(counts={key: 0 if key[1] == "first_unjust" else n for key, n in figures.tallies[0].counts.items()})
    some = Tally(counts=none.counts | {(figures.groups[0], "first_unjust"): 40})
    for run, draws, nobody in (
        (none, [none] * 200, True),
        (some, [none] * 200, False),
        (none, [none] * 192 + [some] * 8, False),
    ):
        ensemble = Ensemble(population=4000, seed=1, tallies=tuple(draws), values={}, central=run, again={}, without={})
        told = headline(replace(figures, tallies=(run,), ensemble=ensemble)).sentences
        assert any("Nobody was sanctioned unjustly" in each for each in told) is nobody
        assert not any(each.startswith("0 were sanctioned unjustly") for each in told)


@pytest.mark.parametrize("preset", ["as-described", "as-documented"])
def test_every_headline_says_what_it_is_and_leaves_out(preset):
    found = headline(outcome(2, preset))
    assert found.notes[0] == NOT_A_FORECAST
    assert found.label == load(preset).label
    assert found.label.capitalize() in found.notes[1]
    assert "Xinjiang" in found.notes[1]
    assert "never added up" in " ".join(found.notes)


@pytest.mark.parametrize("preset", ["as-described", "as-documented", "hong-kong-2020", "london-lfr"])
def test_a_run_with_a_number_from_memory_shows_the_mark_wherever_it_is_told(preset):
    """In the headline, under How sure, in the table of numbers, and where the number is explained."""
    scenario = load(preset)
    keys = remembered(scenario)
    found = [note for note in headline(outcome(1, preset)).notes if MARK in note]
    assert [int(note.split()[0]) for note in found if note[0].isdigit()] == ([len(keys)] if keys else [])
    assert [name for name in scenario.place.evidence if any(f"“{name}”" in note for note in found)] == [
        *of_place(scenario)
    ]
    assert (f"{len(keys)} of them {MARK}" in assumed(scenario)) == bool(keys)
    assert sum(part.remembered for part in numbers(scenario, switched_off(scenario))) == len(keys)
    for key in keys:
        if ":" not in key:
            assert MARK in explanation(key, scenario)


def test_the_three_harms_and_the_yield_are_all_told():
    text = " ".join(headline(outcome(2)).sentences)
    for word in ("wrongfully", "unjustly by rule", "Unequal", "fear", "closed gate", "Of 100 sanctions", "camera"):
        assert word in text


def test_what_is_of_the_same_10_000_people_stands_below_the_sentence_that_names_them():
    first, *others = headline(outcome(2)).sentences
    assert first.startswith("Of every 10,000 people, ")
    named = [k for k, said in enumerate(others) if "10,000" in said]
    camera = next(k for k, said in enumerate(others) if "by a camera" in said)
    assert camera < min(named)


def test_unequal_counts_people_of_15_and_over():
    figures = outcome(1)
    excess = {group: figures.excess(group) for group in ("majority men", "minority women")}
    assert excess["majority men"].excess == pytest.approx(0)  # type: ignore[union-attr]
    assert excess["minority women"].excess > 0  # type: ignore[union-attr]
    people = figures.tallies[0].persons("people", "minority women")
    assert excess["minority women"].compared < people  # type: ignore[union-attr,operator]


def test_what_can_be_told_of_no_group_has_no_column_and_one_reason():
    found = headline(outcome(2, population=120))
    assert (found.columns, {line.cells for line in found.groups}) == ((), {()})
    assert found.groups_note.count("cannot be told by group") == 1
    assert "100 people" in found.groups_note
    assert {line.base_rate for line in found.groups} == {"–"}
    assert sum(line.people for line in found.groups) == 120


def test_without_a_ledger_what_needs_persons_is_said_to_be_missing():
    figures = outcome(2)
    bare = replace(figures, tallies=tuple(replace(one, strata=None) for one in figures.tallies))
    assert "not counted" in " ".join(headline(bare).sentences)
    assert "Among 10,000 people" in " ".join(headline(bare).sentences)


# Kind: two counts that seem to contradict each other, where their definitions differ.
def test_who_begins_the_run_sanctioned_is_not_told_as_nobody():
    scenario = load("as-described", sets=["start=2020-01-01", "score.start=500"])
    figures = outcome_of(plan(scenario, population=200, days=1, replicates=1, threads=1))
    assert figures.count("first_sanctioned") > 0 == figures.count("onsets")
    text = " ".join(headline(figures).sentences)
    assert "Nobody was sanctioned" not in text
    assert f"{figures.count('first_sanctioned'):,.0f}" in text
    assert "began the run" in text


def test_counts_of_one_run_have_their_share_of_the_group_below():
    """The larger group has the larger count, which says nothing of who is hit harder."""
    one, several = headline(outcome(1)).groups, headline(outcome(2)).groups
    counts = [float(group.cells[0].replace(",", "")) for group in one]
    rates = [float(group.below[0].removesuffix(" per 10,000").replace(",", "")) for group in one]
    for group, count, rate in zip(one, counts, rates, strict=True):
        assert abs(rate - 10_000 * count / group.people) <= 0.05 * rate
    assert not any("per" in group.below[0] for group in several)
