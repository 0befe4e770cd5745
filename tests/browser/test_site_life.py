"""A life told in the page is the life that a story tells: the same kinds of events on the same days."""

from __future__ import annotations

from collections import Counter
from functools import cache

import numpy as np
import pytest

from glasshouse.authoring import AGE_SHIFT, OBSERVED_LIST
from glasshouse.engine.person_index import PersonIndex
from glasshouse.engine.simulate import simulate
from glasshouse.population.people import EVER_SANCTIONED, EVER_WRONGLY
from glasshouse.sites.crowd_page import POPULATION, SEED, crowd_page
from glasshouse.sites.page_positions import page_controls
from glasshouse.sites.write_site import write_page
from glasshouse.stories.history_events import Entry, Sanction, Scoring
from glasshouse.stories.notebook import notebook
from glasshouse.stories.someone import Neighbourhood
from glasshouse.stories.told_days import said_of_rule
from glasshouse.stories.trace_to_history import history_of
from stories.reckoned import Reckoning

pytestmark = pytest.mark.slow
PRESETS = ("as-described", "informant-society", "hong-kong-2020")


@pytest.fixture(scope="module")
def page_of(tmp_path_factory):
    """The page of a preset, which takes seconds to write: only of those that are looked at."""
    folder = tmp_path_factory.mktemp("site")
    return cache(lambda preset: write_page(crowd_page([preset]), folder / f"{preset}.html"))


@pytest.fixture
def single(page_of):
    return page_of(PRESETS[0])


@pytest.fixture(autouse=True)
def something_in_it():
    """No lab is needed."""


def some_people(scenario, days: int) -> list[int]:
    """Two who were wrongly sanctioned, one who was sanctioned, a child, two with a record, and anybody."""
    state = simulate(scenario, population=POPULATION, days=days, seed=SEED, threads=1).state
    wrongly = np.flatnonzero(state["flags"] & EVER_WRONGLY)
    sanctioned = np.flatnonzero(state["flags"] & EVER_SANCTIONED)
    child = np.flatnonzero(state["traits"] >> AGE_SHIFT & 3 == 0)
    recorded = np.flatnonzero(state["dossier"])
    return [int(who) for who in (*wrongly[:1], *wrongly[-1:], *sanctioned[:1], child[0], *recorded[:2], 4321)]


def histories(scenario, days: int, persons: list[int]) -> dict[int, Counter]:
    run = simulate(scenario, population=POPULATION, days=days, seed=SEED, threads=1, traced=persons)
    assert run.trace is not None
    hood = Neighbourhood(PersonIndex(run.trace.compiled[0][1], SEED), scenario.place)
    ban = scenario.ban_day
    lives = {who: history_of(run.trace, who, hood=hood, days=days, ban_day=ban) for who in persons}
    return {
        who: Counter((one.day, type(one).__name__.lower()) for one in life.events if type(one).__name__ != "Turn")
        for who, life in lives.items()
    }


def taken_for_others(scenario, days: int) -> dict[int, list[tuple[int, str]]]:
    """Of two people with a score, housemates of somebody on a list: what they lost for others, (day, points left)."""
    state = simulate(scenario, population=POPULATION, days=days, seed=SEED, threads=1).state
    listed = np.flatnonzero(state["flags"] >> OBSERVED_LIST & 3)[:60]
    persons = sorted({int(who) for each in (-2, -1, 1, 2) for who in (listed + each) if 0 <= who < POPULATION})
    run = simulate(scenario, population=POPULATION, days=days, seed=SEED, threads=1, traced=persons)
    assert run.trace is not None
    hood = Neighbourhood(PersonIndex(run.trace.compiled[0][1], SEED), scenario.place)
    lives = [history_of(run.trace, who, hood=hood, days=days) for who in persons]
    lost = {
        life.person.number: [
            (one.day, f"{one.left:,}")
            for one in life.events
            if isinstance(one, Entry) and one.source in ("association", "company") and one.observed
        ]
        for life in lives
        if life.scored
    }
    return dict(sorted(lost.items(), key=lambda one: -len({day for day, _ in one[1]}))[:2])


def told(page, place: str) -> Counter:
    read = "all => all.map(one => [one.dataset.day, one.dataset.what])"
    items = page.eval_on_selector_all(f"{place} [data-day]", read)
    return Counter((int(day), what) for day, whats in items for what in whats.split())


@pytest.mark.parametrize(("preset", "key"), [(PRESETS[0], "0.54 appeal"), (PRESETS[1], ""), (PRESETS[2], "")])
def test_the_same_events_on_the_same_days(page_of, page, preset, key):
    controls = page_controls(preset)
    positions = {each.key: each.scenario for each in controls.positions()}
    key = key or next(iter(positions))
    scenario, days = positions[key], min(365, controls.base.days)
    stop, *on = key.split()
    persons = some_people(scenario, days)
    expected = histories(scenario, days, persons)
    assert sum(len(each) for each in expected.values()) > 10
    for who in persons:
        page.goto("about:blank")
        page.goto(f"{page_of(preset).as_uri()}#preset={preset}&threshold={stop}&on={','.join(on)}&life={who}")
        page.wait_for_selector("#life[data-state=done]", timeout=120_000)
        assert told(page, "#lives") == expected[who], who


def test_what_is_lost_for_knowing_somebody_leaves_the_points_of_the_story(single, page):
    lost = taken_for_others(page_controls(PRESETS[0]).base, 365)
    assert all(lost.values())
    for who, entries in lost.items():
        page.goto("about:blank")
        page.goto(f"{single.as_uri()}#preset={PRESETS[0]}&life={who}")
        page.wait_for_selector("#life[data-state=done]", timeout=120_000)
        for day, left in entries:
            assert left in page.text_content(f"#lives [data-day='{day}']"), (who, day)


def unjust_in(scenario) -> dict[int, list[Sanction]]:
    """The sanctions unjust by rule of two people of each sort: what it punished, and whether something false stands.

    And of somebody of each sort whose file was emptied before, so that what weighs is not all on file.
    """
    state = simulate(scenario, population=POPULATION, days=365, seed=SEED, threads=1).state
    persons = [int(who) for who in np.flatnonzero(state["flags"] & EVER_SANCTIONED)]
    run = simulate(scenario, population=POPULATION, days=365, seed=SEED, threads=1, traced=persons)
    assert run.trace is not None
    hood = Neighbourhood(PersonIndex(run.trace.compiled[0][1], SEED), scenario.place)
    found: dict[tuple[str, bool], list[tuple[int, list[Sanction]]]] = {}
    for who in persons:
        life = history_of(run.trace, who, hood=hood, days=365)
        unjust = [one for one in life.of(Sanction) if one.unjust and not one.wrongful]
        emptied = next((one.day for one in life.of(Scoring) if one.cleared), 365)
        for one in unjust:
            if one is unjust[0] or emptied <= one.day:
                found.setdefault((said_of_rule(one), emptied <= one.day), []).append((who, unjust))
    return dict(one for (_, gone), each in found.items() for one in (*each[:1], *(() if gone else each[-1:])))


def test_a_rule_is_called_unjust_as_in_the_story(single, page):
    scenario = next(each.scenario for each in page_controls(PRESETS[0]).positions() if each.key == "0.54")
    unjust = unjust_in(scenario)
    assert len(unjust) > 12
    for who, sanctions in unjust.items():
        page.goto("about:blank")
        page.goto(f"{single.as_uri()}#preset={PRESETS[0]}&threshold=0.54&life={who}")
        page.wait_for_selector("#life[data-state=done]", timeout=120_000)
        for one in sanctions:
            text = page.text_content(f"#lives [data-day='{one.day}']")
            ways = notebook().phrases[said_of_rule(one)]
            assert any(way.split("{they}")[0] in text for way in ways), (who, one.day, text)


def test_what_leads_to_an_entry_is_told_before_it(single, page):
    page.goto(f"{single.as_uri()}#preset={PRESETS[0]}&threshold=0.54&seed=1&life=5913")
    page.wait_for_selector("#life[data-state=done]", timeout=120_000)
    visit = page.text_content("#lives li:has-text('place that the system has on its map') >> nth=0")
    went, recognised = (visit.index(text) for text in ("She went to a place", "A camera on the way"))
    assert went < recognised


@pytest.mark.parametrize(("preset", "files"), [(PRESETS[0], False), (PRESETS[1], True)])
def test_a_grey_dot_says_what_did_not_happen(page_of, page, preset, files):
    page.goto(f"{page_of(preset).as_uri()}#preset={preset}&sort=outcome")
    page.wait_for_selector("body[data-state=done]", timeout=60_000)
    last = page.evaluate("""() => {
      const { starts, size, across, ratio } = dots.layout;
      const { many, y } = starts.at(-1);
      const middle = (squares) => ((squares + 0.5) * size) / ratio;
      return { x: middle((many - 1) % across), y: y / ratio + middle(Math.floor((many - 1) / across)) };
    }""")
    page.click("#crowd", position=last)
    said = page.text_content("#card span").lower()
    assert said.startswith("neither sanctioned")
    assert "camera" in said
    assert ("on file" in said) == files


def test_what_is_told_of_points_adds_up_without_the_days_that_are_folded_away(single, page):
    scenario = page_controls(PRESETS[0]).base
    read = backs = 0
    for who in [*some_people(scenario, 365), *taken_for_others(scenario, 365)]:
        page.goto("about:blank")
        page.goto(f"{single.as_uri()}#preset={PRESETS[0]}&life={who}")
        page.wait_for_selector("#life[data-state=done]", timeout=120_000)
        for place in ("#lives li p", "#lives .life > ol > li:not(.folded) > p"):
            found = Reckoning().text(" ".join(page.locator(place).all_text_contents()))
            assert found.faults == [], (who, place)
            read, backs = read + found.read, backs + found.backs
    assert read > 10
    assert backs > 3


def test_the_same_person_stands_beside_in_another_scenario(single, page):
    scenario = next(each.scenario for each in page_controls(PRESETS[0]).positions() if each.key == "0.6 review")
    base = page_controls(PRESETS[0]).base
    people = some_people(base, 365)
    lives, reviewed = (histories(each, 365, people) for each in (base, scenario))
    who, one = next((who, life) for who, life in lives.items() if life == reviewed[who])
    page.goto(f"{single.as_uri()}#life={who}")
    page.wait_for_selector("#life[data-state=done]", timeout=120_000)
    page.select_option("#beside", "0.6 review")
    page.wait_for_selector("#life[data-state=running]")
    page.wait_for_selector("#life[data-state=done]", timeout=120_000)
    assert told(page, "#lives") == one
    assert "same" in page.text_content("#parting")
    page.select_option("#beside", "0.6 ban")
    page.wait_for_selector("#lives section + section", timeout=120_000)
    page.wait_for_selector("#life[data-state=done]", timeout=120_000)
    banned = next(each.scenario for each in page_controls(PRESETS[0]).positions() if each.key == "0.6 ban")
    assert told(page, "#lives section:nth-child(2)") == histories(banned, 365, [who])[who]
    assert "part on" in page.text_content("#parting")
    for paragraph in page.locator("#lives p").all_text_contents():
        assert "{" not in paragraph
        assert "undefined" not in paragraph


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1200, 390])
def test_a_life_has_no_serious_fault(single, page, axe, width, scheme):
    page.set_viewport_size({"width": width, "height": 844})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.goto(f"{single.as_uri()}#count=wrongly")
    page.wait_for_selector("body[data-state=done]", timeout=60_000)
    page.click("#meet")
    page.wait_for_selector("#life[data-state=done]", timeout=120_000)
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_whoever_is_counted_can_be_met(single, page):
    page.goto(f"{single.as_uri()}#count=wrongly")
    page.wait_for_selector("body[data-state=done]", timeout=60_000)
    page.click("#meet")
    page.wait_for_selector("#life[data-state=done]", timeout=120_000)
    who = int(page.url.split("life=")[1].split("&")[0])
    state = simulate(page_controls(PRESETS[0]).base, population=POPULATION, days=365, seed=SEED, threads=1).state
    assert state["flags"][who] & EVER_WRONGLY
    page.click("#close-life")
    assert page.is_hidden("#life")
    page.click("#meet")
    other = int(page.url.split("life=")[1].split("&")[0])
    assert other != who
    assert state["flags"][other] & EVER_WRONGLY
