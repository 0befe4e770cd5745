"""The measures of the system itself: what it knows, how it lets go, how it ranks, what it finds and misses."""

from __future__ import annotations

from collections.abc import Iterable

from glasshouse.measure import Measure, share
from glasshouse.measures.definitions_harm import LAWFUL, UNLAWFUL

_ACTS = (*UNLAWFUL, *LAWFUL, "act_volunteering")

OBSERVED = (
    share(
        "observed",
        "Life observed",
        "Acts of people, lawful or not, that at least one sensor saw: a camera, a report, a flag, a feed, a register. "
        "Acts are those of the base rates, and volunteering; ordinary posts and trips are none.",
        base="acts done",
        counts=("acts_observed",),
        over=_ACTS,
        unsought="what is observed of a life is the system's reach",
    ),
)


def tier_shares(tiers: Iterable[str]) -> tuple[Measure, ...]:
    """People by tier, best first."""
    return tuple(
        share(
            f"tier_{tier}",
            f"Tier {tier} at the end",
            f"People with a score who are in tier {tier} on the last evening, by what the system holds.",
            base="people with a score",
            counts=(f"tier_{tier}",),
            over=("participants",),
        )
        for tier in tiers
    )


FOUND = (
    share(
        "yield",
        "Yield",
        "Sanctions begun that followed a real offence or debt. Reported, and never an objective.",
        base="sanctions begun",
        counts=("onsets_answering",),
        over=("onsets",),
        unsought="a higher yield is better detection",
    ),
    share(
        "misses",
        "Misses",
        "Unlawful acts and debts that never reached the record of the person who did them. Reported, and never an "
        "objective: fewer misses is more detection.",
        base="acts that were unlawful, and debts",
        counts=(*UNLAWFUL, "-entries_unlawful"),
        over=UNLAWFUL,
        unsought="fewer misses is more detection",
    ),
)
