"""A crowd's year, simulated by the engine: what became of each of its people, and how many of each group."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise

import numpy as np

from glasshouse.assessed import Identification
from glasshouse.authoring import AGE_SHIFT, ON_WATCHLIST, Event
from glasshouse.engine.simulate import Replicate, simulate
from glasshouse.entry_kind import entry_kinds
from glasshouse.lab.crowd.machine_run import MachineRun
from glasshouse.lab.crowd.machine_settings import PEOPLE
from glasshouse.measures import person_amounts
from glasshouse.mechanism_set import SHIPPED

#: The search that the page is about.
SEARCH = next(SHIPPED.declared(Identification))
#: What became of a person, the worst last: each is shown by the last that holds.
STATES = ("alone", "on-file", "false-entry", "mistaken", "sanctioned", "wronged")
ALONE, ON_FILE, FALSE_ENTRY, MISTAKEN, SANCTIONED, WRONGED = range(len(STATES))
#: People that are counted, and times that something happened; by group, in this order.
COUNTED = ("people", "mistaken", "sanctioned", "wronged")
RIGHT, WRONG = SEARCH.right_alerts.name, SEARCH.wrong_alerts.name
TIMES = (RIGHT, WRONG, "stops", "stops_false")


class SupersededError(Exception):
    """Somebody asked for something else meanwhile, and nobody waits for this any more."""


@dataclass(frozen=True, kw_only=True)
class CrowdRun:
    """What a year came to.

    `states` and `groups` uint8, one a person; `counts` int64 [groups, COUNTED], who were ever mistaken for somebody
    else by a camera, sanctioned, wrongly sanctioned (a person may be in all); `times` int64 [groups, TIMES];
    `searches`: about how often a camera searched the face of somebody who is not a child; `days` of each person under a
    wrongful sanction, uint16.
    """

    run: MachineRun
    states: np.ndarray
    groups: np.ndarray
    counts: np.ndarray
    times: np.ndarray
    searches: int
    days: np.ndarray

    @cached_property
    def totals(self) -> dict[str, int]:
        """The counts over all groups, by name."""
        return dict(zip(COUNTED, self.counts.sum(axis=0).tolist(), strict=True))

    def examples(self, state: int, most: int = 2) -> list[int]:
        """A few people of a state, those in the middle of them by days under a wrongful sanction."""
        found = np.flatnonzero(self.states == state)
        ordered = found[np.argsort(self.days[found], kind="stable")]
        first = max(0, (len(ordered) - most) // 2)
        return ordered[first : first + most].tolist()


def simulate_crowd(run: MachineRun, superseded: Callable[[], bool] = lambda: False) -> CrowdRun:
    """Simulate a scenario's days with PEOPLE people, on this thread.

    These are the days of a run's replicate 0 with the same seed. Raises `SupersededError` within a day of being so.

    >>> from glasshouse.lab.crowd.machine_settings import MachineSettings
    >>> from glasshouse.lab.crowd.machine_run import machine_run
    >>> simulate_crowd(machine_run(MachineSettings(preset="stadium-list"))).totals["sanctioned"]
    0
    """

    def watch(_day: int = 0) -> None:
        if superseded():
            raise SupersededError

    watch()
    simulated = simulate(
        run.scenario,
        population=PEOPLE,
        days=run.days,
        seed=run.machine.seed,
        threads=1,
        ledger=True,
        on_day=watch,
        digested=False,
    )
    return _looked_at(run, simulated)


def _looked_at(run: MachineRun, simulated: Replicate) -> CrowdRun:
    borne, groups = person_amounts(simulated), _shared(simulated.group.astype(np.uint8).tobytes())
    mistaken, sanctioned, wronged = (borne[name] > 0 for name in ("misidentified", "sanctioned", "wrongful"))
    states = np.zeros(PEOPLE, np.uint8)
    for state, who in zip(
        (ON_FILE, FALSE_ENTRY, MISTAKEN, SANCTIONED, WRONGED),
        (*_on_file(simulated), mistaken, sanctioned, wronged),
        strict=True,
    ):
        states[who] = state
    kinds = (np.ones(PEOPLE, bool), mistaken, sanctioned, wronged)
    counts = [np.bincount(groups[kind], minlength=len(simulated.groups)) for kind in kinds]
    places = [simulated.measures.index(name) for name in TIMES]
    return CrowdRun(
        run=run,
        states=states,
        groups=groups,
        counts=np.stack(counts, axis=1).astype(np.int64),
        times=simulated.daily[:, :, : len(simulated.groups)][..., places].sum(axis=(0, 1)),
        searches=_searches(run, simulated),
        days=borne["wrongful_days"].astype(np.uint16),
    )


@lru_cache(maxsize=64)
def _shared(groups: bytes) -> np.ndarray:
    """Crowds of the same people share where they belong: thousands of them may be kept."""
    return np.frombuffer(groups, np.uint8)


def _searches(run: MachineRun, simulated: Replicate) -> int:
    """Sightings, times the share of them in which a face is searched, and of people who are not children.

    About: the engine draws whether one is seen and searched at once. It counts sightings of everybody, but no camera
    takes a child for somebody who is sought, or finds one (``model/active_bounds.py``).
    """
    seen = simulated.daily[..., simulated.measures.index(SEARCH.sightings)].sum(axis=(1, 2))
    firsts = [*run.scenario.epochs(run.days), run.days]
    grown = float((simulated.state["traits"] >> AGE_SHIFT & 3 != 0).mean())
    return round(
        grown
        * sum(
            int(seen[first:last].sum()) * SEARCH.searched(run.scenario.settings(first))
            for first, last in pairwise(firsts)
        )
    )


def _on_file(simulated: Replicate) -> tuple[np.ndarray, np.ndarray]:
    """Who has something against them on file or is sought, and who has something false there."""
    events = simulated.events
    if simulated.event_weight != 1:
        raise RuntimeError("the events of a crowd must be those of everybody")
    good = [number for number, kind in enumerate(entry_kinds(simulated.mechanisms)) if kind.good]
    true = (events["kind"] == Event.ENTRY) & (~np.isin(events["cause"], good))
    on_file = _among(events["person"][true]) | (simulated.state["traits"] & ON_WATCHLIST != 0)
    return on_file, _among(events["person"][events["kind"] == Event.FALSE_ENTRY])


def _among(persons: np.ndarray) -> np.ndarray:
    out = np.zeros(PEOPLE, bool)
    out[persons] = True
    return out
