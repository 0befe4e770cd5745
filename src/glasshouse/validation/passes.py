"""Many passes before a machine and a person at once: drawn as counts, with the stages' own thresholds.

What ``attribute`` and ``adapt`` make of one pass depends on nobody else: the alert, the belief, the stop and the arrest
are independent draws against thresholds. So of all passes each of these counts is binomial, and a draw from it has
*exactly* the law of the same count made one pass by one pass, however many there are; only which numbers come of a seed
differs. Nothing here knows a rate: the thresholds are those of ``engine.params``, in 2**32nds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from glasshouse.assessed import Identification
from glasshouse.mechanism_set import SHIPPED
from glasshouse.validation.crowd import Rules

#: The search of faces: a machine that knows one from another, and what is made of its alerts.
SEARCH = next(SHIPPED.declared(Identification))
#: From so many passes on, counts are drawn and not made one by one.
MANY = 250_000
_WHOLE = 2.0**32


@dataclass(frozen=True, kw_only=True)
class Passes:
    """What came of them. Arrays int64 [4] by group: men and women of the majority, then of the minority.

    `both`: alerts that are right and false at once. Believed alerts (``…_credible``) are -1 where nobody counted them.
    """

    people: NDArray[np.int64]
    right: NDArray[np.int64]
    faulty: NDArray[np.int64]
    false: NDArray[np.int64]
    right_stops: int
    faulty_stops: int
    wrong_stops: int
    arrests: int
    right_credible: int
    wrong_credible: int
    both: int = 0


def counted(rules: Rules, inputs: Mapping[str, float], seed: int, people: int) -> Passes:
    """So many passes under rules. `inputs`: shares of ``women`` and ``minority`` in the crowd, and the credible ones.

    A person may be recognised rightly and taken for somebody else at once, as in ``attribute``; such an alert counts as
    false and as right, and leads to a stop as a right one does.
    """
    rng = np.random.Generator(np.random.Philox(seed))
    params, district = rules.params, rules.district
    groups = rng.multinomial(people, crowd_shares(inputs))
    rightly, on_watchlist = float(district["rightly"]) / _WHOLE, float(district["on_watchlist"]) / _WHOLE
    false_alert = np.minimum(1.0, params["false_alert"][:4] / _WHOLE)
    alert = min(1.0, float(params["alert"]) / _WHOLE)
    on_list = rng.binomial(groups, min(1.0, on_watchlist))
    sought = rng.binomial(on_list, min(1.0, rightly / on_watchlist) if on_watchlist > 0 else 0.0)
    right, faulty = rng.binomial(sought, alert), rng.binomial(on_list - sought, alert)
    both = rng.binomial(right + faulty, false_alert)
    only = rng.binomial(groups - right - faulty, false_alert)
    return Passes(
        people=groups, right=right + faulty, faulty=faulty, false=both + only, both=int(both.sum()),
        **_action(rng, params, int(right.sum()), int(faulty.sum()), int(only.sum()), inputs),
    )  # fmt: skip


def crowd_shares(inputs: Mapping[str, float]) -> NDArray[np.float64]:
    """The share of each group in the crowd, float64 [4].

    >>> crowd_shares({"women": 0.5, "minority": 0.2}).tolist()
    [0.4, 0.4, 0.1, 0.1]
    """
    women, minority = inputs["women"], inputs["minority"]
    return np.outer([1 - minority, minority], [1 - women, women]).ravel()


def _action(
    rng: np.random.Generator, params: np.void, right: int, faulty: int, wrong: int, inputs: Mapping[str, float]
) -> dict[str, int]:
    """Belief, stop and arrest; ``params.stop``: the share of alerts, wrong and right, believed and stopped."""
    stop = [min(1.0, float(each) / _WHOLE) for each in params["stop"]]
    believed = (inputs["credible_false"], inputs["credible_true"])
    credible = [
        int(rng.binomial(number, share))
        for number, share in zip((wrong, right, faulty), (*believed, believed[1]), strict=True)
    ]
    found = [
        int(rng.binomial(number, min(1.0, each / share) if share > 0 else 0.0))
        for number, each, share in zip(credible, (*stop, stop[1]), (*believed, believed[1]), strict=True)
    ]
    return {
        "wrong_stops": found[0],
        "right_stops": found[1],
        "faulty_stops": found[2],
        "arrests": int(rng.binomial(found[1], min(1.0, float(params["arrest"]) / _WHOLE))),
        "wrong_credible": credible[0],
        "right_credible": credible[1] + credible[2],
    }


def acted_on(
    rules: Rules, inputs: Mapping[str, float], seed: int, *, right: int, faulty: int, wrong: int
) -> dict[str, int]:
    """What comes of so many alerts, drawn as counts."""
    return _action(np.random.Generator(np.random.Philox(seed)), rules.params, right, faulty, wrong, inputs)
