"""The commands that answer questions: what there is, what a number is, whose life, does it hold, what drives it."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated

import typer

from glasshouse.cli.app import app
from glasshouse.cli.lines import say
from glasshouse.cli.options import Sets, Threads, whole_argument, whole_option


@app.command()
def scenarios(
    safeguards: Annotated[bool, typer.Option("--safeguards", help="List the safeguards instead.")] = False,
) -> None:
    """List the presets, or the safeguards."""
    from glasshouse.cli import show

    if safeguards:
        from glasshouse.model.safeguards import SAFEGUARDS, WORLDS

        show.safeguards(SAFEGUARDS.values(), WORLDS.values())
        return
    from glasshouse.scenario import list_presets

    show.presets(list_presets())


@app.command()
def new(
    file: Annotated[Path, typer.Argument(help="The file to write; it must not exist.", show_default=False)],
    preset: Annotated[str, typer.Option("--from", metavar="PRESET", help="The preset to start from.")] = (
        "as-described"
    ),
) -> None:
    """Start a scenario of your own on top of a preset."""
    from glasshouse.scenario import new_file

    path = new_file(file, preset)
    say(f"{path} is written. Edit it, then: {shlex.join(['glasshouse', 'run', str(path)])}")


@app.command()
def explain(
    parameter: Annotated[str, typer.Argument(help="A parameter, such as cameras.total, or a part.")],
    scenario: Annotated[str, typer.Option(help="A preset's name, or a YAML file.")] = "as-described",
    set_: Sets = None,
) -> None:
    """Say what a parameter is, its value, where that comes from, and how much the headline hangs on it."""
    from glasshouse.cli.explain import explanation, movement
    from glasshouse.scenario import load

    loaded = load(scenario, sets=tuple(set_ or ()))
    say(explanation(parameter, loaded))
    moves = movement(parameter, loaded)
    if moves is not None:
        say(moves)


@app.command()
def story(
    folder: Annotated[Path, typer.Argument(help="The folder of a run or of a comparison.", show_default=False)],
    person: Annotated[int | None, whole_argument(help="A person's number.", show_default=False)] = None,
    wrongly_sanctioned: Annotated[bool, typer.Option("--wrongly-sanctioned", help="A middling case of it.")] = False,
    falsely_matched: Annotated[bool, typer.Option("--falsely-matched", help="Taken for somebody else.")] = False,
    most_chilled: Annotated[bool, typer.Option("--most-chilled", help="Who held back most often.")] = False,
    random: Annotated[bool, typer.Option("--random", help="Any adult.")] = False,
    another: Annotated[int, whole_option(metavar="N", help="Pass over N of those.")] = 0,
    under: Annotated[str | None, typer.Option(metavar="ARM", help="The same life in another world, beside it.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Print the facts and the text as JSON.")] = False,
    html: Annotated[Path | None, typer.Option(help="Write a page to a file; it must not exist.")] = None,
    threads: Threads = None,
) -> None:
    """Tell one invented person's life, day by day, with the cause of every sanction."""
    from glasshouse.cli import telling

    ways = {
        "wrongly-sanctioned": wrongly_sanctioned,
        "falsely-matched": falsely_matched,
        "most-chilled": most_chilled,
        "random": random,
    }
    telling.tell(folder, person, ways, another=another, under=under, json=json, html=html, threads=threads)


@app.command()
def validate(
    table: Annotated[
        str | None, typer.Argument(help="A table's name, or a YAML file of the same format.", show_default="all")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print everything as JSON.")] = False,
    seed: Annotated[int, whole_option(help="The same seed gives the same verdicts.")] = 1,
    draws: Annotated[
        int | None, whole_option(metavar="N", help="Simulations behind each interval.", show_default="by kind, 400")
    ] = None,
) -> None:
    """Put published figures beside what the model's stages make of published inputs, and say which pass."""
    from glasshouse.cli import validating

    validating.validate(table, json=json, seed=seed, draws=draws)


@app.command()
def study(
    file: Annotated[str, typer.Argument(help="A shipped study's name, or a YAML file.", show_default=False)],
    out: Annotated[
        Path | None, typer.Option(help="The folder to leave; it must not exist.", show_default="runs/001-…-study")
    ] = None,
    points: Annotated[
        int | None, whole_option(metavar="N", help="Sets of assumptions to live through.", show_default="the file's")
    ] = None,
    threads: Annotated[
        int | None, whole_option(help="Worlds at a time; they change no result.", show_default="all cores")
    ] = None,
    json_: Annotated[bool, typer.Option("--json", help="Print one JSON document instead of sentences.")] = False,
) -> None:
    """Ask which assumptions drive the answer, or where a conclusion fails: many worlds that differ in them."""
    from glasshouse.cli import studying

    studying.study(file, out, points=points, threads=threads, as_json=json_)
