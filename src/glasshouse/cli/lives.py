"""The commands that live through days, and those that look after what these leave."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from glasshouse.cli.app import app
from glasshouse.cli.lines import complain, say
from glasshouse.cli.options import (
    Days,
    Device,
    Folder,
    Out,
    Pdf,
    Population,
    Replicates,
    Scenario,
    Scheduler,
    Seed,
    Sets,
    Shards,
    Threads,
    Workers,
    whole_option,
)


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
    pdf: Pdf = False,
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
        pdf=pdf,
    )
    show.run(done)


@app.command()
def resume(folder: Folder, threads: Threads = None, workers: Workers = None, scheduler: Scheduler = None) -> None:
    """Go on with a run, comparison or study that was stopped; it comes to the end that it would have come to."""
    from glasshouse.cluster.where import asked, check_study
    from glasshouse.comparison.comparison import is_comparison
    from glasshouse.studies.result import is_study

    where = asked(workers, scheduler, threads=threads)
    if is_study(folder):
        from glasshouse.cli import studying

        check_study(where)
        studying.resume(folder, threads)
        return

    if is_comparison(folder):
        from glasshouse.cli import comparing

        comparing.resume(folder, where, threads)
        return
    from glasshouse.cli import show
    from glasshouse.cli.running import resume_with_progress

    done, said = resume_with_progress(folder, where, threads)
    if said:
        say(said)
    else:
        show.run(done)


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
        int | None, whole_option(help="People to invent.", show_default="the scenario's, at most 200,000")
    ] = None,
    days: Days = None,
    seed: Seed = 1,
    replicates: Annotated[
        int | None, whole_option(help="Times to compare, with other luck and assumptions.", show_default="10")
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
    pdf: Pdf = False,
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
        pdf=pdf,
    )


@app.command()
def demo() -> None:
    """Try it: 50,000 people for 90 days, with nothing left on the disk."""
    from glasshouse.cli import show
    from glasshouse.cli.running import demo_outcome

    show.outcome(demo_outcome())
    say("\nNext: glasshouse run as-described")


@app.command()
def bench(
    scenario: Annotated[str, typer.Argument(help="A preset's name, or a YAML file.")] = "as-described",
    population: Annotated[int, whole_option(help="People to invent.")] = 1_000_000,
    days: Annotated[int, whole_option(help="Days to live through.")] = 60,
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
        complain(f"{folder}: {fault}")
    if faults:
        raise typer.Exit(1)
    say(f"{folder}: {left}")


@app.command()
def report(folder: Folder, pdf: Pdf = False) -> None:
    """Write the report of a run or of a comparison again."""
    from glasshouse.api import write_report
    from glasshouse.cli.checking import version_note

    written = write_report(folder, pdf=pdf)
    said = f"{' and '.join(str(path) for path in written)} {'are' if pdf else 'is'} written."
    say(f"{said} {version_note(folder)}".rstrip())
