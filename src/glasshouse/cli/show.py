"""What a person reads on the terminal: panels there, plain lines when piped."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from glasshouse.cli.console import PlainConsole, output
from glasshouse.folders.plan_part import PlanPart
from glasshouse.headlines.headline import NOT_A_FORECAST, Headline, headline
from glasshouse.measures.outcome import Outcome
from glasshouse.runs.run import Run
from glasshouse.wording.lists_and_nouns import counted, enumerated
from glasshouse.wording.numbers import rate, whole


def run(run: Run) -> None:
    """The headline of a run, and where to find the rest."""
    console = output()
    _headline(console, headline(run))
    facts = run.manifest
    speed = f"{rate(facts['person_days_per_second'])} person-days a second"
    console.print()
    console.print(Text(f"Report  {reports(run.path, facts)}"), soft_wrap=True)
    console.print(Text(f"Digest  {run.digest}"), soft_wrap=True)
    console.print(Text(f"Speed   {speed} on {_simulated_on(facts)}"), soft_wrap=True)


def part_or_run(done: Run) -> None:
    """A run, or what there is to say of a part of one."""
    if done.part is None:
        run(done)
    else:
        part(done.path, done.part, "run")


def part(folder: Path, done: PlanPart, noun: str) -> None:
    """What there is to say of a part of a run or of a comparison."""
    output().print(Text(part_words(folder, done, noun)), soft_wrap=True)


def part_words(folder: Path, done: PlanPart, noun: str) -> str:
    """What there is to say of a part, as a sentence or two.

    >>> print(part_words(Path("b"), PlanPart(first=0, last=9, of=40), "run"))
    b: part 0-9 of the 40 simulations of the run is finished. 'glasshouse merge OUT PART…' puts all parts together.
    """
    what = f"part {done} of the {done.of:,} simulations of the {noun} is finished"
    return f"{folder}: {what}. 'glasshouse merge OUT PART…' puts all parts together."


def reports(folder: Path, facts: Mapping[str, Any]) -> str:
    """Where the reports of a folder are.

    >>> reports(Path("runs"), {"files": {"report.html": {}}}).replace("\\\\", "/")
    'runs/report.html'
    """
    names = ("report.html", *(name for name in ("report.pdf",) if name in facts["files"]))
    return enumerated([str(folder / name) for name in names])


def _simulated_on(facts: Mapping[str, Any]) -> str:
    """What a run was simulated on, by ``run.json``.

    >>> _simulated_on({"threads": 2}), _simulated_on({"threads": 1, "spread": {"workers": 3}})
    ('2 threads', '3 workers, 1 thread each')
    """
    if gpu := facts.get("host", {}).get("gpu"):
        return str(gpu)
    workers, threads = facts.get("spread", {}).get("workers", 1), counted(facts["threads"], "thread")
    return threads if workers == 1 else f"{workers} workers, {threads} each"


def outcome(outcome: Outcome) -> None:
    """The headline of figures that have no folder."""
    _headline(output(), headline(outcome))


def _headline(console: PlainConsole, found: Headline) -> None:
    notes = [note for note in found.notes if note != NOT_A_FORECAST]
    label = Text.assemble(("Label: ", "bold"), f"{found.label}. {NOT_A_FORECAST}")
    beside = Text(f"Leaves out, among others: {found.leaves_out[0]}") if found.leaves_out else Text("")
    parts: list[RenderableType] = [label, beside, Text("")]
    if console.is_terminal:
        parts += [bullet(sentence) for sentence in found.sentences]
        console.print(Panel(Group(*parts), title=Text(found.title, "bold"), padding=(1, 2)))
    else:
        sentences = [Text(f"- {sentence}") for sentence in found.sentences]
        console.print(Text(found.title), *parts, *sentences, sep="\n", soft_wrap=True)
    console.print()
    console.show(_groups(found))
    for note in (found.groups_note, *notes[1:]):
        console.print(Text(note, "dim"), soft_wrap=not console.is_terminal)


def bullet(sentence: str) -> RenderableType:
    """A sentence of a list; its lines hang."""
    row = Table.grid(padding=(0, 1))
    row.add_row("•", Text(sentence))
    return row


def _groups(found: Headline) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("Group", no_wrap=True)
    acts = any(line.base_rate for line in found.groups)
    for name in ("People", *(("Acts",) if acts else ()), *found.columns):
        table.add_column(name, justify="right")
    for line in found.groups:
        cells = [cell(*pair) for pair in zip(line.cells, line.below, strict=True)]
        table.add_row(line.name, whole(line.people), *((line.base_rate,) if acts else ()), *cells)
    return table


def cell(text: str, below: str) -> Text:
    """A figure, and its interval in dim letters on the next line."""
    return Text.assemble(text, (f"\n{below}" if below else "", "dim"))
