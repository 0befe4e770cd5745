from __future__ import annotations

import re

import pytest

import glasshouse
from glasshouse.comparison.words import COLUMNS, sentence, summary
from glasshouse.results.headline import NOT_A_FORECAST
from model.runs import BUSY


@pytest.fixture(scope="module")
def alone(tmp_path_factory):
    """One replicate, so that no rate may be given."""
    out = tmp_path_factory.mktemp("alone") / "worlds"
    arms = ["cameras.enabled=true", "as-documented"]
    sizes = {"population": 3000, "days": 40, "replicates": 1, "threads": 2}
    return glasshouse.compare("as-described", arms, set=BUSY, out=out, **sizes)


def test_an_inert_arm_says_that_0_people_differ(compared):
    found = sentence(compared, "cameras.enabled=true")
    assert found == "With cameras.enabled = true, 0 people differ: it changes nothing in this world."


def test_sentences_say_fewer_spared_and_newly_harmed(compared):
    found = dict(zip(compared.arms, summary(compared).sentences, strict=True))
    number = r"[\d.,]+"
    of_10_000 = rf"{number} \({number} to {number}\) fewer of every 10,000 people are wrongly sanctioned"
    people = rf"{number} are spared and {number} newly harmed\. Wrongful days (fall|rise) by {number} %( \(.*\))?\."
    for arm, begins in {
        "ban": "Under a ban",
        "ban@20": "Under a ban from day 20",
        "unwatched": "Had the system never existed",
        "error-free": "Had the system made no errors",
        "human-review": "With human review",
    }.items():
        assert re.fullmatch(rf"{begins}, {of_10_000}; {people}", found[arm]), found[arm]


def test_the_table_starts_from_the_baseline_and_shows_signs(compared):
    found = summary(compared)
    assert len(found.columns) == len(COLUMNS)
    assert (found.baseline.name, [line.name for line in found.differences]) == ("baseline", list(compared.arms))
    ban = next(line for line in found.differences if line.name == "ban")
    assert all(cell.startswith("−") for cell in ban.cells)
    assert ban.cells[0] == f"−{found.baseline.cells[0]}"
    inert = next(line for line in found.people if line.name == "cameras.enabled=true")
    assert set(inert.cells) == {"0"}


def test_figures_are_in_the_measures_units(compared):
    days, people = compared.manifest["days"], compared.manifest["population"]
    counts = compared.values("ban", "hardship", "baseline")
    figure = compared.figure("ban", "hardship", "baseline")
    assert figure.value == pytest.approx(10_000 * counts[0] * 365 / days / people)
    assert figure.high == pytest.approx(10_000 * max(counts) * 365 / days / people)
    spared = compared.figure("ban", "sanction_days", "people_spared")
    assert spared.value == 10_000 * compared.count("ban", "sanction_days", "people_spared") / people
    assert compared.figure("ban", "duration", "arm_value") is None


def test_groups_have_rates_of_their_own(compared):
    people = compared.values("ban", "people", "baseline", "minority men")
    figure = compared.figure("ban", "sanctioned", "baseline", "minority men")
    assert figure.value == 10_000 * compared.count("ban", "sanctioned", "baseline", "minority men") / people[0]


def test_one_replicate_gives_counts_and_no_rate(alone):
    found = summary(alone)
    text = " ".join((*found.sentences, *found.notes, *(c for line in found.differences for c in line.cells)))
    assert "of 3,000 people are wrongly sanctioned in this one run" in text
    assert "10,000" not in text
    assert "no interval" in text
    assert "0 people differ" in text


def test_a_preset_is_called_by_its_title(alone):
    assert sentence(alone, "as-documented").startswith("In 'China, as scholarship documents it', ")


def test_every_summary_says_what_it_is(compared):
    found = summary(compared)
    assert found.notes[0] == NOT_A_FORECAST
    assert found.label == "hypothetical"
    assert "Xinjiang" in found.leaves_out[0]
    assert "never added up" in " ".join(found.notes)
    assert "share seed and assumptions" in " ".join(found.notes)
