"""The page's charts: what drives the answer, and how much of it is assumed."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Any

import altair as alt

from glasshouse.report.chart_drawing import COLOURS, Chart, haloed, named
from glasshouse.report.evidence_tables import PartNumbers, Weight
from glasshouse.wording.numbers import three_figures

#: Pixels of the column of labels; letters that a line of labels holds.
_LABELS, _LETTERS = 300, 46


def drivers(rows: Sequence[Weight], central: float, unit: str, title: str) -> Chart:
    """The headline with each assumption at the low and at the high end of its range, around what it is."""
    placed = [
        {
            "assumption": row.meaning,
            "range": row.range,
            "at_low": row.low,
            "as_it_is": central,
            "at_high": row.high,
        }
        for row in rows
    ]

    def chart(width: int) -> Any:
        return _ends(width, [row["assumption"] for row in placed], f"{title}, {unit}")

    bars = [{**row, **_broken(row["assumption"])} for row in placed]
    said = "; ".join(
        f"{row['assumption']}: {three_figures(row['at_low'])} to {three_figures(row['at_high'])}" for row in placed[:3]
    )
    spoken = f"{title} ({unit}) with each assumption at either end of its range. Most by: {said}. A table follows."
    return Chart(make=chart, words=spoken, data={"rows": placed, "bars": bars}, reshaped=True)


def _broken(text: str) -> dict[str, Any]:
    """A label on at most two lines.

    >>> _broken("points for a recorded critical post")
    {'label': 'points for a recorded critical post', 'lines': 1}
    """
    lines = textwrap.wrap(text, _LETTERS, max_lines=2, placeholder=" …") or [""]
    return {"label": "\n".join(lines), "lines": len(lines)}


def _ends(width: int, order: Sequence[str], title: str) -> Any:
    broad = width > 500
    left, step = (_LABELS, 36) if broad else (0, 58)
    low = 0 if broad else 16
    y = alt.Y("assumption:N", sort=list(order), axis=None)
    axis = alt.Axis(title=title, tickCount=5 if broad else 3, domain=False, ticks=False, titleAnchor="start")
    x = {"scale": alt.Scale(zero=True, nice=True), "axis": axis}
    base = named("bars")
    ends = {"size": 62, "opacity": 1, "yOffset": low, "strokeWidth": 1.8, "filled": True}
    label = {"align": "left", "baseline": "middle", "fontSize": 12, "lineBreak": "\n", "lineHeight": 14}
    labels = []
    for lines in (1, 2):  # the middle of two lines stands where one stands
        own = base.transform_filter(f"datum.lines == {lines}").encode(x=alt.value(-left), y=y, text="label:N")
        labels += haloed(own, {**label, "dy": -7 * (lines - 1) - low / 2}, COLOURS["ink"])
    as_it_is = base.mark_rule(color=COLOURS["soft"], strokeDash=[3, 3])
    return alt.layer(
        as_it_is.encode(x=alt.X("as_it_is:Q", **x)),
        *labels,
        base.mark_bar(height=5, yOffset=low, color=COLOURS["c-grey"]).encode(
            x=alt.X("at_low:Q", **x), x2="at_high:Q", y=y
        ),
        base.mark_point(**ends, fill=COLOURS["paper"], stroke=COLOURS["c-blue"]).encode(x="at_low:Q", y=y),
        base.mark_point(**ends, fill=COLOURS["c-red"], stroke=COLOURS["c-red"]).encode(x="at_high:Q", y=y),
    ).properties(width=width - left - 40, height=len(order) * step)


def evidence(parts: Sequence[PartNumbers]) -> Chart:
    """How many numbers of each part rest on a source, and how many on an assumption."""
    rows = [
        {"part": part.title, "rests_on": what, "numbers": number}
        for part in parts
        for what, number in (("a source", len(part.rows) - part.assumed), ("an assumption", part.assumed))
    ]

    def chart(width: int) -> Any:
        scale = alt.Scale(domain=["a source", "an assumption"], range=[COLOURS["c-blue"], COLOURS["c-orange"]])
        order = [part.title for part in parts]
        axis = alt.Axis(title=None, domain=False, ticks=False, labelLimit=200, labelColor=COLOURS["ink"])
        return (
            named()
            .mark_bar(size=13)
            .encode(
                x=alt.X("numbers:Q", title="numbers", axis=alt.Axis(tickCount=5, titleAnchor="start")),
                y=alt.Y("part:N", sort=order, axis=axis),
                color=alt.Color("rests_on:N", scale=scale, legend=None),
                order=alt.Order("rests_on:N"),
            )
            .properties(width=min(width - 220, 460), height=len(order) * 21)
        )

    spoken = (
        "How many numbers of each part rest on a source and how many on an assumption. The tables have all of them."
    )
    return Chart(make=chart, words=spoken, data={"rows": rows}, reshaped=True)
