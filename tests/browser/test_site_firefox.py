"""The page that holds the engine, in Firefox: its digest is the command line's.

No driver is needed: a page of the test shows it in a frame, reads what it found, and asks the test's server for an
address that says so.
"""

from __future__ import annotations

import functools
import http.server
import shutil
import subprocess
import threading
from queue import Queue
from urllib.parse import parse_qs, urlsplit

import pytest

from glasshouse.engine.simulate import simulate
from glasshouse.scenario import load
from glasshouse.sites.crowd_page import POPULATION, SEED, crowd_page

pytestmark = pytest.mark.slow
FIREFOX = next(filter(None, map(shutil.which, ("firefox-esr", "firefox"))), None)
PRESET = "stadium-list"
READER = """<!doctype html><iframe src="page.html"></iframe><script>
const frame = document.querySelector("iframe");
const look = () => {
  const page = frame.contentDocument, state = page?.body?.dataset.state;
  if (state !== "done" && state !== "failed") return setTimeout(look, 200);
  const found = { state, digest: page.getElementById("digest").textContent };
  fetch(`found?${new URLSearchParams(found)}`);
};
look();
</script>"""


@pytest.fixture(autouse=True)
def something_in_it():
    """No lab is needed."""


class Reads(http.server.SimpleHTTPRequestHandler):
    """Serves a folder, and hears what its page found."""

    found: Queue[dict[str, list[str]]] = Queue()

    def do_GET(self) -> None:
        asked = urlsplit(self.path)
        if asked.path == "/found":
            self.found.put(parse_qs(asked.query))
        super().do_GET()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.mark.skipif(FIREFOX is None, reason="there is no Firefox on this machine")
def test_firefox_finds_what_the_command_line_finds(tmp_path):
    (tmp_path / "page.html").write_text(crowd_page([PRESET]), encoding="utf-8")
    (tmp_path / "index.html").write_text(READER, encoding="utf-8")
    profile = tmp_path / "profile"
    profile.mkdir()
    handler = functools.partial(Reads, directory=str(tmp_path))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        words = ("--headless", "--no-remote", "--profile", str(profile), f"http://127.0.0.1:{server.server_port}/")
        browser = subprocess.Popen([str(FIREFOX), *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            found = Reads.found.get(timeout=120)
        finally:
            browser.terminate()
            browser.wait(20)
            server.shutdown()
    scenario = load(PRESET)
    digest = simulate(scenario, population=POPULATION, days=scenario.days, seed=SEED, threads=1).digest
    assert found == {"state": ["done"], "digest": [digest]}
