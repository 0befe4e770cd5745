"""``python -m scripts.learned_loop``: the learned score's loop over ten years, as ``docs/loop.md`` shows it.

Three scenarios of the same people: as described, with nobody looked at more than others, and with the score fitted to
people at whom nothing is aimed. Each is simulated with central values, and again in each draw of the assumptions, for
intervals. Rewrites ``docs/loop.md`` and ``docs/images/loop.svg``; some ten minutes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from typing import Any

import altair as alt
import numpy as np
from scripts.loop_draws import Drawn, Growth, added, drawn, growth

from glasshouse.engine.simulate import Replicate, simulate
from glasshouse.headlines.headline import NOT_A_FORECAST
from glasshouse.interventions import apply
from glasshouse.mechanisms.learned_score import ACTS
from glasshouse.report.chart_drawing import named, printed
from glasshouse.scenario import Scenario, load, with_sets
from glasshouse.wording.marked_page import between_marks

DOCS = Path(__file__).parents[1] / "docs"
PRESET, POPULATION, YEARS, SEEDS = "as-described", 50_000, 10, (1, 2)
#: Draws of the assumptions, each with so many people: as many as in the tables, for a score that learns from fewer
#: people takes off more points by chance (from five thousand, some twice as many).
DRAWS, DRAWN_POPULATION = 20, POPULATION
LOOP, EVEN, UNAIMED = "watched people observed more", "nobody observed more", "the score learns from the unaimed"
TITLE = "Points rise where the score learns from whom it watches; what the boost adds is unclear"


@dataclass(frozen=True, kw_only=True)
class Year:
    """One scenario's year, the mean of the seeds.

    Onsets; watched people on the last day; entries for 100 acts of watched people and of others; points that the
    learned score takes off people of the kinds that it has watched, and off others.
    """

    scenario: str
    year: int
    onsets: float
    watched: float
    recorded: float
    recorded_others: float
    points: float
    points_others: float


def scenarios() -> dict[str, Scenario]:
    """The three, by the words for them."""
    described = load(PRESET)
    boosts = [f"{key}=1" for key in described.parameters if key.endswith(".watch_boost")]
    return {
        LOOP: described,
        EVEN: with_sets(described, boosts),
        UNAIMED: apply(described, ["unaimed-sample"]),
    }


def years(name: str, replicates: Sequence[Replicate]) -> list[Year]:
    """The years of a scenario."""
    return [Year(scenario=name, year=year, **_mean(_year(each, year) for each in replicates)) for year in _numbers()]


def _numbers() -> range:
    return range(1, YEARS + 1)


def _mean(rows: Iterable[Mapping[str, float]]) -> dict[str, float]:
    found = list(rows)
    return {key: mean(row[key] for row in found) for key in found[0]}


def _year(one: Replicate, year: int) -> dict[str, float]:
    days = one.daily[365 * (year - 1) : 365 * year]
    sums = dict(zip(one.measures, days.sum(axis=(0, 1, 2)).tolist(), strict=True))
    watched = days[:, ..., one.measures.index("watched")].sum(axis=(1, 2))
    acts = sum(sums[name] for name in ACTS)
    others = {key: sums[key] - sums[f"watched_{of}"] for key, of in _OTHERS.items()}
    return {
        "onsets": sums["onsets"],
        "watched": float(watched[np.flatnonzero(watched)[-1]]) if watched.any() else 0.0,
        "recorded": 100 * sums["watched_recorded"] / max(1, sums["watched_acts"]),
        "recorded_others": 100 * others["acts_recorded"] / max(1, acts - sums["watched_acts"]),
        "points": sums["watched_points"] / max(1, sums["watched_rescored"]),
        "points_others": others["learned_points"] / max(1, others["rescored"]),
    }


#: Counts of everybody, and of the watched among them.
_OTHERS = {"acts_recorded": "recorded", "learned_points": "points", "rescored": "rescored"}


def table(rows: Iterable[Year], draws: Drawn) -> str:
    """The years as Markdown: with central values, and between which 90 of 100 draws lie."""
    heads = (
        *("year", "sanctions begun", "watched people", "of 100 acts of watched people recorded", "of others"),
        *("points off the kinds that are watched", "off others"),
    )
    lines = ["| " + " | ".join(heads) + " |", "|" + "---:|" * len(heads)]
    for row in rows:
        cells = (f"{row.year}", *(_cell(row, draws, name) for name in _PLACES))
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


#: The figures of a table, each with its decimal places.
_PLACES = {"onsets": 0, "watched": 0, "recorded": 1, "recorded_others": 1, "points": 1, "points_others": 1}
#: Of these, which are people, and not a rate.
_PEOPLE = ("onsets", "watched")


def _cell(row: Year, draws: Drawn, name: str) -> str:
    """A figure with its interval, of as many people as stand in the table."""
    scale = POPULATION / draws.population if name in _PEOPLE else 1.0
    low, high = draws.ends(row.scenario, name, row.year, scale)
    places = _PLACES[name]
    return f"{getattr(row, name):,.{places}f} ({low:,.{places}f}–{high:,.{places}f})"


def text(found: Mapping[str, list[Year]], draws: Drawn) -> str:
    """The generated part of the page."""
    first, last = ({name: rows[at] for name, rows in found.items()} for at in (1, -1))
    went = {name: f"from {first[name].points:.0f} to {last[name].points:.0f}" for name in found}
    said = (
        f"With central values, from year 2 to year {YEARS} the points that the learned score takes off people of the "
        f"kinds that it has watched go {went[LOOP]} where these people are observed more, {went[EVEN]} where nobody "
        f"is, and {went[UNAIMED]} where the score is fitted to people at whom nothing is aimed. In year {YEARS}, "
        f"{last[LOOP].onsets:,.0f} sanctions began in the first, {last[EVEN].onsets:,.0f} in the second and "
        f"{last[UNAIMED].onsets:,.0f} in the third."
    )
    alone, all_ = (last[name].points - first[name].points for name in (EVEN, LOOP))
    if 0 < alone < all_:
        said += (
            f" So of the {all_:.0f} points that they rise by, {alone:.0f} come without anybody being observed more, "
            f"and {all_ - alone:.0f} are what the boost adds."
        )
    series = ". ".join(f"{name[0].upper()}{name[1:]}: {_series(rows)}" for name, rows in found.items())
    words = f"Points that the learned score takes off people of the kinds that it has watched, by year. {series}."
    below = (
        f"In brackets: between which values 90 of 100 draws of the assumptions lie ({draws.draws} draws, "
        f"{draws.population:,} people each; numbers of people are scaled to {POPULATION:,})."
    )
    parts = [f"![{words}](images/loop.svg)", said, *over_draws(draws), below]
    parts += [f"### {name[0].upper()}{name[1:]}\n\n{table(rows, draws)}" for name, rows in found.items()]
    return "\n\n".join(parts)


def over_draws(draws: Drawn) -> list[str]:
    """What grows without the boost too, and which part the boost adds, over the draws."""
    said = []
    for name, what in (
        ("points", "The points off the kinds that are watched"),
        ("onsets", "Sanctions begun in a year"),
    ):
        loop, even, unaimed = (draws.figures[scenario][name] for scenario in (LOOP, EVEN, UNAIMED))
        alone, boost = growth(even), added(loop, even)
        grows = "grow without the boost too" if alone and alone.spread.value > 1.05 else "do not grow without the boost"
        said.append(
            f"**{what} {grows}**: where nobody is observed more they are {_times(alone)} in year {YEARS} as in year 2"
            f"{_more(alone)}. With the boost they are {_times(growth(loop))}. **What the boost adds**, in the same "
            f"draw and in year {YEARS}: {_times(boost)} as without it{_more(boost)}. Fitted to the unaimed, they are "
            f"{_times(growth(unaimed))} in year {YEARS} as in year 2."
        )
    return said


def _times(one: Growth | None) -> str:
    """A ratio with its interval."""
    if one is None:
        return "in no draw above 0"
    return f"{one.spread.value:.2f} times (90 %: {one.spread.low:.2f} to {one.spread.high:.2f}) as many"


def _more(one: Growth | None) -> str:
    return f", and more in {one.more} of {one.draws} draws" if one else ""


def _series(rows: Iterable[Year]) -> str:
    return ", ".join(f"{row.points:.0f}" for row in rows)


def rewritten(page: str, found: Mapping[str, list[Year]], draws: Drawn) -> str:
    """The page with its generated part written anew. Raises ``ValueError`` where a mark is missing."""
    return between_marks(page, "loop", f"\n{text(found, draws)}\n\n")


def picture(found: Mapping[str, list[Year]], draws: Drawn) -> str:
    """The chart, as the text of an SVG: a panel a scenario, each with the band that 90 of 100 draws lie in."""
    titles = {name: f"{name[0].upper()}{name[1:]}" for name in (LOOP, EVEN, UNAIMED)}
    rows = [
        {"year": row.year, "points": row.points, "scenario": titles[name], **_ends(draws, row)}
        for name, several in found.items()
        for row in several
    ]
    most = 1.05 * max(max(row["high"], row["points"]) for row in rows)
    chart: Any = alt.hconcat(
        *(
            _panel(title, colour, most, first=title == titles[LOOP])
            for title, colour in zip(titles.values(), _COLOURS, strict=True)
        )
    ).properties(title=alt.TitleParams(TITLE, subtitle=_below(draws), anchor="start", limit=640))
    return printed(chart, rows=rows)


#: Of the three scenarios, as the chart's configuration takes them.
_COLOURS = ("#01010a", "#010105", "#01010b")


def _panel(title: str, colour: str, most: float, *, first: bool) -> Any:
    """One scenario: its years with central values, and the band of the draws, on the scale of all."""
    own = named().transform_filter(alt.FieldEqualPredicate(field="scenario", equal=title))
    scale, axis = alt.Scale(domain=[0, most]), alt.Axis(labels=first, ticks=first)
    name = "Points off a person of the kinds that are watched" if first else None
    years_ = alt.X("year:O", title="Year", axis=alt.Axis(labelAngle=0))
    band = own.mark_area(opacity=0.18, color=colour).encode(
        x=years_, y=alt.Y("low:Q", title=name, scale=scale, axis=axis), y2="high:Q"
    )
    line = own.mark_line(strokeWidth=2.5, color=colour, point={"filled": True, "size": 40, "color": colour}).encode(
        x=years_, y=alt.Y("points:Q", title=name, scale=scale, axis=axis)
    )
    return alt.layer(band, line).properties(width=190, height=260, title=alt.TitleParams(title, anchor="start"))


def _ends(draws: Drawn, row: Year) -> dict[str, float]:
    low, high = draws.ends(row.scenario, "points", row.year)
    return {"low": low, "high": high}


def _below(draws: Drawn) -> list[str]:
    return [
        f"Lines: {POPULATION:,} people in {PRESET}, central values, mean of {len(SEEDS)} runs. Bands: 90 of 100 draws.",
        f"{draws.draws} draws of the assumptions, {draws.population:,} people each. {NOT_A_FORECAST}",
    ]


def main() -> None:
    """Simulate, and write the page and its picture."""
    found = {}
    for name, scenario in scenarios().items():
        runs = [simulate(scenario, population=POPULATION, days=365 * YEARS, seed=seed) for seed in SEEDS]
        found[name] = years(name, runs)
        print(f"{name}: {_series(found[name])}", flush=True)
    sizes = {"population": DRAWN_POPULATION, "years": YEARS, "draws": DRAWS}
    draws = drawn(scenarios(), _year, **sizes, seed=SEEDS[0])
    page = DOCS / "loop.md"
    page.write_text(rewritten(page.read_text(encoding="utf-8"), found, draws), encoding="utf-8", newline="\n")
    (DOCS / "images" / "loop.svg").write_text(picture(found, draws), encoding="utf-8", newline="\n")
    print("docs/loop.md and docs/images/loop.svg are written.")


if __name__ == "__main__":
    main()
