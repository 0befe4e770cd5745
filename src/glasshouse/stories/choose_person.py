"""Whose story: by number, or somebody to whom a given thing happened, neither the mildest nor the gravest case.

>>> order([(7, 10), (8, 1), (9, 400)], seed=1)[0]
7
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

import numpy as np
import polars as pl

from glasshouse.arguments import Argument
from glasshouse.engine.person_index import PersonIndex
from glasshouse.engine.simulate import MOST_LEDGER
from glasshouse.errors import BadInputError
from glasshouse.folders import table_files
from glasshouse.runs.run import Run
from glasshouse.stories.follow_in_replay import ReplaySource, check_person
from glasshouse.stories.person_tallies import Tallied, tally
from glasshouse.stories.someone import Neighbourhood, random_number
from glasshouse.wording.numbers import whole
from glasshouse.wording.prose import nth

_EVENTS = "events.parquet"
#: The ways of choosing, and what is said when nobody fits.
NOBODY = {
    "wrongly-sanctioned": "nobody was wrongly sanctioned in replicate 0 of this run.",
    "falsely-matched": "no camera took anybody for somebody else in replicate 0 of this run.",
    "most-chilled": "nobody held back out of fear in replicate 0 of this run.",
    "random": "there is no adult in this run.",
}
#: The measure of a person that each goes by.
TALLIES = {"wrongly-sanctioned": "wrongful_days", "falsely-matched": "misidentifications", "most-chilled": "chilled"}
#: What is said of the person chosen.
SAID = {
    "wrongly-sanctioned": "Of {n} people who were wrongly sanctioned, {they} is typical by how long it lasted.",
    "falsely-matched": "{They} is one of {n} people whom a camera took for somebody else.",
    "most-chilled": "Nobody in this run held back more often out of fear.",
    "random": "{They} was drawn by lot from all adults.",
}
#: The same of one of the others.
SAID_OF_ANOTHER = {
    **SAID,
    "wrongly-sanctioned": "{They} is one of {n} people who were wrongly sanctioned.",
    "most-chilled": "{They} is the {nth} in this run by how often fear held people back.",
}
#: The same where nobody else was.
SAID_OF_ONE_ALONE = {
    "wrongly-sanctioned": "Nobody else was wrongly sanctioned.",
    "falsely-matched": "No camera took anybody else for somebody else.",
}
#: The same where there is one in the kept events, who need not be the only one.
SAID_OF_ONE_KEPT = {
    "wrongly-sanctioned": "{They} is the only person in the kept events to whom doors first closed wrongly.",
    "falsely-matched": "{They} is the only person in the kept events whom a camera took for somebody else.",
}
#: The same where no tallies are kept: events are of a sample of people, and note how a sanction began.
_KEPT = {
    "people who were wrongly sanctioned": "people in the kept events to whom doors first closed wrongly",
    "people whom": "people in the kept events whom",
}


@dataclass(frozen=True)
class Choice:
    """Somebody chosen: the number, how, among how many; ``kept``: among those in the kept events only."""

    number: int
    how: str = ""
    among: int = 0
    another: int = 0
    kept: bool = False


def choose(
    source: ReplaySource,
    how: str,
    another: int = 0,
    threads: int | None = None,
    tallied: Callable[[ReplaySource, int | None], Tallied] = tally,
) -> Choice:
    """Somebody to whom the thing happened; `another` passes over so many. Raises ``BadInputError`` for nobody.

    All but a random choice simulate the run once, for everybody's tallies, unless `tallied` has them. Where there
    are too many people for these, the kept events say, of those who are in them.
    """
    if how == "random":
        return Choice(_random(source, another), how, source.population, another)
    tallies = tallied(source, threads).amounts[TALLIES[how]] if source.population <= MOST_LEDGER else None
    people = _ranked(source, how, tallies) if tallies is not None else _from_events(source, how)
    if not people:
        raise BadInputError(f"{source.folder}: {NOBODY[how]} Try ", Argument("random", True), ".")
    if another >= len(people):
        many = f": there are {len(people)} such people, so {len(people) - 1} others."
        raise BadInputError(Argument("another", another), many)
    return Choice(people[another], how, len(people), another, kept=tallies is None)


def _ranked(source: ReplaySource, how: str, tallies: np.ndarray) -> list[int]:
    """All who have a tally, the middling first; of the most chilled, a thousand or some more, the gravest first."""
    least = 1
    if how == "most-chilled" and len(tallies) > 1000:
        least = max(1, int(np.partition(tallies, -1000)[-1000]))
    found = [(int(number), int(tallies[number])) for number in np.flatnonzero(tallies >= least)]
    if how == "most-chilled":
        return [n for n, _ in sorted(found, key=lambda pair: (-pair[1], _lot(source.seed, pair[0])))]
    return order(found, source.seed)


def order(people: Sequence[tuple[int, int]], seed: int) -> list[int]:
    """Numbers from (number, amount): the middling amount first, then outward; ties by lot, the same each time."""
    if not people:
        return []
    middle = sorted(amount for _, amount in people)[len(people) // 2]
    ranked = sorted(people, key=lambda pair: (abs(pair[1] - middle), _lot(seed, pair[0])))
    return [number for number, _ in ranked]


def _lot(seed: int, number: int) -> bytes:
    return blake2b(f"{seed}|{number}".encode(), digest_size=8, person=b"glasshouse-story").digest()


def _from_events(source: ReplaySource, how: str) -> list[int]:
    """Those in the kept events, the middling first. Raises ``BadInputError`` where the events do not say."""
    finder = {"wrongly-sanctioned": _wrongly, "falsely-matched": _falsely}.get(how)
    if finder is None or _EVENTS not in source.manifest["files"]:
        raise BadInputError(
            f"{source.folder}: above {whole(MOST_LEDGER)} people no tallies of single persons are kept. "
            "Give a person's number, or ",
            Argument("random", True),
            ".",
        )
    return order(finder(_events(source), source.days), source.seed)


def _events(source: ReplaySource) -> pl.DataFrame:
    """The kept events of replicate 0, in order."""
    run = Run(path=source.folder, manifest=source.manifest)
    wanted = ["day", "person", "event", "cause", "value"]
    rows = run.events.filter(pl.col("replicate") == 0).select(wanted)
    return table_files.collected(run.path / _EVENTS, rows.with_columns(pl.col("event", "cause").cast(pl.String)))


def _wrongly(events: pl.DataFrame, days: int) -> list[tuple[int, int]]:
    """By days from a sanction's wrongful beginning to its end."""
    turning = events.filter(pl.col("event").is_in(["sanction", "sanction lifted", "ended by the ban"]))
    return _spells(turning.sort("person", "day"), days)


def _spells(events: pl.DataFrame, days: int) -> list[tuple[int, int]]:
    """(person, days under sanctions that began wrongfully) from sanctions and their ends, sorted by person and day."""
    total: dict[int, int] = {}
    since: dict[int, int] = {}
    for day, person, event, _, value in events.iter_rows():
        if person in since:  # its end, or another that began before anybody noted the end
            total[person] = total.get(person, 0) + day - since.pop(person)
        if event == "sanction" and value >> 8 & 1:
            since[person] = day
    for person, day in since.items():
        total[person] = total.get(person, 0) + days - day
    return list(total.items())


def _falsely(events: pl.DataFrame, days: int) -> list[tuple[int, int]]:
    """By how many false matches entered the record."""
    wrong = events.filter((pl.col("event") == "false entry") & pl.col("cause").is_in(["offence", "suspicion"]))
    return list(wrong.group_by("person").len().iter_rows())


def _random(source: ReplaySource, another: int) -> int:
    """The another-th adult drawn by lot."""
    index = PersonIndex.of(source.past or source.scenario, source.population, source.seed)
    hood = Neighbourhood(index, source.scenario.place)
    adults = 0
    for turn in range(1000 + 100 * another):
        number = random_number(source.seed, turn, source.population)
        if not hood.someone(number).child:
            if adults == another:
                return number
            adults += 1
    raise BadInputError(f"{source.folder}: {NOBODY['random']}")


def by_number(source: ReplaySource, number: int) -> Choice:
    """The person with a number. Raises ``BadInputError`` for a number that nobody has."""
    check_person(source, number)
    return Choice(number)


def said_of(choice: Choice, **words: Any) -> str:
    """Why this person, in a sentence; "" when a number was given.

    >>> said_of(Choice(7, "wrongly-sanctioned", among=1), they="she", They="She")
    'Nobody else was wrongly sanctioned.'
    """
    if not choice.how:
        return ""
    alone = SAID_OF_ONE_KEPT if choice.kept else SAID_OF_ONE_ALONE
    if choice.among == 1 and choice.how in alone:
        return alone[choice.how].format(**words)
    said = (SAID_OF_ANOTHER if choice.another else SAID)[choice.how]
    for plainly, exactly in _KEPT.items() if choice.kept else ():
        said = said.replace(plainly, exactly)
    return said.format(n=whole(choice.among), nth=nth(choice.another + 1), **words)
