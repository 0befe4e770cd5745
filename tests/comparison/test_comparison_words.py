from __future__ import annotations

import re

import numpy as np
import pytest

import glasshouse
from glasshouse.comparison.arm_sentences import estimable, sentence
from glasshouse.comparison.comparison_words import COLUMNS, summary
from glasshouse.headlines.headline import NOT_A_FORECAST
from glasshouse.scenario import load
from grammar import numbers
from model.runs import BUSY

from .few import Drawn, Few, Reported, Stopped


@pytest.fixture(scope="module")
def alone(tmp_path_factory):
    """One replicate, so that no rate may be given."""
    out = tmp_path_factory.mktemp("alone") / "worlds"
    arms = ["cameras.enabled=true", "as-documented"]
    sizes = {"population": 3000, "days": 40, "replicates": 1, "threads": 2}
    return glasshouse.compare("as-described", arms, set=BUSY, out=out, **sizes)


def test_where_nobody_can_be_sanctioned_stops_are_told_the_wrong_ones_first():
    found = sentence(Stopped([(40, 20), (50, 30)], [(20, 5), (30, 15)], [(4, 2), (9, 9)]), "appeal")
    wrong, faulty, every = (found.index(words) for words in ("wrong person", "faulty entry", "all stops"))
    assert wrong < faulty < every
    assert numbers(found) == ["75", "50", "75", "2", "4", "0", "50", "40", "50"]
    found = sentence(Stopped([(40, 20)], [(20, 20)], [(4, 2)], replicates=1), "appeal")
    assert ("wrong person" in found, numbers(found)) == (False, ["2", "4", "20", "40"])
    found = sentence(Stopped([(40, 40)], [(20, 20)], [(4, 4)], replicates=1), "appeal")
    assert ("as before" in found, numbers(found)) == (True, [])


def test_a_handful_of_people_is_told_as_a_count_and_never_as_a_rate():
    found = sentence(Few([(4, 3), (9, 2)]), "appeal")
    assert numbers(found) == ["3", "10,000", "4", "1"]
    assert "too few" in found
    assert "fewer of every 10,000" in sentence(Few([(5, 3), (9, 2)]), "appeal")
    found = sentence(Few([(0, 0), (9, 2)], sanctioned=((3, 1), (9, 2))), "appeal")
    assert ("nobody" in found, numbers(found)) == (True, ["1", "3"])


def test_a_percentage_is_replicate_0_s_or_none():
    """No other replicate stands in for it, and no interval hides those that have no such day."""
    assert "Wrongful days" not in sentence(Few([(9, 3), (9, 2)], days=((0, 0), (10, 5))), "appeal")
    assert sentence(Few([(9, 3), (9, 2)], days=((8, 6), (0, 0))), "appeal").endswith("fall by 25 %.")
    assert "fall by 25 % (25 to 50)" in sentence(Few([(9, 3), (9, 2)], days=((8, 6), (10, 5))), "appeal")


def test_a_direction_is_given_only_where_no_replicate_says_the_other():
    assert "no clear change" not in sentence(Few([(40, 30), (40, 20)]), "appeal")
    assert "10 fewer to 10 more" in sentence(Few([(30, 40), (40, 30)]), "appeal")
    assert "no clear change" in sentence(Few([(30, 40), (40, 30)]), "appeal")


@pytest.mark.parametrize(
    ("more", "said"),
    [(4, "10) fewer of every"), (15, "fewer of every 10,000 people are"), (50, "no clear change"), (90, "no clear")],
)
def test_most_draws_are_told_to_agree_though_their_interval_holds_0(more, said):
    """Where the run itself points the other way, they are not."""
    changes = [3.0] * more + [-10.0] * (99 - more) + [-1.0]
    for counts in ((40, 30), (4, 3)):
        found = sentence(Drawn([counts, counts], np.array(changes)), "appeal")
        assert said in found or (counts == (4, 3) and said.replace("of every", "of") in found)
        assert ("of 100 draws" in found) == (more == 15)
        assert more != 15 or f"in {100 - more} of 100 draws (10 fewer to 3 more)" in found


def test_where_nobody_is_wrongly_sanctioned_the_other_sanctions_are_told():
    found = sentence(Few([(0, 0), (0, 0)], sanctioned=((30, 10), (40, 20))), "appeal")
    assert ("nobody" in found, "20 (20 to 20) fewer" in found) == (True, True)
    found = sentence(Few([(0, 0), (0, 0)], sanctioned=((3, 1), (2, 2))), "appeal")
    assert ("nobody" in found, numbers(found)) == (True, ["1", "3"])


def test_estimable_is_what_rests_on_five_people():
    assert estimable(Few([(5, 0), (1, 0)]), "appeal", "wrongful")
    assert not estimable(Few([(4, 0), (9, 0)]), "appeal", "wrongful")
    assert estimable(Few([(0, 0), (0, 0)]), "appeal", "wrongful")


def test_a_comparison_with_a_hypothetical_world_is_hypothetical(tmp_path):
    sizes = {"population": 500, "days": 5, "replicates": 1}
    done = glasshouse.compare("as-documented", "human-review", out=tmp_path / "worlds", **sizes)
    assert summary(done).label == done.manifest["label"] == "hypothetical"
    assert "(hypothetical)" in (tmp_path / "worlds" / "picture.svg").read_text(encoding="utf-8")


def test_an_inert_arm_says_that_nobody_differs(compared):
    found = sentence(compared, "cameras.enabled=true")
    assert "cameras.enabled = true" in found
    assert "nobody differs" in found


def test_sentences_say_fewer_spared_and_newly_harmed(compared):
    found = dict(zip(compared.arms, summary(compared).sentences, strict=True))
    number = r"[\d.,]+"
    fewer = rf"({number} \({number} to {number}\)|0 to {number}) fewer of every 10,000"
    for arm, names in {
        "ban": " ban, ",
        "ban@20": " ban from day 20, ",
        "unwatched": "never existed, ",
        "error-free": "no errors, ",
        "human-review": "human review, ",
    }.items():
        assert names in found[arm], found[arm]
        before, after = (
            re.search(pattern, found[arm])
            for pattern in (
                fewer,
                rf"{number} are spared and ({number}|nobody) newly harmed.* (fall|rise) by (between 0 and )?{number} %",
            )
        )
        assert before, found[arm]
        assert after, found[arm]
        assert before.end() < after.start()


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
    assert "of 3,000 people" in text
    assert "this one run" in text
    assert "10,000" not in text
    assert "no interval" in text
    assert "nobody differs" in text


def test_a_preset_is_called_by_its_title(alone):
    assert f"'{load('as-documented').title}'" in sentence(alone, "as-documented")


def test_every_summary_says_what_it_is(compared):
    found = summary(compared)
    assert found.notes[0] == NOT_A_FORECAST
    assert found.label == "hypothetical"
    assert "Xinjiang" in found.leaves_out[0]
    assert "never added up" in " ".join(found.notes)
    assert "share seed and assumptions" in " ".join(found.notes)


def test_where_nobody_can_be_sanctioned_or_stopped_it_tells_what_is_held_back():
    assert "374 (374 to 900) fewer" in sentence(Reported([(3893, 3519), (9900, 9000)]), "appeal")
    same = sentence(Reported([(5, 5), (7, 7)]), "appeal")
    assert ("as before" in same, numbers(same)) == (True, [])
    alone = sentence(Reported([(9, 4)], replicates=1), "appeal")
    assert ("this one run" in alone, numbers(alone)) == (True, ["4", "9"])
