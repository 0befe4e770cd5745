"""Informants: people in the circle who are expected to report. They may be right, mistaken, or malicious.

Mechanism: Each act that somebody in the circle could witness is reported with a chance that grows with how many
potential reporters there are; the report comes from the household, a neighbour or the workplace. Reporters are told to
look at people who are watched, and report, and mistake, more of what these do.

Error: A mistaken or a malicious report about somebody who did nothing. It is made only if the contact drawn is a
potential reporter, and the record then knows who it was.

Effect: It alone lowers the trust to which people return, and it alone makes entries for disloyalty.

Source: How many report: `mueller-enbergs-2008`, `ccp-2020`. What they do to trust: `lichter-2021`. Why, and how often
falsely, is assumed.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from glasshouse.assessed import Need
from glasshouse.consistency import AtMostAll
from glasshouse.control_panel import Offered
from glasshouse.day_settings import DaySettings
from glasshouse.draws import FIRST_LATE, random_word, scaled, threshold, thresholds
from glasshouse.entry_kind import EntryKind
from glasshouse.flow_chart import Arrow, Node
from glasshouse.kernels import inner
from glasshouse.mechanism import Ablation, Count, Mechanism, Stream, parameter
from glasshouse.model.active_bounds import ERROR
from glasshouse.model.aim import aimed
from glasshouse.model.attribution import ERROR_DRAW, SHARED_WORD_SHARE, error_in
from glasshouse.model.state import PIN_CONDUCT, PIN_ONLINE, Conduct, Online, may_record
from glasshouse.note import Mistake, Note, Sight
from glasshouse.population.network import LAYERS, RUN, household, workmate
from glasshouse.population.people import MEMBER, WATCHED
from glasshouse.stored import Stored
from glasshouse.told_by import ToldBy
from glasshouse.trial_values import Busy

PARAMETERS = (
    parameter(
        "informants.potential",
        "people expected to report (the party's members)",
        kind="count",
        unit="persons",
        of_place=True,
        stage="observe",
    ),
    parameter(
        "informants.contacts",
        "people who would see a given act in the circle of an adult",
        kind="positive",
        unit="persons",
        stage="observe",
    ),
    parameter(
        "informants.willingness",
        "a potential reporter who sees a public act reports it",
        kind="probability",
        stage="observe",
    ),
    parameter(
        "informants.online_factor",
        "reports of critical posts over reports of public acts",
        kind="ratio",
        stage="observe",
    ),
    parameter(
        "informants.household_share", "share of reports that come from the household", kind="share", stage="observe"
    ),
    parameter(
        "informants.neighbour_share", "share of reports that come from neighbours", kind="share", stage="observe"
    ),
    parameter(
        "informants.malicious",
        "would-be malicious reports about an adult, before asking whether the contact is a potential reporter",
        kind="rate",
        unit="reports/adult-day",
        stage="observe",
        error=True,
    ),
    parameter(
        "informants.mistaken",
        "would-be mistaken reports about an adult, likewise",
        kind="rate",
        unit="reports/adult-day",
        stage="observe",
        error=True,
    ),
    parameter(
        "informants.watch_boost",
        "how many times as high a watched person's hazard of a report is, right or false; if rare, "
        "so many times as often",
        kind="ratio",
        stage="observe",
    ),
    parameter(
        "response.trust_informants",
        "fall of that resting trust for each potential reporter per 100 adults",
        kind="level",
        unit="level per 1%",
        stage="adapt",
    ),
)
CHANNELS = AtMostAll(shares=("informants.household_share", "informants.neighbour_share"))
OFFERED = Offered(keys=("informants.willingness",))
BUSY = Busy(values={"informants.willingness": 0.1, "informants.malicious": 0.005, "informants.mistaken": 0.005})

NEED = Need(
    word="reports",
    name="informants who report",
    lacking="nobody reports on others in this scenario",
    on=("informants.enabled",),
    harms=("with_dossier",),
)

REPORT = EntryKind(
    "report",
    area="expression",
    things=("a false report", "false reports"),
    recorded="a report of disloyalty",
    place=8,
)

REPORTS_TRUE = Count("reports_true", "Reports of something that happened", unit="reports", place=23, before_after=5)
REPORT_MALICIOUS = Count("report_malicious", "Malicious reports", unit="reports", place=27, before_after=6)
REPORT_MISTAKEN = Count("report_mistaken", "Mistaken reports", unit="reports", place=28)
REPORTS_HOUSEHOLD = Count("reports_household", "Reports from inside the household", unit="reports", place=24)
REPORTS_NEIGHBOUR = Count("reports_neighbour", "Reports from neighbours", unit="reports", place=25)
REPORTS_WORKPLACE = Count("reports_workplace", "Reports from the workplace", unit="reports", place=26)

TOLD_BY = ToldBy(
    word="reports",
    rank=2,
    section="informants",
    asked={
        "reported": (REPORTS_TRUE, REPORT_MALICIOUS, REPORT_MISTAKEN),
        "falsely": (REPORT_MALICIOUS, REPORT_MISTAKEN),
    },
    wrong="falsely",
    errors=("false reports", "falsely reported"),
    through={"households": REPORTS_HOUSEHOLD, "neighbours": REPORTS_NEIGHBOUR, "work": REPORTS_WORKPLACE},
    opens_on="recorded",
)

REPORT_DRAW = Stream("report", at=(3, 0))
REPORT_ONLINE_DRAW = Stream("report_online", at=(4, 1))
CHANNEL_DRAW = Stream("channel", at=(4, 3))
CONTACT_DRAW = Stream("contact", at=(7, 1))


_SAID = (
    "{Reporter} reported it.",
    "It was {reporter} who reported {them}.",
    "{Reporter} told the authorities.",
    "The authorities heard of it from {reporter}.",
)
_SAID_TOO = ("{Reporter} reported it as well.", "{Reporter} had told the authorities, too.")
REPORTED_NOTE = Note(
    "reported",
    says=_SAID,
    sight=Sight(act=PIN_CONDUCT, word="report", leads="them", too=_SAID_TOO),
    counts=(REPORTS_TRUE,),
    bit=5,
)
REPORTED_ONLINE_NOTE = Note(
    "reported online",
    says=_SAID,
    sight=Sight(act=PIN_ONLINE, word="report", leads="them", too=_SAID_TOO),
    counts=(REPORTS_TRUE,),
    bit=8,
)
#: Through whom a report came, in the order of the channels.
HOUSEHOLD_NOTE = Note("household", means="household", counts=(REPORTS_HOUSEHOLD,), bit=30)
NEIGHBOUR_NOTE = Note("neighbour", means="neighbour", counts=(REPORTS_NEIGHBOUR,), bit=31)
WORKPLACE_NOTE = Note("workplace", means="workplace", counts=(REPORTS_WORKPLACE,), bit=32)
_REPORT = Mistake(kind=REPORT, word="false report", things=("a false report", "false reports"), other="reporter")
_BRIEF = "{other} reported {them} falsely"
#: In the order of `kind` in ``_false_report``.
MALICIOUS_NOTE = Note(
    "malicious report",
    says=(
        "{Reporter} reported {them} for something that {they} had not done. It was spite.",
        "{Reporter} made up a report about {them}.",
        "A malicious report came in from {reporter}, about nothing.",
        "Out of spite, {reporter} told the authorities a thing about {them} that was not so.",
    ),
    brief=_BRIEF,
    mistake=replace(_REPORT, malice=True),
    counts=(REPORT_MALICIOUS,),
    bit=35,
)
MISTAKEN_NOTE = Note(
    "mistaken report",
    says=(
        "{Reporter} reported {them} by mistake, for something that {they} had not done.",
        "{Reporter} was mistaken, but reported {them}.",
        "A report about {them} came from {reporter}; it was an honest mistake.",
        "By mistake, {reporter} told the authorities of a thing that {they} had never done.",
    ),
    brief=_BRIEF,
    mistake=_REPORT,
    counts=(REPORT_MISTAKEN,),
    bit=36,
)


def reporters(settings: DaySettings) -> float:
    """Potential reporters an adult."""
    place = settings.place
    grown = 1 - place.columns["children"]
    return min(1.0, settings.numbers["informants.potential"] / float((place.columns["population"] * grown).sum()))


def _reports(settings: DaySettings) -> tuple[float, float]:
    """P(some potential reporter in the circle reports a public act), (a critical post)."""
    public = chance_of_report(settings) if settings.on("informants") else 0.0
    return public, min(1.0, public * settings.numbers["informants.online_factor"])


def chance_of_report(settings: DaySettings) -> float:
    """P(some potential reporter in the circle reports a public act), were there informants."""
    n = settings.numbers
    return 1 - (1 - reporters(settings) * n["informants.willingness"]) ** n["informants.contacts"]


def _trust_lost(settings: DaySettings) -> float:
    """Fall of the trust to which people return; what informants did to it was still measured a decade after the last.

    (Lichter and others 2021.)
    """
    informed = settings.numbers["response.trust_informants"] * 100 * reporters(settings)
    return informed * settings.was_on("informants") * settings.memory


def compile_params(settings: DaySettings) -> dict[str, Any]:
    """Channels, and false reports."""
    n = settings.numbers
    household = n["informants.household_share"]
    told = 1.0 if settings.on("informants") else 0.0
    return {
        "channel": [threshold(household), threshold(household + n["informants.neighbour_share"])],
        "malicious": thresholds(np.minimum(told * n["informants.malicious"], SHARED_WORD_SHARE)),
        # Spite needs no order to look; a mistake comes of looking.
        "mistaken": thresholds(
            np.minimum(aimed(told * min(1.0, n["informants.mistaken"]), n["informants.watch_boost"]), SHARED_WORD_SHARE)
        ),
    }


def compile_districts(settings: DaySettings) -> dict[str, Any]:
    """Who may report, and how often acts of people not watched and watched are reported."""
    boost = settings.numbers["informants.watch_boost"]
    report, online = (thresholds(aimed(chance, boost)) for chance in _reports(settings))
    return {"member": threshold(reporters(settings)), "report": report, "report_online": online}


@inner
def _channel(person, params, now):
    """0 household, 1 neighbour, 2 workplace."""
    draw = random_word(now, person, CHANNEL_DRAW)
    return (draw >= params.channel[0]) + (draw >= params.channel[1])


@inner
def withhold_report(agent, params, now, counts):
    """Does the witness keep it to themselves? The rules ``withhold_report`` of all take the place of this one."""
    return False


@inner
def _report(agent, draw, chance, params, now, counts):
    """Is an act reported that somebody in the circle witnessed?"""
    if draw >= chance or withhold_report(agent, params, now, counts):
        return False
    counts[agent.group, REPORTS_TRUE] += 1
    channel = _channel(agent.person, params, now)
    counts[agent.group, REPORTS_HOUSEHOLD + channel] += 1
    agent.noted |= HOUSEHOLD_NOTE << channel
    return True


def observe(agent, j, late, params, district, now, counts):
    """Reports of public acts and of critical posts."""
    watched = 1 if agent.flags & WATCHED else 0
    public = agent.conduct == Conduct.OFFENCE or agent.conduct == Conduct.ASSEMBLY
    draw = np.int64(late[REPORT_DRAW - FIRST_LATE, j])
    if public and _report(agent, draw, district.report[watched], params, now, counts):
        agent.noted |= REPORTED_NOTE
        agent.seen |= PIN_CONDUCT
        if may_record(agent, params.informants_scored):
            agent.pinned |= PIN_CONDUCT
    if agent.online == Online.CRITICAL_POST:
        draw = np.int64(late[REPORT_ONLINE_DRAW - FIRST_LATE, j])
        if _report(agent, draw, district.report_online[watched], params, now, counts):
            agent.noted |= REPORTED_ONLINE_NOTE
            agent.seen |= PIN_ONLINE
            if may_record(agent, params.informants_scored):
                agent.pinned |= PIN_ONLINE


@inner
def _false_report(agent, kind, traits, params, district, now, counts):
    """A mistaken or malicious report about somebody who did nothing: the reporter, or -1.

    It is made only if the person's contact in the drawn channel exists and is a potential reporter.
    """
    n = district.n
    person = agent.person
    local = person - district.start
    channel = _channel(person, params, now)
    contact = random_word(now, person, CONTACT_DRAW)
    other = -1
    if channel == 0:
        first, size = household(local, n)
        if size > 1:
            other = first + scaled(contact, size - 1)
            other += other >= local
    elif channel == 1:
        other = local - RUN if contact % 2 == 0 else local + RUN
        if other >= n:
            other = -1
    else:
        other = workmate(local, n, district.number, scaled(contact, LAYERS), now)
    if other < 0 or not traits[district.start + other - now.origin] & MEMBER:
        return -1
    counts[agent.group, REPORT_MALICIOUS + kind] += 1
    counts[agent.group, REPORTS_HOUSEHOLD + channel] += 1
    agent.noted |= (MALICIOUS_NOTE << kind) | (HOUSEHOLD_NOTE << channel)
    return district.start + other


def attribute(agent, i, words, all_traits, params, district, now, counts):
    """Malicious and mistaken reports: the first two quarters of the word of errors."""
    kind = -1
    watched = 1 if agent.flags & WATCHED else 0
    if error_in(agent, words[ERROR_DRAW, i], 0, params.malicious):
        kind = 0
    elif error_in(agent, words[ERROR_DRAW, i], 1, params.mistaken[watched]):
        kind = 1
    if kind >= 0:
        agent.reporter = _false_report(agent, kind, all_traits, params, district, now, counts)
        if agent.reporter >= 0 and may_record(agent, params.informants_scored):
            agent.false_error = REPORT


def screen(params, bounds):
    """Below which word of errors somebody could be reported who did nothing; who is watched is looked at anyway."""
    bounds[ERROR] = max(bounds[ERROR], max(params.malicious, params.mistaken[0]))


FLOW_CHART = (
    Node(key="informants", name="Informants", stage="sources", place=30),
    Arrow(
        start="informants",
        end="record",
        what="reports",
        measures=(REPORTS_TRUE,),
        wrong=(REPORT_MISTAKEN, REPORT_MALICIOUS),
        place=40,
    ),
)

ABLATIONS = (
    Ablation(name="informants", family="sensors", title="Informants", off={"informants.enabled": False}),
    Ablation(
        name="false-reports",
        family="errors",
        title="False reports",
        off={"informants.malicious": 0, "informants.mistaken": 0},
    ),
)

STORED = Stored(column="traits", bits=MEMBER, means="potential informant")

MECHANISM = Mechanism(
    module=__name__,
    section="informants",
    place=60,
    title="Informants",
    what="Household members, neighbours and colleagues report, rightly, by mistake or in spite.",
    switched=True,
    scored=True,
    params={"channel": (2,), "malicious": (), "mistaken": (2,)},
    districts={"member": (), "report": (2,), "report_online": (2,)},
    compile_params=compile_params,
    steps={"withhold_report": withhold_report},
    compile_districts=compile_districts,
    rules={"observe": observe, "attribute": attribute, "screen": screen},
    supplies={"trust lost": _trust_lost},
)
