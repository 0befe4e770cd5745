"""Drawings by a process of their own, which is started for the first and kept for the next.

What is drawn is what vl-convert draws; that process cannot take this one along when it fails.
"""

from __future__ import annotations

import atexit
import base64
import json
import os
import subprocess
import sys
from contextlib import suppress
from threading import Lock
from typing import Any

from glasshouse import children

if sys.platform != "win32":
    import resource

#: What is started.
COMMAND = children.module("glasshouse.report.painter")


class Painter:
    """One such process at a time, for all threads of this one.

    >>> painter = Painter()
    >>> painter.draw("svg_to_png", '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>')[1:4]
    b'PNG'
    >>> painter.close()
    """

    def __init__(self) -> None:
        """Start nothing yet."""
        self._lock = Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0

    def draw(self, what: str, source: Any, **options: Any) -> Any:
        """What a function of vl-convert gives, a text or bytes.

        Raises ``ValueError`` for what cannot be drawn, ``ChildProcessError`` when the process ends, ``OSError``.
        """
        asked = json.dumps({"draw": what, "source": source, "options": options}).encode() + b"\n"
        with self._lock:
            found = json.loads(self._asked(asked))
            if "wrong" in found:
                self.close()  # vl-convert may answer nothing more after that
                raise ValueError(found["wrong"])
        return found["text"] if "text" in found else base64.b64decode(found["bytes"])

    def close(self) -> None:
        """End the process, if there is one; the next drawing starts another."""
        process, self._process = self._process, None
        if process is None or self._owner != os.getpid():  # another's, in a process that was copied from it
            return
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
        process.kill()
        process.wait()

    def _asked(self, asked: bytes) -> bytes:
        process = self._process
        if process is None or self._owner != os.getpid() or process.poll() is not None:
            self.close()
            process = self._start()
        assert process.stdin is not None
        assert process.stdout is not None
        line = b""
        try:
            with suppress(BrokenPipeError):
                process.stdin.write(asked)
                process.stdin.flush()
                line = process.stdout.readline()
        except BaseException:  # its answer would be taken for that to the next question
            self.close()
            raise
        if not line.endswith(b"\n"):
            self.close()
            raise ChildProcessError(f"the process that draws has ended{_limited()}")
        return line

    def _start(self) -> subprocess.Popen[bytes]:
        pipe, quiet = subprocess.PIPE, subprocess.DEVNULL
        process = subprocess.Popen(COMMAND, env=children.environment(), stdin=pipe, stdout=pipe, stderr=quiet)
        self._process, self._owner = process, os.getpid()
        return process


def _limited() -> str:
    """A clause on what most likely ended it."""
    if sys.platform == "win32":
        return ""
    limit, _ = resource.getrlimit(resource.RLIMIT_AS)
    hint = " (drawing takes more address space than 'ulimit -v' allows; 'glasshouse report' draws it later)"
    return "" if limit == resource.RLIM_INFINITY else hint


_PAINTER = Painter()
atexit.register(_PAINTER.close)
draw = _PAINTER.draw
