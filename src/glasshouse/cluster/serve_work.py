"""In a process of this machine that ``worker_processes`` started: do one piece of work after another.

What comes through the pipe is a pickled piece of work, or nothing: then the work under way is wanted no more. When the
pipe ends, so does the process.
"""

from __future__ import annotations

import pickle
import signal
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from glasshouse.comparison.prefetch import AbandonedError
from glasshouse.errors import StoppedError, why

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

#: What goes back: that the process is there; news of the days; what a piece of work came to, or what it raised.
READY, NEWS, DONE, RAISED = "ready", "news", "done", "raised"
#: As a message: nobody waits for the work under way.
CALLED_OFF = b""
#: The newest protocol of pickle that all versions of Python that glasshouse runs on know.
PROTOCOL = 5


class ReportLine:
    """The way back from work that is under way here."""

    def __init__(self, connection: Connection) -> None:
        """``connection``: the pipe to whoever gave the work."""
        self.connection = connection

    def unwanted(self) -> bool:
        """Whether the work was called off, or whoever gave it is gone; nothing else comes while there is work."""
        return self.connection.poll()

    def tell(self, topic: str, placement: tuple[Any, ...]) -> None:
        """Tell where the work is."""
        self.connection.send_bytes(pickle.dumps((NEWS, (topic, placement)), PROTOCOL))


_lines: list[ReportLine] = []


def line() -> ReportLine | None:
    """The way back from here; None in a process that does no work for another."""
    return _lines[0] if _lines else None


def serve(connection: Connection) -> None:
    """Do work until the pipe ends."""
    # Ctrl-C reaches every process of a terminal, and SIGTERM may be another's to handle; the first one ends the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    _lines[:] = [ReportLine(connection)]
    with suppress(EOFError, OSError):  # whoever gave the work is gone
        connection.send_bytes(pickle.dumps((READY, None), PROTOCOL))
        while True:
            if content := connection.recv_bytes():
                connection.send_bytes(_answer(content))
            del content


def _answer(content: bytes) -> bytes:
    try:
        work, given = pickle.loads(content)
        return pickle.dumps((DONE, work(*given)), PROTOCOL)
    except AbandonedError:
        return pickle.dumps((DONE, None), PROTOCOL)
    except BaseException as error:
        return _raised(error)


def _raised(error: BaseException) -> bytes:
    """An error as it travels; one that cannot is told in its words."""
    try:
        content = pickle.dumps((RAISED, error), PROTOCOL)
        pickle.loads(content)
    except Exception:
        return pickle.dumps((RAISED, StoppedError(why(error))), PROTOCOL)
    return content
