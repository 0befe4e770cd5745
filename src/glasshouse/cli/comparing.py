"""A comparison as the command line makes it and prints it: sentences and two tables, or one JSON document."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from glasshouse.carrying import stoppable
from glasshouse.cli import lines, show
from glasshouse.cli.console import output
from glasshouse.cli.running import left_to_do, progress, tell
from glasshouse.results.headline import NOT_A_FORECAST
from glasshouse.results.numbers import counted
from glasshouse.scenario import load

if TYPE_CHECKING:
    from glasshouse.cluster.where import Where
    from glasshouse.comparison.attribution import Attribution
    from glasshouse.comparison.comparison import Comparison
    from glasshouse.comparison.plan import ComparisonPlan
    from glasshouse.comparison.words import Line, Summary


def compare(
    name: str,
    arms: tuple[str, ...],
    sets: tuple[str, ...],
    out: Path | None,
    *,
    attribute: bool,
    parts: tuple[str, ...],
    as_json: bool,
    population: int | None,
    workers: int | None = None,
    scheduler: str | None = None,
    pdf: bool = False,
    **sizes: Any,
) -> None:
    """Load, check, run, report and print."""
    scenario = load(name, sets=sets)
    if attribute:
        population, parts = _few(population, scenario.population), _named(parts)
    from glasshouse.carrying import carry_out_comparison
    from glasshouse.cluster import where as places
    from glasshouse.comparison.plan import plan_comparison, with_attribution

    where = places.asked(workers, scheduler, threads=sizes["threads"])
    asked = plan_comparison(scenario, arms, population=population, tasks=places.tasks(where), **sizes)
    if attribute:
        asked = with_attribution(asked, parts)
    with stoppable(), _progress(asked) as watch:
        done = carry_out_comparison(asked, out, watch, where=where, pdf=pdf)
    found = _attributed(asked, done, parts) if attribute else None
    if as_json:
        lines.document(document(done, found))
        return
    from glasshouse.comparison.words import summary

    _show(done, summary(done))
    if found:
        from glasshouse.cli.show_attribution import show as show_attribution

        lines.say()
        show_attribution(found)


def resume(folder: Path, where: Where | None, threads: int | None) -> None:
    """Go on with a comparison and print it; say so of one that is finished."""
    from glasshouse.carrying import go_on_comparison
    from glasshouse.cluster import where as places
    from glasshouse.comparison.resume import unfinished
    from glasshouse.comparison.words import summary

    asked = unfinished(folder, threads, places.tasks(where))
    said = "" if asked else left_to_do(folder, "comparison")
    with stoppable(), _progress(asked) if asked else nullcontext() as watch:
        done = go_on_comparison(folder, asked, watch, say=tell, where=where)
    if said:
        lines.say(said)
    else:
        _show(done, summary(done))
    if "--attribute" in done.manifest["command"].split() and "attribution.parquet" not in done.manifest["files"]:
        lines.say(f"What each part contributes was not found out; for that, run it again: {done.manifest['command']}")


def _few(population: int | None, own: int) -> int:
    """The population of a comparison whose harms are attributed: as many as can be, unless asked for."""
    from glasshouse.comparison.attribution import MOST_PEOPLE

    return min(own, MOST_PEOPLE) if population is None else population


def _named(parts: tuple[str, ...]) -> tuple[str, ...]:
    """The parts asked for by name. Raises ``BadInputError`` for a name that none has."""
    from glasshouse.comparison.parts import PARTS, parts_named

    names = tuple(PARTS) if parts == ("all",) else parts
    return tuple(part.name for part in parts_named(names)) if names else ()


def _attributed(asked: ComparisonPlan, done: Comparison, parts: tuple[str, ...]) -> Attribution:
    """What each part adds to the baseline's harms, with a bar of its own."""
    from glasshouse.carrying import carry_out_attribution

    def note(number: int, of: int) -> tuple[str, int]:
        return f"world {number} of {of}, some parts switched off", number * 100 // max(1, of)

    with stoppable(), progress(note, 100, 0) as watch:
        return carry_out_attribution(asked, done, parts, watch)


def _progress(plan: ComparisonPlan) -> AbstractContextManager[Any]:
    days, worlds, replicates = plan.plan.days, len(plan.worlds), plan.plan.replicates
    lived: dict[tuple[int, int], int] = {}  # several worlds are under way at a time, and one may be lived again

    def note(number: int, place: int, arm: str, day: int) -> tuple[str, int]:
        lived[number, place] = max(lived.get((number, place), 0), day + 1)
        return f"replicate {number + 1} of {replicates}, {arm}", sum(lived.values()) - 1

    return progress(note, replicates * worlds * days, plan.plan.population)


def _show(done: Comparison, found: Summary) -> None:
    console = output()
    parts: list[RenderableType] = [
        Text.assemble(("Label: ", "bold"), f"{found.label}. {NOT_A_FORECAST}"),
        Text(f"{found.size}."),
        Text(f"Leaves out, among others: {found.leaves_out[0]}") if found.leaves_out else Text(""),
        Text(""),
    ]
    if console.is_terminal:
        parts += [show.bullet(sentence) for sentence in found.sentences]
        console.print(Panel(Group(*parts), title=Text(found.title, "bold"), padding=(1, 2)))
    else:
        sentences = [Text(f"- {sentence}") for sentence in found.sentences]
        console.print(Text(found.title), *parts, *sentences, sep="\n", soft_wrap=True)
    console.print()
    console.print(Text("What differs from the baseline", "bold"))
    console.show(_table("World", found.columns, (found.baseline, *found.differences)))
    console.print()
    console.print(Text("People spared and people newly harmed", "bold"))
    console.show(_table("World", found.people_columns, found.people))
    for note in found.notes[1:]:
        console.print(Text(note, "dim"), soft_wrap=not console.is_terminal)
    console.print()
    speed = f"{done.manifest['person_days_per_second'] / 1e6:,.0f} million person-days a second, all included"
    for name, text in (
        ("Report", show.reports(done.path, done.manifest)),
        ("Again", done.manifest["command"]),
        ("Speed", f"{speed}, on {counted(done.manifest['threads'], 'thread')}"),
    ):
        console.print(Text(f"{name:<8}{text}"), soft_wrap=True)


def _table(first: str, columns: Sequence[str], rows: Sequence[Line]) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(first, overflow="fold")
    for name in columns:
        table.add_column(name, justify="right")
    for line in rows:  # the label stands below the title, as the interval below the figure
        name = Text.assemble(line.title, (f"\n{line.label}", "dim"))
        table.add_row(name, *(show.cell(*pair) for pair in zip(line.cells, line.below, strict=True)))
    return table


def document(done: Comparison, found: Attribution | None = None) -> dict[str, Any]:
    """All that the tables show, and every other measure, for other programs."""
    from glasshouse.comparison.words import sentence

    facts = done.manifest
    copied = "version command scenario_name scenario_hash label seed population days start replicates status".split()
    return {
        "note": NOT_A_FORECAST,
        **{key: facts[key] for key in copied},
        "folder": str(done.path),
        "seconds": facts.get("seconds"),
        "arms": [
            {
                **{key: value for key, value in about.items() if key != "digests"},
                **({} if place == 0 else {"says": sentence(done, about["name"]), "measures": _measures(done, about)}),
            }
            for place, about in enumerate(facts["arms"])
        ],
        **({"attribution": found.table().to_pylist()} if found else {}),
    }


def _measures(done: Comparison, about: dict[str, Any]) -> dict[str, Any]:
    from glasshouse.comparison.paired import ANY, PEOPLE
    from glasshouse.results.measures import HARMS

    found: dict[str, Any] = {}
    for name in done.measures:
        if name == PEOPLE:
            continue
        own: dict[str, Any] = {"unit": "people of 10,000" if name == ANY else HARMS[name].unit}
        for column in ("baseline", "arm_value", "difference"):
            own[column] = _figure(done, about["name"], name, column)
        for column in ("people_spared", "people_newly_harmed", "people_changed"):
            if (count := done.count(about["name"], name, column)) is not None:
                own[column] = {"count": int(count), **(_figure(done, about["name"], name, column) or {})}
        found[name] = own
    return found


def _figure(done: Comparison, arm: str, measure: str, column: str) -> dict[str, float | None] | None:
    figure = done.figure(arm, measure, column)
    return None if figure is None else {"value": figure.value, "low": figure.low, "high": figure.high}
