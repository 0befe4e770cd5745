"""Text that users write: what may stand in it, how a name is made of it, and how a message quotes it."""

from __future__ import annotations

import os
import re
from typing import Any

from glasshouse.controls import UNFIT

#: Most characters of a user's own text that a message quotes, and the longest name of a scenario.
MOST_QUOTED = 60
MOST_NAME = 60
MOST_PATH = 255
_BREAKS = re.compile(r"\s*[\t\n]\s*")
_NOT_IN_NAMES = re.compile(r"\s*[:=\t\n]+\s*")


def unfit(text: str) -> str | None:
    r"""The first character that no text may hold, by its number; None where all may stand.

    >>> unfit("a\x1b[2Jb"), unfit("two\nlines, naïve")
    ('U+001B', None)
    """
    found = UNFIT.search(text)
    return f"U+{ord(found[0]):04X}" if found else None


def one_line(text: str) -> str:
    r"""A text on one line, as titles and names are: line breaks and tabs become spaces.

    >>> one_line("Half  the list,\n  for a month\n")
    'Half  the list, for a month'
    """
    return _BREAKS.sub(" ", text).strip()


def name_from(text: str) -> str:
    """A scenario's name made of a file's: without what no name may hold, and at most 60 characters long.

    >>> name_from("thr=0.05"), name_from("plan: b"), name_from("==")
    ('thr-0.05', 'plan-b', 'scenario')
    """
    return _NOT_IN_NAMES.sub("-", UNFIT.sub("-", text)).strip(" -")[:MOST_NAME].strip(" -") or "scenario"


def quoted(value: Any, most: int = MOST_QUOTED) -> str:
    r"""A value as messages quote it: on one line, at most so long, and without what a terminal would act on.

    >>> quoted("hotle"), quoted("x" * 100)[-3:], len(quoted("x" * 100)), quoted("a\x1b[2J\nb")
    ('hotle', 'xx…', 60, 'a�[2J b')
    """
    text = value if isinstance(value, str) else repr(value)
    line = "".join(c if c.isprintable() else _instead(c) for c in one_line(text[: 10 * most]))
    return line if len(line) <= most and len(text) <= 10 * most else f"{line[: most - 1]}…"


def _instead(character: str) -> str:
    return " " if character.isspace() else "\ufffd"


def path_quoted(path: str | os.PathLike[str]) -> str:
    """A path as messages quote it: whole, unless it is longer than most systems take."""
    return quoted(os.fspath(path), MOST_PATH)
