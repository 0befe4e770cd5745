"""The boundary around damaged folders: whatever reading one raises, the answer names the folder, and the lab goes on.

A folder may come from anybody, with anything in its tables. What is foreseen raises ``BadInputError`` where it is read;
the rest ends here, in one place for all pages, files and answers, rather than in each of them.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from glasshouse.controls import replaced
from glasshouse.errors import BadInputError, why
from glasshouse.lab.sentences import LONGEST_TITLE, shortened

_LOG = logging.getLogger("uvicorn.error")
#: Shared with the threads in which pages are made: these see a copy of the context, and the same list in it.
_OPENED: ContextVar[list[tuple[str, Path]] | None] = ContextVar("folders that this request opens", default=None)


class DamagedError(BadInputError):
    """A folder with something in it that nothing foresaw."""


def note_opened(name: str, place: Path) -> None:
    """Note that the request under way opens a folder, by its name in the lab and its path; nothing outside of one."""
    opened = _OPENED.get()
    if opened is not None:
        opened.append((name, place))


@contextmanager
def noting() -> Iterator[list[tuple[str, Path]]]:
    """The folders that are opened within.

    >>> with noting() as opened:
    ...     note_opened("001-x", Path("runs/001-x"))
    >>> [name for name, _ in opened]
    ['001-x']
    """
    opened: list[tuple[str, Path]] = []
    token = _OPENED.set(opened)
    try:
        yield opened
    finally:
        _OPENED.reset(token)


class DamagedFolders:
    """The middleware: an error that nobody foresaw, in a request that opened a folder, is told as that folder's."""

    def __init__(self, app: ASGIApp, told: Callable[[Request, Exception], Response]) -> None:
        """``told``: how a ``DamagedError`` is answered."""
        self.app, self.told = app, told

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on. Raises what has nothing to do with a folder: a full memory, a fault of the lab."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False

        async def said(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        with noting() as opened:
            try:
                await self.app(scope, receive, said)
            except (MemoryError, NameError, ImportError):  # nothing that a folder holds
                raise
            except Exception as error:  # what odd content can raise, in whichever library, is no closed list
                if started or not opened:
                    raise
                _LOG.warning("%s could not be read:\n%s", *map(replaced, (opened[-1][0], _trace(error))))
                await self.told(Request(scope), damaged(*opened[-1], error))(scope, receive, send)


def damaged(name: str, place: Path, error: Exception) -> DamagedError:
    """What is said of a folder that raised something.

    >>> str(damaged("001-x", Path("runs/001-x"), KeyError("tiers"))).partition(". ")[0]
    "001-x: damaged, or not made by glasshouse (KeyError: 'tiers')"
    """
    reason = shortened(why(error), LONGEST_TITLE)
    return DamagedError(
        f"{shortened(name, LONGEST_TITLE)}: damaged, or not made by glasshouse ({reason}). "
        f"'glasshouse verify {place}' says more; other runs can be used."
    )


def _trace(error: Exception) -> str:
    return "".join(traceback.format_exception(error))
