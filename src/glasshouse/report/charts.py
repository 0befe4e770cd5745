"""Charts as inline SVG: made with Altair, drawn by vl-convert, coloured by the page's style sheet.

Each chart is drawn twice, for a broad page and for a phone, and the style sheet shows one of them. Colours go
in as stand-ins that the drawing keeps, and come out as CSS variables, so that one drawing serves light and
dark.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import altair as alt
import vl_convert
from altair.utils.schemapi import debug_mode
from markupsafe import Markup

from glasshouse.scenario.words import TIERS

#: Stand-in colours and the CSS variables that take their place.
COLOURS: dict[str, str] = {
    "ink": "#010101",
    "soft": "#010102",
    "rule": "#010103",
    "paper": "#010104",
    "c-blue": "#010105",
    "c-sky": "#010106",
    "c-grey": "#010107",
    "c-yellow": "#010108",
    "c-orange": "#010109",
    "c-red": "#01010a",
    "c-green": "#01010b",
}
#: The colour of each tier, best to worst; distinct for colour-blind readers and in grey.
TIER_COLOURS: dict[str, str] = dict(
    zip(TIERS, ("c-blue", "c-sky", "c-grey", "c-yellow", "c-orange", "c-red"), strict=True)
)
BROAD, NARROW = 760, 330

#: A date to mark: when, its name, and whether it is late in the run, so that its name stands to the left.
Mark = tuple[date, str, bool]


def tiers(rows: Sequence[dict[str, Any]], events: Sequence[Mark]) -> Markup:
    """People by tier over time, stacked, per 10,000 scored people.

    ``rows`` hold ``date`` (ISO), ``tier`` and ``people``; ``events`` are marked by upright lines.
    """

    marks = _marks(events)

    def chart(width: int) -> Any:
        area = (
            _chart()
            .mark_area(opacity=1, stroke=COLOURS["paper"], strokeWidth=0.6)
            .encode(
                x=_time(),
                y=alt.Y("people:Q", stack="zero", title=None, scale=alt.Scale(domain=[0, 10_000], clamp=True)),
                color=alt.Color(
                    "tier:N",
                    legend=None,
                    scale=alt.Scale(domain=list(TIERS), range=[COLOURS[TIER_COLOURS[tier]] for tier in TIERS]),
                ),
                order=alt.Order("rank:Q"),
            )
            .transform_calculate(rank=f"indexof({list(TIERS)!r}, datum.tier)")
        )
        return _with_events(area, marks, width, 300)

    words = "People by tier over time, per 10,000 scored people. The table below has the figures."
    return draw(chart, words, rows=rows, events=marks)


def feelings(rows: Sequence[dict[str, Any]], events: Sequence[Mark]) -> Markup:
    """Mean fear and trust over time (0 to 255), each a line with a band from ``low`` to ``high``.

    ``rows`` hold ``date``, ``what`` (Fear or Trust), ``level``, ``low`` and ``high``.
    """
    marks = _marks(events)
    scale = alt.Scale(domain=["Fear", "Trust"], range=[COLOURS["c-red"], COLOURS["c-blue"]])

    def chart(width: int) -> Any:
        base = _chart()
        colour = alt.Color("what:N", legend=None, scale=scale)
        y = alt.Y("level:Q", title=None, scale=alt.Scale(domain=[0, 255]))
        band = base.mark_area(opacity=0.25).encode(x=_time(), y=alt.Y("low:Q"), y2="high:Q", color=colour)
        line = base.mark_line(strokeWidth=2).encode(x=_time(), y=y, color=colour)
        names = (
            _chart("ends")
            .mark_text(align="right", dy=-9, fontSize=13, fontWeight=600)
            .encode(x=_time(), y=y, text="what:N", color=colour)
        )
        return _with_events(alt.layer(band, line, names), marks, width, 220)

    last = max((row["date"] for row in rows), default="")
    ends = [row for row in rows if row["date"] == last]
    words = "Mean fear and mean trust over time, on a scale of 0 to 255."
    return draw(chart, words, rows=rows, ends=ends, events=marks)


def groups(rows: Sequence[dict[str, Any]]) -> Markup:
    """Dots with intervals: people harmed per 10,000 of each group, one panel a harm.

    ``rows`` hold ``harm``, ``group``, ``value``, ``low`` and ``high`` (absent with one replicate).
    """
    harms = list(dict.fromkeys(row["harm"] for row in rows))
    names = list(dict.fromkeys(row["group"] for row in rows))

    def chart(width: int) -> alt.VConcatChart | alt.HConcatChart:
        beside = width > 500
        panels = []
        for place, harm in enumerate(harms):
            first = place == 0 or not beside
            axis = alt.Axis(labels=first, ticks=False, domain=False, grid=False, title=None, labelLimit=130)
            y = alt.Y("group:N", sort=names, scale=alt.Scale(domain=names), axis=axis)
            base = _chart(f"harm{place}").properties(title=alt.Title(harm, anchor="start", fontSize=13))
            line = base.mark_rule(strokeWidth=3, color=COLOURS["c-orange"]).encode(
                x=alt.X("low:Q", title=None), x2="high:Q", y=y
            )
            dot = base.mark_circle(size=70, color=COLOURS["c-red"], opacity=1).encode(
                x=alt.X("value:Q", title=None, scale=alt.Scale(zero=True, nice=True), axis=alt.Axis(tickCount=4)),
                y=y,
            )
            layers = (line, dot) if any("low" in row for row in rows) else (dot,)
            panel = (width - 170) // len(harms) - 16 if beside else width - 150
            panels.append(alt.layer(*layers).properties(width=panel, height=26 * max(1, len(names))))
        return alt.hconcat(*panels, spacing=24) if beside else alt.vconcat(*panels, spacing=18)

    words = "People harmed per 10,000 of each group, with intervals. The table has the figures."
    panels: dict[str, Any] = {
        f"harm{place}": [row for row in rows if row["harm"] == harm] for place, harm in enumerate(harms)
    }
    return draw(chart, words, **panels)


def feedback(rows: Sequence[dict[str, Any]]) -> Markup:
    """Districts by camera density and by how often the learned score takes points off there.

    ``rows`` hold ``density`` (sightings per 100 trips), ``penalised`` (per 1,000 rescorings), ``people``.
    """

    def chart(width: int) -> alt.Chart:
        return (
            _chart()
            .mark_circle(color=COLOURS["c-red"], opacity=0.75)
            .encode(
                x=alt.X(
                    "density:Q",
                    title="sightings per 100 trips in the district",
                    scale=alt.Scale(zero=False, nice=True, padding=12),
                ),
                y=alt.Y("penalised:Q", title="points taken off, per 1,000 rescorings"),
                size=alt.Size("people:Q", legend=None, scale=alt.Scale(range=[30, 400])),
            )
            .properties(width=min(520, width - 60), height=240)
        )

    words = "Each dot is a district: its cameras, against how often the learned score takes points off there."
    return draw(chart, words, rows=rows)


def draw(
    chart: Callable[[int], Any], description: str, *, reshaped: bool = False, **data: Sequence[dict[str, Any]]
) -> Markup:
    """Both drawings of a chart; ``chart`` makes it for a width in pixels. ``description`` is read aloud.

    ``reshaped``: the narrow drawing is laid out in another way, not only narrower.

    ``data`` are its named rows. They go into the finished specification, since Altair copies all that it
    holds at every step; for the same reason a chart of one panel is made once, and only its width changes.
    """
    datasets = {name: list(rows) for name, rows in data.items()}
    with debug_mode(False):  # the specifications are fixed, and tests draw each of them
        broad = chart(BROAD).to_dict(validate=False)
        same = "width" in broad and not reshaped
        narrow = {**broad, "width": NARROW - 60} if same else chart(NARROW).to_dict(validate=False)
    return Markup('<div class="broad">{}</div><div class="narrow">{}</div>').format(
        _svg(broad, datasets, description), _svg(narrow, datasets, description)
    )


#: The light colours of ``style.css``, for drawings that are printed without it.
LIGHT: dict[str, str] = {
    "ink": "#1c1b19",
    "soft": "#5c5850",
    "rule": "#d9d4c8",
    "paper": "#fdfcf9",
    "c-blue": "#0072b2",
    "c-sky": "#56b4e9",
    "c-grey": "#cfcac0",
    "c-yellow": "#f0e442",
    "c-orange": "#e69f00",
    "c-red": "#d55e00",
    "c-green": "#009e73",
}


def printed(chart: Any, **data: Sequence[dict[str, Any]]) -> tuple[str, bytes]:
    """A chart as files of their own, in light colours on paper: the text of an SVG, and a PNG of twice its size."""
    with debug_mode(False):
        drawn = chart.to_dict(validate=False)
    text = json.dumps({**drawn, "config": _CONFIG, "datasets": {name: list(rows) for name, rows in data.items()}})
    for name, stand_in in COLOURS.items():
        text = text.replace(stand_in, LIGHT[name])
    spec = {**json.loads(text), "background": LIGHT["paper"], "padding": 18}
    options: Any = {"vl_version": _vega_lite(), "allowed_base_urls": []}
    return vl_convert.vegalite_to_svg(spec, **options), vl_convert.vegalite_to_png(spec, scale=2, **options)


def _vega_lite() -> str:
    return alt.SCHEMA_VERSION.removeprefix("v").rsplit(".", 1)[0]


def _chart(name: str = "rows") -> alt.Chart:
    return alt.Chart(alt.NamedData(name=name))


def _marks(events: Sequence[Mark]) -> list[dict[str, Any]]:
    """The marks as rows; neighbours stand on two rows, so that their names do not run into each other."""
    return [
        {"date": when.isoformat(), "name": name, "late": late, "row": place % 2}
        for place, (when, name, late) in enumerate(events)
    ]


def _svg(chart: dict[str, Any], datasets: dict[str, Any], description: str) -> Markup:
    spec = {**chart, "config": _CONFIG, "datasets": datasets}
    drawing = vl_convert.vegalite_to_svg(spec, vl_version=_vega_lite(), allowed_base_urls=[])
    for name, stand_in in COLOURS.items():
        drawing = re.sub(stand_in, f"var(--{name})", drawing, flags=re.IGNORECASE)
    drawing = re.sub(r"<svg ([^>]*?)>", _opening, drawing, count=1)
    head, rest = drawing.split(">", 1)
    label = Markup(' role="img" aria-label="{}">').format(description)
    return Markup(head) + label + Markup(rest)


def _opening(match: re.Match[str]) -> str:
    """The svg tag without namespaces (not needed in HTML) and without roles of its own."""
    kept = re.findall(r'(?:class|width|height|viewBox)="[^"]*"', match.group(1))
    return f"<svg {' '.join(kept)}>"


def _time() -> alt.X:
    return alt.X(
        "date:T",
        title=None,
        scale=alt.Scale(type="utc"),
        axis=alt.Axis(format="%b %Y", grid=False, labelOverlap="greedy", tickCount=6),
    )


def _with_events(chart: Any, marks: Sequence[dict[str, Any]], width: int, height: int) -> Any:
    layers = [chart]
    if marks:
        base = _chart("events")
        layers.append(base.mark_rule(strokeDash=[3, 3], color=COLOURS["ink"]).encode(x=_time()))
        for late, row in sorted({(mark["late"], mark["row"]) for mark in marks}):
            where = f"datum.late == {str(late).lower()} && datum.row == {row}"
            text = base.transform_filter(where).mark_text(
                align="right" if late else "left",
                dx=-4 if late else 4,
                dy=-7 - 15 * row,
                fontSize=12,
                color=COLOURS["ink"],
            )
            layers.append(text.encode(x=_time(), y=alt.value(0), text="name:N"))
    return alt.layer(*layers).properties(width=width - 60, height=height)


_CONFIG: dict[str, Any] = {
    "background": None,
    "font": "sans-serif",
    "aria": False,
    "view": {"stroke": None},
    "title": {"color": COLOURS["ink"], "fontWeight": 600, "offset": 8},
    "axis": {
        "labelColor": COLOURS["soft"],
        "titleColor": COLOURS["soft"],
        "titleFontWeight": "normal",
        "titleFontSize": 12,
        "labelFontSize": 12,
        "gridColor": COLOURS["rule"],
        "domainColor": COLOURS["soft"],
        "tickColor": COLOURS["soft"],
    },
}
