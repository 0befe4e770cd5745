"""A story on a page of text: lines with what they are, so that a terminal can set them apart."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import zip_longest

from glasshouse.stories.story import Story, World, caption
from glasshouse.stories.telling import FIRST, LAST, Paragraph
from glasshouse.stories.why import Reason

#: Wider lines are hard to read; narrower ones leave no room for two columns.
WIDEST, TWO_COLUMNS = 96, 72
_GAP = 4
#: A line of the page: what it is ("note", "title", "date", "body") and its text.
Line = tuple[str, str]


def plain(story: Story, width: int = WIDEST) -> str:
    """The whole story as text."""
    return "\n".join(text.rstrip() for _, text in lines(story, width))


def lines(story: Story, width: int = WIDEST) -> Iterator[Line]:
    """The page, line by line."""
    width = max(24, min(width, WIDEST))
    here = story.here
    yield from _wrapped("note", FIRST, width)
    yield "body", ""
    yield "title", here.telling.title
    yield from _wrapped("note", caption(here), width)
    if story.chosen:
        yield from _wrapped("note", story.chosen, width)
    yield "body", ""
    yield from _wrapped("body", " ".join(here.telling.opening), width)
    yield "body", ""
    if story.there is None or story.parting is None:
        yield from _days(here.telling.days, width)
        yield from _why(here.telling.reasons, width)
        if here.telling.ending:
            yield "title", "What it came to"
            yield from _wrapped("body", " ".join(here.telling.ending), width)
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


def names(story: Story) -> tuple[str, str]:
    """What the two worlds are called at the head of their columns."""
    assert story.there is not None
    return capital_name(story.here.name), f"Under {story.there.name}"


def capital_name(name: str) -> str:
    """A world's name at the head of a column."""
    return "In the run" if name == "the run" else f"Under {name}"


def common(story: Story) -> tuple[Paragraph, ...]:
    """What happened before the two lives part to see."""
    shown = story.parting.shown if story.parting else None
    return tuple(one for one in story.here.telling.days if shown is None or one.last < shown)


def months(story: Story) -> list[tuple[str, list[Paragraph], list[Paragraph]]]:
    """What happened from then on, month by month, in either world; none where the lives never part."""
    if story.parting is None or story.parting.shown is None or story.there is None:
        return []
    start = story.here.source.scenario.start
    found: dict[date, tuple[list[Paragraph], list[Paragraph]]] = {}
    for place, world in enumerate((story.here, story.there)):
        for one in world.telling.days:
            if one.last >= story.parting.shown:
                when = start + timedelta(days=one.first)
                found.setdefault(when.replace(day=1), ([], []))[place].append(one)
    return [(f"{month:%B %Y}", *found[month]) for month in sorted(found)]


def reasons(story: Story) -> list[tuple[str, tuple[Reason, ...]]]:
    """The causes of sanctions, with the world of each: first those of both, from before the lives part to see."""
    here = story.here.telling.reasons
    if story.there is None or story.parting is None:
        return [("", here)]
    shown = story.parting.shown
    both = tuple(one for one in here if shown is None or one.day < shown)
    found = [("", both)]
    for world in (story.here, story.there):
        where = ", in the run" if world.name == "the run" else f", under {world.name}"
        found.append((where, tuple(one for one in world.telling.reasons if shown is not None and one.day >= shown)))
    return found


def _both(story: Story, there: World, width: int) -> Iterator[Line]:
    before = common(story)
    if before:
        yield from _days(before, width)
    assert story.parting is not None
    yield "title", "Two lives"
    if there.sentence:
        yield from _wrapped("note", f"Under {there.name}: {there.sentence}", width)
    yield from _wrapped("body", " ".join(story.parting.why), width)
    yield "body", ""
    titles = names(story)
    rows = months(story)
    if rows and width >= TWO_COLUMNS:
        yield from _columns([("title", titles[0])], [("title", titles[1])], width)
    for month, mine, other in rows:
        if width >= TWO_COLUMNS:
            half = (width - _GAP) // 2
            yield "title", month
            yield from _columns(_month(mine, half), _month(other, half), width)
        else:
            for title, paragraphs in zip(titles, (mine, other), strict=True):
                yield "title", f"{month}, {title[:1].lower()}{title[1:]}"
                yield from _month(paragraphs, width)
        yield "body", ""
    for where, found in reasons(story):
        yield from _why(found, width, where)
    for title, world in zip(titles, (story.here, there), strict=True):
        yield "title", f"What it came to: {title[:1].lower()}{title[1:]}"
        yield from _wrapped("body", " ".join(world.telling.ending), width)


def _month(paragraphs: list[Paragraph], width: int) -> list[Line]:
    found: list[Line] = []
    for one in paragraphs:
        found.append(("date", one.when))
        found += _wrapped("body", one.text, width, 2)
    return found or [("note", "(nothing more)")]


def _columns(left: list[Line], right: list[Line], width: int) -> Iterator[Line]:
    half = (width - _GAP) // 2
    for mine, other in zip_longest(left, right, fillvalue=("body", "")):
        yield mine[0] if mine[1] else other[0], f"{mine[1]:<{half}}{' ' * _GAP}{other[1]}"
