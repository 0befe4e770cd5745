"""The page that holds the engine, in Chromium without a network: it finds what the command line finds."""

from __future__ import annotations

import functools
import http.server
import threading

import pytest

from glasshouse.engine.simulate import simulate
from glasshouse.interventions import apply
from glasshouse.scenario import load, with_sets
from glasshouse.scenario.presets import preset_names
from glasshouse.site.crowd_page import POPULATION, crowd_page
from glasshouse.site.page_positions import page_controls
from glasshouse.site.write_site import write_folder, write_page

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


def native(scenario, days: int, seed: int = 1) -> str:
    return simulate(scenario, population=POPULATION, days=days, seed=seed, threads=1).digest


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
    assert offline.text_content("#answer").startswith("0 of")


def test_a_folder_on_a_plain_server_shows_the_same(text, tmp_path, page):
    folder = tmp_path / "site"
    first = write_folder(text, folder)
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
