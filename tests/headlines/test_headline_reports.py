"""The headline where nobody can be sanctioned, no face is searched, and informants report."""

from __future__ import annotations

import re

import pytest

from glasshouse.headlines.headline import NOT_A_FORECAST, OVERLAP, headline
from glasshouse.measures.concerned import only_reports
from glasshouse.measures.outcome import Outcome
from glasshouse.measures.tally import Tally
from glasshouse.scenario import load
from glasshouse.scenario.scenario_words import GROUPS
from grammar import facts

#: By measure, the same in every group: of 100 reports in all, 4 made up and 8 mistaken.
COUNTS = {
    "people": 1000,
    "adults": 800,
    "reports_true": 22,
    "report_malicious": 1,
    "report_mistaken": 2,
    "reports_household": 5,
    "reports_neighbour": 8,
    "reports_workplace": 12,
    "chilled_assembly": 40,
    "trust_sum": 120_000,
}


def outcome(replicates: int, **changed: int) -> Outcome:
    counts = COUNTS | changed
    tallies = tuple(
        Tally(counts={(group, name): n + (name == "adults") * k for name, n in counts.items() for group in GROUPS})
        for k in range(replicates)
    )
    scenario = load("informant-society")
    return Outcome(scenario=scenario, days=365, population=4 * counts["people"], tallies=tallies)


@pytest.mark.parametrize(
    ("preset", "sets", "expected"),
    [
        ("informant-society", (), True),
        ("informant-society", ("informants.enabled=false",), False),
        ("informant-society", ("restrictions.enabled=true",), False),
        ("informant-society", ("face_recognition.enabled=true",), False),
        ("welfare-accusation", (), False),
        ("as-documented", (), False),
    ],
)
def test_which_runs_are_told_by_their_reports(preset: str, sets: tuple[str, ...], expected: bool) -> None:
    assert only_reports(load(preset, sets=sets)) is expected


def test_rates_tell_reports_first_then_what_people_hold_back() -> None:
    found = headline(outcome(3))
    assert "10,000 people, 250 (250 to 250) reports" in found.sentences[0]
    assert "365 days" in found.sentences[0]
    assert re.search(facts("100 reports … 4 (4 to 4) … made up … 8 (8 to 8) mistaken"), found.sentences[1])
    assert re.search(facts("100, 20 (20 to 20) from households, 32"), found.sentences[2])
    assert "400 (400 to 400) lawful" in found.sentences[3]
    assert re.search(facts("Trust, … 0 to 255 … 150 (150 to 150)"), found.sentences[4])
    assert found.columns == ("Reported", "Held back")  # three false reports in each group are too few
    assert headline(outcome(3, report_mistaken=6)).columns == ("Reported", "Falsely", "Held back")
    assert found.groups[0].cells[0] == "250"
    assert found.notes[0] == NOT_A_FORECAST
    assert OVERLAP not in found.notes


def test_one_run_tells_counts_and_no_rate() -> None:
    said = " ".join(headline(outcome(1)).sentences)
    assert re.search(facts("one run, 100 reports … 4,000 people"), said)
    assert re.search(facts("4 … made up … 8 mistaken"), said)
    assert "10,000" not in said


def test_no_report_is_no_share() -> None:
    nothing = dict.fromkeys((name for name in COUNTS if name.startswith("report")), 0)
    said = " ".join(headline(outcome(2, **nothing)).sentences)
    assert "Nobody was reported" in said


def test_what_cannot_happen_is_not_said() -> None:
    """No camera, and nothing wanted that fear could stop: no sentence of 0 about either."""
    scenario = load("welfare-accusation")
    tallies = (Tally(counts={(group, "people"): 1000 for group in GROUPS}),) * 2
    for replicates in (1, 2):
        run = Outcome(scenario=scenario, days=365, population=4000, tallies=tallies[:replicates])
        said = " ".join(headline(run).sentences)
        assert "refused" in said
        assert "camera" not in said
        assert "out of fear" not in said
