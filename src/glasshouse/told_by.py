"""What a run is told by: sanctions, stops, reports, or what else a mechanism does to people that can be counted.

The first sentence of a report, its table by group and its picture are of one of them. Each is declared in the file of
the mechanism that does it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from glasshouse.mechanism import Count, maker


@dataclass(frozen=True, kw_only=True)
class ToldBy:
    """What a run is told by while a section is on, at the start or after a dated event, and none of a lower rank is.

    - `word`: what it is, in the plural. `section`: the one that does it.
    - `asked`: the counts of it, by what was done to those concerned. `wrong`: the one of these that counts errors.
    - `errors`: a noun for them in the plural, and what was done to whom they struck.
    - `through`: counts of where it comes from, by what is said after "from".
    - `opens_on`: what the page that simulates by itself counts at first (``sites/page_terms.py``).

    >>> searched, wrongly = Count("searches", "Searches", unit="x"), Count("wrong_searches", "Wrong ones", unit="x")
    >>> ToldBy(word="searches", rank=9, section="searches", asked={"searched": (searched,), "wrongly": (wrongly,)},
    ...        wrong="wrongly", errors=("wrong searches", "wrongly searched")).counts
    {'searched': ('searches',), 'wrongly': ('wrong_searches',)}
    """

    word: str
    rank: int
    section: str
    asked: Mapping[str, tuple[Count, ...]]
    wrong: str
    errors: tuple[str, str]
    through: Mapping[str, Count] = field(default_factory=dict[str, Count])
    opens_on: str = "recorded"
    module: str = field(default_factory=maker)

    @property
    def counts(self) -> dict[str, tuple[str, ...]]:
        """The counts by name."""
        return {what: tuple(count.name for count in counts) for what, counts in self.asked.items()}

    def within(self, scenario: Any) -> bool:
        """Whether a scenario has it switched on at some time."""
        return ever_on(scenario, self.section)


def ever_on(scenario: Any, section: str) -> bool:
    """Whether a scenario has a section switched on, at the start or after a dated event.

    >>> from glasshouse.scenario import load
    >>> ever_on(load("as-described"), "score"), ever_on(load("london-lfr"), "score")
    (True, False)
    """
    key = f"{section}.enabled"
    return scenario.switches.get(key, False) or any(event.switches.get(key, False) for event in scenario.events)
