"""A served lab, for slow tests with something in it, and the machine's own Chromium to look at it."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import uvicorn

import glasshouse
from glasshouse.lab.app import create_app
from glasshouse.lab.settings import Lab

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
#: The run and the comparison that lie in the lab's folder.
RUN, COMPARED = "001-as-described", "002-as-described-compared"


@dataclass(frozen=True)
class Served:
    """A lab that answers at ``url``."""

    url: str
    folder: Path
    server: uvicorn.Server


def serve(lab: Lab) -> tuple[Served, threading.Thread]:
    config = uvicorn.Config("", host=lab.host, port=lab.port, log_level="warning")
    listener = config.bind_socket()
    port = listener.getsockname()[1]
    config.app = create_app(Lab(folder=lab.folder, port=port, threads=lab.threads))
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    for _ in range(200):
        if server.started:
            break
        time.sleep(0.05)
    return Served(f"http://127.0.0.1:{port}", lab.folder, server), thread


@pytest.fixture(scope="session")
def lab(tmp_path_factory) -> Iterator[Served]:
    if CHROMIUM is None:
        pytest.skip("there is no Chromium on this machine")
    folder = tmp_path_factory.mktemp("lab") / "runs"
    served, thread = serve(Lab(folder=folder, port=0, threads=1))
    yield served
    served.server.should_exit = True
    thread.join(20)


@pytest.fixture(scope="session")
def filled(lab) -> None:
    """A run and a comparison in the lab's folder; the pages of the quick tests need neither."""
    sizes: Any = {"population": 3_000, "days": 120, "seed": 3, "replicates": 2, "threads": 1}
    glasshouse.run("as-described", **sizes, out=lab.folder / RUN)
    glasshouse.compare("as-described", ["human-review", "ban"], **sizes, out=lab.folder / COMPARED)


@pytest.fixture(autouse=True)
def something_in_it(request) -> None:
    """Slow tests find the lab filled."""
    if request.node.get_closest_marker("slow"):
        request.getfixturevalue("filled")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args) -> dict[str, Any]:
    if CHROMIUM is None:
        pytest.skip("there is no Chromium on this machine")
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": [*quiet, "--disable-sync"]}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args, lab) -> dict[str, Any]:
    return {**browser_context_args, "base_url": lab.url, "viewport": {"width": 1200, "height": 900}}


@pytest.fixture
def axe() -> Callable[[Any], None]:
    """Fails on what hinders people who use a keyboard or a screen reader."""
    from axe_playwright_python.sync_playwright import Axe

    def check(page: Any) -> None:
        found = Axe().run(page).response["violations"]
        bad = [fault for fault in found if fault["impact"] in ("serious", "critical")]
        told = [(fault["id"], [node["target"] for node in fault["nodes"]][:3], fault["help"]) for fault in bad]
        assert not told

    return check


@pytest.fixture(autouse=True)
def no_errors(request) -> Iterator[None]:
    """No page may throw, nor break the lab's own policy: a script or a style that is refused says so in the console."""
    if "page" not in request.fixturenames:
        yield
        return
    page, said = request.getfixturevalue("page"), []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda message: said.append(message.text) if "Content Security" in message.text else None)
    yield
    assert said == []
