"""The measures of the system itself: what it knows, how it lets go, how it ranks, what it finds and misses."""

from __future__ import annotations

from glasshouse.results.measures.harms import OF_100, Harm, of
from glasshouse.scenario.words import TIERS

_GROWN = "people of 15 and over"


def _share(name: str, title: str, definition: str, base: str, counts: str, over: str) -> Harm:
    """Out of 100 of something."""
    what = base.split()[0]
    return of(name, title, definition, unit=f"of 100 {what}", base=base, counts=(counts,), over=(over,), scale=OF_100)


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
    _share(
        "with_dossier",
        "People with a dossier",
        "People with something against them on record on the last evening, true or false.",
        _GROWN,
        "with_dossier",
        "adults",
    ),
)

REDRESS = (
    _share(
        "notices",
        "Told",
        "Sanctions begun of which the person was told, with a way to appeal.",
        "sanctions begun",
        "notices",
        "onsets",
    ),
    _share(
        "appeals", "Appealed", "Sanctions against which the person appealed.", "sanctions begun", "appeals", "onsets"
    ),
    _share(
        "appeals_upheld",
        "Appeals upheld",
        "Appeals that ended with the record put right: the sanction was wrongful, and the reviewer saw it.",
        "appeals",
        "appeals_upheld",
        "appeals",
    ),
    _share(
        "appeals_overturned",
        "Appeals that ended in mercy",
        "Appeals that ended with the sanction lifted although the record supports it.",
        "appeals",
        "overturned",
        "appeals",
    ),
    _share(
        "appeals_rejected",
        "Appeals rejected",
        "Appeals that changed nothing.",
        "appeals",
        "appeals_rejected",
        "appeals",
    ),
)

TIER_SHARES = tuple(
    _share(
        f"tier_{tier}",
        f"Tier {tier} at the end",
        f"People with a score who are in tier {tier} on the last evening, by what the system holds.",
        "people with a score",
        f"tier_{tier}",
        "participants",
    )
    for tier in TIERS
)

FOUND = (
    _share(
        "yield",
        "Yield",
        "Sanctions begun that answer an unlawful act or a debt that was true.",
        "sanctions begun",
        "onsets_answering",
        "onsets",
    ),
)
