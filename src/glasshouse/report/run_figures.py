"""The figures of a run's report one by one, for notebooks: of a folder, or of results in memory.

>>> from glasshouse.simulation import Simulation
>>> results = Simulation("as-described", population=2000, days=28, threads=1).run()
>>> results.plot("tiers").to_dict()["title"]["text"]
'People by tier, per 10,000 people with a score'
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import altair as alt
import polars as pl

from glasshouse.arguments import Argument
from glasshouse.errors import BadInputError, nearest
from glasshouse.measures.concerned import only_reports, only_stops
from glasshouse.report import chart_drawing, people_tables, run_charts, tilemap
from glasshouse.report.chart_drawing import Chart
from glasshouse.report.run_report import marks
from glasshouse.report.run_tallies import Tallies, tallies_of
from glasshouse.runs.daily_sums import DailySums
from glasshouse.scenario import Scenario
from glasshouse.wording.dates import in_words
from glasshouse.wording.lists_and_nouns import counted

if TYPE_CHECKING:
    from glasshouse.runs.run import Run
    from glasshouse.runs.run_plan import Plan


class InMemory(Protocol):
    """Results of a simulation that left no folder, which stand above the reports."""

    @property
    def plan(self) -> Plan:
        """What was simulated."""
        ...

    @property
    def scenario(self) -> Scenario:
        """The scenario of it."""
        ...

    def daily(self) -> pl.DataFrame:
        """Counts by day, district and group."""
        ...


@dataclass(frozen=True, kw_only=True)
class _Shown:
    """What a figure is made of."""

    tallies: Tallies
    scenario: Scenario
    days: int


def _groups(shown: _Shown) -> Chart | None:
    stops, reports = only_stops(shown.scenario), only_reports(shown.scenario)
    columns = people_tables.STOPS if stops else people_tables.REPORTS if reports else people_tables.HARMS
    return people_tables.group_chart(shown.tallies, columns)


def _tiers(shown: _Shown) -> Chart | None:
    rows = people_tables.tier_rows(shown.tallies, shown.scenario.start, shown.scenario.tiers)
    return run_charts.tiers(rows, marks(shown.scenario, shown.days), legend=True) if rows else None


def _feelings(shown: _Shown) -> Chart | None:
    rows = people_tables.feeling_rows(shown.tallies, shown.scenario.start)
    if not rows or not shown.scenario.switches["response.enabled"]:
        return None
    return run_charts.feelings(rows, marks(shown.scenario, shown.days))


def _districts(shown: _Shown) -> Chart | None:
    measures = tilemap.measures(shown.scenario)
    what = tilemap.first(shown.tallies, measures)
    found = tilemap.figures(shown.tallies, measures[what])
    return tilemap.tile_map(shown.scenario.place.name, found, what, replicates=shown.tallies.replicates)


#: By name: what the figure shows, and what draws it.
FIGURES: dict[str, tuple[str, Callable[[_Shown], Chart | None]]] = {
    "groups": ("People harmed, by group", _groups),
    "tiers": ("People by tier, per 10,000 people with a score", _tiers),
    "feelings": ("Mean fear and trust, from 0 to 255", _feelings),
    "districts": ("People harmed, by district", _districts),
}


def of_run(run: Run, what: str) -> alt.TopLevelMixin:
    """A figure of a run's folder. Raises ``BadInputError`` where no replicate was finished."""
    run.require_daily()
    return _figure(run.daily_sums, run.scenario, what)


def of_results(results: InMemory, what: str) -> alt.TopLevelMixin:
    """A figure of results in memory; of whatever replicate, it is the only one here."""
    scenario = results.scenario
    daily = results.daily().with_columns(pl.lit(0, pl.Int32).alias("replicate")).lazy()
    sums = DailySums(
        frame=daily, path=Path("daily.parquet"), replicates=1, days=results.plan.days, place=scenario.place,
        mechanisms=results.plan.mechanisms,
    )  # fmt: skip
    return _figure(sums, scenario, what)


def _figure(sums: DailySums, scenario: Scenario, what: str) -> alt.TopLevelMixin:
    if what not in FIGURES:
        raise BadInputError(
            Argument("what", what),
            f": there is no such figure.{nearest(what, FIGURES)} Choose from {', '.join(FIGURES)}.",
        )
    title, draw = FIGURES[what]
    chart = draw(_Shown(tallies=tallies_of(sums, scenario), scenario=scenario, days=sums.days))
    if chart is None:
        raise BadInputError(Argument("what", what), ": there is nothing to draw; it counted none, or the part is off.")
    about = f"{scenario.title}: {counted(sums.days, 'day')} from {in_words(scenario.start)}"
    return chart_drawing.figure(chart.specification(), title, about, scenario.label)
