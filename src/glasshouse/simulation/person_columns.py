"""One row for each invented person: the columns of the engine in words, with their units."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
import pyarrow as pa

from glasshouse.engine.params import CompiledParams
from glasshouse.gate import gates
from glasshouse.model.events import Event
from glasshouse.model.list_bits import ERROR_FREE, OBSERVED, wide_list_in
from glasshouse.person_list import list_names
from glasshouse.population.people import (
    AGE_SHIFT,
    ERROR_FREE_DOSSIER,
    ERROR_FREE_TIER,
    EVER_SANCTIONED,
    EVER_UNJUSTLY,
    EVER_WRONGLY,
    HABIT_SHIFT,
    INCOME_SHIFT,
    INTERNET,
    MEMBER,
    ON_WATCHLIST,
    PARTICIPATES,
    URBAN,
    WATCHED,
    group_of,
)
from glasshouse.scenario.scenario import Scenario

AGES = ("child", "adult", "older")


@dataclass(frozen=True, kw_only=True)
class PeopleState:
    """All persons on an evening: ``columns`` as the engine holds them, the rules in force, and who lives where.

    ``starts`` int64 [districts + 1] are the numbers of each district's first person.
    """

    scenario: Scenario
    columns: Mapping[str, np.ndarray]
    compiled: CompiledParams
    starts: np.ndarray

    @property
    def flags(self) -> np.ndarray:
        """Bits, uint16 [persons], or uint32 where there are many lists of people."""
        return self.columns["flags"]

    @property
    def traits(self) -> np.ndarray:
        """Bits, uint16 [persons]."""
        return self.columns["traits"]


@dataclass(frozen=True, kw_only=True)
class PersonColumn:
    """A column of a table of persons: its name, its unit, what it holds, and how it is worked out.

    ``changes``: it may differ from day to day, and a panel has it.
    """

    name: str
    unit: str
    meaning: str
    of: Callable[[PeopleState], Any]
    changes: bool = False


def enumerated(places: np.ndarray, names: Sequence[str]) -> pl.Series:
    """A series of names, as an enumeration, from each row's place among them.

    >>> enumerated(np.array([1, 0, 1]), ("no", "yes")).to_list()
    ['yes', 'no', 'yes']
    """
    values = pa.DictionaryArray.from_arrays(pa.array(np.asarray(places, np.int32)), pa.array(list(names), pa.string()))
    return pl.Series(values=values).cast(pl.Enum(list(names)))


def _bit(column: str, bit: int) -> Callable[[PeopleState], np.ndarray]:
    return lambda state: state.columns[column] & np.uint16(bit) != 0


def _tier(shift: int) -> Callable[[PeopleState], pl.Series]:
    return lambda state: enumerated((state.flags >> shift) & 7, state.scenario.tiers)


def _list(ledger: int) -> Callable[[PeopleState], pl.Series]:
    return lambda state: enumerated(
        wide_list_in(state.flags.astype(np.int64), ledger), list_names(state.scenario.running)
    )


def closed(state: PeopleState, ledger: int = 0) -> np.ndarray:
    """Gates that are closed to each person as bits, int64 [persons]: by the observed ledger (0) or the error-free one.

    By the rules in force on that evening, as ``docs/model.md`` section 4 has them.
    """
    params, flags = state.compiled.params[0], state.flags.astype(np.int64)
    tier, listed = (flags >> (ledger * ERROR_FREE_TIER)) & 7, wide_list_in(flags, ledger)
    by_tier = np.where(flags & PARTICIPATES != 0, params["tier_gates"][tier], 0)
    areas = (state.columns["dossier"].astype(np.int64) >> (ledger * ERROR_FREE_DOSSIER)) & 15
    return (params["list_gates"][listed] | by_tier) & params["related"][areas]


def _closed_names(state: PeopleState) -> pl.Series:
    bits, place = np.unique(closed(state), return_inverse=True)
    known = [each.name for each in gates(state.scenario.running)]
    words = [", ".join(name for k, name in enumerate(known) if each >> k & 1) for each in bits.tolist()]
    return pl.Series(words, dtype=pl.String).gather(place)


def _commercial(state: PeopleState) -> pl.Series:
    steps = state.columns["commercial"]
    return pl.Series(350 + 2.5 * (steps.astype(np.float32) - 1)).set(pl.Series(steps == 0), None)


def _district(state: PeopleState) -> pl.Series:
    names = state.scenario.place.districts
    return enumerated(np.repeat(np.arange(len(names)), np.diff(state.starts)), names)


#: What every table of persons has, in its order.
COLUMNS: tuple[PersonColumn, ...] = (
    PersonColumn(
        name="person",
        unit="number",
        meaning="the person's number in the run, from 0",
        of=lambda state: np.arange(len(state.flags)),
    ),
    PersonColumn(name="district", unit="name", meaning="district of the place", of=_district),
    PersonColumn(
        name="group",
        unit="name",
        meaning="group of the place",
        of=lambda state: enumerated(group_of(state.traits), state.scenario.place.group_names),
    ),
    PersonColumn(
        name="age",
        unit="name",
        meaning="child (0-14), adult (15-59) or older (60 and over)",
        of=lambda state: enumerated((state.traits >> AGE_SHIFT) & 3, AGES),
    ),
    PersonColumn(
        name="income",
        unit="fifth",
        meaning="fifth of income, 1 the poorest",
        of=lambda state: ((state.traits >> INCOME_SHIFT) & 7).astype(np.uint8) + 1,
    ),
    PersonColumn(name="urban", unit="yes or no", meaning="lives in a town", of=_bit("traits", URBAN)),
    PersonColumn(name="internet", unit="yes or no", meaning="uses the internet", of=_bit("traits", INTERNET)),
    PersonColumn(
        name="habit",
        unit="quarter",
        meaning="quarter of public and online activity, 1 the least active",
        of=lambda state: ((state.traits >> HABIT_SHIFT) & 3).astype(np.uint8) + 1,
    ),
    PersonColumn(
        name="potential_reporter", unit="yes or no", meaning="may be asked to report others", of=_bit("traits", MEMBER)
    ),
    PersonColumn(
        name="on_watchlist",
        unit="yes or no",
        meaning="on a police watchlist at the start, rightly or not",
        of=_bit("traits", ON_WATCHLIST),
    ),
    PersonColumn(
        name="participates",
        unit="yes or no",
        meaning="has a score that counts",
        changes=True,
        of=_bit("flags", PARTICIPATES),
    ),
    PersonColumn(
        name="score",
        unit="points",
        meaning="score in the observed ledger",
        changes=True,
        of=lambda state: state.columns["observed"],
    ),
    PersonColumn(
        name="error_free_score",
        unit="points",
        meaning="score without false entries",
        changes=True,
        of=lambda state: state.columns["error_free"],
    ),
    PersonColumn(name="tier", unit="name", meaning="tier at the last rescoring", changes=True, of=_tier(0)),
    PersonColumn(
        name="error_free_tier",
        unit="name",
        meaning="tier without false entries",
        changes=True,
        of=_tier(ERROR_FREE_TIER),
    ),
    PersonColumn(
        name="list", unit="name", meaning="list that the person is on, or none", changes=True, of=_list(OBSERVED)
    ),
    PersonColumn(
        name="error_free_list",
        unit="name",
        meaning="list without false entries",
        changes=True,
        of=_list(ERROR_FREE),
    ),
    PersonColumn(
        name="list_weeks",
        unit="weeks",
        meaning="weeks left on the list",
        changes=True,
        of=lambda state: state.columns["observed_weeks"],
    ),
    PersonColumn(
        name="watched", unit="yes or no", meaning="watched by face recognition", changes=True, of=_bit("flags", WATCHED)
    ),
    PersonColumn(
        name="fear",
        unit="0 to 255",
        meaning="fear of being watched",
        changes=True,
        of=lambda state: state.columns["fear"],
    ),
    PersonColumn(
        name="trust", unit="0 to 255", meaning="trust in others", changes=True, of=lambda state: state.columns["trust"]
    ),
    PersonColumn(
        name="commercial_score",
        unit="points",
        meaning="commercial score, empty for those without",
        changes=True,
        of=_commercial,
    ),
    PersonColumn(
        name="closed_gates", unit="names", meaning="gates closed this evening, by name", changes=True, of=_closed_names
    ),
    PersonColumn(
        name="sanctioned",
        unit="yes or no",
        meaning="sanctioned at least once so far",
        changes=True,
        of=_bit("flags", EVER_SANCTIONED),
    ),
    PersonColumn(
        name="wrongful",
        unit="yes or no",
        meaning="wrongly sanctioned at least once so far",
        changes=True,
        of=_bit("flags", EVER_WRONGLY),
    ),
    PersonColumn(
        name="unjust",
        unit="yes or no",
        meaning="unjustly sanctioned at least once so far",
        changes=True,
        of=_bit("flags", EVER_UNJUSTLY),
    ),
)  # fmt: skip

#: What a run counts for each person over its days, where it keeps a ledger: name, unit, meaning.
COUNTED: tuple[tuple[str, str, str], ...] = (
    ("unlawful", "acts", "unlawful acts truly done (255 stands for 255 or more)"),
    ("lawful", "acts", "lawful acts truly done that the rules punish (255 stands for 255 or more)"),
    ("chilled", "acts", "lawful acts held back out of fear"),
    ("sanction_days", "days", "days with a gate closed"),
    ("wrongful_days", "days", "days with a gate closed that would have stayed open without a false entry"),
    ("unjust_days", "days", "days under a sanction that is unjust by rule"),
    ("blocked", "times", "refused at a closed gate"),
    ("misidentified", "times", "taken for somebody else by a machine (255 stands for 255 or more)"),
    ("association", "times", "lost points for knowing somebody (255 stands for 255 or more)"),
)
#: What the kept events say of each person, where all of them are kept.
RECORDED: tuple[tuple[str, str, Event], ...] = (
    ("true_entries", "true entries in the record", Event.ENTRY),
    ("false_entries", "false entries in the record", Event.FALSE_ENTRY),
)


def table(state: PeopleState, *, changing: bool = False) -> pl.DataFrame:
    """The columns of all persons; with ``changing``, the person's number and what may differ from day to day.

    >>> [column.name for column in COLUMNS if not column.changes][:4]
    ['person', 'district', 'group', 'age']
    """
    chosen = [each for each in COLUMNS if each.changes or not changing or each.name == "person"]
    return pl.DataFrame({each.name: each.of(state) for each in chosen})
