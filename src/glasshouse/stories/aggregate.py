"""A stretch of days told together: what was done unseen, left undone, refused, heard of, and added to the record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from glasshouse.note import Ways
from glasshouse.stories import history_events as h
from glasshouse.stories.act_words import DID, FILMED, TIES, UNDID, acquaintance, doings, things
from glasshouse.stories.person_record import ACT_BITS
from glasshouse.stories.realise import Realiser
from glasshouse.stories.told_days import Memory, in_vain, render_alert, render_day, render_noted, render_undone, sights
from glasshouse.stories.told_gates import perk, refusals
from glasshouse.wording.lists_and_nouns import enumerated
from glasshouse.wording.numbers import whole
from glasshouse.wording.prose import capital, counted, number, times


def render_aggregate(stretch: Sequence[h.HistoryEvent], realiser: Realiser, memory: Memory) -> list[str]:
    """The sentences of a stretch told together; a single event is told as on a day of its own."""
    realiser.at(stretch[0].day, stretch[-1].day)
    if len(stretch) == 1:
        return render_day(stretch, realiser, memory)
    return [sentence for teller in _TELLERS for sentence in teller(stretch, realiser, memory)]


def _of(stretch: Sequence[h.HistoryEvent], kind: type) -> list[Any]:
    return [one for one in stretch if isinstance(one, kind)]


def _entries(stretch: Sequence[h.HistoryEvent], realiser: Realiser, memory: Memory) -> list[str]:
    entries = [one for one in _of(stretch, h.Entry) if not one.good and one.observed]
    if not entries:
        return []
    true = [one.kind for one in entries if not one.false]
    false = [one.source for one in entries if one.false]
    rows = [
        things(kinds, table) for kinds, table in ((true, realiser.book.entries), (false, realiser.book.things)) if kinds
    ]
    what = enumerated(rows)
    lost = -sum(one.points for one in entries)
    last = _last_left(stretch)
    facts = {"many": number(len(entries)), "what": what, "n": number(lost), "left": whole(last)}
    facts["Many"] = capital(facts["many"])
    if lost == 0:
        return [realiser.say("entries folded unscored", **facts)]
    if memory.scored and not _goods(stretch):
        return [realiser.say("entries folded", **facts), *_stands(entries, last, realiser, memory)]
    memory.points.unnamed(-lost, entries[0].left - entries[0].points - lost)
    return [realiser.say("entries folded on" if memory.scored else "entries folded noted", **facts)]


def _goods(stretch: Sequence[h.HistoryEvent]) -> list[h.Entry]:
    return [one for one in _of(stretch, h.Entry) if one.good]


def _last_left(stretch: Sequence[h.HistoryEvent]) -> int:
    """The score after the last entry of a stretch, which the last sentence on points names."""
    return [one.left for one in _of(stretch, h.Entry) if one.observed or one.good][-1]


def _stands(entries: Sequence[h.Entry], last: int, realiser: Realiser, memory: Memory) -> list[str]:
    """What came back before or between entries of which the score that they left is told."""
    before = entries[0].left - entries[0].points
    return memory.points.stands(sum(one.points for one in entries), last, realiser, before=before)


def _unseen(stretch: Sequence[h.HistoryEvent], realiser: Realiser, memory: Memory) -> list[str]:
    done = [one for one in _of(stretch, h.Deed) if not one.held_back and not one.recorded and one.act != "volunteering"]
    if not done:
        return []
    said = []
    known = [one.act for one in done if in_vain(one, realiser)]
    if known:
        said.append(realiser.say("known in vain", deeds=realiser_fill(realiser, doings(known, DID))))
    done = [one for one in done if not in_vain(one, realiser)]
    quiet = [one.act for one in done if not one.seen]
    if quiet:
        deeds = realiser_fill(realiser, doings(quiet, DID))
        said.append(realiser.say("did unseen" if len(quiet) > 1 else "did unseen one", deeds=deeds))
    for often, acts in _seen(done, realiser).items():
        what = doings(acts, FILMED) if set(acts) <= set(FILMED) else things(acts, realiser.book.entries)
        what = realiser_fill(realiser, what)
        said.append(realiser.say(often, what=what, What=capital(what)))
    return said


def _seen(done: Sequence[h.Deed], realiser: Realiser) -> dict[Ways, list[str]]:
    """Acts that somebody saw and that led nowhere, by the ways of telling of the last sight that has any."""
    acts: dict[Ways, list[str]] = {}
    for deed in done:
        for note in reversed(sights(deed, realiser)):
            if note.often:
                acts.setdefault(note.often, []).append(deed.act)
                break
    order = [note.often for note in realiser.book.places]
    return dict(sorted(acts.items(), key=lambda pair: order.index(pair[0])))


def realiser_fill(realiser: Realiser, text: str) -> str:
    """Put the pronouns into words that were put together from a table, without a capital letter."""
    return text.format(**realiser.words)


def _good(stretch: Sequence[h.HistoryEvent], realiser: Realiser, memory: Memory) -> list[str]:
    said = []
    good = _goods(stretch)
    last = _last_left(stretch) if good else 0
    deeds = {kind.name for kind in realiser.book.kinds if kind.act is not None}
    entries = [one for one in good if one.kind in deeds]
    others = [one for one in good if one.kind not in deeds]
    if entries:
        gained = sum(one.points for one in entries)
        facts = {"times": times(len(entries)), "n": number(gained), "left": whole(last)}
        said.append(realiser.say("good deeds on" if others else "good deeds", **facts))
        if others:
            memory.points.unnamed(gained, entries[0].left - entries[0].points + gained)
        else:
            said += _stands(entries, last, realiser, memory)
    if others:
        what = things([one.kind for one in others], realiser.book.entries)
        facts = {"what": what, "n": number(sum(one.points for one in others)), "left": whole(last)}
        said += [realiser.say("good entries", **facts), *_stands(others, last, realiser, memory)]
    rest = [
        one
        for one in _of(stretch, h.Deed)
        if one.act == "volunteering" and not one.held_back and not one.recorded
    ]  # fmt: skip
    if rest:
        days = counted(len(rest), "a day", "days")
        turn = memory.so_far(rest[-1], lambda one: one.act == "volunteering" and not one.held_back and not one.recorded)
        said.append(realiser.say("unnoticed good", days=days, Days=capital(days), nth=turn))
    return said


def _held_back(stretch: Sequence[h.HistoryEvent], realiser: Realiser, memory: Memory) -> list[str]:
    told: dict[Ways, list[h.Deed]] = {}
    notes = {}
    said = []
    for deed in (one for one in _of(stretch, h.Deed) if one.held_back):
        note = realiser.book.withheld(ACT_BITS[deed.act], deed.held_back)
        if note is None or not note.often:
            said.append(render_undone(deed, realiser, memory))
        else:
            told.setdefault(note.often, []).append(deed)
            notes.setdefault(note.often, note)
    order = list(realiser.book.places)
    for often, deeds in sorted(told.items(), key=lambda pair: order.index(notes[pair[0]])):
        once = notes[often].withheld.once if len(deeds) == 1 else ()
        many, what = times(len(deeds)), realiser_fill(realiser, doings([deed.act for deed in deeds], UNDID))
        said.append(realiser.say(once or often, times=many, Times=capital(many), deeds=what))
    return said


def _refused(stretch: Sequence[h.HistoryEvent], realiser: Realiser, memory: Memory) -> list[str]:
    gates = [one.gate for one in _of(stretch, h.Refusal)]
    if not gates:
        return []
    where = refusals(gates, realiser.book)
    if len(gates) == 1:
        return [realiser.say("refused once", where=where)]
    key = "refused" if len(set(gates)) > 1 else "refused alike"
    often = times(len(gates))
    return [realiser.say(key, times=often, Times=capital(often), many=number(len(gates)), where=where)]


def _friends(stretch: Sequence[h.HistoryEvent], realiser: Realiser, memory: Memory) -> list[str]:
    friends = _of(stretch, h.Friend)
    if not friends:
        return []
    who = _company(friends)
    said = [realiser.say("friends", who=who, Who=capital(who))]
    if not memory.afraid:
        memory.afraid = True
        said.append(realiser.say("friends fear"))
    return said


def _company(friends: Sequence[h.Friend]) -> str:
    if len({friend.other for friend in friends}) <= 2:
        return enumerated(list(dict.fromkeys(acquaintance(friend.other, friend.tie) for friend in friends)))
    ties = Counter(friend.tie for friend in friends)
    return enumerated([counted(n, *TIES[tie]) for tie, n in ties.most_common()])


def _rest(stretch: Sequence[h.HistoryEvent], realiser: Realiser, memory: Memory) -> list[str]:
    said = []
    watch = [one.watch for one in _of(stretch, h.Scoring)]
    if 1 in watch:
        said.append(realiser.say("watched"))
    alerts = _of(stretch, h.Alert)
    stops = sum(alert.stopped for alert in alerts)
    if len(alerts) == 1:
        said.append(render_alert(alerts[0], realiser, memory))
    elif alerts:
        often = times(len(alerts))
        facts = {"times": often, "Times": capital(often), "many": number(len(alerts)), "number": number(stops)}
        said.append(realiser.say("stopped often" if stops else "recognised often", stops=times(stops), **facts))
    if -1 in watch:
        said.append(realiser.say("unwatched"))
    for top, key in ((False, "perk"), (True, "perk top")):
        many = Counter(perk(one.gate, realiser.book) for one in _of(stretch, h.Perk) if one.top == top)
        what = [f"{words}, {times(n)}" if n > 1 else words for words, n in many.items()]
        if what:
            last = [one for one in _of(stretch, h.Perk) if one.top == top][-1]
            turn = memory.so_far(last, lambda one, top=top: one.top == top)
            said.append(realiser.say(key, what=enumerated(what), tier=realiser.book.tiers[0], nth=turn))
    return said


def path_of(tiers: Sequence[str]) -> str:
    """Tiers in the order in which somebody was put in them.

    >>> path_of(["A", "B"]), path_of(["A", "B", "A"]), path_of(["A", "B", "C", "B"])
    ('A to B', 'A to B and back to A', 'A to B, to C and back to B')
    """
    steps = [f"{'back ' if tier in tiers[:k] else ''}to {tier}" for k, tier in enumerate(tiers)][1:]
    return f"{tiers[0]} {enumerated(steps)}"


def _scorings(stretch: Sequence[h.HistoryEvent], realiser: Realiser, memory: Memory) -> list[str]:
    said = []
    scorings = _of(stretch, h.Scoring)
    moves = [one for one in scorings if one.counted and one.tier != one.before]
    if moves:
        said.append(realiser.say("tier moves", path=path_of([moves[0].before, *(one.tier for one in moves)])))
    cleared = [one for one in scorings if one.cleared]
    if cleared:
        said.append(realiser.say("cleared whole" if cleared[-1].whole else "cleared"))
    return said


def _noted(stretch: Sequence[h.HistoryEvent], realiser: Realiser, memory: Memory) -> list[str]:
    said = []
    for name, many in Counter(one.note for one in _of(stretch, h.Noted)).items():
        one = next(one for one in _of(stretch, h.Noted) if one.note == name)
        if many == 1:
            said += render_noted(one, realiser, memory)
        else:
            often = times(many)
            said.append(realiser.say(one.often, times=often, Times=capital(often), many=number(many)))
    return said


_TELLERS = (_entries, _unseen, _good, _held_back, _refused, _friends, _rest, _noted, _scorings)
