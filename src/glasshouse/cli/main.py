"""``glasshouse``: the commands, and how each failure becomes one line and an exit status.

Libraries are imported by the command that needs them, so that every command answers at once.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from glasshouse import __version__
from glasshouse.cli.options import (
    Days,
    Device,
    Folder,
    Out,
    Population,
    Replicates,
    Scenario,
    Scheduler,
    Seed,
    Sets,
    Shards,
    Threads,
    Workers,
)

app = typer.Typer(
    name="glasshouse",
    help="A laboratory that runs mass surveillance and citizen scoring on an invented population, and counts "
    "what it does to people. The people are invented. Nothing here is a forecast.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"glasshouse {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    pass


@app.command()
def run(
    scenario: Scenario,
    population: Population = None,
    days: Days = None,
    seed: Seed = 1,
    replicates: Replicates = None,
    threads: Threads = None,
    set_: Sets = None,
    out: Out = None,
    shards: Shards = 1,
    workers: Workers = None,
    scheduler: Scheduler = None,
    device: Device = "cpu",
) -> None:
    """Run a scenario: print what it did to people, and leave a folder with the figures and a report."""
    from glasshouse.cli import show
    from glasshouse.cli.running import run_with_progress

    done = run_with_progress(
        scenario,
        tuple(set_ or ()),
        out,
        population=population,
        days=days,
        seed=seed,
        replicates=replicates,
        threads=threads,
        shards=shards,
        workers=workers,
        scheduler=scheduler,
        device=device,
    )
    show.run(done)


@app.command()
def resume(folder: Folder, threads: Threads = None) -> None:
    """Go on with a run, comparison or study that was stopped; it comes to the end that it would have come to."""
    from glasshouse.comparison.comparison import is_comparison
    from glasshouse.studies.result import is_study

    if is_study(folder):
        from glasshouse.cli import studying

        studying.resume(folder, threads)
        return

    if is_comparison(folder):
        from glasshouse.cli import comparing

        comparing.resume(folder, threads)
        return
    from glasshouse.cli import show
    from glasshouse.cli.running import resume_with_progress

    done, left = resume_with_progress(folder, threads)
    if left:
        show.run(done)
    else:
        typer.echo(f"{folder}: the run is finished; there is nothing left to do.")


@app.command()
def compare(
    scenario: Scenario,
    arms: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="ARM",
            help="Other worlds: a safeguard, a preset, a YAML file of changes, or KEY=VALUE; joined by + they are one. "
            "@DAY behind it: as the baseline until that day. ban and unwatched are always among them.",
            show_default=False,
        ),
    ] = None,
    population: Annotated[
        int | None, typer.Option(help="People to invent.", show_default="the scenario's, at most 200,000")
    ] = None,
    days: Days = None,
    seed: Seed = 1,
    replicates: Annotated[
        int | None, typer.Option(help="Times to compare, with other luck and assumptions.", show_default="10")
    ] = None,
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
) -> None:
    """Live the same people's lives in other worlds, and count who is spared and who is newly harmed."""
    from glasshouse.cli import comparing

    comparing.compare(
        scenario,
        tuple(arms or ()),
        tuple(set_ or ()),
        out,
        attribute=attribute or bool(part),
        parts=tuple(part or ()),
        as_json=json_,
        population=population,
        days=days,
        seed=seed,
        replicates=replicates,
        threads=threads,
        workers=workers,
        scheduler=scheduler,
    )


@app.command()
def demo() -> None:
    """Try it: 50,000 people for 90 days, with nothing left on the disk."""
    from glasshouse.cli import show
    from glasshouse.cli.running import demo_outcome

    show.outcome(demo_outcome())
    typer.echo("\nNext: glasshouse run as-described")


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
    typer.echo(f"{path} is written. Edit it, then: glasshouse run {path}")


@app.command()
def explain(
    parameter: Annotated[str, typer.Argument(help="A parameter, such as cameras.total, or a part.")],
    scenario: Annotated[str, typer.Option(help="A preset's name, or a YAML file.")] = "as-described",
    set_: Sets = None,
) -> None:
    """Say what a parameter is, its value, and where that comes from."""
    from glasshouse.cli.explain import explanation, movement
    from glasshouse.scenario import load

    loaded = load(scenario, sets=tuple(set_ or ()))
    typer.echo(explanation(parameter, loaded))
    moves = movement(parameter, loaded)
    if moves is not None:
        typer.echo(moves)


@app.command()
def report(folder: Folder) -> None:
    """Write the report of a run or of a comparison again."""
    from glasshouse.carrying import rewrite_report
    from glasshouse.cli.checking import version_note

    typer.echo(f"{rewrite_report(folder)} is written. {version_note(folder)}".rstrip())


@app.command()
def story(
    folder: Annotated[Path, typer.Argument(help="The folder of a run or of a comparison.", show_default=False)],
    person: Annotated[int | None, typer.Argument(help="A person's number.", show_default=False)] = None,
    wrongly_sanctioned: Annotated[bool, typer.Option("--wrongly-sanctioned", help="A middling case of it.")] = False,
    falsely_matched: Annotated[bool, typer.Option("--falsely-matched", help="Taken for somebody else.")] = False,
    most_chilled: Annotated[bool, typer.Option("--most-chilled", help="Who held back most often.")] = False,
    random: Annotated[bool, typer.Option("--random", help="Any adult.")] = False,
    another: Annotated[int, typer.Option(metavar="N", help="Pass over N of those.")] = 0,
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
    seed: Annotated[int, typer.Option(help="The same seed gives the same verdicts.")] = 1,
    draws: Annotated[
        int | None, typer.Option(metavar="N", help="Simulations behind each interval.", show_default="by kind, 400")
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
        int | None, typer.Option(metavar="N", help="Sets of assumptions to live through.", show_default="the file's")
    ] = None,
    threads: Annotated[
        int | None, typer.Option(help="Worlds at a time; they change no result.", show_default="all cores")
    ] = None,
    json_: Annotated[bool, typer.Option("--json", help="Print one JSON document instead of sentences.")] = False,
) -> None:
    """Ask which assumptions drive the answer, or where a conclusion fails: many worlds that differ in them."""
    from glasshouse.cli import studying

    studying.study(file, out, points=points, threads=threads, as_json=json_)


@app.command()
def bench(
    scenario: Annotated[str, typer.Argument(help="A preset's name, or a YAML file.")] = "as-described",
    population: Annotated[int, typer.Option(help="People to invent.")] = 1_000_000,
    days: Annotated[int, typer.Option(help="Days to live through.")] = 60,
    seed: Seed = 1,
    threads: Threads = None,
    stages: Annotated[
        bool, typer.Option("--stages", help="Time each step of the day, beside what memory allows.")
    ] = False,
) -> None:
    """Measure how fast this machine lives through a scenario."""
    from glasshouse.api import bench as measure
    from glasshouse.cli.benching import show

    show(
        measure(scenario, population=population, days=days, seed=seed, threads=threads, stages=stages),
        scenario,
        population,
        days,
    )


@app.command()
def verify(folder: Folder) -> None:
    """Check the files of a run or of a comparison against their fingerprints, and live some of its days again."""
    from glasshouse.cli.checking import check

    left, faults = check(folder)
    for fault in faults:
        typer.echo(f"{folder}: {fault}", err=True)
    if faults:
        raise typer.Exit(1)
    typer.echo(f"{folder}: {left}")


def main() -> NoReturn:
    """Run the command line. Bad input: exit 2. Any other failure, Ctrl-C too: exit 1. Either way, one line."""
    sys.exit(status(sys.argv[1:]))


def status(arguments: list[str]) -> int:
    """Run the command line with arguments, and return its exit status."""
    debug = os.environ.get("GLASSHOUSE_DEBUG") == "1"
    try:
        code = app(arguments, prog_name="glasshouse", standalone_mode=False)
    except BrokenPipeError:  # the reader has seen enough: `glasshouse scenarios | head -1`
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - held until the process ends
        return 1
    except (Exception, KeyboardInterrupt) as error:
        if debug:
            raise
        code, text = _failure(error)
        if text:  # without arguments typer has printed the help already
            print(f"glasshouse: {text}", file=sys.stderr)
    if code == 130:  # what typer makes of Ctrl-C, without a word
        print("glasshouse: interrupted.", file=sys.stderr)
        return 1
    return code if isinstance(code, int) else 0


def _failure(error: BaseException) -> tuple[int, str]:
    """Exit status and the one line that says what is wrong."""
    from glasshouse.results.errors import BadInputError, StoppedError, why
    from glasshouse.scenario.errors import ScenarioError

    if isinstance(error, (ScenarioError, BadInputError)):
        return 2, _line(str(error))
    if isinstance(error, typer.TyperException) and hasattr(error, "format_message"):
        return int(getattr(error, "exit_code", 2)), _line(error.format_message())  # type: ignore[attr-defined]
    if isinstance(error, StoppedError):
        return 1, _line(str(error))
    if isinstance(error, (KeyboardInterrupt, typer.Abort)):
        return 1, "interrupted."
    return 1, f"{why(error)}. (GLASSHOUSE_DEBUG=1 shows where.)"


def _line(text: str) -> str:
    return " ".join(text.split())


if __name__ == "__main__":
    main()
