"""What every page has around it."""

from __future__ import annotations

from playwright.sync_api import Page, expect


def test_a_wrong_address_is_a_page_with_a_way_back(page: Page, lab, axe):
    page.goto("/nowhere")
    expect(page.get_by_role("alert")).to_contain_text("no such page")
    axe(page)
    expect(page.get_by_role("navigation", name="Pages").get_by_role("link")).to_have_count(5)
