"""How much to run of a scenario, checked before anything is started."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import blake2b
from typing import Any

from glasshouse.arguments import Argument
from glasshouse.engine.assembly import RuleError, compiled_day
from glasshouse.engine.params import compile_params
from glasshouse.errors import BadInputError, ended
from glasshouse.folders.plan_part import PlanPart
from glasshouse.folders.recorded_command import NO_COMMAND, recordable
from glasshouse.measures import measures_of
from glasshouse.measures.concerned import only_stops
from glasshouse.mechanism_set import MechanismError, MechanismSet
from glasshouse.runs import devices, needed_memory
from glasshouse.runs.asked_sizes import checked
from glasshouse.runs.checkpoint_pace import checkpoint_seconds
from glasshouse.runs.ensemble_particles import ParticleDraws, particle_draws
from glasshouse.runs.ensemble_plan import DRAWS, PEOPLE, PEOPLE_STOPPED, usual_population
from glasshouse.scenario.scenario import Scenario
from glasshouse.scenario.scenario_error import ScenarioError
from glasshouse.scenario.scenario_loading import loads_again

#: Above this many people, a comparison has one replicate unless more are asked for.
MANY_PEOPLE = 20_000_000


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
    #: The ensemble: how many draws of the assumptions, 0 for none, and of how many people each.
    draws: int = 0
    ensemble_population: int = 0
    #: What the draws take from the particles of a posterior; the command names the ``posterior_file``.
    posterior: ParticleDraws | None = None
    posterior_file: str = ""
    #: The part of it that is carried out; None: all of it.
    part: PlanPart | None = None

    @property
    def numbers(self) -> range:
        """The replicates that are carried out."""
        return self.part.replicates(self.replicates) if self.part else range(self.replicates)

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


def fault_of_plugin(scenario: Scenario, error: MechanismError | RuleError) -> ScenarioError | BadInputError:
    """What is wrong with a plug-in, with the file and line of a scenario that names it, where one does.

    The error begins with the plug-in's module.
    """
    module = re.split(r"[:,\s]", str(error), maxsplit=1)[0]
    for name, (where, line) in scenario.plugins_at.items():
        if module == name or module.startswith(f"{name}."):
            return ScenarioError(ended(str(error)), where=where, line=line)
    return BadInputError(ended(str(error)))


def check_plugins(scenario: Scenario) -> None:
    """Raise ScenarioError or BadInputError where plug-ins bring measures of one name, numbers that no field takes, or
    rules that ask for what there is not.

    Later, there would be a folder, and perhaps the days would have been simulated.
    """
    if not scenario.mechanisms.added:
        return
    try:
        measures_of(scenario.mechanisms)
        compile_params(scenario, 0, scenario.population)
        compiled_day(scenario.running)
    except (MechanismError, RuleError) as error:
        raise fault_of_plugin(scenario, error) from error


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
    draws: int | None = None,
    ensemble_population: int | None = None,
    ensemble: str | os.PathLike[str] | None = None,
) -> Plan:
    """Fill in defaults and check what was asked for.

    Population and days come from the scenario, threads are the machine's cores. Unless replicates or draws are asked
    for, there are one replicate, with central values, and an ensemble of 200 draws; whoever asks for replicates gets
    no ensemble unless draws are asked for as well, and 0 draws are none. ``at_once`` replicates, or scenarios that are
    ``compared``, are held in memory together. ``ensemble`` is the file of a posterior from which draws are taken.

    Raises ``BadInputError`` for a number out of bounds, people that do not
    fit into memory, a device that there is not, or an environment variable that cannot be.

    >>> from glasshouse.scenario import load
    >>> made = plan(load("as-described"), days=365)
    >>> made.replicates, made.draws, made.ensemble_population
    (1, 200, 20000)
    >>> plan(load("as-described"), population=1000, days=7, replicates=5).draws
    0
    """
    asked = checked(population=population, days=days, seed=seed, replicates=replicates, threads=threads)
    people = scenario.population if asked["population"] is None else asked["population"]
    usual: dict[str, Any] = {
        "population": people,
        "days": scenario.days,
        "replicates": 1,
        "threads": os.cpu_count() or 1,
    }
    asked = {name: usual[name] if value is None else value for name, value in asked.items()}
    asked |= ensemble_sizes(
        draws,
        ensemble_population,
        population=people,
        days=asked["days"],
        usual=DRAWS if replicates is None or ensemble is not None else 0,
        most=PEOPLE_STOPPED if only_stops(scenario) else PEOPLE,
    )
    if asked["days"] > (date.max - scenario.start).days:
        raise BadInputError(
            Argument("days", asked["days"]), f" from {scenario.start}: calendars end at {date.max}. Start earlier."
        )
    check_plugins(scenario)
    devices.check(device, people, scenario.running)
    checkpoint_seconds()  # of the environment: read late, a bad one would leave a folder behind
    needed_memory.check(
        asked["population"],
        asked["days"] + scenario.warm_up,
        len(scenario.place.districts),
        at_once,
        groups=len(scenario.place.groups),
        compared=compared,
        replicates=asked["replicates"],
        mechanisms=scenario.mechanisms,
    )
    asked |= from_posterior(ensemble, scenario, asked["draws"], asked["seed"])
    made = Plan(scenario=scenario, command=command or "", device=device, **asked)
    return made if command else replace(made, command=command_of(made))


def from_posterior(
    ensemble: str | os.PathLike[str] | None, scenario: Scenario, draws: int, seed: int
) -> dict[str, Any]:
    """What so many draws take from the file of a posterior, and its name, as a plan has them; nothing without a file.

    Raises ``BadInputError`` without draws, and for a file that is no posterior of the scenario.
    """
    if not isinstance(ensemble, (str, os.PathLike, type(None))):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise BadInputError(Argument("ensemble", ensemble), ": it must be the path of a study's posterior.parquet.")
    if ensemble is None:
        return {}
    if not draws:
        raise BadInputError(Argument("ensemble", ensemble), ": there are no draws to take from it; ask for some.")
    return {"posterior": particle_draws(ensemble, scenario, draws, seed), "posterior_file": os.fspath(ensemble)}


def ensemble_sizes(
    draws: int | None, ensemble_population: int | None, *, population: int, days: int, usual: int, most: int = PEOPLE
) -> dict[str, int]:
    """Draws and people of an ensemble, by name: ``usual`` draws unless asked for, 0 for none.

    Raises ``BadInputError`` for numbers out of bounds, and for more people than the run has.
    """
    known = usual if draws is None else 0 if draws == 0 else checked(draws=draws)["draws"]
    people = checked(ensemble_population=ensemble_population)["ensemble_population"]
    if people is not None and people > population:
        raise BadInputError(
            Argument("ensemble_population", people),
            f": an ensemble has no more people than its run, {population:,}.",
        )
    if known == 0:
        return {"draws": 0, "ensemble_population": 0}
    return {"draws": known, "ensemble_population": people or usual_population(population, days, most)}


def command_of(plan: Plan, arms: Sequence[str] | None = None) -> str:
    """The command line that makes a run again, whatever the defaults come to be; with ``arms``, a comparison.

    The population, the days, the seed, the replicates and the ensemble are spelt out. ``NO_COMMAND`` where nothing
    that a command can name loads to the plan's scenario, or the line is one that no folder may hold.

    >>> from glasshouse.scenario import load
    >>> plan(load("as-described", sets=["cameras.enabled=false"]), population=900, days=3, replicates=5).command
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
    if plan.draws:
        sizes += ["--draws", str(plan.draws), "--ensemble-population", str(plan.ensemble_population)]
        sizes += ["--ensemble", plan.posterior_file] if plan.posterior_file else []
    changes = [word for text in origin.sets for word in ("--set", text)]
    verb = ["run", origin.scenario] if arms is None else ["compare", origin.scenario, *arms]
    return recordable(shlex.join(["glasshouse", *verb, *sizes, *changes]))
