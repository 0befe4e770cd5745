"""A day told in full: sentence by sentence, in the order in which things happened."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from glasshouse.note import Meaning, Note
from glasshouse.stories import history_events as h
from glasshouse.stories.act_words import TIES, UNDID, acquaintance, doings, stranger
from glasshouse.stories.history import History
from glasshouse.stories.person_record import ACT_BITS
from glasshouse.stories.realise import Realiser
from glasshouse.stories.someone import Neighbourhood
from glasshouse.stories.told_gates import doors, perk
from glasshouse.stories.told_points import ToldPoints
from glasshouse.wording.numbers import whole
from glasshouse.wording.prose import capital, nth, number, span

_UNSEEN = {
    "critical post": "unseen post",
    "unlawful post": "unseen post",
    "critical message": "unseen message",
}


class Memory:
    """What was told so far, as far as it bears on how the next thing is told."""

    def __init__(self, history: History, hood: Neighbourhood) -> None:
        """Begin before the first day."""
        self.history, self.hood = history, hood
        self.scored = history.scored
        self.points = ToldPoints()
        self.gates: tuple[str, ...] = ()
        self.told = True  # of the present sanction
        self.refused = True  # at least once under the present sanction
        self.appealed: int | None = None
        self.afraid = False
        self._places = {id(one): place for place, one in enumerate(history.events)}

    def so_far(self, one: h.HistoryEvent, alike: Callable[[Any], bool]) -> str:
        """Which of its kind an event is: "third"."""
        place = self._places[id(one)]
        return nth(sum(type(other) is type(one) and alike(other) for other in self.history.events[: place + 1]))

    def closed(self, day: int) -> bool:
        """Whether gates were closed on a day."""
        return any(spell.first <= day <= spell.last for spell in self.history.spells)

    def someone(self, number: int) -> str:
        """A stranger in a few words."""
        return stranger(self.hood.someone(number))

    def them(self, number: int) -> str:
        """The pronoun of another person."""
        return "her" if self.hood.someone(number).woman else "him"


def render_day(today: Sequence[h.HistoryEvent], realiser: Realiser, memory: Memory) -> list[str]:
    """The sentences of a day."""
    realiser.at(today[0].day)
    said: list[str] = []
    for place, one in enumerate(today):
        said += _TELLERS[type(one)](one, realiser, memory, today[place + 1 :], today)
    return said


def _deed(deed: h.Deed, realiser: Realiser, memory: Memory, later: Sequence[h.HistoryEvent], today: Any) -> list[str]:
    if deed.held_back:
        return [render_undone(deed, realiser, memory)]
    turn = memory.so_far(deed, lambda other: other.act == deed.act and not other.held_back)
    said = [realiser.say(f"did {deed.act}", nth=turn), *_noticed(deed, realiser, memory)]
    if in_vain(deed, realiser):
        said.append(realiser.say("kept out"))
    entry = next((e for e in later if isinstance(e, h.Entry) and e.source == "own act" and e.kind == deed.act), None)
    if entry is not None:
        said += _cost(entry, realiser, memory)
    return said


def render_undone(deed: h.Deed, realiser: Realiser, memory: Memory) -> str:
    """An act left undone, and why."""
    note = realiser.book.withheld(ACT_BITS[deed.act], deed.held_back)
    turn = memory.so_far(deed, lambda other: other.held_back == deed.held_back)
    deeds = doings([deed.act], UNDID).format(**realiser.words)
    return realiser.say((note.said_of(deed.act) if note else ()) or "left undone", nth=turn, deeds=deeds)


def sights(deed: h.Deed, realiser: Realiser) -> list[Note]:
    """The notes of the sensors that saw an act."""
    return realiser.book.seen(ACT_BITS[deed.act], deed.seen)


def in_vain(deed: h.Deed, realiser: Realiser) -> bool:
    """Whether a sensor knew who it was, and a rule kept that out of the record."""
    knew = any(note.sight and note.sight.leads == "them" for note in sights(deed, realiser))
    return knew and not deed.recorded


def _noticed(deed: h.Deed, realiser: Realiser, memory: Memory) -> list[str]:
    """How it came to be known."""
    told: list[tuple[Note, str]] = []
    for note in sights(deed, realiser):
        assert note.sight is not None
        if note.sight.became and told:
            told[-1] = (note, told[-1][1])
        else:
            told.append((note, note.sight.by))
    reporter = TIES[deed.channel][0]
    said: list[str] = []
    for note, by in told:
        ways = note.sight.too if said and note.sight and note.sight.too else note.said_of(deed.act)
        if ways:
            turn = memory.so_far(deed, lambda other: other.act == deed.act and other.recorded)
            facts = {"by": by, "By": capital(by), "reporter": reporter, "Reporter": capital(reporter), "nth": turn}
            said.append(realiser.say(ways, **facts))
    return said if said or deed.act == "volunteering" else [realiser.say(_UNSEEN.get(deed.act, "unseen"))]


def _kept(one: h.Kept, realiser: Realiser, memory: Memory, later: Sequence[h.HistoryEvent], today: Any) -> list[str]:
    return [*_false(one, realiser, memory, later), realiser.say("kept out")]


def _false(one: h.Entry | h.Kept, realiser: Realiser, memory: Memory, later: Sequence[h.HistoryEvent]) -> list[str]:
    """Something false about the person, whose doing it was, and whether it ended in a stop."""
    note = realiser.book.mistake(one.source, one.spite)
    if note is None or note.mistake is None:
        return [realiser.say("false entry", nth=memory.so_far(one, lambda other: other.source == one.source))]
    if note.mistake.own and one.other == memory.history.person.number:
        return [realiser.say(note.mistake.own)]
    facts: dict[str, str] = {}
    if one.other >= 0:
        reporter = acquaintance(one.other, one.channel)
        facts = {"other": memory.someone(one.other), "reporter": reporter, "Reporter": capital(reporter)}
    said = [realiser.say(note.said_of(one.source), **facts)]
    if note.mistake.stopped and any(isinstance(other, h.Alert) and other.stopped for other in later):
        said.append(realiser.say(note.mistake.stopped))
    return said


def _cost(entry: h.Entry, realiser: Realiser, memory: Memory) -> list[str]:
    n = abs(entry.points)
    facts = {"n": number(n), "N": capital(number(n)), "left": whole(entry.left)}
    if entry.good:
        return [realiser.say("register volunteering", **facts), *_stands(entry, realiser, memory)]
    if n == 0:
        return [realiser.say("cost nothing")]
    if memory.scored:
        return [realiser.say("cost", **facts), *_stands(entry, realiser, memory)]
    memory.points.unnamed(entry.points, entry.left)
    return [realiser.say("cost unscored", **facts)]


def _stands(entry: h.Entry, realiser: Realiser, memory: Memory) -> list[str]:
    """What came back before an entry of which the score that it left is told."""
    return memory.points.stands(entry.points, entry.left, realiser)


def _entry(entry: h.Entry, realiser: Realiser, memory: Memory, later: Any, today: Any) -> list[str]:
    if entry.source == "own act":
        deed = any(isinstance(one, h.Deed) and one.act == entry.kind for one in today)
        return [] if deed else _cost(entry, realiser, memory)  # a deed is told with its cost
    if entry.letter:
        alike = [one for one in today if isinstance(one, h.Entry) and one.source == entry.source]
        again = entry is not next(one for one in alike if one.other == entry.other)
        return _by_letter(entry, realiser, memory, again)
    return _false(entry, realiser, memory, later) + _cost(entry, realiser, memory)


def _by_letter(entry: h.Entry, realiser: Realiser, memory: Memory, again: bool) -> list[str]:
    other = acquaintance(entry.other, entry.channel)
    n = abs(entry.points)
    facts = {"other": other, "Other": capital(other), "n": number(n), "left": whole(entry.left)}
    if not entry.observed:
        return []
    if again:
        twice = realiser.say(f"{entry.source} twice", them2=memory.them(entry.other), **facts)
        return [twice, *_stands(entry, realiser, memory)]
    key = entry.source if memory.scored else f"{entry.source} unscored"
    said = [realiser.say(key, them2=memory.them(entry.other), **facts)]
    if memory.scored:
        said += _stands(entry, realiser, memory)
    else:
        memory.points.unnamed(entry.points, entry.left)
    turn = memory.so_far(entry, lambda other: other.source == entry.source and other.false)
    return said + ([realiser.say(f"{entry.source} false", nth=turn)] if entry.false else [])


def _alert(alert: h.Alert, realiser: Realiser, memory: Memory, later: Any, today: Any) -> list[str]:
    if alert.false:
        return []  # told with its entry
    return [render_alert(alert, realiser, memory)]


def render_alert(alert: h.Alert, realiser: Realiser, memory: Memory) -> str:
    """One alert on the person, with or without a stop."""
    key = _became(alert)
    return realiser.say(key, nth=memory.so_far(alert, lambda other: other.true and _became(other) == key))


def _became(alert: h.Alert) -> str:
    if not alert.stopped:
        return "recognised"
    return "arrested" if alert.arrested else "stopped by mistake" if alert.faulty else "stopped"


def _friend(friend: h.Friend, realiser: Realiser, memory: Memory, later: Any, today: Any) -> list[str]:
    if any(isinstance(other, h.Friend) and other.other == friend.other for other in later):
        return []  # known in two ways, and heard of twice
    who = acquaintance(friend.other, friend.tie)
    said = [realiser.say("friends", who=who, Who=capital(who))]
    if not memory.afraid:
        memory.afraid = True
        said.append(realiser.say("friends fear"))
    return said


def _scoring(one: h.Scoring, realiser: Realiser, memory: Memory, later: Any, today: Any) -> list[str]:
    said = []
    if one.joined:
        memory.scored = True
        joined = realiser.say(f"joined {one.joined}", points=whole(one.points), tier=one.tier)
        said += _named(joined, one, realiser, memory)
    elif one.counted and one.tier != one.before:
        direction = _direction(one, realiser.book.tiers)
        moved = realiser.say(direction, points=whole(one.points), tier=one.tier, before=one.before)
        said += _named(moved, one, realiser, memory)
        if direction == "fell" and one.learned:
            said.append(realiser.say("learned" if one.decided else "learned in vain", n=number(one.learned)))
    if one.cleared:
        said.append(realiser.say("cleared whole" if one.whole else "cleared"))
    if one.watch:
        said.append(realiser.say("watched" if one.watch > 0 else "unwatched"))
    return said


def _named(sentence: str, one: h.Scoring, realiser: Realiser, memory: Memory) -> list[str]:
    """A sentence on a scoring; where it names the score, behind what came back before."""
    named = whole(one.points) in sentence
    return [*(memory.points.stands(0, one.points, realiser) if named else []), sentence]


def _direction(one: h.Scoring, tiers: Sequence[str]) -> str:
    return "fell" if tiers.index(one.tier) > tiers.index(one.before) else "rose"


def _listed(one: h.Listed, realiser: Realiser, memory: Memory, later: Any, today: Any) -> list[str]:
    return [realiser.say(f"listed {one.list}", weeks=number(one.weeks))]


def _sanction(
    one: h.Sanction, realiser: Realiser, memory: Memory, later: Sequence[h.HistoryEvent], today: Any
) -> list[str]:
    book = realiser.book
    facts = {"doors": doors(one.gates, book), "Doors": capital(doors(one.gates, book))}
    key = "closed same" if one.gates == memory.gates else "closed"
    said = [realiser.say(key if one.onset else "closed overnight", **facts)]
    memory.gates = one.gates
    if one.wrongful:
        said.append(realiser.say("wrongful some" if one.would else "wrongful all", would=doors(one.would, book)))
    elif one.unjust:
        said.append(realiser.say(said_of_rule(one)))
    told = any(isinstance(other, h.Notice) for other in later)
    memory.told, memory.refused = told, False
    return said if told or not one.onset else [*said, realiser.say("no notice")]


def said_of_rule(one: h.Sanction) -> str:
    """What is said of a sanction that is unjust by rule, as a key of the phrases."""
    key = "unjust area" if not one.lawful else "unjust mixed" if one.unlawful else "unjust lawful"
    return f"{key} despite" if one.flawed else key


def _doors(one: h.Doors, realiser: Realiser, memory: Memory, later: Any, today: Any) -> list[str]:
    memory.gates = tuple(gate for gate in (*memory.gates, *one.closed) if gate not in one.opened)
    said = []
    for key, gates in (("more closed", one.closed), ("some opened", one.opened)):
        if gates:
            which = doors(gates, realiser.book)
            said.append(realiser.say(key, doors=which, Doors=capital(which)))
    return said + ([realiser.say("turned wrongful" if one.turned > 0 else "turned rightful")] if one.turned else [])


def _refusal(one: h.Refusal, realiser: Realiser, memory: Memory, later: Any, today: Any) -> list[str]:
    key = "first" if memory.refused or memory.told else "learned"
    memory.refused = memory.told = True
    return [realiser.say(f"{key} {one.gate}", nth=memory.so_far(one, lambda other: True))]


def _perk(one: h.Perk, realiser: Realiser, memory: Memory, later: Any, today: Any) -> list[str]:
    turn = memory.so_far(one, lambda other: other.top == one.top)
    what = perk(one.gate, realiser.book)
    return [realiser.say("perk top" if one.top else "perk", what=what, tier=realiser.book.tiers[0], nth=turn)]


def _notice(
    one: h.Notice, realiser: Realiser, memory: Memory, later: Sequence[h.HistoryEvent], today: Any
) -> list[str]:
    said = [realiser.say("notice")]
    if not any(isinstance(other, h.Appeal) for other in later) and memory.appealed is None:
        said.append(realiser.say("no appeal"))
    return said


def _appeal(one: h.Appeal, realiser: Realiser, memory: Memory, later: Any, today: Any) -> list[str]:
    memory.appealed = one.day
    return [realiser.say("appeal", nth=memory.so_far(one, lambda other: True))]


def _decision(
    one: h.Decision, realiser: Realiser, memory: Memory, later: Any, today: Sequence[h.HistoryEvent]
) -> list[str]:
    waited = span(one.day - memory.appealed) if memory.appealed is not None else "a while"
    closed = memory.closed(one.day)
    key = one.outcome
    if key == "rejected":
        key = "rejected wrongful" if one.wrongful else "rejected" if closed else "rejected late"
    elif key == Meaning.OVERTURNED and not closed:
        key = "overturned late"
    memory.appealed = None
    return [realiser.say(key, span=waited)]


def _review(one: h.Review, realiser: Realiser, memory: Memory, later: Any, today: Any) -> list[str]:
    return [realiser.say("review stopped" if one.stopped else "review passed")]


def _correction(one: h.Correction, realiser: Realiser, memory: Memory, later: Any, today: Any) -> list[str]:
    return [realiser.say(Meaning.CORRECTED)]


def _list_end(one: h.ListEnd, realiser: Realiser, memory: Memory, later: Any, today: Any) -> list[str]:
    key = ("paid" if one.paid else "term") + (" stale" if one.stale else " over")
    return [realiser.say(key, list=realiser.book.list_noun(one.list), weeks=number(one.stale))]


def _lifted(one: h.Lifted, realiser: Realiser, memory: Memory, later: Any, today: Any) -> list[str]:
    memory.told = memory.refused = True
    return [realiser.say(f"open {one.why}", days=span(one.days))]


def _noted(one: h.Noted, realiser: Realiser, memory: Memory, later: Any, today: Any) -> list[str]:
    return render_noted(one, realiser, memory)


def render_noted(one: h.Noted, realiser: Realiser, memory: Memory) -> list[str]:
    """What its mechanism says of one day."""
    return [realiser.say(one.said, nth=memory.so_far(one, lambda other: other.note == one.note))]


def _turn(one: h.Turn, realiser: Realiser, memory: Memory, later: Any, today: Any) -> list[str]:
    return [realiser.once(one.text)]


_TELLERS: dict[type, Any] = {
    h.Deed: _deed, h.Entry: _entry, h.Kept: _kept, h.Alert: _alert, h.Friend: _friend,
    h.Scoring: _scoring, h.Listed: _listed,
    h.Sanction: _sanction, h.Doors: _doors, h.Refusal: _refusal, h.Perk: _perk, h.Notice: _notice, h.Appeal: _appeal,
    h.Decision: _decision, h.Review: _review, h.Correction: _correction, h.ListEnd: _list_end, h.Lifted: _lifted,
    h.Noted: _noted, h.Turn: _turn,
}  # fmt: skip
