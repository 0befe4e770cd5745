"""What is in force on a day: numbers, switches, gates and dates (docs/model.md, section 7)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from .measures import GATES

LISTS = ("none", "defaulter", "dishonest")
SENSORS = ("cameras", "internet", "informants", "companies", "registries", "whereabouts")
AREAS = ("conduct", "expression", "private life", "money")
FUNCTIONS = ("messaging", "payments", "social", "video_cloud", "recognition", "telecom", "commercial_score")
#: What a ban switches off. Courts and tax offices, what people feel, and redress go on.
BANNED = (
    *("cameras", "face_recognition", "internet", "informants", "companies", "whereabouts"),
    *("score", "participation", "learned_score", "commercial_score", "restrictions"),
)

Gates = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, kw_only=True)
class InForce:
    """One day's rules. `supply` by function, 0 to 1; `recovered` is None without a ban."""

    numbers: Mapping[str, float]
    switches: Mapping[str, bool]
    supply: Mapping[str, float]
    tiers: tuple[str, ...]
    tier_gates: Gates
    list_gates: Gates
    redlist_gates: tuple[str, ...]
    related: Gates
    mandatory: bool
    progress: float
    recovered: float | None
    #: Switches, whether or not a ban overrules them.
    unbanned: Mapping[str, bool]
    #: Days since each law or news (by the first of the month), and its jump of fear.
    announced: tuple[tuple[int, float], ...]
    #: The same of those before day 0, with the days until then.
    heard: tuple[tuple[int, float], ...]

    def __getitem__(self, key: str) -> float:
        """A number by its key."""
        return self.numbers[key]

    def part(self, name: str) -> dict[str, float]:
        """The numbers of a part, by the rest of their keys."""
        start = f"{name}."
        return {key.removeprefix(start): n for key, n in self.numbers.items() if key.startswith(start)}

    def on(self, *parts: str) -> int:
        """1 if all of these parts are on, else 0."""
        return int(all(self.switches[f"{part}.enabled"] for part in parts))

    def was_on(self, part: str) -> int:
        """1 if a part is on, or was until the ban."""
        return int(self.unbanned[f"{part}.enabled"])

    @property
    def memory(self) -> float:
        """The share of what surveillance did to people that is still there."""
        return 1.0 if self.recovered is None else 1 - self.recovered


class WarmingUp:
    """A scenario whose day 0 is the first of its warm-up."""

    def __init__(self, scenario: Any) -> None:
        self.scenario = scenario
        self.start = scenario.start - timedelta(days=scenario.warm_up)
        self.first_counted = scenario.warm_up

    def __getattr__(self, name: str) -> Any:
        return getattr(self.scenario, name)


def day_of(scenario: Any, when: date) -> int:
    """The day of a date; day 0 is the scenario's start."""
    return (when - scenario.start).days


def ban_day(scenario: Any) -> int | None:
    """The day of the ban, if there is one."""
    when = scenario.dates["ban.date"]
    return None if when is None else day_of(scenario, when)


def banned(scenario: Any, day: int) -> bool:
    """Whether the ban has come."""
    since = ban_day(scenario)
    return since is not None and day >= since


def epochs(scenario: Any, days: int) -> list[int]:
    """The days on which the tables are made anew."""
    changes = [event.date for event in scenario.events] + [when for when in scenario.dates.values() if when]
    new = {day_of(scenario, when) for when in changes}
    return [day for day in range(days) if day == 0 or day in new or _date(scenario, day).day == 1]


def fear_jump(scenario: Any, day: int, drawn: Mapping[str, float] | None) -> int:
    """By how much fear jumps on a day."""
    if banned(scenario, day):
        return 0
    levels = 0.0
    for event in scenario.events:
        if event.jump is not None and day_of(scenario, event.date) == day:
            levels += _value(drawn, f"{event.name}:jump", event.jump)
    return min(255, round(levels))


def in_force(scenario: Any, day: int, drawn: Mapping[str, float] | None = None) -> InForce:
    """Everything in force on a day; `drawn` are the replicate's own numbers."""
    numbers = {key: _value(drawn, key, given) for key, given in scenario.parameters.items()}
    switches = dict(scenario.switches)
    for event in sorted(scenario.events, key=lambda event: event.date):
        if day_of(scenario, event.date) <= day:
            for key, given in event.changes.items():
                numbers[key] = _value(drawn, f"{event.name}:{key}", given)
            switches |= event.switches
    cuts = [f"score.cut_{name.lower()}" for name in scenario.tiers[:-1]]
    for key, cut in zip(cuts, sorted((numbers[key] for key in cuts), reverse=True), strict=True):
        numbers[key] = cut
    unbanned = dict(switches)
    if banned(scenario, day):
        switches |= {f"{part}.enabled": False for part in BANNED} | {f"{sensor}.scored": False for sensor in SENSORS}
    if _suspended(scenario, day):
        switches["restrictions.enabled"] = False
    since = scenario.dates["participation.mandatory_from"]
    return InForce(
        numbers=numbers,
        switches=switches,
        supply={function: _supply(scenario, switches, function) for function in FUNCTIONS},
        tiers=tuple(scenario.tiers),
        tier_gates={tier: scenario.gates[f"restrictions.tier_gates.{tier}"] for tier in scenario.tiers},
        list_gates={name: _list_gates(scenario, switches, name) for name in LISTS},
        redlist_gates=scenario.gates["restrictions.redlist_gates"],
        related={area: scenario.gates[f"restrictions.related.{area}"] for area in AREAS},
        mandatory=since is not None and day_of(scenario, since) <= day,
        progress=_progress(scenario, day),
        recovered=_recovered(scenario, day, numbers["ban.recovery"]),
        unbanned=unbanned,
        announced=_announced(scenario, day, _month(scenario, day), drawn),
        heard=_announced(scenario, -1, 0, drawn),
    )


def _announced(scenario: Any, until: int, day: int, drawn: Mapping[str, float] | None) -> tuple[tuple[int, float], ...]:
    found = []
    for event in scenario.events:
        when = day_of(scenario, event.date)
        if event.jump is not None and when <= until and not banned(scenario, when):
            found.append((max(0, day - when), _value(drawn, f"{event.name}:jump", event.jump)))
    return tuple(found)


def _value(drawn: Mapping[str, float] | None, key: str, given: Any) -> float:
    """The replicate's own number, or the scenario's."""
    return drawn[key] if drawn and key in drawn else given.value


def _date(scenario: Any, day: int) -> date:
    return scenario.start + timedelta(days=day)


def _month(scenario: Any, day: int) -> int:
    """The day on which the month began, or 0 if that was before the start."""
    return max(0, day - (_date(scenario, day).day - 1))


def _suspended(scenario: Any, day: int) -> bool:
    first, until = (scenario.dates[f"restrictions.suspended_{end}"] for end in ("from", "until"))
    if first is None or day < day_of(scenario, first):
        return False
    return until is None or day < day_of(scenario, until)


def _supply(scenario: Any, switches: Mapping[str, bool], function: str) -> float:
    if not switches["companies.enabled"]:
        return 0.0
    working = [
        switches[f"{key}.enabled"] for key, company in scenario.suppliers.items() if function in company.functions
    ]
    return working.count(True) / len(working) if working else 0.0


def _list_gates(scenario: Any, switches: Mapping[str, bool], name: str) -> tuple[str, ...]:
    if name == "none":
        return ()
    closed = set(scenario.gates[f"restrictions.list_gates.{name}"])
    if switches["restrictions.joint_punishment.enabled"]:
        closed |= set(scenario.gates["restrictions.joint_punishment.gates"])
    return tuple(gate for gate in GATES if gate in closed)


def _progress(scenario: Any, day: int) -> float:
    when = scenario.dates["cameras.forecast_date"]
    if when is None:
        return 0.0
    begins = scenario.first_counted if isinstance(scenario, WarmingUp) else 0
    span = day_of(scenario, when) - begins
    return 1.0 if span <= 0 else min(1.0, max(0, _month(scenario, day) - begins) / span)


def _recovered(scenario: Any, day: int, recovery: float) -> float | None:
    since = ban_day(scenario)
    if since is None or day < since:
        return None
    if recovery == 0:
        return 1.0
    return min(1.0, max(0, _month(scenario, day) - since) / recovery)
