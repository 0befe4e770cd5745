"""On a phone: the answer stands on the first screen, pages keep to their width, and labels of charts can be read."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import COMPARED, RUN

import glasshouse

#: Each needs a lab with runs in it; tests/browser/test_access.py opens every page in the quick tests.
pytestmark = pytest.mark.slow

WIDE, HIGH = 390, 844
#: Letters that are smaller on the screen cannot be read, in pixels.
SMALLEST = 9
CHARTS = {
    "a run": f"/run?run={RUN}",
    "two scenarios": f"/compare?name={COMPARED}&arm=ban",
    "a story": f"/story?run={RUN}&choose=wrongly-sanctioned",
    "validation": "/validation",
    "report of a run": f"/files/{RUN}/report.html",
    "report of a comparison": f"/files/{COMPARED}/report.html",
}
#: Texts of one drawing that lie on each other, and those that are too small. A halo is the same text in the same place;
#: of the height of a line a quarter at either end is empty.
SEEN = """smallest => {
  const shown = [...document.querySelectorAll("svg")].filter(svg => svg.getClientRects().length);
  const found = { over: [], small: [] };
  for (const svg of shown) {
    const read = text => text.textContent.trim() && text.getAttribute("opacity") !== "0";
    const texts = [...svg.querySelectorAll("text")].filter(read).map(text => {
      const { left, right, top, bottom } = text.getBoundingClientRect(), quarter = (bottom - top) / 4;
      const { a, b } = text.getScreenCTM(), size = parseFloat(getComputedStyle(text).fontSize) * Math.hypot(a, b);
      return { said: text.textContent, left, right, top: top + quarter, bottom: bottom - quarter, size };
    });
    found.small.push(...texts.filter(({ size }) => size < smallest).map(({ said, size }) => `${said}: ${size}`));
    texts.forEach((one, place) => texts.slice(place + 1).forEach(other => {
      const halo = one.said === other.said && Math.abs(one.left - other.left) < 1 && Math.abs(one.top - other.top) < 1;
      const across = Math.min(one.right, other.right) - Math.max(one.left, other.left);
      const down = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
      if (!halo && across > 1 && down > 1) found.over.push(`${one.said} / ${other.said}`);
    }));
  }
  return found;
}"""


@pytest.fixture
def phone(page: Page) -> Page:
    page.set_viewport_size({"width": WIDE, "height": HIGH})
    return page


@pytest.mark.parametrize("sight", CHARTS)
def test_labels_can_be_read_and_none_lies_on_another(phone: Page, lab, sight):
    phone.goto(CHARTS[sight])
    expect(phone.locator("svg").first).to_be_attached(timeout=30_000)
    phone.wait_for_load_state("networkidle")
    found = phone.evaluate(SEEN, SMALLEST)
    assert found["over"] == []
    assert found["small"] == []


def test_the_first_screen_holds_the_answer_the_dots_and_every_group(phone: Page, lab):
    phone.goto("/?guess=10&lang=en")
    expect(phone.locator("#dots")).to_be_visible(timeout=30_000)
    below = "nodes => Math.max(...nodes.map(node => node.getBoundingClientRect().bottom))"
    for part in ("#found", "#dots", "#states", "#unequal", "#rates li"):
        assert phone.locator(part).evaluate_all(below) <= HIGH, part
    phone.locator("#apply").evaluate("button => button.closest('form').scrollIntoView({ behavior: 'instant' })")
    stays = phone.locator(".seen").evaluate("seen => seen.getBoundingClientRect()")
    assert stays["top"] == 0
    assert stays["bottom"] < 0.45 * HIGH


def test_a_life_is_seen_from_its_first_day_to_its_last(phone: Page, lab):
    phone.goto(CHARTS["a story"])
    strip = phone.locator(".narrow > svg.strip")
    expect(strip).to_be_visible(timeout=30_000)
    edges = strip.locator(".strip-line").evaluate_all("all => all.map(one => one.getBoundingClientRect().right)")
    assert max(edges) <= WIDE


@pytest.mark.parametrize("page_of", ["run", "comparison", "assessment"])
def test_files_keep_to_the_width_and_captions_to_the_window(phone: Page, lab, page_of, tmp_path):
    if page_of == "assessment":
        [file] = glasshouse.assess(lab.folder / RUN, template="dpia", out=tmp_path / "dpia.html")
        phone.goto(file.as_uri())
    else:
        phone.goto(f"/files/{RUN if page_of == 'run' else COMPARED}/report.html")
    phone.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    assert phone.evaluate("document.documentElement.scrollWidth") <= WIDE
    cut = """captions => captions.filter(one => one.clientWidth > 1).map(one => {
      const words = document.createRange();
      words.selectNodeContents(one);
      return words.getBoundingClientRect().right - one.closest(".scroll").getBoundingClientRect().right;
    })"""
    assert max(phone.locator(".scroll caption").evaluate_all(cut)) <= 1
