"""Pages that take long to make keep neither the rest of the lab nor each other waiting without end."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Lock

import pytest
from fastapi.testclient import TestClient

from glasshouse.lab import gatekeeper
from glasshouse.lab.app import create_app
from glasshouse.lab.folder_library import NotHereError
from glasshouse.lab.run import run_routes as country

PAGE = {"accept": "text/html"}


@pytest.fixture
def slow(monkeypatch):
    """Pages of runs that take until they are let go; how many were made at a time."""
    go, lock, state = Event(), Lock(), {"now": 0, "most": 0}

    def seen(lab, name):
        with lock:
            state["now"] += 1
            state["most"] = max(state["most"], state["now"])
        go.wait(10)
        with lock:
            state["now"] -= 1
        raise NotHereError("It was only a test.")

    monkeypatch.setattr(country.run_shown, "seen", seen)
    monkeypatch.setattr(gatekeeper, "WAITING", 6)
    yield go, state
    go.set()


def test_sixty_pages_at_once_hold_up_neither_answers_nor_other_pages(lab, slow):
    """Something that takes all threads: what takes long is done a few at a time, the rest is told to come again."""
    go, state = slow
    with (
        TestClient(create_app(lab), base_url=f"http://127.0.0.1:{lab.port}") as client,
        ThreadPoolExecutor(60) as many,
    ):
        asked = [many.submit(client.get, "/run?run=001-x", headers=PAGE) for _ in range(60)]
        until = time.monotonic() + 10
        while (
            sum(one.done() for one in asked) < 60 - gatekeeper.AT_ONCE - gatekeeper.WAITING and time.monotonic() < until
        ):
            time.sleep(0.01)
        began = time.monotonic()
        assert client.get("/api/jobs").status_code == 200
        assert client.get("/compare", headers=PAGE).status_code == 200
        assert time.monotonic() - began < 3
        go.set()
        answers = [one.result() for one in asked]
    busy = [answer for answer in answers if answer.status_code == 503]
    assert len(busy) == 60 - gatekeeper.AT_ONCE - gatekeeper.WAITING
    assert {answer.status_code for answer in answers} == {404, 503}
    assert state["most"] == gatekeeper.AT_ONCE
    assert all(int(answer.headers["retry-after"]) > 0 for answer in busy)
    assert "busy" in busy[0].text


def test_a_turn_ends_however_the_page_ends(client, monkeypatch):
    monkeypatch.setattr(gatekeeper, "WAITING", 0)

    def fail(lab, name):
        raise NotHereError("There is none.")

    monkeypatch.setattr(country.run_shown, "seen", fail)
    for _ in range(3 * gatekeeper.AT_ONCE):
        assert client.get("/run?run=x").status_code == 404
