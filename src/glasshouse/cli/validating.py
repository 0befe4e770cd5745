"""``glasshouse validate``: published figures beside simulated ones, on the terminal or as JSON."""

from __future__ import annotations

import os
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from glasshouse.cli import lines
from glasshouse.cli.console import PlainConsole, errors, output
from glasshouse.cli.options import Scheduler, whole_option
from glasshouse.errors import BadInputError, StoppedError
from glasshouse.folders.output_label import NOT_A_FORECAST
from glasshouse.signals import stoppable
from glasshouse.table_runner import validated
from glasshouse.validation import sharpness_words, verdict_words, whole_words
from glasshouse.validation.evaluate_tables import Result, Validation, files

_WIDEST = 100
_STYLES = {"passes": "green", "fails": "bold red", "too wide": "yellow", "no value": "yellow"}


def validate(
    table: Annotated[
        str | None,
        typer.Argument(help="A table's name, a preset's for those of it whole, or a YAML file.", show_default="all"),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print everything as JSON.")] = False,
    show_: Annotated[
        bool, typer.Option("--show", help="Print the table's own file, to copy or to check, and evaluate nothing.")
    ] = False,
    seed: Annotated[int, whole_option(help="The same seed gives the same verdicts.")] = 1,
    draws: Annotated[
        int | None,
        whole_option(
            metavar="N", help="Simulations behind each interval, 40 or more.", show_default="by kind, 40 to 400"
        ),
    ] = None,
    workers: Annotated[
        int | None,
        whole_option(metavar="N", help="Share the tables among N processes of this machine.", show_default="all cores"),
    ] = None,
    scheduler: Scheduler = None,
) -> None:
    """``glasshouse validate``: evaluate, and print."""
    if show_:
        if table is None or json:
            raise BadInputError("--show prints the file of one table: give its name, and no --json.")
        lines.say(files(table).rstrip())
        return
    try:
        with stoppable(), errors().status("simulating") as status:
            many = (os.cpu_count() or 1) if workers is None else workers
            found = validated(
                table,
                seed=seed,
                draws=draws,
                workers=many,
                scheduler=scheduler,
                say=lambda title: status.update(Text(f"done: {title}")),
            )
    except KeyboardInterrupt:
        raise StoppedError("interrupted before all tables were evaluated, so no verdict is given.") from None
    if json:
        lines.document(found.document())
    else:
        show(found)


def show(found: Validation, console: PlainConsole | None = None) -> None:
    """Print each table with its figures, what was tried on it, and a last line that counts."""
    console = console or output(_WIDEST)
    for result in found.results:
        _one(console, result)
        console.print()
    if len(found.results) > 1:
        _scores(console, found)
    elif said := verdict_words.coverage_line(found):
        console.print(Text(said), soft_wrap=not console.is_terminal)
        console.print()
    for said in whole_words.of_presets(found.results):
        console.print(Text(said), soft_wrap=not console.is_terminal)
    for note in verdict_words.how(found):
        console.print(Text(note, "dim"), soft_wrap=not console.is_terminal)
    console.print(Text(NOT_A_FORECAST, "dim"))
    console.print(Text(verdict_words.closing(found), "bold"), soft_wrap=not console.is_terminal)


def _one(console: PlainConsole, result: Result) -> None:
    verdict = verdict_words.heading(result)
    title = Table.grid(expand=console.is_terminal, padding=(0, 1))
    title.add_column(ratio=1)
    title.add_column(justify="right", no_wrap=True)
    title.add_row(Text(result.table.title, "bold"), Text(verdict, _STYLES[verdict.split(" (")[0]]))
    console.show(title)
    console.print(Text(verdict_words.about(result), "dim"), soft_wrap=not console.is_terminal)
    console.print(Text(result.table.summary), soft_wrap=not console.is_terminal)
    console.show(_figures(result))
    if said := whole_words.of_table(result):
        console.print(Text(said), soft_wrap=not console.is_terminal)
    for tried in result.tried:
        console.print(Text(verdict_words.wrong(result, tried)), soft_wrap=not console.is_terminal)
    for sentence in verdict_words.why(result):
        console.print(Text(f"Why it fails: {sentence}"), soft_wrap=not console.is_terminal)


def _scores(console: PlainConsole, found: Validation) -> None:
    """How well the intervals hold over many figures."""
    console.print(Text("How well the intervals hold, and how sharp they are", "bold"))
    _sharpness(console, found)
    for way, title in verdict_words.WAYS.items():
        if not (rows := found.scores(way)):
            continue
        console.print(Text(title))
        table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0))
        for head in verdict_words.SCORE_HEADS:
            table.add_column(head, justify="left" if head == "Of" else "right")
        for scores in rows:
            table.add_row(*verdict_words.score_cells(scores))
        console.show(table)
    aside = verdict_words.set_aside(found)
    notes = (*verdict_words.LEFT_OUT_HOW, *([aside] if aside else [])) if found.spreads else ()
    for note in (*verdict_words.SCORES_HOW, *notes):
        console.print(Text(note, "dim"), soft_wrap=not console.is_terminal)
    console.print()


def _sharpness(console: PlainConsole, found: Validation) -> None:
    """What the intervals hold beside how wide they are: a row and a sentence for each way to make them."""
    rows = {way: every[0] for way in verdict_words.WAYS if (every := found.scores(way))}
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0))
    for head in sharpness_words.HEADS:
        table.add_column(head, justify="left" if head == sharpness_words.HEADS[0] else "right")
    for way, every in rows.items():
        table.add_row(*sharpness_words.cells(way, every))
    console.show(table)
    for way, every in rows.items():
        console.print(Text(sharpness_words.sentence(way, every)), soft_wrap=not console.is_terminal)
    for note in sharpness_words.HOW:
        console.print(Text(note, "dim"), soft_wrap=not console.is_terminal)
    console.print()


def _figures(result: Result) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0))
    for name in verdict_words.HEADS:
        left = name in ("Figure", "Verdict")
        table.add_column(name, justify="left" if left else "right", no_wrap=name not in ("Figure", "Published"))
    for judged in result.outputs.values():
        name, published, *rest = verdict_words.cells(result.table, judged)
        row = (name, published.replace(" (", "\n").removesuffix(")"), *rest)
        style = _STYLES[verdict_words.VERDICTS[judged.verdict]]
        table.add_row(
            *(
                Text(cell, style if head == "Verdict" else "")
                for head, cell in zip(verdict_words.HEADS, row, strict=True)
            )
        )
    return table
