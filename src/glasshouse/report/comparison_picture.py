"""The one picture of a comparison: for each scenario, how much less or more harm it leaves than the baseline.

A dot is the difference, among the same people, and its line the interval of that difference: what both scenarios share
has fallen out of it. Two levels beside each other, each with an interval of its own, would hide it. Beside it stand who
is spared and who is newly harmed, or what the harm is made of. Each scenario has its own title, and below it whether it
is documented or hypothetical. The title is what was found.

It is drawn into the page, and as files of its own that carry their title, unit, key and source, so that they can be
printed without the page.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from glasshouse.comparison.comparison import Comparison
from glasshouse.comparison.comparison_finding import finding
from glasshouse.comparison.comparison_subject import (
    Beside,
    Subject,
    counts_only,
    difference,
    from_worst,
    level,
    subject,
)
from glasshouse.comparison.comparison_words import baseline_title
from glasshouse.folders.output_label import NOT_A_FORECAST
from glasshouse.measures.intervals import Spread
from glasshouse.report import chart_drawing, chart_files
from glasshouse.report.chart_drawing import COLOURS, Chart
from glasshouse.wording.change_words import signed, signed_ends
from glasshouse.wording.lists_and_nouns import counted, people
from glasshouse.wording.numbers import short, whole

_ROW = 58
_LABELS = 232
#: Letters of a name on one line, and on a second one.
_LETTERS = 34
#: Letters of the title and of what stands below it on one line.
_TITLE, _SUBTITLE = 62, 104
#: From so many times the smallest difference on, the scale is a logarithmic one.
_WIDE = 10


@dataclass(frozen=True, kw_only=True)
class Picture:
    """The picture: into the page, and as files by their endings. ``unit`` and ``source`` are its small print."""

    about: Subject
    finding: str
    inline: Chart
    files: Mapping[str, bytes]
    unit: str
    source: str


def chart(comparison: Comparison) -> Chart:
    """The picture of a comparison as a page shows it."""
    rows = _drawn_rows(comparison)

    def bare(width: int) -> Any:
        return _broad(rows, width) if width > 500 else _narrow(rows, width)

    shown = {"rows": _rows(comparison), "bars": rows, "heads": _heads(comparison), "source": []}
    return Chart(make=bare, words=_description(comparison, rows), reshaped=True, data=shown)


def draw(comparison: Comparison, *, printed: bool = True) -> Picture:
    """The picture of a comparison, with all its drawings; as a file the SVG alone unless it is to be ``printed``."""
    titled, rows = _titled(comparison)
    svg = chart_drawing.printed(titled, **rows)
    return Picture(
        about=subject(comparison),
        finding=finding(comparison),
        inline=chart(comparison),
        files=chart_files.files(svg) if printed else {"svg": svg.encode()},
        unit=unit_of(comparison),
        source=source_of(comparison),
    )


def figure(comparison: Comparison) -> alt.TopLevelMixin:
    """The picture as an Altair chart with its title, unit and source. Raises ``BadInputError`` without a replicate."""
    comparison.require_table()
    titled, rows = _titled(comparison)
    return chart_drawing.altair_chart(chart_drawing.printable(titled, **rows))


def source_of(comparison: Comparison) -> str:
    """Where the picture comes from: the version, and the baseline's digest, by which it can be made again."""
    facts = comparison.manifest
    made = chart_files.made_by(str(facts.get("version", "")), str(comparison.about("baseline").get("digest") or ""))
    return f"{made} (the baseline’s)" if "digest" in made else made


def _titled(comparison: Comparison) -> tuple[Any, dict[str, list[dict[str, Any]]]]:
    """The broad drawing under its title, and its rows by name."""
    rows = _drawn_rows(comparison)
    below = [
        *textwrap.wrap(
            f"{baseline_title(comparison)}, and other scenarios ({comparison.manifest['label']})", _SUBTITLE
        ),
        *textwrap.wrap(f"{unit_of(comparison)}.", _SUBTITLE),
    ]
    title = alt.Title(
        textwrap.wrap(finding(comparison), _TITLE), subtitle=below, anchor="start", fontSize=20,
        subtitleFontSize=13, subtitleColor=COLOURS["soft"], frame="bounds", offset=24, subtitlePadding=6,
    )  # fmt: skip
    notes = [NOT_A_FORECAST, source_of(comparison)]
    source = [{"text": text, "line": line} for line, text in enumerate(notes)]
    drawn = _broad(rows, chart_drawing.BROAD).properties(title=title)
    return drawn, {"bars": rows, "heads": [*_heads(comparison)], "source": source}


def _heads(comparison: Comparison) -> list[dict[str, str]]:
    about = subject(comparison)
    texts = {"level": "difference", **{f"beside{k}": each.head for k, each in enumerate(about.beside)}}
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
        if arm != "baseline" and (change := difference(comparison, arm)):
            row |= {"difference": change.value, "difference_low": change.low, "difference_high": change.high}
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


def _drawn_rows(comparison: Comparison) -> list[dict[str, Any]]:
    """The scenarios' differences as they are drawn."""
    return [_drawn_row(comparison, arm) for arm in from_worst(comparison)]


def _drawn_row(comparison: Comparison, arm: str) -> dict[str, Any]:
    about, change = subject(comparison), difference(comparison, arm)
    own = change or Spread(value=0.0)
    low, high = (own.value if end is None else end for end in (own.low, own.high))
    texts = {}
    for k, each in enumerate(about.beside):
        found = _beside(comparison, arm, each)
        texts[f"beside{k}"] = short(found.value) if found else "–"
    text = "–" if change is None else signed(own.value)
    interval = "" if change is None else signed_ends(own)
    told = [f"{text} {about.beside[k].head}" for k, text in enumerate(texts.values()) if text != "–"]
    whole_text = f"{text} ({interval})" if interval else text
    return {
        **_name(comparison.about(arm)["title"]),
        "label": comparison.label(arm),
        "value": own.value,
        "low": low,
        "high": high,
        "level": text,
        "interval": interval,
        "told": "; ".join([whole_text, *([", ".join(told)] if told else [])]),
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
    """What the picture counts, out of whom, on what scale, and what its lines are; and the baseline's level."""
    about, days = subject(comparison), counted(int(comparison.manifest["days"]), "day")
    size = int(comparison.manifest["population"])
    who = whole(size) if about.people else people(size)
    what = f"{'people ' if about.people else ''}{about.wronged}"
    of = f"of every 10,000 in {days}" if about.people else "a year among 10,000 people"
    if comparison.replicates == 1:
        of = f"in {days}, in this one run of {who}"
    elif counts_only(comparison):
        of = f"{'of' if about.people else 'among'} {who} in {days}, too few for a rate"
    before = level(comparison, "baseline") or 0
    scale = "; the scale is logarithmic" if _logarithmic(_drawn_rows(comparison)) else ""
    return f"Difference from the baseline’s {before}, among the same people: {what}, {of}{scale}{_lines(comparison)}"


def _lines(comparison: Comparison) -> str:
    """What the lines through the dots are."""
    if comparison.drawn is not None:
        draws = counted(comparison.drawn.draws, "draw")
        return f". Dots: assumptions at their central values; lines: 90 % of {draws} of them"
    if comparison.replicates == 1:
        return ""
    return f". Dots: replicate 0; lines: what {comparison.replicates} replicates span"


def _description(comparison: Comparison, rows: Sequence[dict[str, Any]]) -> str:
    parts = [f"{row['arm']} ({row['label']}): {row['level']}{_bracketed(row['interval'])}" for row in rows]
    return f"{finding(comparison)}. {unit_of(comparison)}. {'; '.join(parts)}. The tables below have the figures."


def _bracketed(interval: str) -> str:
    return f" ({interval})" if interval else ""


def _logarithmic(rows: Sequence[dict[str, Any]]) -> bool:
    """Whether the differences are too unlike for one linear scale."""
    sizes = [size for row in rows if (size := max(abs(row["low"]), abs(row["high"]), abs(row["value"]))) > 0]
    return bool(sizes) and max(sizes) > _WIDE * max(1.0, min(sizes))


def _scale(rows: Sequence[dict[str, Any]]) -> alt.X:
    """One scale for all scenarios, with 0 on it; the numbers at its ticks have their signs."""
    ends = [0.0, *(row[end] for row in rows for end in ("low", "high", "value"))]
    low, high = min(ends), max(ends)
    if low == high:
        low, high = -1.0, 1.0
    axis: dict[str, Any] = {
        "grid": True, "domain": False, "ticks": False, "labelFlush": False,
        "labelExpr": "replace((datum.value > 0 ? '+' : '') + format(datum.value, ',~r'), '-', '−')",
    }  # fmt: skip
    if not _logarithmic(rows):
        scale = alt.Scale(domain=[low, high], nice=4, zero=True)
        return alt.X("value:Q", title=None, scale=scale, axis=alt.Axis(tickCount=4, **axis))
    powers = [10.0**power for power in range(9)]
    down, up = (max((power for power in powers if power <= size), default=0.0) for size in (-low, high))
    # The outermost power of ten on each side that leaves room, and one in between where it is far.
    values = [-down, -(down**0.5 if down >= 100 and round(down**0.5) ** 2 == down else 0), 0.0, up]
    scale = alt.Scale(type="symlog", constant=1, domain=[low * 1.15, high * 1.15], nice=False)
    return alt.X("value:Q", title=None, scale=scale, axis=alt.Axis(values=sorted(set(values)), **axis))


def _marks(rows: Sequence[dict[str, Any]], y: alt.Y) -> list[Any]:
    """The line of the baseline, and a dot with its interval for each scenario."""
    base, x = alt.Chart(alt.NamedData(name="bars")), _scale(rows)
    zero = base.transform_aggregate(n="count()").transform_calculate(value="0")
    return [
        zero.mark_rule(color=COLOURS["ink"], strokeWidth=1).encode(x=x),
        base.mark_rule(strokeWidth=4, color=COLOURS["c-orange"]).encode(x=alt.X("low:Q"), x2="high:Q", y=y),
        base.mark_circle(size=90, color=COLOURS["c-red"], opacity=1).encode(x=x, y=y),
    ]


def _broad(rows: Sequence[dict[str, Any]], width: int) -> Any:
    """Names and labels left of the dots, figures right of them in columns, the first as wide as its longest text."""
    count = len(rows)
    first = max(96, 14 + 6.4 * max((len(row["interval"]) for row in rows), default=0))
    names = ["level", *(name for name in ("beside0", "beside1") if name in rows[0])]
    columns = dict(zip(names, (first, first + 84, first + 170), strict=False))
    across = width - _LABELS - 10 - max(columns.values())
    y = alt.Y("arm:N", sort=None, axis=None)
    base = alt.Chart(alt.NamedData(name="bars"))
    layers = [*_marks(rows, y)]
    left: dict[str, Any] = {"align": "left", "baseline": "middle", "limit": _LABELS - 8}
    for lines, dy in ((1, -8), (2, -16)):  # a name of one line or two, and the label below it: their middle at the dot
        own = base.transform_filter(f"datum.lines == {lines}")
        named = own.mark_text(**left, dy=dy, fontSize=13, lineBreak="\n", lineHeight=16, color=COLOURS["ink"])
        label = own.mark_text(**left, dy=lines * 16 + dy + 1, fontSize=12, color=COLOURS["soft"])
        layers.append(named.encode(x=alt.value(-_LABELS), y=y, text="name:N"))
        layers.append(label.encode(x=alt.value(-_LABELS), y=y, text="label:N"))
    right_of: dict[str, Any] = {"align": "right", "baseline": "middle"}
    for what, right in columns.items():
        at = {"x": alt.value(across + right), "y": y}
        for raised in (True, False):
            where = "datum.interval != ''" if raised else "datum.interval == ''"
            dy = -8 if raised and what == "level" else 0
            text = base.transform_filter(where).mark_text(**right_of, dy=dy, fontSize=13, color=COLOURS["ink"])
            layers.append(text.encode(**at, text=f"{what}:N"))
        if what == "level":
            small = base.mark_text(**right_of, dy=9, fontSize=12, color=COLOURS["soft"])
            layers.append(small.encode(**at, text="interval:N"))
        head = {"align": "right", "fontSize": 12, "color": COLOURS["soft"], "dy": -10}
        heads = alt.Chart(alt.NamedData(name="heads")).transform_filter(f"datum.what == '{what}'")
        layers.append(heads.mark_text(**head).encode(x=alt.value(across + right), y=alt.value(0), text="text:N"))
    for line in range(2):
        note = alt.Chart(alt.NamedData(name="source")).transform_filter(f"datum.line == {line}")
        told = note.mark_text(align="left", dx=-_LABELS, dy=44 + 16 * line, fontSize=12, color=COLOURS["soft"])
        layers.append(told.encode(x=alt.value(0), y=alt.value(count * _ROW), text="text:N"))
    return alt.layer(*layers).properties(width=across, height=count * _ROW)


def _narrow(rows: Sequence[dict[str, Any]], width: int) -> Any:
    """Names and figures in two lines above each dot."""
    y = alt.Y("arm:N", sort=None, axis=None)
    base = alt.Chart(alt.NamedData(name="bars"))
    name = base.mark_text(align="left", dy=-34, fontSize=13, fontWeight=600, color=COLOURS["ink"], limit=width - 20)
    figures = base.mark_text(align="left", dy=-17, fontSize=12, color=COLOURS["soft"], limit=width - 20)
    layers = [
        *_marks(rows, y),
        name.transform_calculate(named="datum.arm + ' (' + datum.label + ')'").encode(
            x=alt.value(0), y=y, text="named:N"
        ),
        figures.encode(x=alt.value(0), y=y, text="told:N"),
    ]
    return alt.layer(*layers).properties(width=width - 30, height=len(rows) * 74)
