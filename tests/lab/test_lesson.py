"""The lesson's numbers are the model's, and what it tells to press stands on the page."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from scripts import lesson


@pytest.fixture(scope="module")
def made():
    return lesson.lesson()


def test_the_page_is_what_the_script_writes(made):
    assert lesson.PAGE.read_text(encoding="utf-8") == lesson.markdown(made), "python -m scripts.lesson"


def test_the_printed_one_says_the_same(made):
    assert lesson.PRINTED.read_bytes() == lesson.pdf(made), "python -m scripts.lesson"


def test_it_takes_45_minutes(made):
    spans = [tuple(map(int, step.minutes.split(" to "))) for step in made.steps]
    assert (spans[0][0], spans[-1][1]) == (0, 45)
    assert all(before[1] == after[0] for before, after in pairwise(spans))


def test_what_is_pressed_is_on_the_page(made, client, monkeypatch):
    monkeypatch.setattr("glasshouse.lab.crowd.crowd_routes.PATIENCE", 600.0)
    page = client.get("/").text + client.get("/?guess=20").text
    done = [words for step in made.steps for words in step.does]
    said = " ".join([*done, *(each.asked for step in made.steps for each in step.questions)])
    named = set(re.findall(r"“([^”]+)”", said))
    assert len(named) > 8
    shown = page.lower()
    assert {each for each in named if each.lower() not in shown} == set()
