"""What single persons bear."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from glasshouse.population.people import EVER_SANCTIONED, EVER_UNJUSTLY, EVER_WRONGLY

if TYPE_CHECKING:
    from glasshouse.engine.simulate import Replicate

#: Harms that are a bit of a person's flags: it happened, or it did not.
_BITS = {"sanctioned": EVER_SANCTIONED, "wrongful": EVER_WRONGLY, "unjust": EVER_UNJUSTLY}
#: Harms that are a column of the ledger of the same person.
_COLUMNS = {
    "sanction_days": "sanction_days",
    "wrongful_days": "wrongful_days",
    "unjust_days": "unjust_days",
    "misidentifications": "misidentified",
    "blocked": "blocked",
    "chilled": "chilled",
    "association": "association",
}
#: Harms that befell a person at all: 1 where a column of the ledger is not 0.
_AT_ALL = {"misidentified": "misidentified", "associated": "association"}


def person_amounts(replicate: Replicate) -> dict[str, np.ndarray]:
    """How much of each harm each person bore: name of the harm -> uint32 [population]; {} without a ledger.

    Harms that count people are 0 or 1. Over all people the amounts add up to the harm's value, as long as no person's
    tally in the ledger ran full (255 misidentifications or penalties, 65,535 of anything else).

    >>> from glasshouse.engine.simulate import simulate
    >>> from glasshouse.scenario import load
    >>> run = simulate(load("as-described"), population=500, days=2, threads=1)
    >>> person_amounts(run)["sanctioned"].shape
    (500,)
    """
    ledger = replicate.ledger
    if ledger is None:
        return {}
    flags = replicate.state["flags"]
    amounts = {name: (flags & np.uint16(bit) != 0).astype(np.uint32) for name, bit in _BITS.items()}
    amounts |= {name: ledger[of].astype(np.uint32) for name, of in _COLUMNS.items() if of in ledger}
    amounts |= {name: (ledger[of] > 0).astype(np.uint32) for name, of in _AT_ALL.items() if of in ledger}
    return amounts
