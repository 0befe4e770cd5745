"""Add up a life, in the names of the run's daily measures, so that stories can be held against the tables."""

from __future__ import annotations

from collections import Counter

from glasshouse.scenario.words import TIERS
from glasshouse.stories.events import (
    Alert,
    Appeal,
    Correction,
    Decision,
    Deed,
    Entry,
    Friend,
    Kept,
    Lifted,
    Listed,
    ListEnd,
    Notice,
    Perk,
    Refusal,
    Review,
    Sanction,
    Scoring,
)
from glasshouse.stories.history import History
from glasshouse.stories.ledger import UNLAWFUL

_DONE = {
    "offence": "act_offence",
    "assembly": "act_assembly",
    "volunteering": "act_volunteering",
    "unlawful post": "act_unlawful_post",
    "critical post": "act_critical_post",
    "critical message": "act_message",
    "default": "act_default",
    "late payment": "act_late_payment",
    "purchase": "act_purchase",
}
_UNDONE = {
    "offence": "deterred",
    "unlawful post": "deterred",
    "assembly": "chilled_assembly",
    "critical post": "chilled_post",
    "critical message": "chilled_message",
    "volunteering": "withdrawn",
}
_SEEN = {
    "state camera": "seen_by_camera",
    "company camera": "seen_by_company_camera",
    "right face": "lookup_hit",
    "another face": "lookup_wrong",
    "no face": "lookup_none",
    "report": "reports_true",
    "messaging": "messages_seen",
    "payments": "purchases_seen",
}
_REGISTERED = {
    "default": "judgments_recorded",
    "late payment": "late_recorded",
    "volunteering": "volunteering_recorded",
}
_ERRORS = {
    "wrong face": "false_match",
    "wrong alert": "alert_false",
    "clerk": "clerical_errors",
    "shared account": "shared_account_errors",
    "wrong flag": "false_flags",
}
_OUTCOMES = {"upheld": "appeals_upheld", "rejected": "appeals_rejected", "overturned": "overturned"}


def sums(history: History) -> dict[str, int]:
    """How often each thing that a run counts happened to this person; what did not happen is left out."""
    c: Counter[str] = Counter()
    for one in history.of(Deed):
        _deed(c, one)
    for one in history.of(Entry):
        _entry(c, one)
    for one in history.of(Kept):
        _false(c, one)
    for one in history.of(Scoring):
        c["joined"] += bool(one.joined)
        c["records_expired"] += one.cleared
        c["tier_falls"] += one.counted and not one.joined and TIERS.index(one.tier) > TIERS.index(one.before)
        c["tier_rises"] += one.counted and not one.joined and TIERS.index(one.tier) < TIERS.index(one.before)
    for one in history.of(Sanction):
        c["onsets"] += one.onset
        c["onsets_wrongful"] += one.onset and one.wrongful
        c["onsets_answering"] += one.onset and one.answering
        c["onsets_unjust"] += one.onset and one.unjust
    for one in history.of(Review):
        c["reviews"] += 1
        c["reviews_stopped_wrongful" if one.wrongful else "reviews_stopped_rightful"] += one.stopped
    begun = {one.day for one in history.of(Sanction) if one.onset}
    c["proposals"] = len(begun) + sum(one.stopped and one.day not in begun for one in history.of(Review))
    for one in history.of(Alert):
        c["alert_true"] += one.true
        c["stops"] += one.stopped
        c["stops_false"] += one.stopped and not one.true
        c["alert_faulty"] += one.faulty
        c["stops_faulty"] += one.stopped and one.faulty
        c["arrests"] += one.arrested
    for one in history.of(Refusal):
        c[f"blocked_{one.gate}"] += 1
    for one in history.of(Perk):
        c["perk_redlist" if one.top else f"perk_{one.gate}"] += 1
    for one in history.of(Decision):
        c[_OUTCOMES[one.outcome]] += 1
    for one in history.of(ListEnd):
        c["stale_entries" if one.stale else "expired"] += 1
        c["repaid"] += one.paid
    for one in history.of(Listed):
        c[f"listed_{one.list}"] += 1
    plain = {
        Friend: "friend_sanctioned",
        Notice: "notices",
        Appeal: "appeals",
        Lifted: "lifted",
        Correction: "corrected",
    }
    for kind, name in plain.items():
        c[name] += len(history.of(kind))
    c["lifted"] -= sum(one.why == "rules" for one in history.of(Lifted))
    _spells(c, history)
    return {name: int(n) for name, n in sorted(c.items()) if n}


def _deed(c: Counter[str], deed: Deed) -> None:
    c[(_UNDONE if deed.held_back else _DONE)[deed.act]] += 1
    c["acts_observed"] += bool(deed.seen)
    for word in deed.seen:
        if word in _SEEN:
            c[_SEEN[word]] += 1
    if "report" in deed.seen:
        c[f"reports_{deed.channel}"] += 1
    if "register" in deed.seen:
        c[_REGISTERED[deed.act]] += 1
    if "flag" in deed.seen:
        c["flagged_unlawful" if deed.act == "unlawful post" else "flagged_critical"] += 1
        c["posts_removed"] += 1
        c["flagged_unattributed"] += "tied" not in deed.seen
    camera = {"state camera", "company camera"} & set(deed.seen)
    c["pinned_on_nobody"] += bool(camera) and not {"right face", "another face"} & set(deed.seen)


def _entry(c: Counter[str], entry: Entry) -> None:
    if entry.kind == "volunteering":
        c["entries_good"] += 1
    else:
        true = entry.held and entry.clean
        c["entries_true"] += true
        c["entries_unlawful"] += true and entry.kind in UNLAWFUL
        c["entries_false"] += entry.false
    if entry.source == "association":
        c["association_penalties"] += entry.held
    else:
        _false(c, entry)


def _false(c: Counter[str], one: Entry | Kept) -> None:
    """What sensors got wrong, whether or not it reached the record."""
    if one.source == "false report":
        c["report_malicious" if one.spite else "report_mistaken"] += 1
        c[f"reports_{one.channel}"] += 1
    elif one.source in _ERRORS:
        c[_ERRORS[one.source]] += 1
        c["posts_removed"] += one.source == "wrong flag"


def _spells(c: Counter[str], history: History) -> None:
    for spell in history.spells:
        c["sanction_days"] += spell.days
        c["wrongful_days"] += spell.wrongful
        c["unjust_days"] += spell.unjust
    for gate, days in history.closed.items():
        c[f"closed_{gate}"] = days
    c["first_sanctioned"] = bool(history.spells)
    c["first_wrongful"] = any(spell.wrongful for spell in history.spells)
    c["first_unjust"] = any(spell.unjust for spell in history.spells)
