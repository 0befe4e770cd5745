"""``glasshouse study``: with a progress bar, then in sentences and tables, or as JSON."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from glasshouse.cli import lines
from glasshouse.cli.console import PlainConsole, output
from glasshouse.cli.options import Scheduler, Workers, whole_option
from glasshouse.cli.progress_bar import progress
from glasshouse.cluster import placement as places
from glasshouse.runner import carry_out_study
from glasshouse.signals import stoppable
from glasshouse.studies.posterior_words import POSTERIOR
from glasshouse.studies.study_loading import load_study
from glasshouse.studies.study_plan import Study
from glasshouse.studies.study_result import StudyResult

#: Assumptions in a table.
_ROWS = 10


def study(
    file: Annotated[str, typer.Argument(help="A shipped study's name, or a YAML file.", show_default=False)],
    out: Annotated[
        Path | None, typer.Option(help="The folder to leave; it must not exist.", show_default="runs/001-…-study")
    ] = None,
    points: Annotated[
        int | None, whole_option(metavar="N", help="Sets of assumptions to simulate.", show_default="the file's")
    ] = None,
    threads: Annotated[
        int | None, whole_option(help="Scenarios at a time; they change no result.", show_default="all cores")
    ] = None,
    json_: Annotated[bool, typer.Option("--json", help="Print one JSON document instead of sentences.")] = False,
    workers: Workers = None,
    scheduler: Scheduler = None,
) -> None:
    """``glasshouse study``: load, check, carry out and print."""
    placement = places.asked(workers, scheduler, threads=threads)
    asked = load_study(file, points=points)
    with stoppable(), progress_of(asked) as watch:
        done = carry_out_study(asked, out, threads, watch, placement=placement)
    show(done, as_json=json_)


def progress_of(asked: Study) -> AbstractContextManager[Any]:
    """A bar that counts points, with the time left."""

    def note(number: int) -> tuple[str, int]:
        return f"point {number + 1} of {asked.points}", number

    return progress(note, asked.points, 0)


def show(done: StudyResult, *, as_json: bool) -> None:
    """Print a study."""
    if as_json:
        kept = {
            key: value for key, value in done.manifest.items() if key not in ("scenario", "format", "layout", "arm")
        }
        lines.document({**kept, "folder": str(done.path)})
        return
    console = output()
    found = done.readings
    soft = not console.is_terminal
    first, *notes = found["notes"]
    console.print(Text(found["title"], "bold"))
    console.print(Text.assemble(("Label: ", "bold"), f"{done.manifest['label']}. {first}"), soft_wrap=soft)
    console.print(Text(found["about"]), soft_wrap=soft)
    console.print()
    for sentence in found["sentences"]:
        console.print(Text(f"- {sentence}"), soft_wrap=soft)
    for each in found["outputs"]:
        _output(console, each)
    console.print()
    console.print(Text("How to read it", "bold"))
    for note in notes:
        console.print(Text(f"- {note}", "dim"), soft_wrap=soft)
    console.print()
    console.print(Text(f"Folder  {done.path}"), soft_wrap=True)
    console.print(Text(f"Again   {done.manifest['command']}"), soft_wrap=True)


def _output(console: PlainConsole, found: dict[str, Any]) -> None:
    soft = not console.is_terminal
    console.print()
    console.print(Text(found["title"], "bold"))
    if found["spread"]:
        verb = "is" if found["spread"].startswith("undefined") else "goes"
        console.print(Text(f"It {verb} {found['spread']}."), soft_wrap=soft)
    for note in found["notes"]:
        console.print(Text(note, "dim"), soft_wrap=soft)
    if found["drivers"]:
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
        said = "What is left of it" if found["output"] == POSTERIOR else "What it does"
        for name in ("Assumption", "Range", said):
            table.add_column(name, overflow="fold", no_wrap=name == "Assumption")
        for driver in found["drivers"][:_ROWS]:
            table.add_row(Text(driver["key"]), Text(driver["range"]), Text(driver["says"]))
        console.show(table)
        if (more := len(found["drivers"]) - _ROWS) > 0:
            console.print(Text(f"… and {more} more in indices.parquet.", "dim"), soft_wrap=soft)
