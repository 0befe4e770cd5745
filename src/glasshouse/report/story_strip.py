"""A life at a glance: a line of days with what entered the record, and the stretches behind closed doors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from html import escape

from glasshouse.stories.history import History
from glasshouse.stories.history_events import Deed, Entry, Refusal
from glasshouse.wording.dates import in_words
from glasshouse.wording.lists_and_nouns import counted, times

_WIDTH, _LEFT, _RIGHT = 960, 150, 12
#: Rows: name, and the height of their middle.
_ROWS = {"record": ("Entered the record", 26), "doors": ("Doors closed", 58), "turned": ("Turned away", 88),
         "unsaid": ("Left undone in fear", 114)}  # fmt: skip
_BOTTOM = 134


def strip(history: History, start: date, title: str, parted: int | None = None) -> str:
    """An SVG of the days; what it shows stands in its description, too. `parted`: the day on which two lives part."""
    body = "".join(
        [*_frame(history, start), *_spells(history), *_entries(history), *_dots(history), *_parting(history, parted)]
    )
    return (
        f'<svg class="strip" viewBox="0 0 {_WIDTH} {_BOTTOM + 22}" role="img" aria-label="{escape(title)}: '
        f'{escape(_description(history, start, parted))}"><title>{escape(title)}</title>{body}</svg>'
    )


def _x(history: History, day: float) -> float:
    return round(_LEFT + (_WIDTH - _LEFT - _RIGHT) * day / history.days, 1)


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


def _frame(history: History, start: date) -> Iterator[str]:
    for name, y in _ROWS.values():
        yield f'<text x="0" y="{y + 4}" class="strip-name">{name}</text>'
        yield f'<line x1="{_LEFT}" y1="{y}" x2="{_WIDTH - _RIGHT}" y2="{y}" class="strip-line"/>'
    free = 0.0  # where the next label may begin
    for day in range(history.days):
        when = start + timedelta(days=day)
        if when.day == 1 or day == 0:
            x = _x(history, day)
            yield f'<line x1="{x}" y1="8" x2="{x}" y2="{_BOTTOM - 4}" class="strip-month"/>'
            if x >= free and x < _WIDTH - 40:
                yield f'<text x="{x}" y="{_BOTTOM + 14}" class="strip-date">{when:%b}{_year(when, day)}</text>'
                free = x + 62


def _year(when: date, day: int) -> str:
    return f" {when.year}" if day == 0 or when.month == 1 else ""


def _spells(history: History) -> Iterator[str]:
    y = _ROWS["doors"][1]
    stretches = [(spell.first, spell.last, "right") for spell in history.spells]
    stretches += [(first, last, "wrong") for first, last in _runs(history.wrongful)]
    for first, last, kind in stretches:
        x, end = _x(history, first), _x(history, last + 1)
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


def _entries(history: History) -> Iterator[str]:
    y = _ROWS["record"][1]
    for one in history.of(Entry):
        if one.observed and not one.good:
            x, kind = _x(history, one.day + 0.5), "wrong" if one.false else "right"
            yield f'<rect x="{x - 2}" y="{y - 9}" width="4" height="18" class="strip-{kind}"/>'


def _dots(history: History) -> Iterator[str]:
    wrongful = frozenset(history.wrongful)
    for one in history.of(Refusal):
        kind = "wrong" if one.day in wrongful else "right"
        yield f'<circle cx="{_x(history, one.day + 0.5)}" cy="{_ROWS["turned"][1]}" r="3.5" class="strip-{kind}"/>'
    for one in history.of(Deed):
        if one.held_back == "fear":
            yield f'<circle cx="{_x(history, one.day + 0.5)}" cy="{_ROWS["unsaid"][1]}" r="3.5" class="strip-open"/>'


def _parting(history: History, parted: int | None) -> Iterator[str]:
    if parted is not None:
        x = _x(history, parted)
        yield f'<line x1="{x}" y1="4" x2="{x}" y2="{_BOTTOM}" class="strip-part"/>'
