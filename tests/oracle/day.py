"""One person's morning and day, step by step (sections 3 and 4)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from .fear import Rest, cause
from .measures import CHANNELS, GATES
from .network import Network
from .params import Params
from .people import Person, newcomer, tier
from .philox import RandomWords, scaled

OFFENCE, ASSEMBLY, CRITICAL_POST, CRITICAL_MESSAGE, UNLAWFUL_POST, DEFAULT = range(6)
LATE_PAYMENT, PURCHASE, REPORT, SUSPICION, ASSOCIATION, VOLUNTEERING = range(6, 12)
VISIT, COMPANY, MOVEMENT = range(12, 15)
ORDINARY_POST = -1
#: Places of the sensors in T.scored.
CAMERAS, INTERNET, INFORMANTS, COMPANIES, REGISTRIES, WHEREABOUTS = range(6)

CONDUCT_ACTS = (OFFENCE, ASSEMBLY, VOLUNTEERING)
ONLINE_ACTS = (UNLAWFUL_POST, CRITICAL_POST, CRITICAL_MESSAGE, ORDINARY_POST)
MONEY_ACTS = (DEFAULT, LATE_PAYMENT, PURCHASE)
ACT_MEASURES = {
    OFFENCE: "act_offence",
    ASSEMBLY: "act_assembly",
    VOLUNTEERING: "act_volunteering",
    UNLAWFUL_POST: "act_unlawful_post",
    CRITICAL_POST: "act_critical_post",
    CRITICAL_MESSAGE: "act_message",
    DEFAULT: "act_default",
    LATE_PAYMENT: "act_late_payment",
    PURCHASE: "act_purchase",
}
#: What holding back from an act counts as, and its row of T.chill.
HELD_BACK = {
    OFFENCE: (0, "deterred"),
    ASSEMBLY: (1, "chilled_assembly"),
    UNLAWFUL_POST: (2, "deterred"),
    CRITICAL_POST: (3, "chilled_post"),
    CRITICAL_MESSAGE: (4, "chilled_message"),
}
MALICIOUS, MISTAKEN, CLERICAL, SHARED_ACCOUNT, FALSE_FLAG = range(5)
CERTAIN = 2**32
CREDIT = GATES.index("credit")

Count = Callable[..., None]
#: (purpose, payload) of a piece of mail.
Letter = tuple[int, int]


@dataclass(kw_only=True)
class Day:
    """What one person's day needs, and what it found out so far."""

    day: int
    t: Params
    person: Person
    network: Network
    random_word: RandomWords
    count: Count
    is_member: Callable[[int], bool]  # by local index: whether that neighbour, workmate … could report
    rest: Rest = field(default_factory=Rest)
    g0: int = 0
    lists_in_the_morning: tuple[int, int] = (0, 0)
    listed: int = 0  # people on a list in the district, of 65,536, as last counted
    trips: int = 0
    sightings: int = 0
    visited: bool = False
    own_whereabouts: list[int] = field(default_factory=list)
    conduct: int | None = None
    online: int | None = None
    money: int | None = None
    outing: int | None = None
    review_capacity: int = 0  # of 65,536 new sanctions, how many there are reviewers for
    alone: bool = False  # one of those at whom nothing is aimed
    seen: set[int] = field(default_factory=set)
    pinned: set[int] = field(default_factory=set)
    removed: bool = False
    alerted: bool = False
    rightly_alerted: bool = False
    faulty: bool = False
    false_entries: list[int] = field(default_factory=list)
    g: int = 0
    h: int = 0
    onset: bool = False
    letters: list[Letter] = field(default_factory=list)  # to everybody in the circle, in this order
    to_one: list[tuple[int, int, int]] = field(default_factory=list)  # local index, purpose, payload


def first(word: int, thresholds: list[int]) -> int | None:
    """The first k whose threshold is above the word.

    >>> first(5, [3, 9, 9]), first(9, [3, 9, 9])
    (1, None)
    """
    return next((k for k, limit in enumerate(thresholds) if word < limit), None)


def gates(t: Params, person: Person, list_: int, tier_: int, areas: int) -> int:
    """The gates closed by a list and a tier, as bits, where the areas on record allow them."""
    return (t.list_gates[list_] | (t.tier_gates[tier_] if person.participates else 0)) & t.related[areas]


def observed_gates(t: Params, person: Person) -> int:
    """The gates that the observed ledger closes."""
    return gates(t, person, person.observed_list, person.observed_tier, person.dossier & 0xF)


def error_free_gates(t: Params, person: Person) -> int:
    """The gates that the error-free ledger closes."""
    return gates(t, person, person.error_free_list, person.error_free_tier, person.dossier >> 4)


def enter(t: Params, person: Person, count: Count, kind: int, *, observed: bool, error_free: bool) -> None:
    """Put an entry into the ledgers."""
    area, points = t.area[kind], t.points[kind]
    marks = points <= 0 and not t.entry_good[kind]
    if observed:
        person.observed = min(max(person.observed + points, 0), t.score_max)
        person.dossier |= (1 << area) if marks else 0
    if error_free:
        person.error_free = min(max(person.error_free + points, 0), t.score_max)
        person.dossier |= (16 << area) if marks else 0
    if observed and error_free:
        count("entries_good" if t.entry_good[kind] else "entries_true")
    elif observed:
        count("entries_false")


def morning(t: Params, person: Person, letters: list[Letter], jump: int, count: Count) -> None:
    """Mail is delivered and, on the day of a dated event, fear jumps. Letters come sorted."""
    if person.child:
        return
    for purpose, payload in letters:
        if purpose == 0:
            person.fear = min(255, person.fear + t.contagion_fear)
            person.trust = max(0, person.trust - t.contagion_trust)
            count("friend_sanctioned")
        elif purpose == 1 and t.points[ASSOCIATION] != 0:
            observed, error_free = bool(payload & 1), bool(payload & 2)
            enter(t, person, count, ASSOCIATION, observed=observed, error_free=error_free)
            count("association_penalties", int(observed))
        elif purpose == 2 and t.points[COMPANY] != 0:
            observed, error_free = bool(payload & 1), bool(payload & 2)
            enter(t, person, count, COMPANY, observed=observed, error_free=error_free)
            count("company_penalties", int(observed))
    if jump > 0:
        person.fear = min(255, person.fear + jump)


def travel(d: Day) -> None:
    """Step 1, children too: trips and sightings."""
    word = d.random_word("trips")
    d.trips = sum(limit > word for limit in d.t.trips)
    rate = d.t.sight_rate[d.person.district]
    d.sightings = (d.trips * rate + (d.random_word("sighting") >> 16)) >> 16
    d.count("trips", d.trips)
    d.count("sightings", d.sightings)


def live_intend(d: Day) -> None:
    """Step 1: what the person wants to do."""
    t, p = d.t, d.person
    k = first(d.random_word("conduct"), t.conduct[p.age][p.habit])
    d.conduct = None if k is None else CONDUCT_ACTS[k]
    if p.internet:
        k = first(d.random_word("online"), t.online[p.age][p.habit])
        if k is None and d.random_word("online") >= t.ordinary[p.age]:
            k = 3
        d.online = None if k is None else ONLINE_ACTS[k]
        if d.online in (UNLAWFUL_POST, CRITICAL_POST, ORDINARY_POST):
            d.count("posts")
    credit_closed = (d.g0 >> CREDIT) & 1
    k = first(d.random_word("money"), t.money[credit_closed][p.income])
    d.money = None if k is None else MONEY_ACTS[k]
    k = first(d.random_word("outing"), t.outing_listed if p.observed_list == 1 else t.outing)
    d.outing = None if k is None else t.outing_gate[k]


def _holds_back(d: Day, act: int | None, purpose: str) -> bool:
    if act == VOLUNTEERING:
        if d.random_word(purpose) < d.t.withdraw[d.person.trust]:
            d.count("withdrawn")
            return True
    elif act in HELD_BACK:
        row, measure = HELD_BACK[act]
        word, limit = d.random_word(purpose), d.t.chill[row][d.person.fear]
        if word < limit:
            d.count(measure)
            if measure != "deterred":
                d.count(cause(d.t, d.rest, d.person.number, d.person.fear, word, limit))
            return True
    return False


def live_inhibit(d: Day) -> None:
    """Step 1: fear and lost trust take acts away; the rest is done."""
    if _holds_back(d, d.conduct, "chill_conduct"):
        d.conduct = None
    if _holds_back(d, d.online, "chill_online"):
        d.online = None
    for act in (d.conduct, d.online, d.money):
        if act in ACT_MEASURES:
            d.count(ACT_MEASURES[act])


def record(d: Day) -> None:
    """Step 4: the day's entries, in order."""
    for act in (d.conduct, d.online, d.money):
        if act is not None and act in d.pinned:
            _enter_today(d, act, true=True)
    for kind in d.false_entries:
        _enter_today(d, kind, true=False)
    for kind in d.own_whereabouts:
        _enter_today(d, kind, true=True)


def _enter_today(d: Day, kind: int, *, true: bool) -> None:
    enter(d.t, d.person, d.count, kind, observed=True, error_free=true)
    if true and d.t.entry_unlawful[kind]:
        d.count("entries_unlawful")
    losses = {DEFAULT: d.t.commercial_default, LATE_PAYMENT: d.t.commercial_late}
    if d.person.commercial > 0:
        d.person.commercial = max(1, d.person.commercial - losses.get(kind, 0))
    weeks = d.t.defaulter_weeks
    if kind != DEFAULT or weeks <= 0:
        return
    d.count("listed_defaulter", int(d.person.observed_list != 1))
    d.person.observed_list, d.person.observed_weeks = 1, weeks
    if true:
        d.person.error_free_list, d.person.error_free_weeks = 1, weeks


def rescore(d: Day) -> None:
    """Step 4, on a rescoring day."""
    t, p = d.t, d.person
    took_part, before = p.participates, p.observed_tier
    if not p.participates and (t.mandatory or d.random_word("join") < t.join):
        p.participates = 1
        d.count("joined")
    p.observed += min(max(t.score_start - p.observed, -t.recovery), t.recovery)
    p.error_free += min(max(t.score_start - p.error_free, -t.recovery), t.recovery)
    if p.dossier != 0 and d.random_word("retention") < t.retention:
        p.dossier = 0
        d.count("records_expired")
    learned = t.learned[p.district][p.cell]
    p.observed_tier, p.error_free_tier = tier(t, p.observed - learned), tier(t, p.error_free - learned)
    if took_part:
        d.count("tier_rises", int(p.observed_tier < before))
        d.count("tier_falls", int(p.observed_tier > before))
    if p.participates:
        d.count("rescored")
        d.count("learned_penalised", int(learned > 0))
        d.count("learned_points", learned)
        if t.watch[p.district][p.cell]:
            d.count("watched_rescored")
            d.count("watched_points", learned)
        if t.dishonest_weeks > 0:
            if p.observed_tier == t.worst_tier and p.observed_list == 0:
                p.observed_list, p.observed_weeks = 2, t.dishonest_weeks
                d.count("listed_dishonest")
            if p.error_free_tier == t.worst_tier and p.error_free_list == 0:
                p.error_free_list, p.error_free_weeks = 2, t.dishonest_weeks
    aimed_at = (t.watch_court_list and p.observed_list != 0) or t.watch[p.district][p.cell]
    p.watched = int(bool(aimed_at) and not d.alone)
    if p.commercial > 0:
        p.commercial = min(241, p.commercial + t.commercial_gain)
    elif p.internet and d.random_word("commercial") < t.commercial_join:
        p.commercial = newcomer(t, d.random_word)


def channel(d: Day) -> int:
    """Where a report comes from; counted."""
    k = first(d.random_word("channel"), d.t.channel)
    return 2 if k is None else k


def reporter(d: Day, k: int) -> int | None:
    """The local index of the person who reports falsely through a channel, if there is one."""
    local, contact = d.person.local, d.random_word("contact")
    if CHANNELS[k] == "household":
        others = d.network.others(local)
        return others[scaled(contact, len(others))] if others else None
    if CHANNELS[k] == "neighbour":
        return d.network.neighbour(local, -1 if contact % 2 == 0 else +1)
    return d.network.workmate(local, scaled(contact, 3))
