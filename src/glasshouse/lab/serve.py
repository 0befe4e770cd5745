"""Serve a lab until it is stopped."""

from __future__ import annotations

import logging
import webbrowser
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import uvicorn

from glasshouse.lab.app import create_app
from glasshouse.lab.settings import Lab
from glasshouse.results.errors import BadInputError

#: Addresses that mean all of a machine's own, and that not every system opens; its own name for itself is among them.
_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}
#: Seconds that requests under way get when the lab is told to stop.
_PARTING = 5


def serve(lab: Lab, *, browser: bool, say: Callable[[str], None]) -> None:
    """Serve ``lab`` until Ctrl-C or SIGTERM; ``say`` is told its address first.

    Port 0 is any free one. Raises ``BadInputError`` where the port cannot be had.
    """
    options: dict[str, Any] = {"log_level": "warning", "server_header": False, "timeout_graceful_shutdown": _PARTING}
    config = uvicorn.Config("", host=lab.host, port=lab.port, **options)
    logger = logging.getLogger("uvicorn.error")
    logger.disabled = True  # it would print a port that is taken as a line of its own
    try:
        listener = config.bind_socket()
    except SystemExit:
        taken = f"--port {lab.port}: it cannot be had on {lab.host}, most likely because something else uses it."
        raise BadInputError(f"{taken} Choose another, or 0 for any free one.") from None
    finally:
        logger.disabled = False
    bound = replace(lab, port=listener.getsockname()[1])
    config.app = create_app(bound)
    listener.listen(128)  # so that whoever is told the address finds it open, and waits until the server answers
    opened = where(bound)
    say(opened)
    if browser:
        webbrowser.open(opened)
    uvicorn.Server(config).run(sockets=[listener])


def where(lab: Lab) -> str:
    """The address that opens a lab on its own machine, with its token.

    >>> from pathlib import Path
    >>> where(Lab(folder=Path("runs"), port=8000))
    'http://127.0.0.1:8000/'
    >>> where(Lab(folder=Path("runs"), port=8000, host="::", token="x"))
    'http://[::1]:8000/?token=x'
    """
    name = _EVERYWHERE.get(lab.host, lab.host)
    host = f"[{name}]" if ":" in name else name
    return f"http://{host}:{lab.port}/" + (f"?token={lab.token}" if lab.token else "")
