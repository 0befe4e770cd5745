"""A life as it is told: in one scenario, and beside the same person's life in another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from glasshouse.folders.changed_title import changed_title
from glasshouse.stories.counterfactual import different, where_of
from glasshouse.stories.follow_in_replay import ReplaySource
from glasshouse.stories.history import History
from glasshouse.stories.history_sums import sums
from glasshouse.stories.notebook import notebook
from glasshouse.stories.realise import Realiser
from glasshouse.stories.render import FIRST, LAST, Rendering
from glasshouse.stories.two_histories import Parting
from glasshouse.wording.numbers import whole


@dataclass(frozen=True, kw_only=True)
class ToldArm:
    """One life in one scenario, and how it is told. ``digest`` is that of the replay."""

    source: ReplaySource
    name: str
    history: History
    rendering: Rendering
    digest: str

    @property
    def sentence(self) -> str:
        """What is different in this scenario, "" for the run itself and where ``where`` says it."""
        return different(self.source)

    @property
    def where(self) -> str:
        """This scenario as a sentence names it: "in the run", "under a ban"."""
        return where_of(self.source)

    def document(self) -> dict[str, Any]:
        """The life in this scenario as JSON can hold it."""
        scenario = self.source.scenario
        return {
            "arm": self.name,
            "scenario": scenario.name,
            "scenario_hash": scenario.hash,
            "label": scenario.label,
            "digest": self.digest,
            **self.history.document(),
            "sums": sums(self.history, notebook(self.source.mechanisms)),
            "told": _told(self.rendering),
        }


@dataclass(frozen=True, kw_only=True)
class ToldArms:
    """Somebody's life, alone or beside the same person's in another scenario.

    ``chosen`` says why this person, "" for a number.
    """

    here: ToldArm
    chosen: str
    there: ToldArm | None = None
    parting: Parting | None = None


def _told(rendering: Rendering) -> dict[str, Any]:
    return {
        "first_line": FIRST,
        "title": rendering.title,
        "opening": list(rendering.opening),
        "days": [
            {"first": one.first, "last": one.last, "when": one.when, "sentences": list(one.sentences)}
            for one in rendering.days
        ],
        "why": [
            {"day": one.day, "heading": one.heading, "sentences": list(one.sentences)} for one in rendering.reasons
        ],
        "ending": list(rendering.ending),
        "last_line": LAST,
    }


def caption(arm: ToldArm) -> str:
    """Which run this is, in a line."""
    source = arm.source
    scenario = source.scenario
    realiser = Realiser.of(arm.history.person, scenario.start)
    first, last = (realiser.date(day, year=True) for day in (0, source.days - 1))
    people = whole(source.population)
    title = changed_title(scenario.title, source.manifest.get("command"), scenario.mechanisms)
    return f"{title} ({scenario.label}). {people} invented people, {first} to {last}, seed {source.seed}, replicate 0."
