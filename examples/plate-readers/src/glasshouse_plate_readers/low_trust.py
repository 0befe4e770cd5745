"""Low trust: people who trust nobody write fewer critical posts, and report less.

Process: Somebody who wants to write a critical post may see no point in it, the less trust they have the more often. A
witness who would report an act may keep quiet instead. Who the witness is, nobody knows; so the mean trust of the
district decides, as it was when the stocks were last taken, once a week.

Source: That people had less trust and took less part where more informants lived: `lichter-2021`. How much silence
that means is assumed.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from glasshouse.authoring import (
    NONE,
    PIN_ONLINE,
    Count,
    DaySettings,
    Mechanism,
    Note,
    Online,
    Stream,
    Withheld,
    parameter,
    random_word,
    shipped_count,
    thresholds,
)

PARAMETERS = (
    parameter(
        "low_trust.resigned",
        "share of wanted critical posts not written at no trust",
        kind="share",
        stage="live",
        value=0.4,
        range=(0.1, 0.7),
        assumed="as volunteering, half of which is withheld at no trust, or somewhat less",
    ),
    parameter(
        "low_trust.quiet",
        "share of reports not made where nobody has any trust",
        kind="share",
        stage="observe",
        value=0.4,
        range=(0.1, 0.7),
        assumed="who distrusts the state does not help it; as for posts",
    ),
)

RESIGNED = Count("low_trust_posts", "Critical posts not written for want of trust", unit="posts")
QUIET = Count("low_trust_reports", "Reports not made for want of trust", unit="reports")

RESIGNED_DRAW = Stream("resigned")
QUIET_DRAW = Stream("quiet")

RESIGNED_NOTE = Note(
    "saw no point",
    says=(
        "{they} had something critical to say online, and saw no point in it.",
        "Again {they} had criticism in mind and trusted nobody to hear it.",
        "{they} did not expect a critical post to change anything, and wrote none.",
    ),
    often=("Trusting nobody to listen, {they} {deeds}.", "{they} saw no point in it, and {deeds}."),
    withheld=Withheld(
        act=PIN_ONLINE,
        why="resignation",
        lead="for want of trust",
        once=("{they} had criticism in mind once, and saw no point in writing it.",),
    ),
    counts=(RESIGNED,),
)

_TRUST, _ADULTS = shipped_count("trust_sum"), shipped_count("adults")


def compile_params(settings: DaySettings) -> dict[str, Any]:
    """Chances of a post not written and of a report not made, by trust (0 to 255)."""
    n = settings.numbers
    distrust = 1 - np.arange(256) / 255
    return {
        "low_trust_resigned": thresholds(n["low_trust.resigned"] * distrust),
        "low_trust_quiet": thresholds(n["low_trust.quiet"] * distrust),
    }


def district_trust(day: int, daily: np.ndarray, params: Any) -> np.ndarray:
    """int64 [districts]: the mean trust of each (0 to 255), as last counted; the resting trust in the first week."""
    counted = day // 7 * 7 - 1
    if counted < 0:
        return params.districts["trust_rest"].astype(np.int64)
    stock = daily[counted].sum(axis=1)
    return stock[:, _TRUST] // np.maximum(1, stock[:, _ADULTS])


def live_intend(agent, params, district_trust, now, counts):
    """Somebody who trusts nobody sees no point in the critical post that they had in mind; fear has no part in it."""
    agent.low_trust_around = district_trust
    if agent.online != Online.CRITICAL_POST:
        return
    if random_word(now, agent.person, RESIGNED_DRAW) < params.low_trust_resigned[agent.trust]:
        agent.online = NONE
        agent.noted |= RESIGNED_NOTE
        counts[agent.group, RESIGNED] += 1


def withhold_report(agent, params, now, counts):
    """Does the witness of somebody's act keep quiet? One word a day: who sees two acts of a day keeps both quiet."""
    if random_word(now, agent.person, QUIET_DRAW) >= params.low_trust_quiet[agent.low_trust_around]:
        return False
    counts[agent.group, QUIET] += 1
    return True


MECHANISM = Mechanism(
    module=__name__,
    section="low_trust",
    title="Low trust",
    what="People without trust write fewer critical posts and report less.",
    switched=True,
    outlives_ban=True,
    params={"low_trust_resigned": (256,), "low_trust_quiet": (256,)},
    fields={"low_trust_around": 0},
    compile_params=compile_params,
    rules={"live_intend": live_intend, "withhold_report": withhold_report},
    mornings={"district_trust": district_trust},
)
