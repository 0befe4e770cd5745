"""What several commands take, and how it reads in their help."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from glasshouse.scenario.user_text import quoted
from glasshouse.scenario.yaml_reading import scalar, whole


def whole_number(value: Any) -> int:
    """A whole number, read as in a scenario's file and in ``--set``: 1000000, 1_000_000 or 1e6.

    >>> whole_number("1e6"), whole_number("1_000")
    (1000000, 1000)
    """
    found = whole(scalar(value.strip()) if isinstance(value, str) else value)
    if not isinstance(found, int) or isinstance(found, bool):
        raise typer.BadParameter(f"'{quoted(value)}' is not a whole number.")
    return found


def number(value: Any) -> float:
    """A number, read as in a scenario's file: 0.15 or 15e-2.

    >>> number("15e-2")
    0.15
    """
    found = scalar(value.strip()) if isinstance(value, str) else value
    if isinstance(found, bool) or not isinstance(found, (int, float)):
        raise typer.BadParameter(f"'{quoted(value)}' is not a number.")
    return float(found)


#: An option that takes any number.
number_option = partial(typer.Option, parser=number, metavar="<float>")
#: An option, and an argument, that takes a whole number.
whole_option = partial(typer.Option, parser=whole_number, metavar="<int>")
whole_argument = partial(typer.Argument, parser=whole_number)

Scenario = Annotated[str, typer.Argument(help="A preset's name, or a YAML file.", show_default=False)]
Folder = Annotated[Path, typer.Argument(help="The folder of a run, or of a comparison.", show_default=False)]
Population = Annotated[int | None, whole_option(help="People to invent.", show_default="the scenario's")]
Days = Annotated[int | None, whole_option(help="Days to simulate.", show_default="the scenario's")]
WarmUp = Annotated[
    int | None,
    whole_option(
        help="Days before the start that are simulated and not counted, in whole weeks, such as 364.",
        show_default="the scenario's",
    ),
]
Seed = Annotated[int, whole_option(help="The same seed gives the same run.")]
Replicates = Annotated[
    int | None,
    whole_option(
        help="Full-size runs: the first with central values, the others with other seeds and assumptions.",
        show_default="1",
    ),
]
Draws = Annotated[
    int | None,
    whole_option(
        metavar="N",
        help="Draws of the assumptions, of fewer people each, which give medians and intervals. 0: none.",
        show_default="200; 0 with --replicates",
    ),
]
EnsemblePopulation = Annotated[
    int | None,
    whole_option(
        metavar="N", help="People of each draw.", show_default="20,000; of stops 100,000; more in less than a year"
    ),
]
Ensemble = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE", help="Draw from this posterior: a study's posterior.parquet.", show_default="the ranges"
    ),
]
Threads = Annotated[
    int | None,
    whole_option(help="Change the time, never the result; with workers, of each task.", show_default="all cores"),
]
Sets = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="KEY=VALUE", help="Change one thing, such as cameras.enabled=false. Repeatable."),
]
Out = Annotated[Path | None, typer.Option(help="The folder to leave; it must not exist.", show_default="runs/001-…")]
Shards = Annotated[int, whole_option(help="Cut each run into so many parts, whole districts, a worker each.")]
Workers = Annotated[
    int | None,
    whole_option(metavar="N", help="Share the work among N processes of this machine.", show_default=False),
]
Scheduler = Annotated[
    str | None,
    typer.Option(metavar="ADDRESS", help="Share the work among this dask scheduler's workers.", show_default=False),
]
Only = Annotated[
    str | None,
    typer.Option(
        metavar="FIRST-LAST",
        help="Carry out these simulations alone, from 0: replicates, then those of the ensemble; 'merge' puts parts "
        "together.",
        show_default="all",
    ),
]
Device = Annotated[str, typer.Option(help="What to run on: cpu, or cuda for an NVIDIA GPU.")]
Pdf = Annotated[bool, typer.Option("--pdf", help="Write the report as a PDF too: report.pdf.")]


def with_warm_up(sets: list[str] | None, warm_up: int | None) -> tuple[str, ...]:
    """What is set, with the warm-up among it.

    >>> with_warm_up(["cameras.enabled=false"], 364)
    ('cameras.enabled=false', 'warm_up=364')
    """
    return (*(sets or ()), *(() if warm_up is None else (f"warm_up={warm_up}",)))
