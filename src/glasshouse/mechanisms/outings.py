"""Outings: what people want behind gates, and the eight gates that a scenario may close.

Process: One outing of a person's day is the first whose threshold lies above their word of the day; rare ones come
first, so that few people need a second look.

Source: Rates are the scenario's own, most of them assumed. Gates: those that courts and pilot towns closed, in the
scenario's own lists.
"""

# Which gates are closed to whom: restrictions.py.

from __future__ import annotations

from typing import Any

import numpy as np

from glasshouse.day_settings import DaySettings
from glasshouse.draws import thresholds
from glasshouse.gate import Gate, gate, gates, how_many, in_use
from glasshouse.mechanism import Mechanism, Stream, parameter
from glasshouse.model.list_bits import observed_list
from glasshouse.model.state import NONE, first_below
from glasshouse.population.people import DEFAULTERS
from glasshouse.trial_values import Busy

#: What adults want, by the gate that may be closed to them.
_WANTED = {
    "hotel": "nights at a hotel",
    "restaurant": "meals at a restaurant",
    "shop": "purchases at a shop with a gate",
    "credit": "loans or credit purchases",
    "flight": "flights",
    "rail": "high-speed rail journeys",
    "school": "enrolments at a fee-paying school",
    "visa": "visa applications",
}
PARAMETERS = tuple(
    parameter(f"people.outings_{name}", f"wanted {what}", kind="rate", unit="outings/adult-day", stage="live")
    for name, what in _WANTED.items()
)
BUSY = Busy(
    values={
        "people.outings_hotel": 0.05,
        "people.outings_shop": 0.1,
        "people.outings_restaurant": 0.1,
        "people.outings_credit": 0.05,
        "people.outings_flight": 0.05,
        "people.outings_rail": 0.05,
        "people.outings_school": 0.05,
        "people.outings_visa": 0.05,
    }
)

#: Which of these people on the defaulters' list want as often as they say themselves, and not as others do.
_LISTED = {"flight": "flights", "rail": "high-speed rail journeys"}
LISTED_PARAMETERS = tuple(
    parameter(
        f"people.listed_{name}",
        f"{what} that people on the defaulters' list try to take, over those of others",
        kind="ratio",
        stage="live",
    )
    for name, what in _LISTED.items()
)

OUTING_DRAW = Stream("outing", at=(1, 0))

HOTEL = gate(
    "hotel",
    wanted="people.outings_hotel",
    title="Hotel nights",
    doors="hotels",
    where="at a hotel",
    everywhere="at hotels",
    learned=(
        "{they} learned of it at the desk of a hotel, which turned {them} away.",
        "The desk clerk of a hotel told {them}, in effect: no room.",
    ),
    refused=(
        "A hotel turned {them} away.",
        "A hotel had no room for {them}.",
        "It was the {nth} refusal, at a hotel.",
    ),
    needed=True,
    place=0,
    columns=(70, 78),
    turn=4,
)
RESTAURANT = gate(
    "restaurant",
    wanted="people.outings_restaurant",
    title="Restaurant meals",
    doors="restaurants",
    where="at a restaurant",
    everywhere="at restaurants",
    learned=(
        "{they} learned of it at a restaurant, which would not seat {them}.",
        "A restaurant that would not serve {them} was how {they} found out.",
    ),
    refused=(
        "A restaurant turned {them} away.",
        "There was no table for {them} at a restaurant.",
        "A restaurant refused {them}; it was the {nth} refusal.",
    ),
    needed=True,
    place=1,
    columns=(71, 79),
    turn=6,
)
SHOP = gate(
    "shop",
    wanted="people.outings_shop",
    title="Shop purchases",
    doors="shops",
    where="in a shop",
    everywhere="in shops",
    learned=(
        "{they} learned of it at the till of a shop, which would not sell to {them}.",
        "At the till of a shop {they} found out.",
    ),
    refused=(
        "A shop would not sell to {them}.",
        "At a shop {they} was refused.",
        "It was a shop that refused {them}, the {nth} refusal.",
    ),
    needed=True,
    place=2,
    columns=(72, 80),
    turn=7,
)
CREDIT = gate(
    "credit",
    wanted="people.outings_credit",
    title="Loans and credit",
    doors="credit",
    where="for a loan",
    everywhere="for loans",
    learned=(
        "{they} learned of it when a loan was refused.",
        "A refused loan was how {they} found out.",
    ),
    refused=(
        "A loan was refused.",
        "{they} asked for a loan, and was refused.",
        "The {nth} refusal concerned a loan.",
    ),
    place=3,
    columns=(73, 81),
    turn=3,
)
FLIGHT = gate(
    "flight",
    wanted="people.outings_flight",
    title="Flights (travel ban)",
    doors="flights",
    where="for a flight",
    everywhere="for flights",
    learned=(
        "{they} learned of it when no airline would sell {them} a ticket.",
        "At the airline's counter {they} found out: no ticket.",
    ),
    refused=(
        "{they} wanted to fly and could not buy a ticket.",
        "No airline would sell {them} a ticket.",
        "The {nth} refusal concerned a flight.",
    ),
    place=4,
    columns=(74, 82),
    turn=2,
)
RAIL = gate(
    "rail",
    wanted="people.outings_rail",
    title="High-speed rail journeys (travel ban)",
    doors="fast trains",
    kind="high-speed rail",
    where="for the fast train",
    learned=(
        "{they} learned of it at the station: no ticket for the fast train.",
        "At the station, asking for the fast train, {they} found out.",
    ),
    refused=(
        "At the station there was no ticket for {them} on the fast train.",
        "{they} wanted to take the fast train and could not.",
        "The {nth} refusal was at the station.",
    ),
    place=5,
    columns=(75, 83),
    turn=5,
)
SCHOOL = gate(
    "school",
    wanted="people.outings_school",
    title="Fee-paying schools",
    doors="fee-paying schools",
    short="Paid schools",
    where="by a fee-paying school",
    everywhere="by fee-paying schools",
    learned=(
        "{they} learned of it when a fee-paying school turned the application down.",
        "A fee-paying school's refusal was how {they} found out.",
    ),
    refused=(
        "A fee-paying school turned the application down.",
        "A school place was refused.",
        "The {nth} refusal came from a school.",
    ),
    needed=True,
    place=6,
    columns=(76, 84),
    turn=1,
)
VISA = gate(
    "visa",
    wanted="people.outings_visa",
    title="Visas",
    doors="visas",
    where="for a visa",
    everywhere="for visas",
    learned=(
        "{they} learned of it when {their} visa application came back refused.",
        "A refused visa was how {they} found out.",
    ),
    refused=(
        "{their} visa application was refused.",
        "The answer on a visa was no.",
        "The {nth} refusal concerned a visa.",
    ),
    place=7,
    columns=(77, 85),
    turn=0,
)
#: In the order of their bits.
GATES = (HOTEL, RESTAURANT, SHOP, CREDIT, FLIGHT, RAIL, SCHOOL, VISA)


def compile_params(settings: DaySettings) -> dict[str, Any]:
    """Cumulative thresholds of outings, and the gate of each."""
    known = gates(settings.running)
    turns = sorted(range(len(known)), key=lambda k: (known[k].turn, k))
    rates = np.array([_wanted(settings, known[k]) for k in turns])
    tries = [settings.numbers.get(f"people.listed_{known[k].name}", 1.0) for k in turns]
    return {
        "outing": thresholds(np.cumsum(rates)),
        "outing_listed": thresholds(np.cumsum(rates * tries)),
        "outing_gate": turns,
    }


def _wanted(settings: DaySettings, gate: Gate) -> float:
    """How often an adult wants what lies behind a gate in a day; never where there is no such gate."""
    return settings.numbers.get(gate.wanted, 0.0) if in_use(gate, settings) else 0.0


def live_intend(agent, i, words, params):
    """Where a person wants to go today."""
    listed = observed_list(agent.flags) == DEFAULTERS
    outing = first_below(params.outing_listed if listed else params.outing, np.int64(words[OUTING_DRAW, i]))
    agent.outing = NONE if outing == NONE else params.outing_gate[outing]


MECHANISM = Mechanism(
    module=__name__,
    section="people",
    place=20,
    params={"outing": (how_many,), "outing_listed": (how_many,), "outing_gate": (how_many,)},
    compile_params=compile_params,
    rules={"live_intend": live_intend},
)
