"""Run a comparison: replicate by replicate, all scenarios of one before the next, so that persons can be held
together."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from glasshouse.comparison.arm_names import BASELINE
from glasshouse.comparison.comparison_folder import Compared, ComparisonWriter
from glasshouse.comparison.comparison_plan import ComparisonPlan
from glasshouse.comparison.ensemble_draws import draws_of, simulate_draws
from glasshouse.comparison.prefetch import Check, prefetch
from glasshouse.comparison.replicate_pairs import Pairs
from glasshouse.errors import Say, quiet
from glasshouse.folders import carry_out
from glasshouse.folders.carry_out import About
from glasshouse.runs import execute_run as runs
from glasshouse.runs.ensemble_store import BATCH
from glasshouse.runs.replicate_output import replicate_output

if TYPE_CHECKING:
    from glasshouse.comparison.resolve_arm import Arm
    from glasshouse.engine.simulate import Replicate

#: Called after each day with the replicate, the arm's place among all, its name, and the day, all from 0.
Watch = Callable[[int, int, str, int], None]


#: Gives the scenarios of a comparison but for the first so many replicates, and stops all work on them when it is
#: closed.
ArmOutputs = Callable[[ComparisonPlan, Watch | None, int], Generator[Compared, None, None]]

#: Gives the rows of some draws, in order.
Draws = Callable[[ComparisonPlan, Sequence[int]], Generator[pa.Table, None, None]]


def simulate_tasks(
    plan: ComparisonPlan, tasks: Iterable[tuple[int, Arm]], watch: Watch | None = None
) -> Generator[tuple[int, Arm, Replicate, pa.Table | None], None, None]:
    """Number, scenario, its replicate and its rows, of each task in order; a few are simulated at a time.

    The baseline of a replicate comes before its other scenarios.
    """
    pairs = Pairs(plan.plan.days, plan.mechanisms)
    with closing(prefetch(tasks, _simulator(plan, watch), plan.at_once)) as simulated:
        for (number, arm), replicate in simulated:
            yield number, arm, replicate, pairs.add(number, arm, replicate)
            del replicate


def in_order(plan: ComparisonPlan, watch: Watch | None = None, first: int = 0) -> Generator[Compared, None, None]:
    """The scenarios of a comparison, simulated here; all of a replicate before those of the next."""
    with closing(simulate_tasks(plan, _tasks(plan, first), watch)) as simulated:
        for number, arm, replicate, rows in simulated:
            yield Compared(
                number=number, arm=arm.name, output=replicate_output(plan.plan_of(arm), number, replicate), rows=rows
            )
            del replicate


def execute(
    plan: ComparisonPlan,
    folder: Path,
    watch: Watch | None = None,
    outputs: ArmOutputs = in_order,
    about: About = dict,
    say: Say = quiet,
    draws: Draws = simulate_draws,
) -> None:
    """Run a comparison into an empty folder: a run folder for each scenario, and what differs between them.

    Files are written while scenarios are simulated; ``outputs`` gives them, each arm's replicates in order, from
    wherever they are simulated, as ``draws`` gives the draws, and ``about`` says at the end how. Raises
    ``StoppedError`` when anything ends it early (Ctrl-C too): every scenario's finished replicates are kept as an
    ordinary run, and the comparison of those that all have.
    """
    writer = ComparisonWriter(plan, folder, say)
    carry_out.carry_out(writer, _jobs(writer, watch, outputs, draws), about)


def go_on(
    plan: ComparisonPlan,
    folder: Path,
    watch: Watch | None = None,
    outputs: ArmOutputs = in_order,
    say: Say = quiet,
    about: About = dict,
    draws: Draws = simulate_draws,
) -> None:
    """Finish a comparison: the same digests and tables as without the interruption.

    The arguments are as with ``execute``. Raises ``BadInputError`` when another process is writing the folder, and
    ``StoppedError`` when it is stopped again.
    """
    writer = ComparisonWriter(plan, folder, say)
    carry_out.go_on(writer, _jobs(writer, watch, outputs, draws), about)


def _jobs(writer: ComparisonWriter, watch: Watch | None, outputs: ArmOutputs, draws: Draws) -> carry_out.Jobs[Compared]:
    def jobs(first: int) -> Generator[Compared, None, None]:
        with closing(outputs(writer.plan, watch, first)) as found:
            yield from found
        _draws(writer, watch, draws)

    return jobs


def _draws(writer: ComparisonWriter, watch: Watch | None, simulate: Draws) -> None:
    """Simulate what is not kept of the draws. ``watch`` counts them behind the replicates, all scenarios of one as one
    day."""
    plan, store = writer.plan.plan, writer.ensemble
    first = store.kept() if plan.draws else 0
    wanted = draws_of(plan)[first * BATCH :]
    with closing(simulate(writer.plan, wanted)) as tables, closing(store.fill(tables, first)) as counts:
        for done in counts:
            if watch is not None:
                watch(plan.replicates + done - 1, 0, BASELINE, plan.days - 1)


def _tasks(plan: ComparisonPlan, first: int) -> list[tuple[int, Arm]]:
    """All scenarios of a replicate before those of the next, without the ``first`` so many replicates."""
    order = (plan.all_arms[0], *plan.in_order)
    return [(number, arm) for number in plan.plan.numbers[first:] for arm in order]


def _simulator(plan: ComparisonPlan, watch: Watch | None) -> Callable[[tuple[int, Arm], Check], Replicate]:
    """What simulates one scenario of one replicate."""
    places = {arm.name: place for place, arm in enumerate((plan.all_arms[0], *plan.in_order))}

    def simulate(task: tuple[int, Arm], check: Check) -> Replicate:
        number, arm = task

        def watched(number: int, day: int) -> None:
            check()
            if watch:
                watch(number, places[arm.name], arm.name, day)

        return runs.simulate_one(plan.plan_of(arm), number, watched)

    return simulate
