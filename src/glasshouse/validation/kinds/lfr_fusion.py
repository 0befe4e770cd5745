"""Two or three recognition systems at one camera: who is recognised when at least so many of them alert.

One record a pass. ``attribute.apply_false_positives`` makes each system's alerts by the day's own thresholds
(``mechanisms/face_recognition.py``), with random numbers of its own for each system: the model takes their errors to be
independent. With a `correlation`, which is the kind's own and no stage's, the random numbers of the systems share a
normal part (a one-factor Gaussian copula): a face that is hard for one is hard for the others.
"""

from __future__ import annotations

from collections.abc import Mapping
from statistics import NormalDist
from types import MappingProxyType

import numpy as np

from glasshouse.draws import FIRST_LATE
from glasshouse.validation.crowd import Crowd, rules
from glasshouse.validation.passes import SEARCH
from glasshouse.validation.table_kind import Input, TableKind, TableOutput

_SYSTEMS = MappingProxyType({"a": "first", "b": "second", "c": "third"})
#: The normal law by interpolation, to one in a million, and the largest random word.
_AT = np.linspace(-8, 8, 3201)
_BELOW = np.array([NormalDist().cdf(x) for x in _AT])
_WORDS = 2.0**32 - 1

_INPUTS = {
    "passes": Input(unit="passes", kind="count", meaning="passes of people on the list"),
    "strangers": Input(
        unit="passes", kind="count", optional=True, default=0.0, meaning="passes of people who are not on the list"
    ),
    "agree": Input(unit="systems", kind="count", meaning="systems that must alert at a pass, 1 for any of them"),
    **{
        f"true_match_rate_{letter}": Input(
            unit="probability", kind="probability", optional=letter == "c", default=0.0,
            meaning=f"the {word} system recognises somebody on the list at a pass",
        )
        for letter, word in _SYSTEMS.items()
    },
    "correlation": Input(
        unit="correlation", kind="share", optional=True, default=0.0,
        meaning="correlation of the systems' normal scores at one pass; 0: they err independently, 1: all alike",
    ),
    **{
        f"fpir_{letter}": Input(
            unit="probability", kind="probability", optional=True, default=0.0,
            meaning=f"the {word} system alerts at a pass of somebody who is not on the list",
        )
        for letter, word in _SYSTEMS.items()
    },
}  # fmt: skip

_OUTPUTS = {
    "recognised": TableOutput(unit="share", meaning="passes of listed people that are recognised"),
    "fpir": TableOutput(unit="probability", meaning="false alerts a pass of somebody else"),
}


def _refuse(inputs: Mapping[str, float]) -> str | None:
    if not 1 <= inputs["agree"] <= len(_SYSTEMS):
        return "agree is 1, 2 or 3: the systems that must alert."
    return None


def _shared(people: int, correlation: float, seed: int) -> list[np.ndarray | None]:
    """Each system's random words uint32 [people], which share a part; nothing where they err independently."""
    if correlation == 0 or people == 0:
        return [None] * len(_SYSTEMS)
    rng = np.random.Generator(np.random.Philox(seed))
    common = np.sqrt(correlation) * rng.standard_normal(people)
    return [
        (np.interp(common + np.sqrt(1 - correlation) * rng.standard_normal(people), _AT, _BELOW) * _WORDS).astype(
            np.uint32
        )
        for _ in _SYSTEMS
    ]


def _alerts(
    people: int, seed: int, words: np.ndarray | None, *, on_list: float, found: float, mistaken: float
) -> np.ndarray:
    """One system: bool [people], at which passes it alerted; with random words of its own, if any are given."""
    own = {SEARCH.looks_for: 1.0, SEARCH.on_watchlist: on_list, SEARCH.found: found, SEARCH.mistaken: mistaken}
    if people == 0:
        return np.zeros(0, np.bool_)
    crowd = Crowd(rules({**SEARCH.plain, **own}, people=people), seed=seed)
    alerted = np.zeros(people, np.bool_)
    for block in crowd.blocks():
        block.agents[SEARCH.sightings] = 1
        if words is not None:
            here = words[block.first : block.first + block.people]
            block.words[SEARCH.wrong_draw, : block.people] = here
            block.late[SEARCH.right_draw - FIRST_LATE, : block.n] = here
        block.attribute()
        alerted[block.agents["person"]] = block.agents["alert"] != 0
    return alerted


def _share(people: int, agree: float, systems: list[np.ndarray]) -> float:
    return float((np.sum(systems, axis=0) >= agree).mean()) if people else float("nan")


def simulate(inputs: Mapping[str, float], seed: int) -> dict[str, float]:
    """One draw: every pass is searched once by each system."""
    on_watchlist, others = round(inputs["passes"]), round(inputs["strangers"])
    hits, wrong = [], []
    seen, unseen = (
        _shared(number, inputs.get("correlation", 0.0), seed ^ which)
        for which, number in enumerate((on_watchlist, others))
    )
    for k, letter in enumerate(_SYSTEMS):
        # Any other seed gives other random numbers; these are as far apart as those of draws.
        other_seed = seed ^ (k * 0x9E3779B97F4A7C15 & (2**63 - 1))
        true, false = inputs[f"true_match_rate_{letter}"], inputs[f"fpir_{letter}"]
        hits.append(_alerts(on_watchlist, other_seed, seen[k], on_list=1.0, found=true, mistaken=0.0))
        wrong.append(_alerts(others, other_seed, unseen[k], on_list=0.0, found=0.0, mistaken=false))
    return {
        "recognised": _share(on_watchlist, inputs["agree"], hits),
        "fpir": _share(others, inputs["agree"], wrong),
    }


KIND = TableKind(
    name="lfr-fusion",
    stages=("attribute",),
    exercises="face_recognition",
    title="Several recognition systems at one camera",
    sentence="Two or three systems search each face; an alert is given when at least so many of them agree.",
    inputs=_INPUTS,
    outputs=_OUTPUTS,
    simulate=simulate,
    refuse=_refuse,
    draws=200,
)
