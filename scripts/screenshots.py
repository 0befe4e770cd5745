"""``python -m scripts.screenshots``: pictures of the page, the lab, a report and a terminal for README and manual.

A small run and a comparison are made in a temporary folder, a lab is served over them, and the machine's own Chromium
looks at each page by its address, which holds all of its state: so the same version gives the same pictures. They go to
``docs/images``, 1,200 pixels wide. Needs the extra ``test`` and a Chromium.
"""

from __future__ import annotations

import html
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from scripts.indexed import indexed, pixels

from glasshouse.headlines.headline import NOT_A_FORECAST

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "docs" / "images"
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
WIDE, HIGH, MOST = 1200, 900, 150_000
RUN, COMPARISON = "runs/001-as-described", "runs/002-as-described-compared"
ARMS = ["as-described", "human-review", "appeal", "ban"]
SIZES = ["--population", "100000", "--days", "180", "--seed", "1", "--replicates", "3"]

LABEL = "China, as a blog post described it (hypothetical)."
#: A line over the foot of the window.
_BELOW = """words => {
  const line = document.createElement("div");
  line.textContent = words;
  Object.assign(line.style, {position: "fixed", left: 0, right: 0, bottom: 0, padding: "9px 22px", zIndex: 99,
    background: "#1c1b19", color: "#fdfcf9", font: "14px/1.3 'Liberation Sans', Arial, sans-serif"});
  document.body.append(line);
}"""
#: What page 4 says until the run has been simulated again; it then reloads itself.
_SIMULATING = "Simulating the run again"
#: Picture, address, and the heading at which it begins (the top of the page where there is none).
PAGES: dict[str, tuple[str, str]] = {
    "lab-crowd": ("/?guess=10", ""),
    "lab-run": ("/run?run=001-as-described", "Where"),
    "lab-compare": ("/compare?name=002-as-described-compared", "Who is wrongly sanctioned, in each scenario"),
    "lab-story": ("/story?run=002-as-described-compared&choose=wrongly-sanctioned&under=ban", "Two lives at a glance"),
    "lab-validation": ("/validation", ""),
}


def glasshouse(*words: str, here: Path) -> str:
    """What a command prints."""
    done = subprocess.run(
        [sys.executable, "-P", "-m", "glasshouse.cli.main", *words],
        cwd=here,
        env=_environment(),
        capture_output=True,
        text=True,
    )
    if done.returncode != 0:
        sys.exit(f"glasshouse {' '.join(words)}: {done.stderr}")
    return done.stdout


def _environment() -> dict[str, str]:
    """Ours, with this source and lines of a terminal's usual width."""
    return {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONUNBUFFERED": "1", "COLUMNS": "110"}


@contextmanager
def lab(here: Path) -> Iterator[str]:
    """The address of a lab that is served over the runs in a folder."""
    program = [sys.executable, "-P", "-m", "glasshouse.cli.main", "lab", "--no-browser", "--port", "0"]
    with subprocess.Popen(
        program, cwd=here, env=_environment(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as served:
        try:
            assert served.stdout is not None
            said = served.stdout.readline()
            if not said:
                sys.exit("The lab does not start: glasshouse lab --no-browser says why.")
            address = said.split()[-1].rstrip("/")
            answers(address)
            yield address
        finally:
            served.send_signal(signal.SIGINT)


def answers(address: str) -> None:
    """Wait until somebody answers."""
    for _ in range(300):
        try:
            urlopen(address, timeout=60).close()
            return
        except URLError as error:
            if not isinstance(error.reason, ConnectionError):
                raise
        time.sleep(0.1)


def terminal(command: str, printed: str, lines: int) -> str:
    """A page that shows what a terminal shows: a command, and the first lines that it prints."""
    text = html.escape("\n".join([f"$ {command}", "", *printed.splitlines()[:lines]]))
    return (
        "<!doctype html><meta charset='utf-8'><style>"
        "body{margin:0;background:#171717;color:#ebe8e1}"
        "pre{margin:0;padding:28px 32px;font:13px/1.5 'DejaVu Sans Mono',monospace;white-space:pre-wrap}"
        f"</style><pre>{text}</pre>"
    )


def keep(page: Any, name: str, caption: str = "", high: int = HIGH) -> None:
    """Write a picture of what the window shows, with the caption below, for a picture goes where its page does not."""
    if caption:
        page.evaluate(_BELOW, f"{NOT_A_FORECAST} {caption}")
    shot = page.screenshot(clip={"x": 0, "y": 0, "width": WIDE, "height": high}, animations="disabled")
    blank = page.context.new_page()
    picture = indexed(pixels(blank, shot))
    blank.close()
    IMAGES.mkdir(exist_ok=True)
    (IMAGES / f"{name}.png").write_bytes(picture)
    print(f"docs/images/{name}.png: {WIDE} × {high}, {len(picture):,} bytes")
    if len(picture) > MOST:
        sys.exit(f"That is more than {MOST:,} bytes.")


def pictures(here: Path, browser: Any, only: list[str]) -> None:
    """Take every picture, or those that are named."""
    asked = {"viewport": {"width": WIDE, "height": HIGH}, "color_scheme": "light", "reduced_motion": "reduce"}
    page = browser.new_context(**asked).new_page()
    wanted = [name for name in PAGES if not only or name in only]
    if wanted:
        with lab(here) as address:
            for name in wanted:
                where, heading = PAGES[name]
                answer = page.goto(address + where, wait_until="networkidle", timeout=120_000)
                if not answer.ok:
                    sys.exit(f"{where}: the lab answers {answer.status}.")
                page.wait_for_function(f"!document.body.innerText.includes('{_SIMULATING}')", timeout=180_000)
                if heading:
                    found = page.get_by_role("heading", name=heading).first
                    found.evaluate("h => window.scrollTo(0, h.getBoundingClientRect().top + window.scrollY - 24)")
                page.wait_for_timeout(1500)  # the crowd draws its dots after the page is there
                keep(page, name, ("" if name == "lab-validation" else f"{LABEL} ") + f"glasshouse lab, {where}")
    if not only or "page" in only:
        glasshouse("site", "--single", "page.html", "--scenario", "as-described", here=here)
        page.goto((here / "page.html").as_uri())
        page.wait_for_selector('body[data-state=done][data-populations="10"]', timeout=120_000)
        page.get_by_text("by group", exact=True).click()
        keep(page, "page", high=790)
    if not only or "report" in only:
        page.goto((here / RUN / "report.html").as_uri(), wait_until="load")
        keep(page, "report", f"{LABEL} {' '.join(['glasshouse run as-described', *SIZES])}")
    if not only or "terminal" in only:
        command = " ".join(["glasshouse compare", *ARMS, *SIZES])
        page.set_content(terminal(command, (here / "printed.txt").read_text(encoding="utf-8"), 23))
        high = page.evaluate("document.querySelector('pre').offsetHeight")
        keep(page, "terminal", high=min(HIGH, high))


def main(only: list[str]) -> None:
    """Make the runs, then the pictures."""
    from playwright.sync_api import sync_playwright

    if CHROMIUM is None:
        sys.exit("There is no Chromium on this machine.")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        here = Path(folder)
        if only != ["page"]:  # which simulates by itself
            glasshouse("run", "as-described", *SIZES, "--out", RUN, here=here)
            printed = glasshouse("compare", *ARMS, *SIZES, "--out", COMPARISON, here=here)
            (here / "printed.txt").write_text(printed, encoding="utf-8")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        pictures(here, browser, only)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
