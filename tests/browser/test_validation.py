"""Page 5 as people use it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

#: Each needs a lab with runs in it; tests/browser/test_access.py opens every page in the quick tests.
pytestmark = pytest.mark.slow


def test_a_reader_finds_a_failing_table_and_its_reason(page: Page, lab, axe):
    page.goto("/validation")
    expect(page.get_by_role("heading", level=1)).to_have_text("Validation")
    page.get_by_role("link", name="A year of vans in London, September 2024 to September 2025").click()
    expect(page.locator("#london-2025")).to_contain_text("Why it fails.")
    expect(page.locator("#london-2025 [data-figures]")).to_be_visible()
    axe(page)


def test_the_filter_answers_at_once_and_a_link_brings_it_back(page: Page, lab):
    page.goto("/validation")
    page.get_by_label("Words").fill("camera")
    page.get_by_role("combobox", name="Rests on").select_option("sourced")
    expect(page.locator("#left")).to_have_text("2 of 171 numbers.")
    expect(page.locator("#parts tbody tr:visible")).to_have_count(2)
    address = page.url
    assert "q=camera" in address
    assert "evidence=sourced" in address
    page.goto("about:blank")
    page.goto(address)
    expect(page.locator("#left")).to_have_text("2 of 171 numbers.")
    expect(page.get_by_label("Words")).to_have_value("camera")


def test_another_account_is_chosen(page: Page, lab):
    page.goto("/validation?q=match")
    page.get_by_role("combobox", name="Account").select_option("stadium-list")
    page.wait_for_url("**/validation?preset=stadium-list&q=match#drivers")
    expect(page.get_by_label("Words")).to_have_value("match")


def test_a_table_is_evaluated_here_and_now(page: Page, lab):
    page.goto("/validation#essex-stops")
    table = page.locator("#essex-stops")
    table.get_by_label("Seed").fill("5")
    table.get_by_role("button", name="Evaluate it here, now").click()
    expect(table.get_by_role("status")).to_contain_text("with seed 5: passes.", timeout=60_000)


def test_without_scripts_the_page_is_whole(browser, lab):
    context = browser.new_context(java_script_enabled=False, base_url=lab.url)
    page = context.new_page()
    page.goto("/validation")
    page.get_by_role("combobox", name="Rests on").select_option("sourced")
    page.locator("#filter").get_by_role("button", name="Show").click()
    assert "evidence=sourced" in page.url
    expect(page.locator("#left")).to_have_text("19 of 171 numbers.")
    page.locator("details.family:has(#essex-stops) > summary").click()
    page.locator("#essex-stops > summary").click()
    page.locator("#essex-stops").get_by_role("button").click(timeout=60_000)
    expect(page.get_by_role("status").first).to_contain_text("Evaluated here, now", timeout=60_000)
    context.close()
