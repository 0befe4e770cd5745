"""A van with live face recognition: faces that pass, a list, and what comes of it.

One record a face, seen once. ``attribute.apply_false_positives`` makes the alerts by the day's own thresholds
(``mechanisms/face_recognition.py``), ``adapt`` the stops.

From 250,000 faces on the counts are drawn as such, with the same thresholds and exactly the same law (``passes.py``).

Quality of the pictures enters in two ways. Poor ones raise false matches: every comparison's rate is multiplied by ten
to the power of `quality_decades`. And they lower hits: the share of listed people who are matched is multiplied by
`quality_hits`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from glasshouse.population.people import ON_WATCHLIST, group_of
from glasshouse.validation.crowd import Crowd, Rules, rules
from glasshouse.validation.passes import MANY, SEARCH, Passes, counted, crowd_shares
from glasshouse.validation.table_kind import Input, TableKind, TableOutput

_WOMEN, _MINORITY = (1, 3), (2, 3)
#: Turns a draw's seed into that of other random numbers.
_OTHER_SEED = 0x9E3779B97F4A7C15 & (2**63 - 1)

_INPUTS = {
    "faces": Input(unit="faces", kind="count", meaning="faces that passed and were searched"),
    "watchlist": Input(unit="faces", kind="count", meaning="faces on the watchlist"),
    "on_watchlist_share": Input(
        unit="share", kind="share", meaning="share of those who passed who are on the list, rightly or not"
    ),
    "faulty_share": Input(
        unit="share", kind="share", optional=True, default=0.0,
        meaning="share of the entries that should not be on the list",
    ),
    "false_match_rate": Input(
        unit="probability", kind="probability", optional=True,
        meaning="one comparison with another person's face matches; give this or fpir",
    ),
    "fpir": Input(
        unit="probability", kind="probability", optional=True,
        meaning="one search of somebody who is not on the list ends in an alert; give this or false_match_rate",
    ),
    "threshold": Input(
        unit="score", kind="share", optional=True,
        meaning="match threshold in use; with measured_at and threshold_slope",
    ),
    "measured_at": Input(
        unit="score", kind="share", optional=True, meaning="match threshold at which the rate was measured"
    ),
    "threshold_slope": Input(
        unit="decades/score", kind="positive", optional=True,
        meaning="powers of ten by which false matches fall when the threshold rises by 1",
    ),
    "measured_list": Input(
        unit="faces", kind="count", optional=True,
        meaning="length of the list with which the rate was measured; with list_exponent",
    ),
    "list_exponent": Input(
        unit="exponent", kind="positive", optional=True, most=2,
        meaning="power of the list's length with which false alerts grow; 1: in proportion",
    ),
    "true_match_rate": Input(
        unit="probability", kind="probability", meaning="one search of somebody on the list ends in the right alert"
    ),
    "quality_decades": Input(
        unit="decades", kind="positive", optional=True, default=0.0, most=6,
        meaning="powers of ten by which poor pictures raise false matches",
    ),
    "quality_hits": Input(
        unit="ratio", kind="share", optional=True, default=1.0,
        meaning="factor by which poor pictures lower true matches",
    ),
    "women": Input(unit="share", kind="share", optional=True, default=0.5, meaning="share of women among the faces"),
    "minority": Input(
        unit="share", kind="share", optional=True, default=0.0, meaning="share of the minority among the faces"
    ),
    "women_ratio": Input(
        unit="ratio", kind="ratio", optional=True, default=1.0, meaning="false matches among women over those among men"
    ),
    "minority_ratio": Input(
        unit="ratio", kind="ratio", optional=True, default=1.0,
        meaning="false matches among the minority over those among the majority",
    ),
    "given_false_alerts": Input(
        unit="alerts", kind="count", optional=True, most=1e7,
        meaning="false alerts in all, where it is asked on whom so many fall (given_women, given_minority)",
    ),
    "credible_true": Input(
        unit="share", kind="share", optional=True, default=1.0, meaning="right alerts that an officer judges credible"
    ),
    "credible_false": Input(
        unit="share", kind="share", optional=True, default=1.0, meaning="wrong alerts that an officer judges credible"
    ),
    "stop_share": Input(
        unit="share", kind="share", optional=True, default=1.0, meaning="credible alerts that lead to a stop"
    ),
    "arrest_share": Input(
        unit="share", kind="share", optional=True, default=0.0,
        meaning="stops of rightly listed people that end in an arrest",
    ),
}  # fmt: skip

_OUTPUTS = {
    "alerts": TableOutput(unit="alerts", meaning="alerts"),
    "true_alerts": TableOutput(unit="alerts", meaning="right alerts"),
    "false_alerts": TableOutput(unit="alerts", meaning="false alerts"),
    "false_alerts_women": TableOutput(unit="alerts", meaning="false alerts on women"),
    "false_alerts_minority": TableOutput(unit="alerts", meaning="false alerts on the minority"),
    "faulty_alerts": TableOutput(unit="alerts", meaning="right alerts by a faulty entry"),
    "stops": TableOutput(unit="stops", meaning="stops"),
    "wrong_stops": TableOutput(unit="stops", meaning="stops after a false alert"),
    "faulty_stops": TableOutput(unit="stops", meaning="stops because of a faulty entry"),
    "arrests": TableOutput(unit="arrests", meaning="arrests"),
    "precision": TableOutput(unit="share", meaning="right alerts of all alerts"),
    "fpir": TableOutput(unit="probability", meaning="false alerts a face"),
    "fpir_minority": TableOutput(unit="probability", meaning="false alerts a face of the minority"),
    "fpir_majority": TableOutput(unit="probability", meaning="false alerts a face of the majority"),
    "women_of_false": TableOutput(unit="share", meaning="women among the false alerts"),
    "minority_of_false": TableOutput(unit="share", meaning="the minority among the false alerts"),
    "given_women": TableOutput(unit="alerts", meaning="of the given false alerts, those on women"),
    "given_minority": TableOutput(unit="alerts", meaning="of the given false alerts, those on the minority"),
}


def per_comparison(fpir: float, watchlist: float) -> float:
    """The rate of one comparison that gives this rate of one search.

    >>> round(per_comparison(1 / 6000, 10_000) * 1e8, 2)
    1.67
    """
    return float(-np.expm1(np.log1p(-fpir) / watchlist)) if watchlist > 0 and fpir < 1 else fpir


def _refuse(inputs: Mapping[str, float]) -> str | None:
    if ("false_match_rate" in inputs) == ("fpir" in inputs):
        return "give either false_match_rate (of one comparison) or fpir (of one search)."
    for together in (("threshold", "measured_at", "threshold_slope"), ("measured_list", "list_exponent")):
        if 0 < sum(name in inputs for name in together) < len(together):
            return f"{', '.join(together)} go together."
    if inputs.get("measured_list") == 0:
        return "a rate cannot have been measured with a list of nobody (measured_list)."
    return None


def _rate(inputs: Mapping[str, float]) -> float:
    """The rate of one comparison, with the list and the pictures of the day, at the threshold where it was measured."""
    list_then = inputs.get("measured_list", inputs["watchlist"])
    rate = inputs["false_match_rate"] if "false_match_rate" in inputs else per_comparison(inputs["fpir"], list_then)
    longer = (inputs["watchlist"] / list_then) ** (inputs.get("list_exponent", 1.0) - 1) if list_then > 0 else 1.0
    return min(1.0, rate * longer * 10 ** inputs["quality_decades"])


def _numbers(inputs: Mapping[str, float]) -> dict[str, float]:
    """The preset's parameters that these inputs stand for."""
    return {
        **SEARCH.plain,
        "face_recognition.threshold_slope": inputs.get("threshold_slope", 0.0),
        "face_recognition.threshold": inputs.get("threshold", 0.0),
        "face_recognition.reference_threshold": inputs.get("measured_at", 0.0),
        "face_recognition.women_ratio": inputs["women_ratio"],
        "face_recognition.minority_ratio": inputs["minority_ratio"],
        SEARCH.looks_for: inputs["watchlist"],
        SEARCH.mistaken: _rate(inputs),
        SEARCH.found: inputs["true_match_rate"] * inputs["quality_hits"],
        SEARCH.on_watchlist: inputs["on_watchlist_share"] * (1 - inputs["faulty_share"]),
        SEARCH.faulty: inputs["faulty_share"],
        SEARCH.believed_right: inputs["credible_true"],
        SEARCH.believed_wrong: inputs["credible_false"],
        SEARCH.stopped: inputs["stop_share"],
        SEARCH.arrested: inputs["arrest_share"],
    }


def simulate(inputs: Mapping[str, float], seed: int) -> dict[str, float]:
    """One draw: everybody passes once."""
    faces = round(inputs["faces"])
    place = {"women": inputs["women"], "minority": inputs["minority"]}
    compiled = rules(_numbers(inputs), people=min(faces, MANY), place=place)
    found = counted(compiled, inputs, seed, faces) if faces >= MANY else _one_by_one(compiled, seed)
    women, minority = list(_WOMEN), list(_MINORITY)
    true, false = int(found.right.sum()), int(found.false.sum())
    of_minority, minorities = int(found.false[minority].sum()), int(found.people[minority].sum())
    given = _given(compiled, inputs, seed)
    return {
        "alerts": true + false,
        "true_alerts": true,
        "false_alerts": false,
        "false_alerts_women": int(found.false[women].sum()),
        "false_alerts_minority": of_minority,
        "faulty_alerts": int(found.faulty.sum()),
        "stops": found.right_stops + found.faulty_stops + found.wrong_stops,
        "wrong_stops": found.wrong_stops,
        "faulty_stops": found.faulty_stops,
        "arrests": found.arrests,
        "precision": _part(true, true + false),
        "fpir": _part(false, faces),
        "fpir_minority": _part(of_minority, minorities),
        "fpir_majority": _part(false - of_minority, faces - minorities),
        "women_of_false": _part(int(found.false[women].sum()), false),
        "minority_of_false": _part(of_minority, false),
        **given,
    }


def _part(some: int, all_: int) -> float:
    return some / all_ if all_ else math.nan


def _given(compiled: Rules, inputs: Mapping[str, float], seed: int) -> dict[str, float]:
    """On whom so many false alerts fall: each on a group in proportion to its faces times its rate."""
    if "given_false_alerts" not in inputs:
        return {"given_women": math.nan, "given_minority": math.nan}
    weights = crowd_shares(inputs) * compiled.params["false_alert"][:4]
    if weights.sum() == 0:
        return {"given_women": math.nan, "given_minority": math.nan}
    rng = np.random.Generator(np.random.Philox(seed ^ _OTHER_SEED))
    on = rng.multinomial(round(inputs["given_false_alerts"]), weights / weights.sum())
    return {"given_women": int(on[list(_WOMEN)].sum()), "given_minority": int(on[list(_MINORITY)].sum())}


def _one_by_one(compiled: Rules, seed: int) -> Passes:
    """Every face by the day's own stages."""
    crowd = Crowd(compiled, seed=seed)
    most = crowd.rules.params["false_alert"].max()

    def touched(traits: np.ndarray, words: np.ndarray) -> np.ndarray:
        """As in the day's screening: who is listed, or whose draw could make a false alert in any group."""
        return (traits & ON_WATCHLIST != 0) | (words[SEARCH.wrong_draw] < most)

    for block in crowd.blocks(who=touched):
        block.agents[SEARCH.sightings] = 1
        block.attribute()
        block.adapt()
    stops, wrong, faulty = (crowd.count(name) for name in ("stops", "stops_false", "stops_faulty"))
    right, listed_wrongly, false = (
        np.array([crowd.count(count.name, g) for g in range(4)])
        for count in (SEARCH.right_alerts, SEARCH.faulty_alerts, SEARCH.wrong_alerts)
    )
    return Passes(
        people=np.bincount(group_of(crowd.columns.traits), minlength=4)[:4].astype(np.int64),
        right=right, faulty=listed_wrongly, false=false,
        right_stops=stops - wrong - faulty, faulty_stops=faulty, wrong_stops=wrong, arrests=crowd.count("arrests"),
        right_credible=-1, wrong_credible=-1,
    )  # fmt: skip


KIND = TableKind(
    name="lfr-deployment",
    stages=("attribute", "adapt"),
    exercises="face_recognition",
    title="Live face recognition in the street",
    sentence="Faces pass a camera and are compared with a list; some alerts are false, and some people are stopped.",
    inputs=_INPUTS,
    outputs=_OUTPUTS,
    simulate=simulate,
    refuse=_refuse,
)
