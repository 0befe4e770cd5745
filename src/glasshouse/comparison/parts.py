"""The parts of a system that attribution switches off: sensors, rules, errors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from glasshouse.arguments import Argument
from glasshouse.errors import BadInputError
from glasshouse.scenario.errors import nearest
from glasshouse.scenario.parameters import PARAMETERS
from glasshouse.scenario.scenario import Scenario

FAMILIES = ("sensors", "rules", "errors")


@dataclass(frozen=True, kw_only=True)
class AttributedPart:
    """Something that can be switched off. ``off`` holds keys of a scenario, and what each is when it is off.

    >>> PARTS["guilt-by-association"].off
    {'score.points_association': 0}
    """

    name: str
    family: str
    title: str
    off: Mapping[str, Any]


def _family(family: str, *rows: tuple[str, str, dict[str, Any]]) -> dict[str, AttributedPart]:
    return {name: AttributedPart(name=name, family=family, title=title, off=off) for name, title, off in rows}


#: Every part by name, family by family.
PARTS: dict[str, AttributedPart] = {
    **_family(
        "sensors",
        ("cameras", "Cameras and face recognition", {"cameras.enabled": False, "face_recognition.enabled": False}),
        ("internet", "Internet monitoring", {"internet.enabled": False}),
        ("informants", "Informants", {"informants.enabled": False}),
        ("companies", "Companies", {"companies.enabled": False}),
        ("registries", "Government records", {"registries.enabled": False}),
    ),
    **_family(
        "rules",
        ("tiers", "Gates closed by tiers", {f"restrictions.tier_gates.{tier}": [] for tier in "BCD"}),
        ("defaulter-list", "The list of judgment defaulters", {"restrictions.defaulter_weeks": 0}),
        ("dishonest-list", "The list of the dishonest", {"restrictions.dishonest_weeks": 0}),
        ("joint-punishment", "Joint punishment", {"restrictions.joint_punishment.enabled": False}),
        ("guilt-by-association", "Guilt by association", {"score.points_association": 0}),
        ("learned-score", "The learned score", {"learned_score.enabled": False}),
    ),
    **_family(
        "errors",
        ("false-matches", "Faces taken for another's", {"face_recognition.false_match_rate": 0}),
        ("false-flags", "Ordinary posts flagged", {"internet.false_flag": 0}),
        ("false-reports", "False reports", {"informants.malicious": 0, "informants.mistaken": 0}),
        ("clerical-errors", "Clerical errors", {"registries.clerical_error": 0}),
        ("shared-accounts", "Shared accounts", {"companies.shared_account": 0}),
        ("stale-listings", "Stale listings", {"registries.stale_share": 0}),
    ),
}


def parts_named(names: Iterable[str]) -> tuple[AttributedPart, ...]:
    """Parts by name, in the order given. Raises ``BadInputError`` for an unknown name, one given twice, or none.

    >>> [part.title for part in parts_named(["internet", "tiers"])]
    ['Internet monitoring', 'Gates closed by tiers']
    """
    asked = list(names)
    for name in asked:
        if name not in PARTS:
            hint = nearest(name, PARTS) or f" The parts are: {', '.join(PARTS)}."
            raise BadInputError(Argument("attribute", name), f": there is no such part.{hint}")
        if asked.count(name) > 1:
            raise BadInputError(Argument("attribute", name), ": it is named twice.")
    if not asked:
        raise BadInputError(Argument("attribute"), f": name at least one ({', '.join(PARTS)}).")
    return tuple(PARTS[name] for name in asked)


def off_document(scenario: Scenario, parts: Iterable[AttributedPart]) -> dict[str, Any]:
    """The changes that switch parts off, in the layout of a scenario file.

    A dated event of the scenario no longer sets what is off, so that it stays off.
    """
    off = {key: value for part in parts for key, value in part.off.items()}
    document: dict[str, Any] = {}
    for key, value in off.items():
        _place(document, key, _entry(key) if key in PARAMETERS else value)
    events = [_without(event, off) for event in scenario.document["events"]]
    if events != list(scenario.document["events"]):
        document["events"] = events
    return document


def _entry(key: str) -> dict[str, Any]:
    return {"value": 0, "unit": PARAMETERS[key].unit, "assumed": "switched off, to see what it adds to harm"}


def _without(event: Mapping[str, Any], off: Mapping[str, Any]) -> dict[str, Any]:
    kept = {key: value for key, value in event.get("set", {}).items() if key not in off}
    rest = {key: value for key, value in event.items() if key != "set"}
    return {**rest, "set": kept} if kept else rest


def _place(document: dict[str, Any], key: str, value: Any) -> None:
    *path, last = key.split(".")
    for step in path:
        document = document.setdefault(step, {})
    document[last] = value
