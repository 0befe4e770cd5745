"""The rounds: what every form must equal, and the forms living in turn, checked before their time counts."""

from __future__ import annotations

import gc
import statistics
import sys
import time
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from benchmarks.peers import check, glasshouse_blocks, glasshouse_needed, numpy_columns, rules
from benchmarks.peers.table import Peer
from glasshouse.draws import philox

#: What draws the words of somebody's day: of a person, a day and a key.
Drawn = Callable[[int, int, tuple[int, int]], list[int]]
#: Persons of the reference, and its chance. The rounds of every form take the seeds from FIRST on.
REFERENCE, REFERENCE_SEED, FIRST = 4_000_000, 20_190_701, 100
#: No form has fewer persons, however small it is asked to be: the check needs some, and so does the memory.
FEWEST = 5_000


def alike(days: int, few: int = 100, seed: int = 7) -> str:
    """The digest on which the keyed forms and the rules for one person agree; ends the program if they do not.

    The form that draws for some alone has words of its own, and must agree with the rules for those.
    """
    dense = _agreed(
        days, few, seed, every_word, {"NumPy, keyed draws": numpy_columns.keyed, "glasshouse": glasshouse_blocks.build}
    )
    _agreed(days, few, seed, glasshouse_needed.drawn, {"glasshouse, needed draws": glasshouse_needed.build})
    return dense


def _agreed(days: int, few: int, seed: int, drawn: Drawn, forms: Mapping[str, Callable[..., rules.Lives]]) -> str:
    found = {"the rules for one person": rules.digest(one_by_one(few, days, seed, drawn))}
    for name, build in forms.items():
        lives = build(population=few, days=days, seed=seed, threads=1)
        lives.live()
        found[name] = rules.digest(lives.state())
    if len(set(found.values())) != 1:
        sys.exit(f"The keyed forms differ after {days} days of {few} persons: {found}")
    return found["the rules for one person"]


def every_word(person: int, day: int, key: tuple[int, int]) -> list[int]:
    """The eight words of one person's day, of two calls of their own."""
    return [*philox((person, 0, day, 0), key), *philox((person, 0, day, 1), key)]


def one_by_one(people: int, days: int, seed: int, drawn: Drawn = every_word) -> rules.State:
    """The state that the rules for one person give with keyed words; very slow."""
    key = (seed & 0xFFFFFFFF, seed >> 32)
    persons = [{name: first for name, (_, first) in rules.COLUMNS.items()} for _ in range(people)]
    for day in range(days):
        for number, person in enumerate(persons):
            rules.day_of_one(person, drawn(number, day, key), day)
    return {name: np.array([p[name] for p in persons], kind) for name, (kind, _) in rules.COLUMNS.items()}


def reference(population: int, days: int, threads: int) -> check.Counts:
    """The distribution of final states that every form must have."""
    lives = glasshouse_blocks.build(population=population, days=days, seed=REFERENCE_SEED, threads=threads)
    lives.live()
    return check.count(lives.state())


class Rounds:
    """One form's rounds: the seconds of each, and the final states of all of them counted together."""

    def __init__(self, peer: Peer, *, scale: float, threads: int):
        self.peer = peer
        self.population = max(FEWEST, round(peer.population * scale))
        self.threads = peer.threads or threads
        self.seconds: list[float] = []
        self.counts: check.Counts | None = None
        #: Why its time does not count.
        self.wrong: str | None = None

    def live(self, days: int, seed: int) -> float:
        """Live once and count the final states; gives the seconds of the days alone."""
        lives = self.peer.form()(population=self.population, days=days, seed=seed, threads=self.threads)
        gc.collect()
        began = time.perf_counter()
        lives.live()
        seconds = time.perf_counter() - began
        self.counts = check.add(self.counts, check.count(lives.state()))
        return seconds

    def judge(self, expected: check.Counts) -> None:
        """Note what differs from the reference in all that was simulated so far."""
        if self.counts is not None and (differing := check.differing(self.counts, expected)):
            columns = ", ".join(f"{name} (p = {p:.1g})" for name, p in differing.items())
            self.wrong = f"its final state differs from the reference in {columns}"

    def told(self, days: int, expected: check.Counts) -> dict[str, Any]:
        """What the results keep of it."""
        assert self.counts is not None
        speeds = [self.population * days / seconds for seconds in self.seconds]
        return {
            "key": self.peer.key,
            "name": self.peer.name,
            "package": self.peer.package,
            "version": self.peer.version(),
            "threads": self.threads,
            "population": self.population,
            "person_steps_per_second": statistics.median(speeds),
            "all": speeds,
            "persons_checked": int(self.counts["tier"].sum()),
            "chance_of_the_difference": check.chances(self.counts, expected),
        }


def in_turn(forms: list[Rounds], expected: check.Counts, days: int, repeats: int) -> None:
    """All forms in turn: once untimed, which compiles, and is checked; then the rounds that count; then all checked."""
    for number in range(repeats + 1):
        for one in forms:
            if one.wrong:
                continue
            try:
                seconds = one.live(days, FIRST + number)
            except Exception as error:  # a peer that breaks is told, and the others go on
                one.wrong = f"it failed: {type(error).__name__}: {(str(error).splitlines() or [''])[0]}"
                continue
            if number:
                one.seconds.append(seconds)
            if number in (0, repeats):
                one.judge(expected)
            what = f"{seconds:.2f} s{'' if number else ', not counted'}"
            print(f"round {number}: {one.peer.key}, {what}", file=sys.stderr)
