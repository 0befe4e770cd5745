"""Another scenario: compare, look closely, open a life, take the figures along."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from .conftest import COMPARED

#: Each needs a lab with runs in it; tests/browser/test_access.py opens every page in the quick tests.
pytestmark = pytest.mark.slow


def simulated(page: Page) -> None:
    """Wait until the scenarios are simulated whose people the page names: it loads itself anew then."""
    expect(page.locator("[data-waiting]")).to_have_count(0, timeout=30_000)


def test_look_closely_and_open_a_life(page: Page, lab, axe):
    page.goto(f"/compare?name={COMPARED}")
    expect(page.get_by_role("heading", level=1)).to_have_class("finding")
    simulated(page)
    axe(page)
    page.get_by_role("navigation", name="Which scenario").get_by_role("link", name="Ban").click()
    page.get_by_role("navigation", name="Which scenario").get_by_role("link", name="Sanctioned", exact=True).click()
    assert "arm=ban" in page.url
    assert "harm=sanctioned" in page.url
    first = page.locator(".persons a").first
    expect(first).to_be_visible(timeout=20_000)
    simulated(page)
    number = first.inner_text()
    axe(page)
    page.reload()
    expect(page.locator(".persons a").first).to_have_text(number, timeout=20_000)
    page.locator(".persons a").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(number, timeout=20_000)
    expect(page.get_by_role("heading", name=re.compile("Two lives"))).to_be_visible()


def test_figures_and_the_report_are_at_hand(page: Page, lab):
    page.goto(f"/compare?name={COMPARED}&arm=ban")
    with page.expect_download() as file:
        page.locator("#figure-groups").get_by_role("link", name="CSV").click()
    assert file.value.suggested_filename.endswith(".csv")
    page.get_by_role("link", name="the report", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_class("finding")
    assert page.url.endswith(f"/files/{COMPARED}/report.html")


def test_the_address_keeps_the_form(page: Page, lab, axe):
    page.goto("/compare")
    axe(page)
    page.get_by_role("checkbox", name=re.compile("^Appeal")).uncheck()
    page.get_by_label("Lists only").check()
    page.get_by_label("A ban from day").fill("30")
    page.get_by_role("textbox", name="People").fill("1000")
    page.reload()
    expect(page.get_by_role("checkbox", name=re.compile("^Appeal"))).not_to_be_checked()
    expect(page.get_by_label("Lists only")).to_be_checked()
    expect(page.get_by_label("A ban from day")).to_have_value("30")
    page.get_by_role("link", name=re.compile("China, as scholarship")).click()
    expect(page.get_by_role("textbox", name="People")).to_have_value("1000")
    expect(page.get_by_role("link", name=re.compile("China, as scholarship"))).to_have_attribute("aria-current", "true")


def test_a_form_that_cannot_be_says_why(page: Page, lab):
    page.goto("/compare")
    page.get_by_label("More, a line each").fill("human-reviw")
    page.get_by_role("button", name="Compare", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Did you mean 'human-review'?")
    expect(page.get_by_label("More, a line each")).to_have_value("human-reviw")


@pytest.mark.parametrize("scripts", [True, False])
def test_compare(lab, browser, scripts):
    """From the form to the result, with progress on the way; with scripts and without."""
    context = browser.new_context(base_url=lab.url, java_script_enabled=scripts)
    page = context.new_page()
    page.goto("/compare?population=600&days=40&replicates=1&safeguard=lists-only")
    page.get_by_role("button", name="Compare", exact=True).click()
    expect(page.locator("[data-job]")).to_be_visible()
    if not scripts:
        page.get_by_role("link", name="See what it did to people").click(timeout=60_000)
    expect(page.get_by_role("heading", level=1)).to_have_class("finding", timeout=60_000)
    expect(page.get_by_role("link", name="Lists only").first).to_be_visible()
    assert "in this one run" in page.locator("main").inner_text()
    context.close()


def test_stop_a_comparison(page: Page, lab):
    page.goto("/compare?population=200000&days=365&replicates=20&safeguard=lists-only")
    page.get_by_role("button", name="Compare", exact=True).click()
    page.get_by_role("button", name="Stop it").click()
    expect(page.locator(".job-said")).to_contain_text(re.compile("stopped|kept"), timeout=60_000)
    expect(page.get_by_role("button", name="Stop it")).to_be_hidden(timeout=60_000)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_shows_it(lab, browser, axe, scheme):
    page = browser.new_page(base_url=lab.url, viewport={"width": 390, "height": 800}, color_scheme=scheme)
    for path in ("/compare", f"/compare?name={COMPARED}"):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        axe(page)
    page.close()
