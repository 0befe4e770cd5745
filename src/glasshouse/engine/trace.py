"""Follow some persons through a run, so that their lives can be told: what no table of a run could hold for all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from glasshouse.engine.params import CompiledParams
from glasshouse.engine.stages import RECORDED, SANCTIONED, SCORED, UNSCORED
from glasshouse.model.closed_gates import gates_on
from glasshouse.model.list_bits import ERROR_FREE, OBSERVED, wide_list_in
from glasshouse.model.mail import MAIL
from glasshouse.model.state import FAULTY, NONE, RIGHT, UNSCORED_NOTE, WRONG
from glasshouse.note import MORE, Note
from glasshouse.population.people import (
    COLUMNS,
    ERROR_FREE_DOSSIER,
    ERROR_FREE_LIST,
    ERROR_FREE_TIER,
    PARTICIPATES,
    WATCHED,
    People,
)

__all__ = [
    "ERROR_FREE_LIST",
    "FRAME_NOTES",
    "RECORDED",
    "SANCTIONED",
    "SCORED",
    "UNSCORED",
    "AlertSeen",
    "Follower",
    "Trace",
    "alert_of",
    "closed_by",
    "follow",
    "is_scored",
    "is_watched",
    "lists_in",
    "tiers_in",
    "true_areas",
]

#: Notes of the day's frame; all others are the mechanisms' own.
FRAME_NOTES: tuple[Note, ...] = (UNSCORED_NOTE,)

#: A letter with the morning on which it was delivered.
DATED_MAIL = np.dtype([("day", np.int32), *((name, MAIL[name]) for name in MAIL.names or ())])


@dataclass(frozen=True, kw_only=True)
class Trace:
    """What the followed persons simulated.

    - `persons` int64 [k], ascending
    - `mornings`, `evenings`: each state column [days, k] before the mail and at the end of each day
    - `agents`: the records (``engine/record_layout.py``) of those who were active, by day, then person; on all other
      days nothing touched them but trips, rescorings and the weekly drift
    - `steps`: the same on the way there, after the steps of ``stages.py`` that `step` names; those before and after a
      rescoring hold the state of whoever is followed, and nothing else
    - `mail`: rows of DATED_MAIL delivered to them
    - `compiled`: (first day in force, CompiledParams) of everything that the rules said
    """

    persons: np.ndarray
    mornings: dict[str, np.ndarray]
    evenings: dict[str, np.ndarray]
    agents: np.ndarray
    steps: np.ndarray
    mail: np.ndarray
    compiled: list[tuple[int, CompiledParams]]


@dataclass
class Follower:
    """Collects a trace while a run is under way; `marks` uint8 is 1 for those who are followed, empty for nobody.

    Marks and columns hold the persons from `origin` on.
    """

    persons: np.ndarray
    marks: np.ndarray
    origin: int = 0
    mornings: list[list[np.ndarray]] = field(default_factory=list)
    evenings: list[list[np.ndarray]] = field(default_factory=list)
    agents: list[np.ndarray] = field(default_factory=list)
    steps: list[np.ndarray] = field(default_factory=list)
    mail: list[np.ndarray] = field(default_factory=lambda: [np.zeros(0, DATED_MAIL)])
    compiled: list[tuple[int, CompiledParams]] = field(default_factory=list)

    @property
    def max_rows(self) -> int:
        """Most rows a day: one in the first pass, one more for whoever a rescoring brings back, and four on the way."""
        return 6 * len(self.persons)

    def note_params(self, day: int, compiled: CompiledParams) -> None:
        """Note what the rules say from a day on."""
        if len(self.persons):
            self.compiled.append((day, compiled))

    def morning(self, day: int, letters: np.ndarray, people: People) -> None:
        """Note everybody's state, and the mail of a morning."""
        if len(self.persons) == 0:
            return
        self.mornings.append(self._state(people))
        mine = letters[self.marks[letters["recipient"] - self.origin] != 0]
        dated = np.zeros(len(mine), DATED_MAIL)
        dated["day"] = day
        for name in MAIL.names or ():
            dated[name] = mine[name]
        self.mail.append(dated)

    def evening(self, people: People, rows: list[np.ndarray]) -> None:
        """Note the day's records, in the order of the persons, and everybody's state."""
        if len(self.persons) == 0:
            return
        today = np.concatenate(rows)
        self.agents.append(_once_a_day(today[today["step"] == 0]))
        self.steps.append(today[today["step"] != 0])
        self.evenings.append(self._state(people))

    def _state(self, people: People) -> list[np.ndarray]:
        return [getattr(people, name)[self.persons - self.origin] for name in COLUMNS]

    def done(self) -> Trace | None:
        """The trace; None when nobody was followed."""
        if len(self.persons) == 0:
            return None
        mornings, evenings = (
            {name: np.stack([day[k] for day in days]) for k, name in enumerate(COLUMNS)}
            for days in (self.mornings, self.evenings)
        )
        return Trace(
            persons=self.persons,
            mornings=mornings,
            evenings=evenings,
            agents=np.concatenate(self.agents),
            steps=np.concatenate(self.steps),
            mail=np.concatenate(self.mail),
            compiled=self.compiled,
        )


def follow(persons: Iterable[int], population: int, first: int = 0, last: int | None = None) -> Follower:
    """Whom to follow, of the persons first .. last - 1. Raises ``ValueError`` for a number that no person has.

    >>> follow([3, 1, 3], 5).persons.tolist(), follow([3, 1, 3], 5, 2, 4).persons.tolist()
    ([1, 3], [3])
    """
    who = np.unique(np.fromiter(persons, np.int64))
    if len(who) and (who[0] < 0 or who[-1] >= population):
        raise ValueError(f"persons are numbered 0 to {population - 1}")
    last = population if last is None else last
    who = who[(who >= first) & (who < last)]
    marks = np.zeros(last - first if len(who) else 0, np.uint8)
    if len(who):
        marks[who - first] = 1
    return Follower(persons=who, marks=marks, origin=first)


def tiers_in(flags: int) -> tuple[int, int]:
    """Places in ``TIERS`` of a person's tiers, in the observed ledger and without errors.

    >>> tiers_in(0b101_010)
    (2, 5)
    """
    return flags & 7, flags >> ERROR_FREE_TIER & 7


def lists_in(flags: int) -> tuple[int, int]:
    """Places in ``LISTS`` of the lists on which a person is, in the observed ledger and without errors."""
    return wide_list_in(flags, OBSERVED), wide_list_in(flags, ERROR_FREE)


def is_scored(flags: int) -> bool:
    """Whether a person has a score."""
    return bool(flags & PARTICIPATES)


def is_watched(flags: int) -> bool:
    """Whether the learned score has a person watched."""
    return bool(flags & WATCHED)


def true_areas(dossier: int) -> int:
    """Areas of life in which something true was ever entered, as bits in the order of ``AREAS``."""
    return dossier >> ERROR_FREE_DOSSIER


@dataclass(frozen=True, kw_only=True)
class AlertSeen:
    """A face recognition's alert: for the person who is sought, for somebody else, by an entry that should not be."""

    right: bool
    wrong: bool
    faulty: bool


def alert_of(bits: int) -> AlertSeen:
    """What a record's ``alert`` says.

    >>> alert_of(5)
    AlertSeen(right=True, wrong=False, faulty=True)
    """
    return AlertSeen(right=bool(bits & RIGHT), wrong=bool(bits & WRONG), faulty=bool(bits & FAULTY))


def closed_by(record: Any, params: Any) -> tuple[int, int]:
    """Gates that the list of somebody's record closes, and those that the tier closes, as bits; by the rule itself."""
    flags = record.flags
    by_list = gates_on(wide_list_in(flags, OBSERVED), flags & ~PARTICIPATES, record.dossier, params, OBSERVED)
    return by_list, gates_on(0, flags, record.dossier, params, OBSERVED)


def _once_a_day(rows: np.ndarray) -> np.ndarray:
    """One row a person, by person. Somebody whom a rescoring brought back after the first pass has two.

    What they did stands in the first, what became of it in the second.
    """
    rows = rows[np.argsort(rows["person"], kind="stable")]
    active = np.flatnonzero(rows["person"][1:] == rows["person"][:-1]) + 1
    for k in active:
        first, second = rows[k - 1], rows[k]
        for name in ("conduct", "online", "money", "wanted_conduct", "wanted_online"):
            second[name] = first[name]
        for name in {"noted", MORE} & set(rows.dtype.names or ()):
            second[name] |= first[name]
        assert first["pinned"] == 0
        assert first["false_face"] == NONE
    return np.delete(rows, active - 1)
