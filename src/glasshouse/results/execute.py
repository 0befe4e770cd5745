"""Run a scenario: each replicate simulated, added up and kept, whatever stops it."""

from __future__ import annotations

import os
import shlex
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any

from glasshouse import __version__
from glasshouse.results import manifest, memory
from glasshouse.results.errors import BadInputError, StoppedError, why
from glasshouse.results.outcome import Outcome
from glasshouse.results.tally import Tally, tally

if TYPE_CHECKING:
    from glasshouse.engine.simulate import Replicate
    from glasshouse.scenario.scenario import Scenario

#: Above this many people, one replicate unless more are asked for.
MANY_PEOPLE = 20_000_000
REPLICATES = 5
#: What a caller may ask for: name, lowest, highest.
_LIMITS = {
    "population": (1, 10_000_000_000),
    "days": (1, 36_500),
    "seed": (0, 2**64 - 1),
    "replicates": (1, 10_000),
    "threads": (1, 4096),
}
#: Called after each day with the replicate and the day, both from 0.
Watch = Callable[[int, int], None]


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

    def seed_of(self, number: int) -> int:
        """The seed of a replicate: the run's own for replicate 0, hashed from it for the others."""
        if number == 0:
            return self.seed
        text = f"glasshouse replicate|{self.seed}|{number}".encode()
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
) -> Plan:
    """Fill in defaults and check what was asked for.

    Population and days come from the scenario, threads are the machine's cores, replicates are 5, or 1 above
    20 million people. Raises ``BadInputError`` for a number out of bounds, or people that do not fit into memory.

    >>> from glasshouse.scenario import load
    >>> plan(load("as-described"), population=1000, days=7).replicates
    5
    """
    people = scenario.population if population is None else population
    asked = {
        "population": people,
        "days": scenario.days if days is None else days,
        "seed": seed,
        "replicates": (1 if people > MANY_PEOPLE else REPLICATES) if replicates is None else replicates,
        "threads": (os.cpu_count() or 1) if threads is None else threads,
    }
    for name, value in asked.items():
        low, high = _LIMITS[name]
        if not low <= value <= high:
            raise BadInputError(f"--{name} {value}: it must be from {low:,} to {high:,}.")
    memory.check(asked["population"], asked["days"], len(scenario.place.districts))
    sizes = [f"--{name} {value}" for name, value in asked.items() if name != "threads"]
    return Plan(scenario=scenario, command=command or " ".join(["glasshouse run", scenario.name, *sizes]), **asked)


def command_of(scenario: str, sets: tuple[str, ...], plan: Plan) -> str:
    """The command line that makes a run again, whatever the defaults come to be.

    The population, the days, the seed and the replicates are spelt out.
    """
    sizes = [
        word
        for name in ("population", "days", "seed", "replicates")
        for word in (f"--{name}", str(getattr(plan, name)))
    ]
    changes = [word for text in sets for word in ("--set", text)]
    return shlex.join(["glasshouse", "run", scenario, *sizes, *changes])


def simulate_one(plan: Plan, number: int, watch: Watch | None = None) -> Replicate:
    """Simulate one replicate of a plan."""
    from glasshouse.engine.simulate import MOST_LEDGER, simulate

    return simulate(
        plan.scenario,
        population=plan.population,
        days=plan.days,
        seed=plan.seed_of(number),
        threads=plan.threads,
        drawn=plan.scenario.draw(number, plan.seed),
        on_day=(lambda day: watch(number, day)) if watch else None,
        ledger=plan.population <= MOST_LEDGER,
    )


def outcome_of(plan: Plan, watch: Watch | None = None) -> Outcome:
    """Run a plan without a folder, and keep the figures alone."""
    tallies = tuple(tally(simulate_one(plan, number, watch)) for number in range(plan.replicates))
    return Outcome(scenario=plan.scenario, days=plan.days, population=plan.population, tallies=tallies)


def execute(plan: Plan, folder: Path, watch: Watch | None = None) -> Outcome:
    """Run a plan into an empty folder, and return its figures.

    Raises ``StoppedError`` when anything ends it early (Ctrl-C too): the replicates finished by then are kept.
    """
    from glasshouse.results.folder import RunFolder

    kept = RunFolder(folder, _opening(plan))
    try:
        kept.begin()
    except (OSError, KeyboardInterrupt) as error:
        raise StoppedError(
            f"{folder}: the run could not start, because {why(error)}. Nothing is left behind."
        ) from error
    tallies: list[Tally] = []
    try:
        for number in range(plan.replicates):
            tallies.append(_replicate(plan, number, kept, watch))
        kept.finish(_closing(kept.manifest["each"], plan))
    except (Exception, KeyboardInterrupt) as error:
        raise _stop(kept, plan, error) from error
    return Outcome(scenario=plan.scenario, days=plan.days, population=plan.population, tallies=tuple(tallies))


def _replicate(plan: Plan, number: int, kept: Any, watch: Watch | None) -> Tally:
    from glasshouse.population.people import allot
    from glasshouse.results import tables

    replicate = simulate_one(plan, number, watch)
    figures = tally(replicate)
    place = plan.scenario.place
    starts = allot(plan.population, place.columns["population"])
    facts = {
        "seed": plan.seed_of(number),
        "digest": replicate.digest,
        "seconds": round(replicate.seconds, 3),
        "compile_seconds": round(replicate.compile_seconds, 3),
        "startup_seconds": round(replicate.startup_seconds, 3),
        "person_days": replicate.person_days,
        "event_weight": replicate.event_weight,
        "top_percent": figures.top_percent,
    }
    events = tables.events_table(number, replicate, place.districts, starts, plan.scenario.start)
    kept.keep(
        {
            "daily": tables.daily_table(number, replicate, place.districts),
            "events": events,
            "people": tables.people_table(number, figures),
        },
        facts,
    )
    return figures


def _stop(kept: Any, plan: Plan, error: BaseException) -> StoppedError:
    """Close the folder after a failure, and say what is left of the run."""
    status = "interrupted" if isinstance(error, KeyboardInterrupt) else "failed"
    reason = why(error)
    try:
        kept.stop(status, reason)
    except OSError:
        # Even run.json cannot be rewritten: it still says "running", which nobody takes for a finished run.
        return StoppedError(f"The run stopped: {reason}. {kept.path} could not be closed and is not usable.")
    done = kept.finished
    left = f"Kept in {kept.path}: {done} of {plan.replicates} replicates. 'glasshouse report {kept.path}' shows them."
    none = f"No replicate was finished; {kept.path} holds run.json alone."
    return StoppedError(f"The run stopped: {reason}. {left if done else none}")


def _opening(plan: Plan) -> dict[str, Any]:
    """``run.json`` before the first day."""
    scenario = plan.scenario
    return {
        "layout": manifest.LAYOUT,
        "status": "running",
        "note": "The people are invented. This is not a forecast.",
        "version": __version__,
        "command": plan.command,
        "started": datetime.now(UTC).isoformat(timespec="seconds"),
        "scenario_name": scenario.name,
        "scenario_hash": scenario.hash,
        "label": scenario.label,
        "seed": plan.seed,
        "population": plan.population,
        "days": plan.days,
        "start": scenario.start.isoformat(),
        "replicates": plan.replicates,
        "replicates_asked": plan.replicates,
        "threads": plan.threads,
        "digest": None,
        "host": manifest.host(),
        "scenario": dict(scenario.document),
    }


def _closing(each: list[dict[str, Any]], plan: Plan) -> dict[str, Any]:
    """What ``run.json`` gains when all replicates are there."""
    from glasshouse.engine.digest import combine

    digests = [str(one["digest"]) for one in each]
    seconds = sum(one["seconds"] for one in each)
    return {
        "ended": datetime.now(UTC).isoformat(timespec="seconds"),
        "digest": combine(digests),
        "digests": digests,
        "person_days_per_second": round(sum(one["person_days"] for one in each) / max(seconds, 1e-9)),
        "compile_seconds": round(sum(one["compile_seconds"] for one in each), 3),
        "startup_seconds": round(sum(one["startup_seconds"] for one in each), 3),
        "peak_memory_bytes": manifest.peak_memory(),
    }
