"""What a section is made of, before anything is drawn: paragraphs, lists and tables of text."""

from __future__ import annotations

from dataclasses import dataclass

from glasshouse.report.people_tables import Cell, PeopleRow


@dataclass(frozen=True, kw_only=True)
class Prose:
    """A paragraph; a ``quiet`` one is a remark."""

    text: str
    quiet: bool = False


@dataclass(frozen=True, kw_only=True)
class Points:
    """A list, with a line over it."""

    head: str
    items: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PieceTable:
    """A table: the first head stands over the rows' names; the first ``words`` columns after it hold text."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[PeopleRow, ...]
    words: int = 0


Piece = Prose | Points | PieceTable


def row(name: str, *cells: Cell | str) -> PeopleRow:
    """A row of a table from cells or texts.

    >>> row("people", "3").cells[0].text
    '3'
    """
    return PeopleRow(name=name, cells=tuple(Cell(text=cell) if isinstance(cell, str) else cell for cell in cells))


def quiet(text: str) -> Prose:
    """A remark."""
    return Prose(text=text, quiet=True)
