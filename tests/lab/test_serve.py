"""The lab is served until it is told to stop, and then it stops."""

from __future__ import annotations

import socket
from dataclasses import replace

import pytest
import uvicorn

from glasshouse.arguments import in_options
from glasshouse.errors import BadInputError
from glasshouse.lab.serve import serve, where


@pytest.fixture
def served(lab, monkeypatch) -> uvicorn.Config:
    """What a lab is served with, on a free port."""
    kept: list[uvicorn.Config] = []

    def run(server: uvicorn.Server, sockets: list) -> None:
        kept.append(server.config)
        [each.close() for each in sockets]

    monkeypatch.setattr(uvicorn.Server, "run", run)
    serve(replace(lab, port=0), browser=False, say=lambda where: None)
    return kept[0]


def test_a_request_under_way_does_not_keep_a_lab_that_is_told_to_stop(served):
    assert 0 < (served.timeout_graceful_shutdown or 0) <= 10


@pytest.mark.parametrize(("host", "opened"), [("0.0.0.0", "127.0.0.1"), ("::", "[::1]"), ("192.0.2.7", "192.0.2.7")])
def test_the_address_that_is_opened_can_be(lab, host, opened):
    """Windows connects to no address that means them all."""
    assert where(replace(lab, host=host, port=8000)) == f"http://{opened}:8000/"


def test_a_port_that_is_taken_is_named_as_it_was_asked_for(lab):
    with socket.create_server((lab.host, 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(BadInputError) as found:
            serve(replace(lab, port=port), browser=False, say=lambda where: None)
    assert (str(found.value).startswith(f"port={port}: "), in_options(found.value).startswith(f"--port {port}: ")) == (
        True,
        True,
    )
