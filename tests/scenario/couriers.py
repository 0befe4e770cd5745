"""A mechanism whose section names suppliers: couriers, who open parcels."""

from __future__ import annotations

from glasshouse.authoring import (
    Busy,
    Count,
    DaySettings,
    Mechanism,
    Money,
    Stream,
    Suppliers,
    parameter,
    random_word,
    threshold,
)

OPENED = parameter(
    "couriers.opened",
    "a purchase that a courier brings is looked at",
    kind="probability",
    stage="observe",
    value=0.5,
    assumed="nobody has published it",
)
BUSY = Busy(values={OPENED.key: 0.9})
SUPPLIERS = Suppliers(section="couriers", one="courier", functions={"parcels": "purchases are looked at on their way"})
PARCELS = Count("parcels_opened", "Parcels opened", unit="parcels")
DRAW = Stream("parcel")


def compile_params(settings: DaySettings) -> dict[str, int]:
    """How often a parcel is opened: by those couriers who do it, as a share of all who could."""
    return {"parcel_opened": threshold(settings.numbers[OPENED.key] * settings.functions["parcels"])}


def observe(agent, params, now, counts):
    """A courier looks into a parcel."""
    if agent.money == Money.PURCHASE and random_word(now, agent.person, DRAW) < params.parcel_opened:
        counts[agent.group, PARCELS] += 1


MECHANISM = Mechanism(
    module=__name__,
    section="couriers",
    title="Couriers",
    what="Open parcels.",
    switched=True,
    params={"parcel_opened": ()},
    compile_params=compile_params,
    rules={"observe": observe},
)
