"""Figures of a mechanism for which its card in a report has no room: tables, and a chart of districts.

They are written at the top level of the mechanism's file, and hold numbers; the report rounds and draws them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from glasshouse.mechanism import maker


class RunCounts(Protocol):
    """What a run counted in replicate 0, by the names of the counts."""

    @property
    def districts(self) -> tuple[str, ...]:
        """Names of the districts with people."""
        ...

    @property
    def days(self) -> int:
        """Days of the run."""
        ...

    def total(self, *measures: str) -> int:
        """The sum of counts over the run; of a stock its level on the last day."""
        ...

    def of_district(self, district: str, *measures: str) -> int:
        """The same in one district."""
        ...

    def periods(self, measures: Sequence[str], length: int) -> Mapping[tuple[int, str, str], int]:
        """Sums by (period, district, count), a period being so many days; what is absent is 0."""
        ...


@dataclass(frozen=True, kw_only=True)
class DistrictColumn:
    """A column of a report's table of districts, where there is any of it: so many `counts` for each 100 of `over`.

    Both are names of counts. `head`: the column's heading.

    >>> DistrictColumn(head="Plates read per 100 trips", counts=("plates_read",), over=("trips",)).over
    ('trips',)
    """

    head: str
    counts: tuple[str, ...]
    over: tuple[str, ...]
    module: str = field(default_factory=maker)


@dataclass(frozen=True, kw_only=True)
class CardCell:
    """A cell that is more than a number or a text: a share written in per cent, or the id of a source.

    >>> CardCell(share=0.25).share, CardCell(source="npl-2023").source
    (0.25, 'npl-2023')
    """

    share: float | None = None
    source: str = ""


#: What a cell holds: a whole number is written in full, any other with two figures, a text as it is.
CellContent = CardCell | str | float
#: From the counts of a run and its scenario (``scenario.Scenario``) to something shown.
Rows = Callable[[RunCounts, Any], Sequence[Any]]


@dataclass(frozen=True, kw_only=True)
class CardRow:
    """A row of a table: its name, its cells, and a remark below the name.

    >>> CardRow(name="Kowloon", cells=(120, CardCell(share=0.25)), below="with the harbour").cells[0]
    120
    """

    name: str
    cells: tuple[CellContent, ...]
    below: str = ""


@dataclass(frozen=True, kw_only=True)
class CardTable:
    """A table: its caption, its heads (the first over the names of the rows), and a function that makes its rows.

    The first `words` columns after the name hold text. `rows`: (counts, scenario) to CardRow, none where there is
    nothing to show.

    >>> def rows(counts, scenario):
    ...     return [CardRow(name="all", cells=(counts.total("trips"),))]
    >>> CardTable(caption="Trips", heads=("Where", "Trips"), rows=rows).heads
    ('Where', 'Trips')
    """

    caption: str
    heads: tuple[str, ...]
    rows: Rows
    words: int = 0


@dataclass(frozen=True, kw_only=True)
class DistrictDots:
    """A chart with a dot for each district: what lies along (name, title), what upward, and what its size says.

    `rows`: (counts, scenario) to mappings that hold these names. `words` describe it to those who cannot see it.

    >>> def rows(counts, scenario):
    ...     return [{"trips": counts.of_district(name, "trips"), "seen": 1, "people": 2} for name in counts.districts]
    >>> dots = DistrictDots(along=("trips", "Trips"), upward=("seen", "Trips seen"), size="people",
    ...     words="A dot for each district.", caption="Trips and sightings", rows=rows)
    >>> dots.along
    ('trips', 'Trips')
    """

    along: tuple[str, str]
    upward: tuple[str, str]
    size: str
    words: str
    caption: str
    rows: Rows


@dataclass(frozen=True, kw_only=True)
class CardSection:
    """A heading with tables below the cards of a report.

    `key`: its anchor on the page. `text`: from the scenario to what stands above the tables. `without`: what is said
    where no table has a row; nothing at all is shown if it is empty. `while_off`: it is shown although its mechanism
    is off, and says so. `place`: sections stand in the order of their places.

    >>> trips = CardTable(caption="Trips", heads=("Where", "Trips"), rows=lambda counts, scenario: ())
    >>> CardSection(key="trips", title="Car trips", text=lambda scenario: "", tables=(trips,)).title
    'Car trips'
    """

    key: str
    title: str
    text: Callable[[Any], str]
    tables: tuple[CardTable, ...]
    dots: DistrictDots | None = None
    without: str = ""
    while_off: bool = False
    place: int = 10_000
    module: str = field(default_factory=maker)
