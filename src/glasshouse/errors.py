"""What stops a run, each with one sentence for the person who asked for it."""

from __future__ import annotations

import errno
import re
from collections.abc import Callable, Iterable
from difflib import get_close_matches
from pathlib import PurePath

from glasshouse.arguments import Argument, Either, Said, in_python

#: What is told, a sentence at a time, of things that are put right without stopping.
Say = Callable[[str], None]


def quiet(_: str) -> None:
    """Tell nobody."""


class SaidError(Exception):
    """Said in words and arguments, so that the command line can name its options instead.

    >>> from glasshouse.arguments import in_options
    >>> error = BadInputError(Argument("days", 0), ": it must be 1 or more.")
    >>> str(error), in_options(error)
    ('days=0: it must be 1 or more.', '--days 0: it must be 1 or more.')
    """

    def __init__(self, *said: str | Argument | Either) -> None:
        """From the parts of the sentence."""
        super().__init__(in_python(said))
        self.said = said


class BadInputError(SaidError, ValueError):
    """Something asked for that cannot be done; nothing was started and nothing is left behind.

    >>> import glasshouse
    >>> glasshouse.open_run("nowhere")
    Traceback (most recent call last):
    ...
    glasshouse.errors.BadInputError: nowhere: not the folder of a run (it holds no run.json).
    """


class StoppedError(SaidError, RuntimeError):
    """A run that ended early; what was finished before is kept, and the sentence says where.

    >>> str(StoppedError("The simulation was cancelled after 3 of 10 days."))
    'The simulation was cancelled after 3 of 10 days.'
    """


class FaultyRuleError(StoppedError):
    """What a rule of a plug-in did that no run can go on from; begun again, it would do the same.

    >>> raise_it = FaultyRuleError("own_meters: a rule asks for an index that does not exist")
    >>> isinstance(raise_it, StoppedError)
    True
    """


def clause(error: BaseException) -> Said:
    """``why`` in words and arguments, to be part of another sentence."""
    if not isinstance(error, SaidError):
        return (why(error),)
    *before, last = error.said
    return (*before, last.rstrip(".") if isinstance(last, str) else last)


#: Where a compiler's message says what is wrong in which line; of code that is written here it names no file.
_BY_COMPILER = re.compile(r'^ *(\S.*)\n\s*File "([^"<]+)", line (\d+):', re.MULTILINE)
_COLOURS = re.compile("\x1b\\[[0-9;]*m")


def _of_compiler(lines: list[str]) -> str:
    """What a compiler says is wrong, and where; the first lines say no more than that something is.

    >>> _of_compiler(["Failed (step: frontend)", "Unknown attribute 'y' of type int64", "", 'File "own.py", line 4:'])
    "Unknown attribute 'y' of type int64 (own.py, line 4)"
    """
    if found := _BY_COMPILER.search("\n".join(lines)):
        reason, file, line = found.groups()
        return f"{reason[:_LONGEST]} ({PurePath(file).name}, line {line})"
    return lines[min(1, len(lines) - 1)]


def why(error: BaseException) -> str:
    """A failure as a clause for a person.

    >>> why(OSError(errno.ENOSPC, "No space left on device"))
    'the disk is full'
    >>> why(MemoryError())
    'the memory is full'
    >>> why(BadInputError("compared/ban/run.json: it is missing."))
    'compared/ban/run.json: it is missing'
    """
    if isinstance(error, KeyboardInterrupt):
        return "it was interrupted"
    if isinstance(error, MemoryError):
        return "the memory is full"
    if isinstance(error, OSError):
        if error.errno in (errno.ENOSPC, errno.EDQUOT) or "No space left" in str(error):
            return "the disk is full"
        return (error.strerror or str(error) or type(error).__name__).splitlines()[0].rstrip(".")
    if type(error).__module__.startswith("glasshouse."):  # said for a person already
        return str(error).rstrip(".")
    lines = _COLOURS.sub("", str(error)).splitlines() or [""]
    text = _of_compiler(lines) if type(error).__module__.startswith("numba.") else lines[0]
    return f"{type(error).__name__}: {text}" if text else type(error).__name__


def ended(text: str) -> str:
    """A sentence with its full stop, unless it ends already.

    >>> ended("there is no plug-in 'x'"), ended("Did you mean 'y'?")
    ("there is no plug-in 'x'.", "Did you mean 'y'?")
    """
    return text if text.endswith((".", "?")) else f"{text}."


#: No valid name is longer; comparing texts takes time that grows with their lengths.
_LONGEST = 100


def nearest(word: str, valid: Iterable[str]) -> str:
    """`` Did you mean 'X'?`` for the closest valid word, or nothing.

    >>> nearest("camera", ["cameras", "score"])
    " Did you mean 'cameras'?"
    >>> nearest("zzz", ["cameras"])
    ''
    """
    names = list(valid)
    word = word[:_LONGEST]
    close = get_close_matches(word, names, n=1, cutoff=0.6)
    if not close:  # 'total' for 'cameras.total'
        close = [name for name in names if name.rsplit(".", 1)[-1] == word][:1]
    return f" Did you mean '{close[0]}'?" if close else ""
