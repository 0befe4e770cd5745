"""How much to run of a comparison, and of which arms."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from glasshouse.arguments import Argument
from glasshouse.comparison.attributed_parts import parts_named
from glasshouse.comparison.harm_attribution import MOST_PEOPLE
from glasshouse.comparison.resolve_arm import Arm, as_text, baseline, resolve
from glasshouse.comparison.shared_setting import Setting
from glasshouse.errors import BadInputError
from glasshouse.folders.plan_part import asked_part
from glasshouse.folders.recorded_command import NO_COMMAND
from glasshouse.mechanism_set import SHIPPED, MechanismSet
from glasshouse.runs import needed_memory
from glasshouse.runs.ensemble_plan import DRAWS
from glasshouse.runs.run_plan import MANY_PEOPLE, Plan, check_plugins, command_of, ensemble_sizes, from_posterior
from glasshouse.runs.run_plan import plan as plan_run

if TYPE_CHECKING:
    from glasshouse.comparison.resolve_arm import Asked
    from glasshouse.scenario import Scenario

#: A comparison simulates many scenarios, so it takes fewer people than a run, and more replicates.
PEOPLE, REPLICATES = 200_000, 10
#: People of each draw over a year: which scenario does less harm is told with fewer than how much it does.
DRAWN_PEOPLE = 10_000
#: Up to so many people, several scenarios are simulated at a time, with a few threads each: a day of few people is so
#: short that much of it is spent outside the threads.
FEW_PEOPLE = 1_000_000
#: Most scenarios at a time; and those that are kept beside them: the baseline, the unwatched scenario, the one just
#: done.
_AT_ONCE, _KEPT = 4, 3
#: The scenario that all others are held against to find what was lost downstream; it is simulated first.
REFERENCE = "unwatched"


@dataclass(frozen=True, kw_only=True)
class ComparisonPlan:
    """A comparison before it is run. ``arms`` are all but the baseline; ``plan`` is the baseline's own."""

    plan: Plan
    arms: tuple[Arm, ...]

    @property
    def all_arms(self) -> tuple[Arm, ...]:
        """The baseline and all arms, in the order in which they are told."""
        return (baseline(self._setting), *self.arms)

    @property
    def mechanisms(self) -> MechanismSet:
        """The mechanisms of any of its scenarios."""
        return SHIPPED.with_tiers(self.all_arms[0].scenario.tiers).with_(
            each for arm in self.all_arms for each in arm.scenario.mechanisms
        )

    @property
    def label(self) -> str:
        """What the whole is: as soon as one scenario is hypothetical, the comparison is."""
        return "hypothetical" if any(arm.scenario.label == "hypothetical" for arm in self.all_arms) else "documented"

    @property
    def in_order(self) -> tuple[Arm, ...]:
        """The arms in the order in which they are simulated."""
        return tuple(sorted(self.arms, key=lambda arm: arm.name != REFERENCE))

    @property
    def at_once(self) -> int:
        """How many scenarios are simulated at a time."""
        return _at_once(self.plan.population, self.plan.threads)

    @property
    def _setting(self) -> Setting:
        plan = self.plan
        return Setting(scenario=plan.scenario, population=plan.population, days=plan.days, seed=plan.seed)

    def plan_of(self, arm: Arm) -> Plan:
        """The plan of one scenario's own run folder: same sizes and seed, so that its people are the same."""
        threads = self.plan.threads // self.at_once
        return replace(
            self.plan, scenario=arm.scenario, past=arm.past, arm=arm.name, threads=threads,
            draws=0, ensemble_population=0, posterior=None, posterior_file="",  # all arms of a draw run together
        )  # fmt: skip


def check_memory(asked: ComparisonPlan, tasks: int = 1) -> ComparisonPlan:
    """The same plan. Raises ``BadInputError`` when the scenarios of so many replicates together do not fit into
    memory."""
    plan, at_once = asked.plan, tasks * (_KEPT + asked.at_once)
    districts, groups = len(plan.scenario.place.districts), len(plan.scenario.place.groups)
    needed_memory.check(
        plan.population,
        plan.days + plan.scenario.warm_up,
        districts,
        at_once,
        groups=groups,
        compared=True,
        replicates=plan.replicates,
        mechanisms=asked.mechanisms,
    )
    return asked


def arms_at_once(population: int, threads: int | None) -> int:
    """Most scenarios that are in memory together while one replicate is compared."""
    return _KEPT + _at_once(population, threads or os.cpu_count() or 1)


def _at_once(population: int, threads: int) -> int:
    return min(_AT_ONCE, threads) if population <= FEW_PEOPLE else 1


def plan_comparison(
    scenario: Scenario,
    arms: Iterable[Asked],
    *,
    population: int | None = None,
    days: int | None = None,
    seed: int = 1,
    replicates: int | None = None,
    threads: int | None = None,
    tasks: int = 1,
    draws: int | None = None,
    ensemble_population: int | None = None,
    ensemble: str | os.PathLike[str] | None = None,
    only: str | None = None,
) -> ComparisonPlan:
    """Fill in defaults, resolve the arms, and check all of it.

    ``arms`` are texts, paths and scenarios; what was laid over ``scenario`` when it was loaded is laid over presets
    among them, too. Population: the scenario's, at most 200,000 unless more are asked for; replicates: 10, or 1 above
    20 million people; draws: 200 of 10,000 people, unless draws or replicates are asked for. ``ensemble``: the file of
    a posterior of the baseline, of which all arms of a draw take the same particle. ``tasks``: so many replicates are
    compared on this machine at a time, with so many threads each; 0: on others alone. ``only``: a range of replicates
    and of the draws behind them that is carried out, to be merged with others. Raises ``BadInputError`` or
    ``ScenarioError`` before anything is started.

    >>> from glasshouse.scenario import load
    >>> found = plan_comparison(load("as-described"), ["cameras.enabled=false"], days=30)
    >>> found.plan.population, found.plan.replicates, [arm.name for arm in found.all_arms]
    (200000, 10, ['baseline', 'cameras.enabled=false', 'ban', 'unwatched'])
    """
    people = min(scenario.population, PEOPLE) if population is None else population
    plan = plan_run(
        scenario,
        population=people,
        days=days,
        seed=seed,
        replicates=(1 if people > MANY_PEOPLE else REPLICATES) if replicates is None else replicates,
        threads=threads,
        at_once=tasks * arms_at_once(people, threads),
        compared=True,
    )
    sizes = ensemble_sizes(
        draws,
        ensemble_population,
        population=people,
        days=plan.days,
        usual=DRAWS if replicates is None or ensemble is not None else 0,
        most=DRAWN_PEOPLE,
    )
    drawn = from_posterior(ensemble, scenario, sizes["draws"], plan.seed)
    plan = replace(plan, **sizes, **drawn, part=asked_part(only, plan.replicates, sizes["draws"]))
    sets = scenario.origin.sets if scenario.origin else ()
    setting = Setting(scenario=scenario, sets=sets, population=plan.population, days=plan.days, seed=plan.seed)
    asked = [as_text(arm, setting) for arm in arms]
    found = resolve(asked, setting)
    for arm in found:
        check_plugins(arm.scenario)
    texts = [arm for arm in asked if isinstance(arm, str)]
    command = command_of(plan, texts) if len(texts) == len(asked) else NO_COMMAND
    return ComparisonPlan(plan=replace(plan, command=command), arms=found)


def with_attribution(asked: ComparisonPlan, parts: tuple[str, ...]) -> ComparisonPlan:
    """The plan of a comparison whose harms are attributed, too; its command says so.

    Raises ``BadInputError`` for too many people, for a comparison of which ``only`` a part is carried out, or for a
    part that does not exist.
    """
    people = asked.plan.population
    if asked.plan.part is not None:
        raise BadInputError(
            Argument("attribute", True),
            " with ",
            Argument("only", str(asked.plan.part)),
            ": what each part of the system adds is found for a whole comparison alone. Leave one of them out.",
        )
    if people > MOST_PEOPLE:
        raise BadInputError(
            Argument("attribute", True),
            " with ",
            Argument("population", people),
            f": it simulates dozens of scenarios, and takes at most {MOST_PEOPLE:,} people.",
        )
    named = parts_named(parts, asked.plan.scenario.running) if parts else ()
    if asked.plan.command == NO_COMMAND:
        return asked
    words = ["--attribute", *(word for part in named for word in ("--part", part.name))]
    return replace(asked, plan=replace(asked.plan, command=" ".join([asked.plan.command, *words])))
