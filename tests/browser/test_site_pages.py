"""The pages beside the crowd's in Chromium without a network: they ask for nothing, and the policy refuses nothing."""

from __future__ import annotations

import functools
import http.server
import threading

import pytest
from playwright.sync_api import expect

import glasshouse
from glasshouse.languages.catalogues import translations

pytestmark = pytest.mark.slow
MOST_BYTES = 3_000_000
PAGES = ("comparison", "claims", "validation", "limits")
PRESET = "stadium-list"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return glasshouse.site(tmp_path_factory.mktemp("site") / "pages", scenarios=[PRESET]).parent


@pytest.fixture(scope="module")
def single(tmp_path_factory):
    return glasshouse.site(tmp_path_factory.mktemp("site") / "one.html", scenarios=[PRESET], single=True)


@pytest.fixture(autouse=True)
def something_in_it():
    """No lab is needed."""


@pytest.fixture
def offline(page):
    """A page whose network is off, and that neither asks for anything nor complains."""
    asked, said = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.context.set_offline(True)
    yield page
    assert [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == []
    assert said == []


def done(page) -> str:
    page.wait_for_selector("body[data-state=done]", timeout=120_000)
    return page.text_content("#digest")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", [*PAGES, "index"])
def test_a_page_of_the_folder_opens_from_the_disk(folder, offline, axe, name, scheme):
    offline.set_viewport_size({"width": 1200, "height": 800})
    offline.emulate_media(color_scheme=scheme)
    offline.goto((folder / f"{name}.html").as_uri())
    if name == "index":
        done(offline)
    else:
        expect(offline.locator("h1")).to_be_visible()
    assert offline.get_attribute(".site-nav [aria-current]", "href") == f"{name}.html"
    for width in (1200, 390):
        offline.set_viewport_size({"width": width, "height": 800})
        assert offline.evaluate("document.documentElement.scrollWidth") <= width
        offline.eval_on_selector_all("details", "all => all.slice(0, 6).forEach(one => { one.open = true })")
        axe(offline)


@pytest.mark.parametrize("screen", [(1280, 800), (390, 800)])
def test_the_crowd_and_its_controls_share_one_screen_with_the_list_of_pages(folder, offline, screen):
    offline.set_viewport_size(dict(zip(("width", "height"), screen, strict=True)))
    offline.goto(f"{(folder / 'index.html').as_uri()}#sort=group")
    for language in ("en", "de", "zh-Hans"):
        offline.select_option("#language", language)
        expect(offline.locator("html")).to_have_attribute("lang", language)
        done(offline)
        for place in (".site-nav", "h1", "#crowd", "#rates", "#change", "#dial", "#missed", "#ban"):
            box = offline.locator(place).bounding_box()
            assert 0 <= box["y"] <= screen[1] - box["height"], (language, place)


def test_the_folder_is_small_and_works_below_a_path(folder, page):
    assert sum(path.stat().st_size for path in folder.iterdir()) <= MOST_BYTES
    asked = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2].partition("#")[0]))
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(folder.parent))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        page.goto(f"http://127.0.0.1:{server.server_port}/{folder.name}/index.html")
        for name in PAGES:
            page.click(f".site-nav [data-view={name}]")
            expect(page.locator("h1")).to_be_visible()
        page.click(".site-nav [data-view=crowd]")
        done(page)
        server.shutdown()
    assert [name for name in asked if name.endswith(".html")] == [
        "index.html", *(f"{name}.html" for name in PAGES), "index.html"
    ]  # fmt: skip


def test_files_of_a_page_can_be_kept(folder, offline):
    offline.goto((folder / "claims.html").as_uri())
    with offline.expect_download() as kept:
        offline.click("text=All claims as CSV")
    assert kept.value.suggested_filename == "glasshouse-claims.csv"
    assert kept.value.path().read_bytes() == glasshouse.claims().csv()


def test_one_file_holds_all_of_them_and_the_address_says_which(single, offline, axe):
    assert single.stat().st_size <= MOST_BYTES
    offline.goto(f"{single.as_uri()}#claims-D7")
    assert offline.locator("#claims-D7").is_visible()
    assert offline.locator("#claims-D7").bounding_box()["y"] < 100
    assert offline.is_hidden("#crowd")
    for name in PAGES:
        offline.click(f".site-nav [data-view={name}]")
        expect(offline.locator("h1:visible")).to_have_count(1)
        assert offline.locator(f"#{name} h1").is_visible()
        assert offline.get_attribute(".site-nav [aria-current]", "href") == f"#{name}"
        axe(offline)


def test_a_language_can_be_chosen_on_every_page_of_the_file(single, offline):
    offline.goto(f"{single.as_uri()}#preset={PRESET}&lang=en")
    done(offline)
    assert offline.is_hidden("#language-beside")
    offline.click(".site-nav [data-view=claims]")
    offline.select_option("#language-beside", "de")
    assert offline.get_attribute("html", "lang") == "de"
    assert offline.evaluate("location.hash") == "#claims"
    assert offline.title() == f"{translations('de')['Claims']} – glasshouse"
    expect(offline.locator("#claims .not-english")).to_be_visible()
    offline.click(".site-nav [data-view=crowd]")
    assert "lang=de" in offline.url
    assert offline.input_value("#language") == "de"
    offline.select_option("#language", "zh-Hant")
    offline.click(".site-nav [data-view=limits]")
    assert offline.input_value("#language-beside") == "zh-Hant"


def test_a_view_of_the_crowd_is_there_again_after_another_page(single, offline):
    offline.goto(f"{single.as_uri()}#preset={PRESET}&threshold=0.5&sort=outcome&seed=3")
    before = done(offline)
    offline.check("#ban")
    after, view = done(offline), offline.evaluate("location.hash")
    assert before != after
    offline.click(".site-nav [data-view=limits]")
    assert offline.locator("#limits h1").is_visible()
    offline.click(".site-nav [data-view=crowd]")
    assert offline.evaluate("location.hash") == view
    assert (done(offline), offline.is_checked("#ban")) == (after, True)
    offline.go_back()
    assert offline.locator("#limits h1").is_visible()
    offline.go_back()
    offline.go_back()
    expect(offline.locator("#digest")).to_have_text(before)
    box = offline.locator("#crowd").bounding_box()
    assert box["width"] > 200
    assert box["height"] > 100


def test_from_another_page_first_the_crowd_is_drawn_when_it_is_shown(single, offline):
    offline.goto(f"{single.as_uri()}#validation")
    offline.wait_for_selector("body[data-state=done]", state="attached", timeout=120_000)
    offline.click(".site-nav [data-view=crowd]")
    expect(offline.locator("#crowd")).to_be_visible()
    assert offline.locator("#crowd").bounding_box()["width"] > 200
    assert done(offline)
