"""All pages for everybody: with a keyboard, a screen reader, a phone; in light and in dark."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import COMPARED, RUN

from glasshouse.folders.output_label import NOT_A_FORECAST
from glasshouse.lab.pages import PAGES

#: Each page as somebody first sees it, and with something on it.
SIGHTS = {
    **{word: path for word, path, _ in PAGES},
    "a run": f"/run?run={RUN}",
    "two scenarios": f"/compare?name={COMPARED}",
    "a story": f"/story?run={RUN}&person=1",
    "a filter": "/validation?evidence=sourced&q=camera",
    "nothing there": "/run?run=nothing",
}


def settled(page: Page, path: str) -> None:
    """Open a page and wait until its modules are at rest."""
    page.goto(path)
    page.wait_for_load_state("networkidle")


@pytest.mark.slow
@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_serious_fault_in_light_and_dark(page: Page, lab, axe, sight, scheme):
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    settled(page, SIGHTS[sight])
    for details in page.locator("details").all()[:40]:  # what unfolds is part of the page
        details.evaluate("one => { one.open = true }")
    axe(page)


@pytest.mark.slow
@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("width", [390, 320])
def test_nothing_sticks_out_of_a_phone(page: Page, lab, sight, width):
    page.set_viewport_size({"width": width, "height": 844})
    settled(page, SIGHTS[sight])
    for details in page.locator("details").all()[:40]:
        details.evaluate("one => { one.open = true }")
    wide = page.evaluate(
        """() => {
          const edge = document.documentElement.clientWidth;
          if (document.documentElement.scrollWidth <= edge) return [];
          return [...document.querySelectorAll("body *")].filter(one => one.getBoundingClientRect().right > edge + 1)
            .map(one => one.tagName + "." + one.className).slice(0, 5);
        }"""
    )
    assert wide == []


@pytest.mark.slow
@pytest.mark.parametrize("sight", [word for word, _, _ in PAGES])
def test_a_keyboard_reaches_the_page_and_sees_where_it_is(page: Page, lab, sight):
    settled(page, SIGHTS[sight])
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the page")).to_be_focused()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    seen = []
    for _ in range(6):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break  # past the last of them
        seen.append(page.evaluate("getComputedStyle(document.activeElement).outlineStyle"))
    assert seen
    assert "none" not in seen
    assert page.get_by_role("heading", level=1).count() == 1
    assert page.locator("main").count() == 1


@pytest.mark.slow
def test_the_five_pages_are_there_and_say_what_they_are(page: Page, lab):
    for _, path, name in PAGES:
        page.goto(path)
        expect(page.get_by_role("navigation", name="Pages").locator("[aria-current=page]")).to_have_text(name)
        expect(page.locator("footer")).to_contain_text(NOT_A_FORECAST)
