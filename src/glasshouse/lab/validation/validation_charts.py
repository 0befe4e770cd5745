"""The page's charts: published beside simulated, what drives the answer, and how much of it is assumed."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from typing import Any

import altair as alt

from glasshouse.report.chart_drawing import COLOURS, Chart, named
from glasshouse.report.evidence_tables import PartNumbers, Weight
from glasshouse.validation import verdict_words
from glasshouse.validation.evaluate_tables import Result
from glasshouse.validation.verdict import FAIL, NOTHING, PASS, WIDE
from glasshouse.wording.numbers import three_figures

_COLOUR = {PASS: "c-blue", FAIL: "c-red", WIDE: "c-orange", NOTHING: "c-grey"}
#: Pixels of the columns of labels and of verdicts; letters that a line of labels holds.
_LABELS, _VERDICTS, _LETTERS = 300, 62, 46


def table_rows(results: Iterable[Result]) -> list[dict[str, Any]]:
    """A row for each published figure with a value, in the order of the tables.

    ``from``, ``middle`` and ``to`` are the simulated interval's distance from what was published, in widths that were
    allowed; so the published figure is at 0, and a bar longer than 1 is too wide.
    """
    rows = []
    for result in results:
        for name, judged in result.outputs.items():
            if judged.verdict == NOTHING:
                continue
            published, allowed = judged.published, judged.published.widest
            rows.append(
                {
                    "table": result.table.title,
                    "figure": result.table.meaning(name),
                    "published": published.printed,
                    "scale": published.scale,
                    "compared": published.value,
                    "low": judged.low,
                    "median": judged.middle,
                    "high": judged.high,
                    "unit": published.unit,
                    "allowed_width": allowed,
                    "verdict": verdict_words.VERDICTS[judged.verdict],
                    "from": (judged.low - published.value) / allowed,
                    "middle": (judged.middle - published.value) / allowed,
                    "to": (judged.high - published.value) / allowed,
                }
            )
    return rows


def tables(results: Sequence[Result]) -> Chart:
    """Published figures as dots on one line, simulated intervals as bars beside it, table by table."""
    rows = table_rows(results)
    placed: list[dict[str, Any]] = []
    heads: list[dict[str, Any]] = []
    place, before = 0, None
    for row in rows:
        if row["table"] != before:
            # Cut here: to measure letters where it is drawn takes most of the drawing's time.
            heads.append(
                {"place": place, "title": row["table"], "short": textwrap.shorten(row["table"], 44, placeholder=" …")}
            )
            place, before = place + 1, row["table"]
        placed.append({**row, "place": place})
        place += 1
    first, last = min(row["from"] for row in rows), max(row["to"] for row in rows)
    domain = [min(-1.0, first) - 0.05, max(1.0, last) + 0.05]

    def chart(width: int) -> Any:
        return _figures(width, place, domain)

    missed = sum(row["verdict"] == verdict_words.VERDICTS[FAIL] for row in rows)
    wide = sum(row["verdict"] == verdict_words.VERDICTS[WIDE] for row in rows)
    spoken = (
        f"{len(rows)} published figures, each beside the interval that was simulated. {missed} lie outside it, "
        f"{wide} inside one that is too wide, and {len(rows) - missed - wide} inside one that is narrow enough. "
        "The tables below have the figures."
    )
    return Chart(make=chart, words=spoken, data={"rows": placed, "heads": heads}, reshaped=True)


def _figures(width: int, count: int, domain: list[float]) -> Any:
    broad = width > 500
    left, right, step = (_LABELS, _VERDICTS, 19) if broad else (0, 62, 32)
    across = width - left - right - 40
    low = 0 if broad else 8  # on a phone the bar stands below its name
    y = alt.Y("place:Q", axis=None, scale=alt.Scale(domain=[-0.8, count - 0.2], reverse=True, nice=False))
    axis = alt.Axis(
        values=[-1, 0, 1], title=None, orient="top", domain=False, ticks=False, labelFontSize=11,
        labelExpr="datum.value == 0 ? 'as published' : datum.value > 0 ? 'one width more' : 'one width less'",
    )  # fmt: skip
    x = {"scale": alt.Scale(domain=domain, nice=False), "axis": axis}
    base, heads = named(), named("heads")
    colours = {verdict_words.VERDICTS[verdict]: COLOURS[name] for verdict, name in _COLOUR.items()}
    colour = alt.Color("verdict:N", legend=None, scale=alt.Scale(domain=list(colours), range=list(colours.values())))
    zero = {"zero": "0"}
    line = {"align": "left", "baseline": "middle", "fontSize": 12}
    name = base.encode(x=alt.value(-left), y=y, text="figure:N")
    head = heads.encode(x=alt.value(-left), y=y, text=f"{'title' if broad else 'short'}:N")
    own = {**line, "dx": 12 if broad else 0, "dy": -low}
    titles = {**line, "fontWeight": 600}
    return alt.layer(
        heads.transform_aggregate(n="count()").transform_calculate(**zero)
        .mark_rule(color=COLOURS["soft"]).encode(x=alt.X("zero:Q", **x)),
        *_haloed(head, titles, COLOURS["ink"]),
        *_haloed(name, own, COLOURS["soft"])[1 if broad else 0 :],
        base.mark_bar(height=8, yOffset=low, cornerRadius=2).encode(
            x=alt.X("from:Q", **x), x2="to:Q", y=y, color=colour
        ),
        base.transform_calculate(**zero).mark_point(
            size=46, filled=True, fill=COLOURS["paper"], stroke=COLOURS["ink"], strokeWidth=1.6, opacity=1, yOffset=low
        ).encode(x=alt.X("zero:Q", **x), y=y),
        base.mark_text(**{**line, "align": "right"}, color=COLOURS["soft"], dy=low).encode(
            x=alt.value(across + right), y=y, text="verdict:N"
        ),
    ).properties(width=across, height=count * step)  # fmt: skip


def _haloed(text: Any, options: dict[str, Any], colour: str) -> list[Any]:
    """A text, and paper around its letters, so that lines behind it do not cross them."""
    around = {"stroke": COLOURS["paper"], "strokeWidth": 4, "color": COLOURS["paper"]}
    return [text.mark_text(**options, **around), text.mark_text(**options, color=colour)]


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
        labels += _haloed(own, {**label, "dy": -7 * (lines - 1) - low / 2}, COLOURS["ink"])
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
