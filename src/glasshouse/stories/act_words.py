"""Words for what the model has names for: acts, lists, people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from glasshouse.stories.someone import Someone
from glasshouse.wording.lists_and_nouns import enumerated
from glasshouse.wording.prose import counted, named, number, times

#: A false entry as a thing, where neither a note of a sensor nor a letter stands behind it.
FALSE = ("a false entry", "false entries")
#: Doing it, in the past: (once, several times; {n} is the number).
DID = {
    "offence": ("committed a petty offence", "committed {n} petty offences"),
    "assembly": ("went to a lawful gathering", "went to {n} lawful gatherings"),
    "critical post": ("wrote a critical post", "wrote {n} critical posts"),
    "critical message": ("sent a critical message", "sent {n} critical messages"),
    "unlawful post": ("wrote an unlawful post", "wrote {n} unlawful posts"),
    "default": ("left a court order unpaid", "left {n} court orders unpaid"),
    "late payment": ("paid a tax or a fine late", "paid taxes or fines late {times}"),
    "purchase": (
        "bought something that the scoring rules penalise",
        "{times} bought something that the scoring rules penalise",
    ),
}
#: What a camera had.
FILMED = {
    "offence": ("a petty offence of {theirs}", "{n} petty offences of {theirs}"),
    "assembly": ("{them} at a lawful gathering", "{them} at {n} lawful gatherings"),
}
#: Leaving it undone.
UNDID = {
    "offence": ("refrained from a petty offence", "refrained from {n} petty offences"),
    "assembly": ("stayed away from a lawful gathering", "stayed away from {n} lawful gatherings"),
    "critical post": ("did not write a critical post", "left {n} critical posts unwritten"),
    "critical message": ("did not send a critical message", "kept {n} critical messages to {themself}"),
    "unlawful post": ("refrained from an unlawful post", "refrained from {n} unlawful posts"),
    "volunteering": ("did not volunteer after all", "did not volunteer after all {times}"),
}
TIES = {
    "household": ("somebody at home", "people at home"),
    "neighbour": ("a neighbour", "neighbours"),
    "workplace": ("a colleague", "colleagues"),
    "": ("an acquaintance", "acquaintances"),
}
_AGE = {"child": "under 15", "adult": "between 15 and 59", "older": "of 60 or more"}


def things(kinds: Iterable[str], table: dict[str, tuple[str, str]]) -> str:
    """Kinds counted and put in a row, the most frequent first.

    >>> things(["post", "visit", "post"], {"post": ("a post", "posts"), "visit": ("a visit", "visits")})
    'two posts and a visit'
    """
    found = Counter(kinds).most_common()
    return enumerated([counted(n, *table[kind]) for kind, n in found])


def doings(kinds: Iterable[str], table: dict[str, tuple[str, str]]) -> str:
    """Deeds counted and put in a row.

    >>> doings(["offence", "critical post", "offence"], DID)
    'committed two petty offences and wrote a critical post'
    """
    found = Counter(kinds).most_common()
    return enumerated([_doing(table[kind], n) for kind, n in found])


def _doing(words: tuple[str, str], n: int) -> str:
    return words[0] if n == 1 else words[1].replace("{n}", number(n)).replace("{times}", times(n))


def acquaintance(number: int, tie: str) -> str:
    """Somebody of the circle.

    >>> acquaintance(5532, "neighbour")
    'a neighbour (person 5,532)'
    """
    return f"{TIES[tie][0]} ({named(number)})"


def stranger(someone: Someone) -> str:
    """Somebody else, in few words."""
    noun = ("girl" if someone.woman else "boy") if someone.child else ("woman" if someone.woman else "man")
    if someone.minority is None:
        return (
            f"one of the {someone.group}, a {noun} {_AGE[someone.age]} in {someone.district} ({named(someone.number)})"
        )
    kind = "minority" if someone.minority else "majority"
    return f"a {kind} {noun} {_AGE[someone.age]} in {someone.district} ({named(someone.number)})"


def age_of(someone: Someone) -> str:
    """The age band."""
    return {"child": "under 15", "adult": "between 15 and 59", "older": "60 or older"}[someone.age]
