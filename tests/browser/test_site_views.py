"""The further pages of a site: the width is used, a phone is not scrolled for minutes, a link opens what is folded."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

import glasshouse

pytestmark = pytest.mark.slow
PAGES = ("comparison", "claims", "validation", "limits")
#: CSS pixels from the first line to the last on a phone, before anything is opened.
MOST = {"comparison": 9_500, "claims": 10_000, "validation": 6_000, "limits": 10_000}
#: How far right something reaches on each screen of a page, and how wide its widest paragraph is, in CSS pixels.
WIDTHS = """() => {
  const shown = [...document.querySelectorAll("main *, header *")].filter((one) => one.getClientRects().length);
  const screens = [];
  for (const one of shown) {
    const { top, right } = one.getBoundingClientRect();
    const text = [...one.childNodes].some((each) => each.nodeType === 3 && each.textContent.trim());
    const screen = Math.floor((top + scrollY) / innerHeight);
    if (text) screens[screen] = Math.max(screens[screen] ?? 0, right);
  }
  const paragraphs = shown.filter((one) => one.matches("p:not(.say)") && one.textContent.length > 80);
  return [screens, Math.max(...paragraphs.map((one) => one.getBoundingClientRect().width))];
}"""
SHUT = "details:not([open])"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return glasshouse.site(tmp_path_factory.mktemp("site") / "pages", scenarios=["stadium-list"]).parent


@pytest.fixture(scope="module")
def single(tmp_path_factory):
    return glasshouse.site(tmp_path_factory.mktemp("site") / "one.html", scenarios=["stadium-list"], single=True)


@pytest.fixture(autouse=True)
def something_in_it():
    """No lab is needed."""


@pytest.mark.parametrize("name", PAGES)
def test_the_width_is_used_and_text_stays_narrow_enough_to_read(folder, page, name):
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto((folder / f"{name}.html").as_uri())
    reached, widest = page.evaluate(WIDTHS)
    assert widest <= 46 * 16 + 1
    # The limits are prose: beside it the list of contents stays where it is on the screen.
    beside = reached[:1] if name == "limits" else reached[:-1]
    assert all(right > 1280 * 2 / 3 for right in beside)
    contents = page.locator(".contents").bounding_box()
    assert contents["x"] > 1280 / 2
    assert contents["y"] < 200
    if name == "limits":
        page.evaluate("scrollTo(0, 1500)")
        assert 0 <= page.locator(".contents").bounding_box()["y"] < 100


@pytest.mark.parametrize("name", PAGES)
def test_a_phone_shows_the_page_before_anything_is_opened_in_so_many_pixels(folder, page, name):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto((folder / f"{name}.html").as_uri())
    assert page.evaluate("document.documentElement.scrollHeight") <= MOST[name]


@pytest.mark.parametrize("place", ["folder", "single"])
def test_a_link_opens_the_table_and_the_source_to_which_it_leads(folder, single, page, place):
    page.goto((folder / "validation.html").as_uri() if place == "folder" else f"{single.as_uri()}#validation")
    table = page.locator("#validation-london-2025")
    expect(table).to_be_hidden()
    for _ in range(2):
        page.click("a[href='#validation-london-2025']")
        expect(table.locator("[data-figures]")).to_be_visible()
        assert table.bounding_box()["y"] < 100
        page.eval_on_selector_all("details.family", "all => all.forEach((one) => { one.open = false })")
    page.goto(page.url.partition("#")[0] + "#validation-london-2025")
    source = table.locator("a[href^='#validation-source-']").first
    named = source.get_attribute("href")
    expect(page.locator(f"li{named}")).to_be_hidden()
    source.click()
    expect(page.locator(f"li{named}")).to_be_in_viewport()


def test_a_line_says_how_many_of_the_tables_that_it_folds_pass(folder, page):
    page.goto((folder / "validation.html").as_uri())
    families = page.locator("details.family:has(> details.table)")
    assert families.count() > 5
    for family in families.all():
        own = family.locator("> details.table > summary")
        passing = own.filter(has_text="✓").count()
        said = family.locator("> summary small").inner_text()
        told = {passing, own.count()} - {0}
        if own.count() > 2:
            assert {int(each) for each in re.findall(r"\d+", said)} == told
        assert family.locator("> summary .good").count() == passing
        assert family.locator("> summary .scoreboard i").count() == own.count()


def test_without_a_script_what_is_folded_can_be_opened(folder, browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((folder / "validation.html").as_uri())
    page.locator("#validation-family-lfr-deployment > summary").click()
    page.locator("#validation-london-2025 > summary").click()
    expect(page.locator("#validation-london-2025 [data-figures]")).to_be_visible()
    context.close()


@pytest.mark.parametrize("name", ["comparison", "validation"])
def test_paper_shows_all_and_the_screen_is_as_it_was_before(folder, page, name):
    page.goto((folder / f"{name}.html").as_uri())
    folded = page.locator(SHUT).count()
    assert folded > 0
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.locator(SHUT)).to_have_count(0)
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(page.locator(SHUT)).to_have_count(folded)
