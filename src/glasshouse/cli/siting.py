"""``glasshouse site``: pages that hold the engine itself, for a web server or to open from the disk."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from glasshouse.cli.lines import say
from glasshouse.errors import BadInputError
from glasshouse.sites.write_site import site as write_site


def site(
    out: Annotated[
        Path | None, typer.Argument(metavar="OUT", help="A folder that is not there yet.", show_default=False)
    ] = None,
    single: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write one HTML file that opens from the disk.")
    ] = None,
    scenario: Annotated[
        list[str] | None,
        typer.Option(
            metavar="SCENARIO",
            help="Only this preset, or scenario in a YAML file. Repeatable.",
            show_default="all presets",
        ),
    ] = None,
    compare: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="Show this finished comparison.", show_default="one that ships"),
    ] = None,
    language: Annotated[
        str | None,
        typer.Option(
            metavar="LANGUAGE", help="Open the pages in en, de, zh-Hans or zh-Hant.", show_default="the browser's"
        ),
    ] = None,
) -> None:
    """``glasshouse site``."""
    if (out is None) == (single is None):
        raise BadInputError("Say where to write: a folder, or --single and a file.")
    target = out if out is not None else single
    assert target is not None
    written = write_site(
        target, scenarios=scenario or (), single=single is not None, compare=compare, language=language, say=say
    )
    size = sum(path.stat().st_size for path in (written.parent.iterdir() if single is None else [written]))
    say(f"{written}: {size / 1e6:.1f} MB{'' if single else ' with all pages'}. It asks for nothing from anywhere.")
