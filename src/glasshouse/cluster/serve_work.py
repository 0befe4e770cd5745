"""In a process of this machine that ``worker_processes`` started: do one piece of work after another.

What comes through the pipe is a numbered piece of work, or the number of one that is wanted no more. When the pipe
ends, so does the process.
"""

from __future__ import annotations

import pickle
import signal
from collections.abc import Callable
from contextlib import suppress
from threading import Lock
from typing import TYPE_CHECKING, Any

from glasshouse.comparison.prefetch import AbandonedError
from glasshouse.errors import StoppedError, why

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

#: What goes back: that the process is there; news of the days; what a piece of work came to, or what it raised.
READY, NEWS, DONE, RAISED = "ready", "news", "done", "raised"
#: The newest protocol of pickle that all versions of Python that glasshouse runs on know.
PROTOCOL = 5


def piece(number: int, work: Callable[..., Any], given: tuple[Any, ...]) -> bytes:
    """``work(*given)`` as a message, under a number that no other piece has."""
    return pickle.dumps((number, work, given), PROTOCOL)


def calling_off(number: int) -> bytes:
    """As a message: nobody waits for the piece of this number."""
    return pickle.dumps((number, None, ()), PROTOCOL)


class ReportLine:
    """The way back from work that is under way here, for any of its threads."""

    def __init__(self, connection: Connection) -> None:
        """``connection``: the pipe to whoever gave the work."""
        self.connection, self.number = connection, 0
        self._called_off = set[int]()
        self._lock = Lock()

    def unwanted(self) -> bool:
        """Whether the work was called off, or whoever gave it is gone; no other work comes while there is some."""
        with self._lock:
            try:
                while self.connection.poll():
                    self.call_off(pickle.loads(self.connection.recv_bytes())[0])
            except (EOFError, OSError):
                return True
            return self.number in self._called_off

    def begin(self, number: int) -> bool:
        """This piece is under way from now on; False when it was called off before it came."""
        self.number = number
        return number not in self._called_off

    def call_off(self, number: int) -> None:
        """Nobody waits for this piece; it may be over, or be yet to come."""
        self._called_off.add(number)

    def tell(self, topic: str, placement: tuple[Any, ...]) -> None:
        """Tell where the work is."""
        self.send(pickle.dumps((NEWS, (topic, placement)), PROTOCOL))

    def send(self, content: bytes) -> None:
        """Send a message as a whole."""
        with self._lock:
            self.connection.send_bytes(content)


_lines: list[ReportLine] = []


def line() -> ReportLine | None:
    """The way back from here; None in a process that does no work for another."""
    return _lines[0] if _lines else None


def serve(connection: Connection) -> None:
    """Do work until the pipe ends."""
    # Ctrl-C reaches every process of a terminal, and SIGTERM may be another's to handle; the first one ends the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    own = ReportLine(connection)
    _lines[:] = [own]
    with suppress(EOFError, OSError):  # whoever gave the work is gone
        own.send(pickle.dumps((READY, None), PROTOCOL))
        while True:
            take(own, connection.recv_bytes())


def take(own: ReportLine, content: bytes) -> None:
    """Do a piece of work and send what it comes to, or call one off."""
    if answer := _answer(own, content):
        own.send(answer)


def _answer(own: ReportLine, content: bytes) -> bytes | None:
    try:
        number, work, given = pickle.loads(content)
        if work is None:
            return own.call_off(number)
        return pickle.dumps((DONE, work(*given) if own.begin(number) else None), PROTOCOL)
    except AbandonedError:
        return pickle.dumps((DONE, None), PROTOCOL)
    except BaseException as error:
        return _raised(error)


def _raised(error: BaseException) -> bytes:
    """An error as it travels; one that cannot, or would end whoever waits, is told in its words."""
    if not isinstance(error, (Exception, KeyboardInterrupt)):
        error = StoppedError(why(error))
    try:
        content = pickle.dumps((RAISED, error), PROTOCOL)
        pickle.loads(content)
    except Exception:  # an exception of a plug-in's own may fail in any way as it travels
        return pickle.dumps((RAISED, StoppedError(why(error))), PROTOCOL)
    return content
