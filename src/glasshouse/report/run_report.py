"""Put the page together: read the run folder, make each section, render, write."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from markupsafe import Markup

from glasshouse.card_section import DistrictColumn
from glasshouse.folders.atomic_write import in_one_step
from glasshouse.headlines import headline_stops, headline_unequal
from glasshouse.headlines.headline import NOT_A_FORECAST, Headline, headline
from glasshouse.measures.concerned import only_reports, only_stops
from glasshouse.report import (
    card_sections,
    cards,
    evidence_tables,
    flow_drawing,
    people_tables,
    report_pdf,
    run_charts,
    run_findings,
    run_flow,
    tilemap,
)
from glasshouse.report.brief_run import counted_among, run_brief
from glasshouse.report.chart_drawing import Chart
from glasshouse.report.district_tables import district_table, districts_left_out
from glasshouse.report.html_templates import FOLDER, environment
from glasshouse.report.run_tallies import Tallies, read_tallies
from glasshouse.report.what_would_change import all_assumptions
from glasshouse.runs.run import Run, open_run
from glasshouse.scenario import Scenario
from glasshouse.section import extras


def write_report(run_dir: Path) -> Path:
    """Write ``report.html`` into a run folder from what the run left there, and return its path.

    An older one is replaced in one step. Raises ``BadInputError`` when the folder holds no ``run.json``, or no
    replicate was finished.
    """
    page = render(run_dir)
    path = run_dir / "report.html"
    with in_one_step(path) as partial:
        partial.write_text(page, encoding="utf-8")
    return path


def write_pdf(run_dir: Path) -> Path:
    """Write ``report.pdf`` into a run folder, and return its path. Raises as ``write_report`` does."""
    run = open_run(run_dir)
    return report_pdf.write(run_brief(run, headline(run)), run.path, all_assumptions(run.scenario))


def render(run_dir: Path) -> str:
    """The page as text."""
    run = open_run(run_dir)
    manifest, scenario = run.manifest, run.scenario
    days, tallies = int(manifest["days"]), read_tallies(run)
    found = headline(run)
    context = {
        "brief": run_brief(run, found),
        **_opening(run, tallies, found),
        **_people(run, tallies, days),
        **_parts(run, scenario, tallies, days),
        **_evidence(scenario),
    }
    return environment().get_template("page.html.j2").render(**context)


def _opening(run: Run, tallies: Tallies, found: Headline) -> dict[str, Any]:
    """What every section reads."""
    manifest, scenario = run.manifest, run.scenario
    return {
        "style": Markup((FOLDER / "style.css").read_text(encoding="utf-8")),
        "manifest": manifest,
        "not_a_forecast": NOT_A_FORECAST,
        "scenario": scenario,
        "excess": _excess(found),
        "among": counted_among(run.outcome),
        "within": run_findings.within(scenario),
        "replicates": tallies.replicates,
        "excess_rated": any(below for _, below in _excess(found).values()),
        "reference": scenario.place.group_names[0],
    }


def _excess(found: Headline) -> dict[str, tuple[str, str]]:
    """The excess of each group and its interval, where it can be told."""
    if headline_unequal.COLUMN not in found.columns:
        return {}
    return {group.name: (group.cells[-1], group.below[-1]) for group in found.groups}


def marks(scenario: Scenario, days: int) -> list[run_charts.Mark]:
    """Dates to mark on the charts: dated events, and the dates of mechanisms that say what begins on them."""
    dated = [(event.date, event.name.replace("-", " ")) for event in scenario.events]
    for extra in extras(scenario.mechanisms, "date"):
        when = scenario.dates.get(extra.key)
        if extra.mark and when and scenario.switches.get(f"{extra.section}.enabled", True):
            dated.append((when, extra.mark))
    end = scenario.start + timedelta(days=days)
    middle = scenario.start + timedelta(days=days * 0.6)
    names: dict[Any, list[str]] = {}
    for when, name in dated:
        if scenario.start < when < end:
            names.setdefault(when, []).append(name)
    return sorted((when, ", ".join(own), when > middle) for when, own in names.items())


def _people(run: Run, tallies: Tallies, days: int) -> dict[str, Any]:
    scenario, outcome = run.scenario, run.outcome
    when = marks(scenario, days)
    tier_rows = people_tables.tier_rows(tallies, scenario.start, scenario.tiers)
    feelings = people_tables.feeling_rows(tallies, scenario.start) if cards.is_counted(scenario, "fear_sum") else []
    stopped, reported = only_stops(scenario), only_reports(scenario)
    charted = people_tables.told_of_groups(scenario)
    few = stopped or reported
    told = charted if few else (*people_tables.HARMS, *people_tables.acts(scenario.mechanisms))
    left_out = districts_left_out(scenario)
    return {
        "stopped": stopped,
        "reported": reported,
        "pass_alike": scenario.sites is None or scenario.sites.pass_alike,
        "scored": bool(tier_rows),
        "errors": " ".join(f"{name}: {error}" for name, error in headline_stops.ERRORS.items()),
        "tiers": scenario.tiers,
        "tier_colours": run_charts.tier_colours(scenario.tiers),
        "tier_chart": run_charts.tiers(tier_rows, when) if tier_rows else "",
        "tier_table": people_tables.tier_table(tier_rows),
        "feeling_chart": run_charts.feelings(feelings, when) if feelings else "",
        "group_rows": people_tables.told_rows(tallies, told) if few else people_tables.group_rows(tallies, days, told),
        "group_chart": people_tables.group_chart(tallies, charted, outcome),
        "group_rates": people_tables.is_of_rates(tallies, charted, outcome),
        "group_note": people_tables.group_note(tallies, outcome),
        "harm_names": [name for name, _ in told],
        "tile_map": _tile_map(scenario, tallies, left_out),
        "districts": district_table(
            tallies, tilemap.measures(scenario), left_out, scenario.mechanisms.declared(DistrictColumn)
        ),
    }


def _tile_map(scenario: Scenario, tallies: Tallies, left_out: tuple[str, ...]) -> Chart | None:
    """The districts as tiles, by what the run is about; None for a place without tiles, and where nothing is told."""
    shown = tilemap.measures(scenario)
    what = tilemap.first(tallies, shown)
    found = tilemap.figures(tallies, shown[what])
    if not any(figure.rate for figure in found):
        return None
    return tilemap.tile_map(scenario.place.name, found, what, replicates=tallies.replicates, left_out=left_out)


def _parts(run: Run, scenario: Scenario, tallies: Tallies, days: int) -> dict[str, Any]:
    off = cards.switched_off(scenario)
    diagram = run_flow.diagram_of(scenario.mechanisms)
    arrows = run_flow.flows(diagram, tallies.total, off, scenario.settings(0).switches)
    words, head = run_findings.shown_by_flow(scenario)
    return {
        "off": off,
        "flow_head": head,
        "flow_chart": flow_drawing.draw(diagram, arrows, off, title=f"{words} in this run. A table follows."),
        "flow_rows": arrows,
        "flow_note": run_findings.of_flow(scenario, arrows),
        "cards": cards.cards(tallies, off, scenario.mechanisms, cards.measured(run)),
        "gate_rows": cards.gate_rows(tallies, scenario, days),
        "sections": card_sections.sections(run, tallies, off, days),
        "events": cards.dated_events(run, scenario, days),
    }


def _evidence(scenario: Scenario) -> dict[str, Any]:
    claims = evidence_tables.claims(scenario)
    ids = evidence_tables.cited(scenario) | {i for claim in claims for i in claim["sources"]}  # type: ignore
    references = evidence_tables.references(ids, scenario.mechanisms, scenario.place)
    parts = evidence_tables.numbers(scenario, cards.switched_off(scenario))
    return {
        "claims": claims,
        "numbers": parts,
        "weights": evidence_tables.weights(scenario),
        "assumed": sum(part.assumed for part in parts),
        "numbered": sum(len(part.rows) for part in parts),
        "references": references,
        "source_names": evidence_tables.names(references),
    }
