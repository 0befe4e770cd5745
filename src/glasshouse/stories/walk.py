"""From the trace of a replay to one person's life.

The trace is what the engine wrote down (``engine.simulate``): the days on which the person was looked at twice, the
mail, and the state on each evening. Nothing is told that does not follow from these.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from glasshouse.mechanisms.learned_score import cell_of
from glasshouse.population.people import (
    ERROR_FREE_DOSSIER,
    ERROR_FREE_LIST,
    ERROR_FREE_TIER,
    EVER_SANCTIONED,
    EVER_UNJUSTLY,
    EVER_WRONGLY,
    OBSERVED_LIST,
    PARTICIPATES,
    tier_of,
)
from glasshouse.scenario.words import AREAS, GATES, LAWFUL_AREAS, LISTS
from glasshouse.stories.causes import Chain
from glasshouse.stories.events import (
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
from glasshouse.stories.history import History, Spell
from glasshouse.stories.ledger import UNLAWFUL, Purse, cut_of, gates_in, tier_name
from glasshouse.stories.notebook import Notebook, notebook
from glasshouse.stories.record_state import RecordState
from glasshouse.stories.someone import Neighbourhood

_LAWFUL = sum(1 << AREAS.index(area) for area in LAWFUL_AREAS)
_UNLAWFUL = sum(1 << AREAS.index(area) for area in AREAS if area not in LAWFUL_AREAS)
_EVER = EVER_SANCTIONED | EVER_WRONGLY | EVER_UNJUSTLY
_OUTCOMES = ("upheld", "rejected", "overturned")


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
        scored = self.scored
        for day in range(self.days):
            self.day(day)
        if self.spell is not None:
            self.spells.append(self.spell)
        flags = self.evenings["flags"][-1]
        return History(
            person=self.person,
            days=self.days,
            events=tuple(self.events),
            chains=tuple(self.chains),
            spells=tuple(self.spells),
            wrongful=tuple(self.wrongful),
            closed={gate: self.closed[gate] for gate in GATES if self.closed[gate]},
            fear=tuple(self.evenings["fear"]),
            trust=tuple(self.evenings["trust"]),
            scored=scored,
            scored_last=bool(flags & PARTICIPATES),
            points_last=self.evenings["observed"][-1],
            tier_last=tier_name(flags & 7),
        )

    def day(self, day: int) -> None:
        """One day, in the order of the stages."""
        if day == self.ban_day and day > 0:
            self._banned(day)
        params, district = self._in_force(day)
        row = self.rows.get(day)
        self.lists = [self.flags >> OBSERVED_LIST & 3, self.flags >> ERROR_FREE_LIST & 3]
        self.places = [self.flags & 7, self.flags >> ERROR_FREE_TIER & 7]
        self.joined = ""
        self.counted = bool(self.evenings["flags"][day] & PARTICIPATES)
        self._morning(day, params)
        if row is not None:
            self._acts(day, row)
            self._entries(day, row, params)
        every = int(params["rescore_every"])
        scoring = every > 0 and (day + 1) % every == 0 and not self.person.child
        if scoring:
            self._scoring(day, params, district)
        if row is not None:
            self._doors(day, row, params, district)
            self._counter(day, row)
            self._redress(day, row, scoring)
        elif self.gates:
            self._all_open(day, "rules")
        self._evening(day)

    def _banned(self, day: int) -> None:
        """Everything that the system held of the person is erased, by the law of the evening before."""
        params = self._in_force(day - 1)[0]
        start = int(params["score_start"])
        tier = tier_of(start, params["cuts"].tolist())
        if self.spell is not None:
            self._all_open(day, "ban")
        self.flags = self.flags & _EVER | tier | tier << ERROR_FREE_TIER
        self.purse, self.dossier, self.weighing = Purse(held=start, clean=start), 0, []

    def _doors(self, day: int, row: Any, params: Any, district: Any) -> None:
        closed = int(row["gates"])
        meant = self.book.meaning(int(row["noted"]))
        if "reviewed" in meant:
            self._review(day, "review stopped" in meant, params)
        if closed and (row["onset"] or self.spell is None):
            self._close(self.spell)
            self.spell = Spell(first=day, last=day - 1, wrongful=0, unjust=0)
            self._sanction(day, row, params, district)
        elif closed:
            shut, opened = gates_in(closed & ~self.gates), gates_in(self.gates & ~closed)
            wrongful = bool(row["wrongful"])
            turned = wrongful - (self.wrongful[-1:] == [day - 1])
            if shut or opened or turned:
                self.events.append(Doors(day=day, closed=shut, opened=opened, wrongful=wrongful, turned=turned))
        if closed and self.spell is not None:
            wrongful, unjust = self.spell.wrongful + int(row["wrongful"]), self.spell.unjust + int(row["unjust"])
            self.spell = replace(self.spell, last=day, wrongful=wrongful, unjust=unjust)
        elif self.spell is not None and "lifted" not in meant:
            self._all_open(day, "rules")
        if closed and row["wrongful"]:
            self.wrongful.append(day)
        self.gates = closed
        for gate in gates_in(closed):
            self.closed[gate] += 1

    def _review(self, day: int, stopped: bool, params: Any) -> None:
        """Somebody looked first; if they stopped it, the record was put right, or the person let off."""
        wrongful = bool(self._closed_by(0, params) & ~self._closed_by(1, params))
        self.events.append(Review(day=day, stopped=stopped, wrongful=wrongful))
        if stopped and wrongful:
            self.lists[0], self.places[0] = self.lists[1], self.places[1]
            self.purse = Purse(held=self.purse.clean, clean=self.purse.clean)
            self.weighing = [entry for entry in self.weighing if not entry.false]
        elif stopped:
            self.lists[0], self.places[0] = 0, tier_of(int(params["score_start"]), params["cuts"].tolist())
            self.weighing = []

    def _closed_by(self, which: int, params: Any) -> int:
        """The gates that the held (0) or the clean (1) ledger closes now, by list and tier."""
        closed = int(params["list_gates"][self.lists[which]])
        if self.counted:
            closed |= int(params["tier_gates"][self.places[which]])
        return closed & self._related(which, params)

    def _related(self, which: int, params: Any) -> int:
        """The gates that may close at all, for what is on record."""
        return int(params["related"][self.dossier >> (which * ERROR_FREE_DOSSIER) & 15])

    def _sanction(self, day: int, row: Any, params: Any, district: Any) -> None:
        lawful = bool(int(row["dossier"]) >> 4 & _LAWFUL)
        answering = bool(row["error_free_gates"] and int(row["dossier"]) >> 4 & _UNLAWFUL)
        facts: dict[str, Any] = {
            "day": day,
            "gates": gates_in(int(row["gates"])),
            "would": gates_in(int(row["error_free_gates"])),
            "unjust": bool(row["unjust"]),
            "lawful": lawful,
            "unlawful": answering or any(not e.false and e.kind in UNLAWFUL for e in self.weighing),
            "onset": bool(row["onset"]),
        }
        self.events.append(Sanction(wrongful=bool(row["wrongful"]), answering=answering, **facts))
        related = self._related(0, params)
        by_list = gates_in(int(params["list_gates"][self.lists[0]]) & related)
        by_tier = gates_in(int(params["tier_gates"][self.places[0]]) & related) if self.counted else ()
        learned = int(district["learned"][cell_of(self.traits)])
        self.chains.append(
            Chain(
                **facts,
                by_tier=by_tier,
                by_list=by_list,
                tier=tier_name(self.places[0]),
                clean_tier=tier_name(self.places[1]),
                counted=self.counted,
                entries=tuple(self.weighing),
                points=self.purse.held,
                clean_points=self.purse.clean,
                start=int(params["score_start"]),
                learned=learned,
                floor=cut_of(self.places[0], params),
                listed=self.listed if self.lists[0] else None,
                stale=self.stale,
                joined=self.joined,
            )
        )

    def _counter(self, day: int, row: Any) -> None:
        """What happened at the gate."""
        if row["refused"]:
            self.events.append(Refusal(day=day, gate=GATES[row["outing"]]))
            return
        for meaning in {"perk", "top perk"} & self.book.meaning(int(row["noted"])):
            self.events.append(Perk(day=day, gate=GATES[row["outing"]], top=meaning == "top perk"))

    def _redress(self, day: int, row: Any, scoring: bool) -> None:
        meant = self.book.meaning(int(row["noted"]))
        why = "scoring" if scoring else "decision"
        if "notice" in meant:
            self.events.append(Notice(day=day))
        if "appeal" in meant:
            self.events.append(Appeal(day=day))
        for outcome in _OUTCOMES:
            if outcome in meant:
                self.events.append(Decision(day=day, outcome=outcome, wrongful=bool(row["wrongful"])))
                if outcome != "rejected":
                    self.weighing = [e for e in self.weighing if not e.false] if outcome == "upheld" else []
                    why = outcome
        if "corrected" in meant:
            self.events.append(Correction(day=day))
            self.weighing = [entry for entry in self.weighing if not entry.false]
            why = "audit"
        if "stale" in meant or "expired" in meant:
            self.stale = "stale" in meant
            weeks = self.evenings["observed_weeks"][day] if self.stale else 0
            paid = "repaid" in meant
            self.events.append(ListEnd(day=day, list=LISTS[self.lists[0]], stale=weeks, paid=paid))
            why = why if self.stale or why in ("upheld", "overturned") else "term"
        if "lifted" in meant:
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

    def _evening(self, day: int) -> None:
        """Start the next day from where the engine says that this one ended."""
        self.purse = Purse(held=self.evenings["observed"][day], clean=self.evenings["error_free"][day])
        self.flags, self.dossier = self.evenings["flags"][day], self.evenings["dossier"][day]
