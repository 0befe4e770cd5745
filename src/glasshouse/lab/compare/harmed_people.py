"""A few of the people whom another scenario spares or newly harms, as links to their lives in both."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import BaseModel

from glasshouse.lab.compare.compare_shown import close, shown
from glasshouse.lab.pages import address
from glasshouse.lab.replays import Replaying, Replays, answered
from glasshouse.lab.settings import Lab
from glasshouse.lab.story.story_query import StoryQuery as Life
from glasshouse.stories.follow_in_replay import BASELINE, open_source
from glasshouse.stories.spared import SparedAndHarmed

#: So many of each are named; further ones are counted.
FEW = 8


class Person(BaseModel):
    """An invented person: a number, a group, and the page of the life in both scenarios."""

    number: int
    group: str
    link: str


class HarmedPeople(BaseModel):
    """Who bore a harm in one of two scenarios alone, in replicate 0; ``living`` until the scenarios are simulated
    again."""

    arm: str
    harm: str
    living: Replaying | None = None
    spared: list[Person] = []
    spared_count: int = 0
    newly_harmed: list[Person] = []
    newly_harmed_count: int = 0


def people(lab: Lab, replays: Replays, name: str, arm: str, harm: str, patience: float) -> HarmedPeople:
    """The people of one scenario and one harm, or how far the scenarios are that tell of them.

    Raises ``NotHereError``, ``BadInputError`` (``TooMuchError`` among them) and ``QueueFullError``.
    """
    looked = close(lab, name, arm, harm)
    place = shown(lab, name).comparison.path
    baseline, other = (open_source(place, one) for one in (BASELINE, looked.arm))
    task = replays.moved(baseline, other, looked.harm)
    found: SparedAndHarmed | None = answered(task, patience)
    if found is None:
        return HarmedPeople(arm=looked.arm, harm=looked.harm, living=task.living)
    return HarmedPeople(
        arm=looked.arm,
        harm=looked.harm,
        spared=_few(found.spared, name, looked.arm),
        spared_count=len(found.spared),
        newly_harmed=_few(found.newly_harmed, name, looked.arm),
        newly_harmed_count=len(found.newly_harmed),
    )


def _few(found: Sequence[tuple[int, str]], name: str, arm: str) -> list[Person]:
    return [
        Person(
            number=number, group=group, link=address("/story", Life(run=name, person=str(number), under=arm))
        )
        for number, group in found[:FEW]
    ]  # fmt: skip
