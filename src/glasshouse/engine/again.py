"""Live a small part of a run again, to see whether what is said of the whole can be true."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from glasshouse.engine.part import Part
from glasshouse.population.people import AGE_SHIFT, CLEAN_TIER, INTERNET

_TIERS = np.uint16((7 << CLEAN_TIER) | 7)
_AGE = np.uint16(3 << AGE_SHIFT)
#: Persons looked at in each batch.
_SAMPLE = 65_536


def smallest(part: Part) -> Part:
    """The district with the fewest people of a part (but some), by itself, before day 0."""
    sizes = part.tables.districts["n"]
    return part.alone(part.districts.start + int(np.argmin(np.where(sizes > 0, sizes, sizes.max() + 1))))


def of(part: Part, rows: np.ndarray, column: str) -> np.ndarray:
    """The rows whose person, in a column of theirs, is one of a part."""
    return rows[(rows[column] >= part.origin) & (rows[column] < part.end)]


def equal(ours: np.ndarray, theirs: np.ndarray) -> bool:
    """Whether two arrays have the same shape and values."""
    return ours.shape == theirs.shape and bool((ours == theirs).all())


def possible(columns: Mapping[str, np.ndarray]) -> bool:
    """Whether a sample of people carries only what their traits, which follow from the seed, allow.

    Nothing is ever recorded of a child, nor has somebody without internet a commercial score.

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
    marked = ((flags & ~_TIERS) | fear | dossier) != 0
    offline = (traits & np.uint16(INTERNET)) == 0
    return not ((child & marked).any() or (offline & (commercial != 0)).any())
