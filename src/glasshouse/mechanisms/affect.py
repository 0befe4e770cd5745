"""Fear and trust: what people who were refused or sanctioned feel, and how it fades.

It reads only what a person could know, never the dossier.

Process: A refusal, a stop, a post that was removed, and the first day of one's own sanction each add fear; refusals,
stops and sanctions take trust, too. Once a week everybody's fear and trust move part of the way to where they rest: of
fear a quarter, and where it rests follows from what people can notice (`perception`).

Source: How much fear each adds is assumed.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from glasshouse.day_settings import DaySettings
from glasshouse.kernels import inner
from glasshouse.mechanism import Count, Mechanism, parameter
from glasshouse.population.people import AGE_SHIFT
from glasshouse.stored import Stored

PARAMETERS = (
    parameter("response.fear_refusal", "fear added by a closed gate", kind="level", stage="adapt"),
    parameter("response.fear_removal", "fear added by the removal of one's own post", kind="level", stage="adapt"),
    parameter("response.fear_stop", "fear added by being stopped", kind="level", stage="adapt"),
    parameter("response.fear_sanction", "fear added by one's own sanction", kind="level", stage="adapt"),
    parameter(
        "response.trust_rest", "trust to which people return where there are no informants", kind="level", stage="adapt"
    ),
    parameter("response.trust_refusal", "trust lost by a closed gate", kind="level", stage="adapt"),
    parameter("response.trust_stop", "trust lost by being stopped", kind="level", stage="adapt"),
    parameter("response.trust_sanction", "trust lost by one's own sanction", kind="level", stage="adapt"),
)

FEAR_SUM = Count("fear_sum", "Fear, added up", unit="fear", place=110, stock=True)
TRUST_SUM = Count("trust_sum", "Trust, added up", unit="trust", place=111, stock=True)

_AGE = np.uint16(3 << AGE_SHIFT)


def compile_params(settings: DaySettings) -> dict[str, Any]:
    """What each thing adds to fear and takes from trust."""
    n = settings.numbers
    on = settings.on("response")
    fields = {
        f"{what}_{why}": int(n[f"response.{what}_{why}"]) * on
        for what in ("fear", "trust")
        for why in ("refusal", "stop", "sanction")
    }
    return fields | {"responds": int(on), "fear_removal": int(n["response.fear_removal"]) * on}


def compile_districts(settings: DaySettings) -> dict[str, Any]:
    """The trust to which people return."""
    trust = 0.0
    if settings.on("response"):
        trust += settings.numbers["response.trust_rest"] - settings.supply("trust lost", 0.0)
    return {"trust_rest": np.clip(np.round(trust), 0, 255)}


@inner
def update_affect(agent, more_fear, less_trust):
    """Add to a person's fear and take from their trust, within 0 .. 255.

    >>> from types import SimpleNamespace
    >>> agent = SimpleNamespace(fear=250, trust=100)
    >>> update_affect(agent, 20, 30)
    >>> agent.fear, agent.trust
    (255, 70)
    """
    agent.fear = min(255, agent.fear + more_fear)
    agent.trust = max(0, agent.trust - less_trust)


def adapt(agent, params):
    """What today's refusal, removed post and sanction did to whoever met them."""
    if agent.refused:
        update_affect(agent, params.fear_refusal, params.trust_refusal)
    if agent.removed:
        update_affect(agent, params.fear_removal, 0)
    if agent.onset:
        update_affect(agent, params.fear_sanction, params.trust_sanction)


def keep_active(agent):
    """Whose post was removed has more of a day before them."""
    return agent.removed


def relax_to_baseline(traits, fear, trust, first, resting_fear, resting_trust):
    """Once a week, fear and trust (uint8 columns) of the persons from `first` on move towards where they rest.

    `resting_fear` is in 256ths: each person rests at the level below or above, as many above as the fraction says.
    Fear moves by at least a level, so that it comes to rest there from both sides.
    """
    place = np.int32(first & 255)
    for i in range(fear.shape[0]):
        f = np.int16(fear[i])
        t = np.int16(trust[i])
        turn = ((place + np.int32(i)) * np.int32(157)) & np.int32(255)
        way = np.int16((np.int32(resting_fear) + turn) >> np.int32(8)) - f
        f += (way + np.int16(way > 0) * np.int16(3)) >> np.int16(2)
        t += (np.int16(resting_trust) - t) >> np.int16(3)
        grown = (traits[i] & _AGE) != 0
        fear[i] = np.uint8(f) if grown else fear[i]
        trust[i] = np.uint8(t) if grown else trust[i]


STORED = (
    Stored(column="fear", means="fear, 0 to 255"),
    Stored(column="trust", means="trust, 0 to 255"),
)

MECHANISM = Mechanism(
    module=__name__,
    section="response",
    place=220,
    title="How people respond",
    what="Fear makes people hold back; trust wears away; word gets round.",
    switched=True,
    outlives_ban=True,
    params={
        "fear_refusal": (),
        "trust_refusal": (),
        "fear_stop": (),
        "trust_stop": (),
        "fear_sanction": (),
        "trust_sanction": (),
        "fear_removal": (),
        "responds": (),
    },
    districts={"trust_rest": ()},
    compile_params=compile_params,
    steps={"relax_to_baseline": relax_to_baseline},
    compile_districts=compile_districts,
    rules={"adapt": adapt, "keep_active": keep_active},
)
