"""The chain of causes behind a sanction, told."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from glasshouse.person_list import PersonList
from glasshouse.stories.causes import Chain
from glasshouse.stories.history_events import Entry
from glasshouse.stories.notebook import Notebook
from glasshouse.stories.realise import Realiser
from glasshouse.stories.told_gates import doors
from glasshouse.wording.lists_and_nouns import enumerated
from glasshouse.wording.numbers import whole
from glasshouse.wording.prose import capital, counted, number


@dataclass(frozen=True, kw_only=True)
class Reason:
    """Why the doors closed on a day: a heading and its sentences."""

    day: int
    when: str
    heading: str
    sentences: tuple[str, ...]


def reasons(chains: tuple[Chain, ...], realiser: Realiser) -> list[Reason]:
    """One for each sanction, in order."""
    return [_reason(chain, realiser) for chain in chains]


def _reason(chain: Chain, realiser: Realiser) -> Reason:
    realiser.at(chain.day)
    said: list[str] = []
    which = _list_of(chain, realiser.book)
    today = chain.listed is not None and chain.listed.day == chain.day
    with_tier = which.from_tier if which is not None and today and chain.by_list and chain.by_tier else ()
    if chain.by_list and not with_tier:
        said += _by_list(chain, realiser)
    if chain.by_tier:
        said += _by_tier(chain, realiser)
    if which is not None and with_tier:
        said.append(realiser.say(with_tier, list=which.noun))
    if not said:
        said.append(realiser.say("why rules", doors=doors(chain.gates, realiser.book)))
    said += _verdict(chain, realiser)
    when = realiser.date(chain.day, year=True)
    return Reason(day=chain.day, when=when, heading=f"Why doors closed on {when}", sentences=tuple(said))


def _list_of(chain: Chain, book: Notebook) -> PersonList | None:
    return book.lists.get(chain.listed.list) if chain.listed else None


def _by_list(chain: Chain, realiser: Realiser) -> list[str]:
    which = _list_of(chain, realiser.book)
    facts = {"list": which.noun if which is not None else "list", "doors": doors(chain.by_list, realiser.book)}
    if chain.stale:
        return [realiser.say("why stale", **facts)]
    day, ways = chain.listed.day if chain.listed else chain.day, which.closes if which is not None else ()
    if which is not None and which.after is not None:
        entries = [entry for entry in chain.entries if entry.kind == which.after.name]
        day = entries[-1].day if entries else day
        ways = (which.closes_falsely if entries and entries[-1].false else ()) or ways
    return [realiser.say(ways or "why list", when=realiser.date(day), **facts)]


def _by_tier(chain: Chain, realiser: Realiser) -> list[str]:
    said = []
    entries = [entry for entry in chain.entries if entry.points]
    if entries:
        lost = -sum(entry.points for entry in entries)
        facts = {
            "n": number(lost),
            "what": _items(entries, realiser.book),
            "when": realiser.date(chain.since),
            "start": whole(chain.start),
        }
        key = "why entry" if len(entries) == 1 else "why entries"
        said.append(realiser.say(key, many=number(len(entries)), Many=capital(number(len(entries))), **facts))
        if chain.recovered > 0:
            said.append(realiser.say("why back", n=number(chain.recovered)))
    if chain.joined:
        said.append(realiser.say("why joined"))
    standing = chain.points - chain.learned
    above = standing >= chain.floor  # points come and go; the tier is of the scoring before
    if chain.learned and not above:
        said.append(realiser.say("why learned" if chain.decided else "why learned in vain", n=number(chain.learned)))
    which = doors(chain.by_tier, realiser.book)
    facts = {"left": whole(standing), "tier": chain.tier, "floor": whole(chain.floor), "doors": which}
    said.append(realiser.say("why tier before" if above else "why tier", **facts))
    return said


def _items(entries: list[Entry], book: Notebook) -> str:
    """Entries of a kind together, with the points that each kind took."""
    groups: Counter[tuple[str, bool]] = Counter()
    points: Counter[tuple[str, bool]] = Counter()
    for entry in entries:
        key = (entry.source if entry.false else entry.kind, entry.false)
        groups[key] += 1
        points[key] -= entry.points
    parts = []
    for (name, false), n in groups.most_common():
        words = (book.things if false else book.entries)[name]
        unit = "" if parts else " points"
        parts.append(f"{counted(n, *words)} ({whole(points[name, false])}{unit})")
    return enumerated(parts)


def _verdict(chain: Chain, realiser: Realiser) -> list[str]:
    """Would it have happened without the false entries?"""
    said = []
    standing = chain.error_free_points - chain.learned
    facts = {"left": whole(standing), "tier": chain.error_free_tier, "would": doors(chain.would, realiser.book)}
    false = chain.false
    if chain.verdict == "all":
        key = "but for tier" if chain.by_tier and not chain.by_list else "but for all"
        said.append(realiser.say(key, **facts))
    elif chain.verdict == "some":
        said.append(realiser.say("but for some", **facts))
    elif false:
        said.append(realiser.say("but for none"))
    elif chain.entries:
        said.append(realiser.say("all true"))
    if chain.unjust and chain.would:
        said.append(realiser.say("why unjust lawful" if chain.lawful else "why unjust area"))
    return said
