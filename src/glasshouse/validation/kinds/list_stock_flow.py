"""A list of debtors over years: who comes on, who pays, whose term ends, who stays on, and what they are refused.

The published additions of each year are simulated week by week by at most 4,096 people, who stand for all. Those of a
week have a judgment entered against them (``record.record``); the weekly turn of ``redress.redress`` takes off whoever
paid or whose term is over. Every four weeks they want to travel as often as in four weeks (``live.live_intend``), and
``sanction.sanction`` and ``gate.gate`` refuse them. Stocks are those that the day takes (``stocks.take_stock``).

A year is 52 weeks. Nobody comes on twice: a list of some hundredth of the adults takes new people.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from glasshouse.gate import gates
from glasshouse.mechanism_set import SHIPPED
from glasshouse.model.state import PIN_MONEY, Money
from glasshouse.population.people import OBSERVED_LIST
from glasshouse.validation.crowd import DEBTORS, Block, Crowd, rules
from glasshouse.validation.table_kind import Input, TableKind, TableOutput

#: The years that a table may speak of.
YEARS = range(2010, 2030)
#: Most people who stand for all.
_MOST = 4096
_WEEKS = 52
#: Weeks from one day of travel to the next.
_TRAVEL = 4

#: The gates that the list closes.
_GATES = {each.name: each for each in gates(SHIPPED)}
_FLIGHT, _RAIL = _GATES["flight"], _GATES["rail"]
_CLOSING = {DEBTORS.gates.key: (_FLIGHT.name, _RAIL.name)}
_NOTHING_ELSE = dict.fromkeys((each.wanted for each in _GATES.values()), 0.0)
#: Share of the people on the list who try to travel on such a day, at least.
_BUSY = 0.5

_INPUTS = {
    **{
        f"added_{year}": Input(
            unit="people", kind="count", optional=True, meaning=f"people put on the list in {year}"
        )
        for year in YEARS
    },
    "before": Input(
        unit="people", kind="count", optional=True, default=0.0,
        meaning="people on the list when the first year begins, who came on evenly over a term",
    ),
    "term": Input(unit="weeks", kind="weeks", meaning="weeks on the list for whoever does not pay"),
    "repaid": Input(
        unit="probability", kind="probability", optional=True, default=0.0,
        meaning="somebody on the list pays within a week, and comes off",
    ),
    "stale_share": Input(
        unit="share", kind="share", optional=True, default=0.0, meaning="share of ended listings that nobody removes"
    ),
    "stale_weeks": Input(
        unit="weeks", kind="weeks", optional=True, default=52.0, meaning="weeks for which these stay on"
    ),
    "flights": Input(
        unit="attempts/person-year", kind="rate", optional=True, default=0.0,
        meaning="flights that somebody on the list tries to book in a year",
    ),
    "rail": Input(
        unit="attempts/person-year", kind="rate", optional=True, default=0.0,
        meaning="high-speed trains that somebody on the list tries to book in a year",
    ),
}  # fmt: skip

_OUTPUTS = {
    name: row
    for year in YEARS
    for name, row in {
        f"stock_{year}": TableOutput(unit="people", meaning=f"people on the list at the end of {year}"),
        f"removed_{year}": TableOutput(unit="people", meaning=f"people taken off the list in {year}"),
        f"paid_by_{year}": TableOutput(
            unit="people", meaning=f"people who paid while on the list, by the end of {year}"
        ),
        f"flights_{year}": TableOutput(unit="refusals", meaning=f"flights refused in {year}"),
        f"rail_{year}": TableOutput(unit="refusals", meaning=f"high-speed trains refused in {year}"),
    }.items()
}  # fmt: skip


def _years(inputs: Mapping[str, float]) -> list[int]:
    return [year for year in YEARS if f"added_{year}" in inputs]


def _refuse(inputs: Mapping[str, float]) -> str | None:
    years = _years(inputs)
    if not years:
        return f"say how many came on the list in each year, added_{YEARS[0]} to added_{YEARS[-1]}."
    missing = [year for year in range(years[0], years[-1]) if year not in years]
    if missing:
        return f"added_{missing[0]} is missing between added_{years[0]} and added_{years[-1]}."
    if inputs["term"] < 1:
        return "with a term of 0 weeks there is no list."
    if inputs["flights"] + inputs["rail"] > _WEEKS / _TRAVEL:
        return f"more than {_WEEKS // _TRAVEL} flights and trains a year are more than this kind can tell apart."
    return None


def simulate(inputs: Mapping[str, float], seed: int) -> dict[str, float]:
    """One draw: simulate the years, a week at a time."""
    years = _years(inputs)
    added = np.array([inputs["before"], *(inputs[f"added_{year}"] for year in years)])
    people = int(min(_MOST, max(1, round(added.sum()))))
    each = max(1.0, float(added.sum()) / people)
    crowd = Crowd(rules(_numbers(inputs), people=people, gates=_CLOSING), seed=seed)
    (block,) = crowd.blocks()
    arrived = _arrivals(added, people, each)
    _begin(block, int(arrived[0]), round(inputs["term"]))
    often = _how_often(inputs)
    found: dict[str, float] = {}
    for number, year in enumerate(years):
        before = _counted(crowd)
        _live(block, arrived[number * _WEEKS : (number + 1) * _WEEKS + 1], number * _WEEKS)
        total = _counted(crowd)
        flows = {
            "removed": total["expired"] - before["expired"],
            "flights": (total[_FLIGHT.blocked.name] - before[_FLIGHT.blocked.name]) / often,
            "rail": (total[_RAIL.blocked.name] - before[_RAIL.blocked.name]) / often,
        }
        levels = {"stock": block.stock(DEBTORS.stock.name), "paid_by": total["repaid"]}
        found |= {f"{name}_{year}": each * many for name, many in (flows | levels).items()}
    return {name: found.get(name, float("nan")) for name in _OUTPUTS}


def _how_often(inputs: Mapping[str, float]) -> float:
    """How many times as often people try as they do: refusals are few, and a sample of few would blur them."""
    a_day = (inputs["flights"] + inputs["rail"]) * _TRAVEL / _WEEKS
    return max(1.0, _BUSY / a_day) if a_day > 0 else 1.0


def _numbers(inputs: Mapping[str, float]) -> dict[str, float]:
    """The preset's parameters that these inputs stand for; nobody is told, reviewed or audited."""
    a_day = _how_often(inputs) * _TRAVEL / _WEEKS
    return _NOTHING_ELSE | {
        DEBTORS.term.key: inputs["term"],
        "registries.repaid": inputs["repaid"],
        "registries.stale_share": inputs["stale_share"],
        "registries.stale_weeks": inputs["stale_weeks"],
        _FLIGHT.wanted: inputs["flights"] * a_day,
        _RAIL.wanted: inputs["rail"] * a_day,
    }


def _arrivals(added: np.ndarray, people: int, each: float) -> np.ndarray:
    """How many have come by the beginning of each week, and at last by the end of them all."""
    weekly = np.concatenate([[added[0]], np.repeat(added[1:] / _WEEKS, _WEEKS)])
    return np.minimum(people, np.rint(np.cumsum(weekly) / each)).astype(np.int64)


def _begin(block: Block, count: int, term: int) -> None:
    """Put those who were on the list before on it; what is left of their terms is spread evenly."""
    _enter(block, slice(0, count))
    left = 1 + np.arange(count) * term // max(1, count)
    block.agents["observed_weeks"][:count] = block.agents["error_free_weeks"][:count] = left


def _enter(block: Block, new: slice) -> None:
    """A judgment against each of these people is entered."""
    block.agents["money"][new], block.agents["pinned"][new] = Money.DEFAULT, PIN_MONEY
    block.record(new)


def _live(block: Block, arrived: np.ndarray, week: int) -> None:
    """One year, from this week on: those on the list, and those who come on week by week. Nobody else is looked at."""
    block.store()
    on = np.flatnonzero((block.crowd.columns.flags >> OBSERVED_LIST) & 3)
    block.only(np.concatenate([on, np.arange(arrived[0], arrived[-1])]))
    places = len(on) + arrived - arrived[0]
    for k in range(_WEEKS):
        block.turn_to(7 * (week + k) + 6)
        _enter(block, slice(places[k], places[k + 1]))
        if (week + k) % _TRAVEL == 0 and block.params["outing"].any():
            block.draw()
            block.live_intend()
            block.sanction()
            block.gate()
        block.redress()


def _counted(crowd: Crowd) -> dict[str, int]:
    """What the stages counted so far."""
    return {name: crowd.count(name) for name in ("expired", "repaid", _FLIGHT.blocked.name, _RAIL.blocked.name)}


KIND = TableKind(
    name="list-stock-flow",
    stages=("live", "record", "sanction", "gate", "redress"),
    exercises="registries",
    title="A list of debtors over the years",
    sentence="So many come on a list each year; they pay, or their term ends; until then they are refused.",
    inputs=_INPUTS,
    outputs=_OUTPUTS,
    simulate=simulate,
    refuse=_refuse,
    draws=100,
)
