"""A story on a page of text: lines with what they are, so that a terminal can set them apart."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import zip_longest

from glasshouse.stories.render import FIRST, LAST, Paragraph
from glasshouse.stories.told_arms import ToldArm, ToldArms, caption
from glasshouse.stories.told_reasons import Reason
from glasshouse.wording.dates import month_and_year
from glasshouse.wording.prose import capital

#: Wider lines are hard to read; narrower ones leave no room for two columns.
WIDEST, TWO_COLUMNS = 96, 72
_GAP = 4
#: A line of the page: what it is ("note", "title", "date", "body") and its text.
Line = tuple[str, str]
#: What stands for a month that an earlier paragraph of the same scenario covers, and once at the end of all.
ABOVE, OVER = "(see above)", "(nothing more)"
#: Before the gravest thing that a scenario leaves out.
LEAVES_OUT = "What this scenario leaves out, among others:"


@dataclass(frozen=True, kw_only=True)
class MonthColumn:
    """A month in one scenario: paragraphs, or what stands in their place ("" within a life that goes on)."""

    told: tuple[Paragraph, ...] = ()
    instead: str = ""


@dataclass(frozen=True, kw_only=True)
class Month:
    """A month in both scenarios."""

    title: str
    here: MonthColumn
    there: MonthColumn


def plain(story: ToldArms, width: int = WIDEST) -> str:
    """The whole story as text."""
    return "\n".join(text.rstrip() for _, text in lines(story, width))


def lines(story: ToldArms, width: int = WIDEST) -> Iterator[Line]:
    """The page, line by line."""
    width = max(24, min(width, WIDEST))
    here = story.here
    yield from _wrapped("note", FIRST, width)
    yield "body", ""
    yield "title", here.rendering.title
    yield from _wrapped("note", caption(here), width)
    if here.source.scenario.leaves_out:
        yield from _wrapped("note", f"{LEAVES_OUT} {here.source.scenario.leaves_out[0]}", width)
    if story.chosen:
        yield from _wrapped("note", story.chosen, width)
    yield "body", ""
    yield from _wrapped("body", " ".join(here.rendering.opening), width)
    yield "body", ""
    if story.there is None or story.parting is None:
        yield from _days(here.rendering.days, width)
        yield from _why(here.rendering.reasons, width)
        if here.rendering.ending:
            yield "title", "What it came to"
            yield from _wrapped("body", " ".join(here.rendering.ending), width)
            yield "body", ""
    else:
        yield from _both(story, story.there, width)
        yield "body", ""
    yield from _wrapped("note", LAST, width)


def _wrapped(what: str, text: str, width: int, indent: int = 0) -> Iterator[Line]:
    space = " " * indent
    for line in textwrap.wrap(text, width, initial_indent=space, subsequent_indent=space) or [""]:
        yield what, line


def _days(days: Sequence[Paragraph], width: int) -> Iterator[Line]:
    for paragraph in days:
        yield "date", paragraph.when
        yield from _wrapped("body", paragraph.text, width, _GAP)
    if days:
        yield "body", ""


def _why(found: Iterable[Reason], width: int, where: str = "") -> Iterator[Line]:
    reason = None
    for reason in found:
        yield "date", reason.heading + where
        yield from _wrapped("body", " ".join(reason.sentences), width, _GAP)
    if reason is not None:
        yield "body", ""


def names(story: ToldArms) -> tuple[str, str]:
    """What the two scenarios are called at the head of their columns."""
    assert story.there is not None
    return capital(story.here.where), capital(story.there.where)


def common(story: ToldArms) -> tuple[Paragraph, ...]:
    """What happened before the two lives part to see; without a parting, what is told of both."""
    days = story.here.rendering.days
    if story.parting is None or story.there is None:
        return days
    if story.parting.shown is None:  # the same life, though something may have happened to everybody else
        return tuple(one for one in days if one in story.there.rendering.days)
    return tuple(one for one in days if one.last < story.parting.shown)


def months(story: ToldArms) -> list[Month]:
    """What happened from then on, month by month, in either scenario; none where the lives never part."""
    if story.parting is None or story.parting.shown is None or story.there is None:
        return []
    start, shown = story.here.source.scenario.start, story.parting.shown
    histories = [[one for one in arm.rendering.days if one.last >= shown] for arm in (story.here, story.there)]
    found = sorted({_month_of(start, one.first) for history in histories for one in history})
    here, there = (_column(history, found, start) for history in histories)
    return [Month(title=month_and_year(month), here=here[k], there=there[k]) for k, month in enumerate(found)]


def _month_of(start: date, day: int) -> date:
    return (start + timedelta(days=day)).replace(day=1)


def _column(history: Sequence[Paragraph], found: Sequence[date], start: date) -> list[MonthColumn]:
    """One scenario's paragraphs by the month in which they begin."""
    begun = [_month_of(start, one.first) for one in history]
    ended = [_month_of(start, one.last) for one in history]
    columns: list[MonthColumn] = []
    for month in found:
        told = tuple(one for one, first in zip(history, begun, strict=True) if first == month)
        covered = any(first < month <= last for first, last in zip(begun, ended, strict=True))
        over = all(last < month for last in ended) and all(column.instead != OVER for column in columns)
        columns.append(MonthColumn(told=told, instead="" if told else ABOVE if covered else OVER if over else ""))
    return columns


def reasons(story: ToldArms) -> list[tuple[str, tuple[Reason, ...]]]:
    """The causes of sanctions, with the arm of each: first those of both, from before the lives part to see."""
    here = story.here.rendering.reasons
    if story.there is None or story.parting is None:
        return [("", here)]
    shown = story.parting.shown
    both = tuple(one for one in here if shown is None or one.day < shown)
    found = [("", both)]
    for arm in (story.here, story.there):
        after = tuple(one for one in arm.rendering.reasons if shown is not None and one.day >= shown)
        found.append((f", {arm.where}", after))
    return found


def _both(story: ToldArms, there: ToldArm, width: int) -> Iterator[Line]:
    before = common(story)
    if before:
        yield from _days(before, width)
    assert story.parting is not None
    yield "title", "Two lives"
    if there.sentence:
        yield from _wrapped("note", f"{capital(there.where)}: {there.sentence}", width)
    yield from _wrapped("body", " ".join(story.parting.why), width)
    yield "body", ""
    titles = names(story)
    rows = months(story)
    if rows and width >= TWO_COLUMNS:
        yield from _columns([("title", titles[0])], [("title", titles[1])], width)
    for month in rows:
        if width >= TWO_COLUMNS:
            half = (width - _GAP) // 2
            yield "title", month.title
            yield from _columns(_month(month.here, half), _month(month.there, half), width)
        else:
            for arm, column in ((story.here, month.here), (there, month.there)):
                if column.told or column.instead:
                    yield "title", f"{month.title}, {arm.where}"
                    yield from _month(column, width)
        yield "body", ""
    for where, found in reasons(story):
        yield from _why(found, width, where)
    for arm in (story.here, there):
        yield "title", f"What it came to: {arm.where}"
        yield from _wrapped("body", " ".join(arm.rendering.ending), width)


def _month(column: MonthColumn, width: int) -> list[Line]:
    found: list[Line] = []
    for one in column.told:
        found.append(("date", one.when))
        found += _wrapped("body", one.text, width, 2)
    return found or [("note", column.instead)]


def _columns(left: list[Line], right: list[Line], width: int) -> Iterator[Line]:
    half = (width - _GAP) // 2
    for mine, other in zip_longest(left, right, fillvalue=("body", "")):
        yield mine[0] if mine[1] else other[0], f"{mine[1]:<{half}}{' ' * _GAP}{other[1]}"
