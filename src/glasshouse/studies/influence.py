"""How much the headline moves across the range of each assumption, one at a time."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from glasshouse.measure import Measure
from glasshouse.measures import HARMS, measures_of
from glasshouse.runs.side_by_side import side_by_side
from glasshouse.studies.point_rates import Size, askable, rates

if TYPE_CHECKING:
    from glasshouse.scenario.scenario import Scenario
    from glasshouse.scenario.scenario_parts import ParameterValue

#: What a headline is about: the first that happens often enough in the central scenario, or else at all.
HEADLINES = ("wrongful", "misidentified", "stops", "unjust", "sanctioned", "chilled", "dossier")
#: Often enough: fewer cases say more about chance than about an assumption.
ENOUGH = 25


@dataclass(frozen=True, kw_only=True)
class Influence:
    """The headline with one parameter at the low end, the centre and the high end of its range, all others central.

    ``given`` is the parameter with its evidence and range; the figures are rates in the headline's unit, NaN where
    there is none.
    """

    key: str
    given: ParameterValue
    at_low: float
    at_centre: float
    at_high: float

    @property
    def moves(self) -> float:
        """How far apart the highest and the lowest of the three are; 0 where there is no figure."""
        known = [figure for figure in (self.at_low, self.at_centre, self.at_high) if not math.isnan(figure)]
        return max(known) - min(known) if known else 0.0


@dataclass(frozen=True, kw_only=True)
class Influences:
    """What each parameter moves. ``rows`` begin with the one that moves the headline most.

    ``measure`` says what the headline is, with its unit; ``central`` is its rate in the central scenario.
    """

    measure: Measure
    central: float
    size: Size
    rows: tuple[Influence, ...]

    @property
    def often(self) -> bool:
        """Whether the headline happens often enough in the central scenario to tell by it."""
        return self.central / self.measure.scale * self.size.population >= ENOUGH


def uncertain(scenario: Scenario) -> list[str]:
    """Keys of the parameters that have a range; an event's are ``EVENTNAME:key``.

    >>> from glasshouse.scenario import load
    >>> "cameras.total" in uncertain(load("as-described"))
    True
    """
    return [key for key, given in scenario.all_given().items() if given.ranged]


def influence(
    scenario: Scenario,
    keys: Iterable[str] | None = None,
    *,
    population: int = 20_000,
    days: int | None = None,
    seed: int = 1,
    measure: str | None = None,
    threads: int | None = None,
) -> Influences:
    """Move parameters to the ends of their ranges, one at a time, and see what becomes of the headline.

    ``keys`` are those with a range unless given; one without a range moves nothing and costs nothing. The headline is
    people sanctioned wrongfully of 10,000, or another ``measure`` (a name in docs/measures.md); where nobody is
    sanctioned wrongfully, another of HEADLINES that happens often enough. All scenarios have the same seed. One
    scenario of 20,000 people and a year takes about a fifth of a second, and a parameter takes two.
    Raises ``KeyError`` for an unknown key.

    >>> from glasshouse.scenario import load
    >>> found = influence(load("as-described"), ["cameras.total"], population=300, days=3, measure="trust")
    >>> found.rows[0].key, found.rows[0].at_centre == found.central
    ('cameras.total', True)
    """
    size = Size(population=population, days=scenario.days if days is None else days, seed=seed)
    given = scenario.all_given()
    wanted = list(dict.fromkeys(uncertain(scenario) if keys is None else keys))
    simulate_one = partial(_figures, scenario, size, (measure,) if measure else HEADLINES)
    ends = [{key: end} for key in wanted for end in (given[key].low, given[key].high) if given[key].ranged]
    central, *moved = side_by_side(simulate_one, [{}, *ends], threads)
    name = measure or _headline(central, size)
    found = iter(moved)
    rows = []
    for key in wanted:
        low, high = (next(found)[name], next(found)[name]) if given[key].ranged else (central[name],) * 2
        rows.append(Influence(key=key, given=given[key], at_low=low, at_centre=central[name], at_high=high))
    rows.sort(key=lambda row: -row.moves)
    return Influences(
        measure=measures_of(scenario.mechanisms)[name], central=central[name], size=size, rows=tuple(rows)
    )


def enough_people(scenario: Scenario, most: int = 2_000_000) -> int:
    """Fewest of 20,000, 200,000 and 2,000,000 people among whom the headline happens often enough to tell by.

    Rather more people than another headline: of 20,000 only that people are sanctioned wrongfully is told. A police van
    meets so few that it takes two million.

    >>> from glasshouse.scenario import load
    >>> enough_people(load("as-described"))
    20000
    """
    for population in (20_000, 200_000, 2_000_000):
        size = Size(population=population, days=scenario.days, seed=1)
        central = _figures(scenario, size, HEADLINES, {})
        told = HEADLINES[:1] if population < 200_000 else HEADLINES
        if population >= most or any(_often(central, name, size) for name in told):
            return population
    return most


def _headline(central: Mapping[str, float], size: Size) -> str:
    happens = [name for name in HEADLINES if central[name] > 0]
    return next((name for name in happens if _often(central, name, size)), (*happens, HEADLINES[0])[0])


def _often(central: Mapping[str, float], name: str, size: Size) -> bool:
    return central[name] / HARMS[name].scale * size.population >= ENOUGH


def _figures(scenario: Scenario, size: Size, names: Sequence[str], drawn: Mapping[str, float]) -> dict[str, float]:
    return rates(scenario, drawn, size, [name for name in names if name in askable(scenario.mechanisms)])
