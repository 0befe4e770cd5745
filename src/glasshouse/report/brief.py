"""What a report says first, for somebody who must decide or publish: six things, each in a few words.

The page and the PDF show the same ``Brief``, so that neither can say what the other does not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from glasshouse.report.chart_drawing import Chart
from glasshouse.report.dot_field import Field
from glasshouse.report.people_tables import PeopleRow

#: The six things, in order: the name of each in addresses, and its heading.
SIX: Mapping[str, str] = {
    "headline": "The headline",
    "picture": "One picture",
    "who": "Who is harmed",
    "change": "What would change it",
    "sure": "How sure",
    "limits": "The limits",
}


#: How many lines of a part stand open on the page, so that all six things fill two screens; the others are folded.
OPEN_LINES: Mapping[str, int] = {"headline": 5, "sure": 3}
_OPEN = 6


@dataclass(frozen=True, kw_only=True)
class BriefLine:
    """One thing that a part says; ``lead`` are its first words, which stand out."""

    text: str
    lead: str = ""


@dataclass(frozen=True, kw_only=True)
class Small:
    """A small table: heads (the first over the rows' names), and rows; its first ``words`` columns are text."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[PeopleRow, ...]
    words: int = 0


@dataclass(frozen=True, kw_only=True)
class BriefPart:
    """One of the six things.

    - ``lines``: what it says. ``commands``: what to type to know more.
    - ``fields``, ``chart``, ``table``: what it shows, if it shows any of these.
    - ``notes``: in small print.
    - ``more``: words, and the place on the page or the file to which they lead.
    """

    name: str
    lines: tuple[BriefLine, ...] = ()
    commands: tuple[str, ...] = ()
    fields: tuple[Field, ...] = ()
    chart: Chart | None = None
    table: Small | None = None
    notes: tuple[str, ...] = ()
    more: tuple[tuple[str, str], ...] = ()

    @property
    def title(self) -> str:
        """The heading."""
        return SIX[self.name]

    @property
    def shown(self) -> int:
        """How many of the lines a page shows at once."""
        return OPEN_LINES.get(self.name, _OPEN)


@dataclass(frozen=True, kw_only=True)
class Brief:
    """The first page of a report.

    ``below`` is the line below the title, if there is one; ``document`` the name in a browser's tab and in a file's
    properties, if it is another. ``size`` says how many people, which days, how often;
    ``notes`` how the figures were made; ``limits`` are all that are known; ``facts`` are what it takes to make it
    again, by name.
    """

    title: str
    kicker: str
    label: str
    summary: str
    size: str
    parts: tuple[BriefPart, ...]
    notes: tuple[str, ...]
    limits: tuple[str, ...]
    command: str
    facts: tuple[tuple[str, str], ...]
    below: str = ""
    document: str = ""

    def __post_init__(self) -> None:
        """All six are there, in order."""
        assert [part.name for part in self.parts] == list(SIX)

    def part(self, name: str) -> BriefPart:
        """One of the six by name."""
        return self.parts[list(SIX).index(name)]


def said(*texts: str) -> tuple[BriefLine, ...]:
    """Lines without leads; empty ones fall away.

    >>> said("One.", "", "Two.")
    (BriefLine(text='One.', lead=''), BriefLine(text='Two.', lead=''))
    """
    return tuple(BriefLine(text=text) for text in texts if text)


def led(pairs: Iterable[tuple[str, str]]) -> tuple[BriefLine, ...]:
    """Lines from their leads and texts."""
    return tuple(BriefLine(lead=lead, text=text) for lead, text in pairs)
