"""The page of a story: whole, self-contained, and never half-written."""

from __future__ import annotations

import re
from datetime import date

import pytest

import glasshouse
from glasshouse.errors import BadInputError, StoppedError
from glasshouse.folders.output_label import NOT_A_FORECAST
from glasshouse.report import story_page
from glasshouse.report.story_page import render_story, write_story
from glasshouse.report.story_strip import strip
from glasshouse.stories.history_events import Refusal
from glasshouse.stories.story_layout import months
from model.runs import BUSY

from .conftest import Page


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    folder = tmp_path_factory.mktemp("story") / "run"
    return glasshouse.run("as-described", population=800, days=40, replicates=1, set=BUSY, out=folder)


@pytest.fixture(scope="module")
def alone(kept):
    return glasshouse.story(kept.path, wrongly_sanctioned=True)


@pytest.fixture(scope="module")
def beside(kept):
    return glasshouse.story(kept.path, wrongly_sanctioned=True, under="ban.date=2019-12-15")


@pytest.mark.parametrize("which", ["alone", "beside"])
def test_the_page_is_whole_and_fetches_nothing(which, request):
    story = request.getfixturevalue(which)
    page = Page(render_story(story))
    assert page.open == []
    assert NOT_A_FORECAST in page.plain
    assert story.here.source.scenario.label in page.plain
    assert not re.search(r'(src|href)="(?!#)', page.text)
    assert "@import" not in page.text
    assert "url(" not in page.text
    assert [attrs for attrs in page.all("svg") if not attrs.get("aria-label")] == []
    assert [tag for tag, _ in page.elements if tag in ("script", "link", "iframe", "img")] == []
    headings = [tag for tag, _ in page.elements if re.fullmatch(r"h[1-6]", tag)]
    assert headings[0] == "h1"
    assert headings.count("h1") == 1


def test_the_page_tells_all_of_the_story(alone, beside):
    for story in (alone, beside):
        plain = Page(render_story(story)).plain
        worlds = [story.here, *([story.there] if story.there else [])]
        for world in worlds:
            for reason in world.rendering.reasons:
                assert " ".join(reason.sentences) in plain
            assert " ".join(world.rendering.ending) in plain
        for paragraph in story.here.rendering.days:
            assert paragraph.text in plain


def test_the_page_of_two_worlds_names_what_it_shows(kept, beside):
    page = Page(render_story(beside))
    assert "Before the two" in page.plain
    assert "Under ban" not in page.plain
    assert "With ban.date = 2019-12-15" in page.plain
    for month in months(beside):
        for column in (month.here, month.there):
            assert column.told or column.instead in ("", "(see above)", "(nothing more)")
    at_once = Page(render_story(glasshouse.story(kept.path, wrongly_sanctioned=True, under="ban"))).plain
    assert "on the first day" in at_once


def test_the_page_of_a_child_has_nothing_empty(kept):
    number = next(n for n in range(800) if glasshouse.story(kept.path, n).here.history.person.child)
    for under in (None, "ban"):
        page = Page(render_story(glasshouse.story(kept.path, number, under=under)))
        assert "about children" in page.plain
        assert page.all("svg") == []


def test_the_picture_says_in_words_what_it_shows(alone):
    svg = Page(render_story(alone)).all("svg")[0]
    days = sum(spell.days for spell in alone.here.history.spells)
    assert f"{days} of 40 days" in str(svg["aria-label"])


def test_an_existing_file_is_refused_and_kept(alone, tmp_path):
    path = tmp_path / "page.html"
    path.write_text("mine")
    with pytest.raises(BadInputError, match="exists already"):
        write_story(alone, path)
    assert path.read_text() == "mine"


def test_nothing_half_written_is_left(alone, tmp_path, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(story_page.os, "replace", full)
    with pytest.raises(StoppedError, match="the disk is full"):
        write_story(alone, tmp_path / "page.html")
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(StoppedError, match="cannot be written"):
        write_story(alone, tmp_path / "no" / "page.html")


def test_whoever_is_turned_away_under_a_wrongful_sanction_is_marked_so(kept):
    for another in range(40):
        life = glasshouse.story(kept.path, wrongly_sanctioned=True, another=another).here.history
        turned = [one.day in life.wrongful for one in life.of(Refusal)]
        if any(turned):
            break
    drawn = strip(life, date(2019, 7, 1), "Days")
    for row in ("88", "124"):  # on a broad page, and on a phone
        dots = re.findall(rf'<circle [^>]*cy="{row}"[^>]* class="strip-(\w+)"', drawn)
        assert dots == ["wrong" if wrongful else "right" for wrongful in turned]
    assert "wrong" in dots
    assert f", {sum(turned)} of them" in drawn
