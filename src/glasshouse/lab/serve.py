"""Serve a lab until it is stopped."""

from __future__ import annotations

import logging
import platform
import re
import webbrowser
from collections.abc import Callable
from dataclasses import replace
from threading import Thread
from typing import Any

import uvicorn

from glasshouse.arguments import Argument
from glasshouse.errors import BadInputError
from glasshouse.lab.app import create_app
from glasshouse.lab.class_page import class_address, drawn_in_text
from glasshouse.lab.connections import BACKLOG, CLASS_BACKLOG, ClassConnection, Connection
from glasshouse.lab.settings import LOOPBACK, Lab

#: Addresses that mean all of a machine's own, and that not every system opens; its own name for itself is among them.
_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}
#: Seconds that requests under way get when the lab is told to stop.
_PARTING = 5


class _Server(uvicorn.Server):
    """A server that says when it accepts connections."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[Any] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._ready()


def serve(lab: Lab, *, browser: bool, say: Callable[[str], None]) -> None:
    """Serve ``lab`` until Ctrl-C or SIGTERM; ``say`` is told where it is, a line at a time, once it answers.

    Port 0 is any free one. Raises ``BadInputError`` where the port cannot be had.
    """
    options: dict[str, Any] = {
        "log_level": "warning",
        "server_header": False,
        "timeout_graceful_shutdown": _PARTING,
        "http": ClassConnection if lab.for_class else Connection,
        "ws": "none",
        "backlog": CLASS_BACKLOG if lab.for_class else BACKLOG,
    }
    config = uvicorn.Config("", host=lab.host, port=lab.port, **options)
    logger = logging.getLogger("uvicorn.error")
    logger.disabled = True  # it would print a port that is taken as a line of its own
    try:
        listener = config.bind_socket()
    except SystemExit:
        taken = f": it cannot be had on {lab.host}, most likely because something else uses it."
        raise BadInputError(Argument("port", lab.port), f"{taken} Choose another, or 0 for any free one.") from None
    finally:
        logger.disabled = False
    bound = replace(lab, port=listener.getsockname()[1])
    config.app = create_app(bound)

    def ready() -> None:
        for line in lines(bound):
            say(line)
        if browser:  # some browsers run in the terminal, until they are closed
            Thread(target=webbrowser.open, args=(where(bound),), daemon=True).start()

    _Server(config, ready).run(sockets=[listener])


def where(lab: Lab) -> str:
    """The address that opens a lab on its own machine, with its token.

    >>> from pathlib import Path
    >>> where(Lab(folder=Path("runs"), port=8000))
    'http://127.0.0.1:8000/'
    >>> where(Lab(folder=Path("runs"), port=8000, host="::", token="x"))
    'http://[::1]:8000/?token=x'
    """
    return f"http://{_named(_EVERYWHERE.get(lab.host, lab.host))}:{lab.port}{_page(lab)}"


def lines(lab: Lab) -> list[str]:
    """Where a lab is, for whoever started it: here, from other machines, and under the names of tunnels and proxies.

    >>> from pathlib import Path
    >>> lines(Lab(folder=Path("runs"), port=8000, hosts=("localhost:9000",)))
    ['The lab is at http://127.0.0.1:8000/', 'As localhost:9000: http://localhost:9000/', 'Ctrl-C stops it.']
    """
    said = [f"The lab is at {where(lab)}"]
    if lab.host in _EVERYWHERE:
        said.append(f"From other machines: http://{platform.node()}:{lab.port}{_page(lab)}")
    for name in lab.hosts:
        # Whether a proxy speaks TLS, only it knows.
        scheme = "http://" if re.sub(r":\d+$", "", name).strip("[]") in LOOPBACK else "http(s)://"
        said.append(f"As {name}: {scheme}{name}{_page(lab)}")
    return [*said, *_for_class(lab), "Ctrl-C stops it."]


def _for_class(lab: Lab) -> list[str]:
    """What a class opens, as an address and as a code for a phone, and what that lets them do."""
    if not lab.for_class:
        return []
    here = class_address(lab)
    if here is None:
        names = ", ".join(lab.hosts) or "the name under which a proxy shows it"
        return [f"For the class: the address at {names}, with ?token={lab.pupils}"]
    return [
        "",
        *drawn_in_text(here),
        "",
        f"For the class: {here}",
        f"This opens port {lab.port} of this machine to everybody on its network. Pupils look at crowds; they start no",
        "run and delete nothing. The first address above is yours: keep it to yourself. Nothing is sent elsewhere.",
        "Crowds are prepared for some minutes; the class can begin at once.",
        "",
    ]


def _named(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _page(lab: Lab) -> str:
    return f"{lab.root_path}/" + (f"?token={lab.token}" if lab.token else "")
