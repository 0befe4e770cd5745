"""What a failure is to the user: an exit status, and one line that says what is wrong."""

from __future__ import annotations

import errno

import typer

from glasshouse.arguments import in_options
from glasshouse.errors import BadInputError, StoppedError, why
from glasshouse.scenario.scenario_error import ScenarioError
from glasshouse.scenario.user_text import MOST_PATH, quoted

#: Most characters of a message.
_LONGEST = 800


def failure(error: BaseException) -> tuple[int, str]:
    """Exit status and line. Bad input is 2, anything else is 1.

    >>> failure(BadInputError("runs/9: there is no run."))
    (2, 'runs/9: there is no run.')
    """
    if isinstance(error, (ScenarioError, BadInputError)):
        return 2, _line(in_options(error))
    if isinstance(error, typer.TyperException) and hasattr(error, "format_message"):
        return int(getattr(error, "exit_code", 2)), _line(_short_words(error.format_message()))  # type: ignore[attr-defined]
    if isinstance(error, StoppedError):
        return 1, _line(in_options(error))
    if isinstance(error, (KeyboardInterrupt, typer.Abort)):
        return 1, "interrupted."
    if isinstance(error, OSError) and error.errno == errno.ENAMETOOLONG:
        return 2, _line(_short_words(f"{error.filename}: no file has so long a name."))
    return 1, _line(f"{why(error)}. (GLASSHOUSE_DEBUG=1 shows where.)")


def _short_words(text: str) -> str:
    """A message of typer's, with what the user wrote as it is quoted elsewhere."""
    return " ".join(quoted(word, MOST_PATH) for word in text.split())


def _line(text: str) -> str:
    """One line, and no longer than a few lines of a terminal, whatever of it somebody else wrote."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST // 2]} … {line[-_LONGEST // 2 :]}"
