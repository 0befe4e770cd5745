"""A ready-made crowd for the stages of the day: the people, their records and their draws, with no day around them.

A validation table asks one stage, or a few, what they make of published inputs. The stages are the very kernels that
the day calls, on records (AGENT_DAY) of invented people of one district, with the thresholds that
``engine/params.py`` makes of a preset in which some numbers are replaced. Nothing here says what a stage does.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from types import MappingProxyType
from typing import Any

import numpy as np

from glasshouse.draws import moment
from glasshouse.engine.assembly import compiled_day
from glasshouse.engine.block import draw_dense, draw_late
from glasshouse.engine.counts import MEASURES, Count
from glasshouse.engine.params import compile_params
from glasshouse.mechanism_set import SHIPPED
from glasshouse.model.events import EVENT, MOST_A_DAY
from glasshouse.model.mail import MAIL
from glasshouse.model.state import AGENT_DAY, DEEDS, HARMS, NONE
from glasshouse.model.workspace import BLOCK, Workspace, workspace
from glasshouse.person_list import person_lists
from glasshouse.population.network import CIRCLE
from glasshouse.population.people import (
    AGE_SHIFT,
    COLUMNS,
    INITIAL_WORDS,
    People,
    group_of,
    initialise_population,
    uninitialised,
)
from glasshouse.scenario import load
from glasshouse.scenario.places import Place
from glasshouse.scenario.scenario import Scenario
from glasshouse.scenario.scenario_error import nearest
from glasshouse.scenario.scenario_words import GROUPS
from glasshouse.trial_values import Undisturbed

#: The preset whose numbers stand where a kind replaces none. A kind replaces what its outputs hang on.
PRESET = "as-described"
#: The list of debtors, on which a kind puts people.
DEBTORS = next(each for each in person_lists(SHIPPED) if each.name == "defaulter")
#: One district of townspeople of 15 to 59, half of them women, of the majority, all online.
_TOWN = MappingProxyType(
    {"population": 1.0, "women": 0.5, "minority": 0.0, "children": 0.0, "older": 0.0}
    | {"urban": 1.0, "internet": 1.0, "flag_factor": 1.0}
)
#: Fields of a record that say NONE when nothing happened.
_NOTHING = (
    "conduct online money outing wanted_conduct wanted_online false_face false_error cause other reporter".split()
)
#: Columns of the people that a record holds under the same name.
_STATE = tuple(COLUMNS)
_CHANGING = tuple(name for name in COLUMNS if name != "traits")

#: Picks those of a block who get a record.
Who = Callable[[np.ndarray, np.ndarray], np.ndarray]


@dataclass(frozen=True, kw_only=True)
class Rules:
    """Thresholds in force: `params` (PARAMS record) and `district` (DISTRICT record), for so many people."""

    params: np.void
    district: np.void
    people: int


@cache
def _preset(name: str) -> Scenario:
    scenario = load(name)
    return replace(scenario, events=(), dates=dict.fromkeys(scenario.dates))


def rules(
    numbers: Mapping[str, float],
    *,
    people: int,
    place: Mapping[str, float] = MappingProxyType({}),
    switches: Mapping[str, bool] = MappingProxyType({}),
    gates: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
    preset: str = PRESET,
) -> Rules:
    """The thresholds that the day's own ``engine.params.compile_params`` makes of a preset with some of it replaced.

    - `numbers`: parameters by key (``face_recognition.watchlist``); `switches` (``cameras.enabled``) and `gates`
      (``restrictions.list_gates.defaulter``) likewise. Dated events and dates of the preset do not apply.
      Of what rests in part on other mechanisms, all is there (``Undisturbed``).
    - `place`: shares of the one district (``scenario.places.COLUMNS``). Its real population is that of the crowd unless
      given.

    Raises KeyError for a key that there is not.

    >>> few = rules({"face_recognition.stop_share": 0.25}, people=100)
    >>> int(few.district["n"])
    100
    """
    base = _preset(preset)
    for given, known in ((numbers, base.parameters), (switches, base.switches), (gates, base.gates), (place, _TOWN)):
        for key in given:
            if key not in known:
                raise KeyError(f"'{key}'.{nearest(key, known)}")
    columns = {**_TOWN, "population": float(max(1, people)), **place}
    town = Place(
        name="crowd",
        title="A crowd",
        districts=("crowd",),
        columns=MappingProxyType({key: np.array([value]) for key, value in columns.items()}),
        evidence=MappingProxyType({}),
    )
    scenario = replace(base, place=town, switches={**base.switches, **switches}, gates={**base.gates, **gates})
    alone = {key: value for each in base.mechanisms.declared(Undisturbed) for key, value in each.values.items()}
    tables = compile_params(scenario, 0, people, {**alone, **numbers})
    return Rules(params=tables.params[0], district=tables.districts[0], people=people)


class Crowd:
    """So many invented people under rules. `columns` are theirs (``population.people.People``).

    `counts` int64 [groups + all, measures] is the sum over all that was counted so far, in the order of
    ``model.counts.Count``. All random numbers are keyed by the seed, the person, the day and the purpose, as in a run.

    >>> crowd = Crowd(rules({"face_recognition.stop_share": 1.0}, people=10), seed=1)
    >>> for block in crowd.blocks():
    ...     block.agents["alert"][:3] = 1
    ...     block.adapt()
    >>> crowd.count("stops")
    3
    """

    def __init__(self, rules: Rules, *, seed: int) -> None:
        """Settle the people, as before day 0 of a run."""
        self.rules, self.seed = rules, seed
        self.counts = np.zeros((len(GROUPS) + 1, len(MEASURES)), np.int64)
        self.strangers = rules.district.copy()
        self.strangers["n"] = 1
        self.columns: People = uninitialised(rules.people)
        self._workspace: Workspace = workspace(min(BLOCK, max(1, rules.people)))
        now = moment(seed, 0)[0]
        words = np.empty((INITIAL_WORDS, BLOCK), np.uint32)
        for first in range(0, rules.people, BLOCK):
            last = min(rules.people, first + BLOCK)
            initialise_population(self.columns, first, last, rules.district, rules.params, now, words)

    def count(self, measure: str, group: int | None = None) -> int:
        """What was counted of a measure so far: of everybody, or of one group (0 to 3)."""
        column = self.counts[:, Count[measure]]
        return int(column.sum() if group is None else column[group])

    def blocks(self, day: int = 0, who: Who | None = None) -> Iterator[Block]:
        """The crowd on a day, at most 4,096 people at a time, with records and draws; nobody does anything yet.

        `who` (traits uint16 [people], words uint32 [8, people] to bool [people]) picks those who get a record, as the
        day's screening does, where nothing could happen to the others; all do without it. When the next block is asked
        for, what the stages made of this one is stored in the columns.
        """
        now = moment(self.seed, day)
        for first in range(0, self.rules.people, BLOCK):
            block = Block(self, first, min(BLOCK, self.rules.people - first), now, who)
            yield block
            block.store()


class Block:
    """Some of a crowd on one day, and a function for each stage. Every function is one call of the day's kernel.

    `agents` (AGENT_DAY, `n` records): set what people did, or what was seen of them, before calling a stage. `words`
    uint32 [8, people] and `late` [12, n] hold draws by purpose; `first` is the number of the first person, and
    `selected` int64 [n] the places in the block of those with a record.
    """

    def __init__(self, crowd: Crowd, first: int, people: int, now: np.ndarray, who: Who | None) -> None:
        """Draw what everybody draws, and take down the state of those who get a record."""
        self.crowd, self.first, self.people = crowd, first, people
        self.params, self.district, self.counts = crowd.rules.params, crowd.rules.district, crowd.counts
        self.now, self._now = now[0], now
        self.workspace = crowd._workspace
        self.words, self.late, self.selected = self.workspace.words, self.workspace.late, self.workspace.selected
        self._here = slice(first, first + people)
        self._nobody = np.zeros(0, DEEDS), np.zeros(0, HARMS)
        self._letters = np.empty(BLOCK * CIRCLE * 2, MAIL)  # written, and delivered to nobody
        draw_dense(self.now, first, people, self.words)
        everybody = np.arange(people)
        self._see(
            everybody if who is None else everybody[who(crowd.columns.traits[self._here], self.words[:, :people])]
        )
        draw_late(self.now, first, self.n, self.workspace)

    def _see(self, chosen: np.ndarray) -> None:
        """Records of those at these places of the block, who did nothing yet."""
        n = self.n = len(chosen)
        self.selected[:n] = chosen
        self._rows = slice(self.first, self.first + n) if n == self.people else self.first + chosen
        self.agents = self.workspace.agents[:n]
        self.agents.view(np.uint8)[:] = _blank(n).view(np.uint8)
        self.agents["person"] = self.first + chosen
        self.load()
        self.agents["group"] = group_of(self.agents["traits"])
        self.agents["age"] = (self.agents["traits"] >> AGE_SHIFT) & 3

    def only(self, chosen: np.ndarray) -> None:
        """From now on the stages see only those at these places of the block (int64, rising)."""
        self.store()
        self._see(chosen)

    def turn_to(self, day: int) -> None:
        """Another day begins for the same records. Nothing is drawn for it before `draw`."""
        self._now = moment(self.crowd.seed, day)
        self.now = self._now[0]

    def draw(self) -> None:
        """Draw what everybody draws on this day."""
        draw_dense(self.now, self.first, self.people, self.words)
        draw_late(self.now, self.first, self.n, self.workspace)

    def load(self) -> None:
        """The state in the columns, into the records."""
        for name in _STATE:
            self.agents[name] = getattr(self.crowd.columns, name)[self._rows]

    def store(self) -> None:
        """The state in the records, into the columns."""
        for name in _CHANGING:
            getattr(self.crowd.columns, name)[self._rows] = self.agents[name]

    def _call(self, step: str, **more: Any) -> None:
        """One step of the day on the records, as the day itself calls it."""
        function = compiled_day().steps[step]
        scope = {
            "agents": self.agents, "start": np.int64(0), "count": len(self.agents), "selected": self.selected,
            "words": self.words, "late": self.late, "all_traits": self.crowd.columns.traits, "params": self.params,
            "district": self.district, "now": self.now, "counts": self.counts, "known": self.workspace.known,
            "deeds": self._nobody[0], "harms": self._nobody[1], "people": self.crowd.columns, "first": self.first,
            "mail": self._letters, "workspace": self.workspace, "n": self.n, "extra": self.workspace.extra,
            **dict.fromkeys(compiled_day().mornings, np.int64(0)), **more,
        }  # fmt: skip
        function(*(scope[name] for name in _asked(function) if name in scope))

    def morning(self) -> None:
        """Note the gates and lists of the morning (``gates0``, ``lists0``), as the day does before anything else."""
        self._call("snapshot_restrictions", before=self.crowd.columns.flags[self._here].copy())

    def live_intend(self) -> None:
        """What people want to do today, by the rates of the parameters: acts, outings, sightings."""
        self._call("live_intend")

    def live_inhibit(self) -> None:
        """What they leave undone out of fear or distrust. `conduct` and `online` are what they want."""
        self._call("live_inhibit")

    def observe(self) -> None:
        """Which acts are pinned on their authors."""
        self._call("observe")

    def attribute(self) -> None:
        """Alerts by `sightings`, and the day's errors."""
        self._call("attribute")

    def record(self, places: slice = slice(None)) -> None:
        """Enter what was pinned, rightly and wrongly, on all or on those at these places of `agents`."""
        agents = self.agents[places]
        self._call("record", agents=agents, count=len(agents), rows=self._log())

    def score(self) -> None:
        """Rescore all: points in the columns become tiers and lists. Everybody must have a record."""
        if self.n < self.people:
            raise ValueError("a rescoring concerns everybody; ask for blocks without `who`")
        self.store()
        self._call("draw_for_rescoring")
        self.workspace.active[: self.n] = 1  # all have a record already
        self._call("score", before=self.workspace.before[: self.n], count=self.n, rows=self._log())
        self.load()

    def sanction(self, reviewers: float = 1.0) -> None:
        """Close and open gates, with review; `reviewers`: the share of new sanctions for which there are any.

        Nobody knows anybody: no mail is delivered here, and finding everybody's circle took most of the time.
        """
        self._now["sent"] = 0
        self._call(
            "sanction", district=self.crowd.strangers, reviewers=np.int64(round(reviewers * 65536)), rows=self._log(),
            mail=self._letters,
        )  # fmt: skip

    def gate(self) -> None:
        """Refuse wanted outings (`outing`) at closed gates."""
        self._call("gate")

    def adapt(self) -> None:
        """Stops after alerts, and what refusals, stops and sanctions do to fear and trust."""
        self._call("adapt")

    def redress(self) -> None:
        """Notices, appeals, decisions; in the last day of a week, audits and terms."""
        self._call("redress", rows=self._log())

    def stock(self, measure: str) -> int:
        """How many of all there are now of a level such as `on_defaulter_list`, as the day takes its stocks."""
        self.store()
        counts = np.zeros_like(self.counts)
        self._call("take_stock", place=self.first, end=self.first + self.people, counts=counts)
        return int(counts[:, Count[measure]].sum())

    def _log(self) -> np.ndarray:
        """Room for a block's events, of which none is kept."""
        self._now["logged"] = 0
        return np.empty(self.n * MOST_A_DAY, EVENT)


@cache
def _asked(step: Callable[..., Any]) -> tuple[str, ...]:
    """What a step of the day asks for by name: asking anew for each block took a third of the time."""
    return tuple(inspect.signature(getattr(step, "py_func", step)).parameters)


@cache
def _blanks() -> np.ndarray:
    agents = np.zeros(BLOCK, AGENT_DAY)
    for name in _NOTHING:
        agents[name] = NONE
    return agents


def _blank(n: int) -> np.ndarray:
    """Records of people who did nothing."""
    return _blanks()[:n]
