"""Every measure of harm, in the order in which it is told: the table that the documentation is written from."""

from __future__ import annotations

from dataclasses import replace

from glasshouse.results.measures import definitions_harm as harm
from glasshouse.results.measures import definitions_system as system
from glasshouse.results.measures.harms import Harm

SECTIONS: dict[str, tuple[Harm, ...]] = {
    "What people truly did (base rates)": harm.ACTS,
    "Sanctions": harm.SANCTIONS,
    "Hardship": harm.HARDSHIP,
    "Whose face, whose friend": harm.FACES_AND_FRIENDS,
    "Clearing one's name": harm.CLEARING,
    "Fear and trust": harm.FEAR,
    "Against another scenario": harm.PAIRED,
    "What is known of people": system.KNOWN,
    "Redress": system.REDRESS,
    "Tiers": (*system.MOBILITY, *system.TIER_SHARES),
    "What the system finds": system.FOUND,
}

#: Every measure by name, in order.
HARMS: dict[str, Harm] = {
    each.name: replace(each, section=section) for section, harms in SECTIONS.items() for each in harms
}
