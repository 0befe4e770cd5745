"""Steps 5 to 8 and the evening: sanctions, gates, how people adapt, redress (section 4)."""

from __future__ import annotations

from .day import Day, error_free_gates, observed_gates
from .measures import GATES
from .params import Params
from .people import Person, own_level, tier

HOTEL, VISA = GATES.index("hotel"), GATES.index("visa")
#: Conduct and money: the areas of a true entry to which a sanction may be an answer.
ANSWERABLE = 0b1001


def sanction(d: Day) -> None:
    """Step 5."""
    t, p = d.t, d.person
    d.g, d.h = observed_gates(t, p), error_free_gates(t, p)
    if d.g0 == 0 and d.g != 0:
        d.count("proposals")
        review(d)
        d.g, d.h = observed_gates(t, p), error_free_gates(t, p)
    d.onset = d.g0 == 0 and d.g != 0
    if d.g != 0:
        _sanctioned_day(d)
    _write(d)


def review(d: Day) -> None:
    """Somebody looks at a new sanction before it takes effect, if there is somebody to do so."""
    t, p = d.t, d.person
    if not d.random_word("reviewed") < (t.review * d.review_capacity) // 65536:
        return
    d.count("reviews")
    if wrongly(d):
        if d.random_word("verdict") < t.review_finds:
            d.count("reviews_stopped_wrongful")
            _repair(p)
    elif d.random_word("verdict") < t.review_spares:
        d.count("reviews_stopped_rightful")
        _waive(t, p)


def _repair(p: Person) -> None:
    """The observed ledger becomes the error-free one."""
    p.observed, p.observed_list, p.observed_weeks, p.observed_tier = (
        p.error_free,
        p.error_free_list,
        p.error_free_weeks,
        p.error_free_tier,
    )
    p.dossier = (p.dossier & 0xF0) | (p.dossier >> 4)


def _waive(t: Params, p: Person) -> None:
    """No list, and the points and the tier of the start."""
    p.observed_list = p.observed_weeks = 0
    p.observed_tier = tier(t, t.score_start)
    p.observed = max(p.observed, t.score_start)


def lift(t: Params, p: Person) -> bool:
    """A ban's day: what is held of a person is erased. Whether that ended a sanction under the law of yesterday."""
    sanctioned = observed_gates(t, p) != 0
    p.observed = p.error_free = t.score_start
    p.observed_tier = p.error_free_tier = tier(t, t.score_start)
    p.observed_list = p.error_free_list = p.observed_weeks = p.error_free_weeks = 0
    p.participates = p.watched = p.case_open = 0
    p.commercial = p.dossier = 0
    return sanctioned


def _sanctioned_day(d: Day) -> None:
    p = d.person
    wrongful = wrongly(d)
    unjust = bool(d.g & d.h & d.t.unjust[p.dossier >> 4])
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
    """Whether *observed* closes a gate that *error-free* leaves open."""
    return d.g & ~d.h != 0


def _write(d: Day) -> None:
    if d.onset:
        d.letters.append((0, 0))
    was_observed, was_error_free = d.lists_in_the_morning
    observed = was_observed == 0 and d.person.observed_list != 0
    error_free = was_error_free == 0 and d.person.error_free_list != 0
    if observed or error_free:
        d.letters.append((1, int(observed) | int(error_free) << 1))


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
    elif p.observed_tier == 0 and p.participates and (t.redlist_gates >> to) & 1:
        d.count("perk_redlist")


def adapt(d: Day) -> None:
    """Step 7."""
    t, p = d.t, d.person
    if closed(d):
        _frighten(p, t.fear_refusal, t.trust_refusal)
    if d.removed:
        _frighten(p, t.fear_removal, 0)
    if d.alerted and d.random_word("stop") < t.stop[int(d.rightly_alerted)]:
        d.count("stops")
        if not d.rightly_alerted:
            d.count("stops_false")
        elif d.faulty:
            d.count("stops_faulty")
        elif d.random_word("arrest") < t.arrest:
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
        if d.random_word("notice") < t.notice:
            d.count("notices")
            if not p.case_open and d.random_word("appeal") < t.appeal[int(wrongly(d))]:
                p.case_open = 1
                d.count("appeals")
    elif p.case_open and d.random_word("decision") < t.decide:
        p.case_open = 0
        _decide(d)
    if d.day % 7 == 6:
        if p.observed_list != 0 and p.error_free_list == 0 and d.random_word("audit") < t.audit:
            d.count("corrected")
            _repair(p)
        _week(d)
    if (d.g0 or d.g) and observed_gates(t, p) == 0:
        d.count("lifted")


def _decide(d: Day) -> None:
    t, p = d.t, d.person
    word = d.random_word("review")
    if wrongly(d) and word < t.uphold_rate:
        d.count("appeals_upheld")
        _repair(p)
    elif not wrongly(d) and word < t.overturn_rate:
        d.count("overturned")
        _waive(t, p)
    else:
        d.count("appeals_rejected")


def _week(d: Day) -> None:
    t, p = d.t, d.person
    if p.observed_list == 1 and p.error_free_list == 1 and d.random_word("repaid") < t.repaid:
        d.count("repaid")
        p.observed_weeks = p.error_free_weeks = 1
    if p.observed_weeks > 0:
        p.observed_weeks -= 1
        if p.observed_weeks == 0:
            if p.observed_list == 1 and d.random_word("stale") < t.stale:
                p.observed_weeks = t.stale_weeks
                d.count("stale_entries")
            else:
                p.observed_list = 0
                d.count("expired")
    if p.error_free_weeks > 0:
        p.error_free_weeks -= 1
        if p.error_free_weeks == 0:
            p.error_free_list = 0


def evening(t: Params, p: Person, target: int) -> None:
    """Sunday evening: fear and trust return towards rest; `target` is in 256ths."""
    way = own_level(target, p.number) - p.fear
    p.fear += (way + 3) // 4 if way > 0 else way // 4
    p.trust += (t.trust_rest[p.district] - p.trust) >> 3
