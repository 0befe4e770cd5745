"""Accusations by machine: how many are wrong, who hears of them, who appeals, and what review finds.

Each case is a person put on a list today; the share `right` are on the error-free list too, the others are wronged.
``sanction``, with a person who looks first where one does, makes determinations of them. ``redress``
sends the notices, takes the appeals and decides them day by day; its weekly audit is the later review of cases that
nobody had looked at. Thresholds are those that ``engine/params.py`` makes of the inputs.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from glasshouse.draws import moment, threshold
from glasshouse.engine.assembly import compiled_day
from glasshouse.engine.counts import MEASURES, Count
from glasshouse.mechanisms.human_review import FOLLOWED_AT_APPEAL, FOLLOWED_FIRST, REVIEWED_NOTE
from glasshouse.model.attribution import ERROR_DRAW
from glasshouse.model.events import EVENT, MOST_A_DAY
from glasshouse.model.state import AGENT_DAY
from glasshouse.population.people import CASE_OPEN, ERROR_FREE_LIST, OBSERVED_LIST
from glasshouse.scenario.scenario_words import GROUPS
from glasshouse.validation.crowd import DEBTORS, Block, Crowd, Rules, rules
from glasshouse.validation.table_kind import Input, TableKind, TableOutput

#: Longer than any of it lasts.
_TERM = 255
#: The day of a week on which the lists are audited.
_AUDIT_DAY = 6
#: Inputs that say how often a reviewer follows the machine, called after the parameters: one who looks first, and one
#: who decides an appeal.
_FIRST = FOLLOWED_FIRST.key.partition(".")[2]
_AT_APPEAL = f"appeal_{FOLLOWED_AT_APPEAL.key.partition('.')[2]}"


def _share(meaning: str, default: float | None = None) -> Input:
    return Input(unit="share", kind="share", optional=default is not None, default=default, meaning=meaning)


def _chance(meaning: str, default: float | None = None) -> Input:
    return Input(unit="probability", kind="probability", optional=default is not None, default=default, meaning=meaning)


_INPUTS = {
    "cases": Input(unit="cases", kind="count", most=1e7, meaning="cases that the machine flagged"),
    "right": _share("share of the flagged cases in which the accusation is true"),
    "automated": _share("share of the flagged cases that nobody looks at before they are decided", 1.0),
    "review_sensitivity": _chance("a person who looks first, and judges alone, stops a wrong accusation", 0.0),
    "review_specificity": _chance("a person who looks first, and judges alone, lets a true accusation stand", 1.0),
    _FIRST: _share("share of these looks in which the person follows the machine", 0.0),
    "notice": _share("share of the accused who are told, with a way to appeal", 1.0),
    "appeal_wrongful": _share("share of the wrongly accused who appeal when told", 0.0),
    "appeal_rightful": _share("share of the rightly accused who appeal when told", 0.0),
    "appeal_sensitivity": _chance("an appeal reviewer who judges alone finds a wrong accusation to be wrong", 1.0),
    _AT_APPEAL: _share("share of appeals in which the reviewer follows the machine", 0.0),
    "overturn_rate": _chance("an appeal reviewer who judges alone lifts an accusation that is true", 0.0),
    "decision_days": Input(
        unit="days", kind="days", optional=True, default=30.0, meaning="mean days until an appeal is decided"
    ),
    "days": Input(
        unit="days", kind="days", optional=True, default=365.0, meaning="days after the accusation that are looked at"
    ),
    "audited": Input(
        unit="cases", kind="count", optional=True,
        meaning="determinations, made with nobody looking, that were all looked at later (left out: all of them)",
    ),
    "audit_sensitivity": _chance("this later look finds a wrong accusation to be wrong", 1.0),
}  # fmt: skip

_OUTPUTS = {
    "determinations": TableOutput(unit="cases", meaning="accusations that took effect"),
    "wrong": TableOutput(unit="share", meaning="wrong ones among the accusations that took effect"),
    "stopped": TableOutput(unit="cases", meaning="accusations stopped by a person who looked first"),
    "audit_wrong": TableOutput(unit="share", meaning="found wrong among those looked at later"),
    "notices": TableOutput(unit="cases", meaning="accused people who were told"),
    "appeals": TableOutput(unit="appeals", meaning="appeals"),
    "appealed": TableOutput(unit="share", meaning="appeals among the accusations that took effect"),
    "decided": TableOutput(unit="appeals", meaning="appeals decided within the days looked at"),
    "affirmed": TableOutput(unit="share", meaning="accusations affirmed among the appeals decided"),
    "overturned": TableOutput(unit="share", meaning="accusations overturned among the appeals decided"),
}


def _refuse(inputs: Mapping[str, float]) -> str | None:
    if "audited" in inputs and inputs["audited"] > inputs["cases"]:
        return "more cases were looked at later (audited) than were flagged (cases)."
    return None


def _numbers(inputs: Mapping[str, float]) -> dict[str, float]:
    """The preset's parameters that these inputs stand for."""
    return {
        "redress.review_share": 1 - inputs["automated"],
        "redress.review_sensitivity": inputs["review_sensitivity"],
        "redress.review_specificity": inputs["review_specificity"],
        FOLLOWED_FIRST.key: inputs[_FIRST],
        "redress.notice": inputs["notice"],
        "redress.appeal_wrongful": inputs["appeal_wrongful"],
        "redress.appeal_rightful": inputs["appeal_rightful"],
        "redress.sensitivity": inputs["appeal_sensitivity"],
        FOLLOWED_AT_APPEAL.key: inputs[_AT_APPEAL],
        "redress.overturn_rate": inputs["overturn_rate"],
        "redress.decision_days": inputs["decision_days"],
    }


def simulate(inputs: Mapping[str, float], seed: int) -> dict[str, float]:
    """One draw: accuse, notify, decide the appeals day by day; and look again at what nobody had looked at."""
    cases = round(inputs["cases"])
    numbers = _numbers(inputs)
    closing = {DEBTORS.gates.key: ("credit",)}
    crowd = Crowd(rules(numbers, people=cases, gates=closing), seed=seed)
    audit = _Desk(rules(numbers | {"redress.audit": inputs["audit_sensitivity"]}, people=cases, gates=closing), seed)
    appeals = _Desk(crowd.rules, seed)
    left, cases_open = round(inputs.get("audited", cases)), [np.zeros(0, AGENT_DAY)]
    for block in crowd.blocks():
        accused = _accuse(block, inputs["right"])
        cases_open.append(accused[accused["flags"] & CASE_OPEN != 0])
        unseen = accused[accused["noted"] & REVIEWED_NOTE == 0][:left]
        unseen["flags"] &= ~CASE_OPEN  # the later look comes whether they appealed or not
        audit.live(unseen, _AUDIT_DAY)
        left -= len(unseen)
    open_ = np.concatenate(cases_open)
    for day in range(1, round(inputs["days"]) + 1):
        appeals.live(open_, day)
        if day % 7 == 0:  # each time would be the most of the work
            open_ = open_[open_["flags"] & CASE_OPEN != 0]
            if not len(open_):
                break
    overturned = appeals.count("appeals_upheld") + appeals.count("overturned")
    decided = overturned + appeals.count("appeals_rejected")
    made, looked_at = crowd.count("onsets"), round(inputs.get("audited", cases)) - left
    return {
        "determinations": made,
        "wrong": _part(crowd.count("onsets_wrongful"), made),
        "stopped": crowd.count("proposals") - made,
        "audit_wrong": _part(audit.count("corrected"), looked_at),
        "notices": crowd.count("notices"),
        "appeals": crowd.count("appeals"),
        "appealed": _part(crowd.count("appeals"), made),
        "decided": decided,
        "affirmed": _part(decided - overturned, decided),
        "overturned": _part(overturned, decided),
    }


def _part(some: int, all_: int) -> float:
    return some / all_ if all_ else float("nan")


def _accuse(block: Block, right: float) -> np.ndarray:
    """Day 0: all are put on the list, a share of them rightly. Copies of the records of those for whom it took effect.

    As they stand the next morning: their gates are closed, and nothing is new.
    """
    block.morning()
    true = block.words[ERROR_DRAW, : block.n] < threshold(right)  # a word that these stages do not read
    block.agents["flags"] |= DEBTORS << OBSERVED_LIST
    block.agents["flags"] |= np.where(true, DEBTORS << ERROR_FREE_LIST, 0)
    block.agents["observed_weeks"] = _TERM
    block.agents["error_free_weeks"] = np.where(true, _TERM, 0)
    block.sanction()
    block.redress()
    accused = block.agents[block.agents["onset"] != 0]
    accused["gates0"] = accused["gates"]
    accused["onset"] = 0
    return accused


class _Desk:
    """Where some of the accused come on later days: only ``redress`` goes on for them. `counts` are the workspace's
    own."""

    def __init__(self, rules: Rules, seed: int) -> None:
        self.params, self.seed = rules.params, seed
        self.counts = np.zeros((len(GROUPS) + 1, len(MEASURES)), np.int64)

    def live(self, agents: np.ndarray, day: int) -> None:
        now, rows = moment(self.seed, day)[0], np.empty(len(agents) * MOST_A_DAY, EVENT)
        compiled_day().steps["redress"](agents, len(agents), self.params, now, self.counts, rows)

    def count(self, measure: str) -> int:
        return int(self.counts[:, Count[measure]].sum())


KIND = TableKind(
    name="accusation",
    stages=("sanction", "redress"),
    exercises="redress",
    title="Accusation by machine",
    sentence="Cases are flagged, some are looked at first, some of the accused appeal, and others are reviewed later.",
    inputs=_INPUTS,
    outputs=_OUTPUTS,
    simulate=simulate,
    refuse=_refuse,
    draws=200,
)
