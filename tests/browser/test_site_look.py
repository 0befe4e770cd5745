"""The pages of a site together: one look, whole on a phone and at double size, with a keyboard, and on paper."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

import glasshouse

pytestmark = pytest.mark.slow
PAGES = ("index", "comparison", "claims", "validation", "limits")
#: A scenario in which nobody of 10,000 people is mistaken for another: few faces are searched.
PRESET = "london-lfr-2020"
LOOK = """() => {
  const style = (one, names) => names.map((name) => getComputedStyle(document.querySelector(one))[name]);
  const box = document.querySelector("h1").getBoundingClientRect();
  return [style("body", ["fontFamily", "fontSize", "color", "backgroundColor", "lineHeight"]),
    style("h1", ["fontFamily", "fontSize", "fontWeight", "color"]),
    style(".say strong", ["fontFamily", "fontSize", "color"]),
    style(".site-nav", ["fontFamily", "fontSize", "color"]), box.left];
}"""
CUT = """() => {
  const found = [], edge = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth > edge) found.push("the page is wider than the screen");
  for (const one of document.querySelectorAll("pre, code, p, h1, h2, h3, figcaption, #command, caption"))
    if (one.clientWidth > 2 && one.scrollWidth > one.clientWidth + 1) found.push(one.textContent);
  for (const picture of document.querySelectorAll("figure svg")) {
    const box = picture.getBoundingClientRect();
    for (const text of box.width ? picture.querySelectorAll("text") : []) {
      const { left, right, top, bottom } = text.getBoundingClientRect();
      const within = left >= box.left - 1 && right <= box.right + 1 && top >= box.top - 1 && bottom <= box.bottom + 1;
      if (!within || text.textContent.includes("…")) found.push(text.textContent);
    }
  }
  return found;
}"""
FOCUSED = """() => {
  const one = document.activeElement, marks = [one, one.parentElement, one.nextElementSibling].filter(Boolean);
  if (one === document.body) return null;
  return marks.some((each) => getComputedStyle(each).outlineStyle !== "none");
}"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return glasshouse.site(tmp_path_factory.mktemp("site") / "pages", scenarios=[PRESET]).parent


@pytest.fixture(autouse=True)
def something_in_it():
    """No lab is needed."""


def opened(page, folder, name: str, fragment: str = "") -> None:
    page.goto((folder / f"{name}.html").as_uri() + fragment)
    if name == "index":
        page.wait_for_selector("body[data-state=done]", timeout=120_000)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_all_pages_have_one_type_palette_and_head(folder, page, width, scheme):
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    looks = []
    for name in PAGES:
        opened(page, folder, name)
        looks.append(page.evaluate(LOOK))
    assert looks == looks[:1] * len(PAGES)


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("width", [640, 390, 320])
def test_nothing_is_cut_on_a_phone_or_at_double_size(folder, page, name, width):
    page.set_viewport_size({"width": width, "height": 400 if width == 640 else 800})
    opened(page, folder, name)
    page.eval_on_selector_all("details", "all => all.forEach(one => { one.open = true })")
    assert page.evaluate(CUT) == []


@pytest.mark.parametrize("name", PAGES)
def test_a_keyboard_sees_where_it_is(folder, page, name):
    opened(page, folder, name)
    marked = []
    for _ in range(30):
        page.keyboard.press("Tab")
        if (seen := page.evaluate(FOCUSED)) is None:
            break
        marked.append(seen)
    assert len(marked) >= 6
    assert all(marked)


@pytest.mark.parametrize("name", PAGES)
def test_paper_is_white_and_holds_what_is_folded_away(folder, page, name):
    page.set_viewport_size({"width": 718, "height": 1000})
    opened(page, folder, name)
    page.emulate_media(media="print", color_scheme="dark")
    page.wait_for_timeout(100)
    assert page.is_hidden(".site-nav")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("document.documentElement.scrollWidth") <= 718
    folded = (
        "(all) => all.filter((one) => one.offsetParent && one.lastElementChild.getBoundingClientRect().height === 0)"
    )
    assert page.eval_on_selector_all("details:not([open])", f"(all) => ({folded})(all).length") == 0


def test_no_page_moves_for_those_who_want_no_motion(folder, page):
    page.emulate_media(reduced_motion="reduce")
    for name in PAGES:
        opened(page, folder, name)
        assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
    opened(page, folder, "index", "#life=5")
    assert page.evaluate("document.getAnimations().length") == 0


def test_where_nobody_is_mistaken_the_page_says_how_many_faces_were_checked(folder, page):
    opened(page, folder, "index")
    assert page.text_content("#answer-number").startswith("0 of")
    few = re.search(r"about (\d+) faces in 29 days", page.text_content("#inequality"))
    assert few
    page.select_option("#people", "100000")
    page.wait_for_selector("body[data-state=running]", state="attached")
    page.wait_for_selector("body[data-state=done]", timeout=120_000)
    many = re.search(r"about (\d+) faces in 29 days", page.text_content("#inequality"))
    assert many
    assert int(many[1]) == pytest.approx(10 * int(few[1]), rel=0.15)
    page.select_option("#people", "10000")
    page.check("#ban")
    expect(page.locator("#inequality")).to_have_text("Nobody, in any group.")
