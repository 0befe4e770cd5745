"""The charts of a run's report, as Vega-Lite specifications made with Altair."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from math import log1p
from typing import Any

import altair as alt

from glasshouse.card_section import DistrictDots
from glasshouse.report.chart_drawing import COLOURS, Chart, named
from glasshouse.wording.numbers import short, whole

#: The colours of two to eight tiers, best to worst; distinct for colour-blind readers and in grey.
_TIER_COLOURS: dict[int, str] = {
    2: "blue red",
    3: "blue grey red",
    4: "blue sky orange red",
    5: "blue sky grey orange red",
    6: "blue sky grey yellow orange red",
    7: "blue sky green grey yellow orange red",
    8: "blue sky green grey yellow orange pink red",
}

#: A date to mark: when, its name, and whether it is late in the run, so that its name stands to the left.
Mark = tuple[date, str, bool]


def tier_colours(names: Sequence[str]) -> dict[str, str]:
    """The colour of each tier by its name, best first.

    >>> tier_colours(("good", "bad"))
    {'good': 'c-blue', 'bad': 'c-red'}
    """
    colours = _TIER_COLOURS[len(names)].split()
    return {name: f"c-{colour}" for name, colour in zip(names, colours, strict=True)}


#: The height of the chart of tiers, and of a line of its labels.
_TIERS, _LABEL = 300, 15


def tiers(rows: Sequence[dict[str, Any]], events: Sequence[Mark]) -> Chart:
    """People by tier over time, a line a tier, per 10,000 scored people.

    The scale is a logarithmic one with 0 on it, so that a tier of a few people is seen beside one of thousands. Each
    line has its tier and its last figure at its end. ``rows`` hold ``date`` (ISO), ``tier`` and ``per_10000_scored``,
    the best tier of a date first; ``events`` are marked by upright lines.
    """
    marks, colours = _marks(events), tier_colours(list(dict.fromkeys(row["tier"] for row in rows)))
    last = max((row["date"] for row in rows), default="")
    ends = tier_ends([row for row in rows if row["date"] == last])
    x = _time([row["date"] for row in rows])

    def chart(width: int) -> Any:
        axis = alt.Axis(values=[0, 1, 10, 100, 1000, 10_000], format=",d", domain=False, ticks=False)
        scale = alt.Scale(type="symlog", constant=1, domain=[0, 10_000], nice=False)
        y = alt.Y("per_10000_scored:Q", title=None, scale=scale, axis=axis)
        shades = alt.Scale(domain=list(colours), range=[COLOURS[colour] for colour in colours.values()])
        colour = alt.Color("tier:N", legend=None, scale=shades)
        # Around a pale colour stands a line of ink, so that it is seen on paper.
        around = named().mark_line(strokeWidth=4.4, color=COLOURS["soft"]).encode(x=x, y=y, detail="tier:N")
        line = named().mark_line(strokeWidth=3).encode(x=x, y=y, color=colour)
        text = {"align": "left", "baseline": "middle", "dx": 8, "fontSize": 13, "fontWeight": 600}
        end = named("ends").mark_text(**text, color=COLOURS["ink"])
        end = end.encode(x=x, y=alt.Y("pixel:Q", scale=None, axis=None), text="told:N")
        drawn = _with_events(alt.layer(around, line), marks, x, width - _beside(ends), _TIERS)
        return alt.layer(drawn, end).resolve_scale(y="independent")

    words = (
        "People by tier over time, per 10,000 scored people, on a logarithmic scale. At the end: "
        f"{'; '.join(end['told'] for end in ends)}. The table below has the figures."
    )
    return Chart(make=chart, words=words, data={"rows": rows, "ends": ends, "events": marks})


def _beside(ends: Sequence[Mapping[str, Any]]) -> int:
    """Pixels that the longest label at a line's end takes."""
    return 16 + 8 * max((len(end["told"]) for end in ends), default=0)


def tier_ends(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The labels at the ends of the lines: each beside its own, and none over another.

    >>> ends = tier_ends([{"date": "2020-12-31", "tier": t, "per_10000_scored": n} for t, n in (("A", 39), ("B", 37))])
    >>> [end["told"] for end in ends], abs(ends[0]["pixel"] - ends[1]["pixel"]) >= 15
    (['A: 39', 'B: 37'], True)
    """
    at = [_TIERS * (1 - log1p(max(0.0, row["per_10000_scored"])) / log1p(10_000)) for row in rows]
    order = sorted(range(len(rows)), key=lambda place: (at[place], place))
    places = apart([at[place] for place in order], _LABEL, _TIERS)
    pixel = dict(zip(order, places, strict=True))
    return [
        {"date": row["date"], "tier": row["tier"], "pixel": pixel[place],
         "told": f"{row['tier']}: {short(row['per_10000_scored'])}"}
        for place, row in enumerate(rows)
    ]  # fmt: skip


def apart(wanted: Sequence[float], step: float, height: float) -> list[float]:
    """Places in rising order, at least ``step`` apart and as near as that allows to those wanted, within the height.

    >>> apart([10.0, 12.0, 90.0], 15, 100.0), apart([99.0, 100.0], 15, 100.0)
    ([10.0, 25.0, 90.0], [85.0, 100.0])
    """
    found: list[float] = []
    for place in wanted:
        found.append(max(place, found[-1] + step) if found else place)
    below = height
    for place in reversed(range(len(found))):
        found[place] = min(found[place], below)
        below = found[place] - step
    return found


def feelings(rows: Sequence[dict[str, Any]], events: Sequence[Mark]) -> Chart:
    """Mean fear and trust over time (0 to 255), each a line with a band from ``low`` to ``high``.

    ``rows`` hold ``date``, ``what`` (Fear or Trust), ``level``, ``low`` and ``high``.
    """
    marks, x = _marks(events), _time([row["date"] for row in rows])
    scale = alt.Scale(domain=["Fear", "Trust"], range=[COLOURS["c-red"], COLOURS["c-blue"]])

    def chart(width: int) -> Any:
        base = named()
        colour = alt.Color("what:N", legend=None, scale=scale)
        y = alt.Y("level:Q", title=None, scale=alt.Scale(domain=[0, 255]))
        band = base.mark_area(opacity=0.25).encode(x=x, y=alt.Y("low:Q"), y2="high:Q", color=colour)
        line = base.mark_line(strokeWidth=2).encode(x=x, y=y, color=colour)
        names = (
            named("ends")
            .mark_text(align="right", dy=-9, fontSize=13, fontWeight=600)
            .encode(x=x, y=y, text="what:N", color=colour)
        )
        return _with_events(alt.layer(band, line, names), marks, x, width, 220)

    last = max((row["date"] for row in rows), default="")
    ends = [row for row in rows if row["date"] == last]
    words = "Mean fear and mean trust over time, on a scale of 0 to 255."
    return Chart(make=chart, words=words, data={"rows": rows, "ends": ends, "events": marks})


#: From so many times the smallest figure on, the scale of the groups is a logarithmic one.
_WIDE = 30


def groups(rows: Sequence[dict[str, Any]]) -> Chart:
    """Dots with intervals: harm per 10,000 people of each group, one panel a harm, all on one scale.

    ``rows`` hold ``harm``, ``group``, ``per_10000``, ``low`` and ``high``; those of one run hold ``count`` and
    ``people``, with ``per_10000`` where there is a rate, and are drawn as bars: of rates, where there is any.
    """
    if any("count" in row for row in rows):
        return _bars(rows)
    value = "per_10000"
    harms = list(dict.fromkeys(row["harm"] for row in rows))
    names = list(dict.fromkeys(row["group"] for row in rows))
    ends = [float(row[end]) for row in rows for end in (value, "low", "high") if row.get(end) is not None]
    logarithmic = is_logarithmic(ends)
    scale = _group_scale(max(ends, default=0.0), logarithmic=logarithmic)
    below = f"of 10,000{', log scale' if logarithmic else ''}"

    def chart(width: int) -> alt.VConcatChart | alt.HConcatChart:
        beside = width > 500
        panels = []
        for place, harm in enumerate(harms):
            first = place == 0 or not beside
            # A dot at 0 reaches to the left of its axis.
            axis = alt.Axis(
                labels=first, ticks=False, domain=False, grid=False, title=None, labelLimit=130, labelPadding=9
            )
            y = alt.Y("group:N", sort=names, scale=alt.Scale(domain=names), axis=axis)
            base = named(f"harm{place}").properties(title=alt.Title(harm, anchor="start", fontSize=13))
            line = base.mark_rule(strokeWidth=3, color=COLOURS["c-orange"]).encode(
                x=alt.X("low:Q", title=below), x2="high:Q", y=y
            )
            dot = base.mark_circle(size=70, color=COLOURS["c-red"], opacity=1).encode(
                x=alt.X(f"{value}:Q", title=below, **scale), y=y
            )
            panel = (width - 170) // len(harms) - 16 if beside else width - 150
            panels.append(alt.layer(line, dot).properties(width=panel, height=26 * max(1, len(names))))
        return alt.hconcat(*panels, spacing=24) if beside else alt.vconcat(*panels, spacing=18)

    words = (
        "Harm by group, of 10,000 people of the group, with intervals, on the same scale. The table has the figures."
    )
    panels: dict[str, Any] = {
        f"harm{place}": [row for row in rows if row["harm"] == harm] for place, harm in enumerate(harms)
    }
    return Chart(make=chart, words=words, data=panels)


#: Pixels beside a bar for its number, and left of the first bars for the names of the groups with their people.
_NUMBER, _NAMES = 70, 190


def _bars(rows: Sequence[dict[str, Any]]) -> Chart:
    """Bars of one run, each with its number; the groups' names have their people.

    They are rates, so that groups of different size can be compared; a count stands where it is too small for a rate.
    """
    rated = any("per_10000" in row for row in rows)
    harms = list(dict.fromkeys(row["harm"] for row in rows))
    sizes = {row["group"]: f"{row['group']} ({whole(row['people'])} people)" for row in rows}
    drawn = [
        {**row, "name": sizes[row["group"]], "length": row.get("per_10000", 0) if rated else row["count"],
         "number": _number(row, rated=rated)}
        for row in rows
    ]  # fmt: skip
    most = max(row["length"] for row in drawn)

    def chart(width: int) -> alt.VConcatChart | alt.HConcatChart:
        beside = width > 500 and len(harms) < 4
        panel = (width - _NAMES) // (len(harms) if beside else 1) - 30
        panels = []
        for place, harm in enumerate(harms):
            labelled = place == 0 or not beside
            axis = alt.Axis(labels=labelled, ticks=False, domain=False, grid=False, title=None, labelLimit=_NAMES - 10)
            y = alt.Y("name:N", sort=list(sizes.values()), axis=axis)
            x = alt.X("length:Q", axis=None, scale=alt.Scale(domain=[0, most], range=[0, panel - _NUMBER]))
            base = named(f"harm{place}").properties(title=alt.Title(harm, anchor="start", fontSize=13))
            bar = base.mark_bar(color=COLOURS["c-red"], height=13).encode(x=x, y=y)
            number = base.mark_text(align="left", dx=5, fontSize=13, color=COLOURS["ink"]).encode(
                x=x, y=y, text="number:N"
            )
            panels.append(alt.layer(bar, number).properties(width=panel, height=26 * len(sizes)))
        return alt.hconcat(*panels, spacing=24) if beside else alt.vconcat(*panels, spacing=18)

    panels = {f"harm{place}": [row for row in drawn if row["harm"] == harm] for place, harm in enumerate(harms)}
    words = (
        "Of 10,000 people of each group, in this one run, without an interval. The table has the figures."
        if rated
        else "How many of each group in this one run; the groups are not equally large. The table has the figures."
    )
    return Chart(make=chart, words=words, data=panels)


def _number(row: Mapping[str, Any], *, rated: bool) -> str:
    """What stands beside a bar."""
    if "per_10000" in row:
        return short(row["per_10000"])
    return f"{whole(row['count'])} counted" if rated else whole(row["count"])


def is_logarithmic(figures: Sequence[float]) -> bool:
    """Whether figures are too unlike for one linear scale.

    >>> is_logarithmic([12, 1681]), is_logarithmic([12, 90]), is_logarithmic([])
    (True, False, False)
    """
    some = [figure for figure in figures if figure > 0]
    return bool(some) and max(some) > _WIDE * max(1.0, min(some))


def _group_scale(most: float, *, logarithmic: bool) -> dict[str, Any]:
    """The scale and the axis that all panels share."""
    if not logarithmic:
        return {"scale": alt.Scale(domain=[0, most or 1.0], nice=True), "axis": alt.Axis(tickCount=3)}
    powers = [power for power in (10, 100, 1000, 10_000, 100_000) if power <= most * 1.1]
    scale = alt.Scale(type="symlog", constant=1, domain=[0, most * 1.1], nice=False)
    return {"scale": scale, "axis": alt.Axis(values=[0, *powers], format=",d", labelOverlap="greedy")}


def dots(rows: Sequence[Mapping[str, Any]], shown: DistrictDots) -> Chart:
    """Districts as dots; ``rows`` hold the names that ``shown`` gives, one row a district."""
    (along, below), (upward, beside) = shown.along, shown.upward

    def chart(width: int) -> alt.Chart:
        return (
            named()
            .mark_circle(color=COLOURS["c-red"], opacity=0.75)
            .encode(
                x=alt.X(
                    f"{along}:Q",
                    title=below,
                    scale=alt.Scale(zero=False, nice=True, padding=12),
                    axis=alt.Axis(tickCount=5),  # a phone has room for so many
                ),
                y=alt.Y(f"{upward}:Q", title=beside),
                size=alt.Size(f"{shown.size}:Q", legend=None, scale=alt.Scale(range=[30, 400])),
            )
            .properties(width=min(520, width - 60), height=240)
        )

    return Chart(make=chart, words=shown.words, data={"rows": [dict(row) for row in rows]})


def _marks(events: Sequence[Mark]) -> list[dict[str, Any]]:
    """The marks as rows; neighbours stand on two rows, so that their names do not run into each other."""
    return [
        {"date": when.isoformat(), "name": name, "late": late, "row": place % 2}
        for place, (when, name, late) in enumerate(events)
    ]


#: From so many days on, the axis of time has a tick a month at most; below, days.
_MONTHS = 120


def _time(dates: Sequence[str]) -> alt.X:
    """The axis of time of a chart with these dates (ISO); no two ticks have the same label."""
    days = (date.fromisoformat(max(dates)) - date.fromisoformat(min(dates))).days if dates else 0
    ticks = {"interval": "month", "step": 1 + days // 185} if days >= _MONTHS else min(6, max(1, days))
    look = "%b %Y" if days >= _MONTHS else "%-d %b %Y"
    axis = alt.Axis(format=look, grid=False, labelOverlap="greedy", tickCount=ticks)
    return alt.X("date:T", title=None, scale=alt.Scale(type="utc"), axis=axis)


def _with_events(chart: Any, marks: Sequence[dict[str, Any]], x: alt.X, width: int, height: int) -> Any:
    layers = [chart]
    if marks:
        base = named("events")
        layers.append(base.mark_rule(strokeDash=[3, 3], color=COLOURS["ink"]).encode(x=x))
        for late, row in sorted({(mark["late"], mark["row"]) for mark in marks}):
            where = f"datum.late == {str(late).lower()} && datum.row == {row}"
            text = base.transform_filter(where).mark_text(
                align="right" if late else "left",
                dx=-4 if late else 4,
                dy=-7 - 15 * row,
                fontSize=12,
                color=COLOURS["ink"],
            )
            layers.append(text.encode(x=x, y=alt.value(0), text="name:N"))
    return alt.layer(*layers).properties(width=width - 60, height=height)
