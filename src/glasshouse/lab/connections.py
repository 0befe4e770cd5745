"""A connection to the lab: how long it may take over its request, and what happens when there are too many.

The server itself waits without end for the rest of a request, so that whoever opens a thousand connections and says
nothing keeps all others out. Here a request must be whole within some seconds; beyond ``MOST`` connections, the one
that has kept the lab waiting longest makes room, first of whoever has opened most of them.
"""

from __future__ import annotations

import asyncio
from collections import Counter

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

#: Connections at a time, and how many more wait to be taken up: together fewer files than any system allows to open.
MOST, BACKLOG = 128, 64
#: The same with a class: thirty browsers open six each.
CLASS_MOST, CLASS_BACKLOG = 400, 256
#: Seconds for the head of a request, for its body, and for a reader to take what has been sent of the answer.
HEAD, BODY, READING = 10.0, 30.0, 120.0
_FULL = b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class Connection(H11Protocol):
    """One connection, closed when its request, or its reader, takes too long."""

    _deadline: asyncio.TimerHandle | None = None
    _since = 0.0

    @property
    def most(self) -> int:
        """Connections at a time."""
        return MOST

    def connection_made(self, transport: asyncio.Transport) -> None:
        """Wait for a request, if there is room for it."""
        super().connection_made(transport)
        self._wait(HEAD)
        self._make_room()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no longer."""
        self._wait(None)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take in a part of a request, and wait for what is missing of it."""
        before = self.conn.their_state
        super().data_received(data)
        now = self.conn.their_state
        if now is h11.SEND_BODY and before is not h11.SEND_BODY:
            self._wait(BODY)
        elif now is h11.IDLE and self._deadline is None:  # the next request on a connection that is kept
            self._wait(HEAD)
        elif now not in (h11.IDLE, h11.SEND_BODY) and not self.flow.write_paused:  # the reader's time goes on
            self._wait(None)

    def pause_writing(self) -> None:
        """The reader takes nothing at the moment."""
        self._wait(READING)
        super().pause_writing()

    def resume_writing(self) -> None:
        """The reader goes on."""
        self._wait(None)
        super().resume_writing()

    @property
    def keeps_waiting(self) -> bool:
        """Whether the lab waits for the rest of its request, or for a next one, and owes it nothing."""
        owed = self.transport.get_write_buffer_size()
        return self.conn.their_state in (h11.IDLE, h11.SEND_BODY) and not owed

    def _wait(self, seconds: float | None) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
        loop = asyncio.get_running_loop()
        self._since = loop.time()
        self._deadline = None if seconds is None else loop.call_later(seconds, self.transport.abort)

    def _make_room(self) -> None:
        """If there are too many, close the connection that has kept waiting longest; without one, this."""
        # One that was aborted is lost only in the loop's next round.
        there = [one for one in self.connections if isinstance(one, Connection) and not one.transport.is_closing()]
        if len(there) <= self.most:
            return
        hosts = Counter(_host(one) for one in there)
        idle = [one for one in there if one.keeps_waiting and one is not self]
        if idle:
            min(idle, key=lambda one: (-hosts[_host(one)], one._since)).transport.abort()
        else:
            self.transport.write(_FULL)
            self.transport.close()


class ClassConnection(Connection):
    """One of a class, with room for all of it."""

    @property
    def most(self) -> int:
        """Connections at a time."""
        return CLASS_MOST


def _host(connection: Connection) -> str:
    return connection.client[0] if connection.client else ""
