"""The five people of ``docs/measures.md``: six days in this scenario, in the error-free one, and in the unwatched
one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from glasshouse.engine.counts import MEASURES, Count
from glasshouse.engine.simulate import Replicate
from glasshouse.model.state import DEEDS, HARMS
from glasshouse.population.people import AGE_SHIFT, COLUMNS, EVER_SANCTIONED, EVER_UNJUSTLY, EVER_WRONGLY
from glasshouse.scenario import load
from glasshouse.scenario.scenario_words import GROUPS
from runs.fakes import replicate

DAYS = 6
NAMES = ADA, BEN, CAI, DARA, ENO = range(5)
NORTH, SOUTH = 0, 1
DISTRICT = (NORTH, NORTH, NORTH, SOUTH, SOUTH)
GROUP = (0, 0, 3, 1, 2)
_ADULT = 1
_ALL = len(GROUPS)
_DEBT_GATES, _TIER_GATES = ("credit", "flight", "rail"), ("hotel", "restaurant")


class _World:
    """A replicate under way, written by hand."""

    def __init__(self) -> None:
        self.daily = np.zeros((DAYS, 2, len(GROUPS) + 1, len(MEASURES)), np.int64)
        self.state = {name: np.zeros(5, kind) for name, kind in COLUMNS.items()}
        self.state["traits"][:] = np.array(GROUP) | _ADULT << AGE_SHIFT
        self.ledger = {name: np.zeros(5, kind[name]) for kind in (DEEDS, HARMS) for name in kind.names or ()}
        for person in NAMES:
            for name in ("people", "adults", "participants"):
                self.count(DAYS - 1, person, name)
            self.count(1, person, "rescored")

    def count(self, day: int, person: int, *measures: str, times: int = 1) -> None:
        for name in measures:
            self.daily[day, DISTRICT[person], GROUP[person], Count[name]] += times

    def did(self, day: int, person: int, measure: str, column: str | None, *, seen: bool, recorded: bool) -> None:
        """An act, counted as ``column`` in the ledger of what people do; an unlawful one may reach the record."""
        self.count(day, person, measure)
        if column:
            self.ledger[column][person] += 1
        if seen:
            self.count(day, person, "acts_observed")
        if recorded:
            self.count(day, person, "entries_true")
            if column == "unlawful":
                self.count(day, person, "entries_unlawful")

    def sanctioned(
        self, person: int, days: range, gates: tuple[str, ...], *, wrongful: int = 0, unjust: int = 0
    ) -> None:
        """Under sanction on these days, of which the first so many are wrongful or unjust."""
        ledger = self.ledger
        for name, many, bit in (
            ("sanction", len(days), EVER_SANCTIONED),
            ("wrongful", wrongful, EVER_WRONGLY),
            ("unjust", unjust, EVER_UNJUSTLY),
        ):
            for day in days[:many]:
                self.count(day, person, f"{name}_days")
            if many:
                ledger[f"{name}_days"][person] = many
                self.state["flags"][person] |= bit
                self.count(days[0], person, "first_sanctioned" if name == "sanction" else f"first_{name}")
        for day in days:
            self.count(day, person, *(f"closed_{gate}" for gate in gates))
        ledger["sanctioned_to"][person] = days[-1] + 1
        if wrongful:
            ledger["wrongful_from"][person], ledger["wrongful_to"][person] = days[0] + 1, days[wrongful - 1] + 1
        self.count(days[0], person, "onsets", "proposals")

    def done(self) -> Replicate:
        blank = replicate(load("as-described"), population=5, days=8)
        return replace(blank, daily=self.daily, state=self.state, ledger=self.ledger)


def _ada_and_cai(world: _World) -> None:
    """What befalls Ada and Cai, and what Eno does, wherever there is a system."""
    world.did(0, ADA, "act_default", "unlawful", seen=True, recorded=True)
    world.count(0, ADA, "listed_defaulter", "onsets_answering")
    world.sanctioned(ADA, range(6), _DEBT_GATES)
    world.did(0, CAI, "act_critical_post", "lawful", seen=True, recorded=True)
    world.count(1, CAI, "association_penalties", "entries_true")
    world.ledger["association"][CAI] = 1
    world.sanctioned(CAI, range(1, 6), _TIER_GATES, unjust=5)
    world.did(0, ENO, "act_offence", "unlawful", seen=True, recorded=False)
    world.did(2, ENO, "act_volunteering", None, seen=False, recorded=False)
    world.ledger["chilled"][CAI] = 2
    for day in (4, 5):
        world.count(day, CAI, "chilled_post")
    world.count(4, ENO, "withdrawn")


def here() -> Replicate:
    """Six days as told."""
    world = _World()
    _ada_and_cai(world)
    world.count(0, DARA, "false_match", "entries_false")
    world.ledger["misidentified"][DARA] = 1
    world.sanctioned(DARA, range(1, 4), _TIER_GATES, wrongful=3)
    world.count(1, DARA, "onsets_wrongful", "notices", "appeals")
    world.count(3, DARA, "appeals_upheld")
    world.count(1, BEN, "clerical_errors", "entries_false", "listed_defaulter", "onsets_wrongful")
    world.sanctioned(BEN, range(1, 6), _DEBT_GATES, wrongful=2)
    world.did(3, BEN, "act_default", "unlawful", seen=True, recorded=True)
    for day, person, gate in ((2, BEN, "flight"), (2, DARA, "restaurant"), (3, ADA, "rail")):
        world.count(day, person, f"blocked_{gate}")
        world.ledger["blocked"][person] += 1
    for person, tier in zip(NAMES, "BBCAA", strict=True):
        world.count(DAYS - 1, person, f"tier_{tier}")
        if tier != "A" or person == DARA:
            world.count(1, person, "tier_falls")
        if tier != "A":
            world.count(DAYS - 1, person, "with_dossier")
    for person, fear, trust in zip(NAMES, (20, 40, 60, 30, 0), (100, 80, 60, 110, 150), strict=True):
        world.count(DAYS - 1, person, "fear_sum", times=fear)
        world.count(DAYS - 1, person, "trust_sum", times=trust)
    for district, people, seen in ((NORTH, 3, 9), (SOUTH, 2, 3)):
        world.daily[:, district, _ALL, Count.trips] = people
        world.daily[0, district, _ALL, Count.sightings] = seen
    return world.done()


def error_free() -> Replicate:
    """The same people, and no false entry is ever made."""
    world = _World()
    _ada_and_cai(world)
    return world.done()


def unwatched() -> Replicate:
    """The same people where the system never existed."""
    world = _World()
    world.did(0, ADA, "act_default", "unlawful", seen=False, recorded=False)
    world.did(0, ENO, "act_offence", "unlawful", seen=False, recorded=False)
    for day in (0, 4, 5):
        world.did(day, CAI, "act_critical_post", "lawful", seen=False, recorded=False)
    for day in (2, 4):
        world.did(day, ENO, "act_volunteering", None, seen=False, recorded=False)
    return world.done()
