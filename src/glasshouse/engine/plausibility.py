"""Simulate a small part of a run again, to see whether what is said of the whole can be true."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from random import SystemRandom

import numpy as np

from glasshouse.engine.column_files import BATCH
from glasshouse.engine.part import Part
from glasshouse.letter import MOST
from glasshouse.model.events import EVENT_KINDS, NO_CAUSE
from glasshouse.model.list_bits import ERROR_FREE, OBSERVED, well_formed, wide_list_in
from glasshouse.population.people import AGE_SHIFT, ERROR_FREE_TIER, INTERNET
from glasshouse.tiers import TIERS

_TIERS = np.uint16((7 << ERROR_FREE_TIER) | 7)
_AGE = np.uint16(3 << AGE_SHIFT)
#: Person-days that are simulated again, about: a second's worth on two cores.
WORTH = 200_000_000
#: Persons looked at in each batch.
_SAMPLE = 65_536


def sample(part: Part, day: int, worth: int = WORTH) -> Iterator[Part]:
    """Districts of a part, each by itself before day 0, that are to be simulated again until a day.

    The one with the fewest people (but some) is always among them, and others as chance has it, together about as many
    person-days as ``worth``: all of them in a small run. The choice is the machine's and of no seed, so that whoever
    makes up a checkpoint cannot know which districts will be looked at. It touches no result.
    """
    sizes = part.compiled.districts["n"]
    peopled = [k for k in range(len(sizes)) if sizes[k]]
    first = min(peopled, key=lambda k: sizes[k])
    others = [k for k in peopled if k != first]
    SystemRandom().shuffle(others)
    chosen, left = [first], worth - int(sizes[first]) * day
    for k in others:
        left -= int(sizes[k]) * day
        if left >= 0:
            chosen.append(k)
    yield from (part.alone(part.districts.start + k) for k in chosen)


def of(part: Part, rows: np.ndarray, column: str) -> np.ndarray:
    """The rows whose person, in a column of theirs, is one of a part."""
    return rows[(rows[column] >= part.origin) & (rows[column] < part.end)]


def equal(ours: np.ndarray, theirs: np.ndarray) -> bool:
    """Whether two arrays have the same shape and values."""
    return ours.shape == theirs.shape and bool((ours == theirs).all())


def possible(columns: Mapping[str, np.ndarray], tiers: int = len(TIERS), lists: int = 3) -> bool:
    """Whether a sample of people carries only what their traits, which follow from the seed, allow.

    Nothing is ever recorded of a child, nor has somebody without internet a commercial score. `lists`: how many there
    are, with that of those who are on none.

    >>> columns = {name: np.zeros(2, np.uint16) for name in ("traits", "flags", "fear", "dossier", "commercial")}
    >>> possible(columns)
    True
    >>> columns["fear"][1] = 3
    >>> possible(columns)
    False
    """
    traits, flags, fear, dossier, commercial = (
        columns[name][:_SAMPLE] for name in ("traits", "flags", "fear", "dossier", "commercial")
    )
    child = (traits & _AGE) == 0
    marked = ((flags & ~flags.dtype.type(_TIERS)) | fear | dossier) != 0
    offline = (traits & np.uint16(INTERNET)) == 0
    odd = (child & marked).any() or (offline & (commercial != 0)).any()
    return not odd and _in_range(columns["flags"][:BATCH], tiers, lists)


def _in_range(flags: np.ndarray, tiers: int, lists: int) -> bool:
    """Whether everybody's tiers and lists exist; what reads them looks them up in tables, unchecked."""
    worst = max(int((flags & 7).max(initial=0)), int(((flags >> ERROR_FREE_TIER) & 7).max(initial=0)))
    numbers = flags.astype(np.int64)
    listed = max(int(wide_list_in(numbers, ledger).max(initial=0)) for ledger in (OBSERVED, ERROR_FREE))
    return worst < tiers and listed < lists and well_formed(numbers)


def in_order(mail: np.ndarray, origin: int, end: int, kinds: int = 2) -> bool:
    """Whether letters are of so many `kinds`, between persons `origin` .. `end` - 1, and sorted.

    Whoever delivers them relies on it.

    >>> from glasshouse.model.mail import MAIL
    >>> letters = np.array([(3, 4, 0, 0), (3, 4, 1, 1), (4, 3, 0, 0)], MAIL)
    >>> in_order(letters, 3, 5), in_order(letters[::-1], 3, 5), in_order(letters, 3, 4)
    (True, False, False)
    """
    who = np.concatenate([mail["recipient"], mail["sender"]])
    order = mail["recipient"] * MOST + mail["purpose"]
    known = bool(((mail["purpose"] >= 0) & (mail["purpose"] < kinds)).all())
    there = known and bool(((who >= origin) & (who < end)).all())
    return there and bool((order[1:] >= order[:-1]).all())


def known(events: np.ndarray, origin: int, end: int, entries: int = 12) -> bool:
    """Whether events are of persons `origin` .. `end` - 1 and of kinds that there are, of which `entries` are entries.

    >>> from glasshouse.model.events import EVENT
    >>> known(np.zeros(1, EVENT), 0, 5), known(np.zeros(1, EVENT), 1, 5)
    (True, False)
    """
    who, cause = events["person"], events["cause"]
    kinds = bool((events["kind"] < len(EVENT_KINDS)).all()) and bool(((cause < entries) | (cause == NO_CAUSE)).all())
    return kinds and bool(((who >= origin) & (who < end)).all())
