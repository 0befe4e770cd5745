"""What the system holds of a person while a day goes on: the mail, the entries, the scoring."""

from __future__ import annotations

from collections import Counter
from types import SimpleNamespace
from typing import Any

import numpy as np

from glasshouse.engine.trace import RECORDED, SCORED, UNSCORED, alert_of, is_scored, is_watched, lists_in, tiers_in
from glasshouse.mechanisms.ledger import enter
from glasshouse.note import Meaning, Note, noted_on
from glasshouse.stories.causes import Chain
from glasshouse.stories.deeds_of_day import deeds_of, kept_out, made_by, noted, noted_of, said_of
from glasshouse.stories.history import Spell
from glasshouse.stories.history_events import Alert, Entry, Friend, HistoryEvent, Listed, Scoring
from glasshouse.stories.notebook import Notebook
from glasshouse.stories.person_record import OWN, cut_of, entries_of, start_of, taken_off
from glasshouse.stories.someone import Neighbourhood
from glasshouse.stories.weighing import Weighing


class _Uncounted:
    """Where counts go that the run has counted already."""

    def __getitem__(self, place: Any) -> int:
        return 0

    def __setitem__(self, place: Any, value: Any) -> None:
        pass


class RecordState:
    """What the system holds of one person while the days go by: points, tiers, lists, the file; and who knows of it.

    `state` is as the engine left it before what is told next: in the morning, after the entries, after the scoring.
    """

    def __init__(
        self, trace: Any, column: int, hood: Neighbourhood, days: int, ban_day: int | None, book: Notebook
    ) -> None:
        """Begin before day 0; `column` is the person's place in the trace."""
        self.hood, self.days, self.ban_day, self.book = hood, days, ban_day, book
        self.number = int(trace.persons[column])
        self.person = hood.someone(self.number)
        self.mornings = _days(trace.mornings, column)
        self.evenings = _days(trace.evenings, column)
        self.rows = {row.day: row for row in _rows(trace.agents, self.number)}
        self.steps = {(row.day, row.step): row for row in _rows(trace.steps, self.number)}
        self.mail: dict[int, list[Any]] = {}
        for letter in trace.mail[trace.mail["recipient"] == self.number]:
            self.mail.setdefault(int(letter["day"]), []).append(letter)
        self.compiled = [
            (first, compiled.params.view(np.recarray)[0], compiled.districts.view(np.recarray)[column_of])
            for column_of in (hood.district_of(self.number),)
            for first, compiled in trace.compiled
        ]
        self.events: list[HistoryEvent] = []
        self.chains: list[Chain] = []
        self.spells: list[Spell] = []
        self.weighing = Weighing()
        self.listed: Listed | None = None
        self.stale = False
        self.gates = 0  # closed on the day before
        self.spell: Spell | None = None
        self.joined = ""
        self.wrongful: list[int] = []
        self.closed: Counter[str] = Counter()
        self.state = self.mornings[0]

    def _in_force(self, day: int) -> tuple[Any, Any]:
        return [(params, district) for first, params, district in self.compiled if first <= day][-1]

    def _morning(self, day: int, params: Any) -> None:
        self.state = self.mornings[day]
        for letter in self.mail.get(day, ()) if not self.person.child else ():
            other = int(letter["sender"])
            tie = self.hood.tie(self.number, other)
            sort = self.book.letter(int(letter["purpose"]))
            if sort is None:
                continue
            if sort.told == "friend":
                self.events.append(Friend(day=day, other=other, tie=tie, letter=sort.full_name))
            elif sort.entry is not None and params.points[self.book.kinds.index(sort.entry)]:
                facts = {
                    "observed": bool(letter["payload"] & 1),
                    "error_free": bool(letter["payload"] & 2),
                    "params": params,
                    "letter": sort.full_name,
                }
                self._enter(day, sort.entry.name, source=sort.entry.name, other=other, channel=tie, **facts)

    def _enter(self, day: int, kind: str, *, observed: bool, error_free: bool, params: Any, **more: Any) -> None:
        before = self.state.observed
        number, about = next((k, one) for k, one in enumerate(self.book.kinds) if one.name == kind)
        enter(self.state, number, observed, error_free, params, _Uncounted())
        left = int(self.state.observed)
        entry = Entry(
            day=day,
            kind=kind,
            observed=observed,
            error_free=error_free,
            good=about.good,
            points=int(left - before),
            left=left,
            **more,
        )
        self.events.append(entry)
        self.weighing.enter(entry, weighs=left < before or (observed and self._lists_for(kind)))

    def _lists_for(self, kind: str) -> bool:
        """Whether an entry of a kind puts somebody on a list."""
        return any(one.after is not None and one.after.name == kind for one in self.book.lists.values())

    def _acts(self, day: int, row: Any) -> None:
        entered = [note for _, _, note in self._entries_of(row) if note and note.mistake]
        self.events += deeds_of(day, row, self.book)
        self.events += kept_out(day, row, entered, self.book)

    def _entries_of(self, row: Any) -> list[tuple[str, str, Note | None]]:
        return entries_of(row, self.book.of(noted_on(row)), self.book.kinds)

    def _entries(self, day: int, row: Any, params: Any) -> None:
        after = self.steps.get((day, RECORDED), row)
        listed = lists_in(self.state.flags)[0]
        rest = noted(day, row, self.book)
        for kind, source, note in self._entries_of(row):
            more = said_of(note, row, self.book) if note and note.mistake else {"source": source}
            if note and note.entry:
                self.events += [one for one in rest if made_by(note, one)]  # what came of it is told after it
                rest = [one for one in rest if not made_by(note, one)]
                self.events.append(noted_of(note, day, row))
            self._enter(day, kind, observed=True, error_free=source == OWN, params=params, **more)
            if self._lists_for(kind) and listed != lists_in(after.flags)[0]:
                listed = lists_in(after.flags)[0]
                self._put_on_list(day, listed, after.observed_weeks, source == OWN)
        if (day, RECORDED) in self.steps and listed != lists_in(after.flags)[0]:  # by a rule of somebody's own
            observed, error_free = lists_in(after.flags)
            self._put_on_list(day, observed, after.observed_weeks, observed == error_free)
        self.state = after
        if row.alert:
            meant = self.book.meaning(noted_on(row))
            alert = alert_of(row.alert)
            stopped, arrested = Meaning.STOPPED in meant, Meaning.ARRESTED in meant
            self.events.append(
                Alert(
                    day=day,
                    true=alert.right,
                    false=alert.wrong,
                    stopped=stopped,
                    faulty=alert.faulty,
                    arrested=arrested,
                )
            )
        self.events += rest

    def _put_on_list(self, day: int, place: int, weeks: int, true: bool) -> None:
        self.listed = Listed(day=day, list=self.book.list_name(place), weeks=weeks, true=true)
        self.stale = False
        self.events.append(self.listed)

    def _scoring(self, day: int, params: Any, district: Any) -> None:
        """What is other after the scoring than before it."""
        morning, before, after = self.mornings[day].flags, self.steps[day, UNSCORED], self.steps[day, SCORED]
        self.state = after
        counted = is_scored(after.flags)
        if counted and not is_scored(morning):
            self.joined = "made" if params.mandatory else "chosen"
        watch = is_watched(after.flags) - is_watched(morning)
        cleared = bool(before.dossier and not after.dossier)
        was, (tier, error_free_tier) = tiers_in(morning)[0], tiers_in(after.flags)
        if (counted and tier != was) or self.joined or cleared or watch:
            self.events.append(
                Scoring(
                    day=day,
                    points=after.observed,
                    drift=after.observed - before.observed,
                    learned=self._taken_off(district),
                    before=self.book.tiers[was],
                    tier=self.book.tiers[tier],
                    error_free_tier=self.book.tiers[error_free_tier],
                    counted=counted,
                    joined=self.joined,
                    cleared=cleared,
                    watch=watch,
                    start=start_of(params),
                    floor=cut_of(tier, params),
                )
            )
        listed = lists_in(after.flags)[0]
        if listed != lists_in(before.flags)[0]:
            self._put_on_list(day, listed, after.observed_weeks, error_free_tier == tier)
        if cleared:
            self.weighing.empty_file()
        if after.observed >= start_of(params):
            self.weighing.make_good(after)

    def _taken_off(self, district: Any) -> int:
        return taken_off(self.book.mechanisms, self.mornings[0].traits, district)


def _days(columns: dict[str, np.ndarray], column: int) -> list[Any]:
    """The state of each day, as a person's record has it."""
    values = zip(*(days[:, column].tolist() for days in columns.values()), strict=True)
    return [SimpleNamespace(**dict(zip(columns, day, strict=True)), group=0) for day in values]


def _rows(table: np.ndarray, number: int) -> list[Any]:
    """A person's records, which hold plain numbers."""
    names = table.dtype.names or ()
    return [SimpleNamespace(**dict(zip(names, row, strict=True))) for row in table[table["person"] == number].tolist()]
