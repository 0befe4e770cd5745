"""Plain lines of the command line: whatever stands in a file, what reaches the terminal is text and nothing else.

A title, a name or a message that quotes one can hold control characters, and with them set a terminal's title, move its
cursor or turn the order of letters round. They are replaced in the one place through which all commands print. Letters
that the stream cannot write are replaced by the nearest that it can.
"""

from __future__ import annotations

import codecs
import io
import json
import sys
import unicodedata
from collections.abc import Mapping
from typing import Any

from glasshouse.controls import CONTROLS, replaced

#: What stands for letters that are not to be had, where taking their marks away gives none.
_NEAREST: Mapping[str, str] = {
    "\N{MINUS SIGN}": "-", "\N{EN DASH}": "-", "\N{EM DASH}": "-", "\N{BULLET}": "*", "\N{MULTIPLICATION SIGN}": "x",
    "\N{LEFT SINGLE QUOTATION MARK}": "'", "\N{RIGHT SINGLE QUOTATION MARK}": "'", "\N{PLUS-MINUS SIGN}": "+/-",
    "\N{LEFT DOUBLE QUOTATION MARK}": '"', "\N{RIGHT DOUBLE QUOTATION MARK}": '"', "\N{RIGHTWARDS ARROW}": "->",
    "\N{LESS-THAN OR EQUAL TO}": "<=", "\N{GREATER-THAN OR EQUAL TO}": ">=", "\N{ALMOST EQUAL TO}": "~",
    "\N{MIDDLE DOT}": ".", "\N{SECTION SIGN}": "section ",
    "\N{EURO SIGN}": "EUR", "\N{LATIN SMALL LETTER SHARP S}": "ss",
}  # fmt: skip
_ERRORS = "glasshouse.nearest"


def say(text: str = "") -> None:
    """Print text on the standard output."""
    print(replaced(text))


def complain(text: str) -> None:
    """Print text on the error stream."""
    print(replaced(text), file=sys.stderr)


def tell(text: str) -> None:
    """One line on the error stream, of something that is put right without stopping."""
    complain(f"glasshouse: {text}")


def document(content: Any) -> None:
    """Print one JSON document; whatever does not belong on a terminal, or cannot be written, is escaped."""
    text = json.dumps(content, ensure_ascii=not _unicode(sys.stdout), indent=1, allow_nan=False)
    print(CONTROLS.sub(lambda found: f"\\u{ord(found[0]):04x}", text))


def prepare() -> None:
    """Let no letter that a stream cannot write stop a command."""
    codecs.register_error(_ERRORS, _replaced)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=_ERRORS)


def nearest(letter: str) -> str:
    """The nearest letters of ASCII.

    >>> nearest("−"), nearest("é"), nearest("…"), nearest("字")
    ('-', 'e', '...', '?')
    """
    if letter in _NEAREST:
        return _NEAREST[letter]
    return unicodedata.normalize("NFKD", letter).encode("ascii", "ignore").decode() or "?"


def _replaced(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(map(nearest, error.object[error.start : error.end])), error.end


def _unicode(file: Any) -> bool:
    try:
        return codecs.lookup(getattr(file, "encoding", None) or "ascii").name.startswith("utf-")
    except LookupError:
        return False
