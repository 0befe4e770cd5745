"""The one picture of a comparison: a bar for each scenario, of what ``comparison_subject`` says that it is about.

Beside it stand who is spared and who is newly harmed, or what the bar is made of. Each scenario has its own title, and
below it whether it is documented or hypothetical.

It is drawn into the page, and as an SVG and a PNG of its own that carry their title, their unit and their source, so
that they can be printed without the page.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from glasshouse.comparison.comparison import Comparison
from glasshouse.comparison.comparison_subject import Beside, Subject, counts_only, from_worst, level, subject
from glasshouse.measures.intervals import Spread
from glasshouse.report import chart_drawing
from glasshouse.report.chart_drawing import COLOURS, Chart
from glasshouse.wording.lists_and_nouns import counted, people
from glasshouse.wording.numbers import short, whole

SOURCE = "Source: glasshouse, invented people, not a forecast."
_ROW = 58
_LABELS = 232
#: Letters of a name on one line, and on a second one.
_LETTERS = 34


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
    titled, rows = _titled(comparison)
    svg, png = chart_drawing.printed(titled, **rows)
    return Picture(
        about=subject(comparison), inline=chart(comparison), svg=svg, png=png, unit=unit_of(comparison), source=SOURCE
    )


def figure(comparison: Comparison) -> alt.TopLevelMixin:
    """The picture as an Altair chart with its title, unit and source. Raises ``BadInputError`` without a replicate."""
    comparison.require_table()
    titled, rows = _titled(comparison)
    return chart_drawing.altair_chart(chart_drawing.printable(titled, **rows))


def _titled(comparison: Comparison) -> tuple[Any, dict[str, list[dict[str, Any]]]]:
    """The broad drawing under its title, and its rows by name."""
    rows = _bars_of(comparison)
    titled = f"{comparison.scenario.title}, and other scenarios ({comparison.manifest['label']})"
    title = alt.Title(
        subject(comparison).title, subtitle=[titled, unit_of(comparison)], anchor="start", fontSize=20,
        subtitleFontSize=13, subtitleColor=COLOURS["soft"], frame="bounds", offset=24, subtitlePadding=6,
    )  # fmt: skip
    source = [{"text": SOURCE, "under": len(rows) * _ROW}]
    drawn = _broad(rows, chart_drawing.BROAD).properties(title=title)
    return drawn, {"bars": rows, "heads": [*_heads(comparison)], "source": source}


def _heads(comparison: Comparison) -> list[dict[str, str]]:
    about = subject(comparison)
    texts = {"level": about.wronged, **{f"beside{k}": each.head for k, each in enumerate(about.beside)}}
    return [{"what": what, "text": text} for what, text in texts.items()]


def _rows(comparison: Comparison) -> list[dict[str, Any]]:
    """The figures alone, for whoever takes them along: the baseline, then the scenarios."""
    about = subject(comparison)
    unit = "count" if counts_only(comparison) else "per_10000" if about.people else "per_10000_a_year"
    rows = []
    for arm in ("baseline", *from_worst(comparison)):
        own = level(comparison, arm) or Spread(value=0.0)
        row = {"arm": comparison.about(arm)["title"], "label": comparison.label(arm)}
        row |= {unit: own.value, "low": own.low, "high": own.high}
        for each in about.beside if arm != "baseline" or not _between(about) else ():
            found = _beside(comparison, arm, each)
            row[each.name] = None if found is None else found.value
        rows.append(row)
    return rows


def _between(about: Subject) -> bool:
    """Whether what stands beside is between two scenarios, so that the baseline has none of it."""
    return any(each.column for each in about.beside)


def _beside(comparison: Comparison, arm: str, each: Beside) -> Spread | None:
    return level(comparison, arm, each.measures, each.column)


def _bars_of(comparison: Comparison) -> list[dict[str, Any]]:
    """The same as they are drawn."""
    return [_bar(comparison, arm) for arm in ("baseline", *from_worst(comparison))]


def _bar(comparison: Comparison, arm: str) -> dict[str, Any]:
    about, first = subject(comparison), arm == "baseline"
    own = level(comparison, arm) or Spread(value=0.0)
    low, high = (own.value if end is None else end for end in (own.low, own.high))
    texts = {}
    for k, each in enumerate(about.beside):
        found = None if first and each.column else _beside(comparison, arm, each)
        texts[f"beside{k}"] = short(found.value) if found else "" if first else "–"
    told = [f"{text} {about.beside[k].head}" for k, text in enumerate(texts.values()) if text not in ("", "–")]
    return {
        **_name(comparison.about(arm)["title"]),
        "label": comparison.label(arm),
        "first": first,
        "value": own.value,
        "low": low,
        "high": high,
        "level": str(own),
        "told": "; ".join([f"{comparison.label(arm)}: {own}", *([", ".join(told)] if told else [])]),
        **texts,
    }


def _name(title: str) -> dict[str, Any]:
    """A scenario's name, and the same on at most two lines.

    >>> _name("Human review + redress.review_share = 0.5")["name"].split("\\n")
    ['Human review +', 'redress.review_share = 0.5']
    """
    lines = textwrap.wrap(title, _LETTERS, max_lines=2, placeholder=" …") or [title]
    return {"arm": title, "name": "\n".join(lines), "lines": len(lines)}


def unit_of(comparison: Comparison) -> str:
    """What the picture counts, and out of whom."""
    about, days = subject(comparison), counted(int(comparison.manifest["days"]), "day")
    size = int(comparison.manifest["population"])
    who = whole(size) if about.people else people(size)
    what = "People" if about.people else about.wronged.capitalize()
    lines = f"where 90 % of {comparison.drawn.draws} draws lie" if comparison.drawn else ""
    if comparison.replicates == 1:
        return f"{what} in {days}, in this one run of {who}{f'; lines: {lines}' if lines else ''}"
    of = f"{what} of every 10,000 in {days}" if about.people else f"{what} a year of 10,000 people"
    if counts_only(comparison):
        of = f"{what} {'of' if about.people else 'among'} {who} in {days}, too few for a rate"
    return f"{of}; lines: {lines or f'what {comparison.replicates} replicates span'}"


def _description(comparison: Comparison, rows: Sequence[dict[str, Any]]) -> str:
    parts = [f"{row['arm']} ({row['label']}): {row['level']}" for row in rows]
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
    """Names and labels left of the bars, figures right of them in columns, the first as wide as its longest text."""
    count, first = len(rows), max(118, 14 + 6.6 * max(len(row["level"]) for row in rows))
    names = ["level", *(name for name in ("beside0", "beside1") if name in rows[0])]
    columns = dict(zip(names, (first, first + 84, first + 170), strict=False))
    across = width - _LABELS - 10 - max(columns.values())
    y = alt.Y("arm:N", sort=None, axis=None)
    base = alt.Chart(alt.NamedData(name="bars"))
    layers = [*_bars(y, 18)]
    left: dict[str, Any] = {"align": "left", "baseline": "middle", "limit": _LABELS - 8}
    for lines, dy in ((1, -8), (2, -16)):  # a name of one line or two, and the label below it: their middle at the bar
        own = base.transform_filter(f"datum.lines == {lines}")
        named = own.mark_text(**left, dy=dy, fontSize=13, lineBreak="\n", lineHeight=16, color=COLOURS["ink"])
        label = own.mark_text(**left, dy=lines * 16 + dy + 1, fontSize=12, color=COLOURS["soft"])
        layers.append(named.encode(x=alt.value(-_LABELS), y=y, text="name:N"))
        layers.append(label.encode(x=alt.value(-_LABELS), y=y, text="label:N"))
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
    y = alt.Y("arm:N", sort=None, axis=None)
    base = alt.Chart(alt.NamedData(name="bars"))
    name = base.mark_text(align="left", dy=-34, fontSize=13, fontWeight=600, color=COLOURS["ink"], limit=width - 20)
    figures = base.mark_text(align="left", dy=-17, fontSize=12, color=COLOURS["soft"], limit=width - 20)
    layers = [
        *_bars(y, 14),
        name.encode(x=alt.value(0), y=y, text="arm:N"),
        figures.encode(x=alt.value(0), y=y, text="told:N"),
    ]
    return alt.layer(*layers).properties(width=width - 30, height=count * 74)
