"""Notice and appeal: some are told of their sanction, some of them appeal, and a person decides.

Process: On the first day of a sanction a person may be told, and may appeal. An open case is decided some day later, by
a reviewer who may follow the machine; who is found wronged has the observed ledger set to the error_free one.

Source: Fifteen days for an objection: `spc-2017`. Appeals against a computer's accusations: `oag-2016`,
`prygodicz-2021`. How many are told, and how many of them appeal, is assumed.
"""

# What is undone when an appeal succeeds: ledger.py (repair, waive). Doors open again in restrictions.py (redress_end).

from __future__ import annotations

from typing import Any

import numpy as np

from glasshouse.assessed import Need, Shown
from glasshouse.control_panel import Lever, Offered
from glasshouse.day_settings import DaySettings
from glasshouse.draws import random_word, threshold
from glasshouse.flow_chart import Arrow, Node
from glasshouse.intervention import Intervention, fixed
from glasshouse.kernels import inner
from glasshouse.measure import share
from glasshouse.mechanism import Count, Mechanism, Stream, parameter
from glasshouse.mechanisms.human_review import FOLLOWED_AT_APPEAL, judged_by_eye
from glasshouse.mechanisms.ledger import repair, waive
from glasshouse.model.events import NO_CAUSE, Event, log
from glasshouse.note import Note, Phrases
from glasshouse.population.people import CASE_OPEN
from glasshouse.protection import Protects
from glasshouse.renamed import INPUT, KEY, Renamed
from glasshouse.stored import Stored
from glasshouse.trial_values import Busy, Undisturbed

PARAMETERS = (
    parameter(
        "redress.notice", "sanctioned people who are told so, with a way to appeal", kind="share", stage="redress"
    ),
    parameter(
        "redress.appeal_wrongful", "people told of a wrongful sanction who appeal", kind="share", stage="redress"
    ),
    parameter("redress.appeal_rightful", "people told of any other sanction who appeal", kind="share", stage="redress"),
    parameter("redress.decision_days", "mean days until an appeal is decided", kind="days", stage="redress"),
    parameter(
        "redress.sensitivity",
        "an unbiased reviewer finds a wrongful sanction to be wrongful",
        kind="probability",
        stage="redress",
    ),
    parameter(
        "redress.overturn_rate",
        "a reviewer lifts a sanction that the record supports",
        kind="probability",
        stage="redress",
    ),
    parameter(
        "redress.legal_aid",
        "people told of a wrongful sanction who are helped to appeal, and whose reviewer then looks for himself",
        kind="share",
        stage="redress",
    ),
)
RENAMED = (
    Renamed(what=KEY, old="redress.mercy", new="redress.overturn_rate"),
    Renamed(what=INPUT, old="appeal_right", new="appeal_rightful"),
    Renamed(what=INPUT, old="appeal_wrong", new="appeal_wrongful"),
    Renamed(what=INPUT, old="mercy", new="overturn_rate"),
)
OFFERED = Offered(keys=("redress.appeal_wrongful",))
LEVER = Lever(name="appeal", title="A real appeal", safeguard="appeal", rank=1)
PROTECTS = Protects(
    up=(
        "redress.notice",
        "redress.appeal_wrongful",
        "redress.sensitivity",
        "redress.overturn_rate",
        "redress.legal_aid",
    ),
    down=("redress.decision_days",),
)
UNDISTURBED = Undisturbed(values={"redress.notice": 0.0, "redress.legal_aid": 0.0})
BUSY = Busy(
    values={
        "redress.notice": 0.8,
        "redress.appeal_wrongful": 0.8,
        "redress.appeal_rightful": 0.5,
        "redress.decision_days": 5,
        "redress.overturn_rate": 0.3,
    }
)

NEED = Need(
    word="redress",
    name="notice and appeal",
    lacking="this scenario has no notice, no review and no appeal",
    on=("redress.enabled",),
)
SHOWN = (
    Shown(
        block="oversight",
        keys=(
            "redress.notice",
            "redress.appeal_wrongful",
            "redress.appeal_rightful",
            "redress.decision_days",
            "redress.sensitivity",
            FOLLOWED_AT_APPEAL.key,
        ),
        rank=0,
    ),
    Shown(block="remote-identification-conditions", figures=("notices", "appeals_upheld")),
)

NOTICES = Count("notices", "People told of their sanction and how to appeal", unit="notices", place=90)
APPEALS = Count("appeals", "Appeals", unit="appeals", place=91)
APPEALS_UPHELD = Count(
    "appeals_upheld",
    "Appeals upheld: a wrongful sanction found wrongful (no other is among them)",
    unit="appeals",
    place=92,
)
OVERTURNED = Count(
    "overturned",
    "Appeals that lifted a sanction which the record supports (not among those upheld)",
    unit="appeals",
    place=94,
)
APPEALS_REJECTED = Count("appeals_rejected", "Appeals rejected", unit="appeals", place=93)

#: Ways in which an appeal ends.
_DECIDED = ("appeals_upheld", "overturned", "appeals_rejected")
MEASURES = (
    share(
        "notices",
        "Told",
        "Sanctions begun of which the person was told, with a way to appeal.",
        base="sanctions begun",
        counts=("notices",),
        over=("onsets",),
        section="Redress",
        place=0,
    ),
    share(
        "appeals",
        "Appealed",
        "Sanctions against which the person appealed.",
        base="sanctions begun",
        counts=("appeals",),
        over=("onsets",),
        section="Redress",
        place=1,
    ),
    share(
        "appeals_upheld",
        "Appeals upheld",
        "Appeals that ended with the record put right: the sanction was wrongful, and the reviewer saw it. "
        "An appeal that lifted a sanction which the record supports is not among them.",
        base="appeals",
        counts=("appeals_upheld",),
        over=("appeals",),
        section="Redress",
        place=2,
    ),
    share(
        "appeals_overturned",
        "Appeals that lifted a supported sanction",
        "Appeals that ended with the sanction lifted although the record supports it. They are not among those upheld.",
        base="appeals",
        counts=("overturned",),
        over=("appeals",),
        section="Redress",
        place=3,
    ),
    share(
        "appeals_rejected",
        "Appeals rejected",
        "Appeals that changed nothing.",
        base="appeals",
        counts=("appeals_rejected",),
        over=("appeals",),
        section="Redress",
        place=4,
    ),
    share(
        "appeals_open",
        "Appeals not decided",
        "Appeals that nobody decided: still open on the last evening, or cut off by a ban.",
        base="appeals",
        counts=("appeals", *(f"-{name}" for name in _DECIDED)),
        over=("appeals",),
        section="Redress",
        place=5,
    ),
    share(
        "reviews_changed",
        "Reviews that changed an outcome",
        "Reviews, before a sanction or on appeal, after which the person's gates stood otherwise: stopped, upheld, "
        "or lifted although the record supports it.",
        base="reviews before a sanction and appeals decided",
        counts=("reviews_stopped_wrongful", "reviews_stopped_rightful", "appeals_upheld", "overturned"),
        over=("reviews", *_DECIDED),
        section="Redress",
        place=9,
    ),
)

NOTICE_DRAW = Stream("notice", at=(5, 0))
APPEAL_DRAW = Stream("appeal", at=(5, 1))
DECISION_DRAW = Stream("decision", at=(5, 2))
REVIEW_DRAW = Stream("review", at=(5, 3))


NOTICE_NOTE = Note("notice", means="notice", counts=(NOTICES,), bit=16)
APPEAL_NOTE = Note("appeal", means="appeal", counts=(APPEALS,), bit=17)
UPHELD_NOTE = Note("upheld", means="upheld", counts=(APPEALS_UPHELD,), bit=18)
REJECTED_NOTE = Note("rejected", means="rejected", counts=(APPEALS_REJECTED,), bit=19)
OVERTURNED_NOTE = Note("overturned", means="overturned", counts=(OVERTURNED,), bit=20)
PHRASES = Phrases(
    said={
        "notice": (
            "{they} was told, and told how to appeal.",
            "A notice came, with the way to appeal.",
            "This time, too, {they} was told.",
            "Notice was given.",
        ),
        "no notice": (
            "Nobody told {them}.",
            "Again nobody said a word to {them}.",
            "No notice came.",
            "{they} was not told.",
        ),
        "appeal": (
            "{they} appealed.",
            "{they} appealed again.",
            "{they} lodged {their} {nth} appeal.",
        ),
        "no appeal": (
            "{they} did not appeal.",
            "{they} let the time for an appeal pass.",
            "There was no appeal.",
        ),
        "upheld": (
            (
                "After {span} the appeal was upheld: the official found what was false, and {their} record "
                "was put right."
            ),
            "The appeal was upheld after {span}, and the false entries went.",
            "It took {span}, and then an official agreed with {them} and set the record right.",
        ),
        "rejected wrongful": (
            ("The appeal was rejected after {span}, although the record was false: the official believed the machine."),
            "After {span} came the answer, a rejection, and it was wrong.",
            "{their} appeal failed after {span}; the falsehood stood.",
        ),
        "rejected": (
            "The appeal was rejected after {span}: by the rules, the sanction stood.",
            "After {span} the appeal was turned down.",
            "{their} appeal failed after {span}.",
        ),
        "rejected late": (
            "The appeal was rejected after {span}, when the sanction was over.",
            "Long after it mattered, {span} on, the appeal was turned down.",
            "The appeal failed after {span}, with the matter over.",
        ),
        "overturned": (
            "After {span} an official let {them} off, although the rules called for the sanction.",
            "The appeal lifted the sanction after {span}, although by the rules it stood.",
        ),
        "overturned late": (
            "After {span} an official cleared the score, with the sanction already over.",
            "The waiver came {span} after the appeal.",
        ),
        "open upheld": (
            "All doors opened.",
            "With that, every door was open again.",
        ),
        "open overturned": (
            "The doors opened.",
            "With that, the doors opened.",
        ),
    }
)


def compile_params(settings: DaySettings) -> dict[str, Any]:
    """Who is told, who appeals, how soon it is decided, and what the reviewer sees."""
    n = settings.numbers
    on = settings.on("redress")
    aid = n["redress.legal_aid"]
    by_eye = judged_by_eye(n[FOLLOWED_AT_APPEAL.key], helped=aid)
    wronged = n["redress.appeal_wrongful"] + aid * (1 - n["redress.appeal_wrongful"])
    return {
        "notice": threshold(on * n["redress.notice"]),
        "appeal": [threshold(n["redress.appeal_rightful"]), threshold(wronged)],
        "decide": threshold(1 / max(1.0, n["redress.decision_days"])),
        "uphold_rate": threshold(n["redress.sensitivity"] * by_eye),
        "overturn_rate": threshold(n["redress.overturn_rate"] * by_eye),
    }


@inner
def _decide(agent, params, now, counts, rows):
    """The review of an open case."""
    agent.flags &= ~CASE_OPEN
    draw = random_word(now, agent.person, REVIEW_DRAW)
    if agent.wrongful and draw < params.uphold_rate:
        repair(agent)
        outcome, count, noted = Event.UPHELD, APPEALS_UPHELD, UPHELD_NOTE
    elif not agent.wrongful and draw < params.overturn_rate:
        waive(agent, params)
        outcome, count, noted = Event.OVERTURNED, OVERTURNED, OVERTURNED_NOTE
    else:
        outcome, count, noted = Event.REJECTED, APPEALS_REJECTED, REJECTED_NOTE
    agent.noted |= noted
    counts[agent.group, count] += 1
    log(rows, now, agent.person, np.int64(outcome), NO_CAUSE, -1, 0)


@inner
def _notify(agent, params, now, counts, rows):
    """Somebody sanctioned today may be told, and may appeal."""
    if random_word(now, agent.person, NOTICE_DRAW) >= params.notice:
        return
    agent.noted |= NOTICE_NOTE
    counts[agent.group, NOTICES] += 1
    log(rows, now, agent.person, np.int64(Event.NOTICE), NO_CAUSE, -1, 0)
    if not agent.flags & CASE_OPEN and random_word(now, agent.person, APPEAL_DRAW) < params.appeal[agent.wrongful]:
        agent.flags |= CASE_OPEN
        agent.noted |= APPEAL_NOTE
        counts[agent.group, APPEALS] += 1
        log(rows, now, agent.person, np.int64(Event.APPEAL), NO_CAUSE, -1, 0)


def redress(agent, params, now, counts, rows):
    """Notices on the first day of a sanction, and decisions on any other."""
    if agent.onset:
        _notify(agent, params, now, counts, rows)
    elif agent.flags & CASE_OPEN and random_word(now, agent.person, DECISION_DRAW) < params.decide:
        _decide(agent, params, now, counts, rows)


NOTICE_AND_REASONS = Intervention(
    name="notice-and-reasons",
    title="notice to everybody, with reasons",
    sentence="Nearly everybody is told of a sanction and of its reasons, and so more of the wronged appeal.",
    fails="It does nothing when the appeal that follows goes to a reviewer who only follows the machine.",
    stage="redress",
    numbers={
        "redress.notice": fixed(0.95, 0.9, 1, assumed="notice is a duty, and few letters are lost"),
        "redress.appeal_wrongful": fixed(
            0.5, 0.3, 0.7, assumed="who knows the reason knows that it is false; half of them act on it"
        ),
    },
)

REAL_APPEAL = Intervention(
    name="appeal",
    title="a real appeal",
    sentence="Appeals are decided within weeks by somebody who looks at the whole file, with legal aid for half.",
    fails="It does nothing for people who are never told that they were sanctioned.",
    stage="redress",
    numbers={
        # The court list's own rule, on paper: objections are decided within 15 days (SPC 2017).
        "redress.decision_days": fixed(15, 7, 30, source="spc-2017", confidence="M"),
        "redress.sensitivity": fixed(0.9, 0.7, 0.98, assumed="with the whole file, nine wrongs of ten are found"),
        FOLLOWED_AT_APPEAL.key: fixed(
            0.2, 0.05, 0.4, assumed="a tribunal apart from the office that decided; it still trusts the record at times"
        ),
        "redress.legal_aid": fixed(0.5, 0.2, 0.8, assumed="half of those told are helped to appeal"),
    },
    needs="redress",
    tried=30,
)

FLOW_CHART = (
    Node(key="redress", name="Appeals", stage="punishment", place=10),
    Arrow(start="sanction", end="redress", what="appeals", measures=(APPEALS,), place=170),
    Arrow(start="redress", end="sanction", what="upheld", measures=(APPEALS_UPHELD, OVERTURNED), place=180),
)

STORED = Stored(column="flags", bits=CASE_OPEN, means="a case is open")

MECHANISM = Mechanism(
    module=__name__,
    section="redress",
    place=270,
    title="Redress",
    what="Notice, appeal and review by an official who sees what the machine says.",
    switched=True,
    outlives_ban=True,
    params={"notice": (), "appeal": (2,), "decide": (), "uphold_rate": (), "overturn_rate": ()},
    compile_params=compile_params,
    rules={"redress": redress},
)
