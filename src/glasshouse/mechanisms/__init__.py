"""The mechanisms that glasshouse ships, one file each; in the order in which their sections stand in a scenario file.

Within a phase of the day their rules run in this order.
"""

from __future__ import annotations

from glasshouse.mechanism import Mechanism
from glasshouse.mechanisms import (
    activity,
    affect,
    announcement,
    appeal,
    association,
    ban,
    cameras,
    chilling,
    commercial_score,
    companies,
    contagion,
    face_recognition,
    human_review,
    informants,
    initial_stock,
    internet,
    learned_score,
    ledger,
    list_audit,
    outings,
    participation,
    perception,
    redlist,
    registries,
    repayment,
    restrictions,
    retention,
    score,
    stale_listings,
    whereabouts,
)

_FILES = (
    activity,
    outings,
    cameras,
    face_recognition,
    internet,
    informants,
    companies,
    registries,
    repayment,
    stale_listings,
    ledger,
    score,
    retention,
    association,
    whereabouts,
    participation,
    learned_score,
    commercial_score,
    restrictions,
    initial_stock,
    redlist,
    chilling,
    affect,
    perception,
    contagion,
    announcement,
    human_review,
    appeal,
    list_audit,
    ban,
)
#: All of them.
MECHANISMS: tuple[Mechanism, ...] = tuple(file.MECHANISM for file in _FILES)
#: The sections of a scenario file, in order.
SECTIONS: tuple[str, ...] = tuple(dict.fromkeys(each.section for each in MECHANISMS))
