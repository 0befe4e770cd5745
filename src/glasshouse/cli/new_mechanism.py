"""``glasshouse new-mechanism``: a package of one's own, with a mechanism that works and its tests."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated

import typer

from glasshouse.cli.lines import say
from glasshouse.skeleton import write


def new_mechanism(
    name: Annotated[
        str, typer.Argument(help="Its name, in small letters, digits and dashes: ticket-gates.", show_default=False)
    ],
    into: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="The folder to make.", show_default="the name")
    ] = None,
) -> None:
    """``glasshouse new-mechanism``."""
    folder = write(name, into)
    say(f"{folder} is written: a package with a mechanism that works. Its README.md says what to change first.")
    say(f"Try it: cd {shlex.quote(str(folder))} && pip install -e '.[test]' && pytest")
