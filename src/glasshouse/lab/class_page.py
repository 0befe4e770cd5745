"""What a class opens: the address for pupils, as words, as a QR code in the terminal, and on a page for the wall."""

from __future__ import annotations

import asyncio
import platform
import secrets
from concurrent.futures import ThreadPoolExecutor

import segno
from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, Response

from glasshouse.lab.pages import TheLab, page
from glasshouse.lab.settings import Lab

router = APIRouter()
#: Letters that nobody takes for another, in words that are typed from a wall.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_LONG = 8
#: An address for examples, of no machine: the system says from which of its own it would be reached, and sends nothing.
_NOWHERE = ("192.0.2.1", 9)
#: Two rows of a code in one row of letters: above and below, each light or dark. Light is the terminal's colour of
#: letters; phones read a code in either sense.
_HALVES = {(0, 0): "█", (0, 1): "▀", (1, 0): "▄", (1, 1): " "}
_BORDER = 2


def pupils_word() -> str:
    """A token that can be typed from a wall: of a million million.

    >>> len(pupils_word()), pupils_word() != pupils_word()
    (8, True)
    """
    return "".join(secrets.choice(_LETTERS) for _ in range(_LONG))


def class_address(lab: Lab) -> str | None:
    """The address for pupils, None where only a proxy knows it.

    >>> from pathlib import Path
    >>> class_address(Lab(folder=Path("runs"), host="192.0.2.7", token="t", pupils="abc"))
    'http://192.0.2.7:8765/?token=abc'
    >>> class_address(Lab(folder=Path("runs"), token="t", pupils="abc")) is None
    True
    """
    if lab.local:
        return None
    name = network_name() if lab.host in ("0.0.0.0", "::") else lab.host
    name = f"[{name}]" if ":" in name else name
    return f"http://{name}:{lab.port}{lab.root_path}/?token={lab.pupils}"


def network_name() -> str:
    """This machine's address on its network, or its name where it has none. Nothing is sent to find it."""
    try:
        with ThreadPoolExecutor(1) as apart:  # whoever asks may be in a loop of its own
            return apart.submit(lambda: asyncio.run(_own_address())).result()
    except OSError:
        return platform.node()


async def _own_address() -> str:
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(asyncio.DatagramProtocol, remote_addr=_NOWHERE)
    try:
        return transport.get_extra_info("sockname")[0]
    finally:
        transport.close()


def drawn_in_text(text: str) -> list[str]:
    """A QR code as lines of a terminal.

    >>> len({len(line) for line in drawn_in_text("http://192.0.2.7:8765/?token=abc")})
    1
    """
    rows = [list(row) for row in segno.make(text, error="l", micro=False).matrix_iter(border=_BORDER)]
    rows += [[0] * len(rows[0])] * (len(rows) % 2)
    pairs = zip(rows[::2], rows[1::2], strict=True)
    return ["".join(_HALVES[bool(above), bool(below)] for above, below in zip(*pair, strict=True)) for pair in pairs]


@router.get("/class", response_class=HTMLResponse, include_in_schema=False)
def for_the_wall(request: Request, lab: TheLab) -> HTMLResponse:
    """The address and the code, large enough for a wall."""
    prepared = request.app.state.prepared
    if not lab.for_class:
        raise HTTPException(404, "This lab was not opened to a class. Start it with: glasshouse lab --class")
    return page(
        request,
        "class.html.j2",
        title="For the class",
        where=_where(request, lab),
        done=prepared.done,
        of=prepared.all,
    )


@router.get("/class/code.svg", include_in_schema=False)
def code(request: Request, lab: TheLab) -> Response:
    """The code as a picture."""
    if not lab.for_class:
        raise HTTPException(404, "This lab was not opened to a class. Start it with: glasshouse lab --class")
    drawn = segno.make(_where(request, lab), error="m", micro=False).svg_inline(scale=8, border=3, light="#fff")
    named = drawn.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    return Response(named, media_type="image/svg+xml")


def _where(request: Request, lab: Lab) -> str:
    """The address on the network, or the one under which a proxy shows this page."""
    found = None if "host" in request.headers and request.headers["host"] in lab.hosts else request.app.state.address
    return found or f"{str(request.base_url).rstrip('/')}/?token={lab.pupils}"
