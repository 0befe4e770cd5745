"""A life as a person would tell it: who this is, what happened, why, and what it came to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from glasshouse.results.headline import NOT_A_FORECAST
from glasshouse.stories.beats import Beat, beats
from glasshouse.stories.days import Memory, tell_day
from glasshouse.stories.ends import ending, opening
from glasshouse.stories.folding import tell_folded
from glasshouse.stories.happenings import Happening, Turn
from glasshouse.stories.life import Life
from glasshouse.stories.someone import Neighbourhood
from glasshouse.stories.voice import Voice
from glasshouse.stories.why import Reason, reasons
from glasshouse.wording.prose import capital, named, span

#: The first and the last line of every story.
FIRST = "The person in this story is invented. " + NOT_A_FORECAST.split(". ", 1)[1]
LAST = NOT_A_FORECAST
#: Days without anything to tell that are mentioned.
_QUIET = 45


@dataclass(frozen=True, kw_only=True)
class Paragraph:
    """A dated paragraph: first and last day, the date in words, and its sentences."""

    first: int
    last: int
    when: str
    sentences: tuple[str, ...]

    @property
    def text(self) -> str:
        """The sentences in a row."""
        return " ".join(self.sentences)


@dataclass(frozen=True, kw_only=True)
class Telling:
    """A story in words."""

    title: str
    opening: tuple[str, ...]
    days: tuple[Paragraph, ...]
    reasons: tuple[Reason, ...]
    ending: tuple[str, ...]

    def sentences(self) -> list[str]:
        """Every sentence, in order, without headings."""
        middle = [sentence for paragraph in self.days for sentence in paragraph.sentences]
        why = [sentence for reason in self.reasons for sentence in reason.sentences]
        return [*self.opening, *middle, *why, *self.ending]


def tell(
    life: Life, *, hood: Neighbourhood, start: date, turns: tuple[Turn, ...] = (), split: int | None = None
) -> Telling:
    """Tell a life. `turns` happened to everybody; no paragraph reaches across the day `split`."""
    voice = Voice.of(life.person, start)
    memory = Memory(life, hood)
    first = voice.date(0, year=True)
    begun = opening(life, voice, first)
    for sentence in begun:
        voice.keep(sentence)
    days = _days(beats(_merged(life.happenings, turns), split), voice, memory)
    return Telling(
        title=capital(named(life.person.number)),
        opening=tuple(begun),
        days=tuple(days),
        reasons=tuple(reasons(life.chains, voice)),
        ending=tuple(voice.once(sentence) for sentence in ending(life, voice)),
    )


def _merged(happenings: tuple[Happening, ...], turns: tuple[Turn, ...]) -> list[Happening]:
    """Turns come first on their day."""
    return sorted([*turns, *happenings], key=lambda one: one.day)


def _days(found: list[Beat], voice: Voice, memory: Memory) -> list[Paragraph]:
    told: list[Paragraph] = []
    before = 0
    year = None
    for beat in found:
        sentences = []
        if beat.first - before > _QUIET:
            length = span(beat.first - before)
            key = "quiet" if told else "quiet at first"
            sentences.append(voice.say(key, span=length, Span=capital(length)))
        sentences += (tell_folded if beat.folded else tell_day)(beat.happenings, voice, memory)
        before = beat.last
        if sentences:
            when = _when(beat, voice, year)
            year = voice.date(beat.last, year=True)[-4:]
            told.append(Paragraph(first=beat.first, last=beat.last, when=when, sentences=tuple(sentences)))
    return told


def _when(beat: Beat, voice: Voice, year: str | None) -> str:
    """The date or the dates of a beat; the year where it is new."""
    new = voice.date(beat.last, year=True)[-4:] != year
    last = voice.date(beat.last, year=new)
    if beat.first == beat.last:
        return last
    first = voice.date(beat.first)
    same_month = first.split()[1] == last.split()[1]
    return f"{first.split()[0] if same_month else first} to {last}"
