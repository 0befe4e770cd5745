"""The process in which a job is simulated, seen from the lab: started, listened to, stopped."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from threading import Timer
from typing import IO, Any

from glasshouse import children

#: What is started; its one order comes on its standard input.
COMMAND = children.module("glasshouse.lab.worker")


class Process:
    """One order being carried out.

    Its standard input is held open: when that ends, because the lab stops it or because the lab is gone, it closes its
    folder and ends.
    """

    def __init__(self, order: Mapping[str, Any]) -> None:
        """Start it. Raises ``OSError``."""
        # A session of its own, so that Ctrl-C in the lab's terminal reaches the lab alone.
        apart: dict[str, Any] = {"start_new_session": True}
        if sys.platform == "win32":
            apart = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
        pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        self._process = subprocess.Popen(COMMAND, env=children.environment(), **pipes, **apart)
        with suppress(OSError):  # it ended at once; how is seen when it is listened to
            self._input.write((json.dumps(dict(order)) + "\n").encode())
            self._input.flush()

    @property
    def _input(self) -> IO[bytes]:
        assert self._process.stdin is not None
        return self._process.stdin

    @property
    def pid(self) -> int:
        """Its number."""
        return self._process.pid

    def said(self) -> Iterator[dict[str, Any]]:
        """What it says, until it ends; a line that a kill cut off is passed over."""
        assert self._process.stdout is not None
        for line in self._process.stdout:
            with suppress(ValueError):
                yield json.loads(line)
        self._process.wait()

    def stop(self, grace: float) -> None:
        """Ask it to close its folder, and kill it if it has not ended after so many seconds."""
        with suppress(OSError):
            self._input.close()
        timer = Timer(grace, self._process.kill)
        timer.daemon = True
        timer.start()

    def close(self) -> None:
        """Let go of it, and end it if it lives."""
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(OSError):  # what it still held can be read by nobody
                    pipe.close()
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()

    def ended(self) -> str:
        """How it ended, of one that has.

        >>> import unittest.mock
        >>> with unittest.mock.patch(f"{__name__}.COMMAND", [sys.executable, "-c", "raise SystemExit(3)"]):
        ...     process = Process({})
        >>> list(process.said()), process.ended()
        ([], 'ended with status 3')
        >>> process.close()
        """
        code = self._process.poll()
        return "was killed" if code is not None and code < 0 else f"ended with status {code}"
