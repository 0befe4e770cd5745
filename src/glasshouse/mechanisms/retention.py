"""Retention: how long the record keeps what was entered.

Process: On each rescoring day a dossier may be erased, so that it lasts as long as the scenario says on average.

Source: Expiry after five years: `credit-regulation-2013`.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from glasshouse.assessed import Shown
from glasshouse.control_panel import Lever, Offered
from glasshouse.day_settings import DaySettings
from glasshouse.draws import threshold
from glasshouse.intervention import Intervention, at_least, at_most, fixed
from glasshouse.mechanism import Count, Mechanism, Stream, parameter
from glasshouse.note import Phrases
from glasshouse.population.people import AGE_SHIFT, group_of
from glasshouse.protection import Protects
from glasshouse.trial_values import Busy

PARAMETERS = (parameter("score.retention", "mean days until a dossier's entries expire", kind="days", stage="record"),)
OFFERED = Offered(keys=("score.retention",))
LEVER = Lever(name="retention", title="A limit on what is kept", safeguard="retention-limit", rank=2)
PROTECTS = Protects(down=("score.retention",))
BUSY = Busy(values={"score.retention": 120})

SHOWN = (
    Shown(block="period", keys=("score.retention",), rank=2),
    Shown(block="score", keys=("score.retention",), text="from a record kept for {days} on average"),
)

RECORDS_EXPIRED = Count("records_expired", "Records that expired", unit="records", place=53)

EXPIRY_DRAW = Stream("retention", at=(6, 2), row=1)
_ROW = EXPIRY_DRAW.row

PHRASES = Phrases(
    said={
        "cleared": (
            "What stood in {their} file expired; the points still missing did not come back with it.",
            "{their} file was emptied again, without a point given back.",
            "The file expired once more, and the missing points stayed missing.",
        ),
        "cleared whole": (
            "What stood in {their} file expired; by then no points were missing.",
            "{their} file was emptied again, with no points missing.",
            "The file expired once more.",
        ),
    },
    counts={"cleared": (RECORDS_EXPIRED,)},
)

_AGE = np.uint16(3 << AGE_SHIFT)


def compile_params(settings: DaySettings) -> dict[str, Any]:
    """The chance of a rescoring day."""
    n = settings.numbers
    return {"retention": threshold(int(n["score.every"]) / max(1.0, n["score.retention"]))}


def score_expire(traits, dossier, draws, params, counts):
    """Erase some dossiers."""
    for i in range(traits.shape[0]):
        if (traits[i] & _AGE) != 0 and dossier[i] != 0 and draws[_ROW, i] < params.retention:
            dossier[i] = 0
            counts[group_of(np.int64(traits[i])), RECORDS_EXPIRED] += 1


RETENTION_LIMIT = Intervention(
    name="retention-limit",
    title="a retention limit of 90 days",
    sentence="Records are erased after about 90 days, lost points come back as quickly, and listings end on time.",
    fails="It does nothing for sanctions that a fresh record brings about before it expires.",
    stage="record",
    numbers={
        "score.retention": at_most(90, "90 days; Chinese credit law allows five years (State Council 2013)"),
        "score.recovery": at_least(50, "three rescorings make good a lawful critical post, as its record expires"),
        "registries.stale_share": fixed(0, assumed="whoever is due to come off a list comes off"),
    },
)

MECHANISM = Mechanism(
    module=__name__,
    section="score",
    place=130,
    params={"retention": ()},
    compile_params=compile_params,
    rules={"score_expire": score_expire},
)
