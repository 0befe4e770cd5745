"""Chilling: what people leave undone out of fear or distrust.

Process: In proportion to it, fear takes away offences, gatherings, unlawful posts and critical posts and messages, and
distrust takes away volunteering. Nothing is ever added, so that a scenario without fear holds every act of a scenario
with it.

Source: That people who feel watched hold back was seen after June 2013 (`penney-2016`, `marthews-2017`) and in a survey
of writers (`pen-2013`); how much, at which fear, is assumed.
"""

# Where fear comes from: perception.py (what people notice around them), affect.py (what befell them), and where
# FRIENDS_SANCTIONED is declared (what befell a friend).

from __future__ import annotations

from typing import Any

import numpy as np

from glasshouse.assessed import Need
from glasshouse.day_settings import DaySettings
from glasshouse.draws import FIRST_LATE, thresholds
from glasshouse.kernels import inner
from glasshouse.mechanism import Count, Mechanism, Stream, parameter
from glasshouse.mechanisms.activity import (
    ACT_ASSEMBLY,
    ACT_CRITICAL_POST,
    ACT_DEFAULT,
    ACT_MESSAGE,
    ACT_OFFENCE,
    ACT_UNLAWFUL_POST,
    ACT_VOLUNTEERING,
    POSTS,
)
from glasshouse.mechanisms.perception import blame
from glasshouse.model.model_words import ALL_GROUPS
from glasshouse.model.state import NONE, PIN_CONDUCT, PIN_ONLINE, Conduct, Online
from glasshouse.note import Note, Withheld

PARAMETERS = (
    parameter(
        "response.chill_assembly", "share of wanted gatherings not attended at full fear", kind="share", stage="adapt"
    ),
    parameter(
        "response.chill_post", "share of wanted critical posts not written at full fear", kind="share", stage="adapt"
    ),
    parameter(
        "response.chill_message", "share of wanted critical messages not sent at full fear", kind="share", stage="adapt"
    ),
    parameter(
        "response.deter_offence", "share of petty offences not committed at full fear", kind="share", stage="adapt"
    ),
    parameter(
        "response.deter_unlawful_post", "share of unlawful posts not written at full fear", kind="share", stage="adapt"
    ),
    parameter("response.withdraw", "share of volunteering withheld at no trust", kind="share", stage="adapt"),
)

NEED = Need(
    word="response",
    name="people who respond with fear",
    lacking="people do not respond to being watched in this scenario",
    on=("response.enabled",),
    harms=("chilled",),
)

CHILLED_ASSEMBLY = Count(
    "chilled_assembly", "Lawful gatherings not attended out of fear", unit="acts", place=12, before_after=2
)
CHILLED_POST = Count(
    "chilled_post", "Lawful critical posts not written out of fear", unit="posts", place=13, before_after=3
)
CHILLED_MESSAGE = Count("chilled_message", "Lawful critical messages not sent out of fear", unit="messages", place=14)
DETERRED = Count("deterred", "Offences and unlawful posts not committed out of fear", unit="acts", place=15)
WITHDRAWN = Count("withdrawn", "Days of volunteering withheld out of mistrust", unit="days", place=16)

CONDUCT_HELD_BACK = Stream("chill_conduct", at=(2, 0))
ONLINE_HELD_BACK = Stream("chill_online", at=(2, 1))

_OFTEN = (
    "Out of fear {they} {deeds}.",
    "{they} was afraid, and {deeds}.",
    "Being careful, {they} {deeds}.",
    "Fear kept {them} back: {they} {deeds}.",
)
FEAR_NOTE = Note(
    "afraid in public",
    says={
        "offence": ("{they} held back from a petty offence, out of fear.", "Fear kept {them} from a petty offence."),
        "assembly": (
            "There was a lawful gathering that {they} would have joined, but for fear.",
            "{they} was afraid to go to a lawful gathering.",
            "A gathering went on without {them}, since {they} was afraid.",
        ),
    },
    often=_OFTEN,
    withheld=Withheld(act=PIN_CONDUCT, why="fear", lead="out of fear", wanted=("people.assemblies",)),
    counts={"offence": (DETERRED,), "assembly": (CHILLED_ASSEMBLY,)},
    bit=42,
)
FEAR_ONLINE_NOTE = Note(
    "afraid online",
    says={
        "critical post": (
            "{they} had a critical post in mind, and was afraid to write it.",
            "A critical post stayed unwritten, out of fear.",
            "{they} thought better of a critical post.",
        ),
        "critical message": (
            "{they} would have sent a critical message, and did not dare.",
            "A critical message stayed unsent, out of fear.",
            "{they} kept a critical message to {themself}.",
        ),
        "unlawful post": ("Fear kept {them} from an unlawful post.", "An unlawful post stayed unwritten."),
    },
    often=_OFTEN,
    withheld=Withheld(
        act=PIN_ONLINE, why="fear", lead="out of fear", wanted=("people.critical_posts", "people.critical_messages")
    ),
    counts={"critical post": (CHILLED_POST,), "critical message": (CHILLED_MESSAGE,), "unlawful post": (DETERRED,)},
    bit=43,
)
DISTRUST_NOTE = Note(
    "distrustful",
    says=(
        "{they} had meant to volunteer that day, but no longer trusted people enough.",
        "{they} did not volunteer after all; trust was wanting.",
        "Out of mistrust, {they} stayed home on a day of voluntary work.",
        "Again {they} would have volunteered, and did not, as trust was wanting.",
        "It was the {nth} time that {they} trusted people too little to volunteer.",
    ),
    often=(
        "{Times} {they} had meant to volunteer, but no longer trusted people enough.",
        "Trust was wanting, and {times} {they} did not volunteer after all.",
        "Out of mistrust, {they} stayed away from voluntary work {times}.",
    ),
    withheld=Withheld(
        act=PIN_CONDUCT,
        why="distrust",
        once=(
            "One day {they} had meant to volunteer, but no longer trusted people enough.",
            "There was a day on which {they} would have volunteered, had {they} trusted anybody.",
            "{they} skipped a day of voluntary work out of mistrust.",
        ),
    ),
    counts=(WITHDRAWN,),
    bit=44,
)

_CHILLED = ("deter_offence", "chill_assembly", "deter_unlawful_post", "chill_post", "chill_message")


def compile_params(settings: DaySettings) -> dict[str, Any]:
    """Chances of holding back, by fear and by trust (0 to 255)."""
    n = settings.numbers
    level = np.arange(256) / 255
    afraid = np.array([n[f"response.{name}"] for name in _CHILLED])
    moved = 1.0 if settings.on("response") else 0.0
    return {
        "chill": thresholds(moved * np.outer(afraid, level)),
        "withdraw": thresholds(moved * n["response.withdraw"] * (1 - level)),
    }


def live_inhibit(
    agent, j, late, params, now, counts, deeds, rest_cameras, rest_reports, rest_removals, rest_punishment, resting_fear
):
    """Take away what a person leaves undone today, and count what they do."""
    g = agent.group
    chilled = 0
    if agent.conduct == Conduct.VOLUNTEERING:
        if late[CONDUCT_HELD_BACK - FIRST_LATE, j] < params.withdraw[agent.trust]:
            agent.conduct = NONE
            agent.noted |= DISTRUST_NOTE
            counts[g, WITHDRAWN] += 1
        else:
            counts[g, ACT_VOLUNTEERING] += 1
    elif agent.conduct != NONE:
        word, most = late[CONDUCT_HELD_BACK - FIRST_LATE, j], params.chill[agent.conduct, agent.fear]
        if word < most:
            if agent.conduct == Conduct.OFFENCE:
                counts[g, DETERRED] += 1
            else:
                counts[g, CHILLED_ASSEMBLY] += 1
                blame(
                    agent, word, most, params, rest_cameras, rest_reports, rest_removals, rest_punishment, resting_fear,
                    counts,
                )  # fmt: skip
                chilled += 1
            agent.conduct = NONE
            agent.noted |= FEAR_NOTE
        elif agent.conduct == Conduct.OFFENCE:
            counts[g, ACT_OFFENCE] += 1
        else:
            counts[g, ACT_ASSEMBLY] += 1
    if agent.online != NONE and agent.online != Online.POST:
        counts[ALL_GROUPS, POSTS] += agent.online != Online.MESSAGE
        word, most = late[ONLINE_HELD_BACK - FIRST_LATE, j], params.chill[2 + agent.online, agent.fear]
        if word < most:
            if agent.online == Online.UNLAWFUL_POST:
                counts[g, DETERRED] += 1
            else:
                counts[g, CHILLED_POST if agent.online == Online.CRITICAL_POST else CHILLED_MESSAGE] += 1
                blame(
                    agent, word, most, params, rest_cameras, rest_reports, rest_removals, rest_punishment, resting_fear,
                    counts,
                )  # fmt: skip
                chilled += 1
            agent.online = NONE
            agent.noted |= FEAR_ONLINE_NOTE
        elif agent.online == Online.UNLAWFUL_POST:
            counts[g, ACT_UNLAWFUL_POST] += 1
        elif agent.online == Online.CRITICAL_POST:
            counts[g, ACT_CRITICAL_POST] += 1
        else:
            counts[g, ACT_MESSAGE] += 1
    if agent.money != NONE:
        counts[g, ACT_DEFAULT + agent.money] += 1
    if deeds.shape[0] > 0:
        _tally(deeds[agent.person - now.origin], agent, chilled)


@inner
def _tally(row, agent, chilled):
    row.chilled = min(65535, row.chilled + chilled)
    unlawful = (agent.conduct == Conduct.OFFENCE) + (agent.online == Online.UNLAWFUL_POST) + (0 <= agent.money <= 1)
    lawful = (agent.conduct == Conduct.ASSEMBLY) + (1 <= agent.online <= 2) + (agent.money == 2)
    row.unlawful = min(255, row.unlawful + unlawful)
    row.lawful = min(255, row.lawful + lawful)


MECHANISM = Mechanism(
    module=__name__,
    section="response",
    place=210,
    outlives_ban=True,
    params={"chill": (5, 256), "withdraw": (256,)},
    compile_params=compile_params,
    rules={"live_inhibit": live_inhibit},
)
