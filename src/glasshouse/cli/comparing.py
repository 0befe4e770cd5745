"""A comparison as the command line makes it and prints it: sentences and two tables, or one JSON document."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from glasshouse.cli import show
from glasshouse.cli.running import progress, stoppable
from glasshouse.results.errors import BadInputError
from glasshouse.results.headline import NOT_A_FORECAST
from glasshouse.scenario import load

if TYPE_CHECKING:
    from glasshouse.comparison.comparison import Comparison
    from glasshouse.comparison.plan import ComparisonPlan
    from glasshouse.comparison.words import Line, Summary

#: What each part contributes takes many runs, so it takes few people.
MOST_ATTRIBUTED = 50_000


def compare(
    name: str,
    arms: tuple[str, ...],
    sets: tuple[str, ...],
    out: Path | None,
    *,
    attribute: bool,
    as_json: bool,
    population: int | None,
    **sizes: Any,
) -> None:
    """Load, check, run, report and print."""
    if attribute and (population or 0) > MOST_ATTRIBUTED:
        raise BadInputError(
            f"--attribute with --population {population}: it runs the scenario dozens of times, so it takes at most "
            f"{MOST_ATTRIBUTED:,} people."
        )
    scenario = load(name, sets=sets)
    if attribute and population is None:
        population = min(scenario.population, MOST_ATTRIBUTED)
    from glasshouse.api import carry_out_comparison
    from glasshouse.comparison.plan import plan_comparison

    asked = plan_comparison(scenario, arms, name=name, sets=sets, population=population, **sizes)
    with stoppable(), _progress(asked) as watch:
        done = carry_out_comparison(asked, out, watch)
    _print(done, as_json)


def _progress(plan: ComparisonPlan) -> AbstractContextManager[Any]:
    days, worlds, replicates = plan.plan.days, len(plan.worlds), plan.plan.replicates

    def note(number: int, place: int, arm: str, day: int) -> tuple[str, int]:
        return f"replicate {number + 1} of {replicates}, {arm}", (number * worlds + place) * days + day

    return progress(note, replicates * worlds * days, plan.plan.population)


def _print(done: Comparison, as_json: bool) -> None:
    if as_json:
        print(json.dumps(document(done), indent=1, ensure_ascii=False, allow_nan=False))
        return
    from glasshouse.comparison.words import summary

    _show(done, summary(done))


def _show(done: Comparison, found: Summary) -> None:
    console = show.terminal()
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
    console.print(_table("World", found.columns, (found.baseline, *found.differences)))
    console.print()
    console.print(Text("People spared and people newly harmed", "bold"))
    console.print(_table("World", found.people_columns, found.people))
    for note in found.notes[1:]:
        console.print(Text(note, "dim"), soft_wrap=not console.is_terminal)
    console.print()
    speed = f"{done.manifest['person_days_per_second'] / 1e6:,.0f} million person-days a second, all included"
    for name, text in (
        ("Report", str(done.path / "report.html")),
        ("Again", done.manifest["command"]),
        ("Speed", f"{speed}, on {done.manifest['threads']} threads"),
    ):
        console.print(Text(f"{name:<8}{text}"), soft_wrap=True)


def _table(first: str, columns: Sequence[str], lines: Sequence[Line]) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(first)
    for name in columns:
        table.add_column(name, justify="right")
    for line in lines:
        table.add_row(line.title, *(show.cell(*pair) for pair in zip(line.cells, line.below, strict=True)))
    return table


def document(done: Comparison) -> dict[str, Any]:
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
