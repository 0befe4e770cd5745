"""The commercial score: a company's separate, opt-in score (350 to 950) with perks.

Process: Some internet users have it, some of the others join on a rescoring day, and members gain points. A default or
a late payment costs points. A hotel asks no deposit of whoever has enough, and a visa comes faster.

Source: Perks: `zhima-2015`. Rates are assumed.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from glasshouse.day_settings import DaySettings
from glasshouse.draws import random_word, scaled, threshold
from glasshouse.flow_chart import Arrow, Node
from glasshouse.gate import favour
from glasshouse.kernels import inner
from glasshouse.mechanism import Count, Mechanism, Stream, parameter
from glasshouse.mechanisms.outings import GATES, HOTEL, VISA
from glasshouse.mechanisms.registries import DEFAULT, LATE_PAYMENT
from glasshouse.model.active_bounds import OUTING, PERK_SCORE
from glasshouse.note import Note, Phrases
from glasshouse.population.people import AGE_SHIFT, COMMERCIAL_LEVEL_DRAW, INTERNET
from glasshouse.stored import Stored
from glasshouse.trial_values import Busy

PARAMETERS = (
    parameter(
        "commercial_score.members",
        "share of internet users with a commercial score at the start",
        kind="share",
        stage="score",
    ),
    parameter(
        "commercial_score.joining", "an internet user outside joins at a rescoring", kind="probability", stage="score"
    ),
    parameter(
        "commercial_score.start",
        "lowest commercial score of a new member (350 to 950)",
        kind="points",
        unit="score points",
        stage="score",
    ),
    parameter(
        "commercial_score.spread",
        "new members start evenly spread over this many points above the lowest",
        kind="points",
        unit="score points",
        stage="score",
    ),
    parameter(
        "commercial_score.gain",
        "commercial points gained at a rescoring",
        kind="points",
        unit="score points",
        stage="score",
    ),
    parameter(
        "commercial_score.loss_default",
        "commercial points lost on a default",
        kind="points",
        unit="score points",
        stage="score",
    ),
    parameter(
        "commercial_score.loss_late",
        "commercial points lost on a late payment",
        kind="points",
        unit="score points",
        stage="score",
    ),
    parameter(
        "commercial_score.perk_hotel",
        "commercial score from which hotels ask no deposit",
        kind="points",
        unit="score points",
        stage="gate",
    ),
    parameter(
        "commercial_score.perk_visa",
        "commercial score from which visas come faster",
        kind="points",
        unit="score points",
        stage="gate",
    ),
)
BUSY = Busy(values={"commercial_score.joining": 0.05, "commercial_score.gain": 5})

COMMERCIAL_MEMBERS = Count(
    "commercial_members", "People with a commercial score, at the end", unit="people", place=109, stock=True
)
PERK_HOTEL = Count("perk_hotel", "Hotel stays without a deposit", unit="stays", place=86)
PERK_VISA = Count("perk_visa", "Faster visa applications", unit="applications", place=87)
PERKS = (PERK_HOTEL, PERK_VISA)
FAVOURS = (favour(HOTEL, "a hotel room without a deposit"), favour(VISA, "a faster visa"))

COMMERCIAL_DRAW = Stream("commercial", at=(7, 0), row=2)
_ROW = COMMERCIAL_DRAW.row

PERK_NOTE = Note("perk", means="perk", bit=26)
PHRASES = Phrases(
    said={
        "perk": (
            "{their} commercial score brought {them} {what}.",
            "For once a score gave something: {what}.",
            "{their} commercial score had its use: {what}.",
            "There was {what}, too, thanks to the commercial score.",
            "The commercial score brought its {nth} favour, {what}.",
        ),
    }
)

_HOTEL, _VISA = GATES.index(HOTEL), GATES.index(VISA)
_MOST = 241
_AGE = np.uint16(3 << AGE_SHIFT)


def _steps(points: float) -> int:
    """Commercial points in the stored steps of 2.5."""
    return int(min(max(round(points / 2.5), 0), 240))


def compile_params(settings: DaySettings) -> dict[str, Any]:
    """Members, points and perks."""
    n = settings.numbers
    on = settings.on("commercial_score") and settings.supply("commercial score", 1.0) > 0
    paid = settings.supply("payments", 1.0) > 0
    start = _steps(n["commercial_score.start"] - 350) + 1
    return {
        "commercial_start_share": threshold(on * n["commercial_score.members"]),
        "commercial_join": threshold(on * n["commercial_score.joining"]),
        "commercial_start": start,
        # Nobody begins above the end of the scale; a byte holds the steps, and would begin anew.
        "commercial_spread": max(1, min(_steps(n["commercial_score.spread"]), _MOST - start + 1)),
        "commercial_gain": on * _steps(n["commercial_score.gain"]),
        "commercial_default": paid * _steps(n["commercial_score.loss_default"]),
        "commercial_late": paid * _steps(n["commercial_score.loss_late"]),
        "perk_hotel": on * (_steps(n["commercial_score.perk_hotel"] - 350) + 1),
        "perk_visa": on * (_steps(n["commercial_score.perk_visa"] - 350) + 1),
    }


def follow_entry(agent, kind, params):
    """A default or a late payment costs a member points."""
    if agent.commercial > 0:
        if kind == DEFAULT:
            agent.commercial = max(1, agent.commercial - params.commercial_default)
        elif kind == LATE_PAYMENT:
            agent.commercial = max(1, agent.commercial - params.commercial_late)


def score_grow(traits, commercial, first, draws, params, now):
    """Members gain some points; some internet users join."""
    most = np.int32(_MOST)
    step = np.int32(params.commercial_gain)
    for i in range(commercial.shape[0]):
        c = np.int32(commercial[i])
        commercial[i] = np.uint8(min(most, c + step) if c > 0 else c)
    for i in range(commercial.shape[0]):
        if (traits[i] & _AGE) == 0 or commercial[i] != 0:
            continue
        if draws[_ROW, i] < params.commercial_join and traits[i] & INTERNET:
            spread = scaled(random_word(now, first + i, COMMERCIAL_LEVEL_DRAW), params.commercial_spread)
            commercial[i] = params.commercial_start + spread


def gate_perk(agent, params, counts):
    """At an open gate: a stay without a deposit, a faster visa."""
    if agent.refused or agent.perk:
        return
    if agent.outing == _HOTEL and 0 < params.perk_hotel <= agent.commercial:
        agent.perk = 1
        agent.noted |= PERK_NOTE
        counts[agent.group, PERK_HOTEL] += 1
    elif agent.outing == _VISA and 0 < params.perk_visa <= agent.commercial:
        agent.perk = 1
        agent.noted |= PERK_NOTE
        counts[agent.group, PERK_VISA] += 1


@inner
def _earns(gate, params):
    return (gate == _HOTEL and params.perk_hotel > 0) or (gate == _VISA and params.perk_visa > 0)


def keep_active(agent, params):
    """An outing that earns a perk."""
    return _earns(agent.outing, params)


def screen(params, bounds, rescoring):
    """Below which word an outing may earn a perk, and from which score on."""
    for k in range(params.outing_gate.shape[0]):
        if _earns(params.outing_gate[k], params):
            bounds[OUTING] = max(bounds[OUTING], params.outing[k])
    if params.perk_hotel > 0:
        bounds[PERK_SCORE] = min(bounds[PERK_SCORE], params.perk_hotel)
    if params.perk_visa > 0:
        bounds[PERK_SCORE] = min(bounds[PERK_SCORE], params.perk_visa)
    if rescoring:  # scores and tiers may rise before anybody reaches a gate
        bounds[PERK_SCORE] = 0


FLOW_CHART = (
    Node(key="commercial", name="Commercial score", stage="score", place=40),
    Node(key="perks", name="Commercial perks", stage="gates", place=100),
    Arrow(
        start="commercial",
        end="perks",
        what="deposit-free stays, faster visas",
        measures=PERKS,
        place=200,
    ),
)

STORED = Stored(column="commercial", means="commercial score in steps of 2.5 points, plus 1; 0: none")

MECHANISM = Mechanism(
    module=__name__,
    section="commercial_score",
    place=170,
    title="The commercial score",
    what="A company's separate, opt-in score (350 to 950) with perks.",
    switched=True,
    params={
        "commercial_start_share": (),
        "commercial_join": (),
        "commercial_start": (),
        "commercial_spread": (),
        "commercial_gain": (),
        "commercial_default": (),
        "commercial_late": (),
        "perk_hotel": (),
        "perk_visa": (),
    },
    compile_params=compile_params,
    rules={
        "follow_entry": follow_entry,
        "score_grow": score_grow,
        "gate_perk": gate_perk,
        "keep_active": keep_active,
        "screen": screen,
    },
)
