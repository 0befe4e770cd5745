"""What becomes of alerts: officers look at each, act on some, and are right or wrong.

One record an alert. ``adapt`` judges and stops by the day's own thresholds (``mechanisms/face_recognition.py``).
Who was judged credible is who would be stopped if everybody could be found: the stage is called once more with that.
"""

from __future__ import annotations

from collections.abc import Mapping

from glasshouse.model.state import FAULTY, RIGHT, WRONG
from glasshouse.validation.crowd import Crowd, rules
from glasshouse.validation.passes import SEARCH
from glasshouse.validation.table_kind import Input, TableKind, TableOutput

_INPUTS = {
    "right_alerts": Input(unit="alerts", kind="count", most=1e7, meaning="alerts that were right"),
    "wrong_alerts": Input(unit="alerts", kind="count", most=1e7, meaning="alerts that were wrong"),
    "faulty_alerts": Input(
        unit="alerts", kind="count", optional=True, default=0.0,
        meaning="of the right ones, those by an entry that should not be on the list",
    ),
    "credible_true": Input(unit="share", kind="share", meaning="right alerts that are judged credible"),
    "credible_false": Input(unit="share", kind="share", meaning="wrong alerts that are judged credible"),
    "stop_share": Input(unit="share", kind="share", meaning="credible alerts that lead to a stop"),
    "arrest_share": Input(
        unit="share", kind="share", optional=True, default=0.0,
        meaning="stops of rightly listed people that end in an arrest",
    ),
}  # fmt: skip

_OUTPUTS = {
    "credible": TableOutput(unit="alerts", meaning="judged credible"),
    "stops": TableOutput(unit="stops", meaning="stopped"),
    "right_stops": TableOutput(unit="stops", meaning="stopped, rightly"),
    "wrong_stops": TableOutput(unit="stops", meaning="stopped, wrongly"),
    "faulty_stops": TableOutput(unit="stops", meaning="stopped because of a faulty entry"),
    "wrong_share": TableOutput(unit="share", meaning="wrong stops of all stops"),
    "arrests": TableOutput(unit="arrests", meaning="arrests"),
}


def _refuse(inputs: Mapping[str, float]) -> str | None:
    if inputs["faulty_alerts"] > inputs["right_alerts"]:
        return "faulty_alerts are among the right ones, and must not be more."
    return None


def _stopped(inputs: Mapping[str, float], stop_share: float, seed: int) -> Crowd:
    right, wrong, faulty = (round(inputs[f"{name}_alerts"]) for name in ("right", "wrong", "faulty"))
    numbers = {
        SEARCH.believed_right: inputs["credible_true"],
        SEARCH.believed_wrong: inputs["credible_false"],
        SEARCH.stopped: stop_share,
        SEARCH.arrested: inputs["arrest_share"],
    }
    crowd = Crowd(rules(numbers, people=right + wrong), seed=seed)
    for block in crowd.blocks():
        person = block.agents["person"]
        block.agents["alert"] = WRONG
        block.agents["alert"][person < right] = RIGHT
        block.agents["alert"][person < faulty] = RIGHT | FAULTY
        block.adapt()
    return crowd


def simulate(inputs: Mapping[str, float], seed: int) -> dict[str, float]:
    """One draw: every alert is judged once."""
    if round(inputs["right_alerts"]) + round(inputs["wrong_alerts"]) == 0:
        return dict.fromkeys(_OUTPUTS, 0.0) | {"wrong_share": float("nan")}
    crowd = _stopped(inputs, inputs["stop_share"], seed)
    stops, wrong, faulty = (crowd.count(name) for name in ("stops", "stops_false", "stops_faulty"))
    return {
        "credible": _stopped(inputs, 1.0, seed).count("stops"),
        "stops": stops,
        "right_stops": stops - wrong,
        "wrong_stops": wrong,
        "faulty_stops": faulty,
        "wrong_share": wrong / stops if stops else float("nan"),
        "arrests": crowd.count("arrests"),
    }


KIND = TableKind(
    name="review-cascade",
    stages=("adapt",),
    exercises="face_recognition",
    title="From alerts to stops",
    sentence="Officers look at alerts, believe some, stop some of the people, and are right or wrong.",
    inputs=_INPUTS,
    outputs=_OUTPUTS,
    simulate=simulate,
    refuse=_refuse,
)
