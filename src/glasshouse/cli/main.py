"""``glasshouse``: how the commands are run, and how each failure becomes one line and an exit status."""

from __future__ import annotations

import os
import sys
from typing import NoReturn

from glasshouse.cli.commands import app, part
from glasshouse.cli.lines import complain, prepare


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
        code, text = part("failures").failure(error)
        if text:  # without arguments typer has printed the help already
            complain(f"glasshouse: {text}")
    if code == 130:  # what typer makes of Ctrl-C, without a word
        complain("glasshouse: interrupted.")
        return 1
    return code if isinstance(code, int) else 0


if __name__ == "__main__":
    main()
