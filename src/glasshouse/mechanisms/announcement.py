"""Announcement: a law that passes, or news, frightens everybody at once, and less and less as it is forgotten.

Process: On the day of a dated event with a jump, everybody's fear but children's rises by it. Within weeks it sinks to
where it rests, which the event has raised: by a share of the jump that fades with the memory of the place, and by the
rest of the jump as far as enforcement makes it felt, that is, posts removed, stops and sanctions. A law that nobody
enforces is forgotten; one that is enforced stays.

Source: The jump is the event's own, with its evidence. What stays of news alone is open: after June 2013 interest in
privacy was gone within months (`preibusch-2015`), and readings of sensitive pages went on falling (`penney-2016`). The
breath test of 1967 worked until drivers learnt how seldom it was used (`ross-1977`).
"""

# The size of a day's jump: scenario/scenario.py (jump).

from __future__ import annotations

from typing import Any

import numpy as np

from glasshouse.day_settings import DaySettings
from glasshouse.kernels import inner
from glasshouse.mechanism import Mechanism, parameter
from glasshouse.population.people import AGE_SHIFT

PARAMETERS = (
    parameter(
        "response.law_floor",
        "share of a law's or of news' jump of fear that outlasts the first weeks though nobody is punished",
        kind="share",
        stage="adapt",
    ),
)

#: Days in which fear above where it rests falls by half: by a quarter each week.
_FRESH = 7 * np.log(0.5) / np.log(0.75)
_HIGHEST = 255 << 8

_AGE = np.uint16(3 << AGE_SHIFT)


def compile_params(settings: DaySettings) -> dict[str, Any]:
    """What laws and news so far add to fear, in 256ths: where it rests, alone and fully enforced; and while fresh."""
    on = settings.on("response")
    felt = on * (1 - settings.numbers["response.law_floor"])
    return {
        "law_floor": floor(settings, settings.announced),
        "law_enforced": _level(felt * sum(jump for _, jump in settings.announced)),
        "law_fresh": _level(on * left(settings.announced, _FRESH)),
    }


def floor(settings: DaySettings, announced: tuple[tuple[int, float], ...]) -> int:
    """What laws and news add to where fear rests although nobody is punished, in 256ths."""
    share = settings.on("response") * settings.numbers["response.law_floor"]
    return _level(share * left(announced, 7 * max(1, settings.numbers["response.memory"])))


def left(announced: tuple[tuple[int, float], ...], half_life: float) -> float:
    """The jumps (days since, level) that are left when half of each is gone after so many days.

    >>> left(((0, 60.0), (14, 20.0)), 14)
    70.0
    """
    return sum(jump * 0.5 ** (days / half_life) for days, jump in announced)


def _level(level: float) -> int:
    return min(_HIGHEST, round(256 * level))


@inner
def apply_announcement(traits, fear, jump):
    """Raise fear (uint8 column) by `jump`, within 255."""
    for i in range(fear.shape[0]):
        risen = min(np.int64(255), np.int64(fear[i]) + jump)
        fear[i] = risen if traits[i] & _AGE else fear[i]


MECHANISM = Mechanism(
    module=__name__,
    section="response",
    place=250,
    outlives_ban=True,
    params={"law_floor": (), "law_enforced": (), "law_fresh": ()},
    compile_params=compile_params,
    steps={"apply_announcement": apply_announcement},
)
