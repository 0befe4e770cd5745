"""``glasshouse compare``: a comparison made and printed, in sentences and two tables, or as one JSON document."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from glasshouse.cli import lines
from glasshouse.cli import show as terminal
from glasshouse.cli.console import output
from glasshouse.cli.options import (
    Days,
    Ensemble,
    Only,
    Pdf,
    Scenario,
    Scheduler,
    Seed,
    Sets,
    Threads,
    WarmUp,
    Workers,
    whole_option,
    with_warm_up,
)
from glasshouse.cli.progress_bar import progress
from glasshouse.cli.show_attribution import show as show_attribution
from glasshouse.cluster import placement as places
from glasshouse.comparison.arm_sentences import sentence
from glasshouse.comparison.attributed_parts import parts_named, parts_of
from glasshouse.comparison.comparison import Comparison
from glasshouse.comparison.comparison_finding import compared_with, title_of_page
from glasshouse.comparison.comparison_plan import ComparisonPlan, plan_comparison, with_attribution
from glasshouse.comparison.comparison_words import Summary, SummaryLine, summary
from glasshouse.comparison.ensemble_draws import draws_of
from glasshouse.comparison.harm_attribution import MOST_PEOPLE, Attribution
from glasshouse.comparison.over_draws import over_draws
from glasshouse.comparison.paired_arms import ANY, PEOPLE
from glasshouse.headlines.headline import NOT_A_FORECAST
from glasshouse.mechanism_set import MechanismSet
from glasshouse.runner import carry_out_attribution, carry_out_comparison
from glasshouse.scenario import load
from glasshouse.signals import stoppable
from glasshouse.wording.lists_and_nouns import counted
from glasshouse.wording.numbers import rate


def compare(
    scenario: Scenario,
    arms: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="ARM",
            help="Other scenarios: a safeguard, a preset, a YAML file of changes, or KEY=VALUE; joined by + they are "
            "one. "
            "@DAY behind it: as the baseline until that day. ban and unwatched are always among them.",
            show_default=False,
        ),
    ] = None,
    population: Annotated[
        int | None, whole_option(help="People to invent.", show_default="the scenario's, at most 200,000")
    ] = None,
    days: Days = None,
    warm_up: WarmUp = None,
    seed: Seed = 1,
    replicates: Annotated[
        int | None, whole_option(help="Times to compare, with other seeds and assumptions.", show_default="10")
    ] = None,
    draws: Annotated[
        int | None,
        whole_option(
            metavar="N",
            help="Draws of the assumptions, in each of which all scenarios are compared; what holds in them is told "
            "first. 0: none.",
            show_default="200; 0 with --replicates",
        ),
    ] = None,
    ensemble_population: Annotated[
        int | None,
        whole_option(metavar="N", help="People of each draw.", show_default="10,000; more in less than a year"),
    ] = None,
    ensemble: Ensemble = None,
    threads: Threads = None,
    set_: Sets = None,
    out: Annotated[
        Path | None, typer.Option(help="The folder to leave; it must not exist.", show_default="runs/001-…-compared")
    ] = None,
    attribute: Annotated[
        bool, typer.Option("--attribute", help="Say what each part contributes to each harm; up to 50,000 people.")
    ] = False,
    part: Annotated[
        list[str] | None,
        typer.Option(help="Attribute to this part, and to others so named, alone; 'all' is every one. Repeatable."),
    ] = None,
    json_: Annotated[bool, typer.Option("--json", help="Print one JSON document instead of tables.")] = False,
    workers: Workers = None,
    scheduler: Scheduler = None,
    pdf: Pdf = False,
    only: Only = None,
) -> None:
    """``glasshouse compare``: load, check, run, report and print."""
    loaded, parts = load(scenario, sets=with_warm_up(set_, warm_up)), tuple(part or ())
    if attribute := attribute or bool(parts):
        population, parts = _few(population, loaded.population), _named(parts, loaded.running)
    placement = places.asked(workers, scheduler, threads=threads)
    asked = plan_comparison(
        loaded,
        tuple(arms or ()),
        population=population,
        days=days,
        seed=seed,
        replicates=replicates,
        draws=draws,
        ensemble_population=ensemble_population,
        ensemble=ensemble,
        threads=threads,
        tasks=places.tasks(placement),
        only=only,
    )
    if attribute:
        asked = with_attribution(asked, parts)
    with stoppable(), progress_of(asked) as watch:
        done = carry_out_comparison(asked, out, watch, say=lines.tell, placement=placement, pdf=pdf, processes=True)
    if done.part is not None:
        terminal.part(done.path, done.part, "comparison")
        return
    found = _attributed(asked, done, parts) if attribute else None
    if json_:
        lines.document(document(done, found))
        return
    show(done, summary(done))
    if found:
        lines.say()
        show_attribution(found)


def _few(population: int | None, own: int) -> int:
    """The population of a comparison whose harms are attributed: as many as can be, unless asked for."""
    return min(own, MOST_PEOPLE) if population is None else population


def _named(parts: tuple[str, ...], mechanisms: MechanismSet) -> tuple[str, ...]:
    """The parts asked for by name. Raises ``BadInputError`` for a name that none has."""
    names = tuple(parts_of(mechanisms)) if parts == ("all",) else parts
    return tuple(part.name for part in parts_named(names, mechanisms)) if names else ()


def _attributed(asked: ComparisonPlan, done: Comparison, parts: tuple[str, ...]) -> Attribution:
    """What each part adds to the baseline's harms, with a bar of its own."""

    def note(number: int, of: int) -> tuple[str, int]:
        return f"scenario {number} of {of}, some parts switched off", number * 100 // max(1, of)

    with stoppable(), progress(note, 100, 0) as watch:
        return carry_out_attribution(asked, done, parts, watch)


def progress_of(plan: ComparisonPlan) -> AbstractContextManager[Any]:
    """The scenarios of a comparison as they are simulated, as a bar."""
    days, arms, replicates = plan.plan.days, len(plan.all_arms), plan.plan.replicates
    draws = len(draws_of(plan.plan))
    small = plan.plan.ensemble_population / plan.plan.population
    drawn = 0
    # Several scenarios are under way at a time, and one may be simulated again.
    simulated: dict[tuple[int, int], int] = {}

    def note(number: int, place: int, arm: str, day: int) -> tuple[str, int]:
        nonlocal drawn
        if number >= replicates:
            drawn = number - replicates + 1
            words = f"draw {drawn} of {draws}, in all scenarios"
            return words, sum(simulated.values()) + int(drawn * arms * days * small) - 1
        simulated[number, place] = max(simulated.get((number, place), 0), day + 1)
        return f"replicate {number + 1} of {replicates}, {arm}", sum(simulated.values()) - 1

    total = (len(plan.plan.numbers) + draws * small) * arms * days
    return progress(note, int(total), plan.plan.population)


def show(done: Comparison, found: Summary) -> None:
    """Print a comparison: its finding, its sentences, and two tables."""
    console = output()
    console.print(Text(f"{title_of_page(done)}.", "bold"), soft_wrap=not console.is_terminal)
    parts: list[RenderableType] = [
        Text(compared_with(done)),
        Text.assemble(("Label: ", "bold"), f"{found.label}. {NOT_A_FORECAST}"),
        Text(f"{found.size}."),
        Text(f"Leaves out, among others: {found.leaves_out[0]}") if found.leaves_out else Text(""),
        Text(""),
    ]
    said = [("What holds, and in how many draws", found.conclusions), ("What each scenario does", found.sentences)]
    for heading, sentences in said if found.conclusions else [("", found.sentences)]:
        parts += [Text(heading, "bold")] if heading else []
        parts += [terminal.bullet(one) if console.is_terminal else Text(f"- {one}") for one in sentences]
        parts += [Text("")] if heading and sentences is not found.sentences else []
    if console.is_terminal:
        console.print(Panel(Group(*parts), title=Text(found.title, "bold"), padding=(1, 2)))
    else:
        console.print(*parts, sep="\n", soft_wrap=True)
    console.print()
    console.print(Text("What differs from the baseline", "bold"))
    console.show(_table("Scenario", found.columns, (found.baseline, *found.differences)))
    console.print()
    console.print(Text("People spared and people newly harmed", "bold"))
    console.show(_table("Scenario", found.people_columns, found.people))
    for note in found.notes[1:]:
        console.print(Text(note, "dim"), soft_wrap=not console.is_terminal)
    console.print()
    speed = f"{rate(done.manifest['person_days_per_second'])} person-days a second, all included"
    for name, text in (
        ("Report", terminal.reports(done.path, done.manifest)),
        ("Again", done.manifest["command"]),
        ("Speed", f"{speed}, on {counted(done.manifest['threads'], 'thread')}"),
    ):
        console.print(Text(f"{name:<8}{text}"), soft_wrap=True)


def _table(first: str, columns: Sequence[str], rows: Sequence[SummaryLine]) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(first, overflow="fold")
    for name in columns:
        table.add_column(name, justify="right")
    for line in rows:  # the label stands below the title, as the interval below the figure
        name = Text.assemble(line.title, (f"\n{line.label}", "dim"))
        table.add_row(name, *(terminal.cell(*pair) for pair in zip(line.cells, line.below, strict=True)))
    return table


def document(done: Comparison, found: Attribution | None = None) -> dict[str, Any]:
    """All that the tables show, and every other measure, for other programs."""
    facts = done.manifest
    copied = "version command scenario_name scenario_hash label seed population days start replicates status".split()
    return {
        "note": NOT_A_FORECAST,
        **{key: facts[key] for key in copied},
        "finding": title_of_page(done),
        "folder": str(done.path),
        "seconds": facts.get("seconds"),
        "arms": [
            {
                **{key: value for key, value in about.items() if key != "digests"},
                **({} if place == 0 else {"says": sentence(done, about["name"]), "measures": _measures(done, about)}),
            }
            for place, about in enumerate(facts["arms"])
        ],
        **({"ensemble": facts["ensemble"]} if facts.get("ensemble") else {}),
        "conclusions": [asdict(one) for one in done.conclusions],
        "rankings": [asdict(one) for one in done.rankings],
        **({"attribution": found.table().to_pylist()} if found else {}),
    }


def _measures(done: Comparison, about: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in done.measures:
        if name == PEOPLE:
            continue
        own: dict[str, Any] = {"unit": "people of 10,000" if name == ANY else done.defined[name].unit}
        for column in ("baseline", "arm_value", "difference"):
            own[column] = _figure(done, about["name"], name, column)
        for column in ("people_spared", "people_newly_harmed", "people_changed"):
            if (count := done.count(about["name"], name, column)) is not None:
                own[column] = {"count": int(count), **(_figure(done, about["name"], name, column) or {})}
        if drawn := over_draws(done, about["name"], name):
            own["difference_over_draws"] = {"median": drawn.value, "low": drawn.low, "high": drawn.high}
        found[name] = own
    return found


def _figure(done: Comparison, arm: str, measure: str, column: str) -> dict[str, float | None] | None:
    figure = done.figure(arm, measure, column)
    return None if figure is None else {"value": figure.value, "low": figure.low, "high": figure.high}
