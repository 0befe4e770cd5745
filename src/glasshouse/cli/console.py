"""The one console of all commands: what is piped has lines as long as they are, and no word or number is ever cut."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Iterable
from typing import IO

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderableType
from rich.padding import Padding
from rich.segment import Segment
from rich.table import Table
from rich.text import Text

from glasshouse.controls import replaced

#: Wider lines are hard to read.
WIDEST = 96
#: So long may the lines of what is piped be: longer than any; a table wraps its words from here on.
_PIPED, WIDEST_TABLE = 100_000, 120
#: At most so many columns of the terminal lie between two of a table.
_BETWEEN = 4


class PlainConsole(Console):
    """A console that prints text and the styles of its own, and nothing that a text asks of the terminal."""

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """The pieces of what is printed, without control characters from a text."""
        for piece in super().render(renderable, options):
            yield piece if piece.control else Segment(replaced(piece.text), piece.style)

    def hang(self, text: Text, by: int = 2) -> None:
        """Print a line; where the terminal breaks it, what follows is set in by so many columns."""
        if not self.is_terminal:
            self.print(text, soft_wrap=True)
            return
        for place, line in enumerate(text.wrap(self, self.width - by)):
            self.print(Text.assemble(" " * by if place else "", line))

    def set_in(self, text: Text, by: int) -> None:
        """Print a text with all its lines set in."""
        if self.is_terminal:
            self.print(Padding(text, (0, 0, 0, by), expand=False))
        else:
            self.print(Text.assemble(" " * by, text), soft_wrap=True)

    def show(self, table: Table) -> None:
        """Print a table; where the terminal is too narrow for its words, row by row, each cell on a line of its own."""
        least = [max(_narrowest(cell, each.no_wrap) for cell in (each.header, *each.cells)) for each in table.columns]
        for column, width in zip(table.columns, least, strict=True):
            column.min_width = width
        needed = sum(least) + _BETWEEN * len(least)
        if needed <= self.width:
            self.print(table, width=min(self.width, max(needed, WIDEST_TABLE)))
            return
        heads = [_in_one_line(column.header) for column in table.columns]
        for title in [table.title] if table.title else []:
            self.print(Text(str(title)), soft_wrap=True)
        for first, *rest in zip(*(column.cells for column in table.columns), strict=True):
            self.print(Text(_in_one_line(first), "bold"), soft_wrap=True)
            for head, cell in zip(heads[1:], rest, strict=True):
                if text := "; ".join(_text(cell).split("\n")):  # a figure, and its interval below it
                    self.print(Text(f"  {head}: {text}" if head else f"  {text}"), soft_wrap=True)


def output(widest: int = WIDEST, file: IO[str] | None = None) -> PlainConsole:
    """The standard output, or a file: never so wide on a terminal that lines are hard to read."""
    return _console(widest, file, False)


def errors() -> PlainConsole:
    """The error stream."""
    return _console(WIDEST, None, True)


def _console(widest: int, file: IO[str] | None, stderr: bool) -> PlainConsole:
    console = PlainConsole(file=file, stderr=stderr, highlight=False, emoji=False, markup=False)
    # Not Rich's own idea of the width: it takes COLUMNS=0 for a terminal on which nothing can be printed.
    width = min(shutil.get_terminal_size().columns, widest) if console.is_terminal else _PIPED
    return PlainConsole(file=file, stderr=stderr, highlight=False, emoji=False, markup=False, width=width)


def fitted(text: str, hang: int, width: int) -> str:
    """Text whose lines are at most so wide, longer words aside; what is broken is set in by ``hang`` columns.

    >>> print(fitted("  value      a long reason that was given", 13, 30))
      value      a long reason
                 that was given
    """
    return "\n".join(
        textwrap.fill(
            line, width, subsequent_indent=" " * (hang if line.startswith(" ") else 2), break_long_words=False,
            break_on_hyphens=False,
        )
        for line in text.split("\n")
    )  # fmt: skip


def _in_one_line(cell: RenderableType) -> str:
    """A cell's text; a word of a head that was broken for the table is whole again."""
    return " ".join(_text(cell).replace("-\n", "").split())


def _text(cell: RenderableType) -> str:
    return cell.plain if isinstance(cell, Text) else str(cell)


def _narrowest(cell: RenderableType, no_wrap: bool) -> int:
    """Letters of the longest line, or of the longest word where lines may be broken."""
    text = _text(cell)
    return max(map(cell_len, text.splitlines() if no_wrap else text.split()), default=0)
