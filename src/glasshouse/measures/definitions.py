"""Every measure, in the order in which it is told: the table that the documentation is written from."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from functools import cache
from types import MappingProxyType

from glasshouse.gate import gates
from glasshouse.measure import Measure
from glasshouse.measures import definitions_harm as harm
from glasshouse.measures import definitions_system as system
from glasshouse.mechanism import Count
from glasshouse.mechanism_set import SHIPPED, MechanismError, MechanismSet
from glasshouse.plugins import PluginError, offered
from glasshouse.tiers import TIERS

#: The heading of what is counted by tier.
_TIERS = "Tiers"


def _of_mechanisms(section: str) -> tuple[Measure, ...]:
    """What the shipped mechanisms declare under a heading, in order."""
    return tuple(
        sorted((each for each in SHIPPED.declared(Measure) if each.section == section), key=lambda each: each.place)
    )


SECTIONS: dict[str, tuple[Measure, ...]] = {
    "What people truly did (base rates)": harm.ACTS,
    "Sanctions": harm.SANCTIONS,
    "Hardship": harm.HARDSHIP,
    "Whose face, whose friend": (*harm.FACES, *_of_mechanisms("Whose face, whose friend")),
    "Clearing one's name": harm.CLEARING,
    "Fear and trust": harm.FEAR,
    "Against another scenario": harm.PAIRED,
    "What is known of people": (*system.OBSERVED, *_of_mechanisms("What is known of people")),
    "Redress": _of_mechanisms("Redress"),
    _TIERS: (*_of_mechanisms(_TIERS), *system.tier_shares(TIERS)),
    "What the system finds": system.FOUND,
}

#: Every measure that glasshouse ships by name, in order.
HARMS: dict[str, Measure] = {
    each.name: replace(each, section=section) for section, measures in SECTIONS.items() for each in measures
}


@cache
def measures_of(mechanisms: MechanismSet = SHIPPED) -> Mapping[str, Measure]:
    """Every measure of a run with these mechanisms, by name: the shipped ones, theirs, and those of entry points.

    An entry point that cannot be loaded, or whose name is taken, brings none. Raises MechanismError where a mechanism
    brings a measure whose name is taken.

    >>> list(measures_of())[: len(HARMS)] == list(HARMS)
    True
    """
    found = {**_with_tiers(_with_counts_of(mechanisms), mechanisms.tiers), **_declared(mechanisms)}
    for plugin in offered("measures").values():
        with suppress(PluginError):  # `glasshouse plugins` says what is wrong with it
            if isinstance(measure := plugin.load(), Measure):
                found.setdefault(measure.name, replace(measure, section=measure.section or plugin.package))
    return MappingProxyType(found)


def sections_of(mechanisms: MechanismSet) -> dict[str, list[Measure]]:
    """The shipped measures and those of some mechanisms, section by section."""
    found = {section: list(measures) for section, measures in SECTIONS.items()}
    for measure in _declared(mechanisms).values():
        found.setdefault(measure.section, []).append(measure)
    return found


def _with_tiers(measures: Mapping[str, Measure], tiers: tuple[str, ...]) -> dict[str, Measure]:
    """The measures, with those by tier of the scenario's tiers in the place of the shipped six."""
    shipped = [each.name for each in system.tier_shares(TIERS)]
    theirs = {each.name: replace(each, section=_TIERS) for each in system.tier_shares(tiers)}
    found: dict[str, Measure] = {}
    for name, each in measures.items():
        found |= theirs if name == shipped[0] else {} if name in shipped else {name: each}
    return found


def _with_counts_of(mechanisms: MechanismSet) -> dict[str, Measure]:
    """The shipped measures; what is added up over all gates, or all mistakes of one kind, has those of plug-ins too."""
    more = gates(mechanisms.added)
    mistaken = harm.times_misidentified(count for each in mechanisms.added for count in mechanisms.counts_of(each))
    if not more and not mistaken:
        return HARMS
    longer: dict[tuple[Count | str, ...], tuple[Count | str, ...]] = {
        harm.CLOSED: (*harm.CLOSED, *(each.closed.name for each in more)),
        harm.BLOCKED: (*harm.BLOCKED, *(each.blocked.name for each in more)),
        harm.MISIDENTIFIED: (*harm.MISIDENTIFIED, *mistaken),
    }
    return {name: replace(each, counts=longer.get(each.counts, each.counts)) for name, each in HARMS.items()}


def _declared(mechanisms: MechanismSet) -> dict[str, Measure]:
    found: dict[str, Measure] = {}
    for one in gates(mechanisms.added):
        for measure in (harm.hardship(one), harm.blocked(one)):
            found[measure.name] = replace(measure, section="Hardship")
    for each in mechanisms:
        for measure in each.declared(Measure):
            if measure == HARMS.get(measure.name):  # the shipped ones stand in their place
                continue
            if measure.name in HARMS or measure.name in found:
                raise MechanismError(f"{each.module}: the measure '{measure.name}' is taken; choose another name")
            found[measure.name] = replace(measure, section=measure.section or each.title or each.name)
    return found
