"""Internet monitoring flags posts, lawful and unlawful, right and wrong, and removes them.

Mechanism: A critical post speaks of acting together (a protest, a strike, a petition) or it does not. Either kind, and
unlawful posts, are flagged with chances of their own and removed; some flags are tied to a registered person.

Error: The false flag: an ordinary post is taken for a critical one, more often for the minority.

Effect: It alone removes what people wrote, whether or not they are ever found.

Source: Of posts on sensitive topics an eighth was removed, criticism no more often than the rest, and 20 to 70 of 100
where people may gather, whichever side they took (`king-2013`, `king-2014`). Posts on protests: `qin-2017`. False
flags: `meta-2025`; by group: `sap-2019`.
"""

# Private messages: search for message_recall; no message is ever flagged by mistake.

from __future__ import annotations

from typing import Any

import numpy as np

from glasshouse.assessed import Need
from glasshouse.control_panel import Offered
from glasshouse.day_settings import DaySettings
from glasshouse.draws import FIRST_LATE, random_word, threshold, thresholds
from glasshouse.entry_kind import EntryKind
from glasshouse.flow_chart import Arrow, Node
from glasshouse.mechanism import Ablation, Count, Mechanism, Stream, parameter
from glasshouse.model.active_bounds import FLAG
from glasshouse.model.aim import aimed
from glasshouse.model.attribution import ERROR_DRAW, FLAGGED, WHOLE_WORD
from glasshouse.model.state import PIN_ONLINE, Online, may_record
from glasshouse.note import Mistake, Note, Sight
from glasshouse.population.people import INTERNET, MOST_GROUPS, WATCHED, group_slots
from glasshouse.stored import Stored
from glasshouse.trial_values import Busy

PARAMETERS = (
    parameter(
        "people.collective_share",
        "critical posts that speak of acting together, of all critical posts",
        kind="share",
        stage="live",
    ),
    parameter(
        "internet.recall_critical",
        "a lawful critical post is flagged and removed, unless it speaks of acting together",
        kind="probability",
        stage="observe",
    ),
    parameter(
        "internet.recall_collective",
        "a lawful critical post that speaks of acting together is flagged and removed",
        kind="probability",
        stage="observe",
    ),
    parameter(
        "internet.recall_unlawful", "an unlawful post is flagged and removed", kind="probability", stage="observe"
    ),
    parameter(
        "internet.false_flag",
        "an ordinary post is flagged and removed",
        kind="probability",
        stage="observe",
        error=True,
    ),
    parameter(
        "internet.minority_ratio",
        "false flags among the minority over those among the majority",
        kind="ratio",
        stage="observe",
    ),
    parameter(
        "internet.watch_boost",
        "how many times as high a watched person's hazard of a flag is, right or false; if rare, "
        "so many times as often",
        kind="ratio",
        stage="observe",
    ),
    parameter(
        "internet.real_name_share",
        "share of flagged posts tied to a registered person",
        kind="share",
        stage="attribute",
    ),
)
OFFERED = Offered(keys=("internet.false_flag",))
BUSY = Busy(values={"internet.false_flag": 0.01})

NEED = Need(
    word="monitoring",
    name="monitoring of what people write",
    lacking="nothing that people write is watched in this scenario",
    on=("internet.enabled",),
)

CRITICAL_POST = EntryKind(
    "critical post",
    area="expression",
    things=("a critical post", "critical posts"),
    recorded="a recorded critical post",
    act=Online.CRITICAL_POST,
    place=2,
)
UNLAWFUL_POST = EntryKind(
    "unlawful post",
    area="conduct",
    things=("an unlawful post", "unlawful posts"),
    recorded="a recorded unlawful post",
    act=Online.UNLAWFUL_POST,
    place=4,
)

FLAGGED_CRITICAL = Count("flagged_critical", "Lawful critical posts flagged", unit="posts", place=29, before_after=4)
FLAGGED_UNLAWFUL = Count("flagged_unlawful", "Unlawful posts flagged", unit="posts", place=30)
FALSE_FLAGS = Count("false_flags", "Ordinary posts flagged by mistake", unit="posts", place=33)
POSTS_REMOVED = Count("posts_removed", "Posts removed", unit="posts", place=32)
FLAGGED_UNATTRIBUTED = Count("flagged_unattributed", "Flagged posts tied to nobody", unit="posts", place=31)
COLLECTIVE_POSTS = Count(
    "collective_posts", "Critical posts that speak of acting together", unit="posts", place=141, core=False
)
FLAGGED_COLLECTIVE = Count("flagged_collective", "Of these, flagged", unit="posts", place=142, core=False)

FLAG_DRAW, TOPIC_DRAW = Stream("flag", at=(3, 1)), Stream("topic", at=(9, 0))
#: Rows of the table of flags.
_CRITICAL, _UNLAWFUL, _COLLECTIVE = range(3)


FLAGGED_NOTE = Note(
    "flagged",
    says=(
        "A filter took it down, but could not say whose it was.",
        "The filter removed it without finding the writer.",
        "It was taken down; the account led to nobody.",
    ),
    often=(
        "A filter removed {what} without finding the writer.",
        "{What} disappeared, and the writer was not found.",
    ),
    sight=Sight(act=PIN_ONLINE, word="flag", alone=FLAGGED_UNATTRIBUTED),
    counts={"critical post": (FLAGGED_CRITICAL, POSTS_REMOVED), "unlawful post": (FLAGGED_UNLAWFUL, POSTS_REMOVED)},
    bit=6,
)
TIED_NOTE = Note(
    "tied",
    says=(
        "A filter flagged it, took it down, and tied it to {their} name.",
        "The filter removed it and knew whose account it was.",
        "It was taken down, and {their} name was on the file.",
        "The platform's filter caught it, and the account led to {them}.",
    ),
    sight=Sight(act=PIN_ONLINE, word="tied", became=True, leads="them"),
    bit=7,
)
FALSE_FLAG_NOTE = Note(
    "wrong flag",
    says=(
        ("{they} wrote an ordinary post. A filter took it for criticism, removed it and put it on {their} record."),
        "Another ordinary post was taken for a critical one, and removed.",
        "The filter misread a post of {theirs} and filed it as criticism.",
        "An ordinary post disappeared: the filter had read criticism into it.",
    ),
    brief="an ordinary post of {theirs} was taken for criticism",
    mistake=Mistake(
        kind=CRITICAL_POST,
        word="wrong flag",
        things=("an ordinary post taken for criticism", "ordinary posts taken for criticism"),
    ),
    counts=(FALSE_FLAGS, POSTS_REMOVED),
    bit=37,
)


def screening(settings: DaySettings) -> np.ndarray:
    """Strictness of screening by district: some of it rests on the platforms' own."""
    if not settings.on("internet"):
        return np.zeros(len(settings.place.districts))
    return settings.place.columns["flag_factor"] * settings.supply("screening", 1.0)


def compile_params(settings: DaySettings) -> dict[str, Any]:
    """P(a critical post speaks of acting together)."""
    return {"collective": threshold(settings.numbers["people.collective_share"])}


def compile_districts(settings: DaySettings) -> dict[str, Any]:
    """P(flagged and tied to its author), P(flagged), for each kind of post; P(a false flag) by group."""
    n = settings.numbers
    named = n["internet.real_name_share"] * settings.supply("real names", 1.0)
    recall = np.array([n[f"internet.recall_{kind}"] for kind in ("critical", "unlawful", "collective")])
    boost = n["internet.watch_boost"]
    flagged = aimed(np.minimum(1, np.outer(screening(settings), recall)), boost).transpose(0, 2, 1)
    false = aimed(np.minimum(_false_flags(settings), 1.0), boost).transpose(0, 2, 1)
    return {
        "flag": thresholds(np.stack([flagged * named, flagged], axis=3)),
        "false_flag": group_slots(thresholds(false), axis=2),
    }


def _false_flags(settings: DaySettings) -> np.ndarray:
    """P(an ordinary post is flagged) [districts, groups]; the mean over the place's people is the given one."""
    n = settings.numbers
    ratios = settings.place.group_ratios(minority=n["internet.minority_ratio"])
    mean = float((ratios * settings.place.mean_group_shares).sum())
    return np.outer(screening(settings), n["internet.false_flag"] * ratios / mean)


def observe(agent, j, late, params, district, now, counts):
    """Is a critical or an unlawful post flagged, and tied to its author?"""
    if agent.online != Online.CRITICAL_POST and agent.online != Online.UNLAWFUL_POST:
        return
    g = agent.group
    kind = _UNLAWFUL if agent.online == Online.UNLAWFUL_POST else _CRITICAL
    if kind == _CRITICAL and random_word(now, agent.person, TOPIC_DRAW) < params.collective:
        kind = _COLLECTIVE
        counts[g, COLLECTIVE_POSTS] += 1
    row = district.flag[1 if agent.flags & WATCHED else 0, kind]
    draw = late[FLAG_DRAW - FIRST_LATE, j]
    if draw >= row[1]:
        return
    counts[g, FLAGGED_UNLAWFUL if kind == _UNLAWFUL else FLAGGED_CRITICAL] += 1
    if kind == _COLLECTIVE:
        counts[g, FLAGGED_COLLECTIVE] += 1
    counts[g, POSTS_REMOVED] += 1
    agent.removed = 1
    agent.noted |= FLAGGED_NOTE
    agent.seen |= PIN_ONLINE
    if draw >= row[0]:
        counts[g, FLAGGED_UNATTRIBUTED] += 1
        return
    agent.noted |= TIED_NOTE
    if may_record(agent, params.internet_scored):
        agent.pinned |= PIN_ONLINE


def attribute_last(agent, i, words, params, district, counts):
    """An ordinary post is taken for a critical one: the upper end of the word of errors, which no other error took."""
    g = agent.group
    if agent.struck or agent.online != Online.POST:
        return
    if np.int64(words[ERROR_DRAW, i]) >= WHOLE_WORD - district.false_flag[1 if agent.flags & WATCHED else 0, g]:
        agent.struck = FLAGGED
        agent.noted |= FALSE_FLAG_NOTE
        counts[g, FALSE_FLAGS] += 1
        counts[g, POSTS_REMOVED] += 1
        agent.removed = 1
        if may_record(agent, params.internet_scored):
            agent.false_error = CRITICAL_POST


def screen(district, bounds):
    """From which word of errors on an ordinary post could be flagged."""
    for group in range(MOST_GROUPS):
        bounds[FLAG] = max(bounds[FLAG], district.false_flag[0, group])


FLOW_CHART = (
    Node(key="internet", name="Internet monitoring", stage="sources", place=40),
    Arrow(
        start="internet",
        end="record",
        what="posts",
        measures=(FLAGGED_CRITICAL, FLAGGED_UNLAWFUL, "-flagged_unattributed"),
        wrong=(FALSE_FLAGS,),
        place=50,
    ),
)

ABLATIONS = (
    Ablation(name="internet", family="sensors", title="Internet monitoring", off={"internet.enabled": False}),
    Ablation(name="false-flags", family="errors", title="Ordinary posts flagged", off={"internet.false_flag": 0}),
)

STORED = Stored(column="traits", bits=INTERNET, means="uses the internet")

MECHANISM = Mechanism(
    module=__name__,
    section="internet",
    place=50,
    title="Internet monitoring",
    what="Flags posts, removes them, and ties them to a registered person.",
    switched=True,
    scored=True,
    params={"collective": ()},
    compile_params=compile_params,
    districts={"flag": (2, 3, 2), "false_flag": (2, MOST_GROUPS)},
    compile_districts=compile_districts,
    rules={"observe": observe, "attribute_last": attribute_last, "screen": screen},
)
