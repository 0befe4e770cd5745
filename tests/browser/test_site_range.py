"""The range beside the answer: what further seeds give, simulated in the page, and what assumptions do."""

from __future__ import annotations

import re

import numpy as np
import pytest
from playwright.sync_api import expect

from glasshouse.engine.simulate import simulate
from glasshouse.languages.catalogues import LANGUAGES, translations
from glasshouse.scenario import load
from glasshouse.sites.assumed_ranges import assumed_ranges
from glasshouse.sites.crowd_page import POPULATION, SEED, crowd_page
from glasshouse.sites.page_positions import page_controls
from glasshouse.sites.write_site import write_page

pytestmark = pytest.mark.slow
PRESET, POPULATIONS = "stadium-list", 10


@pytest.fixture(scope="module")
def single(tmp_path_factory):
    return write_page(crowd_page([PRESET]), tmp_path_factory.mktemp("range") / "page.html")


@pytest.fixture(autouse=True)
def something_in_it():
    """No lab is needed."""


def mistaken(scenario, seed: int) -> int:
    run = simulate(scenario, population=POPULATION, days=load(PRESET).days, seed=seed, threads=1)
    return int(np.count_nonzero(run.ledger["misidentified"]))


def numbers(text: str) -> list[int]:
    return [int(each.replace(",", "")) for each in re.findall(r"(?<![.\d])\d[\d,]*(?<!,)(?![.\d])", text)]


@pytest.mark.parametrize(("fragment", "key", "seed"), [("", "0.55", SEED), ("threshold=0.5&seed=40", "0.5", 40)])
def test_it_is_what_so_many_seeds_give_on_the_command_line(single, page, fragment, key, seed):
    page.goto(f"{single.as_uri()}#{fragment}")
    page.wait_for_selector(f"body[data-populations='{POPULATIONS}']", timeout=60_000)
    scenario = next(each.scenario for each in page_controls(PRESET).positions() if each.key == key)
    found = [mistaken(scenario, seed + k) for k in range(POPULATIONS)]
    assert page.text_content("#answer-number").startswith(f"{found[0]:,} of")
    assert numbers(page.text_content("#chance"))[:3] == [min(found), max(found), POPULATIONS]
    assert min(found) < max(found)


def test_groups_are_compared_with_the_first_over_all_populations(single, page):
    page.goto(f"{single.as_uri()}#threshold=0.5")
    page.wait_for_selector(f"body[data-populations='{POPULATIONS}']", timeout=60_000)
    told = page.text_content("#inequality")
    assert told.startswith(f"In {POPULATIONS} such populations")
    assert all(float(times) > 1 for times in re.findall(r"\d+\.\d(?= times)", told))
    assert re.search(r"\d times", told)


#: People counted in groups of 500, and of 20 in a third, in each of two populations; what is said of them together.
TOGETHER = {
    "clear": ([(10, 30), (10, 30)], "second: 6.0 %, 3.0 times first (3.0 to 3.0 from one to another)."),
    "by chance": ([(10, 14), (10, 12)], "no clear difference: second 2.6 %, 1.3 times first."),
    "the first most": ([(10, 6), (10, 6)], "no group is clearly hit harder than first (2.0 %)."),
    "few first": ([(1, 30), (1, 30)], "second: 6.0 %; of first too few to compare."),
    "few in one": ([(3, 30), (10, 30)], "second: 6.0 %, 4.6 times first."),
    "two": ([(10, 30, 0, 40), (10, 30, 0, 20)], "compared with first: second 3.0 times, fourth 3.0 times as often."),
    "above it by chance": (
        [(40, 80, 3), (40, 80, 4)],
        "second: 16 %, 2.0 times first (2.0 to 2.0 from one to another).",
    ),
    "few": ([(1, 2), (1, 2)], "6 people of 2,000 in 2 such populations: too few to compare the groups."),
}


@pytest.mark.parametrize("case", TOGETHER)
def test_groups_are_compared_over_all_populations_together(single, page, case):
    counted, expected = TOGETHER[case]
    page.goto(f"{single.as_uri()}#on=ban")
    page.wait_for_selector("body[data-state=done]", timeout=60_000)
    told = page.evaluate(
        """(counted) => {
          const names = ["first", "second", "third", "fourth"].slice(0, counted[0].length);
          const many = names.map((_, g) => (g === 2 ? 20 : 500));
          const all = counted.map((hit) => ({ many, hit, share: hit.map((one, g) => one / many[g]) }));
          return inequality(all[0], names, true, found, view, all);
        }""",
        counted,
    )
    assert told.replace("\N{NO-BREAK SPACE}", " ").removeprefix("In 2 such populations, ") == expected


def test_a_range_is_of_the_view_that_is_shown_alone(single, page):
    page.goto(single.as_uri())
    page.wait_for_selector(f"body[data-populations='{POPULATIONS}']", timeout=60_000)
    before = page.text_content("#chance")
    page.check("#ban")
    assert page.text_content("#chance") != before
    page.wait_for_selector(f"body[data-populations='{POPULATIONS}']", timeout=60_000)
    after = page.text_content("#chance")
    page.go_back()
    expect(page.locator("#chance")).to_have_text(before)
    assert after != before


def test_a_life_that_is_asked_for_is_told_before_further_populations(single, page):
    page.goto(single.as_uri())
    page.wait_for_selector("body[data-state=done]", timeout=60_000)
    page.click("#meet")
    page.wait_for_selector("#life[data-state=done]", timeout=60_000)
    page.wait_for_selector(f"body[data-populations='{POPULATIONS}']", timeout=60_000)


def test_where_no_ensemble_ships_the_page_says_that_it_does_not_know(single, page):
    page.goto(single.as_uri())
    page.wait_for_selector("body[data-state=done]", timeout=60_000)
    assert assumed_ranges(load(PRESET), load(PRESET).days) is None
    assert page.is_visible("#assumed")
    assert not numbers(page.text_content("#assumed"))


#: What the page says where every population has the same number, for a number.
NONE = "0 in each of {count} such populations. What is very rare does not show in so few people."
SAME = "{low} in each of {count} such populations."


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_no_population_has_any_it_is_not_said_that_chance_does_nothing(single, page, language):
    page.goto(f"{single.as_uri()}#on=ban&lang={language}")
    page.wait_for_selector(f"body[data-populations='{POPULATIONS}']", timeout=60_000)
    assert page.text_content("#chance") == translations(language)[NONE].format(count=POPULATIONS)
    said = page.evaluate("chanceInWords([{ hit: [3, 4] }, { hit: [5, 2] }], 2)")
    assert said == translations(language)[SAME].format(low=7, count=2)


def test_a_seed_out_of_its_range_becomes_the_nearest_in_it(single, page):
    """Seeds above 2**53 are not told apart in a browser, so that ten populations were fewer."""
    page.goto(single.as_uri())
    page.wait_for_selector("body[data-state=done]", timeout=60_000)
    for typed, kept in (("9007199254740993", 999_999), ("-4", 0), ("12.7", 12)):
        page.fill("#seed", typed)
        page.dispatch_event("#seed", "change")
        assert page.input_value("#seed") == str(kept)
        assert "0 to 999,999" in page.text_content("#seed-said")
        seeds = page.evaluate("furtherRuns(runOf(keyOf(view))).map(({ seed }) => seed)")
        assert seeds == [kept + k for k in range(1, POPULATIONS)]
        page.fill("#seed", "999999")
        page.dispatch_event("#seed", "change")
        assert page.text_content("#seed-said") == ""
        assert page.eval_on_selector("#seed", "box => box.scrollWidth <= box.clientWidth")


def test_an_empty_seed_box_keeps_the_seed_and_says_so(single, page):
    page.goto(f"{single.as_uri()}#seed=7")
    page.wait_for_selector("body[data-state=done]", timeout=60_000)
    page.fill("#seed", "")
    page.dispatch_event("#seed", "change")
    assert page.input_value("#seed") == "7"
    assert page.is_visible("#seed-said")


def test_what_is_not_ready_is_neither_left_over_nor_printed(single, page):
    page.goto(single.as_uri())
    page.wait_for_selector(f"body[data-populations='{POPULATIONS}']", timeout=60_000)
    assert page.is_visible("#range")
    found = {**page.evaluate("({ ...found, done: false, day: 7 })")}
    page.evaluate("(told) => { runs.stop(); document.body.dataset.state = 'running'; found = told; show(); }", found)
    assert not page.is_visible("#range")
    page.evaluate("found = { ...found, done: true }; showRange(null, view, true)")
    page.emulate_media(media="print")
    assert page.is_hidden("#chance")
    assert page.is_visible("#day")
    page.emulate_media(media="screen")
    assert page.is_visible("#chance")
