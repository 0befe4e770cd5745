"""A comparison spread over workers: each lives the baseline and some of the arms of one replicate.

Persons are compared where both worlds were lived, so that none of them travels. Where there are fewer replicates than
tasks that can be under way, the arms of a replicate are dealt out in several hands; each hand lives the baseline, and
the unwatched world, once more.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from glasshouse.cluster.news import News, Telling
from glasshouse.cluster.spread import spread
from glasshouse.comparison.execute import Watch, live
from glasshouse.comparison.folder import Compared
from glasshouse.comparison.plan import REFERENCE, ComparisonPlan
from glasshouse.results.lived import lived, packed

if TYPE_CHECKING:
    from glasshouse.cluster.team import Team
    from glasshouse.comparison.worlds import Arm


@dataclass(frozen=True, kw_only=True)
class Hand:
    """Worlds to live in this order; those in ``kept`` are sent back."""

    worlds: tuple[Arm, ...]
    kept: frozenset[str]


def live_worlds(plan: ComparisonPlan, number: int, hand: Hand, topic: str | None) -> list[Compared]:
    """On a worker: the worlds of a hand in one replicate, with what differs from the baseline."""
    telling, found = Telling(topic), list[Compared]()
    with closing(live(plan, ((number, arm) for arm in hand.worlds), telling)) as worlds:
        for _, arm, replicate, rows in worlds:
            if arm.name in hand.kept:
                own = plan.plan_of(arm)
                files = packed(own, lived(own, number, replicate))
                found.append(Compared(number=number, arm=arm.name, lived=files, rows=rows))
            del replicate
    return found


def hands(order: tuple[Arm, ...], many: int) -> list[Hand]:
    """The worlds in ``many`` hands, or fewer; the first is the baseline, and the second may be the unwatched world.

    >>> class Named:
    ...     def __init__(self, name): self.name = name
    >>> order = tuple(map(Named, ["baseline", "unwatched", "a", "b", "c"]))
    >>> [[arm.name for arm in hand.worlds] for hand in hands(order, 2)]
    [['baseline', 'unwatched', 'a', 'c'], ['baseline', 'unwatched', 'b']]
    """
    first = 2 if order[1].name == REFERENCE else 1
    shared, others = order[:first], order[first:]
    many = max(1, min(many, len(others)))
    return [
        Hand(
            worlds=(*shared, *others[place::many]),
            kept=frozenset(arm.name for arm in (*(shared if place == 0 else ()), *others[place::many])),
        )
        for place in range(many)
    ]


def lives(
    team: Team, plan: ComparisonPlan, watch: Watch | None = None, first: int = 0
) -> Generator[Compared, None, None]:
    """The worlds of a comparison from a replicate on, all of one before those of the next, lived by a team."""
    order = (plan.worlds[0], *plan.in_order)
    places = {arm.name: place for place, arm in enumerate(order)}
    numbers = range(first, plan.plan.replicates)
    dealt = hands(order, -(-team.slots // max(1, len(numbers))))
    news = News(team.client, watch)
    pieces = ((plan, number, hand, news.topic) for number in numbers for hand in dealt)
    with closing(spread(team, live_worlds, pieces, news)) as found:
        for _, worlds in found:
            for world in worlds:
                if watch is not None:
                    watch(world.number, places[world.arm], world.arm, plan.plan.days - 1)
                yield world
