"""The rulebook: points, tiers, lists, gates, perks, fear and redress, and which sanctions are unjust by rule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from glasshouse.draws import threshold
from glasshouse.model.compile_params.places import memory
from glasshouse.scenario.scenario import Settings
from glasshouse.scenario.words import AREAS, GATES, KIND_AREAS, KINDS, LAWFUL_AREAS, LISTS, TIERS


def gate_bits(gates: Iterable[str]) -> int:
    """Gates as bits of a byte.

    >>> gate_bits(["hotel", "shop"])
    5
    """
    return sum(1 << GATES.index(gate) for gate in gates)


def params(settings: Settings) -> dict[str, Any]:
    """All that the rulebook says, with a part's fields at zero when it is switched off."""
    return _score(settings) | _commercial(settings) | _restrictions(settings) | _response(settings) | _redress(settings)


def _score(settings: Settings) -> dict[str, Any]:
    n = settings.numbers
    scored, joined = settings.on("score"), settings.on("score") and settings.on("participation")
    fitted = scored and settings.on("learned_score")
    every = int(n["score.every"])
    points = [int(scored * n[f"score.points_{kind.replace(' ', '_')}"]) for kind in KINDS]
    retention = max(1.0, n["score.retention"])
    return {
        "score_start": int(n["score.start"]),
        "score_max": int(n["score.maximum"]),
        "cuts": [int(n[f"score.cut_{tier}"]) for tier in ("aaa", "aa", "a", "b", "c")],
        "rescore_every": every,
        "recovery": int(n["score.recovery"]),
        "points": points,
        "area": [AREAS.index(area) for area in KIND_AREAS],
        "retention": threshold(every / retention),
        "mandatory": int(joined and settings.mandatory),
        "uptake": threshold(joined * n["participation.uptake"]),
        "join": threshold(joined * n["participation.joining"]),
        "learned_every": int(fitted * n["learned_score.every"]),
        "sample": threshold(n["learned_score.sample"]),
        "learned_scale": int(n["learned_score.scale"]),
        "learned_cap": int(n["learned_score.cap"]),
        "watch_points": int(n["learned_score.watch"]),
        "watch_court_list": int(settings.watch_listed),
    }


def _commercial(settings: Settings) -> dict[str, Any]:
    n = settings.numbers
    on = settings.on("commercial_score") and settings.functions["commercial_score"] > 0
    paid = settings.functions["payments"] > 0
    return {
        "commercial_start_share": threshold(on * n["commercial_score.members"]),
        "commercial_join": threshold(on * n["commercial_score.joining"]),
        "commercial_start": _steps(n["commercial_score.start"] - 350) + 1,
        "commercial_spread": max(1, _steps(n["commercial_score.spread"])),
        "commercial_gain": on * _steps(n["commercial_score.gain"]),
        "commercial_default": paid * _steps(n["commercial_score.loss_default"]),
        "commercial_late": paid * _steps(n["commercial_score.loss_late"]),
        "perk_hotel": on * (_steps(n["commercial_score.perk_hotel"] - 350) + 1),
        "perk_visa": on * (_steps(n["commercial_score.perk_visa"] - 350) + 1),
    }


def _steps(points: float) -> int:
    """Commercial points in the stored steps of 2.5."""
    return int(min(max(round(points / 2.5), 0), 240))


def _restrictions(settings: Settings) -> dict[str, Any]:
    n = settings.numbers
    on = settings.on("restrictions")
    by_tier = on and settings.on("score")
    tiers = [gate_bits(settings.tier_gates.get(tier, ())) * by_tier for tier in TIERS]
    lists = [gate_bits(settings.list_gates.get(name, ())) * on for name in LISTS]
    restricted = [k for k, gates in enumerate(tiers) if gates]
    return {
        "tier_gates": tiers,
        "list_gates": lists,
        "first_restricted_tier": min(restricted, default=len(TIERS)),
        "defaulter_weeks": int(n["restrictions.defaulter_weeks"]) * on,
        "dishonest_weeks": int(n["restrictions.dishonest_weeks"]) * by_tier,
        "redlist_gates": gate_bits(settings.redlist_gates) * by_tier,
        "unjust": unjust(settings.related),
        "related": related(settings.related) if settings.related_only else np.full(16, 255),
    }


def related(tied: Mapping[str, Iterable[str]]) -> np.ndarray:
    """int64 [areas of entries]: the gates that may be closed when a penalty must lie in an area on record.

    >>> [int(gates) for gates in related({"money": ["credit"]})[[0, 8, 9]]]
    [0, 8, 8]
    """
    table = np.zeros(16, np.int64)
    for areas in range(16):
        for place, area in enumerate(AREAS):
            if areas >> place & 1:
                table[areas] |= gate_bits(tied.get(area, ()))
    return table


def unjust(related: Mapping[str, Iterable[str]]) -> np.ndarray:
    """uint8 [closed gates, areas of right entries]: is a rightly recorded sanction unjust by rule?

    It is when the record holds a lawful act, or when some gate is related to no unlawful area on record.

    >>> table = unjust({"money": ["credit"]})
    >>> credit, flight, money, speech = 1 << 3, 1 << 4, 1 << 3, 1 << 1
    >>> [int(table[g, a]) for g, a in ((0, 0), (credit, money), (flight, money), (credit, money | speech))]
    [0, 0, 1, 1]
    """
    lawful = sum(1 << AREAS.index(area) for area in LAWFUL_AREAS)
    table = np.zeros((256, 16), np.uint8)
    for areas in range(16):
        allowed = 0
        for place, area in enumerate(AREAS):
            if areas >> place & 1 and area not in LAWFUL_AREAS:
                allowed |= gate_bits(related.get(area, ()))
        for gates in range(1, 256):
            table[gates, areas] = bool(areas & lawful) or bool(gates & ~allowed)
    return table


def _response(settings: Settings) -> dict[str, Any]:
    n = settings.numbers
    on = settings.on("response")
    watched = memory(settings, True)
    fields = {
        f"{what}_{why}": int(n[f"response.{what}_{why}"]) * on
        for what in ("fear", "trust")
        for why in ("refusal", "stop", "sanction")
    }
    return fields | {
        "contagion_fear": int(n["response.fear_friend"]) * on,
        "contagion_trust": int(n["response.trust_friend"]) * on,
        "responds": int(on),
        "fear_start": int(n["response.fear_start"] * watched) * on,
        "fear_rest": int(n["response.fear_rest"] * watched) * on,
        "contagion_rumour": round(n["response.fear_rumour"] * 100) * on,
    }


def _redress(settings: Settings) -> dict[str, Any]:
    n = settings.numbers
    on = settings.on("redress")
    aid = n["redress.legal_aid"]
    by_eye = 1 - n["redress.automation_bias"] * (1 - aid)
    wronged = n["redress.appeal_wrongful"] + aid * (1 - n["redress.appeal_wrongful"])
    looks = 1 - n["redress.review_bias"]
    return {
        "notice": threshold(on * n["redress.notice"]),
        "appeal": [threshold(n["redress.appeal_rightful"]), threshold(wronged)],
        "decide": threshold(1 / max(1.0, n["redress.decision_days"])),
        "uphold_rate": threshold(n["redress.sensitivity"] * by_eye),
        "overturn_rate": threshold(n["redress.mercy"] * by_eye),
        "review": threshold(on * n["redress.review_share"]),
        "review_capacity": round(n["redress.review_capacity"] * 100),
        "review_finds": threshold(n["redress.review_sensitivity"] * looks),
        "review_spares": threshold((1 - n["redress.review_specificity"]) * looks),
        "audit": threshold(on * n["redress.audit"]),
    }
