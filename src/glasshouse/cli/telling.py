"""A story as the command line tells it: to the terminal, as JSON, or as a page in a file."""

from __future__ import annotations

from pathlib import Path

from rich.text import Text

from glasshouse.cli import lines
from glasshouse.cli.console import errors, output
from glasshouse.errors import BadInputError, StoppedError

_STYLES = {"title": "bold", "date": "bold cyan", "note": "dim", "body": ""}


def tell(
    folder: Path,
    person: int | None,
    ways: dict[str, bool],
    *,
    another: int,
    under: str | None,
    json: bool,
    html: Path | None,
    threads: int | None,
) -> None:
    """Tell a story, and print it, or say where its page is."""
    from glasshouse.carrying import stoppable
    from glasshouse.stories.story import tell_story

    if html is not None and html.exists():
        raise BadInputError(f"--html {html}: it exists already. Choose another name.")
    if html is not None and not html.parent.is_dir():
        raise BadInputError(f"--html {html}: there is no folder {html.parent}.")
    console = errors()
    choices = [way for way, asked in ways.items() if asked]
    try:
        with stoppable(), console.status("living through the run again"):
            told = tell_story(folder, person, choices=choices, another=another, under=under, threads=threads)
    except KeyboardInterrupt:
        raise StoppedError(f"{folder}: interrupted before the story was whole, so nothing is told.") from None
    if html is not None:
        from glasshouse.report.story_page import write_story

        write_story(told, html)
    if json:
        lines.document(told.document())
    elif html is not None:
        lines.say(f"{html} is written.")
    else:
        _print(told)


def _print(told: object) -> None:
    from glasshouse.stories.layout import WIDEST
    from glasshouse.stories.layout import lines as laid_out
    from glasshouse.stories.story import Story

    assert isinstance(told, Story)
    console = output(WIDEST)
    for what, text in laid_out(told, min(console.width, WIDEST)):
        console.print(Text(text.rstrip(), _STYLES[what]), soft_wrap=True)
