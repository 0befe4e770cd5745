"""The sections of tables and charts that mechanisms declare, as the page shows them below the cards."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from glasshouse.card_section import CardCell, CardRow, CardSection, CellContent
from glasshouse.report import run_charts
from glasshouse.report.chart_drawing import Chart
from glasshouse.report.people_tables import Cell, PeopleRow
from glasshouse.report.run_tallies import Tallies, read_periods
from glasshouse.runs.run import Run
from glasshouse.scenario import Scenario
from glasshouse.wording.numbers import per_cent, short, whole


@dataclass(frozen=True, kw_only=True)
class TalliedCounts:
    """A run's counts, as the functions of a mechanism are given them."""

    run: Run
    tallies: Tallies
    days: int

    @property
    def districts(self) -> tuple[str, ...]:
        """Names of the districts with people."""
        return self.tallies.districts

    def total(self, *measures: str) -> int:
        """The sum of counts in replicate 0."""
        return self.tallies.total(*measures)

    def of_district(self, district: str, *measures: str) -> int:
        """The same in one district."""
        return self.tallies.of_district(district, *measures)

    def periods(self, measures: Sequence[str], length: int) -> Mapping[tuple[int, str, str], int]:
        """Sums by (period of ``length`` days, district, count)."""
        return read_periods(self.run, measures, length)


@dataclass(frozen=True, kw_only=True)
class ShownTable:
    """A table of a section: the first ``words`` columns after the name hold text."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[PeopleRow, ...]
    words: int


@dataclass(frozen=True, kw_only=True)
class ShownSection:
    """A section: ``text`` above its tables, or ``without`` where they are empty; ``off``: its part is switched off."""

    key: str
    title: str
    text: str
    off: bool
    chart: Chart | None
    chart_caption: str
    tables: tuple[ShownTable, ...]
    without: str


def sections(run: Run, tallies: Tallies, off: Collection[str], days: int) -> tuple[ShownSection, ...]:
    """The sections that the mechanisms of a run declare and that have something to show, in order."""
    counts, scenario = TalliedCounts(run=run, tallies=tallies, days=days), run.scenario
    declared = [
        (section, each.section in off) for each in scenario.mechanisms for section in each.declared(CardSection)
    ]
    shown = (
        _shown(section, counts, scenario, is_off)
        for section, is_off in sorted(declared, key=lambda pair: pair[0].place)
        if section.while_off or not is_off
    )
    return tuple(section for section in shown if section.tables or section.without)


def _shown(section: CardSection, counts: TalliedCounts, scenario: Scenario, off: bool) -> ShownSection:
    tables = tuple(
        ShownTable(caption=table.caption, heads=table.heads, rows=rows, words=table.words)
        for table in section.tables
        if (rows := tuple(map(_row, table.rows(counts, scenario))))
    )
    dots = section.dots if tables else None
    return ShownSection(
        key=section.key,
        title=section.title,
        text=section.text(scenario),
        off=off,
        chart=run_charts.dots(dots.rows(counts, scenario), dots) if dots else None,
        chart_caption=dots.caption if dots else "",
        tables=tables,
        without=section.without,
    )


def _row(row: CardRow) -> PeopleRow:
    return PeopleRow(name=row.name, below=row.below, cells=tuple(map(_cell, row.cells)))


def _cell(content: CellContent) -> Cell:
    """What a mechanism's table holds, as text.

    >>> [_cell(content).text for content in ("as it is", 1234, 0.123)]
    ['as it is', '1,234', '0.12']
    """
    if isinstance(content, CardCell):
        return Cell(text="" if content.share is None else per_cent(whole(100 * content.share)), source=content.source)
    if isinstance(content, str):
        return Cell(text=content)
    return Cell(text=whole(content) if isinstance(content, int) else short(content))
