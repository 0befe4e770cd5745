"""Contagion: fear spreads from those who are sanctioned to those who know them.

Process: On the first day of a sanction everybody in the circle is written to, and is afraid the next morning.

Source: How much fear it adds is assumed.
"""

# Points that acquaintances of listed people lose: association.py.

from __future__ import annotations

from typing import Any

from glasshouse.day_settings import DaySettings
from glasshouse.letter import Letter
from glasshouse.mechanism import Count, Mechanism, parameter
from glasshouse.mechanisms.affect import update_affect
from glasshouse.model.mail import write_to_circle
from glasshouse.note import Phrases
from glasshouse.renamed import KEY, Renamed
from glasshouse.withdrawn import Withdrawn

PARAMETERS = (
    parameter("response.contagion_fear", "fear added by an acquaintance's sanction", kind="level", stage="adapt"),
    parameter("response.contagion_trust", "trust lost by an acquaintance's sanction", kind="level", stage="adapt"),
)
RENAMED = (
    Renamed(what=KEY, old="response.fear_friend", new="response.contagion_fear"),
    Renamed(what=KEY, old="response.trust_friend", new="response.contagion_trust"),
)
WITHDRAWN = Withdrawn(
    key="response.contagion_rumour",
    instead="Where fear rests follows from what people notice; give response.half_sanctions.",
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

CONTAGION = Letter("contagion", place=0, told="friend", counts=(FRIENDS_SANCTIONED,))


def compile_params(settings: DaySettings) -> dict[str, Any]:
    """What an acquaintance's sanction adds."""
    n = settings.numbers
    on = settings.on("response")
    return {
        "contagion_fear": int(n["response.contagion_fear"]) * on,
        "contagion_trust": int(n["response.contagion_trust"]) * on,
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


MECHANISM = Mechanism(
    module=__name__,
    section="response",
    place=240,
    outlives_ban=True,
    params={"contagion_fear": (), "contagion_trust": ()},
    compile_params=compile_params,
    rules={"sanction_notify": sanction_notify, "receive": receive},
)
