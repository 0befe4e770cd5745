"""A page is written from presets and from files; what it cannot hold is said in a sentence, and leaves nothing."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from markupsafe import Markup

import glasshouse
from glasshouse.errors import BadInputError
from glasshouse.scenario import ScenarioError
from glasshouse.sites import write_site
from glasshouse.sites.crowd_page import LARGER, POPULATION
from glasshouse.sites.life_words import life_words
from glasshouse.sites.page_terms import OUTCOMES
from glasshouse.sites.page_view import PageView
from small_tiers import text

#: The pages beside the crowd's take seconds to draw, and are the same in every site.
OTHERS = tuple(PageView(name=name, title=name, body=Markup("")) for name in ("comparison", "claims"))
SMALL = "glasshouse: 1\nextends: informant-society\ntitle: Ours\ndays: 14\nlabel: hypothetical\n"


def facts_of(page: Path) -> dict:
    found = re.search(r'id="facts">(.*?)</script>', page.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    return json.loads(found[1])


@pytest.fixture(autouse=True)
def drawn_before(monkeypatch):
    monkeypatch.setattr(write_site, "_views", lambda compared: OTHERS)


@pytest.fixture
def file(tmp_path) -> Path:
    path = tmp_path / "ours.yaml"
    path.write_text(SMALL, encoding="utf-8")
    return path


@pytest.mark.parametrize(("asked", "hint"), [("zh-hant", "zh-Hant"), ("french", "de, zh-Hans")])
def test_a_language_that_no_page_speaks_is_told_before_anything_is_written(file, tmp_path, asked, hint):
    with pytest.raises(BadInputError, match=f"'?{asked}'?.*{hint}"):
        glasshouse.site(tmp_path / "pages", scenarios=[file], language=asked)
    assert list(tmp_path.iterdir()) == [file]


def test_a_page_knows_the_language_that_it_was_written_in(file, tmp_path):
    page = glasshouse.site(tmp_path / "one.html", scenarios=[file], single=True, language="de")
    assert facts_of(page)["language"] == "de"


def test_a_scenario_in_a_file_has_its_name_and_its_command(file, tmp_path):
    said: list[str] = []
    page = glasshouse.site(tmp_path / "one.html", scenarios=[file], single=True, say=said.append)
    facts = facts_of(page)
    assert page == tmp_path / "one.html"
    assert list(facts["presets"]) == ["ours"]
    assert facts["presets"]["ours"]["days"] == 14
    assert f"glasshouse run {file}" in facts["presets"]["ours"]["commands"]["0"]
    assert facts["populations"] == [POPULATION, *LARGER]
    assert facts["language"] is None
    assert len(said) == 1
    assert "Ours" in said[0]


@pytest.mark.parametrize(
    ("scenarios", "told"),
    [
        (["informant-societ"], "informant-society"),
        (["nothing.yaml"], "nothing.yaml"),
        (["as-described", "as-desc"], "as-"),
        ("as-desc", "as-described"),
        ([5], "scenarios: 5 is neither"),
        (5, "scenarios: 5 is neither"),
    ],
)
def test_a_scenario_that_there_is_not_leaves_nothing(scenarios, told, tmp_path):
    with pytest.raises((BadInputError, ScenarioError), match=told):
        glasshouse.site(tmp_path / "pages", scenarios=scenarios)
    assert list(tmp_path.iterdir()) == []


def test_what_no_page_can_hold_is_said_of_the_file(file, tmp_path):
    file.write_text(SMALL + "warm_up: 28\n", encoding="utf-8")
    with pytest.raises(BadInputError, match=r"ours\.yaml.*warm"):
        glasshouse.site(tmp_path / "pages", scenarios=[file])
    assert not (tmp_path / "pages").exists()


def test_tiers_of_its_own_are_refused(file, tmp_path):
    file.write_text(text(3), encoding="utf-8")
    with pytest.raises(BadInputError, match="tiers"):
        glasshouse.site(tmp_path / "pages", scenarios=[file])


@pytest.mark.parametrize("single", [False, True])
@pytest.mark.parametrize("place", ["a file/pages", "a file/more/pages"])
def test_a_place_that_cannot_be_made_is_told_before_anything_is_worked_out(tmp_path, monkeypatch, place, single):
    (tmp_path / "a file").write_text("")
    monkeypatch.setattr(write_site, "crowd_page", lambda *given: pytest.fail("worked out first"))
    with pytest.raises(BadInputError, match=f"{place}.*cannot be written"):
        glasshouse.site(tmp_path / place, single=single)
    assert [each.name for each in tmp_path.rglob("*")] == ["a file"]


def test_trying_a_place_leaves_nothing_there(tmp_path):
    write_site.try_place(tmp_path / "new" / "deep" / "pages", single=False)
    write_site.try_place(tmp_path / "page.html", single=True)
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_is_taken_stays_as_it_is(file, tmp_path):
    with pytest.raises(BadInputError, match="there already"):
        glasshouse.site(file, scenarios=["informant-society"], single=True)
    assert file.read_text(encoding="utf-8") == SMALL


def test_two_files_of_one_name_are_refused(file, tmp_path):
    (tmp_path / "more").mkdir()
    other = tmp_path / "more" / "ours.yaml"
    other.write_text(SMALL, encoding="utf-8")
    with pytest.raises(BadInputError, match="name"):
        glasshouse.site(tmp_path / "pages", scenarios=[file, other])


def test_the_key_puts_the_wrongly_sanctioned_among_the_sanctioned():
    assert list(OUTCOMES)[:2] == ["sanctioned", "wrongly"]
    assert OUTCOMES["wrongly"]["name"].startswith("of these")


def test_every_note_can_be_told_in_a_page():
    words = life_words()
    assert len({note["name"] for note in words["notes"]}) == len(words["notes"])
    assert json.loads(json.dumps(words))["phrases"]["closed"]
