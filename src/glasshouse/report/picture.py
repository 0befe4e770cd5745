"""The one picture of a comparison: for each world a bar of people wronged, who is spared and who is newly harmed.

Wronged are those wrongly sanctioned. Where nobody can be sanctioned, it shows who is taken for somebody else or how
often people are stopped; and where nobody can be stopped either, what they hold back out of fear.

It is drawn into the page, and as an SVG and a PNG of its own that carry their title, their unit and their source, so
that they can be printed without the page.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from glasshouse.comparison import reported
from glasshouse.comparison.comparison import Comparison
from glasshouse.comparison.words import account, estimable
from glasshouse.report import drawing
from glasshouse.report.drawing import COLOURS, Chart
from glasshouse.results.measures import HARMS
from glasshouse.results.numbers import Spread, short, spread, whole

SOURCE = "Source: glasshouse, invented people, not a forecast."
_ROW = 38
_LABELS = 190
#: Letters of a name on one line, and on a second one.
_LETTERS = 26


@dataclass(frozen=True, kw_only=True)
class Subject:
    """Whom the picture is about: the measure, the title, and in a word or two what happened.

    ``level`` says how much of it there is, with {level}, {of} and {days} or {span} in it; ``people`` is whether the
    measure counts people, and not what happens to them in a year.

    >>> WRONGFUL.ranked, CHILLED.ranked
    (True, False)
    """

    measure: str
    title: str
    wronged: str
    level: str
    people: bool = True

    @property
    def ranked(self) -> bool:
        """Whether less of it is better in itself, so that worlds may be put in order by it.

        Stops, and what is held back out of fear, are reported and never aimed at: fewer right stops can be bought
        with blindness, less fear with secrecy.
        """
        return HARMS[self.measure].objective


WRONGFUL = Subject(
    measure="wrongful",
    title="Who is wrongly sanctioned, in each world",
    wronged="wrongly sanctioned",
    level="{level} of {of} are wrongly sanctioned within {days} days",
)
MISTAKEN = Subject(
    measure="misidentified",
    title="Who is taken for somebody else, in each world",
    wronged="misidentified",
    level="{level} of {of} are taken for somebody else within {days} days",
)
STOPPED = Subject(
    measure="stops",
    title="How often people are stopped after an alert, in each world",
    wronged="stops",
    level="{of} are stopped {level} times {span}",
    people=False,
)
CHILLED = Subject(
    measure="chilled",
    title="What people hold back out of fear, in each world",
    wronged="acts held back",
    level="{of} hold back from {level} lawful posts, messages and gatherings {span}",
    people=False,
)


def subject(comparison: Comparison) -> Subject:
    """Whom the picture of a comparison is about: what its account of the worlds begins with, if that ever happens."""
    told = account(comparison.scenario)
    if told is reported:
        return CHILLED
    if told is None:
        return WRONGFUL
    columns = ("baseline", "arm_value")
    return (
        MISTAKEN
        if any(any(comparison.values(a, "misidentified", c)) for a in comparison.arms for c in columns)
        else STOPPED
    )


def counted(comparison: Comparison) -> bool:
    """Whether the picture counts people and gives no rate: one run, or so few people in a world that none holds."""
    measure = subject(comparison).measure
    return comparison.replicates == 1 or not all(estimable(comparison, arm, measure) for arm in comparison.arms)


@dataclass(frozen=True, kw_only=True)
class Picture:
    """The picture three ways: into the page, and as files. ``unit`` and ``source`` are its lines of small print."""

    about: Subject
    inline: Chart
    svg: str
    png: bytes
    unit: str
    source: str


def chart(comparison: Comparison) -> Chart:
    """The picture of a comparison as a page shows it."""
    rows = _bars_of(comparison)

    def bare(width: int) -> Any:
        return _broad(rows, width) if width > 500 else _narrow(len(rows), width)

    shown = {"rows": _rows(comparison), "bars": rows, "heads": _heads(comparison), "source": []}
    return Chart(make=bare, words=_description(comparison, rows), reshaped=True, data=shown)


def draw(comparison: Comparison) -> Picture:
    """The picture of a comparison, with all its drawings."""
    rows, about, unit = _bars_of(comparison), subject(comparison), unit_of(comparison)
    titled = f"{comparison.scenario.title} ({comparison.manifest['label']})"

    def printed(width: int) -> Any:
        return _broad(rows, width).properties(
            title=alt.Title(
                about.title, subtitle=[titled, unit], anchor="start", fontSize=20, subtitleFontSize=13,
                subtitleColor=COLOURS["soft"], frame="bounds", offset=24, subtitlePadding=6,
            )
        )  # fmt: skip

    source = [{"text": SOURCE, "under": len(rows) * _ROW}]
    svg, png = drawing.printed(printed(drawing.BROAD), bars=rows, heads=_heads(comparison), source=source)
    return Picture(about=about, inline=chart(comparison), svg=svg, png=png, unit=unit, source=SOURCE)


def _heads(comparison: Comparison) -> list[dict[str, str]]:
    texts = {"level": subject(comparison).wronged, "spared": "spared", "newly": "newly harmed"}
    return [{"what": what, "text": text} for what, text in texts.items()]


def _order(comparison: Comparison) -> list[str]:
    """The arms from the worst to the best; in the order asked for where none is better."""
    arms = list(comparison.arms)
    if not subject(comparison).ranked:
        return arms
    return sorted(arms, key=lambda arm: -_level(comparison, arm, "arm_value").value)


def _rows(comparison: Comparison) -> list[dict[str, Any]]:
    """The figures alone, for whoever takes them along: the baseline, then the worlds."""
    about = subject(comparison)
    unit = "count" if counted(comparison) else "per_10000" if about.people else "per_10000_a_year"
    worlds = [("baseline", comparison.arms[0], "baseline")]
    worlds += [(arm, arm, "arm_value") for arm in _order(comparison)]
    rows = []
    for name, arm, column in worlds:
        level = _level(comparison, arm, column)
        row = {"world": comparison.about(name)["title"], unit: level.value, "low": level.low, "high": level.high}
        for what in () if name == "baseline" else ("spared", "newly_harmed"):
            found = _found(comparison, arm, f"people_{what}")
            row[what] = None if found is None else found.value
        rows.append(row)
    return rows


def _bars_of(comparison: Comparison) -> list[dict[str, Any]]:
    """The same as they are drawn."""
    level = _level(comparison, comparison.arms[0], "baseline")
    title = comparison.about("baseline")["title"]
    first = {**_name(title), "first": True, "spared": "", "newly": "", **_bar(level)}
    return [first, *(_row(comparison, arm) for arm in _order(comparison))]


def _row(comparison: Comparison, arm: str) -> dict[str, Any]:
    people = {
        "spared": _people(comparison, arm, "people_spared"),
        "newly": _people(comparison, arm, "people_newly_harmed"),
    }
    title = comparison.about(arm)["title"]
    return {**_name(title), "first": False, **people, **_bar(_level(comparison, arm, "arm_value"))}


def _name(title: str) -> dict[str, Any]:
    """A world's name, and the same on at most two lines.

    >>> _name("Human review + redress.review_share = 0.5")["label"].split("\\n")
    ['Human review +', 'redress.review_share = 0.5']
    """
    lines = textwrap.wrap(title, _LETTERS, max_lines=2, placeholder=" …") or [title]
    return {"world": title, "label": "\n".join(lines), "lines": len(lines)}


def _level(comparison: Comparison, arm: str, column: str) -> Spread:
    """Per 10,000, or a count."""
    return _found(comparison, arm, column) or Spread(value=0.0)


def _found(comparison: Comparison, arm: str, column: str) -> Spread | None:
    """The same; None where it is not defined."""
    measure = subject(comparison).measure
    if not counted(comparison):
        return comparison.figure(arm, measure, column)
    values = comparison.values(arm, measure, column)
    return spread(values) if values else None


def _bar(level: Spread) -> dict[str, Any]:
    low, high = (level.value if end is None else end for end in (level.low, level.high))
    return {"value": level.value, "low": low, "high": high, "level": str(level), "number": short(level.value)}


def _people(comparison: Comparison, arm: str, column: str) -> str:
    figure = _found(comparison, arm, column)
    return "–" if figure is None else short(figure.value)


def unit_of(comparison: Comparison) -> str:
    """What the picture counts, and out of whom."""
    about, days = subject(comparison), whole(int(comparison.manifest["days"]))
    people = whole(int(comparison.manifest["population"]))
    if comparison.replicates == 1:
        what = "People" if about.people else about.wronged.capitalize()
        return f"{what} in {days} days, in this one run of {people}"
    of = f"People of every 10,000 in {days} days" if about.people else "Times a year of 10,000 people"
    if counted(comparison):
        of = f"People of {people} in {days} days, too few for a rate"
    return f"{of}; lines: what {comparison.replicates} replicates span"


def _description(comparison: Comparison, rows: Sequence[dict[str, Any]]) -> str:
    parts = [f"{row['world']}: {row['level']}" for row in rows]
    return f"{subject(comparison).title}. {unit_of(comparison)}. {'; '.join(parts)}. The tables below have the figures."


def _scale() -> alt.X:
    axis = alt.Axis(tickCount=4, grid=True, domain=False, ticks=False, labelFlush=False)
    return alt.X("value:Q", title=None, scale=alt.Scale(zero=True, nice=True), axis=axis)


def _bars(y: alt.Y, size: int) -> list[Any]:
    base = alt.Chart(alt.NamedData(name="bars"))
    colour = alt.condition("datum.first", alt.value(COLOURS["c-red"]), alt.value(COLOURS["c-orange"]))
    return [
        base.mark_bar(size=size).encode(x=_scale(), y=y, color=colour),
        base.mark_rule(strokeWidth=1.6, color=COLOURS["ink"]).encode(x="low:Q", x2="high:Q", y=y),
        *(
            base.mark_tick(thickness=1.6, size=9, color=COLOURS["ink"]).encode(x=alt.X(f"{end}:Q"), y=y)
            for end in ("low", "high")
        ),
    ]


def _broad(rows: Sequence[dict[str, Any]], width: int) -> Any:
    """Names left of the bars, figures right of them in three columns, the first as wide as its longest text."""
    count, level = len(rows), max(118, 14 + 6.6 * max(len(row["level"]) for row in rows))
    columns = {"level": level, "spared": level + 60, "newly": level + 144}
    across = width - _LABELS - 10 - columns["newly"]
    y = alt.Y("world:N", sort=None, axis=None)
    base = alt.Chart(alt.NamedData(name="bars"))
    layers = [*_bars(y, 18)]
    for lines, dy in ((1, 0), (2, -8)):  # a name of two lines stands with its middle at the bar
        own = base.transform_filter(f"datum.lines == {lines}").mark_text(
            align="left", baseline="middle", dy=dy, fontSize=14, lineBreak="\n", lineHeight=16,
            color=COLOURS["ink"], limit=_LABELS - 8,
        )  # fmt: skip
        layers.append(own.encode(x=alt.value(-_LABELS), y=y, text="label:N"))
    for what, right in columns.items():
        text = {"align": "right", "fontSize": 13, "color": COLOURS["ink"]}
        layers.append(base.mark_text(**text).encode(x=alt.value(across + right), y=y, text=f"{what}:N"))
        head = {"align": "right", "fontSize": 12, "color": COLOURS["soft"], "dy": -10}
        heads = alt.Chart(alt.NamedData(name="heads")).transform_filter(f"datum.what == '{what}'")
        layers.append(heads.mark_text(**head).encode(x=alt.value(across + right), y=alt.value(0), text="text:N"))
    note = alt.Chart(alt.NamedData(name="source")).mark_text(
        align="left", dx=-_LABELS, dy=44, fontSize=12, color=COLOURS["soft"]
    )
    layers.append(note.encode(x=alt.value(0), y=alt.value(count * _ROW), text="text:N"))
    return alt.layer(*layers).properties(width=across, height=count * _ROW)


def _narrow(count: int, width: int) -> Any:
    """Names and figures in two lines above each bar."""
    y = alt.Y("world:N", sort=None, axis=None)
    base = alt.Chart(alt.NamedData(name="bars"))
    name = base.mark_text(align="left", dy=-34, fontSize=13, fontWeight=600, color=COLOURS["ink"], limit=width - 20)
    figures = base.transform_calculate(
        text="datum.level + (datum.first ? '' : '; ' + datum.spared + ' spared, ' + datum.newly + ' newly harmed')"
    ).mark_text(align="left", dy=-17, fontSize=12, color=COLOURS["soft"], limit=width - 20)
    layers = [
        *_bars(y, 14),
        name.encode(x=alt.value(0), y=y, text="world:N"),
        figures.encode(x=alt.value(0), y=y, text="text:N"),
    ]
    return alt.layer(*layers).properties(width=width - 30, height=count * 74)
