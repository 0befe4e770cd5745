"""How many of the numbers behind a run are from memory, so that whoever reads its headline sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from glasshouse.evidence import MARK, kind_of
from glasshouse.scenario.layers import sources_of
from glasshouse.wording.lists_and_nouns import plural

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
    number = len(remembered(scenario))
    said = f"{number} of the numbers behind it {plural(number, 'is', 'are')} {MARK}; the report marks each."
    return (said,) if number else ()
