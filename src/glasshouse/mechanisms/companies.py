"""Company feeds: private messages and purchases. Their own error is the shared account.

Mechanism: Messaging passes on critical private messages, payments pass on purchases that the rulebook penalises; a
camera in a company's cloud may see what a state camera misses. Each company has functions that can be switched off one
by one, and other parts of the system rest on some of them. Of people who are watched, feeds are handed over on demand,
and pass on more, other people's purchases too.

Error: The shared account: what another member of the household bought is pinned on the holder.

Effect: It alone brings private messages and purchases into the record, and it alone carries the commercial score and
its perks.

Source: That messages were screened on one service: `citizenlab-2020`. Rates are assumed, and belong to functions, never
to a company.
"""

# Posts that everybody can read, and posts flagged by mistake: internet.py.

from __future__ import annotations

from typing import Any

import numpy as np

from glasshouse.assessed import Need
from glasshouse.card_section import CardCell, CardRow, CardSection, CardTable, RunCounts
from glasshouse.day_settings import DaySettings
from glasshouse.draws import FIRST_LATE, thresholds
from glasshouse.entry_kind import EntryKind
from glasshouse.flow_chart import Along, Arrow, Node
from glasshouse.mechanism import Ablation, Count, Mechanism, Stream, parameter
from glasshouse.mechanisms.cameras import CAMERA_DRAW, PINNED_ON_NOBODY, SEEN_NOTE
from glasshouse.mechanisms.commercial_score import COMMERCIAL_MEMBERS, PERKS
from glasshouse.model.active_bounds import ERROR
from glasshouse.model.aim import aimed
from glasshouse.model.attribution import ERROR_DRAW, SHARED_WORD_SHARE, error_in
from glasshouse.model.state import (
    CLOUD_PICTURE,
    PIN_CONDUCT,
    PIN_MONEY,
    PIN_ONLINE,
    Conduct,
    Money,
    Online,
    may_record,
)
from glasshouse.note import Mistake, Note, Sight
from glasshouse.population.people import WATCHED
from glasshouse.section import Suppliers
from glasshouse.trial_values import Busy, Undisturbed

PARAMETERS = (
    parameter(
        "companies.message_recall",
        "the messaging feed passes on a critical message",
        kind="probability",
        stage="observe",
    ),
    parameter(
        "companies.purchase_recall",
        "the payments feed passes on a purchase that the rulebook penalises",
        kind="probability",
        stage="observe",
    ),
    parameter(
        "companies.shared_account",
        "another household member's purchase is pinned on the account's holder",
        kind="rate",
        unit="errors/adult-day",
        stage="observe",
        error=True,
    ),
    parameter(
        "companies.cloud_capture",
        "a public act missed by state cameras is seen by a camera in a company's cloud",
        kind="probability",
        stage="observe",
    ),
    parameter(
        "companies.watch_boost",
        "how many times as high a watched person's hazard is that feeds pass on an act; if rare, "
        "so many times as often",
        kind="ratio",
        stage="observe",
    ),
    parameter(
        "companies.recognition_reliance",
        "share of face recognition that rests on bought software",
        kind="share",
        stage="observe",
    ),
    parameter(
        "companies.social_reliance",
        "share of internet flags that rest on the platforms' own screening",
        kind="share",
        stage="observe",
    ),
    parameter(
        "companies.telecom_reliance",
        "share of real-name ties that rest on the telecom feed",
        kind="share",
        stage="attribute",
    ),
)
BUSY = Busy(
    values={
        "companies.message_recall": 0.1,
        "companies.purchase_recall": 0.2,
        "companies.shared_account": 0.002,
        "companies.cloud_capture": 0.05,
    }
)
UNDISTURBED = Undisturbed(
    values={
        "companies.recognition_reliance": 0.0,
        "companies.social_reliance": 0.0,
        "companies.telecom_reliance": 0.0,
    }
)
NEED = Need(
    word="matching",
    name="data of companies joined with those of the state",
    lacking="no company's data are joined with the state's in this scenario",
    on=("companies.enabled", "registries.enabled"),
)

#: What companies supply, and what each function feeds.
FUNCTIONS = {
    "messaging": "critical private messages reach the record",
    "payments": "purchases and late payments reach the record and the commercial score",
    "social": "posts are screened by the platform and passed on",
    "video_cloud": "cameras in shops and housing pass on what they see",
    "recognition": "face-recognition software for the state's cameras",
    "telecom": "accounts are tied to registered persons",
    "commercial_score": "a private score with perks",
}
SUPPLIERS = Suppliers(section="companies", one="company", functions=FUNCTIONS)

CRITICAL_MESSAGE = EntryKind(
    "critical message",
    area="expression",
    things=("a critical message", "critical messages"),
    recorded="a recorded critical message",
    act=Online.MESSAGE,
    place=3,
)
PURCHASE = EntryKind(
    "purchase",
    area="private life",
    things=("a penalised purchase", "penalised purchases"),
    recorded="a recorded purchase that the rulebook penalises",
    act=Money.PURCHASE,
    place=7,
)

MESSAGES_SEEN = Count("messages_seen", "Critical private messages passed on", unit="messages", place=34)
PURCHASES_SEEN = Count("purchases_seen", "Purchases passed on", unit="purchases", place=35)
SEEN_BY_COMPANY_CAMERA = Count(
    "seen_by_company_camera", "Public acts seen only by a company's camera", unit="acts", place=18
)
SHARED_ACCOUNT_ERRORS = Count(
    "shared_account_errors", "Somebody else's purchase pinned on the account's holder", unit="entries", place=36
)

FEED_DRAW = Stream("feed", at=(3, 2))

CLOUD_NOTE = Note(
    "company camera",
    says=SEEN_NOTE.says,
    often=SEEN_NOTE.often,
    sight=Sight(act=PIN_CONDUCT, word="company camera", by="a company's camera", alone=PINNED_ON_NOBODY),
    counts=(SEEN_BY_COMPANY_CAMERA,),
    bit=1,
)
MESSAGE_NOTE = Note(
    "message",
    says=(
        "The messaging service read it and passed it on.",
        "The service passed that one on, too.",
        "It was read on the way, and reported.",
    ),
    sight=Sight(act=PIN_ONLINE, word="messaging", leads="them"),
    counts=(MESSAGES_SEEN,),
    bit=9,
)
PURCHASE_NOTE = Note(
    "purchase",
    says=(
        "The payment service passed that on.",
        "The payment data gave it away.",
        "The payments feed had it by evening.",
        "It was reported by the company that handled the payment.",
    ),
    sight=Sight(act=PIN_MONEY, word="payments", leads="them"),
    counts=(PURCHASES_SEEN,),
    bit=10,
)
SHARED_NOTE = Note(
    "shared account",
    says=(
        "Somebody else made a purchase through {their} account, and the system took the buyer for {them}.",
        "A purchase that was not {theirs} went through {their} account.",
        "What another person bought was put down to {them}, since the account was {theirs}.",
    ),
    brief="somebody else's purchase was put down to {them}",
    mistake=Mistake(
        kind=PURCHASE,
        word="shared account",
        things=("somebody else's purchase", "purchases by somebody else"),
        slight=True,
    ),
    counts=(SHARED_ACCOUNT_ERRORS,),
    bit=38,
)

#: The quarter of the word of errors that falls to shared accounts.
_QUARTER = 3


def compile_params(settings: DaySettings) -> dict[str, Any]:
    """Feeds, which work alike everywhere, of people not watched and watched."""
    n, feeds = settings.numbers, settings.functions
    boost, shared = n["companies.watch_boost"], min(1.0, n["companies.shared_account"])
    return {
        "message": thresholds(aimed(n["companies.message_recall"] * feeds["messaging"], boost)),
        "purchase": thresholds(aimed(n["companies.purchase_recall"] * feeds["payments"], boost)),
        "shared_account": thresholds(np.minimum(aimed(shared * feeds["payments"], boost), SHARED_WORD_SHARE)),
    }


def _other_cameras(settings: DaySettings) -> float:
    return settings.numbers["companies.cloud_capture"] * settings.functions["video_cloud"]


def _resting_on(settings: DaySettings, reliance: str, function: str) -> float:
    """What is left of something that rests in part on a function of companies."""
    share = settings.numbers[f"companies.{reliance}_reliance"]
    return 1 - share + share * settings.functions[function]


def observe(agent, j, late, params, district, counts):
    """What a cloud's camera, the messaging feed and the payments feed pass on."""
    watched = 1 if agent.flags & WATCHED else 0
    in_public = agent.conduct == Conduct.OFFENCE or agent.conduct == Conduct.ASSEMBLY
    if agent.picture == 0 and in_public and late[CAMERA_DRAW - FIRST_LATE, j] < district.capture[watched, 1]:
        counts[agent.group, SEEN_BY_COMPANY_CAMERA] += 1
        agent.noted |= CLOUD_NOTE
        agent.picture = CLOUD_PICTURE
        agent.seen |= PIN_CONDUCT
    if agent.online == Online.MESSAGE and late[FEED_DRAW - FIRST_LATE, j] < params.message[watched]:
        counts[agent.group, MESSAGES_SEEN] += 1
        agent.noted |= MESSAGE_NOTE
        agent.seen |= PIN_ONLINE
        if may_record(agent, params.companies_scored):
            agent.pinned |= PIN_ONLINE
    if agent.money == Money.PURCHASE and late[FEED_DRAW - FIRST_LATE, j] < params.purchase[watched]:
        counts[agent.group, PURCHASES_SEEN] += 1
        agent.noted |= PURCHASE_NOTE
        agent.seen |= PIN_MONEY
        if may_record(agent, params.companies_scored):
            agent.pinned |= PIN_MONEY


def attribute(agent, i, words, params, counts):
    """Somebody else in the household bought it; the holder's record shows it."""
    watched = 1 if agent.flags & WATCHED else 0
    if error_in(agent, words[ERROR_DRAW, i], _QUARTER, params.shared_account[watched]):
        counts[agent.group, SHARED_ACCOUNT_ERRORS] += 1
        agent.noted |= SHARED_NOTE
        if may_record(agent, params.companies_scored):
            agent.false_error = PURCHASE


def screen(params, bounds):
    """Below which word of errors an account could be taken for its holder's; who is watched is looked at anyway."""
    bounds[ERROR] = max(bounds[ERROR], params.shared_account[0])


FLOW_CHART = (
    Node(key="companies", name="Companies", stage="sources", place=50),
    Along(start="cameras", end="faces", measures=(SEEN_BY_COMPANY_CAMERA,)),
    Arrow(
        start="companies",
        end="record",
        what="messages, purchases",
        measures=(MESSAGES_SEEN, PURCHASES_SEEN),
        wrong=(SHARED_ACCOUNT_ERRORS,),
        place=60,
    ),
    Arrow(
        start="companies",
        end="commercial",
        what="members, at the end",
        measures=(COMMERCIAL_MEMBERS,),
        part="commercial_score",
        place=70,
    ),
)

#: What each function feeds in the model, and the counts that say how much; one with a minus is taken away.
_FED: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "messaging": (("the record",), ("messages_seen",)),
    "payments": (("the record", "the commercial score"), ("purchases_seen",)),
    "social": (("internet monitoring",), ("flagged_critical", "flagged_unlawful", "false_flags")),
    "video_cloud": (("cameras",), ("seen_by_company_camera",)),
    "recognition": (("face recognition",), ("lookup_hit", "lookup_wrong")),
    "telecom": (("internet monitoring",), ("flagged_critical", "flagged_unlawful", "-flagged_unattributed")),
    "commercial_score": (("the commercial score",), tuple(count.name for count in PERKS)),
}


def _by_company(_: RunCounts, scenario: Any) -> list[CardRow]:
    """Each company: its role as the cited source states it, what it supplies in the model, and whether it is on."""
    switches = scenario.switches
    return [
        CardRow(
            name=company.title or company.name.replace("_", " ").capitalize(),
            below=""
            if switches["companies.enabled"] and switches[SUPPLIERS.switch(company.name)]
            else "switched off in this run",
            cells=(
                company.role,
                CardCell(source=company.source),
                ", ".join(function.replace("_", " ") for function in company.functions),
                "; ".join(dict.fromkeys(part for function in company.functions for part in _FED[function][0])),
            ),
        )
        for company in scenario.suppliers.values()
        if company.section == SUPPLIERS.section
    ]


def _by_function(counts: RunCounts, scenario: Any) -> list[CardRow]:
    """Each function: what it does and feeds, how much of it is on, and how much it delivered."""
    supplied = scenario.settings(0).functions
    return [
        CardRow(
            name=function.replace("_", " ").capitalize(),
            cells=(
                meaning,
                ", ".join(_FED[function][0]),
                CardCell(share=supplied[function]),
                sum(-counts.total(name[1:]) if name[0] == "-" else counts.total(name) for name in _FED[function][1]),
            ),
        )
        for function, meaning in (FUNCTIONS.items() if scenario.suppliers else ())
    ]


SECTION = CardSection(
    key="companies",
    title="Companies",
    text=lambda scenario: (
        "Each company’s role is stated as the cited source states it. Numbers attach to what is supplied, never to a "
        "company: all are assumptions about functions."
    ),
    tables=(
        CardTable(
            caption="Companies, their documented role, and what they supply in this model",
            heads=("Company", "Documented role", "Source", "Supplies in the model", "Which feeds"),
            rows=_by_company,
            words=4,
        ),
        CardTable(
            caption="What the functions delivered in this run",
            heads=("Function", "What it does", "Feeds", "Supply in force", "Count of what it feeds"),
            rows=_by_function,
            words=2,
        ),
    ),
    while_off=True,
    place=20,
)

ABLATIONS = (
    Ablation(name="companies", family="sensors", title="Companies", off={"companies.enabled": False}),
    Ablation(name="shared-accounts", family="errors", title="Shared accounts", off={"companies.shared_account": 0}),
)

MECHANISM = Mechanism(
    module=__name__,
    section="companies",
    place=70,
    title="Companies",
    what="Pass on messages, purchases and pictures, and supply what the state's own parts rest on.",
    switched=True,
    scored=True,
    other_purpose=True,
    params={"message": (2,), "purchase": (2,), "shared_account": (2,)},
    compile_params=compile_params,
    rules={"observe": observe, "attribute": attribute, "screen": screen},
    supplies={
        "other cameras": _other_cameras,
        "recognition": lambda settings: _resting_on(settings, "recognition", "recognition"),
        "screening": lambda settings: _resting_on(settings, "social", "social"),
        "real names": lambda settings: _resting_on(settings, "telecom", "telecom"),
        "commercial score": lambda settings: float(settings.functions["commercial_score"] > 0),
        "payments": lambda settings: float(settings.functions["payments"] > 0),
    },
)
