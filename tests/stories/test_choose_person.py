"""Whoever is chosen had it happen to them, is no extreme case, and is the same person every time."""

from __future__ import annotations

import re

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from glasshouse import run, story
from glasshouse.errors import BadInputError
from glasshouse.mechanisms.whereabouts import AFRAID_NOTE
from glasshouse.stories.choose_person import choose, order, said_of
from glasshouse.stories.follow_in_replay import open_source, replay
from glasshouse.stories.history_events import Deed, Entry, Noted
from glasshouse.stories.story import tell_story
from model.runs import BUSY

#: What a face that was mistaken leaves in a record.
MISTAKEN = ("wrong face", "wrong alert", "another's visit", "another's company", "another's odd hour")


@pytest.fixture(scope="module")
def ledger(kept):
    return replay(open_source(kept.path), ledger=True).ledger


def test_a_wrongly_sanctioned_person_was_and_not_the_worst_or_the_mildest(kept, ledger):
    source = open_source(kept.path)
    found = choose(source, "wrongly-sanctioned")
    days = ledger["wrongful_days"]
    assert days[found.number] > 0
    hit = np.sort(days[days > 0])
    assert hit[len(hit) // 5] <= days[found.number] <= hit[-len(hit) // 5]


def test_everybody_who_was_wrongly_sanctioned_may_be_chosen(kept, ledger):
    """As many as the run says, those included to whom doors had closed rightly before."""
    source = open_source(kept.path)
    found = choose(source, "wrongly-sanctioned")
    said = kept.daily.filter(pl.col("replicate") == 0, pl.col("measure") == "first_wrongful").collect()
    assert found.among == said["value"].sum()
    chosen = {choose(source, "wrongly-sanctioned", k).number for k in range(found.among)}
    assert chosen == set(np.flatnonzero(ledger["wrongful_days"]).tolist())
    text = said_of(found, they="she", They="She")
    assert text.startswith(f"Of {found.among} people")
    assert "typical" in text


def test_everybody_whom_a_camera_took_for_another_may_be_chosen_also_where_no_camera_is_scored(tmp_path):
    sets = [*BUSY, "cameras.scored=false"]
    made = run("as-described", population=600, days=30, replicates=1, set=sets, out=tmp_path / "run")
    source = open_source(made.path)
    misidentified = replay(source, ledger=True).ledger["misidentified"]  # type: ignore[index]
    assert choose(source, "falsely-matched").among == np.count_nonzero(misidentified) > 0


def test_where_no_tallies_are_kept_the_events_say_and_what_they_say_is_said(kept, ledger, monkeypatch):
    monkeypatch.setattr("glasshouse.stories.choose_person.MOST_LEDGER", 999)
    source = open_source(kept.path)
    found = choose(source, "wrongly-sanctioned")
    assert ledger["wrongful_days"][found.number] > 0
    assert found.among < np.count_nonzero(ledger["wrongful_days"])
    for choice in (found, choose(source, "wrongly-sanctioned", 1)):
        text = said_of(choice, they="she", They="She")
        assert f" {found.among} people " in text
        assert "kept events" in text
    matched = choose(source, "falsely-matched")
    assert ledger["misidentified"][matched.number] > 0
    assert "kept events" in said_of(matched, they="she", They="She")
    with pytest.raises(BadInputError, match="no tallies"):
        choose(source, "most-chilled")


def test_a_falsely_matched_person_was(kept, ledger):
    source = open_source(kept.path)
    everyone = {choose(source, "falsely-matched", k).number for k in range(5)}
    assert len(everyone) == 5
    assert all(ledger["misidentified"][number] for number in everyone)
    history = tell_story(kept.path, choices=["falsely-matched"]).here.history
    assert any(entry.source in MISTAKEN for entry in history.of(Entry))


def test_the_most_chilled_held_back_most_often(kept, ledger):
    number = choose(open_source(kept.path), "most-chilled").number
    assert ledger["chilled"][number] == ledger["chilled"].max() > 0
    history = tell_story(kept.path, choices=["most-chilled"]).here.history
    lawful = ("assembly", "critical post", "critical message")
    held_back = [deed for deed in history.of(Deed) if deed.held_back == "fear" and deed.act in lawful]
    stayed_away = [one for one in history.of(Noted) if one.note == AFRAID_NOTE.full_name]
    assert len(held_back) + len(stayed_away) == ledger["chilled"][number]


def test_another_of_the_most_chilled_is_said_to_be_which(kept):
    assert "held back more often" in tell_story(kept.path, choices=["most-chilled"]).chosen
    assert re.match(
        r"(He|She) is the third\b",
        tell_story(kept.path, choices=["most-chilled"], another=2).chosen,
    )


def test_a_python_user_is_told_of_arguments(quiet):
    with pytest.raises(BadInputError, match=r"Try random=True\.$"):
        story(quiet.path, wrongly_sanctioned=True)


def test_a_random_person_is_an_adult_and_others_are_others(kept):
    source = open_source(kept.path)
    numbers = [choose(source, "random", k).number for k in range(20)]
    assert len(set(numbers)) > 15
    assert not any(tell_story(kept.path, number).here.history.person.child for number in numbers[:3])


@pytest.mark.parametrize("how", ["wrongly-sanctioned", "falsely-matched", "most-chilled", "random"])
def test_the_choice_is_the_same_every_time(kept, how):
    source = open_source(kept.path)
    assert [choose(source, how, k).number for k in (0, 1)] == [choose(source, how, k).number for k in (0, 1)]


@pytest.fixture(scope="module")
def quiet(tmp_path_factory):
    """A run in which nothing of the kind happens."""
    off = [f"{part}.enabled=false" for part in ("face_recognition", "restrictions", "response")]
    return run("as-described", population=300, days=3, replicates=1, set=off, out=tmp_path_factory.mktemp("q") / "run")


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ("wrongly-sanctioned", "nobody was wrongly sanctioned"),
        ("falsely-matched", "no camera took anybody"),
        ("most-chilled", "nobody held back"),
    ],
)
def test_nobody_fits(quiet, how, words):
    with pytest.raises(BadInputError, match=words):
        choose(open_source(quiet.path), how)


def test_too_many_others(kept):
    with pytest.raises(BadInputError, match=r"there are \d+ such people"):
        choose(open_source(kept.path), "wrongly-sanctioned", 900)


def test_a_damaged_table_of_events(kept, tmp_path, monkeypatch):
    monkeypatch.setattr("glasshouse.stories.choose_person.MOST_LEDGER", 999)
    folder = tmp_path / "run"
    folder.mkdir()
    (folder / "run.json").write_bytes((kept.path / "run.json").read_bytes())
    (folder / "events.parquet").write_bytes(b"PAR1 and nothing more")
    with pytest.raises(BadInputError, match="damaged"):
        choose(open_source(folder), "falsely-matched")


def test_the_table_of_events_is_not_needed_where_there_are_tallies(kept, tmp_path, monkeypatch):
    folder = tmp_path / "run"
    folder.mkdir()
    (folder / "run.json").write_bytes((kept.path / "run.json").read_bytes())
    for how in ("falsely-matched", "wrongly-sanctioned"):
        assert choose(open_source(folder), how).among == choose(open_source(kept.path), how).among
    monkeypatch.setattr("glasshouse.stories.choose_person.MOST_LEDGER", 999)
    for how in ("falsely-matched", "wrongly-sanctioned"):
        with pytest.raises(BadInputError, match=r"events\.parquet: it is missing"):
            choose(open_source(folder), how)


@given(st.dictionaries(st.integers(0, 10**6), st.integers(0, 400), min_size=1), st.integers(0, 2**64 - 1))
def test_the_order_begins_in_the_middle_and_leaves_nobody_out(people, seed):
    ranked = order(list(people.items()), seed)
    assert sorted(ranked) == sorted(people)
    amounts = sorted(people.values())
    assert people[ranked[0]] == amounts[len(amounts) // 2]
    away = [abs(people[number] - people[ranked[0]]) for number in ranked]
    assert away == sorted(away)
