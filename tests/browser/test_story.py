"""A story: choose somebody, read it, flip the scenario, take the link along."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

import glasshouse

from .conftest import COMPARED, RUN

#: Each needs a lab with runs in it; tests/browser/test_access.py opens every page in the quick tests.
pytestmark = pytest.mark.slow

WRONGED = f"/story?run={RUN}&choose=wrongly-sanctioned"


def plain(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture(scope="module")
def alone(lab):
    return glasshouse.story(lab.folder / RUN, wrongly_sanctioned=True)


@pytest.fixture(scope="module")
def same(lab):
    """What the call in Python tells of the same person."""
    return glasshouse.story(lab.folder / RUN, wrongly_sanctioned=True, under="ban@60")


def test_choose_somebody_and_flip_the_world(page: Page, lab, alone, same, axe):
    page.goto("/story")
    expect(page.get_by_role("heading", level=1)).to_have_text("A story")
    axe(page)
    page.get_by_label("Of which run").select_option(RUN)
    page.get_by_label("Somebody who was wrongly sanctioned").check()
    page.get_by_role("button", name="Tell this life").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(same.here.rendering.finding, timeout=20_000)
    text = plain(page.locator("main").inner_text())
    for paragraph in alone.here.rendering.days:
        assert plain(paragraph.text) in text
    axe(page)

    page.get_by_label("Another scenario", exact=True).fill("ban@60")
    page.get_by_role("button", name="Tell it beside").click()
    expect(page.get_by_role("heading", name=re.compile("^Where"))).to_be_visible(timeout=20_000)
    assert "under=ban%4060" in page.url
    text = plain(page.locator("main").inner_text())
    assert plain(" ".join(same.parting.why)) in text
    assert page.locator(".broad .strip-part").count() == 2
    axe(page)

    page.get_by_role("link", name="in the run alone").click()
    expect(page.get_by_role("heading", name=re.compile("^Where"))).to_have_count(0)
    page.go_back()
    expect(page.get_by_role("heading", name=re.compile("^Where"))).to_be_visible()


def test_a_link_tells_the_same_in_another_browser(page: Page, lab, same, new_context):
    page.goto(WRONGED + "&under=ban%4060")
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text(same.here.rendering.finding, timeout=20_000)
    told = plain(page.locator("main").inner_text())
    other = new_context().new_page()
    other.goto(page.url)
    assert plain(other.locator("main").inner_text()) == told


def test_take_it_along(page: Page, lab, same, tmp_path: Path):
    page.goto(WRONGED + "&under=ban%4060")
    expect(page.get_by_role("heading", level=1)).to_have_text(same.here.rendering.finding, timeout=20_000)
    with page.expect_download() as file:
        page.get_by_role("link", name="text", exact=True).click()
    path = tmp_path / "life.txt"
    file.value.save_as(path)
    assert path.read_text(encoding="utf-8") == same.text + "\n"
    with page.expect_download() as file:
        page.get_by_role("link", name="page", exact=True).click()
    assert file.value.suggested_filename == f"life-{same.here.history.person.number}.html"
    answer = page.request.get(f"/api/story{page.url.partition('/story')[2]}")
    assert answer.json()["story"] == json.loads(json.dumps({**same.document(), "run": RUN}))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_reads_it_without_scripts(lab, same, browser, axe, scheme):
    """390 pixels wide, no scripts: nothing hangs over the edge, and the waiting page goes on by itself."""
    context = browser.new_context(
        base_url=lab.url, viewport={"width": 390, "height": 800}, java_script_enabled=False, color_scheme=scheme
    )
    page = context.new_page()
    page.goto(f"/story?run={COMPARED}&choose=most-chilled&under=ban")
    expect(page.get_by_role("heading", name="What it came to")).to_be_visible(timeout=30_000)
    context.close()
    page = browser.new_page(base_url=lab.url, viewport={"width": 390, "height": 800}, color_scheme=scheme)
    page.goto(f"/story?run={COMPARED}&choose=most-chilled&under=ban")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    axe(page)
    page.close()


def test_a_keyboard_is_enough(page: Page, lab, same):
    page.goto(WRONGED)
    expect(page.get_by_role("heading", level=1)).to_have_text(same.here.rendering.finding, timeout=20_000)
    for _ in range(40):
        page.keyboard.press("Tab")
        if re.search("beside: Ban", page.evaluate("document.activeElement.textContent")):
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=re.compile("^Where"))).to_be_visible(timeout=20_000)


def test_somebody_who_is_not_there_is_one_sentence(page: Page, lab):
    page.goto(f"/story?run={RUN}&person=99999")
    said = page.get_by_role("alert")
    expect(said).to_have_text(re.compile("^person 99,999: .* 0 to 2,999"))
    expect(page.get_by_role("button", name="Tell this life")).to_be_visible()
