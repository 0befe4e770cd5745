"""The headline where nobody can be sanctioned and people are stopped after an alert."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from glasshouse.cli.main import status
from glasshouse.headlines.headline import NOT_A_FORECAST, OVERLAP, headline
from glasshouse.measures.concerned import only_stops
from glasshouse.measures.ensemble import Ensemble
from glasshouse.measures.outcome import Outcome
from glasshouse.measures.tally import Tally
from glasshouse.runs.run import open_run
from glasshouse.scenario import load, new_file
from glasshouse.scenario.scenario_words import GROUPS
from glasshouse.wording.numbers import whole
from grammar import facts

#: By measure, the same in every group: of 100 stops in all, 40 of the wrong person, 20 by a faulty entry.
COUNTS = {
    "people": 1000,
    "alert_true": 25,
    "alert_faulty": 10,
    "alert_false": 75,
    "stops": 25,
    "stops_false": 10,
    "stops_faulty": 5,
    "arrests": 8,
}


def outcome(replicates: int, **changed: int) -> Outcome:
    counts = COUNTS | changed
    tallies = tuple(
        Tally(counts={(group, name): n + (name == "alert_false") * k for name, n in counts.items() for group in GROUPS})
        for k in range(replicates)
    )
    return Outcome(scenario=load("stadium-list"), days=7, population=4 * counts["people"], tallies=tallies)


@pytest.mark.parametrize(
    ("preset", "sets", "expected"),
    [
        ("stadium-list", (), True),
        ("london-lfr", (), True),
        ("stadium-list", ("face_recognition.enabled=false",), False),
        ("stadium-list", ("restrictions.enabled=true",), False),
        ("as-documented", (), False),
    ],
)
def test_which_runs_are_told_by_their_stops(preset, sets, expected):
    assert only_stops(load(preset, sets=sets)) is expected


def test_rates_tell_stops_first_and_the_two_errors_apart():
    found = headline(outcome(3))
    for sentence, words in zip(
        found.sentences,
        (
            "10,000 people … 250 (250 to 250) stops",
            "100 stops, 40 (40 to 40) … wrong person, 20 (20 to 20) … an entry … 32 (32 to 32) … arrest",
            "100 alerts, 75 (75 to 75) … wrong person and 10",
            "750 (750 to 770) … minority women",
        ),
        strict=False,
    ):
        assert re.search(facts(words), sentence), sentence
    assert found.columns == ("Wrong alerts", "Stopped", "Wrong person", "Faulty entry")
    assert found.groups[0].cells == ("750", "250", "100", "50")
    assert found.groups[0].base_rate == ""


def test_rare_stops_are_of_a_million():
    found = headline(outcome(2, people=10_000_000))
    assert found.sentences[0].startswith("Per 1,000,000 people, police made 2.5 (2.5 to 2.5)")


def with_draws(smaller: int) -> Outcome:
    """The same run with draws of so many times fewer people, in which everything is as frequent."""
    whole = outcome(1, people=10_000, **{name: 10 * n for name, n in COUNTS.items() if name != "people"})
    few = Tally(counts={key: n // smaller for key, n in whole.tallies[0].counts.items()})
    draws = Ensemble(
        population=whole.population // smaller, seed=1, tallies=(few,) * 5, values={}, central=few, again={}, without={}
    )
    return replace(whole, ensemble=draws)


def test_draws_of_fewer_people_are_told_by_their_own_number():
    same, fewer = (headline(with_draws(smaller)).sentences for smaller in (1, 10))
    assert same == fewer
    assert "250 (250 to 250) stops" in same[0]


def test_what_draws_have_too_few_of_is_told_from_the_run_itself():
    rare = with_draws(10)
    none = dict.fromkeys(rare.tallies[0].counts, 0) | {("majority men", "stops"): 20}
    few = [Tally(counts=dict(none)) for _ in rare.ensemble.tallies]
    few[0].counts["majority men", "stops_false"] = 1
    told = headline(replace(rare, ensemble=replace(rare.ensemble, tallies=tuple(few)))).sentences[1]
    assert told.startswith("Of 100 stops, 40 were of the wrong person")


def test_a_scenario_of_some_days_says_nothing_of_a_year():
    real = load("stadium-list").place.columns["population"].sum()
    for days, time in ((7, "in 7 days"), (365, "a year"), (730, "a year")):
        told = headline(replace(outcome(3), scenario=load("stadium-list", [f"days={days}"]))).sentences[-1]
        stops = real * 100 / 4000 / 7 * min(days, 365)
        assert f"stops {time}, " in told
        assert whole(round(stops)) in told


def test_searches_of_central_values_stand_beside_alerts_of_central_values():
    found = with_draws(10)
    found = replace(found, tallies=(Tally(counts=found.tallies[0].counts | {("all", "sightings"): 99_000}),))
    twice = {key: n * 2 if key[1] == "alert_false" else n for key, n in found.ensemble.tallies[0].counts.items()}
    draws = replace(found.ensemble, tallies=(Tally(counts=twice),) * 5)
    told = [headline(replace(found, ensemble=each)).sentences[-1] for each in (found.ensemble, draws)]
    first, second = (re.search(r"([\d,.]+) false alerts with central values", each) for each in told)
    assert first
    assert second
    assert first[1] == second[1]
    assert told[0] != told[1]


def test_one_replicate_gives_counts_and_no_rate():
    found = headline(outcome(1))
    text = " ".join((*found.sentences, found.groups_note, *(cell for line in found.groups for cell in line.cells)))
    assert "In this one run" in found.sentences[0]
    assert re.search(facts("stopped … 100 times"), found.sentences[0])
    assert re.search(facts("40 … wrong person, 20 "), found.sentences[1])
    assert "10,000" not in text


def test_what_is_too_rare_in_every_group_is_left_out_and_said_once():
    found = headline(outcome(3, alert_false=1, stops_faulty=2))
    assert (found.columns, found.groups[0].cells) == (("Stopped", "Wrong person"), ("250", "100"))
    told = (*found.sentences, found.groups_note, *(cell for line in found.groups for cell in line.cells))
    assert "not estimable" not in " ".join(told)
    assert found.by_group == ""
    assert "“Wrong alerts” and “Faulty entry” cannot be told by group" in found.groups_note


def test_without_stops_or_alerts_nothing_is_divided():
    nothing = dict.fromkeys(("alert_true", "alert_faulty", "alert_false", "stops", "stops_false", "stops_faulty"), 0)
    single, several = headline(outcome(1, **nothing)), headline(outcome(2, **nothing))
    assert "none of 4,000 people was stopped" in single.sentences[0]
    assert "Nobody was stopped" in several.sentences[1]
    assert "no alert" in single.sentences[1]
    place = next(said for said in single.sentences if "place itself" in said)
    assert re.search(r"searches a day", place)
    assert not re.search(r"\b0\b", place)  # what a run has none of, it says nothing of


def test_it_says_what_it_is_and_nothing_of_sanctions():
    found = headline(outcome(2))
    text = " ".join((*found.sentences, *found.notes, found.groups_note))
    assert found.notes[0] == NOT_A_FORECAST
    assert f"Documented: {load('stadium-list').title[:20]}" in found.notes[1]
    assert OVERLAP not in found.notes
    assert "sanction" not in text
    assert "faulty entry" in found.groups_note.lower()


# Kind: more times than people.
def test_more_stops_than_people_are_told():
    found = headline(outcome(2, stops=3000, stops_false=2900, alert_false=9000))
    assert "30,000" in found.sentences[0]
    assert "Poisson" in " ".join(found.notes)


def test_more_false_alerts_than_people_are_a_rate():
    said = headline(outcome(2, people=100, alert_false=300, stops=250)).sentences
    assert not any(sentence.startswith(("Of every", "Of each")) for sentence in said)


def test_a_day_in_the_place_itself_is_told_in_counts(tmp_path):
    file = tmp_path / "gate.yaml"
    new_file(file, "station")
    folder = tmp_path / "run"
    assert (
        status(["run", str(file), "--population", "30000", "--days", "10", "--draws", "0", "--out", str(folder)]) == 0
    )
    told = next(sentence for sentence in headline(open_run(folder)).sentences if "searches" in sentence)
    (searches,) = re.findall(r"([\d,]+) searches", told)
    assert int(searches.replace(",", "")) == pytest.approx(90_000, rel=0.03)
    assert "300,000 people" in told


def test_nothing_is_scaled_from_a_handful_of_errors():
    rare = with_draws(10)
    one = Tally(counts={**rare.tallies[0].counts, **_wrong(0), ("majority men", "alert_false"): 1})
    none, some = Tally(counts={**one.counts, **_wrong(0)}), Tally(counts={**one.counts, **_wrong(1)})
    draws = replace(rare.ensemble, tallies=(none,) * 40 + (some,), central=none)
    told = " ".join(headline(replace(rare, tallies=(one,), ensemble=draws)).sentences)
    assert "cannot be told" in told
    assert not re.search(r"\d[^,.]* of the wrong person|\d false alerts", told), told


@pytest.mark.parametrize("draws", ["none in any draw", "no draws", "three replicates"])
def test_nothing_is_scaled_from_a_handful_however_it_was_simulated(draws):
    """One alert of a kind, and one stop, in the run."""
    rare = with_draws(10)
    for kind, told_of in (("alert_false", "of the wrong person|false alerts"), ("alert_true", "right (alert|one)s")):
        nothing = dict.fromkeys(rare.tallies[0].counts, 0)
        run = Tally(counts=nothing | {("majority men", name): 1 for name in (kind, "stops")})
        without = Tally(counts=nothing)
        several = replace(rare.ensemble, tallies=(without,) * 41, central=without)
        ensemble = several if draws == "none in any draw" else None
        tallies = (run, without, without) if draws == "three replicates" else (run,)
        told = headline(replace(rare, tallies=tallies, ensemble=ensemble)).sentences[-1]
        assert not re.search(rf"[1-9]\S* ({told_of})|\d stops", told), told
        assert re.search("cannot be told|hardly any", told)


def test_what_happens_in_no_draw_and_not_in_the_run_is_told_as_none():
    rare = with_draws(10)
    none = Tally(counts={**rare.tallies[0].counts, **_wrong(0)})
    told = headline(replace(rare, tallies=(none,), ensemble=replace(rare.ensemble, tallies=(none,) * 5))).sentences[-1]
    assert re.search(facts(" 0 (0 to 0) false alerts"), told)


def test_no_wrong_alert_in_a_few_runs_is_none_that_can_be_scaled():
    several = outcome(2)
    none = Tally(counts={**several.tallies[0].counts, **_wrong(0)})
    told = headline(replace(several, tallies=(none, none))).sentences[-1]
    assert not re.search(r"0 \(0 to 0\)", told), told
    assert "cannot be told" in told


def _wrong(count: int) -> dict[tuple[str, str], int]:
    return {("majority men", name): count for name in ("alert_false", "stops_false")} | {
        (group, name): 0 for group in outcome(1).groups[1:] for name in ("alert_false", "stops_false")
    }
