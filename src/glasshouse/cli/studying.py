"""A study on the terminal: with a progress bar, then in sentences and tables, or as JSON."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.table import Table
from rich.text import Text

from glasshouse.carrying import stoppable
from glasshouse.cli import lines
from glasshouse.cli.console import Clean, output
from glasshouse.cli.running import progress

if TYPE_CHECKING:
    from glasshouse.studies.plan import Study
    from glasshouse.studies.result import StudyResult

#: Assumptions in a table.
_ROWS = 10


def study(file: str, out: Path | None, *, points: int | None, threads: int | None, as_json: bool) -> None:
    """Load, check, carry out and print."""
    from glasshouse.carrying import carry_out_study
    from glasshouse.studies.loading import load_study

    asked = load_study(file, points=points)
    with stoppable(), _progress(asked) as watch:
        done = carry_out_study(asked, out, threads, watch)
    _print(done, as_json)


def resume(folder: Path, threads: int | None) -> None:
    """Go on with a study and print it; say so of one that is finished."""
    from glasshouse.carrying import go_on_study
    from glasshouse.studies.execute import unfinished

    asked = unfinished(folder)
    with stoppable(), _progress(asked) if asked else nullcontext() as watch:
        done = go_on_study(folder, asked, threads, watch)
    if asked is None:
        lines.say(f"{folder}: the study is finished; there is nothing left to do.")
    else:
        _print(done, False)


def _progress(asked: Study) -> AbstractContextManager[Any]:
    """A bar that counts points, with the time left."""

    def note(number: int) -> tuple[str, int]:
        return f"point {number + 1} of {asked.points}", number

    return progress(note, asked.points, 0)


def _print(done: StudyResult, as_json: bool) -> None:
    if as_json:
        kept = {key: value for key, value in done.manifest.items() if key not in ("scenario", "layout", "arm")}
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


def _output(console: Clean, found: dict[str, Any]) -> None:
    soft = not console.is_terminal
    console.print()
    console.print(Text(found["title"], "bold"))
    verb = "is" if found["spread"].startswith("undefined") else "goes"
    console.print(Text(f"It {verb} {found['spread']}."), soft_wrap=soft)
    for note in found["notes"]:
        console.print(Text(note, "dim"), soft_wrap=soft)
    if found["drivers"]:
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
        for name in ("Assumption", "Range", "What it does"):
            table.add_column(name, overflow="fold", no_wrap=name == "Assumption")
        for driver in found["drivers"][:_ROWS]:
            table.add_row(Text(driver["key"]), Text(driver["range"]), Text(driver["says"]))
        console.show(table)
        if (more := len(found["drivers"]) - _ROWS) > 0:
            console.print(Text(f"… and {more} more in indices.parquet.", "dim"), soft_wrap=soft)
