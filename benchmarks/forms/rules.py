"""The numbers of the reduced model, and its state: eight bytes a person. The rules stand in ../README.md."""

from __future__ import annotations

from hashlib import blake2b

import numpy as np

from glasshouse.draws import threshold

#: Name, kind and first value of each column of state.
COLUMNS = {
    "score": (np.int16, 1000),
    "dossier": (np.uint8, 0),
    "fear": (np.uint8, 20),
    "trust": (np.uint8, 160),
    "tier": (np.uint8, 0),
    "sanctioned": (np.uint16, 0),
}

# Rates are far above life's, so that every stage changes state within weeks.
OUT = threshold(0.8)
ACT = threshold(0.1)
CAPTURE = threshold(0.4)
HIT = threshold(0.8)
FALSE = threshold(0.005)
OUTING = threshold(0.3)
REVIEW = threshold(0.02)
#: An act is held back when its word is below fear × this: at full fear, four times in five.
CHILL_STEP = threshold(0.8 / 256)

POINTS = 60
BEST = 1000
CUTS = (960, 850, 700)
BARRED_TIER = 2
FEAR_REFUSED, FEAR_ONSET = 4, 40
TRUST_REFUSED = 3
MERCY = 150
WEEK = 7


def start(population: int) -> dict[str, np.ndarray]:
    """The state before the first day."""
    return {name: np.full(population, first, kind) for name, (kind, first) in COLUMNS.items()}


def digest(state: dict[str, np.ndarray]) -> str:
    """A fingerprint of all columns."""
    stamp = blake2b(digest_size=16)
    for name in COLUMNS:
        stamp.update(state[name].tobytes())
    return stamp.hexdigest()
