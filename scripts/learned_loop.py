"""``python -m scripts.learned_loop``: the learned score's loop over ten years, as ``docs/loop.md`` shows it.

Three scenarios of the same people: as described, with nobody looked at more than others, and with the score fitted to
people at whom nothing is aimed. Rewrites ``docs/loop.md`` and ``docs/images/loop.svg``; some minutes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from typing import Any

import altair as alt
import numpy as np

from glasshouse.engine.simulate import Replicate, simulate
from glasshouse.headlines.headline import NOT_A_FORECAST
from glasshouse.interventions import apply
from glasshouse.mechanisms.learned_score import ACTS
from glasshouse.report.chart_drawing import named, printed
from glasshouse.scenario import Scenario, load, with_sets
from glasshouse.wording.marked_page import between_marks

DOCS = Path(__file__).parents[1] / "docs"
PRESET, POPULATION, YEARS, SEEDS = "as-described", 50_000, 10, (1, 2)
LOOP, EVEN, UNAIMED = "watched people observed more", "nobody observed more", "the score learns from the unaimed"
TITLE = "Observed more, recorded more, scored worse: unless the score does not learn from it"


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


def table(rows: Iterable[Year]) -> str:
    """The years as Markdown."""
    heads = (
        *("year", "sanctions begun", "watched people", "of 100 acts of watched people recorded", "of others"),
        *("points off the kinds that are watched", "off others", "times as many"),
    )
    lines = ["| " + " | ".join(heads) + " |", "|" + "---:|" * len(heads)]
    for row in rows:
        times = row.points / row.points_others if row.points_others else 0.0
        cells = (
            *(f"{row.year}", f"{row.onsets:,.0f}", f"{row.watched:,.0f}"),
            *(f"{row.recorded:.1f}", f"{row.recorded_others:.1f}"),
            *(f"{row.points:.1f}", f"{row.points_others:.1f}", f"{times:.1f}"),
        )
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def text(found: Mapping[str, list[Year]]) -> str:
    """The generated part of the page."""
    first, last = ({name: rows[at] for name, rows in found.items()} for at in (1, -1))
    went = {name: f"from {first[name].points:.0f} to {last[name].points:.0f}" for name in found}
    said = (
        f"From year 2 to year {YEARS} the points that the learned score takes off people of the kinds that it has "
        f"watched go {went[LOOP]} where these people are observed more, {went[EVEN]} where nobody is, and "
        f"{went[UNAIMED]} where the score is fitted to people at whom nothing is aimed. In year {YEARS}, "
        f"{last[LOOP].onsets:,.0f} sanctions began in the first, {last[EVEN].onsets:,.0f} in the second and "
        f"{last[UNAIMED].onsets:,.0f} in the third."
    )
    series = ". ".join(f"{name[0].upper()}{name[1:]}: {_series(rows)}" for name, rows in found.items())
    words = f"Points that the learned score takes off people of the kinds that it has watched, by year. {series}."
    parts = [f"![{words}](images/loop.svg)", said]
    parts += [f"### {name[0].upper()}{name[1:]}\n\n{table(rows)}" for name, rows in found.items()]
    return "\n\n".join(parts)


def _series(rows: Iterable[Year]) -> str:
    return ", ".join(f"{row.points:.0f}" for row in rows)


def rewritten(page: str, found: Mapping[str, list[Year]]) -> str:
    """The page with its generated part written anew. Raises ``ValueError`` where a mark is missing."""
    return between_marks(page, "loop", f"\n{text(found)}\n\n")


def picture(found: Mapping[str, list[Year]]) -> str:
    """The chart, as the text of an SVG."""
    rows = [
        {"year": row.year, "points": row.points, "scenario": f"{name[0].upper()}{name[1:]}"}
        for name, several in found.items()
        for row in several
    ]
    names = [f"{name[0].upper()}{name[1:]}" for name in (LOOP, EVEN, UNAIMED)]
    colour = alt.Color("scenario:N", sort=names, scale=alt.Scale(domain=names, range=["#01010a", "#010105", "#01010b"]))
    line = named().encode(
        x=alt.X("year:O", title="Year", axis=alt.Axis(labelAngle=0)),
        y=alt.Y("points:Q", title="Points off a person of the kinds that are watched"),
        color=colour.legend(title=None, orient="top", labelLimit=300),
    )
    chart: Any = (line.mark_line(strokeWidth=2.5) + line.mark_point(filled=True, size=40)).properties(
        width=500, height=300, title=alt.TitleParams(TITLE, subtitle=_below(), anchor="start", limit=560)
    )
    return printed(chart, rows=rows)[0]


def _below() -> list[str]:
    return [f"{POPULATION:,} people in {PRESET}, mean of {len(SEEDS)} runs. {NOT_A_FORECAST}"]


def main() -> None:
    """Simulate, and write the page and its picture."""
    found = {}
    for name, scenario in scenarios().items():
        runs = [simulate(scenario, population=POPULATION, days=365 * YEARS, seed=seed) for seed in SEEDS]
        found[name] = years(name, runs)
        print(f"{name}: {_series(found[name])}", flush=True)
    page = DOCS / "loop.md"
    page.write_text(rewritten(page.read_text(encoding="utf-8"), found), encoding="utf-8", newline="\n")
    (DOCS / "images" / "loop.svg").write_text(picture(found), encoding="utf-8", newline="\n")
    print("docs/loop.md and docs/images/loop.svg are written.")


if __name__ == "__main__":
    main()
