"""A link that asks for what is not on the page: the page says what, what it shows instead, and the nearest name."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from glasshouse.languages.catalogues import LANGUAGES, translations
from glasshouse.scenario import load
from glasshouse.sites.crowd_page import SEED, crowd_page
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
        return misread(page)

    return opens


@pytest.fixture(scope="module")
def stays(single, browser, browser_context_args):
    """A page that is loaded once, which takes a second: it reads a link that is opened in it as it does when loaded."""
    context, faults = browser.new_context(**browser_context_args), []
    page = context.new_page()
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(single.as_uri())
    page.wait_for_selector("body[data-state=done]")
    yield page
    context.close()
    assert faults == []


@pytest.fixture
def followed(stays, single):
    """Open a link in that page; what it says of it."""

    def follows(fragment: str) -> str:
        stays.goto(f"{single.as_uri()}#{fragment}")
        return misread(stays)

    return follows


def misread(page) -> str:
    return page.text_content("#misread") if page.is_visible("#misread") else ""


#: A fragment, what of it is named, the nearest that there is, and what is shown.
FAULTS = [
    ("preset=informant-societ", "informant-societ", OTHER, load(FIRST).title),
    ("preset=nothing-alike", "nothing-alike", "", load(FIRST).title),
    ("threshold=0.541", "0.541", "0.54", "0.55"),
    ("threshold=high", "high", "", "0.55"),
    ("on=ban,bann", "bann", "ban", ""),
    ("on=review", "review", "", ""),
    ("seed=-3", "-3", "0", str(SEED)),
    ("seed=1.4", "1.4", "1", str(SEED)),
    ("seed=one", "one", "", str(SEED)),
    ("seed=9007199254740993", "9007199254740993", "999999", str(SEED)),
    ("seed=1000000", "1000000", "999999", str(SEED)),
    ("people=90000", "90000", "100000", "10,000"),
    ("count=mistakn", "mistakn", "mistaken", "mistaken"),
    ("count=sanctioned", "sanctioned", "", "mistaken"),
    ("sort=groups", "groups", "group", "place"),
    ("lang=zh-Hanx", "zh-Hanx", "zh-Hans", "English"),
    ("lang=xx", "xx", "", "English"),
    ("pin=0.55+bann", "0.55 bann", "0.55 ban", "unchanged"),
    ("life=10000", "10000", "9999", ""),
    ("life=3&beside=0.55+bann", "0.55 bann", "0.55 ban", ""),
    ("sed=4", "sed", "seed", ""),
    ("seed=", "", "", str(SEED)),
]


@pytest.mark.parametrize(("fragment", "asked", "nearest", "shown"), FAULTS)
def test_what_a_link_asks_for_in_vain_is_named_with_what_is_shown_instead(followed, fragment, asked, nearest, shown):
    said = followed(fragment)
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
def test_it_is_said_in_every_language(followed, language):
    said = translations(language)
    before, after = said[SENTENCE].split("{faults}")
    told = followed(f"seed=-3&lang={language}")
    assert told.startswith(before)
    assert told.endswith(after)
    inside = said[NEAREST].format(setting=said["seed"], asked="-3", nearest="0", shown=str(SEED))
    assert inside in told


def test_of_several_safeguards_those_that_there_are_stay(opened, page):
    said = opened("on=ban,review")
    assert "“review”" in said
    assert "“ban" not in said
    assert page.is_checked("#ban")


#: The language that a link to a page beside the crowd's asks for, the one that the page is in, and what it speaks then.
BESIDE = [("dee", None, "de", "en"), ("zz", "de", "", "de"), ("zz", "zh-Hant", "", "zh-Hant"), ("", None, "", "en")]


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


#: What a link may call a language, and what a browser of that name would read.
NAMED = {"zh": "zh-Hans", "zh-CN": "zh-Hans", "zh-TW": "zh-Hant", "zh_TW": "zh-Hant", "de-AT": "de", "en-GB": "en"}


@pytest.mark.parametrize(("asked", "spoken"), NAMED.items())
def test_a_language_is_what_a_browser_of_that_name_reads(single, tmp_path, page, stays, followed, asked, spoken):
    def reads_it(page) -> None:
        assert page.get_attribute("html", "lang") == spoken
        assert page.input_value("#language") == spoken
        assert page.is_hidden("#misread")

    beside = write_folder(documents((limits_view(),)), tmp_path / "pages").as_uri()
    for address in (f"{beside}?lang={asked}", f"{single.as_uri()}?lang={asked}"):
        page.goto(address)
        reads_it(page)
    followed(f"lang={asked}")
    reads_it(stays)


def test_the_crowd_opens_in_the_language_of_its_query_and_the_fragment_comes_first(single, page):
    page.goto(f"{single.as_uri()}?lang=de#lang=zh-TW")
    assert page.get_attribute("html", "lang") == "zh-Hant"
    page.goto(f"{single.as_uri()}?lang=de")
    page.wait_for_selector("body[data-state=done]")
    page.select_option("#language", "en")
    link = page.input_value("#link")
    assert "lang=en" in link.split("#")[1]
    page.goto("about:blank")
    page.goto(link)
    assert page.get_attribute("html", "lang") == "en"
    page.goto(f"{single.as_uri()}?lang=xx#seed=4")
    assert "“xx”" in page.text_content("#misread")
    page.wait_for_selector("body[data-state=done]")
    link = page.input_value("#link")
    page.check("#ban")
    page.wait_for_selector("body[data-state=done]")
    later = page.input_value("#link")
    assert "on=ban" in later
    for each in (link, later):
        page.goto("about:blank")
        page.goto(each)
        assert page.is_hidden("#misread")
        assert page.input_value("#seed") == "4"


def test_it_says_that_a_link_was_copied_and_who_can_open_it(opened, page):
    opened("")
    page.wait_for_selector("body[data-state=done]")
    page.eval_on_selector_all("details", "all => all.forEach(one => { one.open = true })")
    assert page.is_visible("#only-here")
    page.click("#copy-link")
    expect(page.locator("#copied-link")).to_have_text("Copied")
    expect(page.locator("#copied-link")).to_have_text("")
