"""Who is spared in another scenario and who is newly harmed, by group: a chart, and the table behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import altair as alt

from glasshouse.comparison.comparison import Comparison
from glasshouse.comparison.paired_arms import PEOPLE
from glasshouse.measures.intervals import NOT_ESTIMABLE, Spread
from glasshouse.report.chart_drawing import COLOURS, Chart, haloed, named
from glasshouse.report.comparison_tables import FigureCell, ReportTable, interval_of, of_group, of_whom
from glasshouse.wording.numbers import whole

#: Harms that befall single persons, as they stand in a sentence.
HARMS: Mapping[str, str] = {
    "wrongful": "wrongly sanctioned",
    "unjust": "sanctioned unjustly by rule",
    "sanctioned": "sanctioned",
    "misidentified": "taken for somebody else",
    "chilled": "kept from something lawful by fear",
}
_COLUMNS = (("Spared", "people_spared"), ("Newly harmed", "people_newly_harmed"))
_LABELS, _ROW = 150, 60


def harms_of(comparison: Comparison) -> dict[str, str]:
    """The harms that befall anybody in a comparison, the gravest first; all of them where none does."""
    columns = [column for _, column in _COLUMNS]
    found = {
        harm: words
        for harm, words in HARMS.items()
        if any(any(comparison.values(arm, harm, column)) for arm in comparison.arms for column in columns)
    }
    return found or dict(HARMS)


def table(comparison: Comparison, arm: str, measure: str) -> ReportTable:
    """One scenario against the baseline, a row a group: its size, who is harmed in either, spared, newly harmed.

    Who is harmed in either is left out where the measure counts acts and not people.
    """
    title = comparison.about(arm)["title"]
    levels = (("Harmed in the baseline", "baseline"), (f"Harmed: {title}", "arm_value"))
    columns = (*(levels if comparison.defined[measure].base == "people" else ()), *_COLUMNS)
    lines = []
    for group in comparison.groups:
        people = FigureCell(text=whole(comparison.count(arm, PEOPLE, "baseline", group) or 0))
        cells = [of_group(comparison, arm, measure, column, group) for _, column in columns]
        lines.append(("Everybody" if group == "all" else group.capitalize(), (people, *cells)))
    of = f"{of_whom(comparison)}{' of the group' if comparison.replicates > 1 else ''}"
    caption = f"{HARMS[measure].capitalize()}: in the baseline, and in “{title}”; {of}{interval_of(comparison)}"
    heads = ("Group", "People", *(head for head, _ in columns))
    return ReportTable(name="spared", caption=caption, heads=heads, lines=tuple(lines), words=1)


def chart(comparison: Comparison, arm: str, measure: str) -> Chart:
    """Two bars a group: people spared, and people newly harmed; lines are what the draws or the replicates span."""
    cells = [
        (group, head, of_group(comparison, arm, measure, column, group))
        for group in comparison.groups[:-1]
        for head, column in _COLUMNS
    ]
    bars = _told_once([_bar(*cell) for cell in cells])
    unit = "count" if comparison.replicates == 1 else "per_10000"
    rows = [
        {"group": bar["group"], "what": bar["what"], unit: bar["value"], **_ends(cell)}
        for bar, (_, _, cell) in zip(bars, cells, strict=True)
    ]
    said = "; ".join(f"{bar['group']}: {bar['text']}" for bar in bars if bar["text"])
    words = f"{HARMS[measure].capitalize()}, {comparison.about(arm)['title']}. {said}. The table below has the figures."
    of = f"{of_whom(comparison)} of the group" if unit == "per_10000" else "people"
    make = partial(_drawn, comparison.groups[:-1], of, sum(bool(bar["text"]) for bar in bars))
    return Chart(make=make, words=words, data={"rows": rows, "bars": bars}, reshaped=True)


def _known(figure: FigureCell) -> Spread | None:
    return None if figure.text else figure.spread


def _ends(figure: FigureCell) -> dict[str, float | None]:
    found = _known(figure)
    return {"low": found and found.low, "high": found and found.high}


def _bar(group: str, head: str, figure: FigureCell) -> dict[str, Any]:
    """A bar as it is drawn: none where there is no figure. ``end`` is where its text stands, right of bar and line."""
    found = _known(figure)
    low, high = (found and (found.value if end is None else end) for end in _ends(figure).values())
    text = NOT_ESTIMABLE if figure.text else f"{'–' if found is None else found} {head.lower()}"
    return {
        "group": group, "what": head, "value": found and found.value, "low": low, "high": high,
        "end": max(high, found.value) if found and high else 0.0, "text": text, "row": f"{group}, {head.lower()}",
    }  # fmt: skip


def _told_once(bars: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The bars of every group, of which one says that nothing can be said of either."""
    before = [None, *bars[:-1]]
    return [
        {**bar, "text": ""} if last and last["group"] == bar["group"] and last["text"] == bar["text"] else bar
        for last, bar in zip(before, bars, strict=True)
    ]


def _drawn(groups: Sequence[str], of: str, told: int, width: int) -> Any:
    return _broad(groups, of, width) if width > 500 else _narrow(of, told, width)


def _layers(bars: Any, y: Any, of: str, size: int, **more: Any) -> list[Any]:
    """A bar a row, and over it what the draws or the replicates span."""
    order = [head for head, _ in _COLUMNS]
    scale = alt.Scale(domain=order, range=[COLOURS["c-blue"], COLOURS["c-red"]])
    axis = alt.Axis(tickCount=4, grid=True, domain=False, ticks=False)
    x = alt.X("value:Q", title=of, axis=axis, scale=alt.Scale(zero=True, nice=True))
    bar = bars.mark_bar(size=size).encode(x=x, y=y, color=alt.Color("what:N", legend=None, scale=scale), **more)
    rule = bars.mark_rule(strokeWidth=1.5, color=COLOURS["ink"])
    return [bar, rule.encode(x="low:Q", x2="high:Q", y=y, **more)]


def _broad(groups: Sequence[str], of: str, width: int) -> Any:
    """Groups left of the bars, figures right of them."""
    y = alt.Y("group:N", sort=list(groups), axis=None, scale=alt.Scale(paddingInner=0.3))
    offset = alt.YOffset("what:N", sort=[head for head, _ in _COLUMNS], scale=alt.Scale(paddingInner=0.1))
    text: dict[str, Any] = {"align": "left", "baseline": "middle"}
    told = {"x": "end:Q", "y": y, "yOffset": offset, "text": "text:N"}
    figures = [one.encode(**told) for one in haloed(named("bars"), {**text, "dx": 8, "fontSize": 12.5}, COLOURS["ink"])]
    first = named("bars").transform_filter(f"datum.what == '{_COLUMNS[0][0]}'")
    names = first.mark_text(**text, dx=-_LABELS, fontSize=14, color=COLOURS["ink"])
    layers = [
        *_layers(named("bars"), y, of, 15, yOffset=offset),
        *figures,
        names.encode(x=alt.value(0), y=y, text="group:N"),
    ]
    return alt.layer(*layers).properties(width=width - _LABELS - 190, height=len(groups) * _ROW)


def _narrow(of: str, told: int, width: int) -> Any:
    """Groups and figures above each bar that is told of."""
    y = alt.Y("row:N", sort=None, axis=None)
    text: dict[str, Any] = {"align": "left", "dy": -15, "fontSize": 12, "limit": width - 20}
    bars = named("bars").transform_filter("datum.text != ''")
    words = bars.transform_calculate(told="datum.group + ': ' + datum.text")
    place = {"x": alt.value(0), "y": y, "text": "told:N"}
    names = [layer.encode(**place) for layer in haloed(words, text, COLOURS["ink"])]
    return alt.layer(*_layers(bars, y, of, 12), *names).properties(width=width - 30, height=told * 46)
