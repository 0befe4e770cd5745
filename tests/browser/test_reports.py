"""A report under ``/files``: as it looks from the disk, its links too, and nothing in it orders anything."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page
from tests.browser.conftest import COMPARED, Served

#: Each needs a lab with runs in it; tests/browser/test_access.py opens every page in the quick tests.
pytestmark = pytest.mark.slow

REPORT = f"/files/{COMPARED}/report.html"
FORM = '<form method="post" action="/run"><button id="order">Go on</button></form>'


def test_its_links_work(page: Page):
    page.goto(REPORT)
    assert page.evaluate("getComputedStyle(document.querySelector('main')).fontFamily").count("Times") == 0
    page.locator("nav a").first.click()
    assert "#" in page.url
    details = page.locator("details").first
    details.locator("summary").first.click()
    assert details.get_attribute("open") is not None
    with page.expect_download():
        page.locator("a[href$='.csv']").first.evaluate("link => link.closest('details')?.setAttribute('open', '')")
        page.locator("a[href$='.csv']").first.click()
    page.locator("dt a[href$='report.html']").first.click()
    page.wait_for_url(f"**/files/{COMPARED}/*/report.html")
    assert page.locator("h1").count() == 1


def test_a_form_in_it_sends_nothing(page: Page, lab: Served, no_errors):
    mine = lab.folder / COMPARED / "report.html"
    before = mine.read_text(encoding="utf-8")
    posted: list[str] = []
    page.on("request", lambda request: posted.append(request.url) if request.method == "POST" else None)
    try:
        mine.write_text(before.replace("<body>", f"<body>{FORM}", 1), encoding="utf-8")
        page.goto(REPORT)
        page.locator("#order").click()
        page.wait_for_timeout(200)
    finally:
        mine.write_text(before, encoding="utf-8")
    assert posted == []
    assert page.url.endswith(REPORT)
