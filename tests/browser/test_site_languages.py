"""The page in the language of a browser: sentences from the catalogue, numbers of the locale, nothing sticks out."""

from __future__ import annotations

import re

import pytest

from glasshouse.languages.catalogues import translations
from glasshouse.sites.crowd_page import crowd_page
from glasshouse.sites.write_site import write_page

MOST_BYTES = 3_000_000
VIEW = "count=wrongly&threshold=0.54"
SENTENCE = "The people are invented. This is not a forecast."
RATES = "In this crowd, {group}: {share} ({hit} of {all}), {times} times {first}. With so few, this may be chance."
POPULATIONS = "body[data-populations='10']"


@pytest.fixture(scope="module")
def single(tmp_path_factory):
    return write_page(crowd_page(["as-described"]), tmp_path_factory.mktemp("languages") / "page.html")


@pytest.fixture(autouse=True)
def something_in_it():
    """No lab is needed."""


@pytest.fixture
def opened(single, browser):
    """Open the page in a browser of a locale, without a network; it throws nothing and asks for nothing."""
    contexts, asked, faults = [], [], []

    def opens(locale: str, fragment: str = VIEW, **more):
        contexts.append(browser.new_context(locale=locale, offline=True, **more))
        page = contexts[-1].new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda told: faults.append(told.text) if told.type == "error" else None)
        page.goto(f"{single.as_uri()}#{fragment}")
        page.wait_for_selector("body[data-state=done]", timeout=120_000)
        return page

    yield opens
    for context in contexts:
        context.close()
    assert faults == []
    assert [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == []


def pattern(message: str) -> str:
    return re.sub(r"\\{\w+\\}", "(.+)", re.escape(message).replace(r"\ ", " "))


@pytest.mark.parametrize(
    ("locale", "language", "many", "share"),
    [("de-DE", "de", "10.000", r"\d+,\d\s%"), ("zh-TW", "zh-Hant", "10,000", r"\d+\.\d%")],
)
def test_the_page_speaks_the_language_of_the_browser(opened, locale, language, many, share):
    page, said = opened(locale), translations(language)
    assert page.get_attribute("html", "lang") == language
    assert page.title() == said["What does a state that watches and scores do to {people} people?"].format(people=many)
    assert page.locator("strong", has_text=said[SENTENCE]).is_visible()
    assert many in page.text_content("#answer-number")
    told = re.fullmatch(pattern(said[RATES]), page.text_content("#inequality"))
    assert told is not None
    assert re.fullmatch(share, told[2])
    assert page.text_content("#rates tr:last-child th").lower() in said["minority women"].lower()
    assert "undefined" not in page.inner_text("body")
    assert "{" not in page.inner_text("body")


@pytest.mark.parametrize(("locale", "script", "other"), [("zh-CN", "SC", "TC"), ("zh-TW", "TC", "SC")])
def test_chinese_is_set_in_a_font_of_its_script_on_every_system(opened, locale, script, other):
    page = opened(locale)
    assert page.get_attribute("html", "lang") == {"SC": "zh-Hans", "TC": "zh-Hant"}[script]
    windows = {"SC": "Microsoft YaHei", "TC": "Microsoft JhengHei"}[script]
    for place in ("h1", "#range", ".rates th", "#life h2", "select", "button"):
        fonts = page.eval_on_selector(place, "one => getComputedStyle(one).fontFamily")
        for name in (windows, f"PingFang {script}", f"Noto Sans {script}", f"Noto Sans CJK {script}"):
            assert f'"{name}"' in fonts, place
        assert f" {other}" not in fonts
    page.select_option("#language", "en")
    assert "PingFang" not in page.eval_on_selector("h1", "one => getComputedStyle(one).fontFamily")


def test_a_language_can_be_chosen_stands_in_the_address_and_goes_back(opened):
    page = opened("de-DE", f"{VIEW}&lang=en")
    page.wait_for_selector(POPULATIONS, timeout=60_000)
    english = page.inner_text("main")
    assert page.get_attribute("html", "lang") == "en"
    assert page.text_content("#answer-number").endswith("of 10,000 people were")
    page.select_option("#language", "zh-Hans")
    assert "lang=zh-Hans" in page.url
    assert translations("zh-Hans")[SENTENCE] in page.inner_text("header")
    page.select_option("#language", "en")
    assert page.inner_text("main") == english
    page.select_option("#language", "de")
    assert "lang=" not in page.url
    page.go_back()
    assert page.inner_text("main") == english


def test_a_browser_of_another_language_reads_english(opened):
    page = opened("fr-FR")
    assert page.get_attribute("html", "lang") == "en"
    assert "lang=" not in page.url
    assert page.locator("strong", has_text=SENTENCE).is_visible()


def test_a_page_written_in_a_language_opens_in_it_in_any_browser(tmp_path, browser):
    path = write_page(crowd_page(["as-described"], language="zh-Hant"), tmp_path / "page.html")
    context = browser.new_context(locale="en-GB", offline=True)
    page = context.new_page()
    page.goto(path.as_uri())
    page.wait_for_selector("body[data-state=done]", timeout=120_000)
    assert page.get_attribute("html", "lang") == "zh-Hant"
    assert "lang=" not in page.url
    context.close()


def test_a_life_is_told_in_english_and_says_so(opened):
    page = opened("de-AT", f"{VIEW}&life=12")
    page.wait_for_selector("#life[data-state=done]", timeout=120_000)
    assert page.is_visible("#told-in")
    assert page.text_content("#life-title") == translations("de")["The year of person {person}"].format(person=12)
    assert set(page.eval_on_selector_all("#lives li p", "all => all.map(({ lang }) => lang)")) == {"en"}


def test_numbers_are_those_of_the_language_of_their_sentence(opened):
    page = opened("de-DE", "count=wrongly&seed=1&life=1276")
    page.wait_for_selector("#life[data-state=done]", timeout=120_000)
    told = " ".join(page.locator("#lives li p").all_text_contents())
    assert "1,000 points" in told
    assert not re.search(r"\d\.\d{3}\b", told)
    assert "10.000" in page.text_content("#answer-number")


@pytest.mark.parametrize("locale", ["de-DE", "zh-TW"])
@pytest.mark.parametrize("width", [390, 320])
def test_long_words_stay_on_a_phone(opened, locale, width):
    page = opened(locale, f"{VIEW}&sort=group&life=12", viewport={"width": width, "height": 800})
    page.wait_for_selector("#life[data-state=done]", timeout=120_000)
    page.eval_on_selector_all("details", "all => all.forEach(one => { one.open = true })")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    wide = "all => all.filter((one) => one.scrollWidth > one.clientWidth + 1).map(({ className }) => className)"
    assert page.eval_on_selector_all(".under, .key, .say, .answer, .controls, .trade, .buttons, .levers", wide) == []


def test_the_page_stays_small(single):
    assert single.stat().st_size <= MOST_BYTES
