"""Run a scenario: each replicate simulated, added up and kept, whatever stops it."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from glasshouse.engine import simulate as engine
from glasshouse.engine.part import BranchPoint
from glasshouse.errors import Say, quiet
from glasshouse.folders import carry_out
from glasshouse.folders.carry_out import About
from glasshouse.measures.outcome import Outcome
from glasshouse.measures.tally import tally
from glasshouse.runs.ensemble_plan import Member
from glasshouse.runs.ensemble_simulate import members_of, simulate_members
from glasshouse.runs.ensemble_store import BATCH
from glasshouse.runs.replicate_output import PackedOutput, ReplicateOutput, replicate_output
from glasshouse.runs.run_plan import Branch, Plan
from glasshouse.runs.run_writer import RunWriter

if TYPE_CHECKING:
    import pyarrow as pa

    from glasshouse.engine.checkpoint import Keeper
    from glasshouse.engine.simulate import Replicate

#: Called after each day with the replicate and the day, both from 0; and after each member of the ensemble, which
#: count on behind the replicates, with the last day.
Watch = Callable[[int, int], None]
#: Gives the replicates of a plan in order, but for the first so many, and stops all work on them when it is closed.
ReplicateOutputs = Callable[["Plan", Watch | None, int], Generator["ReplicateOutput | PackedOutput", None, None]]
#: Gives the rows of some members of an ensemble, in order.
Draws = Callable[["Plan", Sequence[Member]], Generator["pa.Table", None, None]]
#: Gives what keeps the checkpoints of a replicate.
Keepers = Callable[[int], "Keeper"]


def simulate_one(plan: Plan, number: int, watch: Watch | None = None, keeper: Keeper | None = None) -> Replicate:
    """Simulate one replicate of a plan, from the last checkpoint that there is of it."""
    past = {} if plan.past is None else {"past": _branch_point(plan.past, number, plan.seed)}
    return engine.simulate(
        plan.scenario,
        population=plan.population,
        days=plan.days,
        seed=plan.seed_of(number),
        threads=plan.threads,
        drawn=plan.scenario.draw(number, plan.seed),
        on_day=(lambda day: watch(number, day)) if watch else None,
        ledger=plan.population <= engine.MOST_LEDGER,
        keeper=keeper,
        device=plan.device,
        **past,
    )


def _branch_point(branch: Branch, number: int, seed: int) -> Any:
    return BranchPoint(scenario=branch.scenario, day=branch.day, drawn=branch.scenario.draw(number, seed))


def outcome_of(plan: Plan, watch: Watch | None = None) -> Outcome:
    """Run a plan without a folder, and keep the figures alone."""
    tallies = tuple(tally(simulate_one(plan, number, watch)) for number in plan.numbers)
    return Outcome(scenario=plan.scenario, days=plan.days, population=plan.population, tallies=tallies)


def in_order(
    plan: Plan, watch: Watch | None = None, first: int = 0, keepers: Keepers | None = None
) -> Generator[ReplicateOutput, None, None]:
    """The replicates of a plan but for the ``first`` so many, simulated here, one after the other."""
    for number in plan.numbers[first:]:
        yield replicate_output(plan, number, simulate_one(plan, number, watch, keepers(number) if keepers else None))


def execute(
    plan: Plan,
    folder: Path,
    watch: Watch | None = None,
    outputs: ReplicateOutputs | None = None,
    say: Say = quiet,
    about: About = dict,
    draws: Draws = simulate_members,
) -> Outcome:
    """Run a plan into an empty folder, and return its figures.

    Each replicate is written while the next is simulated; ``outputs`` gives them in order, from wherever they are
    simulated: without it they are simulated here, and checkpoints of the one under way are kept. ``about`` says at the
    end how they were simulated, for ``run.json``. Raises ``StoppedError`` when anything
    ends it early (Ctrl-C too): the replicates finished by then are kept, and ``resume`` goes on with the run.
    """
    writer = RunWriter(plan, folder, say)
    carry_out.carry_out(writer, _jobs(writer, watch, outputs, draws), about)
    return Outcome(scenario=plan.scenario, days=plan.days, population=plan.population, tallies=tuple(writer.figures))


def go_on(
    plan: Plan,
    folder: Path,
    watch: Watch | None = None,
    outputs: ReplicateOutputs | None = None,
    say: Say = quiet,
    about: About = dict,
    draws: Draws = simulate_members,
) -> None:
    """Finish a run: the same digest, tables and events as without the interruption.

    The arguments are as with ``execute``. Raises ``BadInputError`` when another process is writing the folder, and
    ``StoppedError`` when it is stopped again.
    """
    writer = RunWriter(plan, folder, say)
    carry_out.go_on(writer, _jobs(writer, watch, outputs, draws), about)


def _jobs(
    writer: RunWriter, watch: Watch | None, outputs: ReplicateOutputs | None, draws: Draws
) -> carry_out.Jobs[ReplicateOutput | PackedOutput]:
    given = outputs or partial(in_order, keepers=writer.keeper)

    def jobs(first: int) -> Generator[ReplicateOutput | PackedOutput, None, None]:
        with closing(given(writer.plan, watch, first)) as found:
            yield from found
        _draws(writer, watch, draws)

    return jobs


def _draws(writer: RunWriter, watch: Watch | None, simulate: Draws) -> None:
    """Simulate what is not kept of the ensemble. ``watch`` counts its members behind the replicates."""
    plan, store = writer.plan, writer.ensemble
    first = store.kept() if plan.draws else 0
    wanted = members_of(plan)[first * BATCH :]
    with closing(simulate(plan, wanted)) as tables, closing(store.fill(tables, first)) as counts:
        for done in counts:
            if watch is not None:
                watch(plan.replicates + done - 1, plan.days - 1)
