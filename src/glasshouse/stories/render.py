"""A life as a person would tell it: who this is, what happened, why, and what it came to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from glasshouse.headlines.headline import NOT_A_FORECAST
from glasshouse.stories.aggregate import render_aggregate
from glasshouse.stories.beginning_and_end import ending, finding, opening
from glasshouse.stories.history import History
from glasshouse.stories.history_events import HistoryEvent, Turn
from glasshouse.stories.notebook import Notebook
from glasshouse.stories.realise import Realiser
from glasshouse.stories.segments import Segment, segments
from glasshouse.stories.someone import Neighbourhood
from glasshouse.stories.told_days import Memory, render_day
from glasshouse.stories.told_reasons import Reason, reasons
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
class Rendering:
    """A story in words. ``title`` names the person, ``finding`` says what it came to."""

    title: str
    finding: str
    opening: tuple[str, ...]
    days: tuple[Paragraph, ...]
    reasons: tuple[Reason, ...]
    ending: tuple[str, ...]

    def sentences(self) -> list[str]:
        """Every sentence, in order, without headings."""
        middle = [sentence for paragraph in self.days for sentence in paragraph.sentences]
        why = [sentence for reason in self.reasons for sentence in reason.sentences]
        return [*self.opening, *middle, *why, *self.ending]


def render(
    history: History,
    *,
    hood: Neighbourhood,
    start: date,
    turns: tuple[Turn, ...] = (),
    split: int | None = None,
    book: Notebook | None = None,
) -> Rendering:
    """Tell a life. `turns` happened to everybody; no paragraph reaches across the day `split`.

    `book` has the words, those of the shipped mechanisms unless given.
    """
    realiser = Realiser.of(history.person, start, book)
    memory = Memory(history, hood)
    first = realiser.date(0, year=True)
    begun = opening(history, realiser, first)
    for sentence in begun:
        realiser.keep(sentence)
    days = _days(segments(_merged(history.events, turns), split, realiser.book.slight), realiser, memory)
    return Rendering(
        title=capital(named(history.person.number)),
        finding=finding(history),
        opening=tuple(begun),
        days=tuple(days),
        reasons=tuple(reasons(history.chains, realiser)),
        ending=tuple(realiser.once(sentence) for sentence in ending(history, realiser)),
    )


def _merged(events: tuple[HistoryEvent, ...], turns: tuple[Turn, ...]) -> list[HistoryEvent]:
    """Turns come first on their day."""
    return sorted([*turns, *events], key=lambda one: one.day)


def _days(found: list[Segment], realiser: Realiser, memory: Memory) -> list[Paragraph]:
    told: list[Paragraph] = []
    before = 0
    year = None
    for segment in found:
        sentences = []
        if segment.first - before > _QUIET:
            length = span(segment.first - before)
            key = "quiet" if told else "quiet at first"
            sentences.append(realiser.say(key, span=length, Span=capital(length)))
        sentences += (render_aggregate if segment.aggregated else render_day)(segment.events, realiser, memory)
        before = segment.last
        if sentences:
            when = _when(segment, realiser, year)
            year = realiser.date(segment.last, year=True)[-4:]
            told.append(Paragraph(first=segment.first, last=segment.last, when=when, sentences=tuple(sentences)))
    return told


def _when(segment: Segment, realiser: Realiser, year: str | None) -> str:
    """The date or the dates of a beat; the year where it is new."""
    new = realiser.date(segment.last, year=True)[-4:] != year
    last = realiser.date(segment.last, year=new)
    if segment.first == segment.last:
        return last
    first = realiser.date(segment.first)
    same_month = first.split()[1] == last.split()[1]
    return f"{first.split()[0] if same_month else first} to {last}"
