"""All parameters of a day as whole numbers, in plain Python: the oracle's own T (docs/model.md, section 7)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .in_force import in_force
from .params_fear import fear_params
from .params_people import districts_of, place_params, want_params
from .params_rules import Fit, fits, rule_params
from .params_sensors import sensor_params
from .params_whereabouts import whereabouts_params

Row = list[int]
Table = list[list[int]]
Cube = list[list[list[int]]]
#: District, watched, and two more.
Aimed = list[list[list[list[int]]]]


@dataclass(frozen=True, kw_only=True)
class Params:
    """T of the specification, by its names there; what differs by district has the districts first."""

    # Districts and their people.
    start: Row
    group: Table
    age: Table
    group_age: Cube
    member: Row
    internet: Row
    urban: Row
    group_internet: Table
    group_urban: Table
    sight_rate: Row
    trust_rest: Row
    # What people want, and what holds them back.
    trips: Row
    conduct: Cube
    online: Cube
    ordinary: Row
    money: Cube
    outing: Row
    outing_listed: Row
    outing_gate: Row
    chill: Table
    withdraw: Row
    # What sensors see, and their errors.
    scored: Row
    capture: Cube
    alert: int
    false_alert: Row
    rightly: Row
    on_watchlist: Row
    stop: Row
    arrest: int
    lookup: Cube
    victim: Table
    # Where people are seen, and with whom.
    visit: Table
    recognised: Table
    odd: Table
    together: Table
    false_visit: Table
    false_movement: Table
    false_company: Table
    report: Table
    report_online: Table
    channel: Row
    flag: Aimed
    collective: int
    message: Row
    purchase: Row
    judgment: int
    late: int
    volunteering: int
    error: Aimed
    # Points and tiers.
    score_start: int
    score_max: int
    cuts: Row
    worst_tier: int
    recovery: int
    rescore_every: int
    points: Row
    area: Row
    entry_good: Row
    entry_unlawful: Row
    entry_of_conduct: Row
    entry_of_online: Row
    entry_of_money: Row
    retention: int
    mandatory: int
    uptake: int
    join: int
    learned_every: int
    sample: int
    learned_scale: int
    learned_cap: int
    watch_points: int
    watch_share: int
    unaimed: int
    learned: Table
    watch: Table
    commercial_start_share: int
    commercial_join: int
    commercial_start: int
    commercial_spread: int
    commercial_gain: int
    commercial_default: int
    commercial_late: int
    perk_hotel: int
    perk_visa: int
    # Lists and gates.
    tier_gates: Row
    list_gates: Row
    redlist_gates: int
    first_restricted_tier: int
    defaulter_weeks: int
    start_wrongly: int
    start_listed: Row
    start_weeks: int
    dishonest_weeks: int
    watch_court_list: int
    related: Row
    unjust: Row
    stale: int
    stale_weeks: int
    repaid: int
    # Fear and trust.
    responds: int
    fear_start: Row
    fear_limit: int
    fear_left: int
    forgetting: int
    dose_cameras: Row
    dose_reports: Row
    dose_weights: Row
    law_floor: int
    law_enforced: int
    law_fresh: int
    fear_refusal: int
    fear_removal: int
    fear_stop: int
    fear_sanction: int
    contagion_fear: int
    trust_refusal: int
    trust_stop: int
    trust_sanction: int
    contagion_trust: int
    # Redress.
    notice: int
    appeal: Row
    decide: int
    uphold_rate: int
    overturn_rate: int
    review: int
    review_capacity: int
    review_finds: int
    review_spares: int
    audit: int


def compile_params(
    scenario: Any,
    day: int,
    population: int,
    drawn: Mapping[str, float] | None = None,
    *,
    points: Fit,
) -> Params:
    """The parameters in force on a day.

    Of the scenario only what a file holds is read: its numbers, switches, dates, gates, companies and events, and the
    columns of its place. `points` [districts][cells] is the last fit of the learned score.
    """
    now = in_force(scenario, day, drawn)
    districts = districts_of(scenario.place)
    place = place_params(now, districts, population)
    return Params(
        **place,
        **want_params(now),
        **sensor_params(now, districts),
        **whereabouts_params(now, districts),
        **rule_params(now),
        **fear_params(now, districts),
        **fits(now, points, place),
    )
