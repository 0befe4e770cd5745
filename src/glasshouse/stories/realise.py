"""A voice for one person: pronouns, numbers in words, dates, and no sentence twice."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, timedelta

from glasshouse.note import Ways
from glasshouse.stories.notebook import Notebook, notebook
from glasshouse.stories.someone import Someone
from glasshouse.wording.dates import day_and_month, in_words
from glasshouse.wording.prose import capital

#: By how a person is spoken of: what stands for {they} and its cases.
_SHE = {"they": "she", "them": "her", "their": "her", "theirs": "hers", "themself": "herself"}
_HE = {"they": "he", "them": "him", "their": "his", "theirs": "his", "themself": "himself"}
PRONOUNS = {"she": _SHE, "he": _HE}

#: What a phrase counts, of which there may be one, and what is said of it.
_SEVERAL = re.compile(r"(?<![\d,.])\b(1|[Oo]ne) (points|days|entries|alerts|sanctions|people|times)\b( were\b| are\b)?")
_SINGULAR = {"entries": "entry", "people": "person", " were": " was", " are": " is"}


def agreed(text: str) -> str:
    """A text in which one of something is one.

    >>> agreed("1 points were noted, and 21 points are left."), agreed("One entries counted.")
    ('1 point was noted, and 21 points are left.', 'One entry counted.')
    """

    def one(found: re.Match[str]) -> str:
        number, noun, verb = found[1], found[2], found[3] or ""
        return f"{number} {_SINGULAR.get(noun, noun.removesuffix('s'))}{_SINGULAR.get(verb, verb)}"

    return _SEVERAL.sub(one, text)


class Realiser:
    """Says things about one person.

    >>> v = Realiser(woman=True, start=date(2020, 1, 1))
    >>> v.say("notice"), v.say("notice") != v.say("notice")
    ('She was told, and told how to appeal.', True)
    """

    def __init__(self, *, woman: bool, start: date, book: Notebook | None = None) -> None:
        """Begin with nothing said; `book` has the words, those of the shipped mechanisms unless given."""
        self.book = book or notebook()
        words = _SHE if woman else _HE
        self.words = {
            **words,
            **{capital(key): capital(value) for key, value in words.items()},
            "worst": self.book.tiers[-1],
        }
        self.start = start
        self.turns: Counter[Ways] = Counter()
        self.said: set[str] = set()
        #: What is told now happened from the first to the second of these days.
        self.day = self.until = 0

    @classmethod
    def of(cls, person: Someone, start: date, book: Notebook | None = None) -> Realiser:
        """The voice for a person."""
        return cls(woman=person.woman, start=start, book=book)

    def at(self, day: int, until: int | None = None) -> None:
        """What is told from now on happened on a day, or from one to another."""
        self.day, self.until = day, day if until is None else until

    def date(self, day: int, *, year: bool = False) -> str:
        """A day of the run as a date."""
        when = self.start + timedelta(days=day)
        return in_words(when) if year else day_and_month(when)

    def fill(self, template: str, **facts: object) -> str:
        """A template with pronouns and facts, its nouns in the number that they say, and a capital letter in front."""
        return capital(agreed(template.format(**{**self.words, **facts})))

    def say(self, what: str | Ways, /, **facts: object) -> str:
        """The next way of saying something that was not said in these very words before.

        `what`: the ways, or what the mechanisms or ``phrases`` have ways of saying for.
        """
        variants = self.book.phrases[what] if isinstance(what, str) else what
        turn = self.turns[variants]
        self.turns[variants] += 1
        for k in range(len(variants)):
            # The first variant introduces a thing; the later ones take turns.
            place = turn + k if turn + k < len(variants) else 1 + (turn + k - 1) % max(1, len(variants) - 1)
            text = self.fill(variants[min(place, len(variants) - 1)], **facts)
            if self.keep(text):
                return text
        return self.anew(self.fill(variants[-1], **facts))

    def keep(self, text: str) -> bool:
        """Note a sentence as said; False if it was said before."""
        if text in self.said:
            return False
        self.said.add(text)
        return True

    def anew(self, text: str) -> str:
        """A sentence that was said before, with what sets it apart: when it happened."""
        small = text[:1].lower() + text[1:]
        when = f"On {self.date(self.day)}"
        if self.until > self.day:
            when = f"Between {self.date(self.day)} and {self.date(self.until)}"
        again = f"{when} {small}"
        while not self.keep(again):
            when += ", again,"
            again = f"{when} {small}"
        return again

    def once(self, text: str) -> str:
        """A sentence of one's own making, kept from being said twice."""
        return text if self.keep(text) else self.anew(text)
