"""How a story begins and ends: who this is, and what it came to."""

from __future__ import annotations

from glasshouse.stories.act_words import UNDID, age_of, doings
from glasshouse.stories.history import History
from glasshouse.stories.history_events import Alert, Appeal, Decision, Deed, Entry, ListEnd, Notice, Refusal
from glasshouse.stories.realise import Realiser
from glasshouse.stories.someone import Someone
from glasshouse.stories.told_gates import refusals
from glasshouse.wording.lists_and_nouns import enumerated
from glasshouse.wording.numbers import whole
from glasshouse.wording.prose import capital, counted, named, number, times

_FIFTHS = ("the poorest fifth", "the second-poorest fifth", "the middle fifth", "the second-richest fifth",
           "the richest fifth")  # fmt: skip
_HABITS = (
    "Three people in four do more in public and online than {they} does.",
    "{They} does less in public and online than most.",
    "{They} does more in public and online than most.",
    "{They} belongs to the quarter of people who do most in public and online.",
)


def noun(person: Someone) -> str:
    """What to call a person: a girl of the minority, a man of the majority, a woman who is one of the nuns."""
    word = ("girl" if person.woman else "boy") if person.child else ("woman" if person.woman else "man")
    if person.minority is None:
        return f"a {word}, one of the {person.group}"
    return f"a {word} of {'a minority' if person.minority else 'the majority'}"


def _all_days(history: History) -> str:
    return f"{whole(history.days)} {'day' if history.days == 1 else 'days'}"


def finding(history: History) -> str:
    """What this life came to in one sentence, which is the title of its page."""
    who, over = named(history.person.number), _all_days(history)
    if history.person.child:
        return f"Nothing is recorded about {who}, a child."
    days = sum(spell.days for spell in history.spells)
    if not days:
        stops = sum(one.stopped for one in history.of(Alert))
        if stops:
            return f"Police stopped {who} {times(stops)} in {over}."
        return f"In {over} no door closed to {who}."
    wrongful, unjust = (sum(getattr(spell, kind) for spell in history.spells) for kind in ("wrongful", "unjust"))
    parts, kind = (wrongful, "wrongfully") if wrongful else (unjust, "unjustly by rule")
    share = f", {'all' if parts == days > 1 else whole(parts)} of them {kind}" if parts else ""
    share = share if days > 1 else f", {kind}" if parts else ""
    return f"{capital(who)} was under sanction on {whole(days)} of {over}{share}."


def opening(history: History, realiser: Realiser, first: str) -> list[str]:
    """Who this invented person is."""
    p = history.person
    where = f"{p.district}, {p.place}"
    where = where if p.all_urban else f"{'an urban' if p.urban else 'a rural'} part of {where}"
    age = "under 15" if p.child else age_of(p)
    said = [f"{capital(named(p.number))} is {noun(p)}, {age}, and lives in {where}."]
    said.append(
        realiser.fill("{they} belongs to {fifth} by income and {home}.", fifth=_FIFTHS[p.income - 1], home=_home(p))
    )
    if p.child:
        said.append(
            realiser.fill("In this model, children make trips and pass cameras, and nothing else happens to {them}.")
        )
        return said
    party = "is a member of the party" if p.member else "is not in the party"
    online = "uses the internet" if p.internet else "does not use the internet"
    said.append(realiser.fill("{they} " + f"{party} and {online}."))
    said.append(realiser.fill(_HABITS[p.habit]))
    said.append(_score(history, realiser, first))
    return said


def _home(p: Someone) -> str:
    if not p.household:
        return "is drawn in a household of one, whatever the age" if p.child else "lives alone"
    others = enumerated([whole(n) for n in p.household])
    one = len(p.household) == 1
    return f"shares a home with person {others}" if one else f"shares a home with persons {others}"


def _score(history: History, realiser: Realiser, first: str) -> str:
    if history.scored:
        return realiser.fill(f"When the story begins, on {first}, {{they}} has a score.")
    return realiser.fill(f"When the story begins, on {first}, {{they}} has no score.")


def ending(history: History, realiser: Realiser) -> list[str]:
    """What it came to, in numbers."""
    if history.person.child:
        return ["Nothing is recorded about children."]
    said = [_days(history, realiser)]
    said += _shares(history, realiser)
    said += _refusals(history, realiser) + _redress(history, realiser) + _record(history, realiser)
    said += _stops(history, realiser) + _undone(history, realiser)
    return [*said, *_feelings(history, realiser)]


def _days(history: History, realiser: Realiser) -> str:
    days = sum(spell.days for spell in history.spells)
    if not days:
        return realiser.fill(f"In {_all_days(history)} no door closed to {{them}}.")
    spells = "in one stretch" if len(history.spells) == 1 else f"in {number(len(history.spells))} stretches"
    if days == history.days:
        spells = "which is every one"
    spells = "" if days == 1 else f", {spells}"
    return realiser.fill(f"Of {whole(history.days)} days {{they}} lived {number(days)} under sanction{spells}.")


def _shares(history: History, realiser: Realiser) -> list[str]:
    days = sum(spell.days for spell in history.spells)
    said = []
    for name, what in (
        ("wrongful", "wrongful: a false record closed what a true one would have left open."),
        ("unjust", "unjust by rule: what was true closed doors, and the rule was the harm."),
    ):
        n = sum(getattr(spell, name) for spell in history.spells)
        if n:
            share = (
                "It was"
                if days == 1
                else "All of them were"
                if n == days
                else counted(n, "one of them was", "of them were")
            )
            said.append(f"{capital(share)} {what}")
    return said


def _refusals(history: History, realiser: Realiser) -> list[str]:
    gates = [one.gate for one in history.of(Refusal)]
    if not gates:
        return [realiser.fill("{they} tried no closed door.")] if history.spells else []
    where, many = refusals(gates, realiser.book), times(len(gates))
    join = ": " if len(set(gates)) > 1 else ", always " if len(gates) > 1 else " "
    return [realiser.fill(f"In all {{they}} was turned away {many}{join}{where}.")]


def _stops(history: History, realiser: Realiser) -> list[str]:
    """Alerts of watchlist cameras, and how often police came."""
    alerts = history.of(Alert)
    if not alerts:
        return []
    stops = sum(one.stopped for one in alerts)
    many = counted(len(alerts), "one alert", "alerts")
    if not stops:
        return [realiser.fill(f"Watchlist cameras raised {many} on {{them}} in all, and nobody came.")]
    return [realiser.fill(f"Police stopped {{them}} {times(stops)} in all, on {many}.")]


def _record(history: History, realiser: Realiser) -> list[str]:
    entries = [one for one in history.of(Entry) if one.observed and not one.good]
    if not entries:
        return [realiser.fill("Nothing was entered against {them}.")]
    false = sum(one.false for one in entries)
    word = counted(len(entries), "One entry was", "entries were")
    said = f"{capital(word)} made against {{them}}"
    if len(entries) == 1:
        said += ", and it was false." if false else ", and it was true."
    elif not false:
        said += ", both true." if len(entries) == 2 else ", all of them true."
    elif false == len(entries):
        said += ", both false." if len(entries) == 2 else ", all of them false."
    else:
        said += f", {number(false)} of them false."
    return [realiser.fill(said), *_beyond(history, realiser)]


def _beyond(history: History, realiser: Realiser) -> list[str]:
    """Listings that nobody removed in time."""
    weeks = sum(one.stale for one in history.of(ListEnd))
    if not weeks:
        return []
    more = counted(weeks, "a week", "weeks")
    return [realiser.fill(f"{{their}} name was left on a list beyond its term, for {more} more.")]


def _undone(history: History, realiser: Realiser) -> list[str]:
    lawful = ("assembly", "critical post", "critical message")
    acts = [one.act for one in history.of(Deed) if one.held_back == "fear" and one.act in lawful]
    if not acts:
        return []
    deeds = doings(acts, UNDID).format(**realiser.words)
    return [realiser.fill("Out of fear, over the whole time, {they} {deeds}.", deeds=deeds)]


def _redress(history: History, realiser: Realiser) -> list[str]:
    if not history.spells:
        return []
    notices, appeals = len(history.of(Notice)), len(history.of(Appeal))
    sanctions = len(history.chains)
    if not notices:
        return [realiser.fill("Nobody ever told {them} why." if sanctions > 1 else "Nobody told {them} why.")]
    what = "the sanction" if sanctions == 1 else f"{number(notices)} of {number(sanctions)} sanctions"
    told = f"{{they}} was told of {what}"
    if notices == sanctions and sanctions > 1:
        told = "{they} was told each time"
    if not appeals:
        return [realiser.fill(told + " and did not appeal.")]
    outcomes = [one.outcome for one in history.of(Decision)]
    open_ = (
        "" if len(outcomes) == appeals else "; the last appeal is still open" if appeals > 1 else "; it is still open"
    )
    won = sum(outcome != "rejected" for outcome in outcomes)
    end = f", and won {times(won)}" if won else ", and lost" if outcomes else ""
    return [realiser.fill(f"{told}, appealed {times(appeals)}{end}{open_}.")]


def _feelings(history: History, realiser: Realiser) -> list[str]:
    top = max(history.fear)
    when = history.fear.index(top)
    first, last = history.fear[0], history.fear[-1]
    said = []
    if top > first:
        peak = f", was highest on {realiser.date(when)}, at {top}," if top > last else ""
        said.append(
            realiser.fill(f"On a scale from 0 to 255, {{their}} fear began at {first}{peak} and ended at {last}.")
        )
    low = min(history.trust)
    if low < history.trust[0]:
        end = f" and ended at {history.trust[-1]}" if history.trust[-1] > low else ""
        said.append(f"Trust fell from {history.trust[0]} to {low}{end}.")
    return said
