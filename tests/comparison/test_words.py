from __future__ import annotations

import re

import pytest

import glasshouse
from glasshouse.comparison.words import COLUMNS, estimable, sentence, summary
from glasshouse.results.headline import NOT_A_FORECAST
from glasshouse.results.numbers import spread
from glasshouse.scenario import load
from model.runs import BUSY


@pytest.fixture(scope="module")
def alone(tmp_path_factory):
    """One replicate, so that no rate may be given."""
    out = tmp_path_factory.mktemp("alone") / "worlds"
    arms = ["cameras.enabled=true", "as-documented"]
    sizes = {"population": 3000, "days": 40, "replicates": 1, "threads": 2}
    return glasshouse.compare("as-described", arms, set=BUSY, out=out, **sizes)


class Few:
    """A comparison's figures, made up: replicate by replicate, in the baseline and in the one arm."""

    scenario = load("as-described")

    def __init__(self, wrongful, days=(), sanctioned=((0, 0), (0, 0)), replicates=2):
        rows = {"wrongful": wrongful, "wrongful_days": days or wrongful, "sanctioned": sanctioned}
        self.rows, self.replicates = rows, replicates
        self.manifest = {"population": 10_000, "label": "hypothetical"}

    def about(self, arm):
        return {"title": "Appeal", "written": "appeal"}

    def inert(self, arm):
        return False

    def values(self, arm, measure, column="difference", group="all"):
        pick = {
            "baseline": lambda b, a: b,
            "arm_value": lambda b, a: a,
            "difference": lambda b, a: a - b,
            "people_spared": lambda b, a: max(0, b - a),
            "people_newly_harmed": lambda b, a: max(0, a - b),
        }[column]
        return [float(pick(*row)) for row in self.rows.get(measure, ())]

    def count(self, arm, measure, column="difference", group="all"):
        return next(iter(self.values(arm, measure, column)), None)

    def figure(self, arm, measure, column="difference", group="all"):
        return spread(self.values(arm, measure, column))


class Stopped(Few):
    """The same where nobody can be sanctioned."""

    scenario = load("stadium-list")

    def __init__(self, stops, wrong, faulty, replicates=2):
        super().__init__([(0, 0)], replicates=replicates)
        self.rows = {"stops": stops, "stops_false": wrong, "stops_faulty": faulty}


def test_where_nobody_can_be_sanctioned_stops_are_told_the_wrong_ones_first():
    found = sentence(Stopped([(40, 20), (50, 30)], [(20, 5), (30, 15)], [(4, 2), (9, 9)]), "appeal")
    assert found == (
        "With appeal, stops of the wrong person fall by 75 % (50 to 75), stops by a faulty entry are 2 instead of 4 in "
        "replicate 0 and all stops fall by 50 % (40 to 50)."
    )
    found = sentence(Stopped([(40, 20)], [(20, 20)], [(4, 2)], replicates=1), "appeal")
    assert found == "With appeal, stops by a faulty entry are 2 instead of 4 and all stops are 20 instead of 40."
    found = sentence(Stopped([(40, 40)], [(20, 20)], [(4, 4)], replicates=1), "appeal")
    assert found == "With appeal, as many people are stopped as before."


def test_a_handful_of_people_is_told_as_a_count_and_never_as_a_rate():
    found = sentence(Few([(4, 3), (9, 2)]), "appeal")
    assert found == (
        "With appeal, 3 of 10,000 people are wrongly sanctioned in replicate 0, instead of 4, too few for a rate; "
        "1 is spared and 0 newly harmed."
    )
    assert "fewer of every 10,000" in sentence(Few([(5, 3), (9, 2)]), "appeal")
    found = sentence(Few([(0, 0), (9, 2)], sanctioned=((3, 1), (9, 2))), "appeal")
    assert found == (
        "With appeal, nobody is wrongly sanctioned in replicate 0, as before; 1 person is sanctioned instead of 3."
    )


def test_a_percentage_is_replicate_0_s_or_none():
    """No other replicate stands in for it, and no interval hides those that have no such day."""
    assert "Wrongful days" not in sentence(Few([(9, 3), (9, 2)], days=((0, 0), (10, 5))), "appeal")
    assert sentence(Few([(9, 3), (9, 2)], days=((8, 6), (0, 0))), "appeal").endswith("Wrongful days fall by 25 %.")
    assert "fall by 25 % (25 to 50)" in sentence(Few([(9, 3), (9, 2)], days=((8, 6), (10, 5))), "appeal")


def test_where_nobody_is_wrongly_sanctioned_the_other_sanctions_are_told():
    found = sentence(Few([(0, 0), (0, 0)], sanctioned=((30, 10), (40, 20))), "appeal")
    assert found == (
        "With appeal, nobody is wrongly sanctioned, as before; 20 (20 to 20) fewer of every 10,000 people "
        "are sanctioned."
    )
    found = sentence(Few([(0, 0), (0, 0)], sanctioned=((3, 1), (2, 2))), "appeal")
    assert found.endswith("as before; 1 person is sanctioned instead of 3.")


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
    assert found == "With cameras.enabled = true, nobody differs: it changes nothing in this world."


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
    assert "nobody differs" in text


def test_a_preset_is_called_by_its_title(alone):
    assert sentence(alone, "as-documented").startswith("In 'China, as scholarship documents it', ")


def test_every_summary_says_what_it_is(compared):
    found = summary(compared)
    assert found.notes[0] == NOT_A_FORECAST
    assert found.label == "hypothetical"
    assert "Xinjiang" in found.leaves_out[0]
    assert "never added up" in " ".join(found.notes)
    assert "share seed and assumptions" in " ".join(found.notes)


class Reported(Few):
    """The same where nobody can be sanctioned or stopped."""

    scenario = load("informant-society")

    def __init__(self, chilled, replicates=2):
        super().__init__([(0, 0)] * len(chilled), replicates=replicates)
        self.rows["chilled"] = chilled


def test_where_nobody_can_be_sanctioned_or_stopped_it_tells_what_is_held_back():
    many = "With appeal, 374 (374 to 900) fewer lawful acts are held back out of fear in a year of 10,000 people."
    assert sentence(Reported([(3893, 3519), (9900, 9000)]), "appeal") == many
    same = "With appeal, as many lawful acts are held back out of fear as before."
    assert sentence(Reported([(5, 5), (7, 7)]), "appeal") == same
    alone = "With appeal, in this one run, 4 lawful acts are held back out of fear instead of 9."
    assert sentence(Reported([(9, 4)], replicates=1), "appeal") == alone
