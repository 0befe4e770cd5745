"""A link that asks for what is not on the page: the page says what, what it shows instead, and the nearest name."""

from __future__ import annotations

import re

import pytest

from glasshouse.languages.catalogues import LANGUAGES, translations
from glasshouse.scenario import load
from glasshouse.sites.crowd_page import crowd_page
from glasshouse.sites.limits_view import limits_view
from glasshouse.sites.page_frame import documents
from glasshouse.sites.write_site import write_folder, write_page

pytestmark = pytest.mark.slow
FIRST, OTHER = "stadium-list", "informant-society"
SENTENCE = "This link asks for what is not on this page: {faults}."
NEAREST = "{setting} “{asked}” (nearest: {nearest}; shown instead: {shown})"


@pytest.fixture(scope="module")
def single(tmp_path_factory):
    return write_page(crowd_page([FIRST, OTHER]), tmp_path_factory.mktemp("links") / "page.html")


@pytest.fixture(autouse=True)
def something_in_it():
    """No lab is needed."""


@pytest.fixture
def opened(single, page):
    """Open a link; what the page says of it, which is "" where it says nothing."""

    def opens(fragment: str) -> str:
        page.goto("about:blank")
        page.goto(f"{single.as_uri()}#{fragment}")
        page.wait_for_selector("body[data-state]")
        return page.text_content("#misread") if page.is_visible("#misread") else ""

    return opens


#: A fragment, what of it is named, the nearest that there is, and what is shown.
FAULTS = [
    ("preset=informant-societ", "informant-societ", OTHER, load(FIRST).title),
    ("preset=nothing-alike", "nothing-alike", "", load(FIRST).title),
    ("threshold=0.541", "0.541", "0.54", "0.55"),
    ("threshold=high", "high", "", "0.55"),
    ("on=ban,reviw", "reviw", "review", ""),
    ("seed=-3", "-3", "0", "1"),
    ("seed=1.4", "1.4", "1", "1"),
    ("seed=one", "one", "", "1"),
    ("seed=9007199254740993", "9007199254740993", "999999", "1"),
    ("seed=1000000", "1000000", "999999", "1"),
    ("people=90000", "90000", "100000", "10,000"),
    ("count=sanctionned", "sanctionned", "sanctioned", "mistaken"),
    ("sort=groups", "groups", "group", "place"),
    ("lang=zh-TW", "zh-TW", "zh-Hant", "English"),
    ("lang=xx", "xx", "", "English"),
    ("pin=0.55+reviw", "0.55 reviw", "0.55 review", "unchanged"),
    ("life=10000", "10000", "9999", ""),
    ("life=3&beside=0.55+bann", "0.55 bann", "0.55 ban", ""),
    ("sed=4", "sed", "seed", ""),
    ("seed=", "", "", "1"),
]


@pytest.mark.parametrize(("fragment", "asked", "nearest", "shown"), FAULTS)
def test_what_a_link_asks_for_in_vain_is_named_with_what_is_shown_instead(opened, fragment, asked, nearest, shown):
    said = opened(fragment)
    assert f"“{asked}”" in said
    assert f"nearest: {nearest}" in said if nearest else "nearest" not in said
    if shown:
        assert shown in said.partition("shown instead:")[2]
    else:
        assert "left out" in said
        assert "shown instead" not in said
    assert re.findall(r"[.!?](?!\d)", said) == ["."], "one sentence"


@pytest.mark.parametrize(
    "fragment", ["", f"preset={OTHER}", "threshold=0.54&on=&seed=9&count=mistaken&lang=de&life=9999"]
)
def test_a_good_link_is_opened_without_a_word(opened, fragment):
    assert opened(fragment) == ""


def test_all_faults_stand_in_one_sentence_and_the_link_to_pass_on_is_good(opened, page):
    said = opened("preset=informant&seed=x&on=ban&foo=<b>bar</b>")
    for asked in ("informant", "x", "foo"):
        assert f"“{asked}”" in said
    page.wait_for_selector("body[data-state=done]")
    link = page.input_value("#link").split("#")[1]
    assert opened(link) == ""
    assert "on=ban" in link


def test_it_goes_when_something_else_is_chosen_and_comes_back_with_the_link(opened, page):
    assert opened("seed=x")
    page.check("#ban")
    assert page.is_hidden("#misread")
    page.go_back()
    assert page.is_visible("#misread")


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_said_in_every_language(opened, language):
    said = translations(language)
    before, after = said[SENTENCE].split("{faults}")
    told = opened(f"seed=-3&lang={language}")
    assert told.startswith(before)
    assert told.endswith(after)
    inside = said[NEAREST].format(setting=said["seed"], asked="-3", nearest="0", shown="1")
    assert inside in told


def test_of_several_safeguards_those_that_there_are_stay(opened, page):
    said = opened("on=ban,reviw")
    assert "“reviw”" in said
    assert "“ban" not in said
    assert page.is_checked("#ban")
    assert not page.is_checked("#review")


#: The language that a link to a page beside the crowd's asks for, the one that the page is in, and what it speaks then.
BESIDE = [("de-AT", None, "de", "en"), ("zz", "de", "", "de"), ("zz", "zh-Hant", "", "zh-Hant"), ("", None, "", "en")]


@pytest.mark.parametrize(("asked", "own", "nearest", "spoken"), BESIDE)
def test_a_language_asked_in_vain_is_named_on_a_further_page(tmp_path, page, asked, own, nearest, spoken):
    file = write_folder(documents((limits_view(),), own), tmp_path / "pages")
    page.goto(f"{file.as_uri()}?lang={asked}")
    said = page.text_content("#misread")
    assert page.is_visible("#misread")
    assert page.get_attribute("html", "lang") == spoken
    assert asked in said
    assert page.locator(f"#language [value={spoken}]").text_content() in said
    assert f"nearest: {nearest}" in said if nearest else "nearest" not in said
    page.goto(f"{file.as_uri()}?lang=de")
    assert page.is_hidden("#misread")
