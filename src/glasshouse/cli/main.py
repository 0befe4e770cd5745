"""``glasshouse``: how the commands are run, and how each failure becomes one line and an exit status.

Libraries are imported by the command that needs them, so that every command answers at once.
"""

from __future__ import annotations

import errno
import os
import sys
from typing import NoReturn

import typer

from glasshouse.cli import handing_on, labbing, lives, questions  # noqa: F401 - they add their commands
from glasshouse.cli.app import app
from glasshouse.cli.lines import complain, prepare

#: Most characters of a message.
_LONGEST = 800


def main() -> NoReturn:
    """Run the command line. Bad input: exit 2. Any other failure, Ctrl-C too: exit 1. Either way, one line."""
    sys.exit(status(sys.argv[1:]))


def status(arguments: list[str]) -> int:
    """Run the command line with arguments, and return its exit status."""
    prepare()
    debug = os.environ.get("GLASSHOUSE_DEBUG") == "1"
    try:
        code = app(arguments, prog_name="glasshouse", standalone_mode=False)
    except BrokenPipeError:  # the reader has seen enough: `glasshouse scenarios | head -1`
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - held until the process ends
        return 1
    except (Exception, KeyboardInterrupt) as error:
        if debug:
            raise
        code, text = _failure(error)
        if text:  # without arguments typer has printed the help already
            complain(f"glasshouse: {text}")
    if code == 130:  # what typer makes of Ctrl-C, without a word
        complain("glasshouse: interrupted.")
        return 1
    return code if isinstance(code, int) else 0


def _failure(error: BaseException) -> tuple[int, str]:
    """Exit status and the one line that says what is wrong."""
    from glasshouse.arguments import in_options
    from glasshouse.errors import BadInputError, StoppedError, why
    from glasshouse.scenario.errors import ScenarioError

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
    from glasshouse.scenario.text import MOST_PATH, quoted

    return " ".join(quoted(word, MOST_PATH) for word in text.split())


def _line(text: str) -> str:
    """One line, and no longer than a few lines of a terminal, whatever of it somebody else wrote."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST // 2]} … {line[-_LONGEST // 2 :]}"


if __name__ == "__main__":
    main()
