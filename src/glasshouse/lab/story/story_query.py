"""Whose life the address asks for, in which run, and beside which other scenario."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from glasshouse.comparison.arm_titles import part_title
from glasshouse.comparison.comparison import open_comparison
from glasshouse.errors import BadInputError
from glasshouse.folders.changed_title import CHANGED
from glasshouse.interventions import known_to
from glasshouse.lab.folder_library import LibraryEntry, NotHereError, comparison_named, comparisons, place_of, runs
from glasshouse.lab.orders import check_arms, ungrouped
from glasshouse.lab.replays import Whose
from glasshouse.lab.settings import Lab
from glasshouse.languages.spoken import ENGLISH, plain, plural, spoken
from glasshouse.scenario.scenario_error import nearest
from glasshouse.stories.counterfactual import counterfactual
from glasshouse.stories.follow_in_replay import BASELINE, ReplaySource, has, open_source
from glasshouse.wording.numbers import whole

Way = Literal["wrongly-sanctioned", "falsely-matched", "most-chilled", "random"]
#: What each way of choosing somebody is called.
WAYS: dict[Way, str] = {
    "wrongly-sanctioned": "Somebody who was wrongly sanctioned",
    "falsely-matched": "Somebody whom a camera took for somebody else",
    "most-chilled": "Whoever held back most often, out of fear",
    "random": "Any adult, by lot",
}
#: The other scenarios that are offered first for a run by itself: what ends it, what softens it, what it is held
#: against.
_FIRST = ("ban", "human-review", "appeal", "no-unrelated-penalty", "match-threshold", "unwatched", "error-free")
#: Where a run of the first page's crowds is found.
CROWDS = "crowds/"


def _plain(text: object) -> object:
    """A number as pages print it, without what separates thousands."""
    bare = ungrouped(text) if isinstance(text, str) else ""
    return bare if bare.isascii() and bare.isdigit() else text


class StoryQuery(BaseModel):
    """The address of a life.

    ``run`` is the name of a run or a comparison, ``NAME/ARM`` an arm of one, ``crowds/NAME`` a crowd of the first page.
    ``person`` is a number; without one, ``choose`` says whom, and ``another`` passes over so many. ``under`` is another
    arm: a name, or what may be one.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    run: str = Field(default="", max_length=200)
    person: Annotated[str, BeforeValidator(_plain)] = Field(default="", max_length=20)
    choose: Way | Literal["", "number"] = ""
    another: int = Field(default=0, ge=0, le=1_000)
    under: str = Field(default="", max_length=300)

    @property
    def whole(self) -> bool:
        """Whether it asks for somebody."""
        return bool(self.run and (self.person.strip() or self.choose))


@dataclass(frozen=True, kw_only=True)
class Elsewhere:
    """Another scenario that a life may be told in: its word in the address, its title, what is different in it."""

    word: str
    title: str
    sentence: str = ""


@dataclass(frozen=True, kw_only=True)
class Shelf:
    """A run or a comparison of which lives can be told, for a list to choose from."""

    name: str
    title: str
    size: str


def shelf(lab: Lab) -> list[Shelf]:
    """What lives can be told of, the newest first."""
    found = sorted((*runs(lab), *comparisons(lab)), key=lambda entry: (entry.started, entry.name), reverse=True)
    return [Shelf(name=entry.name, title=_title(entry), size=_size(entry)) for entry in found if entry.usable]


def _title(entry: LibraryEntry) -> str:
    """The title of a run in an item of a list, which has one language: what was changed is named in English alone."""
    title, changed, _ = entry.title.partition(CHANGED)
    title = entry.title if spoken() == ENGLISH else plain(title)
    if changed and spoken() != ENGLISH:
        title = plain("{scenario}, changed", scenario=title)
    return title if entry.kind == "run" else plain("{scenario}, compared", scenario=title)


def _size(entry: LibraryEntry) -> str:
    many = plural("{count} person", "{count} people", entry.population)
    days = plural("{count} day", "{count} days", entry.days)
    return plain("{people}, {days}, seed {seed}", people=many, days=days, seed=str(entry.seed))


def opened(lab: Lab, name: str) -> ReplaySource:
    """The run that a name means: of a comparison its baseline, or the arm behind the slash.

    Raises ``NotHereError`` with the nearest name, and ``BadInputError`` for a run of which no life can be told.
    """
    own, _, arm = name.partition("/") if not name.startswith(CROWDS) else (name, "", "")
    known = [entry.name for entry in (*runs(lab), *comparisons(lab))]
    if own not in known and not name.startswith(CROWDS):
        raise NotHereError(f"There is no run '{own}' in this lab's folder.{nearest(own, known)}")
    if own in {entry.name for entry in comparisons(lab)}:
        return open_source(place_of(lab, "compare", own), _arm_of(lab, own, arm))
    if arm:
        raise NotHereError(f"'{own}' is a run by itself and has no scenarios.")
    return open_source(place_of(lab, "run", own))


def _arm_of(lab: Lab, name: str, arm: str) -> str:
    try:
        return str(comparison_named(lab, name).about(arm or BASELINE)["name"])
    except BadInputError as error:
        if arm:
            raise NotHereError(str(error)) from None
        raise


def whose(source: ReplaySource, asked: StoryQuery) -> Whose:
    """The question as it is simulated. Raises ``BadInputError`` or ``ScenarioError`` for nobody, or no scenario."""
    other = _other(source, asked.under.strip()) if asked.under.strip() else None
    if asked.person.strip() or asked.choose == "number":
        return Whose(source=source, person=_number(source, asked.person.strip()), other=other)
    return Whose(source=source, way=asked.choose, another=asked.another, other=other)


def _number(source: ReplaySource, text: str) -> int:
    last = source.population - 1
    if not text.isascii() or not text.isdigit():
        raise BadInputError(f"Whose life? Write a person's number, from 0 to {whole(last)}.")
    if int(text) > last:
        raise BadInputError(f"person {whole(int(text))}: {has(source)}.")
    return int(text)


def _other(source: ReplaySource, text: str) -> ReplaySource:
    """Another scenario; an arm of the same comparison, or what needs no file to be one."""
    if text not in {one.word for one in elsewhere(source)}:
        check_arms([text], source.scenario.mechanisms)
    return counterfactual(source, text)


def elsewhere(source: ReplaySource) -> Sequence[Elsewhere]:
    """The other scenarios to choose from: the comparison's own; else the ban, some safeguards, then all others."""
    if source.comparison is not None:
        return [
            Elsewhere(word=str(arm["name"]), title=str(arm["title"]), sentence=str(arm["sentence"]))
            for arm in open_comparison(source.comparison).manifest["arms"]
            if arm["name"] != source.arm
        ]
    mechanisms = source.scenario.mechanisms
    known = known_to(mechanisms)
    names = dict.fromkeys((*_FIRST, *known))
    return [Elsewhere(word=name, title=part_title(name, mechanisms), sentence=known[name].sentence) for name in names]
