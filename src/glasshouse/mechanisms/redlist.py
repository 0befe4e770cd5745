"""The red list: people in the top tier get perks. Nobody is named; being in the tier is what counts.

Process: An outing to a gate on the scenario's list, by somebody in the best tier, counts as a perk when it is open.

Source: Perks for the top tier were reported of pilot towns (`mistreanu-2018`); which, is the scenario's.
"""

from __future__ import annotations

from typing import Any

from glasshouse.day_settings import DaySettings
from glasshouse.flow_chart import Arrow, Node
from glasshouse.gate import gate_bits, gate_names
from glasshouse.mechanism import Count, Mechanism
from glasshouse.model.active_bounds import OUTING
from glasshouse.model.state import NONE
from glasshouse.note import Note, Phrases
from glasshouse.population.people import PARTICIPATES

PERK_REDLIST = Count("perk_redlist", "Perks for people in the top tier", unit="perks", place=88)


TOP_PERK_NOTE = Note("top perk", means="top perk", counts=(PERK_REDLIST,), bit=41)
PHRASES = Phrases(
    said={
        "perk top": (
            "Tier {tier} brought {them} {what}.",
            "The top tier had its use: {what}.",
        ),
    }
)


def compile_params(settings: DaySettings) -> dict[str, Any]:
    """The gates, as bits."""
    by_tier = settings.on("restrictions") and settings.on("score")
    return {
        "redlist_gates": gate_bits(settings.gates["restrictions.redlist_gates"], gate_names(settings.running)) * by_tier
    }


def gate_perk(agent, params, counts):
    """A perk at an open gate, unless there was another."""
    if agent.outing == NONE or agent.refused or agent.perk:
        return
    if agent.flags & PARTICIPATES and agent.flags & 7 == 0 and (params.redlist_gates >> agent.outing) & 1:
        agent.perk = 1
        agent.noted |= TOP_PERK_NOTE
        counts[agent.group, PERK_REDLIST] += 1


def keep_active(agent, params, rescoring):
    """An outing of somebody in the top tier, now or perhaps after a rescoring."""
    return (
        agent.outing != NONE and (params.redlist_gates >> agent.outing) & 1 != 0 and (rescoring or agent.flags & 7 == 0)
    )


def screen(params, bounds):
    """Below which word an outing may be one with a perk."""
    for k in range(params.outing_gate.shape[0]):
        if (params.redlist_gates >> params.outing_gate[k]) & 1:
            bounds[OUTING] = max(bounds[OUTING], params.outing[k])


FLOW_CHART = (
    Node(key="top_perks", name="Top-tier perks", stage="gates", place=90),
    Arrow(start="score", end="top_perks", what="perks", measures=(PERK_REDLIST,), place=190),
)

MECHANISM = Mechanism(
    module=__name__,
    section="restrictions",
    place=200,
    params={"redlist_gates": ()},
    compile_params=compile_params,
    rules={"gate_perk": gate_perk, "keep_active": keep_active, "screen": screen},
)
