"""Page 2 as people use it: choose, change, run, watch, stop, look, come back by the link."""

from __future__ import annotations

import re
import sys

import pytest
from playwright.sync_api import Browser, Page, expect

from browser.conftest import RUN
from glasshouse.folders.output_label import NOT_A_FORECAST
from glasshouse.lab import job_process

#: Each needs a lab with runs in it; tests/browser/test_access.py opens every page in the quick tests.
pytestmark = pytest.mark.slow

#: Says how far it is, and waits to be stopped.
SLOW = """
import sys
sys.stdin.readline()
print('{"folder": "009-x"}\\n{"done": 10}', flush=True)
import time; time.sleep(0.6)
print('{"done": 25}', flush=True)
sys.stdin.read()
print('{"end": "cancelled"}', flush=True)
"""
#: Says how far it is, and is finished with a run that lies in the folder already.
QUICK = f"""
import sys, time
sys.stdin.readline()
for done in range(10, 101, 10):
    print('{{"folder": "{RUN}", "done": %d}}' % done, flush=True)
    time.sleep(0.15)
print('{{"end": "finished"}}', flush=True)
"""


@pytest.fixture
def worker(monkeypatch):
    """Has the lab start a script in place of its worker."""
    return lambda script: monkeypatch.setattr(job_process, "COMMAND", [sys.executable, "-c", script])


def ask(page: Page, **fields: str) -> None:
    """Fill in the form and run it."""
    page.goto("/run")
    for name, value in {"population": "500", "days": "50", "replicates": "2", "draws": "0", **fields}.items():
        page.locator(f'[name="{name}"]').fill(value)
    page.get_by_role("button", name="Run it", exact=True).click()
    page.wait_for_url("**/run?job=*")


def test_choose_change_and_come_back_by_the_link(page: Page, lab, axe):
    page.goto("/run")
    axe(page)
    page.get_by_label("Preset", exact=True).select_option("as-documented")
    page.wait_for_url("**/run?preset=as-documented")
    knob = page.get_by_label("Match threshold in use")
    knob.fill("0.58")
    page.get_by_label("Informants", exact=True).uncheck()
    page.get_by_label("People", exact=True).fill("1,234")
    expect(page.locator("#changes")).to_contain_text("2 things differ from the preset")
    expect(page).to_have_url(re.compile(r"face_recognition\.threshold%3D0\.58.*informants\.enabled%3Dfalse.*1234"))
    page.goto(page.url)
    expect(knob).to_have_value("0.58")
    expect(page.get_by_label("Informants", exact=True)).not_to_be_checked()
    expect(page.locator('[name="population"]')).to_have_value("1,234")
    expect(page.get_by_label("Preset", exact=True)).to_have_value("as-documented")


def test_its_progress_is_true_and_it_can_be_stopped_from_another_tab(page: Page, lab, worker, axe):
    worker(SLOW)
    ask(page)
    bar = page.get_by_role("progressbar", name="How far it is")
    expect(bar).to_have_js_property("value", 25)
    expect(page.locator(".job-counts")).to_contain_text("25 of 100 days simulated (25 %)")
    axe(page)
    other = page.context.new_page()
    other.goto(page.url)
    expect(other.locator(".job-counts")).to_contain_text("25 of 100 days simulated")
    page.locator("#runs").evaluate("list => list.dataset.before = 'yes'")
    other.get_by_role("button", name="Stop it").press("Enter")
    for tab in (other, page):
        expect(tab.locator(".job-said")).to_contain_text("It was stopped.")
        expect(tab.get_by_role("button", name="Stop it")).to_be_hidden()
    other.close()
    expect(page.locator("#runs")).not_to_have_attribute("data-before", "yes")  # the list was fetched anew
    page.reload()
    expect(page.locator(".job-said")).to_contain_text("It was stopped.")
    expect(page.locator('[name="population"]')).to_have_value("500")


def test_a_lost_connection_is_shown_and_recovered_from(page: Page, lab, worker):
    worker(QUICK)
    page.route("**/api/jobs/*", lambda route: route.abort())
    ask(page)
    expect(page.locator(".job-said")).to_contain_text("does not answer")
    page.unroute("**/api/jobs/*")
    expect(page.locator(".job-said")).to_have_text("Finished.", timeout=10_000)
    page.get_by_role("link", name="See what it did to people").click()
    page.wait_for_url(f"**/run?run={RUN}")
    expect(page.get_by_role("heading", level=1)).to_contain_text("blog post")


def test_a_run_is_read_measure_by_measure(page: Page, lab, axe):
    page.goto(f"/run?run={RUN}")
    axe(page)
    expect(page.get_by_text(NOT_A_FORECAST).first).to_be_visible()
    page.get_by_label("What the map counts").select_option("Sanctioned")
    page.wait_for_url("**show=Sanctioned")
    expect(page.get_by_role("img", name=re.compile("A map of 31 districts"))).to_be_visible()
    page.locator("#figure-map ~ details, details").filter(has_text="The same as a table").first.locator(
        "summary"
    ).click()
    expect(page.get_by_role("cell", name=re.compile(r"\d")).first).to_be_visible()
    for width in (1200, 390):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    with page.expect_download() as taken:
        page.get_by_role("link", name=re.compile("by district, as CSV")).click()
    assert taken.value.suggested_filename.endswith(".csv")


def test_the_full_report_keeps_its_style_and_runs_nothing(page: Page, lab):
    page.goto(f"/run?run={RUN}")
    page.get_by_role("link", name="The full report").click()
    page.wait_for_url(f"**/files/{RUN}/report.html")
    colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert colour == "rgb(253, 252, 249)"


def test_without_scripts_a_form_is_a_page_that_says_how_far_it_is(browser: Browser, lab, worker):
    worker(QUICK)
    context = browser.new_context(java_script_enabled=False, base_url=lab.url)
    page = context.new_page()
    ask(page)
    expect(page.locator(".job-counts")).to_contain_text("days simulated")
    expect(page.locator(".job-said")).to_have_text("Finished.", timeout=15_000)
    page.get_by_role("link", name="See what it did to people").click()
    page.get_by_label("What the map counts").select_option("Sanctioned")
    page.get_by_role("button", name="Show it").click()
    page.wait_for_url("**show=Sanctioned")
    context.close()


def test_what_is_wrong_is_said_where_it_was_written(page: Page, lab, axe):
    page.goto("/run?own=true")
    area = page.get_by_label("A YAML text on top of the preset")
    area.fill(area.input_value() + "\ncamras:\n  total: 3\n")
    page.get_by_role("button", name="Run it", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Did you mean 'cameras'?")
    expect(area).to_have_value(re.compile("camras"))
    axe(page)


def test_a_run_is_made_stopped_and_gone_on_with(page: Page, lab):
    ask(page, population="20000", days="900", replicates="3")
    expect(page.locator(".job-counts")).to_contain_text("left", timeout=60_000)
    page.get_by_role("button", name="Stop it").click()
    expect(page.locator(".job-said")).to_contain_text("go on with it", timeout=60_000)
    page.get_by_role("button", name="Go on with it").first.click()
    expect(page.locator(".job-said")).to_have_text("Finished.", timeout=120_000)
    page.get_by_role("link", name="See what it did to people").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("blog post")
    expect(page.get_by_text("of every 10,000 people", exact=False).first).to_be_attached()
