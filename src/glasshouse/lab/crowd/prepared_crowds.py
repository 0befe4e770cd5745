"""The crowds that a class will ask for, simulated ahead: whoever moves a slider then waits for nothing.

First each preset as it is and with one control moved, then two controls of the first preset, then all three sliders.
It is done on threads of its own, which rest while somebody waits for a crowd.
"""

from __future__ import annotations

import json
import logging
import zlib
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from itertools import combinations, product
from threading import Event, Lock, Thread
from types import MappingProxyType
from typing import Any

from glasshouse.lab.crowd.crowd_answers import Answer, answer
from glasshouse.lab.crowd.crowd_run import CrowdRun, simulate_crowd
from glasshouse.lab.crowd.crowd_turns import Turns
from glasshouse.lab.crowd.crowd_words import beside
from glasshouse.lab.crowd.machine_run import machine_run
from glasshouse.lab.crowd.machine_settings import DIALS, LEVERS, CrowdState, MachineSettings
from glasshouse.languages.spoken import ENGLISH, SPOKEN, speaking, spoken
from glasshouse.scenario.presets import crowd_presets

#: Answers that are kept, of 5 to 9 kB each in all languages.
MOST = 10_000
#: Seconds that a thread rests while somebody waits.
_REST = 0.05


def wanted_crowds() -> Iterator[MachineSettings]:
    """The machines, the likeliest first, none twice.

    >>> from itertools import islice
    >>> first = list(islice(wanted_crowds(), 2))
    >>> first[0] == MachineSettings(), first[1].told()
    (True, {'threshold': 0.5})
    """
    return iter(_once_each())


@cache
def _once_each() -> tuple[MachineSettings, ...]:
    """The same for every lab of a process."""
    return tuple(dict.fromkeys(_in_order()))


def _in_order() -> Iterator[MachineSettings]:
    stops = {dial.name: dial.stops for dial in DIALS}
    levers = {lever.name: (True,) for lever in LEVERS}
    alone = [{name: value} for name, values in {**stops, **levers}.items() for value in values]
    for preset in crowd_presets():
        yield MachineSettings(preset=preset)
        yield from (MachineSettings(preset=preset, **one) for one in alone)
    for many in (2, 3):
        for names in combinations(stops, many):
            yield from (
                MachineSettings(**dict(zip(names, at, strict=True))) for at in product(*(stops[name] for name in names))
            )
        if many == 2:
            yield from (
                MachineSettings(**one, **{lever: True}) for one in alone for lever in levers if lever not in one
            )


#: An answer about a machine, in the words of each language.
Worded = Mapping[str, Answer]
_NOTHING: Worded = MappingProxyType({})
#: What of an answer is words.
_IN_WORDS = {"rows", "examples", "why", "label", "unequal", "trade"}


class PreparedCrowds:
    """Simulates crowds ahead until all are there or it is closed, and keeps what is answered of each."""

    def __init__(self, turns: Turns, threads: int, make: Callable[[MachineSettings], Worded] | None = None) -> None:
        """Not begun. ``make`` stands in for the engine in tests."""
        self._turns, self._make, self._closed, self._lock = turns, make or _made, Event(), Lock()
        self._next = wanted_crowds()
        self._kept: dict[MachineSettings, dict[str, bytes]] = {}
        self.all = len(_once_each())
        self.done = 0
        self._threads = [Thread(target=self._work, daemon=True) for _ in range(threads)]

    def begin(self) -> None:
        """Work in the background."""
        for thread in self._threads:
            thread.start()

    def close(self) -> None:
        """Stop after the crowds under way."""
        self._closed.set()
        for thread in self._threads:
            if thread.is_alive():
                thread.join()

    def keep(self, machine: MachineSettings, told: Worded) -> None:
        """Keep an answer, as long as there is room: in English whole, in other languages what is worded."""
        packed = {
            language: zlib.compress(each.model_dump_json(include=None if language == ENGLISH else _IN_WORDS).encode())
            for language, each in told.items()
        }
        with self._lock:
            if len(self._kept) < MOST:
                self._kept[machine] = packed

    def found(self, state: CrowdState) -> dict[str, Any] | None:
        """The answer about a crowd, beside somebody's guess; None where it is not there yet."""
        packed = self._kept.get(state.machine())
        if packed is None:
            return None
        told = json.loads(zlib.decompress(packed[ENGLISH]))
        if spoken() != ENGLISH and spoken() in packed:
            told |= json.loads(zlib.decompress(packed[spoken()]))
        told["beside"] = "" if state.guess is None else beside(state.guess, told["rows"][-1]["mistaken"])
        return told

    def _work(self) -> None:
        while not self._closed.is_set():
            with self._lock:
                machine = next(self._next, None)
            if machine is None:
                return
            while self._turns.wanted and not self._closed.wait(_REST):
                pass
            try:
                if machine not in self._kept:
                    self.keep(machine, self._make(machine))
            except Exception:  # whoever asks for it hears what is wrong; the others are prepared all the same
                logging.getLogger("uvicorn.error").exception("a crowd could not be prepared")
            with self._lock:
                self.done += 1


def _made(machine: MachineSettings) -> Worded:
    return worded(simulate_crowd(machine_run(machine)), CrowdState(**machine.model_dump()))


def worded(crowd: CrowdRun, state: CrowdState, told: Worded = _NOTHING) -> Worded:
    """The answer about a crowd in each language but those in which it was ``told``."""
    found = dict(told)
    for language in SPOKEN.keys() - told.keys():
        with speaking(language):
            found[language] = answer(crowd, state)
    return found
