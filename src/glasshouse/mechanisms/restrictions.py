"""Restrictions: lists and tiers close gates, in both ledgers.

*Wrongful*: the observed ledger closes a gate that the error_free one leaves open. *Unjust by rule*: what is true
in the record closes it, and the rule is the harm. Both are kept apart and never added up.

Process: A recorded judgment puts a person on the list of defaulters; on a rescoring day those in the worst tier go
on the list of the dishonest, and those on a list are watched. For each picked person the closed gates follow from list
and tier in both ledgers. What is closed counts as a sanction-day, wrongful and unjust as it may be. Once a week the
lists' terms run down.

Source: Joint punishment across offices: `state-council-2014` and `state-council-2016-33`. Which gates close for whom is
the scenario's; refusals of flights and fast trains are those that courts report (`ncpc-2019`). The list and its term:
`spc-2017`.
"""

# A perk at an open hotel belongs to another score, and is no gate of a tier: commercial_score.py.
# How long a listing lasts is declared with the list (DEFAULTER: restrictions.defaulter_weeks). Points that a listed
# person's household and friends lose: association.py. How often the listed try a closed gate: outings.py.

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import numpy as np

from glasshouse.assessed import Need
from glasshouse.day_settings import DaySettings
from glasshouse.entry_kind import ALL_AREAS, AREAS, LAWFUL_AREAS, LAWFUL_BITS, related_key
from glasshouse.flow_chart import Arrow, Node
from glasshouse.gate import gate_bits, gate_names, gates, how_many, in_use
from glasshouse.intervention import Intervention, at_most
from glasshouse.kernels import inner
from glasshouse.mechanism import Ablation, Count, Mechanism
from glasshouse.mechanisms.ledger import put_on_list
from glasshouse.mechanisms.registries import DEFAULT
from glasshouse.model.closed_gates import gates_of
from glasshouse.model.events import NO_CAUSE, Event, log
from glasshouse.model.list_bits import ERROR_FREE, OBSERVED, list_in, observed_list, with_list
from glasshouse.model.state import NONE
from glasshouse.note import Note
from glasshouse.person_list import PersonList, how_many_lists, list_names
from glasshouse.population.people import (
    AGE_SHIFT,
    CASE_OPEN,
    ERROR_FREE_DOSSIER,
    ERROR_FREE_LIST,
    ERROR_FREE_TIER,
    EVER_SANCTIONED,
    EVER_UNJUSTLY,
    EVER_WRONGLY,
    OBSERVED_LIST,
    PARTICIPATES,
    WATCHED,
    group_of,
)
from glasshouse.protection import Protects
from glasshouse.renamed import KEY, Renamed
from glasshouse.section import AddedGates, Extra, Suspension
from glasshouse.stored import Stored
from glasshouse.tiers import MOST, ByTier, gates_key
from glasshouse.told_by import ToldBy
from glasshouse.trial_values import Busy

_BY_TIER = "Gates that each tier closes."
#: Of these the document of every scenario says which gates they close, even if none.
_SAID = ("B", "C", "D")


def _gates_by_tier(tiers: tuple[str, ...]) -> tuple[Extra, ...]:
    return tuple(Extra(key=gates_key(tier), kind="gates", mapping=_BY_TIER, quiet=tier not in _SAID) for tier in tiers)


NEED = Need(
    word="sanctions",
    name="sanctions: gates that close to people",
    lacking="nothing in this scenario can close a door to a person, so nobody is sanctioned",
    on=("restrictions.enabled",),
)

FIRST_SANCTIONED = Count("first_sanctioned", "People sanctioned at least once", unit="people", place=62)
FIRST_WRONGFUL = Count("first_wrongful", "People wrongfully sanctioned at least once", unit="people", place=63)
FIRST_UNJUST = Count("first_unjust", "People sanctioned unjustly by rule at least once", unit="people", place=64)
ONSETS = Count(
    "onsets",
    "Sanctions begun (without those of people who begin the run with a gate closed)",
    unit="sanctions",
    place=65,
    before_after=7,
)
ONSETS_WRONGFUL = Count("onsets_wrongful", "Sanctions begun wrongfully", unit="sanctions", place=66)
ONSETS_UNJUST = Count("onsets_unjust", "Sanctions begun that are unjust by rule", unit="sanctions", place=67)
ONSETS_ANSWERING = Count(
    "onsets_answering", "Sanctions begun that answer a true unlawful act or debt", unit="sanctions", place=68
)
SANCTION_DAYS = Count("sanction_days", "Days under sanction", unit="person-days", place=59)
WRONGFUL_DAYS = Count("wrongful_days", "Days under a wrongful sanction", unit="person-days", place=60)
UNJUST_DAYS = Count("unjust_days", "Days under a sanction that is unjust by rule", unit="person-days", place=61)
TOLD_BY = ToldBy(
    word="sanctions",
    rank=0,
    section="restrictions",
    asked={"sanctioned": (FIRST_SANCTIONED,), "wrongfully": (FIRST_WRONGFUL,), "unjustly": (FIRST_UNJUST,)},
    wrong="wrongfully",
    errors=("wrongful sanctions", "wrongly sanctioned"),
    opens_on="sanctioned",
)
TIER_GATES = ByTier(_gates_by_tier)
DEFAULTER = PersonList(
    "defaulter",
    title="the judgment-defaulter list",
    noun="defaulters' list",
    why="for a judgment on record",
    after=DEFAULT,
    says=(
        "{they} was put on the list of those who do not pay what a court orders, for {weeks} weeks.",
        "It was the defaulters' list again, for {weeks} weeks.",
        "Another {weeks} weeks on the defaulters' list began.",
    ),
    closes=(
        "A court order that {they} had not paid was on record since {when}. That puts a person on the {list}, which "
        "closes {doors}.",
        "The unpaid court order of {when} meant the {list} again, and with it the end of {doors}.",
    ),
    closes_falsely=(
        "The judgment entered on {when} concerned somebody else. It still put {them} on the {list}, which "
        "closes {doors}.",
        "Another person's judgment, entered on {when}, meant the {list} again, and with it the end of {doors}.",
    ),
    place=1,
    columns=(50, 107),
)
DISHONEST = PersonList(
    "dishonest",
    title="the blacklist of the worst tier",
    noun="blacklist",
    why="for the worst tier, on a rescoring day",
    says=(
        "Tier {worst} puts a person on the blacklist, and there {they} was, for {weeks} weeks.",
        "The blacklist took {them} in again, for {weeks} weeks.",
        "Another {weeks} weeks on the blacklist began.",
    ),
    closes=(
        "{they} was on the {list}, where tier {worst} had put {them} on {when}, and the list closes {doors}.",
        "{they} was on the {list} since {when}: {doors} were closed.",
    ),
    from_tier=(
        "Tier {worst} also put {them} on the {list}, which outlasts the tier.",
        "With tier {worst} came the {list} as well.",
        "Tier {worst} meant the {list}, once more.",
    ),
    place=2,
    columns=(51, 108),
)
LISTS = (DEFAULTER, DISHONEST)
_JOINT = "Agencies that follow another's listing: their gates are added to both lists."
#: Gates that are added where offices follow one another, and which of them belong to an area; and dates.
EXTRAS = (
    Extra(key="restrictions.joint_punishment.enabled", kind="switch", mapping=_JOINT),
    Extra(key="restrictions.joint_punishment.gates", kind="gates", mapping=_JOINT),
    Extra(key="restrictions.redlist_gates", kind="gates"),
    *(Extra(key=related_key(area), kind="gates") for area in AREAS),
    Extra(key="restrictions.watch_court_list", kind="switch", off=True),
    Extra(key="restrictions.related_only", kind="switch", off=True),
    Extra(key="restrictions.suspended_from", kind="date"),
    Extra(key="restrictions.suspended_until", kind="date"),
)
SUSPENSION = Suspension(section="restrictions", begin="restrictions.suspended_from", end="restrictions.suspended_until")
JOINT_PUNISHMENT = AddedGates(
    switch="restrictions.joint_punishment.enabled",
    gates="restrictions.joint_punishment.gates",
)
RENAMED = Renamed(what=KEY, old="restrictions.watch_listed", new="restrictions.watch_court_list")
PROTECTS = Protects(down=tuple(each.term.key for each in LISTS))
BUSY = Busy(values={"restrictions.defaulter_weeks": 3, "restrictions.dishonest_weeks": 3})
LISTED_DEFAULTER, LISTED_DISHONEST = (each.listed for each in LISTS)
LIFTED = Count("lifted", "Sanctions that ended", unit="sanctions", place=69)
EXPIRED = Count("expired", "Listings that ended with their term", unit="listings", place=96)
EXPIRED_NOTE = Note("expired", means="expired", counts=(EXPIRED,), bit=24)
LIFTED_NOTE = Note("lifted", means="lifted", counts=(LIFTED,), bit=25)

_UNLAWFUL_AREAS = ALL_AREAS & ~LAWFUL_BITS
_ANY_LIST = (3 << OBSERVED_LIST) | (3 << ERROR_FREE_LIST)
_AGE = np.uint16(3 << AGE_SHIFT)


def compile_params(settings: DaySettings) -> dict[str, Any]:
    """Which tiers and lists close which gates, for how long, and which sanctions are unjust by rule."""
    n = settings.numbers
    on = settings.on("restrictions")
    known = gate_names(settings.running)
    by_tier = on and settings.on("score")
    only = settings.switches["restrictions.related_only"]
    # A gate whose mechanism is off on the day keeps its bit, and is closed to nobody.
    open_to_all = gate_bits((each.name for each in gates(settings.running) if not in_use(each, settings)), known)
    tiers = [
        gate_bits(settings.tier_gates.get(tier, ()), known) & ~open_to_all if by_tier else 0 for tier in settings.tiers
    ]
    lists = [
        gate_bits(settings.list_gates.get(name, ()), known) & ~open_to_all if on else 0
        for name in list_names(settings.running)
    ]
    restricted = [k for k, gates in enumerate(tiers) if gates]
    return {
        "tier_gates": [*tiers, *[0] * (MOST - len(tiers))],
        "list_gates": lists,
        "first_restricted_tier": min(restricted, default=len(tiers)),
        "defaulter_weeks": int(n["restrictions.defaulter_weeks"]) * on,
        "dishonest_weeks": int(n["restrictions.dishonest_weeks"]) * by_tier,
        "watch_court_list": int(settings.switches["restrictions.watch_court_list"]),
        "unjust": unjust(settings.related, known),
        "related": related(settings.related, known) if only else np.full(16, (1 << len(known)) - 1),
        "closed_column": [settings.running.column(each.closed) for each in gates(settings.running)],
        "blocked_column": [settings.running.column(each.blocked) for each in gates(settings.running)],
    }


def related(tied: Mapping[str, Iterable[str]], known: tuple[str, ...]) -> np.ndarray:
    """int64 [areas of entries]: the gates that may be closed when a penalty must lie in an area on record.

    >>> [int(gates) for gates in related({"money": ["credit"]}, ("hotel", "credit"))[[0, 8, 9]]]
    [0, 2, 2]
    """
    table = np.zeros(16, np.int64)
    for areas in range(16):
        for place, area in enumerate(AREAS):
            if areas >> place & 1:
                table[areas] |= gate_bits(tied.get(area, ()), known)
    return table


def unjust(tied: Mapping[str, Iterable[str]], known: tuple[str, ...]) -> np.ndarray:
    """int64 [areas of right entries]: the gates that right entries would close unjustly by rule.

    All of them when the record holds a lawful act, else those that are related to no unlawful area on record.

    >>> table = unjust({"money": ["credit"]}, ("hotel", "credit"))
    >>> money, speech = 1 << 3, 1 << 1
    >>> [int(gates) for gates in table[[0, money, money | speech]]]
    [3, 1, 3]
    """
    unlawful = {area: gates for area, gates in tied.items() if area not in LAWFUL_AREAS}
    every = (1 << len(known)) - 1
    areas = np.arange(16)
    return np.where(areas & LAWFUL_BITS, every, every & ~related(unlawful, known))


def follow_entry(agent, kind, true, params, now, counts, rows):
    """A judgment puts a person on the list of defaulters."""
    if kind == DEFAULT and params.defaulter_weeks > 0:
        if observed_list(agent.flags) != DEFAULTER:
            counts[agent.group, LISTED_DEFAULTER] += 1
            log(rows, now, agent.person, np.int64(Event.LISTING), kind, -1, DEFAULTER)
        put_on_list(agent, DEFAULTER, params.defaulter_weeks, true)


def keep_active(agent, params):
    """Whoever has a closed gate, a list or an open case, this morning or by new rules."""
    return (
        agent.gates0 or agent.lists0 or agent.flags & CASE_OPEN or gates_of(agent.flags, agent.dossier, params, 0) != 0
    )


@inner
def _list_the_worst(flags, place, people, params):
    """Who is in the worst tier and on no list goes on the list of the dishonest, in each ledger; (flags, newly?)."""
    listed = False
    if flags & 7 == params.worst_tier and list_in(flags, OBSERVED) == 0:
        flags = with_list(flags, OBSERVED, DISHONEST)
        people.observed_weeks[place] = params.dishonest_weeks
        listed = True
    if (flags >> ERROR_FREE_TIER) & 7 == params.worst_tier and list_in(flags, ERROR_FREE) == 0:
        flags = with_list(flags, ERROR_FREE, DISHONEST)
        people.error_free_weeks[place] = params.dishonest_weeks
    return flags, listed


def score_list(people, place, traits, flags, observed_tier, error_free_tier, first, params, now, counts, rows):
    """On a rescoring day: the worst tier becomes a list, and whoever is on a list is watched."""
    watch_court_list = params.watch_court_list != 0
    lists_from_tiers = params.dishonest_weeks > 0
    worst = np.uint16(params.worst_tier)
    for i in range(traits.shape[0]):
        if (traits[i] & _AGE) == 0:
            continue
        mine = np.int64(flags[i])
        low = max(observed_tier[i], error_free_tier[i]) == worst
        if not (low or mine & _ANY_LIST):
            continue
        if low and lists_from_tiers and mine & PARTICIPATES:
            mine, listed = _list_the_worst(mine, place + i, people, params)
            if listed:
                counts[group_of(np.int64(traits[i])), LISTED_DISHONEST] += 1
                log(rows, now, first + i, np.int64(Event.LISTING), NO_CAUSE, -1, DISHONEST)
        if watch_court_list and list_in(mine, OBSERVED) != 0:
            mine |= WATCHED
        flags[i] = mine


@inner
def look(agent, params):
    """Which gates either ledger closes now, and whether that is wrongful or unjust by rule."""
    agent.gates = gates_of(agent.flags, agent.dossier, params, 0)
    agent.error_free_gates = gates_of(agent.flags, agent.dossier, params, 1)
    agent.wrongful = np.int64((agent.gates & ~agent.error_free_gates) != 0)
    right = agent.gates & agent.error_free_gates
    agent.unjust = np.int64((right & params.unjust[agent.dossier >> ERROR_FREE_DOSSIER]) != 0)


def sanction_propose(agent, params):
    """Gates that rules and lists call for."""
    look(agent, params)


@inner
def _ever(agent, bit, count, counts):
    if not agent.flags & bit:
        agent.flags |= bit
        counts[agent.group, count] += 1


@inner
def _count_day(agent, params, now, counts, harms):
    """Count a sanction-day."""
    g = agent.group
    unjustly = agent.unjust
    counts[g, SANCTION_DAYS] += 1
    _ever(agent, EVER_SANCTIONED, FIRST_SANCTIONED, counts)
    if agent.wrongful:
        counts[g, WRONGFUL_DAYS] += 1
        _ever(agent, EVER_WRONGLY, FIRST_WRONGFUL, counts)
    if unjustly:
        counts[g, UNJUST_DAYS] += 1
        _ever(agent, EVER_UNJUSTLY, FIRST_UNJUST, counts)
    for k in range(params.closed_column.shape[0]):
        counts[g, params.closed_column[k]] += (agent.gates >> k) & 1
    if harms.shape[0] > 0:
        row = harms[agent.person - now.origin]
        row.sanction_days = min(65535, row.sanction_days + 1)
        row.wrongful_days = min(65535, row.wrongful_days + agent.wrongful)
        row.unjust_days = min(65535, row.unjust_days + unjustly)
        today = min(65535, now.day + 1)
        row.sanctioned_to = today
        if agent.wrongful:
            row.wrongful_from = row.wrongful_from if row.wrongful_from > 0 else today
            row.wrongful_to = today


def sanction_impose(agent, params, now, counts, rows, harms):
    """What stays closed is a sanction-day, and the first of them a sanction begun."""
    if agent.gates == 0:
        return
    g = agent.group
    _count_day(agent, params, now, counts, harms)
    if agent.gates0 == 0:
        agent.onset = 1
        counts[g, ONSETS] += 1
        counts[g, ONSETS_WRONGFUL] += agent.wrongful
        counts[g, ONSETS_UNJUST] += agent.unjust
        if agent.error_free_gates != 0 and (agent.dossier >> ERROR_FREE_DOSSIER) & _UNLAWFUL_AREAS:
            counts[g, ONSETS_ANSWERING] += 1
        cause = np.int64(NO_CAUSE if agent.cause == NONE else agent.cause)
        value = np.int64(agent.gates & 255) | (agent.wrongful << 8) | (agent.unjust << 9) | (agent.gates >> 8 << 10)
        log(rows, now, agent.person, np.int64(Event.SANCTION), cause, -1, value)


def gate(agent, params, now, counts, harms):
    """Refuse a wanted outing at a closed gate."""
    if agent.outing != NONE and (agent.gates >> agent.outing) & 1:
        agent.refused = 1
        counts[agent.group, params.blocked_column[agent.outing]] += 1
        if harms.shape[0] > 0:
            row = harms[agent.person - now.origin]
            row.blocked = min(65535, row.blocked + 1)


def redress_terms(agent, now, counts, rows):
    """A week passes on the lists; a list whose weeks are over ends, unless something keeps it."""
    kept = agent.term_kept
    agent.term_kept = 0
    if agent.observed_weeks > 0 and not kept:
        agent.observed_weeks -= 1
        if agent.observed_weeks == 0:
            listed = list_in(agent.flags, OBSERVED)
            agent.flags = with_list(agent.flags, OBSERVED, 0)
            agent.noted |= EXPIRED_NOTE
            counts[agent.group, EXPIRED] += 1
            log(rows, now, agent.person, np.int64(Event.EXPIRED), NO_CAUSE, -1, np.int64(listed))
    if agent.error_free_weeks > 0:
        agent.error_free_weeks -= 1
        if agent.error_free_weeks == 0:
            agent.flags = with_list(agent.flags, ERROR_FREE, 0)


def redress_end(agent, params, now, counts, rows):
    """Sanctions end at a rescoring, on appeal, and with the term of a list."""
    if (agent.gates0 != 0 or agent.gates != 0) and gates_of(agent.flags, agent.dossier, params, 0) == 0:
        agent.noted |= LIFTED_NOTE
        counts[agent.group, LIFTED] += 1
        log(rows, now, agent.person, np.int64(Event.LIFTED), NO_CAUSE, -1, 0)


NO_UNRELATED_PENALTY = Intervention(
    name="no-unrelated-penalty",
    title="no penalty in unrelated areas of life",
    sentence="A gate closes only for a record in its own area of life: a debt closes credit, speech closes nothing.",
    fails="It does nothing where every gate is called related; and it opens gates when the file expires, paid or not.",
    stage="sanction",
    switches={"restrictions.related_only": True},
    needs="restrictions",
    tried=50,
    heading="No unrelated penalty",
)


def _sparing_the_needed(mechanisms: Iterable[Mechanism]) -> dict[str, Any]:
    """No list closes what nobody may be kept from."""
    needed = {each.name for each in gates(tuple(mechanisms)) if each.needed}
    return {"gates": lambda key, closed: tuple(gate for gate in closed if gate not in needed)}


_SHORT = "no list lasts longer than two months"

SANCTION_CEILING = Intervention(
    name="sanction-ceiling",
    title="a ceiling on sanctions",
    sentence="No list lasts longer than 8 weeks, and none may keep people from lodging, food, shops or schools.",
    fails="It does nothing for listings that nobody removes when their term ends.",
    stage="sanction",
    numbers={
        "restrictions.defaulter_weeks": at_most(8, _SHORT),
        "restrictions.dishonest_weeks": at_most(8, _SHORT),
    },
    of_all=_sparing_the_needed,
)


def _first_half(scenario: Any, day: int, days: int) -> dict[str, date | None]:
    return {
        "restrictions.suspended_from": scenario.date_of(day),
        "restrictions.suspended_until": scenario.date_of(day + max(1, (days - day) // 2)),
    }


MORATORIUM = Intervention(
    name="moratorium",
    title="a moratorium",
    sentence="No gate is closed and nobody is listed between two dates: the first half of the run unless said.",
    fails="It backfires when it ends: what was recorded in the meantime closes gates all at once.",
    stage="sanction",
    dates=_first_half,
)


def _into_the_worst(tiers: tuple[str, ...]) -> tuple[Arrow, ...]:
    what = f"for tier {tiers[-1]}"
    return (Arrow(start="score", end="lists", what=what, measures=(LISTED_DISHONEST,), place=130),)


FLOW_CHART = (
    Node(key="lists", name="Blacklists", stage="score", place=30),
    Node(key="sanction", name="Sanctions", stage="punishment", place=20),
    Arrow(start="record", end="lists", what="defaulters", measures=(LISTED_DEFAULTER,), place=110),
    ByTier(_into_the_worst),
    Arrow(
        start="lists",
        end="sanction",
        what="listed, at the end",
        measures=tuple(each.stock for each in LISTS),
        place=150,
    ),
    Arrow(
        start="score",
        end="sanction",
        what="begun",
        measures=(ONSETS, "-onsets_wrongful"),
        wrong=(ONSETS_WRONGFUL,),
        wrong_word="wrongful",
        place=160,
    ),
)


def _no_gates_by_tier(tiers: tuple[str, ...]) -> tuple[Ablation, ...]:
    off = {gates_key(tier): [] for tier in tiers}
    return (Ablation(name="tiers", family="rules", title="Gates closed by tiers", off=off),)


ABLATIONS = (
    ByTier(_no_gates_by_tier),
    Ablation(
        name="defaulter-list",
        family="rules",
        title="The list of judgment defaulters",
        off={"restrictions.defaulter_weeks": 0},
    ),
    Ablation(
        name="dishonest-list",
        family="rules",
        title="The list of the dishonest",
        off={"restrictions.dishonest_weeks": 0},
    ),
    Ablation(
        name="joint-punishment",
        family="rules",
        title="Joint punishment",
        off={"restrictions.joint_punishment.enabled": False},
    ),
)

#: Lists and their terms, and whom a sanction ever befell.
STORED = (
    Stored(column="flags", bits=3 << OBSERVED_LIST, means="list in the observed ledger"),
    Stored(column="flags", bits=3 << ERROR_FREE_LIST, means="list in the error-free ledger"),
    Stored(column="observed_weeks", means="weeks left on the list in the observed ledger"),
    Stored(column="error_free_weeks", means="weeks left on the list in the error-free ledger"),
    Stored(column="flags", bits=EVER_SANCTIONED, means="ever sanctioned"),
    Stored(column="flags", bits=EVER_WRONGLY, means="ever sanctioned wrongfully"),
    Stored(column="flags", bits=EVER_UNJUSTLY, means="ever sanctioned unjustly"),
)

MECHANISM = Mechanism(
    module=__name__,
    section="restrictions",
    place=180,
    title="Restrictions",
    what="Tiers and lists close gates: travel, credit, hotels and more.",
    switched=True,
    params={
        "tier_gates": (MOST,),
        "list_gates": (how_many_lists,),
        "first_restricted_tier": (),
        "defaulter_weeks": (),
        "dishonest_weeks": (),
        "watch_court_list": (),
        "unjust": (16,),
        "related": (16,),
        "closed_column": (how_many,),
        "blocked_column": (how_many,),
    },
    compile_params=compile_params,
    rules={
        "follow_entry": follow_entry,
        "keep_active": keep_active,
        "score_list": score_list,
        "sanction_propose": sanction_propose,
        "sanction_impose": sanction_impose,
        "gate": gate,
        "redress_terms": redress_terms,
        "redress_end": redress_end,
    },
)
