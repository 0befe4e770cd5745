"""Connections that say nothing, or little: they are closed in time, and keep nobody out."""

from __future__ import annotations

import asyncio
import http.client
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from threading import Event, Thread

import pytest
import uvicorn
from uvicorn.server import ServerState

from glasshouse.lab import connections
from glasshouse.lab.serve import serve

STYLE = "/static/lab.css"


@contextmanager
def served(lab, monkeypatch):
    """The port of a lab that is served in a thread."""
    servers, ready = list[uvicorn.Server](), Event()
    run = uvicorn.Server.run
    monkeypatch.setattr(uvicorn.Server, "capture_signals", lambda server: ExitStack())
    monkeypatch.setattr(uvicorn.Server, "run", lambda server, sockets: (servers.append(server), run(server, sockets)))
    said = list[str]()

    def say(line: str) -> None:
        said.append(line)
        ready.set()

    thread = Thread(target=serve, args=(replace(lab, port=0),), kwargs={"browser": False, "say": say}, daemon=True)
    thread.start()
    assert ready.wait(20)
    try:
        yield int(said[0].rpartition(":")[2].rstrip("/")), servers[0]
    finally:
        servers[0].should_exit = True
        thread.join(10)


@pytest.fixture
def quick(monkeypatch):
    """Little room and little time, so that the test has enough of both."""
    monkeypatch.setattr(connections, "MOST", 8)
    monkeypatch.setattr(connections, "HEAD", 0.3)
    monkeypatch.setattr(connections, "BODY", 0.3)


def opened(port: int, said: bytes = b"") -> socket.socket:
    one = socket.create_connection(("127.0.0.1", port), timeout=5)
    one.sendall(said)
    return one


def status(port: int) -> int:
    asked = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    asked.request("GET", STYLE)
    answer = asked.getresponse()
    answer.read()
    asked.close()
    return answer.status


def closed(one: socket.socket, seconds: float) -> bool:
    one.settimeout(seconds)
    try:
        return one.recv(1) == b""
    except ConnectionResetError:
        return True
    except TimeoutError:
        return False


SLOW = {
    "nothing": b"",
    "half a head": b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-",
    "half a body": b"POST /run HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nContent-Length: 9\r\n\r\nx",
}


@pytest.mark.parametrize("said", SLOW.values(), ids=SLOW)
def test_a_request_that_is_never_whole_is_given_up(lab, monkeypatch, quick, said):
    """Somebody who is waited for without end: each wait of the lab has one."""
    with served(lab, monkeypatch) as (port, server):
        one = opened(port, said % port if b"%d" in said else said)
        assert closed(one, 3)
        assert server.server_state.connections == set()


def test_a_request_that_drips_is_given_up_too(lab, monkeypatch, quick):
    with served(lab, monkeypatch) as (port, _), opened(port, b"GET / HTTP/1.1\r\n") as one:
        began = time.monotonic()
        with suppress(OSError):
            for _ in range(60):
                one.sendall(b"X-A: b\r\n")
                time.sleep(0.05)
        assert time.monotonic() - began < 2


def test_many_who_say_nothing_keep_nobody_out(lab, monkeypatch, quick):
    """Somebody who takes all there is: what is bounded is shared, and the one who waits longest makes room."""
    monkeypatch.setattr(connections, "HEAD", 30.0)
    with served(lab, monkeypatch) as (port, server), ExitStack() as stack:
        slow = [stack.enter_context(opened(port, SLOW["half a head"])) for _ in range(40)]
        began = time.monotonic()
        assert [status(port) for _ in range(3)] == [200] * 3
        assert time.monotonic() - began < 3
        assert len(server.server_state.connections) <= 8
        assert closed(slow[0], 3)


def test_a_connection_that_is_used_is_not_given_up(lab, monkeypatch, quick):
    with served(lab, monkeypatch) as (port, _):
        asked = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        for _ in range(3):
            asked.request("GET", STYLE)
            assert asked.getresponse().read()
            time.sleep(0.35)  # longer than a head may take: the lab waits for no head meanwhile
        asked.close()


def test_the_address_is_said_when_it_answers(lab, monkeypatch):
    """Something said to be there before it is: the first request after the line is answered at once."""
    with served(lab, monkeypatch) as (port, server):
        assert server.started
        assert status(port) == 200


class Deaf(asyncio.Transport):
    """The way to a client that reads nothing."""

    aborted = False

    def write(self, data: bytes) -> None:
        """Nobody takes it."""

    def get_write_buffer_size(self) -> int:
        return 1

    def is_closing(self) -> bool:
        return self.aborted

    def pause_reading(self) -> None:
        """The server has enough."""

    def resume_reading(self) -> None:
        """The server wants more."""

    def abort(self) -> None:
        self.aborted = True


def test_a_reader_that_takes_nothing_gains_no_time_by_saying_more(monkeypatch):
    """A wait whose end goes when something else happens."""
    monkeypatch.setattr(connections, "READING", 0.1)

    async def application(scope, receive, send):
        await asyncio.Event().wait()

    async def talk() -> bool:
        config = uvicorn.Config(application, log_level="critical", ws="none", lifespan="off")
        config.load()
        state, way = ServerState(), Deaf()
        one = connections.Connection(config=config, server_state=state, app_state={})
        one.connection_made(way)
        one.data_received(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        one.pause_writing()
        one.data_received(b"G")
        await asyncio.sleep(0.3)
        for task in state.tasks:
            task.cancel()
        return way.aborted

    # In a thread of its own: a browser that an earlier test left open has a loop in this one.
    with ThreadPoolExecutor(1) as other:
        assert other.submit(asyncio.run, talk()).result()
