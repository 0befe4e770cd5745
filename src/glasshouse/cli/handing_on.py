"""The commands that hand a run on to others: drafts of impact assessments, and a package to reproduce it from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from glasshouse.cli.app import app
from glasshouse.cli.lines import say
from glasshouse.cli.options import Folder


@app.command()
def assess(
    folder: Folder,
    template: Annotated[
        str | None,
        typer.Option(help="fria, dpia, aia, or a YAML file of the same format.", show_default="all three"),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(help="The file to write; it must not exist.", show_default="assessment-…, in the folder"),
    ] = None,
    format_: Annotated[
        str, typer.Option("--format", help="html to read, md to write answers into, pdf to print.")
    ] = "html",
) -> None:
    """Fill drafts of impact assessments as far as a simulation can, and mark what only people can answer."""
    from glasshouse.assessments.writing import write_assessments

    for path in write_assessments(folder, [template] if template else [], out, format_):
        say(f"Draft   {path}")
    say("Filled in by a simulation of invented people: no forecast, no legal advice, no conclusion.")


@app.command()
def package(
    folder: Folder,
    out: Annotated[
        Path | None,
        typer.Option(
            help="A new .zip file, or a new folder.", show_default="the folder's name and .crate.zip, beside it"
        ),
    ] = None,
) -> None:
    """Pack a run or a comparison with all that is needed to reproduce it, as an RO-Crate."""
    from glasshouse.crates.pack import pack

    path = pack(folder, out)
    say(f"Package {path}")
    say("Its README.md says in plain words how to check it, and how to run it again.")
