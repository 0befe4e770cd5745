"""The figures of a run's report one by one, for notebooks: of a folder, or of results in memory.

>>> from glasshouse.simulation import Simulation
>>> results = Simulation("as-described", population=2000, days=28, threads=1).run()
>>> results.plot("tiers").to_dict()["title"]["text"]
'At the end, 10,000 of 10,000 people with a score stand in A and nobody lower'
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
from glasshouse.folders.output_label import NOT_A_FORECAST
from glasshouse.measures.concerned import only_reports, only_stops
from glasshouse.measures.outcome import Outcome
from glasshouse.report import (
    captioned,
    chart_drawing,
    chart_files,
    people_tables,
    run_charts,
    run_findings,
    run_flow,
    tilemap,
)
from glasshouse.report.cards import is_counted, switched_off
from glasshouse.report.chart_drawing import Chart, Drawable
from glasshouse.report.printed_flow_chart import FlowChart
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

    @property
    def outcome(self) -> Outcome:
        """It in figures."""
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
    outcome: Outcome


#: A chart and what it shows; "" where its name says as much as can be said. None: there is nothing to draw.
Found = tuple[Drawable, str] | None


def _groups(shown: _Shown) -> Found:
    columns = people_tables.told_of_groups(shown.scenario)
    chart = people_tables.group_chart(shown.tallies, columns, shown.outcome)
    # The gravest harm that can be told apart by group: wrongful sanctions before all of them.
    told = (run_findings.groups(shown.tallies, *column, shown.outcome) for column in (*columns[1:2], *columns[:1]))
    return chart and (chart, next(filter(None, told), ""))


def _tiers(shown: _Shown) -> Found:
    rows = people_tables.tier_rows(shown.tallies, shown.scenario.start, shown.scenario.tiers)
    return (run_charts.tiers(rows, marks(shown.scenario, shown.days)), run_findings.tiers(rows)) if rows else None


def _feelings(shown: _Shown) -> Found:
    rows = people_tables.feeling_rows(shown.tallies, shown.scenario.start)
    if not rows or not is_counted(shown.scenario, "fear_sum"):
        return None
    return run_charts.feelings(rows, marks(shown.scenario, shown.days)), run_findings.feelings(rows)


def _districts(shown: _Shown) -> Found:
    measures = tilemap.measures(shown.scenario)
    what = tilemap.first(shown.tallies, measures)
    found = tilemap.figures(shown.tallies, measures[what])
    chart = tilemap.tile_map(shown.scenario.place.name, found, what, replicates=shown.tallies.replicates)
    return chart and (chart, "")


def _flow_chart(shown: _Shown) -> FlowChart:
    scenario, diagram = shown.scenario, run_flow.diagram_of(shown.scenario.mechanisms)
    off = switched_off(scenario)
    rows = run_flow.flows(diagram, shown.tallies.total, off, scenario.settings(0).switches)
    words, _ = run_findings.shown_by_flow(scenario)
    return FlowChart(rows=rows, off=frozenset(off), words=words, diagram=diagram)


def _flow(shown: _Shown) -> Found:
    return _flow_chart(shown), run_findings.flow(shown.tallies, shown.scenario)


#: By name: what the figure shows, and what draws it.
FIGURES: dict[str, tuple[str, Callable[[_Shown], Found]]] = {
    "groups": ("People harmed, by group", _groups),
    "tiers": ("People by tier, per 10,000 people with a score", _tiers),
    "feelings": ("Mean fear and trust, from 0 to 255", _feelings),
    "districts": ("People harmed, by district", _districts),
}
#: Those that are written as files: the flow chart, which is no Altair chart, among them.
PRINTED = {**{name: draw for name, (_, draw) in FIGURES.items()}, "flow": _flow}


def of_run(run: Run, what: str) -> alt.TopLevelMixin:
    """A figure of a run's folder. Raises ``BadInputError`` where no replicate was finished."""
    run.require_daily()
    return _figure(run.daily_sums, run.outcome, what)


def of_results(results: InMemory, what: str) -> alt.TopLevelMixin:
    """A figure of results in memory; of whatever replicate, it is the only one here."""
    scenario = results.scenario
    daily = results.daily().with_columns(pl.lit(0, pl.Int32).alias("replicate")).lazy()
    sums = DailySums(
        frame=daily, path=Path("daily.parquet"), replicates=1, days=results.plan.days, place=scenario.place,
        mechanisms=results.plan.mechanisms,
    )  # fmt: skip
    return _figure(sums, results.outcome, what)


def written(run: Run) -> dict[str, bytes]:
    """Every figure of a run that there is, as files by their names: SVG, PNG and PDF, each with all that it needs.

    Raises ``BadInputError`` where no replicate was finished.
    """
    run.require_daily()
    shown = _shown(run.daily_sums, run.outcome)
    source = chart_files.made_by(str(run.manifest.get("version", "")), str(run.digest or ""))
    found: dict[str, bytes] = {}
    for name, draw in PRINTED.items():
        drawn = draw(shown)
        if drawn is None:
            continue
        (chart, told), title = drawn, _title(name, run.scenario)
        warning = f"{run.scenario.label.capitalize()}. {NOT_A_FORECAST}"
        lines = [*([title] if told else []), *_key(name, shown), _about(shown), warning]
        svg = captioned.svg(chart, told or title, lines, (source,))
        found |= {f"{name}.{ending}": content for ending, content in chart_files.files(svg).items()}
    return found


def _shown(sums: DailySums, outcome: Outcome) -> _Shown:
    scenario = outcome.scenario
    return _Shown(tallies=tallies_of(sums, scenario), scenario=scenario, days=sums.days, outcome=outcome)


def _title(name: str, scenario: Scenario) -> str:
    """What a figure shows. Where nobody can be sanctioned, what strikes a group is counted in times and not in people.

    >>> from glasshouse.scenario import load
    >>> [_title("groups", load(name)) for name in ("as-described", "london-lfr")]
    ['People harmed, by group', 'Alerts and stops, by group']
    """
    if name == "flow":
        return run_findings.shown_by_flow(scenario)[0]
    if name == "groups" and only_stops(scenario):
        return "Alerts and stops, by group"
    if name == "groups" and only_reports(scenario):
        return "Reports, and acts held back, by group"
    return FIGURES[name][0]


def _key(name: str, shown: _Shown) -> list[str]:
    """What the key of a figure must say beside its colours."""
    if name == "flow":
        return list(filter(None, (run_findings.of_flow(shown.scenario, _flow_chart(shown).rows),)))
    if name != "groups":
        return []
    columns = people_tables.told_of_groups(shown.scenario)
    rates = people_tables.is_of_rates(shown.tallies, columns, shown.outcome)
    unit = "Per 10,000 people of the group." if rates else "Counts of this one run; the groups are not equally large."
    note = people_tables.group_note(shown.tallies, shown.outcome)
    return [" ".join(filter(None, (unit, note))), run_findings.within(shown.scenario)]


def _about(shown: _Shown) -> str:
    scenario = shown.scenario
    return f"{scenario.title}: {counted(shown.days, 'day')} from {in_words(scenario.start)}"


def _figure(sums: DailySums, outcome: Outcome, what: str) -> alt.TopLevelMixin:
    if what not in FIGURES:
        raise BadInputError(
            Argument("what", what),
            f": there is no such figure.{nearest(what, FIGURES)} Choose from {', '.join(FIGURES)}.",
        )
    scenario, draw = outcome.scenario, FIGURES[what][1]
    title, shown = _title(what, scenario), _shown(sums, outcome)
    found = draw(shown)
    if found is None:
        raise BadInputError(Argument("what", what), ": there is nothing to draw; it counted none, or the part is off.")
    chart, told = found
    assert isinstance(chart, Chart)
    about = ". ".join([*([title] if told else []), *(line.rstrip(".") for line in _key(what, shown)), _about(shown)])
    return chart_drawing.figure(chart.specification(), told or title, about, scenario.label)
