"""How many of the numbers behind a run are from memory, so that whoever reads its headline sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from glasshouse.evidence import MARK, kind_of
from glasshouse.scenario.layers import sources_of
from glasshouse.wording.lists_and_nouns import enumerated, plural

if TYPE_CHECKING:
    from glasshouse.scenario.scenario import Scenario


def remembered(scenario: Scenario) -> tuple[str, ...]:
    """The numbers that are from memory, by key, of parts that are on or that a dated event switches on.

    >>> from glasshouse.scenario import load
    >>> remembered(load("london-lfr"))
    ()
    """
    sources, declared = sources_of(scenario.mechanisms, scenario.place), scenario.mechanisms.parameters
    later = {key for event in scenario.events for key, on in event.switches.items() if on}
    given = {
        **{key: one for key, one in scenario.parameters.items() if _on(scenario, declared[key].part, later)},
        **{f"{event.name}:{key}": one for event in scenario.events for key, one in event.changes.items()},
        **{f"{event.name}:jump": event.jump for event in scenario.events if event.jump},
    }
    return tuple(
        key for key, one in given.items() if kind_of(one.confidence, sources.get(one.source or "")) == "memory"
    )


def _on(scenario: Scenario, part: str, later: set[str]) -> bool:
    return scenario.switches.get(f"{part}.enabled", True) or f"{part}.enabled" in later


def note(scenario: Scenario) -> tuple[str, ...]:
    """A sentence with the mark, where any number is from memory.

    >>> from glasshouse.scenario import load
    >>> note(load("london-lfr"))
    ()
    """
    number, columns, said = len(remembered(scenario)), of_place(scenario), []
    if number:
        said.append(f"{number} of its parameters {plural(number, 'is', 'are')} {MARK}; the report marks each.")
    if columns:
        named = enumerated([f"“{name}”" for name in columns])
        said.append(f"Of the figures of its place, {named} {plural(len(columns), 'is', 'are')} {MARK}.")
    return tuple(said)


def of_place(scenario: Scenario) -> tuple[str, ...]:
    """The columns of the place's own figures that are from memory.

    >>> from glasshouse.scenario import load
    >>> of_place(load("as-described"))
    ('urban',)
    """
    sources = sources_of(scenario.mechanisms, scenario.place)
    evidence = scenario.place.evidence.items()
    return tuple(key for key, one in evidence if kind_of(one.confidence, sources.get(one.source or "")) == "memory")
