"""Whose story: by number, or somebody to whom a given thing happened, neither the mildest nor the gravest case.

>>> order([(7, 10), (8, 1), (9, 400)], seed=1)[0]
7
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

import numpy as np

from glasshouse.model.tables import build
from glasshouse.results.errors import BadInputError
from glasshouse.stories.replay import Source, check_person, replay
from glasshouse.stories.someone import Neighbourhood, random_number
from glasshouse.stories.voice import nth

if TYPE_CHECKING:
    import polars as pl

#: The ways of choosing, and what is said when nobody fits.
NOBODY = {
    "wrongly-sanctioned": "nobody was wrongly sanctioned in replicate 0 of this run. Try --random.",
    "falsely-matched": "no camera took anybody for somebody else in replicate 0 of this run. Try --random.",
    "most-chilled": "nobody held back out of fear in replicate 0 of this run. Try --random.",
    "random": "there is no adult in this run.",
}
#: What is said of the person chosen.
SAID = {
    "wrongly-sanctioned": "Of {n} people to whom a false record closed doors, {they} is in the middle by how long it "
    "lasted.",
    "falsely-matched": "{They} is one of {n} people whom a camera took for somebody else.",
    "most-chilled": "Nobody in this run held back more often out of fear.",
    "random": "{They} was drawn by lot from all adults.",
}


_TURNING = ("sanction", "sanction lifted", "ended by the ban")


class Choice:
    """Somebody chosen: the number, how, and among how many."""

    def __init__(self, number: int, how: str = "", among: int = 0, another: int = 0) -> None:
        """Keep them."""
        self.number, self.how, self.among, self.another = number, how, among, another


def choose(source: Source, how: str, another: int = 0) -> Choice:
    """Somebody to whom the thing happened; `another` passes over so many. Raises ``BadInputError`` for nobody."""
    found = {"wrongly-sanctioned": _wrongly, "falsely-matched": _falsely, "most-chilled": _chilled}
    if how == "random":
        return Choice(_random(source, another), how, source.population, another)
    people = found[how](source)
    if not people:
        raise BadInputError(f"{source.folder}: {NOBODY[how]}")
    if another >= len(people):
        raise BadInputError(f"--another {another}: there are {len(people)} such people, so {len(people) - 1} others.")
    return Choice(people[another], how, len(people), another)


def order(people: Sequence[tuple[int, int]], seed: int) -> list[int]:
    """Numbers from (number, amount): the middling amount first, then outward; ties by lot, the same each time."""
    if not people:
        return []
    middle = sorted(amount for _, amount in people)[len(people) // 2]
    ranked = sorted(people, key=lambda pair: (abs(pair[1] - middle), _lot(seed, pair[0])))
    return [number for number, _ in ranked]


def _lot(seed: int, number: int) -> bytes:
    return blake2b(f"{seed}|{number}".encode(), digest_size=8, person=b"glasshouse-story").digest()


def _events(source: Source) -> pl.DataFrame | None:
    """The kept events of replicate 0, in order; None without the file."""
    import polars as pl

    path = source.folder / "events.parquet"
    if not path.is_file():
        return None
    wanted = ["day", "person", "event", "cause", "value"]
    try:
        rows = pl.scan_parquet(path).filter(pl.col("replicate") == 0).select(wanted)
        return rows.with_columns(pl.col("event", "cause").cast(pl.String)).collect()
    except (OSError, pl.exceptions.PolarsError):
        raise BadInputError(f"{path}: damaged. 'glasshouse verify {source.folder}' says what else is.") from None


def _wrongly(source: Source) -> list[int]:
    """By days from a wrongful sanction's beginning to its end; the ledger where the events show none."""
    import polars as pl

    events = _events(source)
    if events is not None:
        events = events.filter(pl.col("event").is_in(["sanction", "sanction lifted", "ended by the ban"])).sort(
            "person", "day"
        )
        people = _spells(events, source.days)
        if people:
            return order(people, source.seed)
    days = _ledger(source, "wrongful_days")
    return order([(int(n), int(days[n])) for n in np.flatnonzero(days)], source.seed)


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


def _falsely(source: Source) -> list[int]:
    """By how many false matches; the events hold each one."""
    import polars as pl

    events = _events(source)
    if events is None:
        times = _ledger(source, "misidentified")
        return order([(int(n), int(times[n])) for n in np.flatnonzero(times)], source.seed)
    wrong = events.filter((pl.col("event") == "false entry") & pl.col("cause").is_in(["offence", "suspicion"]))
    return order(list(wrong.group_by("person").len().iter_rows()), source.seed)


def _chilled(source: Source) -> list[int]:
    """Those who held back, the most often first; ties by lot."""
    times = _ledger(source, "chilled")
    held_back = np.flatnonzero(times)
    top = held_back[np.argsort(-times[held_back].astype(np.int64), kind="stable")][:1000].tolist()
    return sorted(top, key=lambda number: (-int(times[number]), _lot(source.seed, number)))


def _ledger(source: Source, name: str) -> np.ndarray:
    from glasshouse.engine.simulate import MOST_LEDGER

    if source.population > MOST_LEDGER:
        raise BadInputError(
            f"{source.folder}: above {MOST_LEDGER:,} people no tallies of single persons are kept. "
            "Give a person's number, or --random."
        )
    ledger = replay(source, ledger=True).ledger
    return ledger[name] if ledger else np.zeros(0, np.int64)


def _random(source: Source, another: int) -> int:
    """The another-th adult drawn by lot."""
    tables = build(source.past or source.scenario, 0, source.population, source.scenario.draw(0, source.seed))
    hood = Neighbourhood(tables, source.scenario.place, source.seed)
    adults = 0
    for turn in range(1000 + 100 * another):
        number = random_number(source.seed, turn, source.population)
        if not hood.someone(number).child:
            if adults == another:
                return number
            adults += 1
    raise BadInputError(f"{source.folder}: {NOBODY['random']}")


def by_number(source: Source, number: int) -> Choice:
    """The person with a number. Raises ``BadInputError`` for a number that nobody has."""
    check_person(source, number)
    return Choice(number)


def said_of(choice: Choice, **words: Any) -> str:
    """Why this person, in a sentence; "" when a number was given."""
    if not choice.how:
        return ""
    if choice.how == "most-chilled" and choice.another:
        return f"{words['They']} is the {nth(choice.another + 1)} in this run by how often fear held people back."
    if choice.how == "wrongly-sanctioned" and choice.another:
        return f"{words['They']} is one of {choice.among:,} people to whom a false record closed doors."
    return SAID[choice.how].format(n=f"{choice.among:,}", **words)
