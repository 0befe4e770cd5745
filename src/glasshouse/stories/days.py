"""A day told in full: sentence by sentence, in the order in which things happened."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from glasshouse.scenario.words import TIERS
from glasshouse.stories import happenings as h
from glasshouse.stories.life import Life
from glasshouse.stories.someone import Neighbourhood
from glasshouse.stories.voice import Voice
from glasshouse.stories.wording import LISTS, PERKS, TIES, acquaintance, doors, stranger
from glasshouse.wording.numbers import whole
from glasshouse.wording.prose import capital, nth, number, span

_UNSEEN = {
    "critical post": "unseen post",
    "unlawful post": "unseen post",
    "critical message": "unseen message",
}
_CAMERAS = {"state camera": "a street camera", "company camera": "a company's camera"}


class Memory:
    """What was told so far, as far as it bears on how the next thing is told."""

    def __init__(self, life: Life, hood: Neighbourhood) -> None:
        """Begin before the first day."""
        self.life, self.hood = life, hood
        self.scored = life.scored
        self.gates: tuple[str, ...] = ()
        self.told = True  # of the present sanction
        self.refused = True  # at least once under the present sanction
        self.appealed: int | None = None
        self.afraid = False
        self._places = {id(one): place for place, one in enumerate(life.happenings)}

    def so_far(self, one: h.Happening, alike: Callable[[Any], bool]) -> str:
        """Which of its kind a happening is: "third"."""
        place = self._places[id(one)]
        return nth(sum(type(other) is type(one) and alike(other) for other in self.life.happenings[: place + 1]))

    def closed(self, day: int) -> bool:
        """Whether gates were closed on a day."""
        return any(spell.first <= day <= spell.last for spell in self.life.spells)

    def someone(self, number: int) -> str:
        """A stranger in a few words."""
        return stranger(self.hood.someone(number))

    def them(self, number: int) -> str:
        """The pronoun of another person."""
        return "her" if self.hood.someone(number).woman else "him"


def tell_day(today: Sequence[h.Happening], voice: Voice, memory: Memory) -> list[str]:
    """The sentences of a day."""
    voice.at(today[0].day)
    said: list[str] = []
    for place, one in enumerate(today):
        said += _TELLERS[type(one)](one, voice, memory, today[place + 1 :], today)
    return said


def _deed(deed: h.Deed, voice: Voice, memory: Memory, later: Sequence[h.Happening], today: Any) -> list[str]:
    if deed.held_back:
        key = "withdrew once" if deed.held_back == "distrust" else f"undid {deed.act}"
        return [voice.say(key, nth=memory.so_far(deed, lambda other: other.held_back == deed.held_back))]
    turn = memory.so_far(deed, lambda other: other.act == deed.act and not other.held_back)
    said = [voice.say(f"did {deed.act}", nth=turn), *_noticed(deed, voice, memory)]
    if in_vain(deed):
        said.append(voice.say("kept out"))
    entry = next((e for e in later if isinstance(e, h.Entry) and e.source == "own act" and e.kind == deed.act), None)
    if entry is not None:
        said += _cost(entry, voice, memory)
    return said


def in_vain(deed: h.Deed) -> bool:
    """Whether a sensor knew who it was, and a rule kept that out of the record."""
    knew = {"right face", "report", "tied", "messaging", "payments", "register"}
    return not deed.recorded and bool(knew & set(deed.seen))


def _noticed(deed: h.Deed, voice: Voice, memory: Memory) -> list[str]:
    """How it came to be known."""
    seen = set(deed.seen)
    said = []
    camera = next((words for name, words in _CAMERAS.items() if name in seen), None)
    if camera:
        key = "right" if "right face" in seen else "another" if "another face" in seen else "nobody"
        key = key if seen & {"right face", "another face", "no face"} else "alone"
        said.append(voice.say(f"camera {key}", camera=camera, Camera=capital(camera)))
    if "flag" in seen:
        said.append(voice.say("flag tied" if "tied" in seen else "flag untied"))
    if "report" in seen:
        reporter = TIES[deed.channel][0]
        said.append(voice.say("reported too" if said else "reported", reporter=reporter, Reporter=capital(reporter)))
    said += [voice.say(name) for name in ("messaging", "payments") if name in seen]
    if "register" in seen and deed.act != "volunteering":
        turn = memory.so_far(deed, lambda other: other.act == deed.act and other.recorded)
        said.append(voice.say(f"register {deed.act}", nth=turn))
    return said if said or deed.act == "volunteering" else [voice.say(_UNSEEN.get(deed.act, "unseen"))]


def _kept(one: h.Kept, voice: Voice, memory: Memory, later: Sequence[h.Happening], today: Any) -> list[str]:
    said = [_false(one, voice, memory)]
    if one.source == "wrong alert" and any(isinstance(other, h.Alert) and other.stopped for other in later):
        said.append(voice.say("stopped wrong"))
    return [*said, voice.say("kept out")]


def _false(one: h.Entry | h.Kept, voice: Voice, memory: Memory) -> str:
    """Something false about the person, and whose doing it was."""
    if one.source == "wrong face" and one.other == memory.life.person.number:
        return voice.say("wrong face self")
    if one.source == "wrong face":
        return voice.say("wrong face", other=memory.someone(one.other))
    if one.source == "false report":
        reporter = acquaintance(one.other, one.channel)
        return voice.say("spite" if one.spite else "mistake", reporter=reporter, Reporter=capital(reporter))
    return voice.say(one.source)


def _cost(entry: h.Entry, voice: Voice, memory: Memory) -> list[str]:
    n = abs(entry.points)
    facts = {"n": number(n), "N": capital(number(n)), "left": whole(entry.left)}
    if entry.kind == "volunteering":
        return [voice.say("register volunteering", **facts)]
    if n == 0:
        return [voice.say("cost nothing")]
    return [voice.say("cost" if memory.scored else "cost unscored", **facts)]


def _entry(entry: h.Entry, voice: Voice, memory: Memory, later: Any, today: Any) -> list[str]:
    if entry.source == "own act":
        return []  # told with the deed
    if entry.source == "association":
        alike = [one for one in today if isinstance(one, h.Entry) and one.source == "association"]
        again = entry is not next(one for one in alike if one.other == entry.other)
        return _association(entry, voice, memory, again)
    said = [_false(entry, voice, memory)]
    alert = next((one for one in later if isinstance(one, h.Alert)), None)
    if entry.source == "wrong alert" and alert is not None and alert.stopped:
        said.append(voice.say("stopped wrong"))
    return said + _cost(entry, voice, memory)


def _association(entry: h.Entry, voice: Voice, memory: Memory, again: bool) -> list[str]:
    other = acquaintance(entry.other, entry.channel)
    n = abs(entry.points)
    facts = {"other": other, "Other": capital(other), "n": number(n), "left": whole(entry.left)}
    if not entry.held:
        return []
    if again:
        return [voice.say("association twice", them2=memory.them(entry.other), **facts)]
    key = "association" if memory.scored else "association unscored"
    said = [voice.say(key, them2=memory.them(entry.other), **facts)]
    turn = memory.so_far(entry, lambda other: other.source == "association" and other.false)
    return said + ([voice.say("association false", nth=turn)] if entry.false else [])


def _alert(alert: h.Alert, voice: Voice, memory: Memory, later: Any, today: Any) -> list[str]:
    if alert.false:
        return []  # told with its entry
    return [tell_alert(alert, voice, memory)]


def tell_alert(alert: h.Alert, voice: Voice, memory: Memory) -> str:
    """One alert on the person, with or without a stop."""
    key = _became(alert)
    return voice.say(key, nth=memory.so_far(alert, lambda other: other.true and _became(other) == key))


def _became(alert: h.Alert) -> str:
    if not alert.stopped:
        return "recognised"
    return "arrested" if alert.arrested else "stopped by mistake" if alert.faulty else "stopped"


def _friend(friend: h.Friend, voice: Voice, memory: Memory, later: Any, today: Any) -> list[str]:
    if any(isinstance(other, h.Friend) and other.other == friend.other for other in later):
        return []  # known in two ways, and heard of twice
    who = acquaintance(friend.other, friend.tie)
    said = [voice.say("friends", who=who, Who=capital(who))]
    if not memory.afraid:
        memory.afraid = True
        said.append(voice.say("friends fear"))
    return said


def _scoring(one: h.Scoring, voice: Voice, memory: Memory, later: Any, today: Any) -> list[str]:
    said = []
    if one.joined:
        memory.scored = True
        said.append(voice.say(f"joined {one.joined}", points=whole(one.points), tier=one.tier))
    elif one.counted and one.tier != one.before:
        said.append(voice.say(_direction(one), points=whole(one.points), tier=one.tier, before=one.before))
        if _direction(one) == "fell" and one.learned:
            said.append(voice.say("learned" if one.decided else "learned in vain", n=number(one.learned)))
    if one.cleared:
        said.append(voice.say("cleared whole" if one.whole else "cleared"))
    if one.watch:
        said.append(voice.say("watched" if one.watch > 0 else "unwatched"))
    return said


def _direction(one: h.Scoring) -> str:
    return "fell" if TIERS.index(one.tier) > TIERS.index(one.before) else "rose"


def _listed(one: h.Listed, voice: Voice, memory: Memory, later: Any, today: Any) -> list[str]:
    return [voice.say(f"listed {one.list}", weeks=number(one.weeks))]


def _sanction(one: h.Sanction, voice: Voice, memory: Memory, later: Sequence[h.Happening], today: Any) -> list[str]:
    facts = {"doors": doors(one.gates), "Doors": capital(doors(one.gates))}
    key = "closed same" if one.gates == memory.gates else "closed"
    said = [voice.say(key if one.onset else "closed overnight", **facts)]
    memory.gates = one.gates
    if one.wrongful:
        said.append(voice.say("wrongful some" if one.would else "wrongful all", would=doors(one.would)))
    elif one.unjust:
        said.append(voice.say(_unjust(one)))
    told = any(isinstance(other, h.Notice) for other in later)
    memory.told, memory.refused = told, False
    return said if told or not one.onset else [*said, voice.say("no notice")]


def _unjust(one: h.Sanction) -> str:
    return "unjust area" if not one.lawful else "unjust mixed" if one.unlawful else "unjust lawful"


def _doors(one: h.Doors, voice: Voice, memory: Memory, later: Any, today: Any) -> list[str]:
    memory.gates = tuple(gate for gate in (*memory.gates, *one.closed) if gate not in one.opened)
    said = []
    for key, gates in (("more closed", one.closed), ("some opened", one.opened)):
        if gates:
            said.append(voice.say(key, doors=doors(gates), Doors=capital(doors(gates))))
    return said + ([voice.say("turned wrongful" if one.turned > 0 else "turned rightful")] if one.turned else [])


def _refusal(one: h.Refusal, voice: Voice, memory: Memory, later: Any, today: Any) -> list[str]:
    key = "first" if memory.refused or memory.told else "learned"
    memory.refused = memory.told = True
    return [voice.say(f"{key} {one.gate}", nth=memory.so_far(one, lambda other: True))]


def _perk(one: h.Perk, voice: Voice, memory: Memory, later: Any, today: Any) -> list[str]:
    turn = memory.so_far(one, lambda other: other.top == one.top)
    return [voice.say("perk top" if one.top else "perk", what=PERKS[one.gate], tier=TIERS[0], nth=turn)]


def _notice(one: h.Notice, voice: Voice, memory: Memory, later: Sequence[h.Happening], today: Any) -> list[str]:
    said = [voice.say("notice")]
    if not any(isinstance(other, h.Appeal) for other in later) and memory.appealed is None:
        said.append(voice.say("no appeal"))
    return said


def _appeal(one: h.Appeal, voice: Voice, memory: Memory, later: Any, today: Any) -> list[str]:
    memory.appealed = one.day
    return [voice.say("appeal", nth=memory.so_far(one, lambda other: True))]


def _decision(one: h.Decision, voice: Voice, memory: Memory, later: Any, today: Sequence[h.Happening]) -> list[str]:
    waited = span(one.day - memory.appealed) if memory.appealed is not None else "a while"
    closed = memory.closed(one.day)
    key = one.outcome
    if key == "rejected":
        key = "rejected wrongful" if one.wrongful else "rejected" if closed else "rejected late"
    elif key == "overturned" and not closed:
        key = "overturned late"
    memory.appealed = None
    return [voice.say(key, span=waited)]


def _review(one: h.Review, voice: Voice, memory: Memory, later: Any, today: Any) -> list[str]:
    return [voice.say("review stopped" if one.stopped else "review passed")]


def _correction(one: h.Correction, voice: Voice, memory: Memory, later: Any, today: Any) -> list[str]:
    return [voice.say("corrected")]


def _list_end(one: h.ListEnd, voice: Voice, memory: Memory, later: Any, today: Any) -> list[str]:
    key = ("paid" if one.paid else "term") + (" stale" if one.stale else " over")
    return [voice.say(key, list=LISTS.get(one.list, "list"), weeks=number(one.stale))]


def _lifted(one: h.Lifted, voice: Voice, memory: Memory, later: Any, today: Any) -> list[str]:
    memory.told = memory.refused = True
    return [voice.say(f"open {one.why}", days=span(one.days))]


def _turn(one: h.Turn, voice: Voice, memory: Memory, later: Any, today: Any) -> list[str]:
    return [voice.once(one.text)]


_TELLERS: dict[type, Any] = {
    h.Deed: _deed, h.Entry: _entry, h.Kept: _kept, h.Alert: _alert, h.Friend: _friend,
    h.Scoring: _scoring, h.Listed: _listed,
    h.Sanction: _sanction, h.Doors: _doors, h.Refusal: _refusal, h.Perk: _perk, h.Notice: _notice, h.Appeal: _appeal,
    h.Decision: _decision, h.Review: _review, h.Correction: _correction, h.ListEnd: _list_end, h.Lifted: _lifted,
    h.Turn: _turn,
}  # fmt: skip
