"""Sentences that the lab composes in English, away from any request, told in the language of whoever reads.

An error and a job in the queue are worded where they happen. Here stand those of their sentences that are translated,
with their values in braces; a sentence is known again by them. Any other stays as it is.
"""

from __future__ import annotations

import re
from functools import cache

from markupsafe import Markup

from glasshouse.languages.spoken import ENGLISH, in_english, plain, spoken, t, translated

SENTENCES = (
    # of the queue
    "Waiting. {before}",
    "It begins in a moment.",
    "One other comes before it.",
    "{count} others come before it.",
    "Starting. The first run on a machine compiles the model, which takes up to a minute.",
    "Simulating.",
    "Writing the tables and the report.",
    "Finished.",
    "Stopping, and keeping what is finished.",
    "It was cancelled before it began.",
    "It was stopped. {kept}",
    "Nothing is left of it.",
    "No replicate was whole by then.",
    "No replicate was whole by then. You can go on with it.",
    "{done} of {asked} replicates are whole and kept.",
    "{done} of {asked} replicates are whole and kept. You can go on with it.",
    "{count} jobs are waiting already. Wait for one to end, or cancel one.",
    "{name} is being gone on with already.",
    "{name} is finished; there is nothing left to do.",
    "This lab knows no such job; what it had finished is among the runs.",
    "The lab is closing.",
    # of the forms
    "People: a whole number from {low} to {high}.",
    "Days: a whole number from {low} to {high}.",
    "Replicates: a whole number from {low} to {high}.",
    "Times: a whole number from {low} to {high}.",
    "Draws: a whole number from {low} to {high}.",
    "Seed: a whole number from {low} to {high}.",
    "unknown preset '{name}'.",
    "unknown preset '{name}'. Did you mean '{other}'?",
    "unknown arm '{name}'.",
    "unknown arm '{name}'. Did you mean '{other}'?",
    "{count} other scenarios are too many; at most {most} at a time.",
    # of the stories
    "Of which run? Choose one, and then the person.",
    "Whose life? Write a person's number, from 0 to {last}.",
    "Enough people are waiting to have their story told. Try again in a moment.",
    "The life is still being simulated again. Open its page first.",
    "There is no run '{name}' in this lab's folder.",
    "There is no run '{name}' in this lab's folder. Did you mean '{other}'?",
    "There is no comparison '{name}' in this lab's folder.",
    "There is no comparison '{name}' in this lab's folder. Did you mean '{other}'?",
    "Person {number}",
    # of runs whose settings were changed
    "{scenario}, changed: {changes}",
    # of the comparisons
    "{scenario}, and other scenarios",
    "{scenario}, and {count} other scenario",
    "{scenario}, and {count} other scenarios",
    # of any page
    "There is no such page.",
    "That cannot be done here.",
    "There is no such table.",
    "There is no such drawing.",
    "There is no such file in this lab's folder.",
    "Another table is being evaluated; try again in a moment.",
    "The seed is a whole number from 0 to 4,294,967,295.",
    "The lab is busy. Try again in {seconds} seconds.",
    "The lab failed at this. The terminal says how.",
    "A later change took the place of this one.",
    "Too many are waiting for a crowd. Try again in a moment.",
    "This is for the teacher. With the class's address you can look at crowds.",
    "That is more than the lab takes at once ({most} bytes).",
    "'{name}' is nothing that can be asked for here.",
    "{name}: '{given}' is not a whole number.",
    "{name}: '{given}' is not a number.",
    "{name}: {given} is too little; at least {least}.",
    "{name}: {given} is too much; at most {most}.",
)
#: Values that are sentences or titles of the lab's own, those in the model's English, and those that are numbers; all
#: others somebody wrote.
_TOLD = frozenset(("before", "kept", "scenario"))
_ENGLISH = frozenset(("changes",))
_NUMBERS = frozenset("count low high most least last seconds done asked number".split())
_ENGLISH_NUMBER = re.compile(r"\d{1,3}(,\d{3})+")
_VALUE = re.compile(r"\\\{(\w+)\\\}")


def retold(said: str) -> str:
    """A sentence in the language that is spoken; the same where it is none of those above.

    >>> from glasshouse.languages.spoken import speaking
    >>> with speaking("de"):
    ...     retold("Waiting. One other comes before it."), retold("cameras.total: it is missing.")
    ('Wartet. Ein anderer Auftrag kommt vorher.', 'cameras.total: it is missing.')
    """
    return said if spoken() == ENGLISH else _retold(said) or said


def language_of(said: str) -> str:
    """The language in which ``retold`` tells a sentence.

    >>> from glasshouse.languages.spoken import speaking
    >>> with speaking("de"):
    ...     language_of("It begins in a moment."), language_of("cameras.total: it is missing.")
    ('de', 'en')
    """
    return spoken() if spoken() != ENGLISH and _retold(said) is not None else ENGLISH


def retell(said: object) -> Markup:
    """The same as what stands in an element, marked as English where it is."""
    text = str(said)
    known = text if spoken() == ENGLISH else _retold(text, marked=True)
    return in_english(text) if known is None else Markup.escape(known)


def _retold(said: str, *, marked: bool = False) -> str | None:
    """A sentence, or a title that there is a translation of; with what is English in it ``marked``, as an element."""
    for pattern, text in _patterns():
        if found := pattern.fullmatch(said):
            values = {name: _in_turn(name, value, marked) for name, value in found.groupdict().items()}
            return None if translated(text) is None else (t if marked else plain)(text, **values)
    return translated(said)


def _in_turn(name: str, value: str, marked: bool) -> str | int:
    """A value as it is told: sentences of the lab's own, numbers, and as it stands what somebody wrote."""
    if name in _TOLD:
        return _retold(value, marked=marked) or value
    if name in _ENGLISH and marked:
        return in_english(value)
    return _number(value) if name in _NUMBERS else value


def _number(value: str) -> str | int:
    """A number as such, so that it is written as the language writes it."""
    return int(value.replace(",", "")) if _ENGLISH_NUMBER.fullmatch(value) else value


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """How each sentence is known again; those with the most words of their own first."""
    first = sorted(SENTENCES, key=lambda text: -len(re.sub(r"\{\w+\}", "", text)))
    return tuple((re.compile(_VALUE.sub(_any, re.escape(text)), re.DOTALL), text) for text in first)


def _any(value: re.Match[str]) -> str:
    """What may stand in a value's place."""
    return f"(?P<{value[1]}>{r'[0-9][0-9,.]*' if value[1] in _NUMBERS else '.+?'})"
