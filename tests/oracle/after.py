"""Steps 5 to 8 and the evening: sanctions, gates, how people adapt, redress (section 4)."""

from __future__ import annotations

from .day import Day, clean_gates, held_gates
from .measures import GATES
from .params import Params
from .people import Person, tier

HOTEL, VISA = GATES.index("hotel"), GATES.index("visa")
#: Conduct and money: the areas of a true entry to which a sanction may be an answer.
ANSWERABLE = 0b1001


def sanction(d: Day) -> None:
    """Step 5."""
    t, p = d.t, d.person
    d.g, d.h = held_gates(t, p), clean_gates(t, p)
    if d.g0 == 0 and d.g != 0:
        d.count("proposals")
        review(d)
        d.g, d.h = held_gates(t, p), clean_gates(t, p)
    d.onset = d.g0 == 0 and d.g != 0
    if d.g != 0:
        _sanctioned_day(d)
    _write(d)


def review(d: Day) -> None:
    """Somebody looks at a new sanction before it takes effect, if there is somebody to do so."""
    t, p = d.t, d.person
    if not d.luck("reviewed") < (t.review * d.room) // 65536:
        return
    d.count("reviews")
    if wrongly(d):
        if d.luck("verdict") < t.review_finds:
            d.count("reviews_stopped_wrongful")
            _repair(p)
    elif d.luck("verdict") < t.review_spares:
        d.count("reviews_stopped_rightful")
        _let_off(t, p)


def _repair(p: Person) -> None:
    """Held becomes what clean is."""
    p.held, p.held_list, p.held_weeks, p.held_tier = p.clean, p.clean_list, p.clean_weeks, p.clean_tier
    p.dossier = (p.dossier & 0xF0) | (p.dossier >> 4)


def _let_off(t: Params, p: Person) -> None:
    """No list, and the points and the tier of the start."""
    p.held_list = p.held_weeks = 0
    p.held_tier = tier(t, t.score_start)
    p.held = max(p.held, t.score_start)


def lift(t: Params, p: Person) -> bool:
    """A ban's day: what is held of a person is erased. Whether that ended a sanction under the law of yesterday."""
    sanctioned = held_gates(t, p) != 0
    p.held = p.clean = t.score_start
    p.held_tier = p.clean_tier = tier(t, t.score_start)
    p.held_list = p.clean_list = p.held_weeks = p.clean_weeks = 0
    p.participates = p.watched = p.case_open = 0
    p.commercial = p.dossier = 0
    return sanctioned


def _sanctioned_day(d: Day) -> None:
    p = d.person
    wrongful = wrongly(d)
    unjust = bool(d.t.unjust[d.g & d.h][p.dossier >> 4])
    d.count("sanction_days")
    d.count("wrongful_days", int(wrongful))
    d.count("unjust_days", int(unjust))
    for gate, name in enumerate(GATES):
        d.count(f"closed_{name}", (d.g >> gate) & 1)
    d.count("first_sanctioned", int(not p.ever_sanctioned))
    p.ever_sanctioned = 1
    if wrongful:
        d.count("first_wrongful", int(not p.ever_wrongly))
        p.ever_wrongly = 1
    if unjust:
        d.count("first_unjust", int(not p.ever_unjustly))
        p.ever_unjustly = 1
    if d.onset:
        d.count("onsets")
        d.count("onsets_wrongful", int(wrongful))
        d.count("onsets_unjust", int(unjust))
        d.count("onsets_answering", int(d.h != 0 and (p.dossier >> 4) & ANSWERABLE != 0))


def wrongly(d: Day) -> bool:
    """Whether *held* closes a gate that *clean* leaves open."""
    return d.g & ~d.h != 0


def _write(d: Day) -> None:
    if d.onset:
        d.letters.append((0, 0))
    was_held, was_clean = d.lists_in_the_morning
    held = was_held == 0 and d.person.held_list != 0
    clean = was_clean == 0 and d.person.clean_list != 0
    if held or clean:
        d.letters.append((1, int(held) | int(clean) << 1))


def closed(d: Day) -> bool:
    """Whether the wanted outing meets a closed gate."""
    return d.outing is not None and bool((d.g >> d.outing) & 1)


def gate(d: Day) -> None:
    """Step 6."""
    t, p, to = d.t, d.person, d.outing
    if to is None:
        return
    if closed(d):
        d.count(f"blocked_{GATES[to]}")
    elif to == HOTEL and p.commercial >= t.perk_hotel > 0:
        d.count("perk_hotel")
    elif to == VISA and p.commercial >= t.perk_visa > 0:
        d.count("perk_visa")
    elif p.held_tier == 0 and p.participates and (t.redlist_gates >> to) & 1:
        d.count("perk_redlist")


def adapt(d: Day) -> None:
    """Step 7."""
    t, p = d.t, d.person
    if closed(d):
        _frighten(p, t.fear_refusal, t.trust_refusal)
    if d.alerted and d.luck("stop") < t.stop[int(d.rightly_alerted)]:
        d.count("stops")
        if not d.rightly_alerted:
            d.count("stops_false")
        elif d.faulty:
            d.count("stops_faulty")
        elif d.luck("arrest") < t.arrest:
            d.count("arrests")
        _frighten(p, t.fear_stop, t.trust_stop)
    if d.onset:
        _frighten(p, t.fear_sanction, t.trust_sanction)


def _frighten(person: Person, fear: int, trust: int) -> None:
    person.fear = min(255, person.fear + fear)
    person.trust = max(0, person.trust - trust)


def redress(d: Day) -> None:
    """Step 8."""
    t, p = d.t, d.person
    if d.onset:
        if d.luck("notice") < t.notice:
            d.count("notices")
            if not p.case_open and d.luck("appeal") < t.appeal[int(wrongly(d))]:
                p.case_open = 1
                d.count("appeals")
    elif p.case_open and d.luck("decision") < t.decide:
        p.case_open = 0
        _decide(d)
    if d.day % 7 == 6:
        if p.held_list != 0 and p.clean_list == 0 and d.luck("audit") < t.audit:
            d.count("corrected")
            _repair(p)
        _week(d)
    if (d.g0 or d.g) and held_gates(t, p) == 0:
        d.count("lifted")


def _decide(d: Day) -> None:
    t, p = d.t, d.person
    word = d.luck("review")
    if wrongly(d) and word < t.correct:
        d.count("appeals_upheld")
        _repair(p)
    elif not wrongly(d) and word < t.mercy:
        d.count("overturned")
        _let_off(t, p)
    else:
        d.count("appeals_rejected")


def _week(d: Day) -> None:
    t, p = d.t, d.person
    if p.held_list == 1 and p.clean_list == 1 and d.luck("repaid") < t.repaid:
        d.count("repaid")
        p.held_weeks = p.clean_weeks = 1
    if p.held_weeks > 0:
        p.held_weeks -= 1
        if p.held_weeks == 0:
            if p.held_list == 1 and d.luck("stale") < t.stale:
                p.held_weeks = t.stale_weeks
                d.count("stale_entries")
            else:
                p.held_list = 0
                d.count("expired")
    if p.clean_weeks > 0:
        p.clean_weeks -= 1
        if p.clean_weeks == 0:
            p.clean_list = 0


def evening(t: Params, p: Person, target: int) -> None:
    """Sunday evening: fear and trust return towards rest."""
    p.fear += (target - p.fear) >> 2
    p.trust += (t.trust_rest[p.district] - p.trust) >> 3


def fear_target(t: Params, sanctioned_yesterday: int, n: int) -> int:
    """The fear to which a district returns."""
    return min(255, t.fear_rest + (t.rumour * sanctioned_yesterday) // n)
