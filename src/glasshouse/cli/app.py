"""The command line as one object, to which ``lives`` and ``questions`` add their commands."""

from __future__ import annotations

from typing import Annotated

import typer

from glasshouse import __version__
from glasshouse.cli.lines import say

app = typer.Typer(
    name="glasshouse",
    help="A laboratory that runs mass surveillance and citizen scoring on an invented population, and counts "
    "what it does to people. The people are invented. Nothing here is a forecast.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def _version(asked: bool) -> None:
    if asked:
        say(f"glasshouse {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    pass
