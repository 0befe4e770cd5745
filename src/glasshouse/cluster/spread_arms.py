"""A comparison spread over workers: each simulates the baseline and some of the arms of one replicate.

Persons are compared where both scenarios were simulated, so that none of them travels. Where there are fewer replicates
than tasks that can be under way, the arms of a replicate are dealt out in several hands; each hand simulates the
baseline, and the unwatched scenario, once more.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from glasshouse.cluster.progress_channel import ProgressChannel, ProgressReporter
from glasshouse.cluster.spread_work import spread
from glasshouse.comparison.comparison_folder import Compared
from glasshouse.comparison.comparison_plan import REFERENCE, ComparisonPlan
from glasshouse.comparison.execute_comparison import Watch, simulate_tasks
from glasshouse.runs.replicate_output import packed_output, replicate_output

if TYPE_CHECKING:
    from glasshouse.cluster.workers import WorkerPool
    from glasshouse.comparison.resolve_arm import Arm


@dataclass(frozen=True, kw_only=True)
class Hand:
    """Scenarios to live in this order; those in ``kept`` are sent back."""

    all_arms: tuple[Arm, ...]
    kept: frozenset[str]


def simulate_hand(plan: ComparisonPlan, number: int, hand: Hand, topic: str | None) -> list[Compared]:
    """On a worker: the scenarios of a hand in one replicate, with what differs from the baseline."""
    progress_reporter, found = ProgressReporter(topic), list[Compared]()
    with closing(simulate_tasks(plan, ((number, arm) for arm in hand.all_arms), progress_reporter)) as simulated:
        for _, arm, replicate, rows in simulated:
            if arm.name in hand.kept:
                own = plan.plan_of(arm)
                files = packed_output(own, replicate_output(own, number, replicate))
                found.append(Compared(number=number, arm=arm.name, output=files, rows=rows))
            del replicate
    return found


def hands(order: tuple[Arm, ...], many: int) -> list[Hand]:
    """The scenarios in ``many`` hands, or fewer; the first is the baseline, and the second may be the unwatched
    scenario.

    >>> class Named:
    ...     def __init__(self, name): self.name = name
    >>> order = tuple(map(Named, ["baseline", "unwatched", "a", "b", "c"]))
    >>> [[arm.name for arm in hand.all_arms] for hand in hands(order, 2)]
    [['baseline', 'unwatched', 'a', 'c'], ['baseline', 'unwatched', 'b']]
    """
    first = 2 if order[1].name == REFERENCE else 1
    shared, others = order[:first], order[first:]
    many = max(1, min(many, len(others)))
    return [
        Hand(
            all_arms=(*shared, *others[place::many]),
            kept=frozenset(arm.name for arm in (*(shared if place == 0 else ()), *others[place::many])),
        )
        for place in range(many)
    ]


def arm_outputs(
    worker_pool: WorkerPool, plan: ComparisonPlan, watch: Watch | None = None, first: int = 0
) -> Generator[Compared, None, None]:
    """The scenarios of a comparison but for the ``first`` so many replicates, all of one before those of the next."""
    order = (plan.all_arms[0], *plan.in_order)
    places = {arm.name: place for place, arm in enumerate(order)}
    numbers = plan.plan.numbers[first:]
    dealt = hands(order, -(-worker_pool.slots // max(1, len(numbers))))
    progress = ProgressChannel(worker_pool, watch)
    pieces = ((plan, number, hand, progress.topic) for number in numbers for hand in dealt)
    with closing(spread(worker_pool, simulate_hand, pieces, progress)) as found:
        for _, compared in found:
            for one in compared:
                if watch is not None:
                    watch(one.number, places[one.arm], one.arm, plan.plan.days - 1)
                yield one
