"""The chain of causes behind a sanction, told."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from glasshouse.mechanisms.registries import DEFAULT
from glasshouse.mechanisms.restrictions import DEFAULTER, DISHONEST
from glasshouse.stories.causes import Chain
from glasshouse.stories.history_events import Entry
from glasshouse.stories.notebook import Notebook
from glasshouse.stories.realise import Realiser
from glasshouse.stories.told_gates import doors
from glasshouse.wording.lists_and_nouns import listed
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
    listing = chain.listed
    both = bool(chain.by_list and chain.by_tier) and listing is not None
    both = both and listing is not None and (listing.day, listing.list) == (chain.day, DISHONEST.name)
    if chain.by_list and not both:
        said += _by_list(chain, realiser)
    if chain.by_tier:
        said += _by_tier(chain, realiser)
    if both:
        said.append(realiser.say("why blacklist now", list=DISHONEST.noun))
    if not said:
        said.append(realiser.say("why rules", doors=doors(chain.gates, realiser.book)))
    said += _verdict(chain, realiser)
    when = realiser.date(chain.day, year=True)
    return Reason(day=chain.day, when=when, heading=f"Why doors closed on {when}", sentences=tuple(said))


def _by_list(chain: Chain, realiser: Realiser) -> list[str]:
    name = realiser.book.list_noun(chain.listed.list if chain.listed else "")
    facts = {"list": name, "doors": doors(chain.by_list, realiser.book)}
    if chain.stale:
        return [realiser.say("why stale", **facts)]
    if chain.listed is not None and chain.listed.list == DEFAULTER.name:
        debts = [entry for entry in chain.entries if entry.kind == DEFAULT.name]
        false = bool(debts) and debts[-1].false
        when = realiser.date(debts[-1].day if debts else chain.listed.day)
        return [realiser.say("why judgment false" if false else "why judgment", when=when, **facts)]
    when = realiser.date(chain.listed.day if chain.listed else chain.day)
    key = "why blacklist" if chain.listed is None or chain.listed.list == DISHONEST.name else "why list"
    return [realiser.say(key, when=when, **facts)]


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
    return listed(parts)


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
