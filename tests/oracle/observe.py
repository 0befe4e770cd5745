"""Steps 2 and 3: what sensors see of the person's acts, and what is pinned on the person by error."""

from __future__ import annotations

from . import whereabouts
from .day import (
    ASSEMBLY,
    CAMERAS,
    CERTAIN,
    CLERICAL,
    COMPANIES,
    CRITICAL_MESSAGE,
    CRITICAL_POST,
    DEFAULT,
    FALSE_FLAG,
    INFORMANTS,
    INTERNET,
    LATE_PAYMENT,
    MALICIOUS,
    MISTAKEN,
    OFFENCE,
    ORDINARY_POST,
    PURCHASE,
    REGISTRIES,
    REPORT,
    SHARED_ACCOUNT,
    SUSPICION,
    UNLAWFUL_POST,
    VOLUNTEERING,
    Day,
    channel,
    first,
    reporter,
)
from .measures import CHANNELS


def observe(d: Day) -> None:
    """Step 2."""
    cameras(d)
    informants(d)
    internet(d)
    companies(d)
    registries(d)
    whereabouts.recognise(d)
    watchlist(d)
    d.count("acts_observed", len(d.seen))
    acts = [d.conduct] if _in_public(d) else []
    acts += [d.online] if d.online not in (None, ORDINARY_POST) else []
    acts += [d.money] if d.money is not None else []
    recorded = sum(act in d.pinned for act in acts)
    d.count("acts_recorded", recorded)
    if d.person.watched:
        d.count("watched_acts", len(acts))
        d.count("watched_recorded", recorded)


def _pin(d: Day, act: int, sensor: int) -> None:
    """Pin an act on its person, where what the sensor sees may reach the record."""
    if d.t.scored[sensor]:
        d.pinned.add(act)


def _false(d: Day, kind: int, sensor: int) -> None:
    """A false entry, likewise."""
    if d.t.scored[sensor]:
        d.false_entries.append(kind)


def _in_public(d: Day) -> bool:
    return d.conduct in (OFFENCE, ASSEMBLY)


def cameras(d: Day) -> None:
    p = d.person
    if not _in_public(d):
        return
    seen = first(d.random_word("camera"), d.t.capture[p.district][p.watched])
    if seen is None:
        return
    d.seen.add(_act(d.conduct))
    d.count(("seen_by_camera", "seen_by_company_camera")[seen])
    face = first(d.random_word("lookup"), d.t.lookup[p.district][p.group])
    if face is not None:
        d.count(("lookup_hit", "lookup_wrong", "lookup_none")[face])
    if face == 0:
        _pin(d, _act(d.conduct), CAMERAS)
    elif face != 1:
        d.count("pinned_on_nobody")


def informants(d: Day) -> None:
    p = d.person
    if _in_public(d) and d.random_word("report") < d.t.report[p.district][p.watched]:
        _report(d, _act(d.conduct))
    if d.online == CRITICAL_POST and d.random_word("report_online") < d.t.report_online[p.district][p.watched]:
        _report(d, CRITICAL_POST)


def _report(d: Day, act: int) -> None:
    d.seen.add(act)
    _pin(d, act, INFORMANTS)
    d.count("reports_true")
    d.count(f"reports_{CHANNELS[channel(d)]}")


def internet(d: Day) -> None:
    rows = {CRITICAL_POST: (0, "flagged_critical"), UNLAWFUL_POST: (1, "flagged_unlawful")}
    if d.online not in rows:
        return
    row, measure = rows[d.online]
    together = d.online == CRITICAL_POST and d.random_word("topic") < d.t.collective
    if together:
        row = 2
        d.count("collective_posts")
    tied, flagged = d.t.flag[d.person.district][d.person.watched][row]
    if d.random_word("flag") >= flagged:
        return
    d.seen.add(_act(d.online))
    d.count(measure)
    d.count("flagged_collective", int(together))
    d.count("posts_removed")
    d.removed = True
    if d.random_word("flag") < tied:
        _pin(d, _act(d.online), INTERNET)
    else:
        d.count("flagged_unattributed")


def _feed(d: Day, act: int, sensor: int, done: bool, purpose: str, limit: int, measure: str) -> None:
    if done and d.random_word(purpose) < limit:
        d.count(measure)
        d.seen.add(act)
        _pin(d, act, sensor)


def companies(d: Day) -> None:
    message, purchase = d.t.message[d.person.watched], d.t.purchase[d.person.watched]
    _feed(d, CRITICAL_MESSAGE, COMPANIES, d.online == CRITICAL_MESSAGE, "feed", message, "messages_seen")
    _feed(d, PURCHASE, COMPANIES, d.money == PURCHASE, "feed", purchase, "purchases_seen")


def registries(d: Day) -> None:
    _feed(d, DEFAULT, REGISTRIES, d.money == DEFAULT, "registry", d.t.judgment, "judgments_recorded")
    _feed(d, LATE_PAYMENT, REGISTRIES, d.money == LATE_PAYMENT, "registry", d.t.late, "late_recorded")
    done = d.conduct == VOLUNTEERING
    _feed(d, VOLUNTEERING, REGISTRIES, done, "registry", d.t.volunteering, "volunteering_recorded")


def watchlist(d: Day) -> None:
    p = d.person
    on_list = p.on_watchlist and p.list_word < d.t.on_watchlist[p.district]
    if (p.watched or on_list) and d.random_word("alert") < min(CERTAIN, d.sightings * d.t.alert):
        d.count("alert_true")
        d.alerted = d.rightly_alerted = True
        if not p.watched and p.list_word >= d.t.rightly[p.district]:
            d.count("alert_faulty")
            d.faulty = True


def errors(d: Day) -> None:
    """Step 3: false matches first, then at most one error."""
    t, p = d.t, d.person
    word = d.random_word("false_match")
    alert = min(CERTAIN, d.sightings * t.false_alert[p.group])
    if word < alert:
        d.count("alert_false")
        d.alerted = True
        _false(d, SUSPICION, CAMERAS)
    elif word >= CERTAIN - t.victim[p.district][p.group]:
        d.count("false_match")
        _false(d, OFFENCE, CAMERAS)
    if not d.false_entries:
        whereabouts.mistake(d)
    error = error_kind(d.random_word("error"), t.error[p.district][p.watched][p.group])
    if error in (MALICIOUS, MISTAKEN):
        _false_report(d, "report_malicious" if error == MALICIOUS else "report_mistaken")
    elif error == CLERICAL:
        d.count("clerical_errors")
        _false(d, DEFAULT, REGISTRIES)
    elif error == SHARED_ACCOUNT:
        d.count("shared_account_errors")
        _false(d, PURCHASE, COMPANIES)
    elif error == FALSE_FLAG and d.online == ORDINARY_POST:
        d.count("false_flags")
        d.count("posts_removed")
        d.removed = True
        _false(d, CRITICAL_POST, INTERNET)


def error_kind(word: int, thresholds: list[int]) -> int | None:
    """A quarter of the word for each of four kinds, and the upper end for the flag, so that none moves another.

    >>> error_kind(2 * 2**30 + 5, [9, 9, 9, 9, 0]), error_kind(2**32 - 7, [9, 9, 9, 9, 8]), error_kind(9, [9] * 5)
    (2, 4, None)
    """
    quarter, low = divmod(word, 2**30)
    if low < thresholds[quarter]:
        return quarter
    return FALSE_FLAG if word >= CERTAIN - thresholds[FALSE_FLAG] else None


def _false_report(d: Day, measure: str) -> None:
    k = channel(d)
    who = reporter(d, k)
    if who is None or not d.is_member(who):
        return
    d.count(measure)
    d.count(f"reports_{CHANNELS[k]}")
    _false(d, REPORT, INFORMANTS)


def _act(act: int | None) -> int:
    assert act is not None
    return act
