"""The measures of the system itself: what it knows, how it lets go, how it ranks, what it finds and misses."""

from __future__ import annotations

from collections.abc import Iterable

from glasshouse.measure import Measure, mean, share
from glasshouse.measures.definitions_harm import LAWFUL, UNLAWFUL

_GROWN = "people of 15 and over"
_ACTS = (*UNLAWFUL, *LAWFUL, "act_volunteering")
_STOPPED = ("reviews_stopped_wrongful", "reviews_stopped_rightful")
_DECIDED = ("appeals_upheld", "overturned", "appeals_rejected")

KNOWN = (
    share(
        "observed",
        "Life observed",
        "Acts of people, lawful or not, that at least one sensor saw: a camera, a report, a flag, a feed, a register. "
        "Acts are those of the base rates, and volunteering; ordinary posts and trips are none.",
        base="acts done",
        counts=("acts_observed",),
        over=_ACTS,
    ),
    mean(
        "sightings",
        "Sightings a trip",
        "Times that a camera saw a person, for each trip that people made. It is counted without a group.",
        unit="sightings",
        base="trips",
        counts=("sightings",),
        over=("trips",),
    ),
    mean(
        "dossier",
        "Entries a person",
        "Entries made in people's records: true or false, for or against them.",
        unit="entries",
        base=_GROWN,
        counts=("entries_true", "entries_false", "entries_good"),
        over=("adults",),
    ),
    share(
        "with_dossier",
        "People with a dossier",
        "People with something against them on record on the last evening, true or false.",
        base=_GROWN,
        counts=("with_dossier",),
        over=("adults",),
    ),
)

REDRESS = (
    share(
        "notices",
        "Told",
        "Sanctions begun of which the person was told, with a way to appeal.",
        base="sanctions begun",
        counts=("notices",),
        over=("onsets",),
    ),
    share(
        "appeals",
        "Appealed",
        "Sanctions against which the person appealed.",
        base="sanctions begun",
        counts=("appeals",),
        over=("onsets",),
    ),
    share(
        "appeals_upheld",
        "Appeals upheld",
        "Appeals that ended with the record put right: the sanction was wrongful, and the reviewer saw it. "
        "An appeal that lifted a sanction which the record supports is not among them.",
        base="appeals",
        counts=("appeals_upheld",),
        over=("appeals",),
    ),
    share(
        "appeals_overturned",
        "Appeals that lifted a supported sanction",
        "Appeals that ended with the sanction lifted although the record supports it. They are not among those upheld.",
        base="appeals",
        counts=("overturned",),
        over=("appeals",),
    ),
    share(
        "appeals_rejected",
        "Appeals rejected",
        "Appeals that changed nothing.",
        base="appeals",
        counts=("appeals_rejected",),
        over=("appeals",),
    ),
    share(
        "appeals_open",
        "Appeals not decided",
        "Appeals that nobody decided: still open on the last evening, or cut off by a ban.",
        base="appeals",
        counts=("appeals", *(f"-{name}" for name in _DECIDED)),
        over=("appeals",),
    ),
    share(
        "reviewed",
        "Looked at first",
        "New sanctions that a reviewer looked at before any gate closed.",
        base="sanctions proposed",
        counts=("reviews",),
        over=("proposals",),
    ),
    share(
        "reviews_stopped_wrongful",
        "Wrongful sanctions stopped",
        "Reviews before a sanction that stopped it because it was wrongful.",
        base="reviews before a sanction",
        counts=("reviews_stopped_wrongful",),
        over=("reviews",),
    ),
    share(
        "reviews_stopped_rightful",
        "Supported sanctions stopped",
        "Reviews before a sanction that stopped it although the record supports it.",
        base="reviews before a sanction",
        counts=("reviews_stopped_rightful",),
        over=("reviews",),
    ),
    share(
        "reviews_changed",
        "Reviews that changed an outcome",
        "Reviews, before a sanction or on appeal, after which the person's gates stood otherwise: stopped, upheld, "
        "or lifted although the record supports it.",
        base="reviews before a sanction and appeals decided",
        counts=(*_STOPPED, "appeals_upheld", "overturned"),
        over=("reviews", *_DECIDED),
    ),
    share(
        "corrected",
        "Listings corrected",
        "Listings that an audit found to rest on a false entry, and took off.",
        base="listings",
        counts=("corrected",),
        over=("listed_defaulter", "listed_dishonest"),
    ),
)

MOBILITY = (
    share(
        "tier_rises",
        "Tiers risen",
        "Rescorings after which a person stood in a better tier than that morning.",
        base="rescorings of people with a score",
        counts=("tier_rises",),
        over=("rescored",),
    ),
    share(
        "tier_falls",
        "Tiers fallen",
        "Rescorings after which a person stood in a worse tier than that morning.",
        base="rescorings of people with a score",
        counts=("tier_falls",),
        over=("rescored",),
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
    ),
    share(
        "misses",
        "Misses",
        "Unlawful acts and debts that never reached the record of the person who did them. Reported, and never an "
        "objective: fewer misses is more detection.",
        base="acts that were unlawful, and debts",
        counts=(*UNLAWFUL, "-entries_unlawful"),
        over=UNLAWFUL,
    ),
)
