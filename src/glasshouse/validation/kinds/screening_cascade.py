"""A screening cascade: people pass a machine, some are hits, a person looks at the hits, and some are acted on.

It is the machinery of face recognition with other words: who is to be found stands on a list of one, and the machine
finds or mistakes each pass by ``attribute``; ``adapt`` says which hits a person believes, which of these are acted on,
and where something is found. So number plates, gunshots, weapon scanners, passenger lists and voter rolls fit it. A
table begins either with the people who pass, or with the hits, of which a share is right. Counts are drawn as such,
with the stages' own thresholds and exactly the same law (``passes.py``).
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from glasshouse.validation.crowd import Rules, rules
from glasshouse.validation.passes import SEARCH, acted_on, counted
from glasshouse.validation.table_kind import Input, TableKind, TableOutput

_FROM_PEOPLE = ("people", "prevalence", "sensitivity", "false_positive_rate")
_FROM_HITS = ("hits", "right_share")

_INPUTS = {
    "people": Input(
        unit="passes", kind="count", optional=True,
        meaning="people, records or passes that the machine screens; give these four inputs, or hits and right_share",
    ),
    "prevalence": Input(
        unit="share", kind="share", optional=True, meaning="share of the screened who are what is looked for"
    ),
    "sensitivity": Input(
        unit="probability", kind="probability", optional=True, meaning="the machine hits one who is looked for"
    ),
    "false_positive_rate": Input(
        unit="probability", kind="probability", optional=True, meaning="the machine hits one who is not"
    ),
    "hits": Input(
        unit="hits", kind="count", optional=True, meaning="hits of the machine, where a table begins with them"
    ),
    "right_share": Input(unit="share", kind="share", optional=True, meaning="share of these hits that are right"),
    "passed_right": Input(
        unit="share", kind="share", optional=True, default=1.0, meaning="right hits that a person lets pass as right"
    ),
    "passed_wrong": Input(
        unit="share", kind="share", optional=True, default=1.0, meaning="wrong hits that a person lets pass as right"
    ),
    "action_share": Input(
        unit="share", kind="share", optional=True, default=1.0, meaning="of what a person let pass, the share acted on"
    ),
    "found_share": Input(
        unit="share", kind="share", optional=True, default=1.0,
        meaning="actions after a right hit in which something comes of it (an arrest, a removal)",
    ),
}  # fmt: skip

_OUTPUTS = {
    "hits": TableOutput(unit="hits", meaning="hits of the machine"),
    "hit_share": TableOutput(unit="share", meaning="hits among the screened"),
    "right_hits": TableOutput(unit="hits", meaning="right hits"),
    "wrong_hits": TableOutput(unit="hits", meaning="wrong hits"),
    "precision": TableOutput(unit="share", meaning="right hits of all hits"),
    "passed": TableOutput(unit="hits", meaning="hits that a person let pass"),
    "passed_share": TableOutput(unit="share", meaning="hits that a person let pass, of all hits"),
    "stopped_share": TableOutput(unit="share", meaning="hits that a person sorted out, of all hits"),
    "actions": TableOutput(unit="actions", meaning="hits that were acted on"),
    "wrong_actions": TableOutput(unit="actions", meaning="wrong hits that were acted on"),
    "acted_on_share": TableOutput(unit="share", meaning="hits that were acted on, of all hits"),
    "found": TableOutput(unit="actions", meaning="actions in which something came of it"),
    "found_of_hits": TableOutput(unit="share", meaning="hits of which something came, of all hits"),
    "found_of_actions": TableOutput(unit="share", meaning="actions of which something came, of all actions"),
}


def _refuse(inputs: Mapping[str, float]) -> str | None:
    from_people = [name for name in _FROM_PEOPLE if name in inputs]
    from_hits = [name for name in _FROM_HITS if name in inputs]
    if bool(from_people) == bool(from_hits):
        return f"begin with {', '.join(_FROM_PEOPLE)}, or with {' and '.join(_FROM_HITS)}."
    for given, all_ in ((from_people, _FROM_PEOPLE), (from_hits, _FROM_HITS)):
        if given and len(given) < len(all_):
            return f"{', '.join(all_)} go together."
    return None


def _rules(inputs: Mapping[str, float]) -> Rules:
    """The day's thresholds, with one on the list: the machine's false hits are then those of one comparison."""
    numbers = {
        **SEARCH.plain,
        **SEARCH.alike,
        SEARCH.looks_for: 1.0,
        SEARCH.faulty: 0.0,
        SEARCH.mistaken: inputs.get("false_positive_rate", 0.0),
        SEARCH.found: inputs.get("sensitivity", 1.0),
        SEARCH.on_watchlist: inputs.get("prevalence", 0.0),
        SEARCH.believed_right: inputs["passed_right"],
        SEARCH.believed_wrong: inputs["passed_wrong"],
        SEARCH.stopped: inputs["action_share"],
        SEARCH.arrested: inputs["found_share"],
    }
    return rules(numbers, people=1)


def simulate(inputs: Mapping[str, float], seed: int) -> dict[str, float]:
    """One draw: all are screened once."""
    compiled = _rules(inputs)
    crowd = {"women": 0.0, "minority": 0.0, "credible_true": inputs["passed_right"]}
    crowd |= {"credible_false": inputs["passed_wrong"]}
    if "hits" in inputs:
        people, hits = float("nan"), round(inputs["hits"])
        right = int(np.random.Generator(np.random.Philox(seed ^ 1)).binomial(hits, inputs["right_share"]))
        wrong, both = hits - right, 0
        found = acted_on(compiled, crowd, seed, right=right, faulty=0, wrong=wrong)
    else:
        people = round(inputs["people"])
        passes = counted(compiled, crowd, seed, people)
        right, all_wrong = int(passes.right.sum()), int(passes.false.sum())
        both = passes.both  # a hit for another one as well counts once, as right
        wrong, hits = all_wrong - both, right + all_wrong - both
        found = {name: getattr(passes, name) for name in _ACTION}
    passed = found["right_credible"] + found["wrong_credible"]
    actions = found["right_stops"] + found["wrong_stops"]
    return {
        "hits": hits,
        "hit_share": hits / people if people else float("nan"),
        "right_hits": right,
        "wrong_hits": wrong,
        "precision": _part(right, hits),
        "passed": passed,
        "passed_share": _part(passed, hits),
        "stopped_share": _part(hits - passed, hits),
        "actions": actions,
        "wrong_actions": found["wrong_stops"],
        "acted_on_share": _part(actions, hits),
        "found": found["arrests"],
        "found_of_hits": _part(found["arrests"], hits),
        "found_of_actions": _part(found["arrests"], actions),
    }


_ACTION = ("right_stops", "wrong_stops", "arrests", "right_credible", "wrong_credible")


def _part(some: int, all_: int) -> float:
    return some / all_ if all_ else float("nan")


KIND = TableKind(
    name="screening-cascade",
    stages=("attribute", "adapt"),
    exercises="face_recognition",
    title="A screening cascade",
    sentence="Many pass a machine; some are hits, a person looks at these, and some are acted on.",
    inputs=_INPUTS,
    outputs=_OUTPUTS,
    simulate=simulate,
    refuse=_refuse,
    does="draws counts by the thresholds of",
)
