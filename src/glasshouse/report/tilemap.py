"""A map of tiles: one tile a district, laid out roughly as on a map, its colour and its number what happened there.

Each district gets the same room whatever its area, so that a small one with many people is seen as well as a large one
with few. The layout is in ``tiles.yaml``.
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import altair as alt

from glasshouse.headlines import headline_reports, headline_stops
from glasshouse.measures.concerned import only_reports, only_stops
from glasshouse.measures.intervals import LEAST_EVENTS, LEAST_IN_DISTRICT, NOT_ESTIMABLE, Spread, spread
from glasshouse.report.chart_drawing import COLOURS, Chart, named
from glasshouse.report.people_tables import HARMS, Cell, PeopleRow, acts
from glasshouse.report.run_tallies import Tallies
from glasshouse.report.tile_legend import EDGE, SHADES, edges, folded, key, legend
from glasshouse.scenario import Scenario
from glasshouse.scenario.yaml_reading import read
from glasshouse.wording.numbers import brief, short, whole

FILE = Path(__file__).parent / "tiles.yaml"
#: Tiles at least so wide carry whole names.
_NAMED = 84
_LETTERS = 14
#: On drawings at most so wide the legend is that of a phone.
_PHONE = 400
#: Beside the name of a district of which the scenario leaves out what is done there.
_MARK = "*"


@dataclass(frozen=True, kw_only=True)
class Tile:
    """Where a district stands, from 0 at the top left, and its word for small tiles."""

    district: str
    word: str
    column: int
    row: int


@dataclass(frozen=True, kw_only=True)
class TileFigure:
    """What happened in a district: people there, the count in replicate 0, and the rate of 10,000 people.

    ``rate`` is None where too few people or events make it not estimable, as with less than 500 people.
    """

    district: str
    people: int
    count: int
    rate: Spread | None


@cache
def tiles(place: str) -> tuple[Tile, ...]:
    """The tiles of a shipped place, () for a place without.

    >>> [(tile.word, tile.column, tile.row) for tile in tiles("cardiff")]
    [('In', 0, 0), ('Else', 1, 0)]
    """
    found = read(FILE).data.get(place)
    if found is None:
        return ()
    rows = [line.split() for line in found["grid"].splitlines()]
    return tuple(
        Tile(district=found["names"][word], word=word, column=column, row=row)
        for row, words in enumerate(rows)
        for column, word in enumerate(words)
        if word != "."
    )


def measures(scenario: Scenario) -> dict[str, tuple[str, ...]]:
    """What can be shown of a scenario's districts: what it is called, and the measures that count it.

    >>> from glasshouse.scenario import load
    >>> list(measures(load("london-lfr")))[0], list(measures(load("as-described")))[0]
    ('Wrong alerts', 'Wrongfully sanctioned')
    """
    if only_stops(scenario):
        return dict(headline_stops.COLUMNS)
    if only_reports(scenario):
        return dict(headline_reports.COLUMNS)
    harms = {name if name == "Sanctioned" else f"{name.split()[0]} sanctioned": own for name, own in HARMS}
    first = "Wrongfully sanctioned"
    return {first: harms.pop(first), **harms, **dict(acts(scenario.mechanisms))}


def figures(tallies: Tallies, counted: Sequence[str]) -> tuple[TileFigure, ...]:
    """What a run counted in each district."""
    return tuple(_figure(tallies, district, tuple(counted)) for district in tallies.districts)


def _figure(tallies: Tallies, district: str, counted: tuple[str, ...]) -> TileFigure:
    people = [tallies.of_district(district, "people", replicate=r) for r in range(tallies.replicates)]
    counts = [tallies.of_district(district, *counted, replicate=r) for r in range(tallies.replicates)]
    enough = people[0] >= LEAST_IN_DISTRICT and counts[0] >= LEAST_EVENTS
    rates = [10_000 * count / own for count, own in zip(counts, people, strict=True) if own]
    return TileFigure(district=district, people=people[0], count=counts[0], rate=spread(rates) if enough else None)


def tile_map(
    place: str, found: Sequence[TileFigure], what: str, *, replicates: int, left_out: Sequence[str] = ()
) -> Chart | None:
    """The map of a place; None for one without tiles.

    ``what`` is what is counted, in words. One replicate prints counts; more print rates of 10,000 people. The table
    behind it is ``tile_rows``. Districts ``left_out`` have a mark: the scenario has no rules of their own for them.
    """
    placed = {tile.district: tile for tile in tiles(place)}
    shown = [figure for figure in found if figure.district in placed]
    if not shown:
        return None
    top = _nice(max((figure.rate.value for figure in shown if figure.rate), default=0.0))
    marks = {figure.district: _MARK if figure.district in left_out else "" for figure in shown}
    heads = [_tile(each, placed[each.district], top, marks[each.district], counts=replicates < 2) for each in shown]
    columns, lines = (1 + max(getattr(tile, axis) for tile in placed.values()) for axis in ("column", "row"))
    unit = "of every 10,000 people there" if _of_people(what) else "for every 10,000 people there"
    remarks = [
        f"{what}, {unit}"
        if replicates > 1
        else f"{what}: numbers in this one run; colours: rate per 10,000 people there"
    ]
    if not all(figure.rate for figure in shown):
        remarks.append("Dashed: too few people or events to tell")
    if any(marks.values()):
        remarks[-1:] = [f"{remarks[-1]}. {_MARK}: some of what the scenario leaves out happens there"]
    labels = [{"text": text, "folded": folded(text), "line": k} for k, text in enumerate(remarks)]
    rows = [_row(figure, rated=replicates > 1) for figure in shown]
    data = {"rows": rows, "heads": heads, "ends": legend(top), "legend": edges(top), "labels": labels}
    above = labels[0]["folded"].count("\n")

    def make(width: int) -> Any:
        return _drawn(width, columns, lines, above)

    words = f"A map of {len(shown)} districts as tiles: {what.lower()}, {unit}. The table below has the figures."
    return Chart(make=make, words=words, data=data, reshaped=True)


def first(tallies: Tallies, shown: Mapping[str, Sequence[str]]) -> str:
    """What to show unless asked: the first of ``shown`` that can be told of half the districts, or else the first."""
    for what, counted in shown.items():
        found = figures(tallies, counted)
        if found and 2 * sum(figure.rate is not None for figure in found) >= len(found):
            return what
    return next(iter(shown))


def tile_rows(found: Sequence[TileFigure], *, replicates: int) -> tuple[PeopleRow, ...]:
    """The same as rows of a table, the largest first: people, count in replicate 0, and the rate."""
    ranked = sorted(found, key=lambda one: (-one.people, one.district))
    return tuple(
        PeopleRow(
            name=one.district,
            cells=(
                Cell(text=whole(one.people)),
                Cell(text=whole(one.count)),
                *((_rate_cell(one.rate),) if replicates > 1 else ()),
            ),
        )
        for one in ranked
    )


def _rate_cell(rate: Spread | None) -> Cell:
    return Cell(text=NOT_ESTIMABLE) if rate is None else Cell(text=short(rate.value), below=rate.interval)


def _of_people(what: str) -> bool:
    """Whether what is counted is people, each once, and not times."""
    return "sanctioned" in what.lower()


def _tile(figure: TileFigure, tile: Tile, top: float, mark: str, *, counts: bool) -> dict[str, Any]:
    """What the drawing needs to know of a tile."""
    rate = figure.rate
    number = brief(figure.count) if counts else "–" if rate is None else short(rate.value)
    step = None if rate is None else min(len(SHADES) - 1, int(len(SHADES) * rate.value / top)) if top else 0
    return {
        "shade": 0.0 if step is None else SHADES[step],
        "estimable": rate is not None,
        "column": tile.column,
        "row": tile.row,
        "word": f"{tile.word}{mark}",
        "name": f"{_name_lines(figure.district, tile.word)}{mark and f' {mark}'}",
        "number": number,
    }


def _row(figure: TileFigure, *, rated: bool) -> dict[str, Any]:
    """A district's figures, for whoever takes the chart's numbers along."""
    row: dict[str, Any] = {"district": figure.district, "people": figure.people, "count": figure.count}
    if rated and figure.rate is not None:
        row |= {"per_10000": figure.rate.value, "low": figure.rate.low, "high": figure.rate.high}
    return row


def _name_lines(name: str, word: str) -> str:
    """A name on at most two lines of a tile, or its word where it would need more.

    >>> _name_lines("Kensington and Chelsea", "K&C"), _name_lines("Australian Capital Territory", "ACT")
    ('Kensington and\\nChelsea', 'ACT')
    """
    lines = textwrap.wrap(name, _LETTERS + 1, break_long_words=False)
    return "\n".join(lines) if len(lines) < 3 and max(map(len, lines)) <= _LETTERS + 1 else word


def _nice(value: float) -> float:
    """The end of a scale of five steps: five times 1, 2, 3, 4, 5 or 8 of some power of ten.

    >>> [_nice(x) for x in (0, 0.7, 9, 10, 260)]
    [0.0, 1.0, 10.0, 10.0, 400.0]
    """
    if value <= 0:
        return 0.0
    power = 10 ** math.floor(math.log10(value / len(SHADES)))
    step = next(k for k in (1, 2, 3, 4, 5, 8, 10) if k * power * len(SHADES) >= value * (1 - 1e-9))
    return float(f"{step * power * len(SHADES):.6g}")


def _drawn(width: int, columns: int, lines: int, above: int) -> Any:
    """The legend above the tiles. ``above``: how many lines more its first remark has on a phone."""
    side = min(92, width // columns - 2)
    high = round(side * 0.72) if side >= _NAMED else side
    broad = width > _PHONE
    drawn = key(min(width, 560)) if broad else key(width - 10, above, on_phone=True)
    return alt.vconcat(drawn, _tiles(side, high, columns, lines), spacing=14)


def _tiles(side: int, high: int, columns: int, lines: int) -> Any:
    wide = side >= _NAMED
    scales = {"x": alt.Scale(domain=[0, columns], nice=False), "y": alt.Scale(domain=[lines, 0], nice=False)}

    def at(**fields: str) -> dict[str, Any]:
        axes = {"x": alt.X, "y": alt.Y}
        return {axis: axes[axis](f"{name}:Q", axis=None, scale=scales[axis]) for axis, name in fields.items()}

    base = named("heads").transform_calculate(
        x="datum.column + 0.03",
        x2="datum.column + 0.97",
        y="datum.row + 0.04",
        y2="datum.row + 0.96",
        cx="datum.column + 0.5",
        cy="datum.row + 0.5",
    )
    box = {**at(x="x", y="y"), "x2": "x2:Q", "y2": "y2:Q"}
    told = base.transform_filter("datum.estimable").mark_rect(**EDGE, color=COLOURS["c-red"], cornerRadius=3)
    filled = told.encode(**box, fillOpacity=alt.FillOpacity("shade:Q", scale=None))
    empty = base.transform_filter("!datum.estimable").mark_rect(**EDGE, filled=False, strokeDash=[3, 3])
    ink: dict[str, Any] = {"color": COLOURS["ink"], "baseline": "middle"}
    name = base.mark_text(**ink, fontSize=10.5 if wide else 10, dy=-high * 0.21, lineBreak="\n", lineHeight=11)
    number = base.mark_text(**ink, fontSize=14 if wide else 11, fontWeight=600, dy=high * 0.24)
    middle = at(x="cx", y="cy")
    texts = (name.encode(**middle, text="name:N" if wide else "word:N"), number.encode(**middle, text="number:N"))
    return alt.layer(filled, empty.encode(**box), *texts).properties(width=side * columns, height=high * lines)
