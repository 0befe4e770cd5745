"""``glasshouse story``: to the terminal, as JSON, or as a page in a file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from glasshouse.cli import lines
from glasshouse.cli.console import errors, output
from glasshouse.cli.options import Threads, whole_argument, whole_option
from glasshouse.errors import BadInputError, StoppedError
from glasshouse.report.story_page import write_story
from glasshouse.signals import stoppable
from glasshouse.stories.story import Story, tell_story
from glasshouse.stories.story_layout import WIDEST
from glasshouse.stories.story_layout import lines as laid_out

_STYLES = {"title": "bold", "date": "bold cyan", "note": "dim", "body": ""}


def story(
    folder: Annotated[Path, typer.Argument(help="The folder of a run or of a comparison.", show_default=False)],
    person: Annotated[int | None, whole_argument(help="A person's number.", show_default=False)] = None,
    wrongly_sanctioned: Annotated[bool, typer.Option("--wrongly-sanctioned", help="A middling case of it.")] = False,
    falsely_matched: Annotated[bool, typer.Option("--falsely-matched", help="Taken for somebody else.")] = False,
    most_chilled: Annotated[bool, typer.Option("--most-chilled", help="Who held back most often.")] = False,
    random: Annotated[bool, typer.Option("--random", help="Any adult.")] = False,
    another: Annotated[int, whole_option(metavar="N", help="Pass over N of those.")] = 0,
    under: Annotated[
        str | None, typer.Option(metavar="ARM", help="The same life in another scenario, beside it.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print the facts and the text as JSON.")] = False,
    html: Annotated[Path | None, typer.Option(help="Write a page to a file; it must not exist.")] = None,
    threads: Threads = None,
) -> None:
    """``glasshouse story``: tell it, and print it, or say where its page is."""
    ways = {
        "wrongly-sanctioned": wrongly_sanctioned,
        "falsely-matched": falsely_matched,
        "most-chilled": most_chilled,
        "random": random,
    }
    if html is not None and html.exists():
        raise BadInputError(f"--html {html}: it exists already. Choose another name.")
    if html is not None and not html.parent.is_dir():
        raise BadInputError(f"--html {html}: there is no folder {html.parent}.")
    console = errors()
    choices = [way for way, asked in ways.items() if asked]
    try:
        with stoppable(), console.status("simulating the run again"):
            told = tell_story(folder, person, choices=choices, another=another, under=under, threads=threads)
    except KeyboardInterrupt:
        raise StoppedError(f"{folder}: interrupted before the story was whole, so nothing is told.") from None
    if html is not None:
        write_story(told, html)
    if json:
        lines.document(told.document())
    elif html is not None:
        lines.say(f"{html} is written.")
    else:
        _print(told)


def _print(told: Story) -> None:
    console = output(WIDEST)
    for what, text in laid_out(told, min(console.width, WIDEST)):
        console.print(Text(text.rstrip(), _STYLES[what]), soft_wrap=True)
