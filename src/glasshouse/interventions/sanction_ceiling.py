"""A ceiling on sanctions: not for long, and never what people need to live."""

from __future__ import annotations

from glasshouse.interventions.intervention import Intervention, at_most

#: What nobody may be kept from.
NEEDED = ("hotel", "restaurant", "shop", "school")


def _without_the_needed(key: str, gates: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(gate for gate in gates if gate not in NEEDED)


_SHORT = "no list lasts longer than two months"

INTERVENTION = Intervention(
    name="sanction-ceiling",
    title="a ceiling on sanctions",
    sentence="No list lasts longer than 8 weeks, and none may keep people from lodging, food, shops or schools.",
    fails="It does nothing for listings that nobody removes when their term ends.",
    stage="sanction",
    numbers={
        "restrictions.defaulter_weeks": at_most(8, _SHORT),
        "restrictions.dishonest_weeks": at_most(8, _SHORT),
    },
    gates=_without_the_needed,
)
