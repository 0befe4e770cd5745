"""The process that draws: a line of JSON on its input for each drawing, a line with the drawing on its output.

vl-convert ends its whole process, without a word that can be caught, where it cannot reserve address space (``ulimit
-v``). Here it ends nothing else. Ask for drawings through ``painting``.
"""

from __future__ import annotations

import base64
import json
import os
import signal
import sys
from collections.abc import Callable, Mapping
from typing import Any

import vl_convert

#: What can be asked for, by name; each takes what vl-convert takes.
ASKED: Mapping[str, Callable[..., str | bytes]] = {
    "vegalite_to_svg": vl_convert.vegalite_to_svg,
    "vegalite_to_png": vl_convert.vegalite_to_png,
    "svg_to_png": vl_convert.svg_to_png,
    "svg_to_pdf": vl_convert.svg_to_pdf,
}


def answer(line: bytes) -> dict[str, str]:
    """One drawing: ``text`` of an SVG, or ``bytes`` in base 64, or what is ``wrong``."""
    asked: dict[str, Any] = json.loads(line)
    try:
        drawn = ASKED[asked["draw"]](asked["source"], **asked["options"])
    except (ValueError, RuntimeError) as error:  # what vl-convert raises, whatever is wrong
        return {"wrong": str(error).partition("\n")[0]}
    return {"text": drawn} if isinstance(drawn, str) else {"bytes": base64.b64encode(drawn).decode()}


def main() -> None:
    """Draw until the input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches every process of a terminal; the first ends this one
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a library prints is not a drawing
    for line in sys.stdin.buffer:
        out.write(json.dumps(answer(line)).encode() + b"\n")
        out.flush()


if __name__ == "__main__":
    main()
