"""Who is spared in another world and who is newly harmed, by group: a chart, and the table behind it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import altair as alt

from glasshouse.comparison.comparison import Comparison
from glasshouse.comparison.paired import PEOPLE
from glasshouse.report.comparison_tables import Figure, Table, of_group, of_whom
from glasshouse.report.drawing import COLOURS, Chart, named
from glasshouse.results.measures import HARMS as MEASURES
from glasshouse.results.numbers import NOT_ESTIMABLE, Spread, whole
from glasshouse.scenario.words import GROUPS

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


def table(comparison: Comparison, arm: str, measure: str) -> Table:
    """One world against the baseline, a row a group: its size, who is harmed in either, spared, newly harmed.

    Who is harmed in either is left out where the measure counts acts and not people.
    """
    title = comparison.about(arm)["title"]
    levels = (("Harmed in the baseline", "baseline"), (f"Harmed: {title}", "arm_value"))
    columns = (*(levels if MEASURES[measure].base == "people" else ()), *_COLUMNS)
    lines = []
    for group in (*GROUPS, "all"):
        people = Figure(text=whole(comparison.count(arm, PEOPLE, "baseline", group) or 0))
        cells = [_cell(comparison, arm, measure, column, group) for _, column in columns]
        lines.append(("Everybody" if group == "all" else group.capitalize(), (people, *cells)))
    of = f"{of_whom(comparison)}{' of the group' if comparison.replicates > 1 else ''}"
    caption = f"{HARMS[measure].capitalize()}: as it is, and {title[:1].lower()}{title[1:]}; {of}"
    heads = ("Group", "People", *(head for head, _ in columns))
    return Table(name="spared", caption=caption, heads=heads, lines=tuple(lines), words=1)


def _cell(comparison: Comparison, arm: str, measure: str, column: str, group: str) -> Figure:
    return of_group(comparison, arm, measure, column, group)


def chart(comparison: Comparison, arm: str, measure: str) -> Chart:
    """Two bars a group: people spared, and people newly harmed; lines are what the replicates span."""
    rows = [_bar(comparison, arm, measure, *one, group) for group in GROUPS for one in _COLUMNS]
    said = "; ".join(f"{row['group']}: {row['text']}" for row in rows)
    words = f"{HARMS[measure].capitalize()}, {comparison.about(arm)['title']}. {said}. The table below has the figures."
    return Chart(make=_drawn, words=words, data={"rows": rows}, reshaped=True)


def _bar(comparison: Comparison, arm: str, measure: str, head: str, column: str, group: str) -> dict[str, Any]:
    figure = _cell(comparison, arm, measure, column, group)
    found = figure.spread if figure.spread is not None and not figure.text else None
    level = found or Spread(value=0.0)
    low, high = (level.value if end is None else end for end in (level.low, level.high))
    text = NOT_ESTIMABLE if figure.text else "–" if found is None else str(found)
    return {
        "group": group, "what": head, "value": level.value, "low": low, "high": high,
        "text": f"{text} {head.lower()}", "row": f"{group}, {head.lower()}",
    }  # fmt: skip


def _drawn(width: int) -> Any:
    return _broad(width) if width > 500 else _narrow(width)


def _layers(y: Any, size: int, **more: Any) -> list[Any]:
    """A bar a row, and over it what the replicates span."""
    order = [head for head, _ in _COLUMNS]
    scale = alt.Scale(domain=order, range=[COLOURS["c-blue"], COLOURS["c-red"]])
    axis = alt.Axis(tickCount=4, grid=True, domain=False, ticks=False)
    x = alt.X("value:Q", title=None, axis=axis, scale=alt.Scale(zero=True, nice=True))
    bar = named().mark_bar(size=size).encode(x=x, y=y, color=alt.Color("what:N", legend=None, scale=scale), **more)
    rule = named().mark_rule(strokeWidth=1.5, color=COLOURS["ink"])
    return [bar, rule.encode(x="low:Q", x2="high:Q", y=y, **more)]


def _broad(width: int) -> Any:
    """Groups left of the bars, figures right of them."""
    y = alt.Y("group:N", sort=list(GROUPS), axis=None, scale=alt.Scale(paddingInner=0.3))
    offset = alt.YOffset("what:N", sort=[head for head, _ in _COLUMNS], scale=alt.Scale(paddingInner=0.1))
    text: dict[str, Any] = {"align": "left", "baseline": "middle", "color": COLOURS["ink"]}
    figures = named().mark_text(**text, dx=8, fontSize=12.5).encode(x="high:Q", y=y, yOffset=offset, text="text:N")
    first = named().transform_filter(f"datum.what == '{_COLUMNS[0][0]}'")
    names = first.mark_text(**text, dx=-_LABELS, fontSize=14).encode(x=alt.value(0), y=y, text="group:N")
    layers = [*_layers(y, 15, yOffset=offset), figures, names]
    return alt.layer(*layers).properties(width=width - _LABELS - 190, height=len(GROUPS) * _ROW)


def _narrow(width: int) -> Any:
    """Groups and figures above each bar."""
    y = alt.Y("row:N", sort=None, axis=None)
    text: dict[str, Any] = {"align": "left", "dy": -15, "fontSize": 12, "color": COLOURS["ink"], "limit": width - 20}
    told = named().transform_calculate(told="datum.group + ': ' + datum.text").mark_text(**text)
    layers = [*_layers(y, 12), told.encode(x=alt.value(0), y=y, text="told:N")]
    return alt.layer(*layers).properties(width=width - 30, height=len(GROUPS) * 2 * 46)
