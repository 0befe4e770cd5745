"""``glasshouse report``, ``assess`` and ``package``: what hands a run or a comparison on to others."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from glasshouse.api import write_report
from glasshouse.assessments.assessment_files import write_assessments
from glasshouse.cli.lines import say
from glasshouse.cli.options import Folder, Pdf
from glasshouse.comparison import comparison as comparisons
from glasshouse.folders.folder_reading import other_version
from glasshouse.report_files import CHARTS
from glasshouse.rocrate.pack import pack
from glasshouse.runs.run import open_run
from glasshouse.wording.lists_and_nouns import enumerated


def report(
    folder: Folder,
    pdf: Pdf = False,
    charts: Annotated[
        bool, typer.Option("--charts", help="Write each chart to print as well: SVG, PDF and PNG, in charts.")
    ] = False,
) -> None:
    """``glasshouse report``."""
    written = write_report(folder, pdf=pdf, charts=charts)
    reports = [str(path) for path in written if path.parent.name != CHARTS]
    drawn = [path for path in written if path.parent.name == CHARTS]
    reports += [f"{len(drawn)} files in {drawn[0].parent}"] if drawn else []
    said = f"{enumerated(reports)} {'are' if len(reports) > 1 else 'is'} written."
    say(f"{said} {_version_note(folder)}".rstrip())


def _version_note(folder: Path) -> str:
    """A sentence on the version that made a folder when it is not this one; else ""."""
    found = comparisons.open_comparison if comparisons.is_comparison(folder) else open_run
    return other_version(found(folder).manifest)


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
    """``glasshouse assess``."""
    for path in write_assessments(folder, [template] if template else [], out, format_):
        say(f"Draft   {path}")
    say("Filled in by a simulation of invented people: no forecast, no legal advice, no conclusion.")


def package(
    folder: Folder,
    out: Annotated[
        Path | None,
        typer.Option(
            help="A new .zip file, or a new folder.", show_default="the folder's name and .crate.zip, beside it"
        ),
    ] = None,
) -> None:
    """``glasshouse package``."""
    path = pack(folder, out)
    say(f"Package {path}")
    say("Its README.md says in plain words how to check it, and how to run it again.")
