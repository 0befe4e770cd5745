"""Run a scenario: each replicate simulated, added up and kept, whatever stops it."""

from __future__ import annotations

import os
import shlex
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any

from glasshouse.arguments import Argument
from glasshouse.errors import BadInputError, Say, quiet
from glasshouse.folders import walk
from glasshouse.folders.commands import NO_COMMAND, recordable
from glasshouse.folders.walk import About
from glasshouse.results import devices, memory
from glasshouse.results.lived import Lived, Packed, lived
from glasshouse.results.outcome import Outcome
from glasshouse.results.sizes import checked
from glasshouse.results.tally import tally
from glasshouse.results.writer import RunWriter, checkpoint_seconds
from glasshouse.scenario.loading import loads_again

if TYPE_CHECKING:
    from glasshouse.engine.checkpoint import Keeper
    from glasshouse.engine.simulate import Replicate
    from glasshouse.scenario.scenario import Scenario

#: Above this many people, one replicate unless more are asked for.
MANY_PEOPLE = 20_000_000
REPLICATES = 5
#: Called after each day with the replicate and the day, both from 0.
Watch = Callable[[int, int], None]
#: Gives the replicates of a plan in order, from a number on, and stops all work on them when it is closed.
Lives = Callable[["Plan", Watch | None, int], Generator["Lived | Packed", None, None]]
#: Gives what keeps the checkpoints of a replicate.
Keepers = Callable[[int], "Keeper"]


@dataclass(frozen=True, kw_only=True)
class Branch:
    """A past: days before ``day`` (1 or later) are lived under ``scenario``."""

    scenario: Scenario
    day: int


@dataclass(frozen=True, kw_only=True)
class Plan:
    """How much to run of a scenario."""

    scenario: Scenario
    population: int
    days: int
    seed: int
    replicates: int
    threads: int
    command: str
    #: Days lived under another scenario before this one begins; and in a comparison, what this world is called there.
    past: Branch | None = None
    arm: str | None = None
    #: "cpu" or "cuda"; it changes no result.
    device: str = "cpu"

    def seed_of(self, number: int) -> int:
        """The seed of a replicate: the run's own for replicate 0, hashed from it for the others."""
        return seed_of(self.seed, number)


def seed_of(seed: int, number: int) -> int:
    """The seed of a replicate of a run.

    >>> seed_of(7, 0), seed_of(7, 1) == seed_of(7, 1) != seed_of(7, 2)
    (7, True)
    """
    if number == 0:
        return seed
    text = f"glasshouse replicate|{seed}|{number}".encode()
    return int.from_bytes(blake2b(text, digest_size=8).digest(), "little")


def plan(
    scenario: Scenario,
    *,
    population: int | None = None,
    days: int | None = None,
    seed: int = 1,
    replicates: int | None = None,
    threads: int | None = None,
    command: str | None = None,
    at_once: int = 1,
    compared: bool = False,
    device: str = "cpu",
) -> Plan:
    """Fill in defaults and check what was asked for.

    Population and days come from the scenario, threads are the machine's cores, replicates are 5, or 1 above
    20 million people; ``at_once`` replicates, or worlds that are ``compared``, are held in memory together. Raises
    ``BadInputError`` for a number out of bounds, people that do not fit into memory, a device that there is not, or an
    environment variable that cannot be.

    >>> from glasshouse.scenario import load
    >>> plan(load("as-described"), population=1000, days=7).replicates
    5
    """
    asked = checked(population=population, days=days, seed=seed, replicates=replicates, threads=threads)
    people = scenario.population if asked["population"] is None else asked["population"]
    usual: dict[str, Any] = {
        "population": people,
        "days": scenario.days,
        "replicates": 1 if people > MANY_PEOPLE else REPLICATES,
        "threads": os.cpu_count() or 1,
    }
    asked = {name: usual[name] if value is None else value for name, value in asked.items()}
    if asked["days"] > (date.max - scenario.start).days:
        raise BadInputError(
            Argument("days", asked["days"]), f" from {scenario.start}: calendars end at {date.max}. Start earlier."
        )
    devices.check(device, people)
    checkpoint_seconds()  # of the environment: read late, a bad one would leave a folder behind
    memory.check(
        asked["population"],
        asked["days"],
        len(scenario.place.districts),
        at_once,
        compared=compared,
        replicates=asked["replicates"],
    )
    made = Plan(scenario=scenario, command=command or "", device=device, **asked)
    return made if command else replace(made, command=command_of(made))


def command_of(plan: Plan, arms: Sequence[str] | None = None) -> str:
    """The command line that makes a run again, whatever the defaults come to be; with ``arms``, a comparison.

    The population, the days, the seed and the replicates are spelt out. ``NO_COMMAND`` where nothing that a command can
    name loads to the plan's scenario, or the line is one that no folder may hold.

    >>> from glasshouse.scenario import load
    >>> plan(load("as-described", sets=["cameras.enabled=false"]), population=900, days=3).command
    'glasshouse run as-described --population 900 --days 3 --seed 1 --replicates 5 --set cameras.enabled=false'
    """
    origin = loads_again(plan.scenario)
    if origin is None or origin.scenario is None:
        return NO_COMMAND
    sizes = [
        word
        for name in ("population", "days", "seed", "replicates")
        for word in (f"--{name}", str(getattr(plan, name)))
    ]
    changes = [word for text in origin.sets for word in ("--set", text)]
    verb = ["run", origin.scenario] if arms is None else ["compare", origin.scenario, *arms]
    return recordable(shlex.join(["glasshouse", *verb, *sizes, *changes]))


def simulate_one(plan: Plan, number: int, watch: Watch | None = None, keeper: Keeper | None = None) -> Replicate:
    """Simulate one replicate of a plan, from the last checkpoint that there is of it."""
    from glasshouse.engine.simulate import MOST_LEDGER, simulate

    past = {} if plan.past is None else {"past": _past(plan.past, number, plan.seed)}
    return simulate(
        plan.scenario,
        population=plan.population,
        days=plan.days,
        seed=plan.seed_of(number),
        threads=plan.threads,
        drawn=plan.scenario.draw(number, plan.seed),
        on_day=(lambda day: watch(number, day)) if watch else None,
        ledger=plan.population <= MOST_LEDGER,
        keeper=keeper,
        device=plan.device,
        **past,
    )


def _past(branch: Branch, number: int, seed: int) -> Any:
    from glasshouse.engine.simulate import Past  # pyright: ignore

    return Past(scenario=branch.scenario, day=branch.day, drawn=branch.scenario.draw(number, seed))


def outcome_of(plan: Plan, watch: Watch | None = None) -> Outcome:
    """Run a plan without a folder, and keep the figures alone."""
    tallies = tuple(tally(simulate_one(plan, number, watch)) for number in range(plan.replicates))
    return Outcome(scenario=plan.scenario, days=plan.days, population=plan.population, tallies=tallies)


def in_order(
    plan: Plan, watch: Watch | None = None, first: int = 0, keepers: Keepers | None = None
) -> Generator[Lived, None, None]:
    """The replicates of a plan from ``first`` on, lived through here, one after the other."""
    for number in range(first, plan.replicates):
        yield lived(plan, number, simulate_one(plan, number, watch, keepers(number) if keepers else None))


def execute(
    plan: Plan,
    folder: Path,
    watch: Watch | None = None,
    lives: Lives | None = None,
    say: Say = quiet,
    about: About = dict,
) -> Outcome:
    """Run a plan into an empty folder, and return its figures.

    Each replicate is written while the next is simulated; ``lives`` gives them in order, from wherever they are lived:
    without it they are lived here, and checkpoints of the one under way are kept. ``about`` says at the end how they
    were lived, for ``run.json``. Raises ``StoppedError`` when anything
    ends it early (Ctrl-C too): the replicates finished by then are kept, and ``resume`` goes on with the run.
    """
    writer = RunWriter(plan, folder, say)
    walk.carry_out(writer, _jobs(writer, watch, lives), about)
    return Outcome(scenario=plan.scenario, days=plan.days, population=plan.population, tallies=tuple(writer.figures))


def go_on(
    plan: Plan,
    folder: Path,
    watch: Watch | None = None,
    lives: Lives | None = None,
    say: Say = quiet,
    about: About = dict,
) -> None:
    """Finish a run: the same digest, tables and events as without the interruption.

    The arguments are as with ``execute``. Raises ``BadInputError`` when another process is writing the folder, and
    ``StoppedError`` when it is stopped again.
    """
    writer = RunWriter(plan, folder, say)
    walk.go_on(writer, _jobs(writer, watch, lives), about)


def _jobs(writer: RunWriter, watch: Watch | None, lives: Lives | None) -> walk.Jobs[Lived | Packed]:
    given = lives or partial(in_order, keepers=writer.keeper)
    return lambda first: given(writer.plan, watch, first)
