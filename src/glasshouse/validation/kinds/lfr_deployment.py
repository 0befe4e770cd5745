"""A van with live face recognition: faces that pass, a list, and what comes of it.

One record a face, seen once. ``attribute.apply_false_positives`` makes the alerts by the day's own thresholds
(``mechanisms/face_recognition.py``), ``adapt`` the stops.

Quality of the pictures enters in two ways. Poor ones raise false matches: every comparison's rate is multiplied by ten
to the power of `quality_decades`. And they lower hits: the share of listed people who are matched is multiplied by
`quality_hits`.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from glasshouse.mechanisms.face_recognition import MATCH_DRAW
from glasshouse.population.people import ON_WATCHLIST
from glasshouse.validation.crowd import Crowd, rules
from glasshouse.validation.kind import Input, TableKind, TableOutput

#: Inputs that are parameters of the model as they stand.
_AS_THEY_STAND = (
    "women_ratio", "minority_ratio", "faulty_share", "credible_true", "credible_false", "stop_share", "arrest_share",
)  # fmt: skip
_WOMEN, _MINORITY = (1, 3), (2, 3)

_INPUTS = {
    "faces": Input(unit="faces", kind="count", most=1e7, meaning="faces that passed and were searched"),
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
    return None


def simulate(inputs: Mapping[str, float], seed: int) -> dict[str, float]:
    """One draw: everybody passes once."""
    faces = round(inputs["faces"])
    rate = (
        inputs["false_match_rate"]
        if "false_match_rate" in inputs
        else per_comparison(inputs["fpir"], inputs["watchlist"])
    )
    numbers = {
        "cameras.face_recognition_share": 1.0,
        "companies.recognition_reliance": 0.0,
        "face_recognition.threshold_slope": 0.0,
        "face_recognition.watchlist": inputs["watchlist"],
        "face_recognition.false_match_rate": min(1.0, rate * 10 ** inputs["quality_decades"]),
        "face_recognition.true_match_rate": inputs["true_match_rate"] * inputs["quality_hits"],
        "face_recognition.on_watchlist_share": inputs["on_watchlist_share"] * (1 - inputs["faulty_share"]),
        **{f"face_recognition.{name}": inputs[name] for name in _AS_THEY_STAND},
    }
    place = {"women": inputs["women"], "minority": inputs["minority"]}
    crowd = Crowd(rules(numbers, people=faces, place=place), seed=seed)
    most = crowd.rules.params["false_alert"].max()

    def touched(traits: np.ndarray, words: np.ndarray) -> np.ndarray:
        """As in the day's screening: who is listed, or whose draw could make a false alert in any group."""
        return (traits & ON_WATCHLIST != 0) | (words[MATCH_DRAW] < most)

    for block in crowd.blocks(who=touched):
        block.agents["sightings"] = 1
        block.attribute()
        block.adapt()
    true, false = crowd.count("alert_true"), crowd.count("alert_false")
    return {
        "alerts": true + false,
        "true_alerts": true,
        "false_alerts": false,
        "false_alerts_women": sum(crowd.count("alert_false", g) for g in _WOMEN),
        "false_alerts_minority": sum(crowd.count("alert_false", g) for g in _MINORITY),
        "faulty_alerts": crowd.count("alert_faulty"),
        "stops": crowd.count("stops"),
        "wrong_stops": crowd.count("stops_false"),
        "faulty_stops": crowd.count("stops_faulty"),
        "arrests": crowd.count("arrests"),
        "precision": true / (true + false) if true + false else float("nan"),
        "fpir": false / faces if faces else float("nan"),
    }


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
