"""Pages that take long to make, a few at a time: the others wait their turn, and beyond that are asked to come later.

Reading a run and drawing its charts keeps a core busy for a second or more. Sixty such pages at once would hold all the
threads that answer; so each kind of page has its own few, and everything else is answered meanwhile.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from glasshouse.lab.addresses import within

#: What is made a few at a time, by the first part of its path. Crowds have turns of their own.
PAGES = ("/run", "/compare", "/story", "/validation", "/figure", "/files", "/api/compare")
#: Of each kind: made at a time, and waiting for that.
AT_ONCE, WAITING = 2, 24
#: So many of a class wait.
CLASS_WAITING = 1_000
#: Seconds after which somebody who was sent away may ask again.
AGAIN = 5


class _Turns:
    """The turns of one kind of page."""

    def __init__(self) -> None:
        self.free = asyncio.Semaphore(AT_ONCE)
        self.waiting = 0


class Gatekeeper:
    """The middleware: whoever asks for a page waits for its turn, or is told to come again."""

    def __init__(self, app: ASGIApp, told: Callable[[Request, Exception], Response], for_class: bool = False) -> None:
        """``told``: how somebody is sent away; of a class, nobody is."""
        self.app, self.told, self.for_class = app, told, for_class
        self._turns: dict[str, _Turns] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on in its turn, which ends as soon as its answer begins: a slow reader holds up nobody."""
        kind = kind_of(scope) if scope["type"] == "http" and scope["method"] == "GET" else ""
        if not kind:
            await self.app(scope, receive, send)
            return
        turns = self._turns.setdefault(kind, _Turns())
        if turns.free.locked() and turns.waiting >= (CLASS_WAITING if self.for_class else WAITING):
            busy = HTTPException(503, f"The lab is busy. Try again in {AGAIN} seconds.", {"Retry-After": str(AGAIN)})
            await self.told(Request(scope), busy)(scope, receive, send)
            return
        turns.waiting += 1
        try:
            await turns.free.acquire()
        finally:
            turns.waiting -= 1
        held = True

        def leave() -> None:
            nonlocal held
            if held:
                held = False
                turns.free.release()

        async def said(message: Message) -> None:
            leave()
            await send(message)

        try:
            await self.app(scope, receive, said)
        finally:
            leave()


def kind_of(scope: Scope) -> str:
    """The kind of page that a request asks for; "" for what is answered at once.

    >>> [kind_of({"path": path}) for path in ("/run", "/api/compare/001-x", "/api/jobs", "/static/lab.css", "/")]
    ['/run', '/api/compare', '', '', '']
    """
    inner = within(scope["path"], scope.get("root_path", ""))
    return next((kind for kind in PAGES if inner == kind or inner.startswith(f"{kind}/")), "")
