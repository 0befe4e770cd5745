"""``glasshouse bench``: how fast this machine simulates a scenario, and with what."""

from __future__ import annotations

from typing import Annotated

import typer
from rich import box
from rich.table import Table

from glasshouse.cli.console import output
from glasshouse.cli.lines import say
from glasshouse.cli.options import Seed, Threads, whole_option
from glasshouse.engine.profile import Profile
from glasshouse.folders.host_machine import peak_memory
from glasshouse.folders.output_label import NOT_A_FORECAST
from glasshouse.speed import bench as measure
from glasshouse.wording.lists_and_nouns import counted


def bench(
    scenario: Annotated[str, typer.Argument(help="A preset's name, or a YAML file.")] = "as-described",
    population: Annotated[int, whole_option(help="People to invent.")] = 1_000_000,
    days: Annotated[int, whole_option(help="Days to simulate.")] = 60,
    seed: Seed = 1,
    threads: Threads = None,
    stages: Annotated[
        bool, typer.Option("--stages", help="Time each step of the day and each mechanism, beside what memory allows.")
    ] = False,
) -> None:
    """``glasshouse bench``."""
    found = measure(scenario, population=population, days=days, seed=seed, threads=threads, stages=stages)
    show(found, scenario, population, days)


def show(found: Profile, name: str, population: int, days: int) -> None:
    """Print the speed, and the table of steps when there is one."""
    say(f"{name}, {population:,} people, {counted(days, 'day')}, {counted(found.threads, 'thread')}")
    say(f"  {found.person_days_per_second / 1e6:,.0f} million person-days/s, the days alone")
    say(f"  {found.startup_seconds:,.1f} s to build the people")
    say(f"  {found.compile_seconds:,.1f} s to compile the code, or to load what an earlier run compiled")
    if peak := peak_memory():
        say(f"  {peak / 1e9:,.1f} GB of memory at most")
    if found.lines:
        _table(found)
        _mechanisms(found)
    say(NOT_A_FORECAST)


def _table(found: Profile) -> None:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("stage")
    for name in ("ns", "share", "vectors", "bytes", "floor, ns"):
        table.add_column(name, justify="right")
    for line in found.lines:
        table.add_row(
            line.stage,
            f"{line.nanoseconds:.2f}",
            f"{100 * line.share:.1f} %",
            "yes" if line.vectors else "no",
            f"{line.bytes_moved:.1f}",
            f"{line.floor:.2f}",
        )
    table.add_section()
    floor, moved = (sum(getattr(line, what) for line in found.lines) for what in ("floor", "bytes_moved"))
    spent = sum(line.nanoseconds for line in found.lines)
    table.add_row("all stages", f"{spent:.2f}", "100.0 %", "", f"{moved:.1f}", f"{floor:.2f}")
    table.add_row("beside them", f"{found.rest:.2f}")
    output().show(table)
    say(
        f"ns: of one core, a person and day. {100 * found.selected:.1f} % of the people are active on a day, and "
        "the later\nstages see them alone. vectors: the loop over persons is vector code. bytes: the least that moves "
        "between\nmemory and processor, a person and day. floor: the time that takes at the speed at which this "
        f"machine copies\n({found.bandwidth / 1e9:.0f} GB/s read and written, {counted(found.threads, 'thread')}). "
        "beside them: mail, adding up, Python."
    )


def _mechanisms(found: Profile) -> None:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("mechanism")
    for name in ("ns", "bytes"):
        table.add_column(name, justify="right")
    for cost in found.mechanisms:
        table.add_row(cost.name.replace("_", " "), f"{cost.nanoseconds:.3f}", f"{cost.bits_kept / 8:g}")
    output().show(table)
    say(
        "ns: of one core, a person and day, in the rules of the mechanism alone. bytes: kept of a person,\nwho has "
        f"{found.bytes_a_person} in all; 0.125 is one bit. Who somebody is, such as group and age, belongs to none "
        "of these."
    )
