"""``glasshouse scenarios`` and ``new``: the presets that there are, and a scenario of one's own on top of one."""

from __future__ import annotations

import shlex
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from glasshouse.cli.commands import part
from glasshouse.cli.console import output
from glasshouse.cli.lines import say
from glasshouse.errors import BadInputError
from glasshouse.scenario import PresetInfo, list_presets, new_file
from glasshouse.scenario.presets import template_names
from glasshouse.wording.lists_and_nouns import one_of


def scenarios(
    scenario: Annotated[
        str | None,
        typer.Argument(
            help="With --safeguards: a preset or YAML file whose plug-ins may bring more of them.", show_default=False
        ),
    ] = None,
    safeguards: Annotated[bool, typer.Option("--safeguards", help="List the safeguards instead.")] = False,
) -> None:
    """``glasshouse scenarios``; the safeguards are in the model, which takes a second to load."""
    if safeguards:
        part("safeguard_list").show(scenario)
    elif scenario is not None:
        raise BadInputError(f"'{scenario}' is one of them, or a file. 'glasshouse scenarios' lists the presets alone.")
    else:
        show(list_presets())


def show(found: Iterable[PresetInfo]) -> None:
    """The presets: name, label, title and a sentence each."""
    console = output()
    for preset in found:
        console.hang(Text.assemble((preset.name, "bold"), f"  ({preset.label})  {preset.title}"))
        console.set_in(Text(preset.sentence), 2)


def new(
    file: Annotated[Path, typer.Argument(help="The file to write; it must not exist.", show_default=False)],
    preset: Annotated[
        str,
        typer.Option(
            "--from",
            metavar="PRESET",
            help=f"The preset to start from, or a template, filled with round figures: {one_of(template_names())}.",
        ),
    ] = "as-described",
) -> None:
    """``glasshouse new``."""
    path = new_file(file, preset)
    say(f"{path} is written. Edit it, then: {shlex.join(['glasshouse', 'run', str(path)])}")
