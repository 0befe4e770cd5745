"""What the words of the page mean: each is one tap away."""

from __future__ import annotations

from collections.abc import Iterable

from glasshouse.control_panel import Dial, Lever
from glasshouse.interventions import INTERVENTIONS
from glasshouse.measures.concerned import told_by, ways_within
from glasshouse.scenario import Scenario

#: What can be counted in the page: the bit of a person's byte, what the key calls it, and a sentence's words.
OUTCOMES = {
    "sanctioned": {"bit": 8, "name": "Sanctioned", "words": "sanctioned"},
    "wrongly": {"bit": 16, "name": "of these, wrongly", "words": "wrongly sanctioned"},
    "mistaken": {"bit": 32, "name": "Mistaken by a camera", "words": "mistaken for someone else"},
    "recorded": {"bit": 64, "name": "On file", "words": "on file"},
}
_TERMS = {
    "sanctioned": (
        "Sanctioned",
        "On at least one day the system closed a door to this person: a flight, a train, a hotel, a loan, a school. "
        "It counts whether the record was right or wrong: whoever is wrongly sanctioned is among them.",
    ),
    "wrongly": (
        "Wrongly sanctioned",
        "On at least one day a false record closed a door that the same rules would have left open with a correct "
        "one. A correct record can close doors, too: then the rule is the harm, and it is not counted here.",
    ),
    "mistaken": (
        "Mistaken for someone else",
        "A camera that searches faces took this person for another one: for somebody on the watchlist, for whoever "
        "committed an offence, or for whoever was at some place, in some company or out at an odd hour.",
    ),
    "recorded": (
        "On file",
        "At the end, something against this person is on record: seen, reported by somebody, or entered by mistake. "
        "Nothing need follow from it.",
    ),
    "alarm": (
        "False alarm",
        "A face search named the wrong person: a watchlist alert on somebody who is not on the list, or an offence put "
        "to a stranger's face. One person can be the wrong person many times. A visit, company or an odd hour put to a "
        "stranger's record raises no alarm, so more people can be mistaken by a camera than there are false alarms.",
    ),
    "missed": (
        "Missed",
        "People on the watchlist whom no camera found in all these days; some of them should not be on the list. Where "
        "nobody is on a watchlist: searched faces that were matched to nobody.",
    ),
    "pinned": (
        "Pinned scenario",
        "What each change is compared with, person by person: the same people on the same days, with the same random "
        "numbers. At first it is the scenario as it is. Pin another one to compare with that.",
    ),
    "seed": (
        "Seed",
        "The number from which all chance is drawn. Another seed is another set of people and another year. What "
        "changes from seed to seed is chance. The page opens on a seed whose numbers for “China, as a blog post "
        "described it” are neither high nor low among ten, and whose groups stand as in far more people.",
    ),
    "range": (
        "Chance and assumptions",
        "Chance: the page simulates the same scenario with further seeds, each with other people and another year, and "
        "gives the lowest and the highest number. Assumptions: many of a scenario's numbers are not known. Each draw "
        "of an ensemble takes all of them anew from their ranges; 90 % of the draws lie between the two numbers. One "
        "ensemble ships with the page, of one scenario as it is; glasshouse run makes one of any scenario.",
    ),
    "digest": (
        "Digest",
        "A fingerprint of everybody's state and of all counts. If the command line prints the same one, it found the "
        "same result to the last bit.",
    ),
    "tiers": (
        "Score and tiers",
        "Points decide in which tier somebody is; the lower the tier, the more doors are closed. What is recorded "
        "takes points away, and they come back over time. Tiers change on scoring days.",
    ),
    "groups": (
        "Groups",
        "The ratio compares each group with the first. A bar shows the share of the group; the thin line shows where "
        "it stood in the pinned scenario.",
    ),
    "documented": (
        "Documented or hypothetical",
        "Documented: what the scenario says of a real system stands in its sources. Hypothetical: it does not, or a "
        "control was moved. The people are invented either way.",
    ),
}


def opens_on(scenario: Scenario) -> str:
    """What is counted at first: sanctions; where nothing closes a door, mistakes of cameras; else what is on file.

    >>> from glasshouse.scenario import load
    >>> [opens_on(load(name)) for name in ("as-described", "london-lfr", "informant-society")]
    ['sanctioned', 'mistaken', 'recorded']
    """
    way = told_by(scenario)
    return way.opens_on if way.within(scenario) else "recorded"


def counted_in(scenario: Scenario) -> tuple[str, ...]:
    """What a page counts of a scenario, of `OUTCOMES`: what can happen in it.

    Who is on file is counted only where nothing else can happen; elsewhere that is half the crowd.

    >>> from glasshouse.scenario import load
    >>> [counted_in(load(name)) for name in ("as-described", "london-lfr", "informant-society")]
    [('sanctioned', 'wrongly', 'mistaken'), ('mistaken',), ('recorded',)]
    """
    opening = opens_on(scenario)
    possible = {"recorded": opening == "recorded"}
    for way in ways_within(scenario):
        possible.setdefault(way.opens_on, True)
    possible["wrongly"] = possible.get("sanctioned", False)
    return tuple(name for name in OUTCOMES if possible.get(name, False))


def terms(dial: Dial, levers: Iterable[Lever]) -> dict[str, dict[str, str]]:
    """Title and definition of each term, by its name in the page.

    >>> terms(Dial(name="x", key="a.b", title="X", hint="How x.", stops=(), shown="whole"), ())["dial"]
    {'title': 'X', 'text': 'How x.'}
    """
    told = {**_TERMS, "dial": (dial.title, dial.hint)}
    for lever in levers:
        safeguard = INTERVENTIONS[lever.safeguard]
        told[lever.name] = (lever.title, f"{safeguard.sentence} Where it fails: {_lower(safeguard.fails)}")
    return {name: {"title": title, "text": text} for name, (title, text) in told.items()}


def _lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]
