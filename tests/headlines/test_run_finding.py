"""The title of a run's report: its number, over what time, and in how many draws."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from glasshouse.headlines.headline import headline
from glasshouse.measures.ensemble import Ensemble
from glasshouse.measures.outcome import Outcome
from glasshouse.measures.tally import Tally
from glasshouse.scenario import load

_PEOPLE = {"majority men": 5000, "minority women": 5000}


def tally(**counts: int) -> Tally:
    """All of it happens to one group."""
    people = {(group, "people"): number for group, number in _PEOPLE.items()}
    return Tally(counts=people | {("minority women", name): number for name, number in counts.items()})


def outcome(preset: str, *draws: dict[str, int], replicates: int = 1, **counts: int) -> Outcome:
    """A run of 10,000 people, with draws of as many."""
    drawn = tuple(tally(**draw) for draw in draws)
    ensemble = drawn and Ensemble(
        population=10_000, seed=1, tallies=drawn, values={}, central=tally(**counts), again={}, without={}
    )
    return Outcome(
        scenario=load(preset), days=365, population=10_000, tallies=(tally(**counts),) * replicates,
        ensemble=ensemble or None,
    )  # fmt: skip


def test_it_is_about_the_errors_with_their_interval_and_in_how_many_draws_it_is_so():
    draws = [{"first_sanctioned": 500, "first_wrongful": 10 * k} for k in range(1, 22)]
    told = headline(outcome("as-described", *draws, first_sanctioned=500, first_wrongful=3)).finding
    assert told == (
        "110 of every 10,000 people are wrongly sanctioned within 365 days: between 20 and 200 in 19 of 21 draws of "
        "the assumptions"
    )


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ((0, 0, 0), "300 of every 10,000 people are sanctioned within 365 days in all 3 draws"),
        ((0, 0, 40), "Up to 36 of every 10,000 people are wrongly sanctioned within 365 days in 2 of 3 draws"),
        ((0, 20, 40), "20 of every 10,000 people are wrongly sanctioned within 365 days: between 2 and 38 in 1 of 3"),
        ((20, 20, 20), "20 of every 10,000 people are wrongly sanctioned within 365 days in all 3 draws"),
        ((1, 1, 1), "300 of every 10,000 people are sanctioned within 365 days in all 3 draws"),
    ],
)
def test_it_survives_every_number(wrong, said):
    draws = [{"first_sanctioned": 300, "first_wrongful": number} for number in wrong]
    assert headline(outcome("as-described", *draws, first_sanctioned=300)).finding.startswith(said)


@pytest.mark.parametrize("preset", ["as-described", "informant-society", "london-lfr"])
def test_none_in_the_run_and_few_in_the_draws_is_no_zero_of_so_many(preset):
    few = {"first_sanctioned": 1, "reports_true": 1, "stops": 1}
    told = headline(outcome(preset, few, few)).finding
    assert "nobody" in told.lower()
    assert not re.search(r"\b0 (of|reports|times)", told)


def test_one_case_in_a_hundred_runs_is_no_rate():
    figures = outcome("as-described", replicates=100)
    one = Tally(counts=figures.tallies[0].counts | {(figures.groups[0], "first_wrongful"): 1})
    told = headline(replace(figures, tallies=(*figures.tallies[1:], one))).finding
    assert not re.search(r"\d+ of every", told), told


def test_where_nothing_happens_it_says_so_in_words():
    assert headline(outcome("as-described", {}, {})).finding == (
        "Nobody is sanctioned within 365 days, in any of 2 draws of the assumptions"
    )
    one = headline(outcome("informant-society")).finding
    assert one.startswith("Nobody among 10,000 people is reported within 365 days in this one run")
    several = headline(outcome("london-lfr", replicates=3)).finding
    assert several == "Alerts lead police to stop nobody within 365 days, in any of 3 runs"


def test_one_run_gives_a_count_and_says_that_it_is_one():
    told = headline(outcome("as-described", first_sanctioned=1, first_wrongful=1)).finding
    assert told == (
        "1 of 10,000 people is wrongly sanctioned within 365 days in this one run, which cannot say how sure that is"
    )
    assert "30 reports about 10,000 people come in" in headline(outcome("informant-society", reports_true=30)).finding


def test_stops_are_those_of_the_headline_in_the_place_itself():
    """London's stops, with too few of the wrong person to tell: the h1 and the printed sentence have one source."""
    draws = [{"stops": 10 * k} for k in range(1, 22)]
    found = headline(outcome("london-lfr", *draws, stops=100))
    printed = next(said for said in found.sentences if "place itself" in said)
    value, low, high = re.search(r"to ([\d,]+) \(([\d,]+) to ([\d,]+)\) stops a year", printed).groups()
    assert found.finding == (
        f"In a place of 8,799,806 people, alerts lead police to stop people {value} times a year: between {low} and "
        f"{high} in 19 of 21 draws of the assumptions"
    )


def test_stops_of_the_wrong_person_come_first_where_they_can_be_told():
    draws = [{"stops": 100, "stops_false": 60}] * 4
    told = headline(outcome("stadium-list", *draws, stops=100, stops_false=60)).finding
    assert "stop the wrong person" in told
    assert "in all 4 draws" in told


def test_a_handful_is_not_scaled_to_a_place_and_none_in_the_draws_is_not_none_in_the_run():
    few = headline(outcome("london-lfr", *([{"stops": 0}] * 5), stops=1)).finding
    assert few.startswith("Among 10,000 people, alerts lead police to stop people once within 365 days")
    assert "8,799,806" not in few
    told = headline(outcome("as-described", {}, {}, first_sanctioned=3)).finding
    assert told.startswith("Nobody is sanctioned within 365 days, in any of 2 draws")
    assert told.endswith("it happens 3 times")


def test_too_few_cases_in_the_draws_are_told_from_the_run_and_said_to_be_few():
    run = outcome("london-lfr", *([{"stops": 1}] * 5), stops=9)
    assert "the draws have too few" in headline(run).finding
    assert headline(replace(run, ensemble=None)).finding.startswith("Among 10,000 people, alerts lead police")
