"""Published figures beside the intervals that were simulated for them, table by table: one chart.

>>> from glasshouse.validation.evaluate_tables import validate
>>> validate("oxford-circus-2020", draws=40).plot().to_dict()["title"]["text"]
'Published figures beside simulated intervals'
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from typing import Any

import altair as alt

from glasshouse.errors import BadInputError
from glasshouse.report import chart_drawing
from glasshouse.report.chart_drawing import COLOURS, Chart, haloed, named
from glasshouse.validation import verdict_words
from glasshouse.validation.evaluate_tables import Result, Validation
from glasshouse.validation.verdict import COVERAGE, FAIL, NOTHING, PASS, WIDE
from glasshouse.validation.verdict_tally import fare
from glasshouse.wording.lists_and_nouns import counted

_COLOUR = {PASS: "c-blue", FAIL: "c-red", WIDE: "c-orange", NOTHING: "c-grey"}
#: What the chart shows, its key, and of what it is.
TITLE = "Published figures beside simulated ones"
KEY = (
    f"Dot: what was published. Bar: where {round(100 * COVERAGE)} of 100 simulated figures lie. The upright lines "
    "stand one allowed width apart. A figure passes when the bar covers its dot and is no longer than that width."
)
LABEL = "Each stage of the model, fed with published inputs; no preset in particular."
#: Pixels of the columns of labels and of verdicts.
_LABELS, _VERDICTS = 300, 62
#: Letters of a title, and of a figure's name beside its verdict, on one line of a phone; and the places of a line more.
_TITLE, _NAME, _LINE = 42, 44, 0.5


def figure(found: Validation) -> alt.TopLevelMixin:
    """The chart under a title. Raises ``BadInputError`` where no figure has a value."""
    if not table_rows(found.results):
        raise BadInputError("there is nothing to draw: no figure has a value.")
    about = f"{counted(len(found.results), 'table')}: {fare(found.tally)}"
    if all(result.table.plugin for result in found.results):
        about = f"{counted(len(found.results), 'table')} of plug-ins: {fare(found.of_plugins)}"
    spec = tables(found.results).specification()
    return chart_drawing.figure(spec, "Published figures beside simulated intervals", about, "seed " + str(found.seed))


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
                    "figure": result.table.meaning(name) + (f" ({published.bound})" if published.bound else ""),
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
    # Broken here: to measure letters where it is drawn takes most of the drawing's time.
    place, narrow, before = 0, 0.0, None
    for row in rows:
        if row["table"] != before:
            lines = textwrap.wrap(row["table"], _TITLE)
            heads.append({"place": place, "narrow": narrow, "title": row["table"], "lines": "\n".join(lines)})
            place, narrow, before = place + 1, narrow + 1 + _LINE * (len(lines) - 1), row["table"]
        lines = textwrap.wrap(row["figure"], _NAME)
        narrow += _LINE * (len(lines) - 1)
        placed.append({**row, "place": place, "narrow": narrow, "lines": "\n".join(lines), "more": len(lines) - 1})
        place, narrow = place + 1, narrow + 1
    first, last = min(row["from"] for row in rows), max(row["to"] for row in rows)
    domain = [min(-1.0, first) - 0.05, max(1.0, last) + 0.05]

    def chart(width: int) -> Any:
        return _figures(width, place if width > 500 else narrow, domain)

    missed = sum(row["verdict"] == verdict_words.VERDICTS[FAIL] for row in rows)
    wide = sum(row["verdict"] == verdict_words.VERDICTS[WIDE] for row in rows)
    spoken = (
        f"{len(rows)} published figures, each beside the interval that was simulated. {missed} lie outside it, "
        f"{wide} inside one that is too wide, and {len(rows) - missed - wide} inside one that is narrow enough. "
        "The tables below have the figures."
    )
    return Chart(make=chart, words=spoken, data={"rows": placed, "heads": heads}, reshaped=True)


def _figures(width: int, count: float, domain: list[float]) -> Any:
    """The drawing; on a phone each bar stands below its name, and titles and names are broken into lines."""
    broad = width > 500
    left, right, step, margin = (_LABELS, _VERDICTS, 19, 40) if broad else (0, 62, 32, 10)
    across = width - left - right - margin
    low = 0 if broad else 8
    place, title = ("place", "title") if broad else ("narrow", "lines")
    y = alt.Y(f"{place}:Q", axis=None, scale=alt.Scale(domain=[-0.8, count - 0.2], reverse=True, nice=False))
    less, more = ("one width less", "one width more") if broad else ("−1 width", "+1 width")
    axis = alt.Axis(
        values=[-1, 0, 1], title=None, orient="top", domain=False, ticks=False, labelFontSize=11,
        labelExpr=f"datum.value == 0 ? 'as published' : datum.value > 0 ? '{more}' : '{less}'",
    )  # fmt: skip
    x = {"scale": alt.Scale(domain=domain, nice=False), "axis": axis}
    base, heads = named(), named("heads")
    colours = {verdict_words.VERDICTS[verdict]: COLOURS[name] for verdict, name in _COLOUR.items()}
    colour = alt.Color("verdict:N", legend=None, scale=alt.Scale(domain=list(colours), range=list(colours.values())))
    zero = {"zero": "0"}
    line = {"align": "left", "baseline": "middle", "fontSize": 12, "lineBreak": "\n", "lineHeight": step * _LINE}
    head = heads.encode(x=alt.value(-left), y=y, text=f"{title}:N")
    titles = {**line, "fontWeight": 600}
    return alt.layer(
        heads.transform_aggregate(n="count()").transform_calculate(**zero)
        .mark_rule(color=COLOURS["soft"]).encode(x=alt.X("zero:Q", **x)),
        *haloed(head, titles, COLOURS["ink"]),
        *(_names(base, line, y, low) if not broad else haloed(
            base.encode(x=alt.value(-left), y=y, text="figure:N"), {**line, "dx": 12}, COLOURS["soft"]
        )[1:]),
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


def _names(base: Any, line: dict[str, Any], y: alt.Y, low: int) -> list[Any]:
    """The figures' names above their bars, the last line at the same height above each."""
    layers = []
    for more in range(3):
        own = base.transform_filter(f"datum.more == {more}").encode(x=alt.value(0), y=y, text="lines:N")
        layers += haloed(own, {**line, "dy": -low - more * line["lineHeight"]}, COLOURS["soft"])
    return layers
