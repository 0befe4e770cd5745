"""The first page as somebody uses it: guess, drag, switch, read a life, come back by the link."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

#: A week of a crowd: a hundredth of a second each.
WEEK = "/?preset=stadium-list"


def found(page: Page) -> int:
    return int(page.locator("#found").inner_text().replace(",", ""))


def cells(page: Page, column: str) -> list[int]:
    """A column of the table: the groups, and everybody."""
    texts = page.locator(f'#table [data-cell="{column}"] > span').all_inner_texts()
    return [int(text.replace(",", "")) for text in texts]


def drawn(page: Page) -> Locator:
    """The dots, once the crowd has come and they are laid out: until then nobody stands where they are pointed at."""
    canvas = page.locator("#dots")
    expect(canvas).to_have_attribute("style", re.compile("height"))
    return canvas


def settled(page: Page, told: str) -> None:
    """Wait until the crowd that was asked for is shown; its command is told with it."""
    expect(page.locator("#command")).to_contain_text(told, timeout=30_000)


def drag(page: Page, slider: str, steps: int) -> None:
    """Move a slider by keys; each step asks the lab."""
    handle = page.locator(f"#{slider}-slider")
    handle.focus()
    for _ in range(abs(steps)):
        handle.press("ArrowRight" if steps > 0 else "ArrowLeft")


def test_guess_drag_switch_and_come_back_by_the_link(page, axe):
    page.goto(WEEK)
    axe(page)
    page.get_by_label("How many of the 10,000").fill("20")
    page.get_by_role("button", name="Guess").click()
    expect(page.locator(".verdict b")).to_have_text("20")
    before = found(page)
    expect(page.locator("#beside")).to_contain_text("times your guess")

    drag(page, "threshold", -3)
    expect(page.locator("#changes")).to_contain_text(re.compile(r"dots changed: .* wrongly flagged \(.* more\)"))
    expect(page).to_have_url(re.compile(r"threshold=0\.52"))
    settled(page, "threshold=0.52")
    after = found(page)
    assert after > 2 * before
    assert page.locator('[data-row="4"] [data-cell="mistaken"] small').inner_text() == f"{after - before:,} more"
    expect(page.locator("#label")).to_have_text("hypothetical")
    axe(page)

    page.reload()
    expect(page.locator("#threshold-slider")).to_have_attribute("aria-valuetext", "0.52")
    assert found(page) == after
    page.get_by_label("A ban").check()
    expect(page.locator("#found")).to_have_text("0")
    expect(page.locator("#why")).to_contain_text("No camera")


@pytest.mark.slow
def test_a_dot_opens_its_person_s_life(page):
    page.goto(f"{WEEK}&guess=1")
    canvas = drawn(page)
    expect(page.locator("#lives button")).to_have_count(2)
    canvas.focus()  # on the first of those to whom the worst happened
    expect(page.locator("#changes")).to_contain_text("wrongly flagged")
    words = page.locator("#changes").inner_text()
    person = re.search(r"Person ([\d,]+)", words)[1].replace(",", "")
    canvas.press("Enter")
    page.wait_for_url(re.compile(rf"/story\?run=crowds/crowd-[0-9a-f]{{16}}&person={person}"))


@pytest.mark.slow
def test_a_page_whose_crowd_takes_long_says_so_and_goes_on_by_itself(page, axe, monkeypatch):
    monkeypatch.setattr("glasshouse.lab.crowd.crowd_routes.PATIENCE", 0.0)
    held = []
    # The first is not answered yet.
    page.route("**/api/crowd?*", lambda route: route.continue_() if held else held.append(route))
    page.goto("/?guess=20&seed=4321")
    expect(page.get_by_role("status")).to_contain_text("getting ready")
    axe(page)
    held[0].continue_()
    expect(page.locator("#found")).to_be_visible(timeout=60_000)


@pytest.mark.slow
def test_arrow_keys_go_from_dot_to_dot(page):
    page.goto(f"{WEEK}&guess=1")
    expect(page.locator("#changes")).to_contain_text("Each dot")
    canvas, live = drawn(page), page.locator("#changes")
    page.get_by_role("button", name=re.compile("Wrongly flagged")).click()
    canvas.focus()
    seen = set()
    for key in ("ArrowRight", "ArrowRight", "ArrowRight", "ArrowLeft"):
        canvas.press(key)
        expect(live).to_contain_text("wrongly flagged")
        seen.add(live.inner_text())
    assert len(seen) == 3
    page.get_by_role("button", name=re.compile("Wrongly flagged")).click()
    for key in ("ArrowDown", "ArrowUp", "ArrowLeft", "ArrowRight"):
        canvas.press(key)
        expect(live).to_contain_text("Person")
    canvas.press("Escape")
    expect(live).to_contain_text("Each dot")


@pytest.mark.slow
def test_every_dot_is_where_it_is_pointed_at(page):
    page.goto(f"{WEEK}&guess=1")
    expect(page.locator("#changes")).to_contain_text("Each dot")
    canvas = drawn(page)
    box = canvas.bounding_box()
    for x, y, group in ((0.25, 0.3, "majority men"), (0.8, 0.3, "majority women"), (0.25, 0.95, "minority men")):
        canvas.hover(position={"x": box["width"] * x, "y": box["height"] * y})
        expect(page.locator("#changes")).to_contain_text(f"one of the {group}")
    page.locator("footer").hover()
    expect(page.locator("#changes")).to_contain_text("Each dot")


@pytest.mark.slow
def test_two_tabs_do_not_disturb_each_other(page, context):
    other = context.new_page()
    for each in (page, other):
        each.goto(f"{WEEK}&guess=5")
    expect(page.locator("#changes")).to_contain_text("Each dot")
    drag(page, "threshold", -4)
    drag(other, "faces", -6)
    drag(page, "threshold", -1)
    expect(page).to_have_url(re.compile(r"threshold=0\.5($|&)"))
    settled(page, "threshold=0.5")
    settled(other, "watchlist=100")
    expect(other).to_have_url(re.compile("faces=100"))
    expect(other.locator("#found")).not_to_have_text(page.locator("#found").inner_text())
    assert found(page) > 500 > 50 > found(other)


@pytest.mark.slow
def test_a_lost_connection_says_so_and_heals(page, context):
    page.goto(f"{WEEK}&guess=5")
    expect(page.locator("#changes")).to_contain_text("Each dot")
    before = found(page)
    context.set_offline(True)
    drag(page, "threshold", -3)
    expect(page.locator("#changes")).to_contain_text("does not answer")
    assert found(page) == before
    page.locator("#lives button").first.click()
    expect(page.locator("#changes")).to_contain_text("does not answer")
    context.set_offline(False)
    expect(page.locator("#changes")).to_contain_text("more)", timeout=10_000)
    assert found(page) > before


@pytest.mark.slow
def test_an_error_is_said_in_its_own_words(page):
    page.goto(f"{WEEK}&guess=5")
    expect(page.locator("#changes")).to_contain_text("Each dot")
    page.route("**/api/crowd?*", lambda route: route.fulfill(status=500, json={"message": "The memory is full."}))
    drag(page, "faces", 1)
    expect(page.locator("#changes")).to_have_text("The memory is full.")


@pytest.mark.slow
def test_a_fast_drag_ends_where_it_was_let_go(page):
    """Of the answers on the way, none overtakes the last."""
    page.goto("/?guess=200")
    expect(page.locator("#changes")).to_contain_text("Each dot", timeout=30_000)
    drag(page, "threshold", -10)
    drag(page, "threshold", 20)
    expect(page).to_have_url(re.compile(r"threshold=0\.7"), timeout=30_000)
    expect(page.locator("#found")).to_have_text("3")
    expect(page.locator("#other-seeds")).to_contain_text("In 5 crowds", timeout=30_000)


@pytest.mark.slow
def test_the_next_seed_is_another_seed(page):
    page.goto(f"{WEEK}&guess=5")
    expect(page.locator("#changes")).to_contain_text("Each dot")
    page.get_by_role("link", name="Other people, another seed").click()
    expect(page).to_have_url(re.compile("seed=2"))
    expect(page.locator("#changes")).to_contain_text("Other people")
    page.get_by_role("link", name="As it was").click()
    expect(page).to_have_url(re.compile(r"guess=5$|guess=5&preset|preset=stadium-list&guess=5$"))


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("query", ["/", "/?guess=20", "/?preset=london-lfr&guess=20"])
def test_nothing_hinders_anybody(page, axe, scheme, query):
    page.emulate_media(color_scheme=scheme)
    for width in (1200, 390):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(query)
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.slow
def test_without_scripts_everything_is_there(browser, lab):
    context = browser.new_context(java_script_enabled=False, base_url=lab.url)
    page = context.new_page()
    page.goto(WEEK)
    page.get_by_label("How many of the 10,000").fill("20")
    page.get_by_role("button", name="Guess").click()
    before = found(page)
    expect(page.locator(".still")).to_be_visible()
    page.get_by_label("How sure the machine must be").select_option("0.50")
    page.get_by_role("button", name="Show").click()
    assert found(page) > before
    page.locator("#lives button").first.click()
    assert "/story?run=crowds/crowd-" in page.url
    context.close()


@pytest.mark.slow
def test_each_finished_change_can_be_taken_back(page):
    """Back left the page, and with it what had been set."""
    page.goto(f"{WEEK}&guess=5")
    expect(page.locator("#changes")).to_contain_text("Each dot")
    before = page.url
    expect(page.locator("#undo")).to_be_disabled()
    # Steps within a second are one change, and on a busy machine three presses of a key may take longer.
    page.eval_on_selector(
        "#threshold-slider",
        """slider => [1, 2, 3].forEach(() => {
            slider.stepDown();
            for (const kind of ["input", "change"]) slider.dispatchEvent(new Event(kind, { bubbles: true }));
        })""",
    )
    expect(page).to_have_url(re.compile(r"threshold=0\.52"))
    page.get_by_label("A ban").check()
    expect(page.locator("#found")).to_have_text("0")
    page.go_back()
    expect(page.get_by_label("A ban")).not_to_be_checked()
    expect(page.locator("#threshold-slider")).to_have_attribute("aria-valuetext", "0.52")
    page.get_by_role("button", name="Undo").click()
    expect(page).to_have_url(before)
    expect(page.locator("#changes")).to_contain_text("the account as it is")
    page.go_forward()
    expect(page.locator("#threshold-slider")).to_have_attribute("aria-valuetext", "0.52")


@pytest.mark.slow
def test_changes_are_told_against_the_baseline_that_was_pinned(page):
    """Only the last step was told: after two, nobody knew what had changed in all."""
    page.goto(f"{WEEK}&guess=5")
    expect(page.locator("#changes")).to_contain_text("Each dot")
    first = found(page)
    for step in (1, 2):
        drag(page, "threshold", -1)
        settled(page, f"threshold=0.5{5 - step}")
    expect(page.locator("#changes")).to_contain_text(re.compile(r"account as it is, \d"))
    more = page.locator('[data-row="4"] [data-cell="mistaken"] small')
    expect(more).to_have_text(f"{found(page) - first:,} more")
    page.get_by_role("button", name="Pin as baseline").click()
    expect(more).to_have_text("")
    page.get_by_label("A ban").check()
    expect(page.locator("#changes")).to_contain_text("your baseline")
    expect(more).to_contain_text("fewer")


@pytest.mark.slow
@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)])
def test_question_dots_key_and_answer_share_a_screen_with_what_is_moved(page, width, height):
    page.set_viewport_size({"width": width, "height": height})
    page.goto("/?guess=20")
    expect(page.locator("#changes")).to_contain_text("Each dot", timeout=30_000)
    drawn(page)
    if width < 992:  # the answer stays in sight while the controls scroll below it
        page.evaluate("document.querySelector('#threshold-slider').closest('.slider').scrollIntoView()")
    for part in ("#found", "#dots", "#changes", "#states", "#threshold-slider", "#trade"):
        box = page.locator(part).bounding_box()
        assert box["y"] >= 0, part
        assert box["y"] + box["height"] <= height, part


@pytest.mark.slow
def test_the_bars_say_whom_it_strikes_and_the_dots_can_be_sorted(page):
    page.goto("/?guess=20&threshold=0.54")
    expect(page.locator("#unequal")).to_contain_text(
        re.compile(r"Minority women: \d+\s% .* times the rate of"), timeout=30_000
    )
    widths = [float(bar.get_attribute("width")) for bar in page.locator("[data-bar] .now").all()]
    assert widths[3] == max(widths) == pytest.approx(100, abs=0.1)
    page.get_by_role("button", name="Wrongly sanctioned", exact=True).click()
    expect(page.locator("#unequal")).to_contain_text("wrongly sanctioned")
    canvas = drawn(page)
    page.get_by_role("button", name="Sort the dots").click()
    box = canvas.bounding_box()
    canvas.hover(position={"x": 4, "y": 24})
    expect(page.locator("#changes")).to_contain_text("wrongly sanctioned")
    canvas.hover(position={"x": 4, "y": box["height"] * 0.75})
    expect(page.locator("#changes")).to_contain_text("left alone")


@pytest.mark.slow
def test_settings_go_along_to_the_country_and_the_comparison(page):
    page.goto(f"{WEEK}&guess=5&threshold=0.5")
    expect(page.locator("#changes")).to_contain_text("account as it is")
    page.get_by_role("link", name="Simulate a country").click()
    expect(page.locator('[name="n.face_recognition.threshold"]')).to_have_value("0.5")
    page.go_back()
    # The page from which one came has such a link, too, and may still be there.
    expect(page.locator("#changes")).to_contain_text("account as it is")
    page.get_by_role("link", name="Compare them").click()
    expect(page.locator('[name="more"]')).to_have_value(re.compile(r"face_recognition\.threshold=0\.5"))
