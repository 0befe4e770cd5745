"""Tips: reports from the public or from firms, of which some are looked into, and in some something is found.

Which reports are looked into is the kind's own assumption: each with a chance that may differ for right and for wrong
ones. Those are proposed sanctions before a person: ``sanction`` makes the look, with the review of the presets, in
which a wrong report is stopped or not, and a right one stands or not.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from glasshouse.population.people import ERROR_FREE_LIST, OBSERVED_LIST
from glasshouse.validation.crowd import DEBTORS, Crowd, rules
from glasshouse.validation.table_kind import Input, TableKind, TableOutput

#: Longer than any of it lasts.
_TERM = 255

_INPUTS = {
    "reports": Input(unit="reports", kind="count", most=1e7, meaning="reports that came in"),
    "right": Input(
        unit="share", kind="share", optional=True, default=1.0,
        meaning="share of the reports that are right (1 where nobody says, and only the reaction is tested)",
    ),
    "picked": Input(unit="share", kind="share", meaning="share of the right reports that are looked into"),
    "picked_wrong": Input(
        unit="share", kind="share", optional=True, meaning="share of the wrong reports that are looked into (as right)"
    ),
    "finding": Input(
        unit="share", kind="share", meaning="of the right ones looked into, the share in which something is found"
    ),
    "finding_wrong": Input(
        unit="share", kind="share", optional=True, default=0.0,
        meaning="of the wrong ones looked into, the share in which something is still found",
    ),
}  # fmt: skip

_OUTPUTS = {
    "looked_into": TableOutput(unit="reports", meaning="reports that were looked into"),
    "looked_into_share": TableOutput(unit="share", meaning="reports that were looked into, of all"),
    "found": TableOutput(unit="reports", meaning="reports in which something was found"),
    "found_share": TableOutput(unit="share", meaning="reports in which something was found, of all"),
    "found_of_looked_into": TableOutput(unit="share", meaning="something found, of those looked into"),
    "nothing": TableOutput(unit="reports", meaning="looked into, and nothing found"),
    "nothing_share": TableOutput(unit="share", meaning="nothing found, of all reports"),
    "found_wrong": TableOutput(unit="share", meaning="wrong reports among those in which something was found"),
}


def simulate(inputs: Mapping[str, float], seed: int) -> dict[str, float]:
    """One draw: reports come in, some are picked, and a person looks at each of them."""
    rng = np.random.Generator(np.random.Philox(seed))
    reports = round(inputs["reports"])
    right = int(rng.binomial(reports, inputs["right"]))
    picked_right = int(rng.binomial(right, inputs["picked"]))
    picked_wrong = int(rng.binomial(reports - right, inputs.get("picked_wrong", inputs["picked"])))
    looked = picked_right + picked_wrong
    found, found_wrong = _looks(inputs, picked_right, looked, seed)
    return {
        "looked_into": looked,
        "looked_into_share": _part(looked, reports),
        "found": found,
        "found_share": _part(found, reports),
        "found_of_looked_into": _part(found, looked),
        "nothing": looked - found,
        "nothing_share": _part(looked - found, reports),
        "found_wrong": _part(found_wrong, found),
    }


def _looks(inputs: Mapping[str, float], right: int, looked: int, seed: int) -> tuple[int, int]:
    """(something found, of which wrongly) when a person looks at so many reports, the first of them right."""
    if looked == 0:
        return 0, 0
    numbers = {
        "redress.review_share": 1.0,
        "redress.review_sensitivity": 1 - inputs["finding_wrong"],
        "redress.review_specificity": inputs["finding"],
    }
    crowd = Crowd(rules(numbers, people=looked, gates={DEBTORS.gates.key: ("credit",)}), seed=seed)
    for block in crowd.blocks():
        block.morning()
        is_right = block.agents["person"] < right
        block.agents["flags"] |= DEBTORS << OBSERVED_LIST
        block.agents["flags"] |= np.where(is_right, DEBTORS << ERROR_FREE_LIST, 0).astype(block.agents["flags"].dtype)
        block.agents["observed_weeks"] = _TERM
        block.agents["error_free_weeks"] = np.where(is_right, _TERM, 0)
        block.sanction()
    return crowd.count("onsets"), crowd.count("onsets_wrongful")


def _part(some: int, all_: int) -> float:
    return some / all_ if all_ else float("nan")


KIND = TableKind(
    name="tips",
    stages=("sanction",),
    exercises="redress",
    title="Tips",
    sentence="Reports come in; some are looked into by a person, and in some of these something is found.",
    inputs=_INPUTS,
    outputs=_OUTPUTS,
    simulate=simulate,
    draws=200,
)
