"""The score as somebody reckons it who reads nothing but the sentences of a story."""

from __future__ import annotations

import re
from collections.abc import Iterable

from glasshouse.stories.notebook import notebook
from glasshouse.wording.prose import number

#: What is said of points, and whether these are lost; each may name the score that was left.
LOST = (
    "cost", "cost unscored", "association", "association unscored", "association twice", "company", "company unscored",
    "company twice", "entries folded", "entries folded on", "entries folded noted", "points gone",
)  # fmt: skip
GAINED = ("register volunteering", "good deeds", "good deeds on", "good entries", "points back")
#: What only says where the score stands.
NAMED = ("fell", "rose", "joined chosen", "joined made")
BACK = ("points back", "points gone")
_NUMBERS = {number(n): n for n in range(2000)}


def _pattern(way: str) -> re.Pattern[str]:
    """A way of saying something, with groups for the points and the score."""
    text = re.escape(way).replace(r"\{", "{").replace(r"\}", "}")
    text = re.sub(r"\{[nN]\}", "(?P<n>[a-z0-9,]+?)", text)
    text = re.sub(r"\{(left|points)\}", r"(?P<left>[0-9,]+)", text)
    text = text.replace("points", "points?")
    return re.compile(re.sub(r"\{\w+\}", "[^.]+?", text), re.IGNORECASE)


WAYS = [(key, _pattern(way)) for key in (*LOST, *GAINED, *NAMED) for way in notebook().phrases[key]]


class Reckoning:
    """Reads sentences in order; ``faults`` are scores that do not follow from what was read before."""

    def __init__(self) -> None:
        self.score: int | None = None
        self.named: int | None = None  # a score that does not follow yet: what came back may be told next
        self.faults: list[str] = []
        self.read = self.backs = 0

    def sentences(self, said: Iterable[str]) -> Reckoning:
        """Read sentences."""
        for sentence in said:
            self._sentence(sentence)
        self._settle(f"the end, at {self.named}")
        return self

    def text(self, text: str) -> Reckoning:
        """Read sentences that stand in a row."""
        found = [(one.start(), -one.end(), key, one) for key, way in WAYS for one in way.finditer(text)]
        end = 0
        for start, _, key, one in sorted(found, key=lambda each: each[:2]):
            if start >= end:
                self._told(key, one)
                end = one.end()
        self._settle("the end")
        return self

    def _sentence(self, sentence: str) -> None:
        # What was said before in these words begins with its date.
        plain = re.sub(r"^(On|Between) [\d]+ \w+( and \d+ \w+)?(, again,)* ", "", sentence)
        key, found = next(((key, one) for key, way in WAYS if (one := way.fullmatch(plain))), ("", None))
        if found is not None:
            self._told(key, found)

    def _told(self, key: str, found: re.Match[str]) -> None:
        sentence = found[0]
        facts = found.groupdict()
        points = 0
        if facts.get("n"):
            points = _NUMBERS[facts["n"].lower()] * (1 if key in GAINED else -1)
        if key in BACK:
            self.backs += 1
            if self.score is None:  # where it began is not known: it may lie before what was named, or behind it
                self.named = None
                return
            if self.score == self.named:  # what was named follows without it: it is told before the next
                self._settle(sentence)
            self.score += points
            self._settle(sentence)
            return
        self._settle(sentence)
        self.read += 1
        self.score = None if self.score is None else self.score + points
        if facts.get("left"):
            self.named = int(facts["left"].replace(",", ""))

    def _settle(self, where: str) -> None:
        if self.named is None:
            return
        if self.score not in (None, self.named):  # nothing follows before the score is named for the first time
            self.faults.append(f"{self.named} was told, {self.score} follows: {where}")
        self.score, self.named = self.named, None
