"""Government records: judgments, late payments and volunteering; clerks err.

Mechanism: Unpaid court orders, late taxes and fines, and volunteering reach the record with chances of their own.

Error: The clerical error: a judgment is entered against the wrong person.

Effect: It alone enters judgments, and whoever has one comes on the list of judgment defaulters.

Source: Defaults: `spc-2025`. Errors: `prygodicz-2021`, where averaged incomes made debts.
"""

# How long a debtor stays on the list: restrictions.py (DEFAULTER); longer: stale_listings.py; shorter: repayment.py.

from __future__ import annotations

from typing import Any

import numpy as np

from glasshouse.control_panel import Offered
from glasshouse.day_settings import DaySettings
from glasshouse.draws import FIRST_LATE, threshold, thresholds
from glasshouse.entry_kind import EntryKind
from glasshouse.flow_chart import Arrow, Node
from glasshouse.mechanism import Ablation, Count, Mechanism, Stream, parameter
from glasshouse.model.active_bounds import ERROR
from glasshouse.model.attribution import ERROR_DRAW, SHARED_WORD_SHARE, error_in
from glasshouse.model.state import PIN_CONDUCT, PIN_MONEY, Conduct, Money, may_record
from glasshouse.note import Mistake, Note, Phrases, Sight
from glasshouse.trial_values import Busy

PARAMETERS = (
    parameter("registries.judgment_recall", "a default reaches the record", kind="probability", stage="observe"),
    parameter("registries.late_recall", "a late payment reaches the record", kind="probability", stage="observe"),
    parameter("registries.volunteering_recall", "volunteering reaches the record", kind="probability", stage="observe"),
    parameter(
        "registries.clerical_error",
        "a judgment is entered against the wrong person",
        kind="rate",
        unit="errors/adult-day",
        stage="observe",
        error=True,
    ),
)
OFFERED = Offered(keys=("registries.clerical_error",))
BUSY = Busy(values={"registries.clerical_error": 0.0002})

DEFAULT = EntryKind(
    "default",
    area="money",
    things=("an unpaid court order", "unpaid court orders"),
    recorded="a recorded default",
    act=Money.DEFAULT,
    place=5,
)
LATE_PAYMENT = EntryKind(
    "late payment",
    area="money",
    things=("a late payment", "late payments"),
    recorded="a recorded late payment",
    act=Money.LATE,
    place=6,
)
VOLUNTEERING = EntryKind(
    "volunteering",
    area="conduct",
    things=("a day of voluntary work", "days of voluntary work"),
    recorded="recorded volunteering",
    act=Conduct.VOLUNTEERING,
    good=True,
    place=11,
)

JUDGMENTS_RECORDED = Count("judgments_recorded", "Court defaults recorded", unit="entries", place=37)
LATE_RECORDED = Count("late_recorded", "Late payments recorded", unit="entries", place=38)
VOLUNTEERING_RECORDED = Count("volunteering_recorded", "Volunteering recorded", unit="entries", place=39)
CLERICAL_ERRORS = Count("clerical_errors", "Judgments entered against the wrong person", unit="entries", place=40)

FILING_DRAW = Stream("registry", at=(3, 3))

VOLUNTEERING_NOTE = Note(
    "volunteering registered",
    sight=Sight(act=PIN_CONDUCT, word="register", leads="them"),
    counts=(VOLUNTEERING_RECORDED,),
    bit=11,
)
FILED_NOTE = Note(
    "filed",
    says={
        "default": (
            "The court put it on record.",
            "The judgment reached the record.",
            "It was entered by the court.",
        ),
        "late payment": (
            "The office concerned put it on record.",
            "The office entered that as well.",
            "It was entered the same day.",
            "The office entered it, as the {nth} of its kind.",
        ),
    },
    sight=Sight(act=PIN_MONEY, word="register", leads="them"),
    counts={"default": (JUDGMENTS_RECORDED,), "late payment": (LATE_RECORDED,)},
    bit=12,
)
CLERK_NOTE = Note(
    "clerk",
    says=(
        "A clerk entered somebody else's court judgment against {their} name. {They} owed nothing.",
        "Again a clerk put another person's judgment into {their} file.",
        "A judgment that concerned somebody else was filed under {their} name.",
    ),
    brief="a clerk entered somebody else's judgment against {them}",
    mistake=Mistake(kind=DEFAULT, word="clerk", things=("somebody else's judgment", "judgments against somebody else")),
    counts=(CLERICAL_ERRORS,),
    bit=39,
)
PHRASES = Phrases(
    said={
        "register volunteering": (
            "It was registered, and brought {n} points: {left}.",
            "That was registered, too: {n} points up, to {left}.",
            "{N} points came back for it, and the score stood at {left}.",
        ),
        "good deeds": (
            "{they} volunteered {times}, and it was registered: {n} points up, to {left}.",
            "Voluntary work, registered {times}, brought back {n} points: {left}.",
        ),
        "unnoticed good": (
            "{they} gave {days} to voluntary work that nobody registered.",
            "{Days} of voluntary work went unregistered.",
            "{they} volunteered for {days}, for which the score has no line.",
            "There was voluntary work as well, {days} of it, unregistered.",
            "It was {their} {nth} day of voluntary work that no register noticed.",
        ),
    }
)

#: The quarter of the word of errors that falls to clerks.
_QUARTER = 2


def compile_params(settings: DaySettings) -> dict[str, Any]:
    """What reaches the record."""
    n = settings.numbers
    filed = 1.0 if settings.on("registries") else 0.0
    return {
        "judgment": threshold(filed * n["registries.judgment_recall"]),
        "late": threshold(filed * n["registries.late_recall"]),
        "volunteering": threshold(filed * n["registries.volunteering_recall"]),
        "clerical_error": thresholds(np.minimum(filed * n["registries.clerical_error"], SHARED_WORD_SHARE)),
    }


def observe(agent, j, late, params, counts):
    """Does volunteering, a default or a late payment reach the record?"""
    g = agent.group
    draw = late[FILING_DRAW - FIRST_LATE, j]
    if agent.conduct == Conduct.VOLUNTEERING and draw < params.volunteering:
        counts[g, VOLUNTEERING_RECORDED] += 1
        agent.noted |= VOLUNTEERING_NOTE
        agent.seen |= PIN_CONDUCT
        if may_record(agent, params.registries_scored):
            agent.pinned |= PIN_CONDUCT
    filed = False
    if agent.money == Money.DEFAULT and draw < params.judgment:
        counts[g, JUDGMENTS_RECORDED] += 1
        filed = True
    elif agent.money == Money.LATE and draw < params.late:
        counts[g, LATE_RECORDED] += 1
        filed = True
    if filed:
        agent.noted |= FILED_NOTE
        agent.seen |= PIN_MONEY
        if may_record(agent, params.registries_scored):
            agent.pinned |= PIN_MONEY


def attribute(agent, i, words, params, counts):
    """A judgment is entered against the wrong person."""
    if error_in(agent, words[ERROR_DRAW, i], _QUARTER, params.clerical_error):
        counts[agent.group, CLERICAL_ERRORS] += 1
        agent.noted |= CLERK_NOTE
        if may_record(agent, params.registries_scored):
            agent.false_error = DEFAULT


def screen(params, bounds):
    """Below which word of errors a clerk could err."""
    bounds[ERROR] = max(bounds[ERROR], params.clerical_error)


FLOW_CHART = (
    Node(key="registries", name="Government records", stage="sources", place=60),
    Arrow(
        start="registries",
        end="record",
        what="entries",
        measures=(JUDGMENTS_RECORDED, LATE_RECORDED, VOLUNTEERING_RECORDED),
        wrong=(CLERICAL_ERRORS,),
        place=80,
    ),
)

ABLATIONS = (
    Ablation(name="registries", family="sensors", title="Government records", off={"registries.enabled": False}),
    Ablation(name="clerical-errors", family="errors", title="Clerical errors", off={"registries.clerical_error": 0}),
)

MECHANISM = Mechanism(
    module=__name__,
    section="registries",
    place=80,
    outlives_ban=True,
    title="Government records",
    what="Court judgments, taxes and fines reach the record; clerks err.",
    switched=True,
    scored=True,
    params={"judgment": (), "late": (), "volunteering": (), "clerical_error": ()},
    compile_params=compile_params,
    rules={"observe": observe, "attribute": attribute, "screen": screen},
)
