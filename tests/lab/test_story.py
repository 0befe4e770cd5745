"""The page of a life tells what ``glasshouse story`` tells, of the runs of the lab's own folder alone."""

from __future__ import annotations

import json
import re
import shutil
import time
from concurrent.futures import CancelledError, Future

import pytest
from fastapi.testclient import TestClient

import glasshouse
from glasshouse.errors import BadInputError, StoppedError
from glasshouse.folders.output_label import NOT_A_FORECAST
from glasshouse.lab import replays as replays
from glasshouse.lab.app import create_app
from glasshouse.lab.replays import Replays, ReplayTask
from glasshouse.lab.settings import Lab
from glasshouse.lab.story import story_routes as telling
from glasshouse.lab.story.story_query import StoryQuery, opened, whose
from glasshouse.runs.execute_run import execute
from glasshouse.runs.run_plan import plan
from glasshouse.scenario import load
from grammar import facts
from lab import spoken_pages
from model.runs import BUSY

HTML = {"Accept": "text/html"}


def made(place, sets, *, population, days):
    """A run without its report, which takes longer than its days."""
    place.mkdir(parents=True)
    execute(plan(load("as-described", sets=sets), population=population, days=days, replicates=1, threads=1), place)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    root = tmp_path_factory.mktemp("life") / "runs"
    made(root / "001-busy", BUSY, population=700, days=45)
    shutil.copytree(root / "001-busy", root / ".crowds" / "crowd-0123456789abcdef")
    return root


@pytest.fixture(scope="module")
def client(folder):
    lab = Lab(folder=folder, threads=1)
    with TestClient(create_app(lab), base_url=f"http://127.0.0.1:{lab.port}") as opened:
        yield opened


def told(client, **asked):
    """The story, asked for until it is told."""
    for _ in range(200):
        found = client.get("/api/story", params=asked)
        assert found.status_code == 200, found.text
        if found.json()["status"] == "told":
            return found.json()["story"]
        time.sleep(0.05)
    raise AssertionError("it is never told")


@pytest.mark.parametrize(
    ("asked", "arguments"),
    [
        ({"person": "7"}, {"person": 7}),
        ({"choose": "wrongly-sanctioned", "under": "ban@20"}, {"wrongly_sanctioned": True, "under": "ban@20"}),
        ({"choose": "most-chilled", "another": 2}, {"most_chilled": True, "another": 2}),
        ({"choose": "random"}, {"random": True}),
    ],
)
def test_the_story_told_is_that_of_the_folder(client, folder, asked, arguments):
    """Bit for bit what a call in Python tells, but for the folder's path, which no page says."""
    same = glasshouse.story(folder / "001-busy", **arguments)
    document = json.loads(json.dumps({**same.document(), "run": "001-busy"}))
    assert told(client, run="001-busy", **asked) == document
    page = client.get("/story", params={"run": "001-busy", **asked}, headers=HTML)
    assert page.status_code == 200
    text = " ".join(re.sub(r"<[^>]+>", " ", page.text).split())
    for paragraph in same.here.rendering.days:
        assert paragraph.text in text.replace("&#39;", "'")
    assert NOT_A_FORECAST in text
    assert '"./run?run=001-busy"' in page.text


def test_a_story_is_shown_in_the_language_that_is_asked_for(client):
    told(client, run="001-busy", person=1)
    spoken_pages.check(client, "/story?run=001-busy&person=1")


def test_a_life_of_a_crowd_is_told_too(client):
    assert told(client, run="crowds/crowd-0123456789abcdef", person="3")["person"]["number"] == 3


@pytest.mark.parametrize("name", ["story.txt", "story.html"])
def test_a_file_that_is_not_told_yet_holds_no_thread(client, monkeypatch, name):
    """Forty that waited for one life would be all the threads that the lab answers with."""
    assert telling.PATIENCE <= 2
    monkeypatch.setattr(telling, "PATIENCE", 0.01)
    monkeypatch.setattr(Replays, "story", lambda replays, whose: ReplayTask(future=Future(), total=1, seconds=1.0))
    found = client.get(f"/story/{name}", params={"run": "001-busy", "person": "13"})
    assert found.status_code == 429
    assert "Open its page first" in found.json()["message"]


def test_files_hold_the_story_and_nothing_fetched(client, folder):
    query = {"run": "001-busy", "person": "7"}
    told(client, **query)
    text = client.get("/story/story.txt", params=query)
    assert text.text == glasshouse.story(folder / "001-busy", 7).text + "\n"
    page = client.get("/story/story.html", params=query)
    assert page.headers["content-disposition"].startswith("attachment")
    assert "<style>" in page.text
    assert "script" not in page.text


@pytest.mark.parametrize(
    ("asked", "status", "said"),
    [
        ({"run": "001-bus", "person": "1"}, 404, "'001-bus' … '001-busy'?"),
        ({"run": "../001-busy", "person": "1"}, 404, "no run '..'"),
        ({"run": "crowds/../001-busy", "person": "1"}, 404, "There is no run"),
        ({"run": "001-busy/ban", "person": "1"}, 404, "by itself"),
        ({"run": "001-busy", "person": "700"}, 400, "person 700: … 0 to 699."),
        ({"run": "001-busy", "person": "-1"}, 400, "number … 0 to 699."),
        ({"run": "001-busy", "person": "Ⅳ"}, 400, "Write a person's number"),
        ({"run": "001-busy", "person": "1", "under": "human-reviews"}, 400, "'human-reviews' … 'human-review'?"),
        ({"run": "001-busy", "person": "1", "under": "/etc/passwd"}, 400, "the lab opens no files"),
        ({"run": "001-busy", "person": "1", "under": "x.yaml"}, 400, "the lab opens no files"),
        ({"run": "001-busy", "choose": "wrongly-sanctioned", "another": 999}, 400, "999"),
    ],
)  # fmt: skip
def test_what_is_not_there_is_one_sentence(client, folder, asked, status, said):
    found = client.get("/api/story", params=asked)
    assert found.status_code == status
    assert set(found.json()) == {"message"}
    assert re.search(facts(said), found.json()["message"])
    assert str(folder) not in found.json()["message"]
    page = client.get("/story", params=asked, headers=HTML)
    assert page.status_code == status
    assert 'role="alert"' in page.text
    assert str(folder.parent) not in page.text


@pytest.mark.slow
def test_nobody_to_tell_of_says_so_and_keeps_the_choice(client, folder):
    made(folder / "002-calm", (), population=300, days=2)
    asked = {"run": "002-calm", "choose": "wrongly-sanctioned"}
    while client.get("/api/story", params=asked).json().get("status") == "living":
        time.sleep(0.05)
    found = client.get("/story", params=asked, headers=HTML)
    assert found.status_code == 400
    assert re.search(facts("002-calm: nobody … wrongly sanctioned … replicate 0"), found.text)
    assert "Tell this life" in found.text
    shutil.rmtree(folder / "002-calm")


def test_without_a_run_there_is_a_way_on(tmp_path):
    lab = Lab(folder=tmp_path / "none", threads=1)
    with TestClient(create_app(lab), base_url=f"http://127.0.0.1:{lab.port}") as empty:
        assert "no run in this" in empty.get("/story", headers=HTML).text


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"run": "001-busy", "choose": "number"}, "number … 0 to 699."),
        ({"run": "001-busy", "choose": "number", "person": "abc"}, "number … 0 to 699."),
        ({"run": "001-busy", "person": "-1"}, "number … 0 to 699."),
        ({"run": "001-busy", "person": "2,871"}, "person 2,871: … 0 to 699."),
        ({"person": "abc"}, "which run"),
    ],
)
def test_a_number_that_nobody_has_is_said_in_a_sentence(client, asked, said):
    page = client.get("/story", params=asked, headers=HTML)
    assert page.status_code == 400
    assert re.search(facts(said), page.text.replace("&#39;", "'"))


def test_a_number_may_have_the_comma_with_which_it_is_printed():
    assert StoryQuery(run="x", person="2,871").person == "2871"


@pytest.fixture
def kept_replays():
    kept = Replays(1)
    yield kept
    kept.close()


def test_the_same_life_is_never_lived_twice(folder, kept_replays, monkeypatch):
    simulated = []
    real = replays.simulate_history
    monkeypatch.setattr(
        replays,
        "simulate_history",
        lambda source, number, *more: simulated.append(source.arm) or real(source, number, *more),
    )
    lab = Lab(folder=folder)
    source = opened(lab, "001-busy")
    alone = whose(source, StoryQuery(run="001-busy", person="7"))
    beside = whose(source, StoryQuery(run="001-busy", person="7", under="ban"))
    tasks = [
        kept_replays.story(alone),
        kept_replays.story(alone),
        kept_replays.story(beside),
        kept_replays.story(alone),
    ]
    assert tasks[0] is tasks[1] is tasks[3]
    assert [task.future.result(60).here.history.person.number for task in tasks] == [7] * 4
    assert simulated == ["", "ban"]


def test_more_than_is_lived_for_a_page_is_refused_with_the_command(client, monkeypatch):
    monkeypatch.setattr(replays, "MOST_REPLAYED", 1000)
    found = client.get("/story", params={"run": "001-busy", "person": "8"}, headers=HTML)
    assert found.status_code == 400
    assert "while you wait" in found.text
    assert re.search(r"<code>glasshouse story \S+/001-busy 8</code>", found.text)


def test_what_lives_stops_when_the_lab_closes(folder, kept_replays):
    source = opened(Lab(folder=folder), "001-busy")
    task = kept_replays.story(whose(source, StoryQuery(run="001-busy", person="9")))
    kept_replays.close()
    with pytest.raises((StoppedError, CancelledError)):
        task.future.result(60)
    with pytest.raises(replays.QueueFullError):
        kept_replays.story(whose(source, StoryQuery(run="001-busy", person="10")))


def test_how_far_it_is_is_said(folder, kept_replays, monkeypatch):
    """While a life waits behind another, the page says how long, and the JSON how far."""
    source = opened(Lab(folder=folder), "001-busy")
    tasks = [kept_replays.story(whose(source, StoryQuery(run="001-busy", person=str(k)))) for k in (11, 12)]
    assert tasks[1].seconds_left >= 0.5
    [task.future.result(60) for task in tasks]
    assert [(task.done, task.total) for task in tasks] == [(45, 45)] * 2
    with pytest.raises(BadInputError):
        whose(source, StoryQuery(run="001-busy", person="x"))
