"""A life at a glance: a line of days with what entered the record, and the stretches behind closed doors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape

from glasshouse.stories.history import History
from glasshouse.stories.history_events import Deed, Entry, Refusal
from glasshouse.wording.dates import in_words
from glasshouse.wording.lists_and_nouns import counted, times


@dataclass(frozen=True, kw_only=True)
class _Layout:
    """Where things stand, in pixels: the middles of the rows of records, doors, refusals and what was left undone.

    ``above`` is how far over a row its name stands; None puts it to the left. ``apart`` is the room of a month's name.
    """

    width: int
    left: int
    right: int
    rows: tuple[int, int, int, int]
    bottom: int
    above: int | None
    apart: int

    def x(self, history: History, day: float) -> float:
        return round(self.left + (self.width - self.left - self.right) * day / history.days, 1)


_NAMES = ("Entered the record", "Doors closed", "Turned away", "Left undone in fear")
_BROAD = _Layout(width=960, left=150, right=12, rows=(26, 58, 88, 114), bottom=134, above=None, apart=62)
#: The whole life on a phone: names above their rows, so that the days have all of the width.
_NARROW = _Layout(width=350, left=2, right=4, rows=(34, 80, 124, 164), bottom=180, above=16, apart=54)


def strip(history: History, start: date, title: str, parted: int | None = None) -> str:
    """The days as SVG, for a broad page and for a phone; the style sheet shows one. `parted`: when two lives part.

    What it shows stands in its description, too.
    """
    said = f"{escape(title)}: {escape(_description(history, start, parted))}"
    head = f'role="img" aria-label="{said}"><title>{escape(title)}</title>'
    return "".join(
        f'<div class="{name}"><svg class="strip" viewBox="0 0 {layout.width} {layout.bottom + 22}" {head}'
        f"{''.join(_body(layout, history, start, parted))}</svg></div>"
        for name, layout in (("broad", _BROAD), ("narrow", _NARROW))
    )


def _body(layout: _Layout, history: History, start: date, parted: int | None) -> Iterator[str]:
    yield from _frame(layout, history, start)
    yield from _spells(layout, history)
    yield from _entries(layout, history)
    yield from _dots(layout, history)
    yield from _parting(layout, history, parted)


def _description(history: History, start: date, parted: int | None) -> str:
    entries = [one for one in history.of(Entry) if one.observed and not one.good]
    false = sum(one.false for one in entries)
    days = sum(spell.days for spell in history.spells)
    when = start + timedelta(days=parted) if parted is not None else None
    turned = history.of(Refusal)
    wrongly = sum(one.day in history.wrongful for one in turned)
    return (
        f"{counted(len(entries), 'entry', 'entries')} against the person, {false} of them false; {days} of "
        f"{counted(history.days, 'day')} behind closed doors; turned away {times(len(turned))}, "
        f"{wrongly} of them under a wrongful sanction." + (f" The two lives part on {in_words(when)}." if when else "")
    )


def _frame(layout: _Layout, history: History, start: date) -> Iterator[str]:
    for day in _months(layout, history, start):
        x = layout.x(history, day)
        yield f'<line x1="{x}" y1="8" x2="{x}" y2="{layout.bottom - 4}" class="strip-month"/>'
        when = start + timedelta(days=day)
        yield f'<text x="{x}" y="{layout.bottom + 14}" class="strip-date">{when:%b}{_year(when, day)}</text>'
    for name, y in zip(_NAMES, layout.rows, strict=True):
        down = 4 if layout.above is None else -layout.above
        yield f'<line x1="{layout.left}" y1="{y}" x2="{layout.width - layout.right}" y2="{y}" class="strip-line"/>'
        yield f'<text x="0" y="{y + down}" class="strip-name">{name}</text>'


def _months(layout: _Layout, history: History, start: date) -> Iterator[int]:
    """The first days of months, the first day of all among them, as far apart as their names need."""
    free = 0.0
    for day in range(history.days):
        when = start + timedelta(days=day)
        x = layout.x(history, day)
        if (when.day == 1 or day == 0) and x >= free and x < layout.width - 40:
            yield day
            free = x + layout.apart


def _year(when: date, day: int) -> str:
    return f" {when.year}" if day == 0 or when.month == 1 else ""


def _spells(layout: _Layout, history: History) -> Iterator[str]:
    y = layout.rows[1]
    stretches = [(spell.first, spell.last, "right") for spell in history.spells]
    stretches += [(first, last, "wrong") for first, last in _runs(history.wrongful)]
    for first, last, kind in stretches:
        x, end = layout.x(history, first), layout.x(history, last + 1)
        yield f'<rect x="{x}" y="{y - 8}" width="{max(2.0, round(end - x, 1))}" height="16" class="strip-{kind}"/>'


def _runs(days: Sequence[int]) -> list[tuple[int, int]]:
    """Days in a row as (first, last).

    >>> _runs((3, 4, 5, 9))
    [(3, 5), (9, 9)]
    """
    found: list[tuple[int, int]] = []
    for day in days:
        if found and found[-1][1] == day - 1:
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return found


def _entries(layout: _Layout, history: History) -> Iterator[str]:
    y = layout.rows[0]
    for one in history.of(Entry):
        if one.observed and not one.good:
            x, kind = layout.x(history, one.day + 0.5), "wrong" if one.false else "right"
            yield f'<rect x="{x - 2}" y="{y - 9}" width="4" height="18" class="strip-{kind}"/>'


def _dots(layout: _Layout, history: History) -> Iterator[str]:
    wrongful = frozenset(history.wrongful)
    for one in history.of(Refusal):
        kind = "wrong" if one.day in wrongful else "right"
        yield f'<circle cx="{layout.x(history, one.day + 0.5)}" cy="{layout.rows[2]}" r="3.5" class="strip-{kind}"/>'
    for one in history.of(Deed):
        if one.held_back == "fear":
            yield f'<circle cx="{layout.x(history, one.day + 0.5)}" cy="{layout.rows[3]}" r="3.5" class="strip-open"/>'


def _parting(layout: _Layout, history: History, parted: int | None) -> Iterator[str]:
    if parted is not None:
        x = layout.x(history, parted)
        yield f'<line x1="{x}" y1="4" x2="{x}" y2="{layout.bottom}" class="strip-part"/>'
