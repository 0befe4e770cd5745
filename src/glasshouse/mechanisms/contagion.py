"""Contagion: fear spreads from those who are sanctioned to those who know them, and by rumour.

Process: On the first day of a sanction everybody in the circle is written to, and is afraid the next morning. The more
people of a district were under sanction yesterday, the higher the fear to which everybody in it returns.

Source: How much fear either adds is assumed.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from glasshouse.letter import Letter
from glasshouse.mechanism import Count, DaySettings, Mechanism, parameter
from glasshouse.mechanisms.affect import update_affect
from glasshouse.mechanisms.restrictions import SANCTION_DAYS
from glasshouse.model.mail import write_to_circle
from glasshouse.note import Phrases

PARAMETERS = (
    parameter(
        "response.contagion_rumour",
        "rise of that resting fear for each 1% of the district under sanction",
        kind="level",
        unit="level per 1%",
        stage="adapt",
    ),
    parameter("response.contagion_fear", "fear added by an acquaintance's sanction", kind="level", stage="adapt"),
    parameter("response.contagion_trust", "trust lost by an acquaintance's sanction", kind="level", stage="adapt"),
)

FRIENDS_SANCTIONED = Count(
    "friend_sanctioned", "Times somebody learnt that an acquaintance was sanctioned", unit="times", place=89
)


PHRASES = Phrases(
    said={
        "friends": (
            "Word came that {who} had been sanctioned.",
            "{Who} came under sanction, too, as {they} heard.",
            "{they} heard of another sanction close by: {who}.",
            "{they} learned that doors had closed to {who}.",
        ),
        "friends fear": ("It made {them} a little more afraid.",),
    }
)

CONTAGION = Letter("contagion", place=0, told="friend")


def compile_params(settings: DaySettings) -> dict[str, Any]:
    """What rumour and an acquaintance's sanction add."""
    n = settings.numbers
    on = settings.on("response")
    return {
        "contagion_fear": int(n["response.contagion_fear"]) * on,
        "contagion_trust": int(n["response.contagion_trust"]) * on,
        "contagion_rumour": round(n["response.contagion_rumour"] * 100) * on,
    }


def sanction_notify(agent, district, now, known, mail):
    """Write to the circle of somebody whose sanction begins today."""
    if agent.onset:
        write_to_circle(agent.person, CONTAGION, 0, district, now, known, mail)


def receive(agent, letter, params, counts):
    """An acquaintance's sanction began yesterday."""
    if letter.purpose == CONTAGION:
        update_affect(agent, params.contagion_fear, params.contagion_trust)
        counts[agent.group, FRIENDS_SANCTIONED] += 1


def resting_fear(day: int, daily: np.ndarray, params: Any) -> np.ndarray:
    """int64 [districts]: where rumour of yesterday's sanctions leaves people's fear.

    `daily` int64 [days, districts, groups + all, counts]: counts of the days before, for the districts in `params`.
    """
    sanctioned = np.zeros(len(params.districts), np.int64)
    if day > 0:
        sanctioned = daily[day - 1][:, :, SANCTION_DAYS].sum(axis=1)
    rumour = params.contagion_rumour * sanctioned // np.maximum(1, params.districts["n"])
    return np.minimum(255, params.fear_rest + rumour)


MECHANISM = Mechanism(
    module=__name__,
    section="response",
    outlives_ban=True,
    params={"contagion_fear": (), "contagion_trust": (), "contagion_rumour": ()},
    compile_params=compile_params,
    rules={"sanction_notify": sanction_notify, "receive": receive},
    mornings={"resting_fear": resting_fear},
)
