"""What each sensor, rule and error adds to each harm: switched off one at a time, and by Shapley values.

The players of the game are the parts; a coalition is a scenario in which the parts of the family that are not in it are
switched off, and its worth is the harm done there. All scenarios hold the same people with common random numbers
(replicate 0: the central values), so that whatever differs between two of them is the parts' doing.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from glasshouse.arguments import Argument
from glasshouse.comparison import shapley
from glasshouse.comparison.attributed_parts import off_document, parts_named, parts_of
from glasshouse.engine.simulate import simulate
from glasshouse.errors import BadInputError
from glasshouse.folders.atomic_write import in_one_step
from glasshouse.folders.output_label import write_table
from glasshouse.measures import person_amounts
from glasshouse.mechanism import FAMILIES, Ablation
from glasshouse.mechanism_set import MechanismSet
from glasshouse.scenario import changed

if TYPE_CHECKING:
    from glasshouse.engine.simulate import Replicate
    from glasshouse.scenario.scenario import Scenario

#: More people would take too long for so many scenarios.
MOST_PEOPLE = 50_000
#: The harms that are attributed, by their names in ``measures.HARMS``.
HARMS = ("sanctioned", "wrongful", "unjust", "sanction_days", "misidentified", "chilled")
#: Pairs of orders sampled where parts are more than six.
PAIRS = 12
CHOSEN = "chosen"
NAMES = ("family", "part", "harm")
NUMBERS = ("one_at_a_time", "shapley", "standard_error", "whole")
COLUMNS = (*NAMES, *NUMBERS)
NOTE = {
    "glasshouse": "what parts of the system add to harm; the people are invented, and this is no forecast",
    "one_at_a_time": "what the harm falls by when this part alone is off; it does not add up",
    "shapley": "the part's share of `whole`; the shares of a family add up to it",
    "whole": "what the harm falls by when all parts of the family are off",
}
#: Called with how many scenarios are done, and of how many.
Watch = Callable[[int, int], None]


@dataclass(frozen=True, kw_only=True)
class Family:
    """Some parts and what they add to HARMS: arrays [parts, harms], ``whole`` and ``all_on`` [harms]."""

    name: str
    parts: tuple[Ablation, ...]
    exact: bool
    one_at_a_time: np.ndarray
    shapley: np.ndarray
    standard_error: np.ndarray
    whole: np.ndarray
    all_on: np.ndarray


@dataclass(frozen=True, kw_only=True)
class Attribution:
    """What parts add to harm in one scenario, with the number of scenarios that were simulated to know."""

    title: str
    label: str
    population: int
    days: int
    seed: int
    families: tuple[Family, ...]
    scenarios: int

    def table(self) -> pa.Table:
        """Long form: family, part, harm, one_at_a_time, shapley, standard_error, whole."""
        rows = self.rows()
        values = zip(*rows, strict=True) if rows else [()] * len(COLUMNS)
        return pa.table(dict(zip(COLUMNS, map(list, values), strict=True))).replace_schema_metadata(NOTE)

    def rows(self) -> list[tuple[str, str, str, float, float, float, float]]:
        """The rows of the table, as CSV takes them."""
        return [
            (
                family.name,
                part.name,
                harm,
                float(family.one_at_a_time[p, h]),
                float(family.shapley[p, h]),
                float(family.standard_error[p, h]),
                float(family.whole[h]),
            )
            for family in self.families
            for p, part in enumerate(family.parts)
            for h, harm in enumerate(HARMS)
        ]


def attribute(
    scenario: Scenario,
    *,
    population: int,
    days: int,
    seed: int = 1,
    threads: int | None = None,
    parts: Sequence[str] | None = None,
    watch: Watch | None = None,
) -> Attribution:
    """Attribute the harms of a scenario to its sensors, its rules and its errors, or to the ``parts`` named.

    Raises ``BadInputError`` for more than 50,000 people, or for a part that does not exist.

    >>> from glasshouse.scenario import load
    >>> found = attribute(load("as-described"), population=300, days=2, threads=1, parts=["internet", "tiers"])
    >>> found.scenarios, found.families[0].shapley.shape
    (4, (2, 6))
    """
    if population > MOST_PEOPLE:
        asked = (Argument("attribute", True), " with ", Argument("population", population))
        raise BadInputError(*asked, f": it takes at most {MOST_PEOPLE:,} people.")
    games = _games(parts, seed, scenario.running)

    def simulate_variant(variant: Scenario) -> Replicate:
        return simulate(variant, population=population, days=days, seed=seed, threads=threads, ledger=True)

    outcomes = _Coalitions(scenario, simulate_variant)
    asked = {frozenset(game.off(s)) for game in games for s in game.coalitions}
    for done, off in enumerate(sorted(asked, key=lambda names: (len(names), sorted(names)))):
        outcomes.harms(off)
        if watch is not None:
            watch(done + 1, len(asked))
    return Attribution(
        title=scenario.title,
        label="hypothetical",  # no account documents a system with parts switched off
        population=population,
        days=days,
        seed=seed,
        families=tuple(game.play(outcomes) for game in games),
        scenarios=len(outcomes.known),
    )


@dataclass(frozen=True)
class _Game:
    """One family's parts as players, and the coalitions that must be known."""

    name: str
    parts: tuple[Ablation, ...]
    order: np.ndarray | None

    @property
    def coalitions(self) -> list[int]:
        return shapley.needed(len(self.parts), self.order)

    def off(self, coalition: int) -> set[str]:
        """Names of the parts that are off when a coalition is on."""
        return {part.name for k, part in enumerate(self.parts) if not coalition >> k & 1}

    def play(self, outcomes: _Coalitions) -> Family:
        worth = {s: outcomes.harms(frozenset(self.off(s))) for s in self.coalitions}
        many = len(self.parts)
        found = shapley.exact(worth, many) if self.order is None else shapley.sampled(worth, self.order)
        all_on = worth[shapley.everybody(many)]
        return Family(
            name=self.name,
            parts=self.parts,
            exact=self.order is None,
            one_at_a_time=shapley.alone(worth, many),
            shapley=found.shares,
            standard_error=found.standard_error,
            whole=all_on - worth[0],
            all_on=all_on,
        )


def _games(names: Iterable[str] | None, seed: int, mechanisms: MechanismSet) -> list[_Game]:
    """The families, or the parts named as one family."""
    if names is None:
        known = parts_of(mechanisms).values()
        chosen = [(family, tuple(part for part in known if part.family == family)) for family in FAMILIES]
    else:
        chosen = [(CHOSEN, parts_named(names, mechanisms))]
    return [
        _Game(name, parts, None if len(parts) <= shapley.MOST_EXACT else shapley.orders(len(parts), PAIRS, seed))
        for name, parts in chosen
    ]


class _Coalitions:
    """The harms of scenarios by what is off in them; scenarios with the same rules are simulated once."""

    def __init__(self, scenario: Scenario, simulate_variant: Callable[[Scenario], Replicate]) -> None:
        self.scenario, self.simulate_variant = scenario, simulate_variant
        self.known: dict[str, np.ndarray] = {}
        self.hashes: dict[frozenset[str], str] = {}

    def harms(self, off: frozenset[str]) -> np.ndarray:
        """int64 [harms] of the scenario in which the parts named are off."""
        if off not in self.hashes:
            parts = [part for name, part in parts_of(self.scenario.mechanisms).items() if name in off]
            variant = self.scenario
            if parts:
                variant = changed(variant, off_document(variant, parts), name=f"{len(parts)} parts off")
            self.hashes[off] = variant.hash
            if variant.hash not in self.known:
                self.known[variant.hash] = harms_of(self.simulate_variant(variant))
        return self.known[self.hashes[off]]


def harms_of(replicate: Replicate) -> np.ndarray:
    """int64 [harms]: the sums of HARMS over all persons of a replicate with a ledger."""
    borne = person_amounts(replicate)
    return np.array([borne[name].sum(dtype=np.int64) for name in HARMS])


def write(attribution: Attribution, path: str | os.PathLike[str], digest: str | None = None) -> None:
    """Write the table as Parquet; the file gets its name when it is whole. Raises ``OSError``.

    ``digest``: of the comparison beside which it stands.
    """
    with in_one_step(Path(path)) as partial:
        write_table(attribution.table(), partial, attribution.label, digest, compression="zstd")
