"""The rulebook: points, tiers, lists, gates, fear, and redress (docs/model.md, section 7)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

from . import learned
from .in_force import AREAS, LISTS, InForce
from .measures import GATES
from .params_people import income_fifths, threshold, thresholds

#: Kinds of entry, in order, and the area of life of each.
KINDS = {
    "offence": "conduct",
    "assembly": "expression",
    "critical_post": "expression",
    "critical_message": "expression",
    "unlawful_post": "conduct",
    "default": "money",
    "late_payment": "money",
    "purchase": "private life",
    "report": "expression",
    "suspicion": "private life",
    "association": "private life",
    "volunteering": "conduct",
    "visit": "private life",
    "company": "private life",
    "movement": "private life",
}
UNLAWFUL_AREAS = ("conduct", "money")
GOOD = ("volunteering",)
#: The kind of entry of each act that people may do; an ordinary post has none.
OF_CONDUCT = ("offence", "assembly", "volunteering")
OF_ONLINE = ("unlawful_post", "critical_post", "critical_message", None)
OF_MONEY = ("default", "late_payment", "purchase")

Fit = Sequence[Sequence[int]]


def rule_params(now: InForce) -> dict[str, Any]:
    """All that the rulebook says."""
    return _score(now) | _learned(now) | _commercial(now) | _gates(now) | _start(now) | _feelings(now) | _redress(now)


def bits(gates: Iterable[str]) -> int:
    """Gates as bits of a byte.

    >>> bits(["visa", "hotel"])
    129
    """
    return sum(2 ** GATES.index(gate) for gate in set(gates))


def _score(now: InForce) -> dict[str, Any]:
    scored, joined = now.on("score"), now.on("score", "participation")
    return {
        "score_start": int(now["score.start"]),
        "score_max": int(now["score.maximum"]),
        "cuts": [int(now[f"score.cut_{tier.lower()}"]) for tier in now.tiers[:-1]],
        "worst_tier": len(now.tiers) - 1,
        "recovery": int(now["score.recovery"]),
        "rescore_every": int(now["score.every"]),
        "points": [scored * int(now[f"score.points_{kind}"]) for kind in KINDS],
        "area": [AREAS.index(area) for area in KINDS.values()],
        "entry_good": [int(kind in GOOD) for kind in KINDS],
        "entry_unlawful": [int(area in UNLAWFUL_AREAS and kind not in GOOD) for kind, area in KINDS.items()],
        "entry_of_conduct": _numbers(OF_CONDUCT),
        "entry_of_online": _numbers(OF_ONLINE),
        "entry_of_money": _numbers(OF_MONEY),
        "retention": threshold(now["score.every"] / max(1, now["score.retention"])),
        "mandatory": joined * int(now.mandatory),
        "uptake": threshold(joined * now["participation.uptake"]),
        "join": threshold(joined * now["participation.joining"]),
    }


def _numbers(kinds: Sequence[str | None]) -> list[int]:
    """The number of each kind of entry; -1 where there is none."""
    return [-1 if kind is None else [*KINDS].index(kind) for kind in kinds]


def _learned(now: InForce) -> dict[str, Any]:
    return {
        "learned_every": now.on("score", "learned_score") * int(now["learned_score.every"]),
        "sample": threshold(now["learned_score.sample"]),
        "learned_scale": int(now["learned_score.scale"]),
        "learned_cap": int(now["learned_score.cap"]),
        "watch_points": int(now["learned_score.watch"]),
        "watch_share": threshold(now["learned_score.watch_share"]),
        "unaimed": threshold(now["learned_score.unaimed"]),
    }


def fits(now: InForce, points: Fit, place: dict[str, Any]) -> dict[str, Any]:
    """The last fit, where a learned score is in use, and whom it has watched."""
    used = now.on("score", "learned_score")
    taken = [[used * one for one in cells] for cells in points]
    people = [
        learned.people(after - before, place["age"][d], place["urban"][d], place["internet"][d])
        for d, (before, after) in enumerate(pairwise(place["start"]))
    ]
    share, least = threshold(now["learned_score.watch_share"]), int(now["learned_score.watch"])
    return {"learned": taken, "watch": learned.watched(taken, people, share=share, least=least)}


def steps(points: float) -> int:
    """Commercial points in steps of 2.5.

    >>> steps(5), steps(-100), steps(1e9)
    (2, 0, 240)
    """
    return min(max(round(points / 2.5), 0), 240)


def _commercial(now: InForce) -> dict[str, Any]:
    of = now.part("commercial_score")
    offered = now.on("commercial_score") if now.supply["commercial_score"] > 0 else 0
    paid = 1 if now.supply["payments"] > 0 else 0
    lowest = steps(of["start"] - 350) + 1
    return {
        "commercial_start_share": threshold(offered * of["members"]),
        "commercial_join": threshold(offered * of["joining"]),
        "commercial_start": lowest,
        "commercial_spread": max(1, min(steps(of["spread"]), 242 - lowest)),
        "commercial_gain": offered * steps(of["gain"]),
        "commercial_default": paid * steps(of["loss_default"]),
        "commercial_late": paid * steps(of["loss_late"]),
        "perk_hotel": offered * (steps(of["perk_hotel"] - 350) + 1),
        "perk_visa": offered * (steps(of["perk_visa"] - 350) + 1),
    }


def _gates(now: InForce) -> dict[str, Any]:
    lists, tiered = now.on("restrictions"), now.on("restrictions", "score")
    tiers = [tiered * bits(now.tier_gates[tier]) for tier in now.tiers]
    justly = [just(now, areas) for areas in range(16)]
    return {
        "tier_gates": tiers,
        "list_gates": [lists * bits(now.list_gates[name]) for name in LISTS],
        "redlist_gates": tiered * bits(now.redlist_gates),
        "first_restricted_tier": next((tier for tier, closed in enumerate(tiers) if closed), len(tiers)),
        "defaulter_weeks": lists * int(now["restrictions.defaulter_weeks"]),
        "dishonest_weeks": tiered * int(now["restrictions.dishonest_weeks"]),
        "watch_court_list": int(now.switches["restrictions.watch_court_list"]),
        "related": [_related(now, areas) for areas in range(16)],
        "unjust": [255 - closed for closed in justly],
    }


def _start(now: InForce) -> dict[str, Any]:
    """Who is on the defaulters' list on day 0."""
    weeks = int(now["restrictions.defaulter_weeks"])
    there = now.unbanned["restrictions.enabled"] and now.recovered is None and weeks > 0
    share = now["restrictions.listed_at_start"] if there else 0.0
    mistakes = now.on("registries") * now["registries.clerical_error"]
    judgments = now["people.defaults"] * now["registries.judgment_recall"]
    wrong = mistakes / (mistakes + judgments) if mistakes > 0 else 0.0
    return {
        "start_wrongly": threshold(share * wrong),
        "start_listed": thresholds([share * (wrong + (1 - wrong) * fifth) for fifth in income_fifths(now)]),
        "start_weeks": weeks,
    }


def in_nibble(areas: int) -> list[str]:
    """The areas of a nibble.

    >>> in_nibble(0b1001)
    ['conduct', 'money']
    """
    return [area for place, area in enumerate(AREAS) if areas >> place & 1]


def _related(now: InForce, areas: int) -> int:
    """The gates that may close when these areas are on record."""
    if not now.switches["restrictions.related_only"]:
        return 255
    return bits(gate for area in in_nibble(areas) for gate in now.related[area])


def just(now: InForce, areas: int) -> int:
    """The gates that may justly be closed when the right entries lie in these areas: none if one of them is lawful."""
    on_record = in_nibble(areas)
    if any(area not in UNLAWFUL_AREAS for area in on_record):
        return 0
    return bits(gate for area in on_record for gate in now.related[area])


def _feelings(now: InForce) -> dict[str, Any]:
    moved = now.on("response")
    whys = ("refusal", "stop", "sanction")
    return {
        **{f"fear_{why}": moved * int(now[f"response.fear_{why}"]) for why in whys},
        **{f"trust_{why}": moved * int(now[f"response.trust_{why}"]) for why in whys},
        "contagion_fear": moved * int(now["response.contagion_fear"]),
        "contagion_trust": moved * int(now["response.contagion_trust"]),
        "fear_removal": moved * int(now["response.fear_removal"]),
        "responds": moved,
    }


def _redress(now: InForce) -> dict[str, Any]:
    of = now.part("redress")
    on, aid = now.on("redress"), of["legal_aid"]
    by_themselves = 1 - of["automation_bias"] * (1 - aid)
    unhurried = 1 - of["review_automation_bias"]
    return {
        "notice": threshold(on * of["notice"]),
        "appeal": thresholds([of["appeal_rightful"], of["appeal_wrongful"] + aid * (1 - of["appeal_wrongful"])]),
        "decide": threshold(1 / max(1, of["decision_days"])),
        "uphold_rate": threshold(of["sensitivity"] * by_themselves),
        "overturn_rate": threshold(of["overturn_rate"] * by_themselves),
        "review": threshold(on * of["review_share"]),
        "review_capacity": round(of["review_capacity"] * 100),
        "review_finds": threshold(of["review_sensitivity"] * unhurried),
        "review_spares": threshold((1 - of["review_specificity"]) * unhurried),
        "audit": threshold(on * of["audit"]),
    }
