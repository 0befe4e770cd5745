"""The page that holds the engine, in Chromium without a network: it finds what the command line finds."""

from __future__ import annotations

import functools
import http.server
import re
import threading

import numpy as np
import pytest
from playwright.sync_api import expect

from glasshouse.authoring import AGE_SHIFT, ON_WATCHLIST
from glasshouse.engine.simulate import simulate
from glasshouse.interventions import apply
from glasshouse.model.state import RIGHT
from glasshouse.population.people import EVER_SANCTIONED
from glasshouse.scenario import load, with_sets
from glasshouse.scenario.presets import preset_names
from glasshouse.sites.assumed_ranges import assumed_ranges
from glasshouse.sites.crowd_page import POPULATION, SEED, crowd_page
from glasshouse.sites.page_positions import page_controls
from glasshouse.sites.write_site import write_folder, write_page

pytestmark = pytest.mark.slow
MOST_BYTES = 3_000_000


@pytest.fixture(scope="module")
def text() -> str:
    return crowd_page()


@pytest.fixture(scope="module")
def single(text, tmp_path_factory):
    return write_page(text, tmp_path_factory.mktemp("site") / "page.html")


@pytest.fixture(autouse=True)
def something_in_it():
    """No lab is needed."""


@pytest.fixture
def offline(page):
    """A page whose network is off, and all that it asked for."""
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.context.set_offline(True)
    yield page
    assert [url for url in asked if not url.startswith(("file:", "data:", "blob:", "http://127.0.0.1"))] == []


def digest_of(page, address: str) -> str:
    faults = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda told: faults.append(told.text) if told.type == "error" else None)
    page.goto(address)
    page.wait_for_selector("body[data-state=done], body[data-state=failed]", timeout=120_000)
    assert faults == []
    return page.text_content("#digest")


def simulated(scenario, days: int = 365, seed: int = SEED, population: int = POPULATION, **more):
    return simulate(scenario, population=population, days=days, seed=seed, threads=1, **more)


def native(scenario, days: int, seed: int = SEED) -> str:
    return simulated(scenario, days, seed).digest


def number(page, place: str) -> int:
    """The first number that stands in a place of the page."""
    return int(re.sub(r"[^0-9]", "", re.search(r"[\d,]+", page.text_content(place)).group()))


def drag_to(page, stop: int) -> None:
    move = "(dial, stop) => { dial.value = stop; dial.dispatchEvent(new Event('input')) }"
    page.eval_on_selector("#dial", move, stop)


def turn_to(page, stop: int) -> None:
    """Move the slider, as a pointer does: on the way, and then let go."""
    page.eval_on_selector(
        "#dial", "(dial, stop) => { dial.value = stop; dial.dispatchEvent(new Event('input')) }", stop
    )
    page.dispatch_event("#dial", "change")
    page.wait_for_selector("body[data-state=done]")


@pytest.mark.parametrize("preset", preset_names())
def test_the_page_finds_what_the_command_line_finds(preset, single, offline):
    scenario = load(preset)
    assert digest_of(offline, f"{single.as_uri()}#preset={preset}") == native(scenario, min(365, scenario.days))


def test_so_it_does_with_other_settings_from_the_address(single, offline):
    days = 365
    moved = {each.key: each for each in page_controls("as-described").positions()}["0.54 appeal"]
    assert digest_of(offline, f"{single.as_uri()}#threshold=0.54&on=appeal&seed=9") == native(moved.scenario, days, 9)
    told = offline.text_content("#command")
    sets = [word.split(" ")[0] for word in told.split("--set ")[1:]]
    assert native(with_sets(load("as-described"), sets), days, 9) == native(moved.scenario, days, 9)


def test_a_ban_from_the_first_day_ends_all_of_it(single, offline):
    banned = apply(load("as-described"), ["ban"], 0, 365)
    assert digest_of(offline, f"{single.as_uri()}#on=ban") == native(banned, 365)
    assert offline.text_content("#answer-number").startswith("0 of")


def test_a_hundred_thousand_people_find_the_same(single, offline):
    found = digest_of(offline, f"{single.as_uri()}#preset=stadium-list&people=100000")
    scenario = load("stadium-list")
    assert found == simulated(scenario, scenario.days, population=100_000).digest
    assert offline.text_content("#answer-number").endswith("of 100,000 people were")
    found = digest_of(offline, f"{single.as_uri()}#preset=as-described&people=100000&on=review")
    positions = {each.key: each.scenario for each in page_controls("as-described").positions()}
    assert found == simulated(positions["0.6 review"], population=100_000).digest


def test_a_folder_on_a_plain_server_shows_the_same(text, tmp_path, page):
    folder = tmp_path / "site"
    first = write_folder({"index.html": text}, folder)
    assert first.stat().st_size <= MOST_BYTES
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        found = digest_of(page, f"http://127.0.0.1:{server.server_port}/#preset=stadium-list")
        server.shutdown()
    assert found == native(load("stadium-list"), load("stadium-list").days)


def test_a_changed_preset_is_called_hypothetical_and_what_it_leaves_out_stands_beside_it(single, offline):
    digest_of(offline, f"{single.as_uri()}#preset=london-lfr")
    assert "(documented)" in offline.text_content("#title")
    assert offline.locator("#left-out li").all_text_contents() == list(load("london-lfr").leaves_out)
    offline.check("#ban")
    offline.wait_for_selector("body[data-state=done]")
    assert "(hypothetical)" in offline.text_content("#title")


@pytest.mark.parametrize("preset", ["informant-society", "stadium-list"])
def test_a_preset_without_sanctions_opens_on_what_it_does_to_people(single, offline, preset):
    digest_of(offline, f"{single.as_uri()}#preset={preset}")
    assert number(offline, "#answer-number") > 0
    assert "count=" not in offline.input_value("#link")
    offline.select_option("#preset", "as-described")
    offline.wait_for_selector("body[data-state=done]")
    assert offline.get_attribute("#answer-word", "data-term") == "sanctioned"


def test_the_interval_of_the_ensemble_that_ships_stands_beside_the_scenario_as_it_is(single, offline):
    digest_of(offline, f"{single.as_uri()}#preset=as-described")
    ranges = assumed_ranges(load("as-described"), 365)
    assert ranges is not None
    for outcome in ("sanctioned", "wrongly", "mistaken"):
        offline.check(f"#count-{outcome}")
        low, middle, high = (int(one + 0.5) for one in ranges["ranges"][outcome])
        told = offline.text_content("#assumed")
        assert f"{low:,} to {high:,} in 90 % of {ranges['draws']} draws, {middle:,} in the middle one" in told.replace(
            "\xa0", " "
        )
    offline.check("#review")
    offline.wait_for_selector("body[data-state=done]")
    for outcome in ("mistaken", "wrongly", "sanctioned"):
        offline.check(f"#count-{outcome}")
        assert "not simulated here" in offline.text_content("#assumed")


SCREENS = {"desktop": (1280, 800), "phone": (390, 800)}


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize(("preset", "outcome"), [("as-described", "wrongly"), ("london-lfr", "mistaken")])
def test_question_dots_answer_and_controls_share_one_screen(single, offline, screen, preset, outcome):
    wide, high = SCREENS[screen]
    offline.set_viewport_size({"width": wide, "height": high})
    digest_of(offline, f"{single.as_uri()}#preset={preset}&count={outcome}&threshold=0.54")
    expect(offline.locator("#change")).not_to_contain_text("…", timeout=60_000)
    for place in ("h1", ".key", "#crowd", "#answer", "#rates", "#change", "#dial", "#missed", "#ban"):
        box = offline.locator(place).bounding_box()
        assert 0 <= box["y"] <= high - box["height"], place
        assert 0 <= box["x"] <= wide - box["width"], place


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_serious_fault_in_light_and_dark(single, offline, axe, scheme):
    offline.emulate_media(color_scheme=scheme)
    digest_of(offline, f"{single.as_uri()}#preset=stadium-list&count=mistaken")
    offline.eval_on_selector_all("details", "all => all.forEach(one => { one.open = true })")
    offline.click("[data-term=seed]")
    axe(offline)


@pytest.mark.parametrize("width", [390, 320])
def test_nothing_sticks_out_of_a_phone(single, offline, width):
    offline.set_viewport_size({"width": width, "height": 800})
    digest_of(offline, f"{single.as_uri()}#preset=stadium-list&sort=group")
    offline.eval_on_selector_all("details", "all => all.forEach(one => { one.open = true })")
    assert offline.evaluate("document.documentElement.scrollWidth") <= width


def test_each_change_is_told_against_what_is_pinned_person_by_person(single, offline):
    digest_of(offline, f"{single.as_uri()}#preset=as-described")
    offline.check("#review")
    offline.wait_for_selector("body[data-state=done]")
    positions = {each.key: each.scenario for each in page_controls("as-described").positions()}
    before, after = (simulated(positions[key]).state["flags"] & EVER_SANCTIONED != 0 for key in ("0.6", "0.6 review"))
    expect(offline.locator("#change")).not_to_contain_text("…", timeout=60_000)
    told = offline.text_content("#change")
    assert f"{(before & ~after).sum()} people spared" in told
    assert not (after & ~before).any() or f"{(after & ~before).sum()} newly" in told
    offline.click("#pin")
    assert "pin=0.6+review" in offline.url
    turn_to(offline, 0)
    expect(offline.locator("#change")).to_contain_text("newly", timeout=60_000)
    lowest = simulated(positions["0.5 review"]).state["flags"] & EVER_SANCTIONED != 0
    assert f"{(lowest & ~after).sum()} newly" in offline.text_content("#change")


def test_every_outcome_says_what_it_was_and_nothing_moves(single, offline):
    offline.set_viewport_size({"width": 390, "height": 800})
    digest_of(offline, f"{single.as_uri()}#preset=stadium-list&count=mistaken")
    before, top = number(offline, "#many-mistaken"), offline.locator("#crowd").bounding_box()["y"]
    assert offline.text_content("#was-mistaken") == ""
    turn_to(offline, 0)
    assert number(offline, "#many-mistaken") != before
    assert number(offline, "#was-mistaken") == before
    assert offline.locator("#crowd").bounding_box()["y"] == top
    turn_to(offline, 1)
    offline.click("#pin")
    assert offline.text_content("#was-mistaken") == ""


@pytest.mark.parametrize(("preset", "scores"), [("as-described", True), ("london-lfr", False)])
def test_the_question_speaks_of_a_score_where_there_is_one(single, offline, preset, scores):
    digest_of(offline, f"{single.as_uri()}#preset={preset}")
    assert ("scores" in offline.locator("h1").inner_text()) == scores
    assert offline.title() == offline.locator("h1").inner_text()


def test_quick_moves_of_the_slider_are_one_step(single, offline):
    first = digest_of(offline, f"{single.as_uri()}#preset=stadium-list")
    offline.evaluate("performance.now = () => 5000")
    for stop in (0, 1, 2):
        turn_to(offline, stop)
    offline.evaluate("performance.now = () => 6001")
    turn_to(offline, 0)
    turn_to(offline, 3)
    offline.click("#undo")
    expect(offline.locator("#dial")).to_have_value("2")
    offline.click("#undo")
    expect(offline.locator("#digest")).to_have_text(first)
    assert offline.is_disabled("#undo")


def test_a_quick_move_there_and_back_leaves_no_step(single, offline):
    first = digest_of(offline, f"{single.as_uri()}#preset=stadium-list")
    own = int(offline.input_value("#dial"))
    offline.evaluate("performance.now = () => 5000")
    turn_to(offline, own - 1)
    assert offline.is_enabled("#undo")
    turn_to(offline, own)
    expect(offline.locator("#undo")).to_be_disabled()
    expect(offline.locator("#digest")).to_have_text(first)
    assert int(offline.input_value("#dial")) == own


def test_back_and_undo_lead_to_the_view_before_and_a_drag_is_one_step(single, offline):
    first = digest_of(offline, f"{single.as_uri()}#preset=stadium-list")
    assert offline.is_disabled("#undo")
    for stop in range(3):
        drag_to(offline, stop)
    turn_to(offline, 2)
    moved = offline.text_content("#digest")
    offline.check("#ban")
    offline.wait_for_selector("body[data-state=done]")
    assert len({first, moved, offline.text_content("#digest")}) == 3
    offline.click("#undo")
    expect(offline.locator("#digest")).to_have_text(moved)
    assert not offline.is_checked("#ban")
    offline.go_back()
    expect(offline.locator("#digest")).to_have_text(first)
    assert offline.is_disabled("#undo")


def test_what_is_chosen_before_the_engine_is_there_is_simulated(single, page):
    page.add_init_script("addEventListener('DOMContentLoaded', () => document.getElementById('ban').click())")
    page.goto(single.as_uri())
    page.wait_for_selector("body[data-state=done]", timeout=60_000)
    assert "on=ban" in page.input_value("#link")


def test_a_link_opens_the_same_view(single, offline):
    digest_of(offline, f"{single.as_uri()}#preset=london-lfr")
    offline.check("#count-mistaken", force=True)
    offline.check("#sort-group", force=True)
    turn_to(offline, 3)
    expect(offline.locator("#change")).not_to_contain_text("…", timeout=60_000)
    expect(offline.locator("#link")).to_have_value(offline.url)
    offline.wait_for_selector("body[data-populations='10']", timeout=60_000)
    link, seen = offline.input_value("#link"), offline.locator("main").inner_text()
    assert link.split("#")[1] in offline.input_value("#embed").replace("&amp;", "&")
    offline.goto("about:blank")
    digest_of(offline, link)
    expect(offline.locator("#change")).not_to_contain_text("…", timeout=60_000)
    offline.wait_for_selector("body[data-populations='10']", timeout=60_000)
    assert offline.locator("main").inner_text() == seen


def test_the_trade_off_counts_what_the_engine_counts(single, offline):
    digest_of(offline, f"{single.as_uri()}#preset=london-lfr")
    scenario = load("london-lfr")
    traits = simulated(scenario, 1).state["traits"]
    sought = np.flatnonzero((traits & ON_WATCHLIST != 0) & (traits >> AGE_SHIFT & 3 != 0))
    run = simulated(scenario, traced=sought.tolist())
    found = np.unique(run.trace.agents["person"][run.trace.agents["alert"] & RIGHT != 0])
    wrong = sum(int(run.daily[..., run.measures.index(name)].sum()) for name in ("alert_false", "lookup_wrong"))
    assert offline.text_content("#missed").startswith(f"{len(sought) - len(found)} of {len(sought)}")
    assert number(offline, "#alarms") == wrong


def test_a_dot_says_who_it_is_and_a_word_what_it_means(single, offline):
    digest_of(offline, f"{single.as_uri()}#preset=as-described")
    offline.hover("#crowd", position={"x": 3, "y": 3})
    run = simulated(load("as-described"))
    assert f"Person 0, one of the {run.groups[run.group[0]]}" in offline.text_content("#card")
    offline.mouse.move(900, 700)
    assert offline.is_hidden("#card")
    offline.click("#meet")
    for term in offline.locator("[data-term]").all():
        term.click()
        assert len(offline.text_content("#definition p >> nth=0")) > 40
        cuts = "A: from 960 points, B: from 850 points, C: from 600 points, D: fewer."
        assert (cuts in offline.text_content("#definition")) == (term.get_attribute("data-term") == "tiers")
        offline.keyboard.press("Escape")
        assert offline.is_hidden("#definition")
