"""What page 2 shows of a finished run: its sentences, its people by tier, by group and by district, its flow."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from glasshouse.headlines.headline import Headline, headline
from glasshouse.lab.figures import PageFigure, files_of, once
from glasshouse.lab.folder_library import place_of
from glasshouse.lab.orders import Order
from glasshouse.lab.pages import address
from glasshouse.lab.run.knobs import change_in_words
from glasshouse.lab.run.run_query import Looking, looking_of, order_in
from glasshouse.lab.settings import Lab
from glasshouse.languages.spoken import in_english, in_words, plain, spoken, t, whole
from glasshouse.measures.intervals import method
from glasshouse.report import cards, people_tables, run_findings, run_report, tilemap
from glasshouse.report import run_charts as charts
from glasshouse.report import run_flow as flow
from glasshouse.report.brief_run import counted_among, ensemble_fact
from glasshouse.report.chart_drawing import Drawable
from glasshouse.report.district_tables import districts_left_out
from glasshouse.report.printed_flow_chart import FlowChart
from glasshouse.report.run_tallies import Tallies, read_tallies
from glasshouse.runs.ensemble_words import notes
from glasshouse.runs.run import Run, open_run
from glasshouse.scenario import preset_names


@dataclass(frozen=True, kw_only=True)
class Seen:
    """A run as it was read once: its figures, its sentences, its charts by name; ``maps`` by what they count."""

    run: Run
    tallies: Tallies
    headline: Headline
    charts: dict[str, Drawable]
    flow: FlowChart
    maps: dict[str, Drawable | None] = field(default_factory=dict)


def seen(lab: Lab, name: str) -> Seen:
    """A run of the lab, read. Raises ``NotHereError`` and ``BadInputError``."""
    place = place_of(lab, "run", name)
    stat = (place / "run.json").stat()
    return _read(place, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=6)
def _read(place: Path, *_: int) -> Seen:
    """Kept until the run's own description is written anew."""
    run = open_run(place)
    tallies, told = read_tallies(run), headline(run)
    scenario, days = run.scenario, int(run.manifest["days"])
    marks = run_report.marks(scenario, days)
    tiers = people_tables.tier_rows(tallies, scenario.start, scenario.tiers)
    drawn = {
        "tiers": charts.tiers(tiers, marks) if tiers else None,
        "groups": people_tables.group_chart(tallies, people_tables.told_of_groups(scenario), run.outcome),
    }
    off = cards.switched_off(scenario)
    diagram = flow.diagram_of(scenario.mechanisms)
    words = f"{run_findings.shown_by_flow(scenario)[0]} in this run. A table follows."
    arrows = flow.flows(diagram, tallies.total, off, scenario.settings(0).switches)
    return Seen(
        run=run,
        tallies=tallies,
        headline=told,
        charts={name: once(chart) for name, chart in drawn.items() if chart is not None},
        flow=FlowChart(rows=arrows, off=frozenset(off), words=words, diagram=diagram),
    )


def figures(found: Seen, state: Looking) -> dict[str, PageFigure]:
    """The charts of a run, with what it takes to make them again."""
    run, told = found.run, found.headline
    replicates = found.tallies.replicates
    among = counted_among(run.outcome)
    note = people_tables.group_note(found.tallies, run.outcome)
    rates = people_tables.is_of_rates(found.tallies, people_tables.told_of_groups(run.scenario), run.outcome)
    what = _what(found, state)
    shown = tilemap.measures(run.scenario)
    if what not in found.maps:
        counted = tilemap.figures(found.tallies, shown[what])
        left_out = districts_left_out(run.scenario)
        tiles = tilemap.tile_map(run.scenario.place.name, counted, what, replicates=replicates, left_out=left_out)
        found.maps[what] = tiles and once(tiles)
    notes: dict[str, tuple[str, Drawable | None, str]] = {
        "map": (f"{what}, by district", found.maps[what], ""),
        "tiers": ("People by tier", found.charts.get("tiers"), "Of every 10,000 people with a score."),
        "groups": (
            f"Harm by group, {'per 10,000 people of the group' if rates else f'counts {among}'}",
            found.charts.get("groups"),
            " ".join(filter(None, (note, run_findings.within(run.scenario)))),
        ),
    }
    said = run_findings.of_flow(run.scenario, found.flow.rows)
    notes["flow"] = (
        run_findings.shown_by_flow(run.scenario)[1],
        found.flow,
        f"Counts {among}; orange is what is false, or wrongful. {said}".rstrip(),
    )
    common = {
        "command": str(run.manifest["command"]),
        "address": address("/run", state),
        "label": f"{told.title} ({told.label})",
        "about": run.path.name,
    }
    return {
        name: PageFigure(name=name, title=title, chart=chart, files=files_of("run", name, state), note=note, **common)
        for name, (title, chart, note) in notes.items()
        if chart is not None
    }


def _what(found: Seen, state: Looking) -> str:
    """What the map counts: what was asked for, if there is any such thing in this run."""
    shown = tilemap.measures(found.run.scenario)
    return state.show if state.show in shown else tilemap.first(found.tallies, shown)


def _compared(order: Order) -> str:
    """Where a run of a preset is compared with others: with what was changed in it as one of the scenarios.

    >>> _compared(Order(scenario="as-described", sets=("cameras.capture=0.2", "start=2020-01-01"), seed=7))
    '/compare?preset=as-described&seed=7&more=cameras.capture%3D0.2%2Bstart%3D2020-01-01'
    """
    if order.scenario not in preset_names():
        return "/compare"
    asked = {"preset": order.scenario, "seed": order.seed, "more": "+".join(order.sets)}
    return f"/compare?{urlencode({name: value for name, value in asked.items() if value})}"


def context(lab: Lab, found: Seen, state: Looking) -> dict[str, Any]:
    """What the template prints of a run."""
    run, told, tallies = found.run, found.headline, found.tallies
    scenario, facts, replicates = run.scenario, run.manifest, found.tallies.replicates
    what = _what(found, state)
    shown = tilemap.measures(scenario)
    last = scenario.date_of(int(facts["days"]) - 1)
    order = order_in(run, lab.folder / "scenarios")
    return {
        "told": told,
        "changed": [change_in_words(text, scenario.mechanisms) for text in order.sets],
        "facts": {
            "People": whole(int(facts["population"])),
            "Days": plain(
                "{days}, {first} to {last}",
                days=int(facts["days"]),
                first=in_words(scenario.start),
                last=in_words(last),
            ),
            "Replicates": plain(
                "{done} of {asked}",
                done=int(facts["replicates"]),
                asked=int(facts.get("replicates_asked", facts["replicates"])),
            ),
            **{name: in_english(fact) for name, fact in ensemble_fact(facts)},
            "Seed": str(facts["seed"]),
            "Place": t(scenario.place.title),
        },
        "replicates": replicates,
        "methods": notes(run.outcome) or (method(replicates),),
        "figures": figures(found, state),
        "what": what,
        "measures": list(shown),
        "tile_rows": tilemap.tile_rows(tilemap.figures(tallies, shown[what]), replicates=replicates),
        "tiers": scenario.tiers,
        "tier_colours": charts.tier_colours(scenario.tiers),
        "tier_table": people_tables.tier_table(
            people_tables.tier_rows(tallies, scenario.start, scenario.tiers), language=spoken()
        ),
        "flow_rows": found.flow.rows,
        "compared": _compared(order),
        "again": address("/run", looking_of(order)),
        "unfinished": facts["status"] != "finished",
    }
