"""From the trace of a replay to one person's life.

The trace is what the engine wrote down (``engine/trace.py``): the person's record on each day on which they were looked
at twice, the mail, and the state before and after what a stage did. Whatever changed is read from there.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from glasshouse.engine.trace import SANCTIONED, SCORED, closed_by, is_scored, lists_in, tiers_in, true_areas
from glasshouse.entry_kind import ALL_AREAS, LAWFUL_BITS
from glasshouse.gate import gates_in
from glasshouse.note import Meaning, noted_on
from glasshouse.stories.causes import Chain
from glasshouse.stories.history import History, Spell
from glasshouse.stories.history_events import (
    Appeal,
    Correction,
    Decision,
    Doors,
    Lifted,
    ListEnd,
    Notice,
    Perk,
    Refusal,
    Review,
    Sanction,
)
from glasshouse.stories.notebook import Notebook, notebook
from glasshouse.stories.person_record import cut_of, start_of
from glasshouse.stories.record_state import RecordState
from glasshouse.stories.someone import Neighbourhood
from glasshouse.stories.weighing import Weighing

#: What says at the end of a day that a record was put right.
_PUT_RIGHT = {Meaning.UPHELD, Meaning.CORRECTED}
_OUTCOMES = (Meaning.UPHELD, Meaning.REJECTED, Meaning.OVERTURNED)


def history_of(
    trace: Any,
    number: int,
    *,
    hood: Neighbourhood,
    days: int,
    ban_day: int | None = None,
    book: Notebook | None = None,
) -> History:
    """The life of a followed person; on `ban_day` the system ended. Raises ``ValueError`` if nobody followed them.

    `book` says what the notes of the day mean, those of the shipped mechanisms unless given.
    """
    persons = np.asarray(trace.persons)
    if number not in persons:
        raise ValueError(f"person {number} was not followed")
    return _Walk(trace, int(np.searchsorted(persons, number)), hood, days, ban_day, book or notebook()).history()


class _Walk(RecordState):
    """One person's days, walked through in order."""

    def history(self) -> History:
        """Everything, once."""
        for day in range(self.days):
            self.day(day)
        if self.spell is not None:
            self.spells.append(self.spell)
        start, end = self.mornings[0].flags, self.evenings[-1]
        return History(
            person=self.person,
            days=self.days,
            events=tuple(self.events),
            chains=tuple(self.chains),
            spells=tuple(self.spells),
            wrongful=tuple(self.wrongful),
            closed={gate: self.closed[gate] for gate in self.book.gates if self.closed[gate]},
            fear=tuple(evening.fear for evening in self.evenings),
            trust=tuple(evening.trust for evening in self.evenings),
            scored=is_scored(start),
            scored_last=is_scored(end.flags),
            points_last=end.observed,
            tier_last=self.book.tiers[tiers_in(end.flags)[0]],
        )

    def day(self, day: int) -> None:
        """One day, in the order of the stages."""
        if day == self.ban_day and day > 0:
            self._banned(day)
        params, district = self._in_force(day)
        row = self.rows.get(day)
        self.joined = ""
        self._morning(day, params)
        if row is not None:
            self._acts(day, row)
            self._entries(day, row, params)
        scoring = (day, SCORED) in self.steps and not self.person.child
        if scoring:
            self._scoring(day, params, district)
        if row is not None:
            self.state = self.steps.get((day, SANCTIONED), row)
            self._doors(day, row, params, district)
            self._counter(day, row)
            self._redress(day, row, scoring)
        elif self.gates:
            self._all_open(day, "rules")

    def _banned(self, day: int) -> None:
        """Everything that the system held of the person is erased."""
        if self.spell is not None:
            self._all_open(day, "ban")
        self.weighing = Weighing()

    def _doors(self, day: int, row: Any, params: Any, district: Any) -> None:
        closed = row.gates
        meant = self.book.meaning(noted_on(row))
        if Meaning.REVIEWED in meant:
            self._review(day, meant)
        if closed and (row.onset or self.spell is None):
            self._close(self.spell)
            self.spell = Spell(first=day, last=day - 1, wrongful=0, unjust=0)
            self._sanction(day, row, params, district)
        elif closed:
            shut, opened = self._gates_in(closed & ~self.gates), self._gates_in(self.gates & ~closed)
            wrongful = bool(row.wrongful)
            turned = wrongful - (self.wrongful[-1:] == [day - 1])
            if shut or opened or turned:
                self.events.append(Doors(day=day, closed=shut, opened=opened, wrongful=wrongful, turned=turned))
        if closed and self.spell is not None:
            wrongful, unjust = self.spell.wrongful + row.wrongful, self.spell.unjust + row.unjust
            self.spell = replace(self.spell, last=day, wrongful=wrongful, unjust=unjust)
        elif self.spell is not None and Meaning.LIFTED not in meant:
            self._all_open(day, "rules")
        if closed and row.wrongful:
            self.wrongful.append(day)
        self.gates = closed
        for gate in self._gates_in(closed):
            self.closed[gate] += 1

    def _gates_in(self, bits: int) -> tuple[str, ...]:
        return gates_in(bits, tuple(self.book.gates))

    def _review(self, day: int, meant: set[str]) -> None:
        """Somebody looked first; if they stopped it, the record was put right, or the person let off."""
        stopped, put_right = Meaning.REVIEW_STOPPED in meant, Meaning.PUT_RIGHT in meant
        wrongful = put_right if stopped else bool(self.state.wrongful)
        self.events.append(Review(day=day, stopped=stopped, wrongful=wrongful))
        if put_right:
            self.weighing.put_right()
        elif stopped:
            self.weighing.waive()

    def _sanction(self, day: int, row: Any, params: Any, district: Any) -> None:
        state = self.state
        behind = true_areas(state.dossier)
        answering = bool(row.error_free_gates and behind & ALL_AREAS & ~LAWFUL_BITS)
        true = [one.kind for one in self.weighing.entries if not one.false]  # the file may have been emptied
        facts: dict[str, Any] = {
            "day": day,
            "gates": self._gates_in(row.gates),
            "would": self._gates_in(row.error_free_gates),
            "unjust": bool(row.unjust),
            "lawful": bool(behind & LAWFUL_BITS) or any(map(self.book.lawful, true)),
            "unlawful": answering or any(map(self.book.unlawful, true)),
            "onset": bool(row.onset),
        }
        flawed = self.weighing.false_stands(state)
        self.events.append(Sanction(wrongful=bool(row.wrongful), answering=answering, flawed=flawed, **facts))
        tier, error_free_tier = tiers_in(state.flags)
        by_list, by_tier = closed_by(state, params)
        self.chains.append(
            Chain(
                **facts,
                by_tier=self._gates_in(by_tier),
                by_list=self._gates_in(by_list),
                tier=self.book.tiers[tier],
                error_free_tier=self.book.tiers[error_free_tier],
                counted=is_scored(state.flags),
                entries=tuple(self.weighing.entries),
                points=state.observed,
                error_free_points=state.error_free,
                start=start_of(params),
                learned=self._taken_off(district),
                floor=cut_of(tier, params),
                listed=self.listed if lists_in(state.flags)[0] else None,
                stale=self.stale,
                joined=self.joined,
            )
        )

    def _counter(self, day: int, row: Any) -> None:
        """What happened at the gate."""
        if row.refused:
            self.events.append(Refusal(day=day, gate=tuple(self.book.gates)[row.outing]))
            return
        for meaning in {Meaning.PERK, Meaning.TOP_PERK} & self.book.meaning(noted_on(row)):
            gate = tuple(self.book.gates)[row.outing]
            self.events.append(Perk(day=day, gate=gate, top=meaning == Meaning.TOP_PERK))

    def _redress(self, day: int, row: Any, scoring: bool) -> None:
        meant = self.book.meaning(noted_on(row))
        why = "scoring" if scoring else "decision"
        if Meaning.NOTICE in meant:
            self.events.append(Notice(day=day))
        if Meaning.APPEAL in meant:
            self.events.append(Appeal(day=day))
        for outcome in _OUTCOMES:
            if outcome in meant:
                self.events.append(Decision(day=day, outcome=outcome.value, wrongful=bool(row.wrongful)))
                if outcome != Meaning.REJECTED:
                    why = outcome.value
        if Meaning.CORRECTED in meant:
            self.events.append(Correction(day=day))
            why = "audit"
        if meant & _PUT_RIGHT:
            self.weighing.put_right()
        if Meaning.OVERTURNED in meant:
            self.weighing.waive()
        if not meant & {*_PUT_RIGHT, Meaning.OVERTURNED}:
            self.weighing.change(self.state, row)
        if Meaning.STALE in meant or Meaning.EXPIRED in meant:
            self.stale = Meaning.STALE in meant
            weeks = self.evenings[day].observed_weeks if self.stale else 0
            name = self.book.list_name(lists_in(self.state.flags)[0])
            self.events.append(ListEnd(day=day, list=name, stale=weeks, paid=Meaning.REPAID in meant))
            why = why if self.stale or why in (Meaning.UPHELD, Meaning.OVERTURNED) else "term"
        if Meaning.LIFTED in meant:
            self._all_open(day, why)

    def _all_open(self, day: int, why: str) -> None:
        days = self.spell.days if self.spell else 0
        self.events.append(Lifted(day=day, why=why, days=days))
        self._close(self.spell)
        self.gates = 0

    def _close(self, spell: Spell | None) -> None:
        if spell is not None:
            self.spells.append(spell)
        self.spell = None
