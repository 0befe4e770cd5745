"""Fear measured at one activity, and what it does to the others.

A study says by how much one activity fell when people learned that they were watched. The jump of fear that does this
is searched with the stage itself, level by level: ``live_inhibit`` of ``mechanisms/chilling.py`` by its own table.
The jump, times the dose elsewhere, is then announced to others (``apply_announcement``), who hold back what they want
to do. With weeks, ``relax_to_baseline`` lets fear sink back between one week and the next, to where the news leaves
it (``announcement.left``): nobody is punished, and so a share of the jump stays, and fades with the memory of the
place. The fall is the mean of all weeks.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from glasshouse.draws import FIRST_LATE
from glasshouse.engine.assembly import compiled_day
from glasshouse.mechanisms.announcement import left
from glasshouse.mechanisms.chilling import CONDUCT_HELD_BACK, ONLINE_HELD_BACK
from glasshouse.mechanisms.perception import HIGHEST
from glasshouse.model.state import NONE, Conduct, Online
from glasshouse.model.workspace import BLOCK
from glasshouse.validation.crowd import Crowd, Rules, rules
from glasshouse.validation.table_kind import Input, TableKind, TableOutput

#: Each activity, with the parameter that says how much of it is left undone at full fear, and what counts it.
ACTIVITIES = {
    "posts": ("response.chill_post", "act_critical_post"),
    "messages": ("response.chill_message", "act_message"),
    "gatherings": ("response.chill_assembly", "act_assembly"),
}
_HIGHEST = 255

_INPUTS = {
    **{
        f"measured_{name}": Input(
            unit="share", kind="share", optional=True, meaning=f"fall of {name} that a study measured; of one activity"
        )
        for name in ACTIVITIES
    },
    **{
        f"full_{name}": Input(
            unit="share", kind="share", optional=True, default=most, meaning=f"share of {name} left undone at full fear"
        )
        for name, most in (("posts", 0.8), ("messages", 0.5), ("gatherings", 0.8))
    },
    "start": Input(unit="level", kind="level", optional=True, default=0.0, meaning="fear before (0 to 255)"),
    "rest": Input(
        unit="level", kind="level", optional=True, default=0.0,
        meaning="fear to which people would return in the weeks after, had there been no news",
    ),
    "law_floor": Input(
        unit="share", kind="share", optional=True, default=0.5,
        meaning="share of the jump that outlasts the first weeks though nobody is punished",
    ),
    "memory": Input(
        unit="weeks", kind="weeks", optional=True, default=52.0, meaning="half-life of what is remembered of the news"
    ),
    "dose": Input(
        unit="ratio", kind="ratio", optional=True, default=1.0,
        meaning="jump of fear where the fall is predicted, over the jump where it was measured",
    ),
    "weeks": Input(
        unit="weeks", kind="weeks", optional=True, default=0.0,
        meaning="weeks after the jump over which the fall is a mean (0: at once)",
    ),
    "acts": Input(
        unit="acts", kind="count", most=1e7, optional=True, default=1000.0,
        meaning="acts of each activity that people wanted to do where the fall is predicted",
    ),
}  # fmt: skip

_OUTPUTS = {
    **{name: TableOutput(unit="share", meaning=f"fall of {name} against before") for name in ACTIVITIES},
    "level": TableOutput(unit="level", meaning="fear right after the jump, where the fall was measured"),
}


def _refuse(inputs: Mapping[str, float]) -> str | None:
    given = [name for name in ACTIVITIES if f"measured_{name}" in inputs]
    if len(given) != 1:
        return "give the fall of one activity: measured_posts, measured_messages or measured_gatherings."
    if inputs["acts"] < 1:
        return "nobody wants to do anything; acts must be at least 1."
    (name,) = given
    most = _fall(inputs[f"full_{name}"], inputs["start"] / _HIGHEST)
    if inputs[f"measured_{name}"] > most:
        return f"no fear is high enough: at full fear {name} fall by {most:.3g}, less than measured_{name}."
    return None


def _fall(full: float, before: float) -> float:
    """The fall from a level of fear (as a share) to full fear."""
    return 1 - (1 - full) / (1 - full * before) if full * before < 1 else 0.0


def simulate(inputs: Mapping[str, float], seed: int) -> dict[str, float]:
    """One draw: find the jump at one activity, announce it elsewhere, and count what is left undone there."""
    numbers = {key: inputs[f"full_{name}"] for name, (key, _) in ACTIVITIES.items()}
    acts = round(inputs["acts"])
    compiled = rules({**numbers, "response.fear_limit": 0}, people=2 * acts)
    start = round(inputs["start"])
    level = _level_of(compiled, next(name for name in ACTIVITIES if f"measured_{name}" in inputs), inputs, seed)
    jump = round((level - start) * inputs["dose"])
    done = [_done(_crowd(compiled, seed, start), 0, acts)]
    crowd = _crowd(compiled, seed, start)
    compiled_day().steps["apply_announcement"](crowd.columns.traits, crowd.columns.fear, np.int64(jump))
    for week in range(round(inputs["weeks"]) + 1):
        done.append(_done(crowd, 1 + week, acts) - sum(done[1:]))
        stays = inputs["law_floor"] * left(((7 * week, jump),), 7 * max(1, inputs["memory"]))
        rest = np.int64(min(HIGHEST, round(256 * (inputs["rest"] + stays))))
        compiled_day().steps["relax_to_baseline"](
            crowd.columns.traits, crowd.columns.fear, crowd.columns.trust, np.int64(0), rest, np.int64(0)
        )
    before, after = done[0], np.mean(done[1:], axis=0)
    falls = {name: float(1 - after[k] / before[k]) if before[k] else float("nan") for k, name in enumerate(ACTIVITIES)}
    return falls | {"level": float(level)}


def _crowd(compiled: Rules, seed: int, start: int) -> Crowd:
    """People of whom everybody is as afraid as was said."""
    crowd = Crowd(compiled, seed=seed)
    crowd.columns.fear[:] = start
    return crowd


def _done(crowd: Crowd, day: int, acts: int) -> np.ndarray:
    """Acts of each activity done until the end of this day: half of the people post, half write letters."""
    for block in crowd.blocks(day):
        posts = block.agents["person"] < acts
        block.agents["online"] = np.where(posts, Online.CRITICAL_POST, Online.MESSAGE)
        block.agents["conduct"] = np.where(posts, Conduct.ASSEMBLY, NONE)
        block.live_inhibit()
    return np.array([crowd.count(measure) for _, measure in ACTIVITIES.values()])


def _level_of(compiled: Rules, name: str, inputs: Mapping[str, float], seed: int) -> int:
    """The least fear, from that before on, at which the activity has fallen as the study measured."""
    low, high = round(inputs["start"]), _HIGHEST
    still = 1 - inputs[f"measured_{name}"]
    crowd = Crowd(Rules(params=compiled.params, district=compiled.district, people=BLOCK), seed=seed)
    (block,) = crowd.blocks()
    # Evenly spread random numbers, so that no sample blurs the level.
    even = ((np.arange(BLOCK) + 0.5) / BLOCK * 2**32).astype(np.uint32)
    block.late[[CONDUCT_HELD_BACK - FIRST_LATE, ONLINE_HELD_BACK - FIRST_LATE], :BLOCK] = even

    def done(level: int) -> int:
        """How many of 4,096 do the activity at this level."""
        block.agents["fear"] = level
        block.agents["online"] = {"posts": Online.CRITICAL_POST, "messages": Online.MESSAGE}.get(name, NONE)
        block.agents["conduct"] = Conduct.ASSEMBLY if name == "gatherings" else NONE
        so_far = crowd.count(ACTIVITIES[name][1])
        block.live_inhibit()
        return crowd.count(ACTIVITIES[name][1]) - so_far

    before = done(low)
    while low < high:
        middle = (low + high) // 2
        if done(middle) <= still * before:
            high = middle
        else:
            low = middle + 1
    return low


KIND = TableKind(
    name="chilling",
    stages=("live", "adapt"),
    exercises="response",
    title="Holding back out of fear",
    sentence="A fall that was measured at one activity sets the rise in fear; the other drops are predicted from it.",
    inputs=_INPUTS,
    outputs=_OUTPUTS,
    simulate=simulate,
    refuse=_refuse,
    draws=200,
)
