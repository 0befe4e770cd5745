"""The measures of the system itself: what it knows, how it lets go, how it ranks, what it finds and misses."""

from __future__ import annotations

from glasshouse.results.measures.harms import of, share
from glasshouse.scenario.words import TIERS

_GROWN = "people of 15 and over"

KNOWN = (
    of(
        "sightings",
        "Sightings a trip",
        "Times that a camera saw a person, for each trip that people made. It is counted without a group.",
        unit="sightings",
        base="trips",
        counts=("sightings",),
        over=("trips",),
    ),
    of(
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
        "Appeals that ended with the record put right: the sanction was wrongful, and the reviewer saw it.",
        base="appeals",
        counts=("appeals_upheld",),
        over=("appeals",),
    ),
    share(
        "appeals_overturned",
        "Appeals that ended in mercy",
        "Appeals that ended with the sanction lifted although the record supports it.",
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
        "Appeals that nobody had decided by the last evening.",
        base="appeals",
        counts=("appeals", "-appeals_upheld", "-overturned", "-appeals_rejected"),
        over=("appeals",),
    ),
)

TIER_SHARES = tuple(
    share(
        f"tier_{tier}",
        f"Tier {tier} at the end",
        f"People with a score who are in tier {tier} on the last evening, by what the system holds.",
        base="people with a score",
        counts=(f"tier_{tier}",),
        over=("participants",),
    )
    for tier in TIERS
)

FOUND = (
    share(
        "yield",
        "Yield",
        "Sanctions begun that answer an unlawful act or a debt that was true. Reported, and never an objective.",
        base="sanctions begun",
        counts=("onsets_answering",),
        over=("onsets",),
    ),
)
