"""How much to run of a scenario, checked before anything is started."""

from __future__ import annotations

import os
import shlex
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import blake2b
from typing import Any

from glasshouse.arguments import Argument
from glasshouse.engine.assembly import RuleError, compiled_day
from glasshouse.errors import BadInputError
from glasshouse.folders.commands import NO_COMMAND, recordable
from glasshouse.mechanism_set import MechanismError, MechanismSet
from glasshouse.results import devices, memory
from glasshouse.results.measures import measures_of
from glasshouse.results.pace import checkpoint_seconds
from glasshouse.results.sizes import checked
from glasshouse.scenario.loading import loads_again
from glasshouse.scenario.scenario import Scenario

#: Above this many people, one replicate unless more are asked for.
MANY_PEOPLE = 20_000_000
REPLICATES = 5


@dataclass(frozen=True, kw_only=True)
class Branch:
    """A past: days before ``day`` (1 or later) are simulated under ``scenario``."""

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
    #: Days simulated under another scenario before this one begins; and in a comparison, what this scenario is called
    #: there.
    past: Branch | None = None
    arm: str | None = None
    #: "cpu" or "cuda"; it changes no result.
    device: str = "cpu"

    @property
    def mechanisms(self) -> MechanismSet:
        """The mechanisms that it names, those of its past included."""
        return self.scenario.mechanisms.with_(self.past.scenario.mechanisms.added if self.past else ())

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


def check_plugins(scenario: Scenario) -> None:
    """Raise BadInputError where plug-ins bring measures of one name, or a rule asks for what there is not.

    Later, there would be a folder, and perhaps the days would have been simulated.
    """
    if not scenario.mechanisms.added:
        return
    try:
        measures_of(scenario.mechanisms)
        compiled_day(scenario.running)
    except (MechanismError, RuleError) as error:
        raise BadInputError(f"{error}.") from error


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
    20 million people; ``at_once`` replicates, or scenarios that are ``compared``, are held in memory together. Raises
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
    check_plugins(scenario)
    devices.check(device, people)
    checkpoint_seconds()  # of the environment: read late, a bad one would leave a folder behind
    memory.check(
        asked["population"],
        asked["days"],
        len(scenario.place.districts),
        at_once,
        groups=len(scenario.place.groups),
        compared=compared,
        replicates=asked["replicates"],
        mechanisms=scenario.mechanisms,
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
