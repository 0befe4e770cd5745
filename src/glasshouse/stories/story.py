"""A story from beginning to end: open the run, choose somebody, live it again, tell it.

Replays take the time of the run itself: one for the life, one more when the choice needs everybody's tallies, and one
for the other scenario.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from glasshouse.arguments import Argument
from glasshouse.comparison.resolve_arm import Asked
from glasshouse.engine.person_index import PersonIndex
from glasshouse.engine.trace import Trace
from glasshouse.errors import BadInputError
from glasshouse.renamed import FORMAT
from glasshouse.runs.asked_sizes import checked
from glasshouse.stories.choose_person import NOBODY, Choice, by_number, choose, said_of
from glasshouse.stories.counterfactual import counterfactual, name_of
from glasshouse.stories.follow_in_replay import ReplaySource, Watch, open_source, replay
from glasshouse.stories.history_events import BAN, Turn
from glasshouse.stories.notebook import notebook
from glasshouse.stories.realise import Realiser
from glasshouse.stories.render import LAST, render
from glasshouse.stories.someone import Neighbourhood
from glasshouse.stories.story_layout import plain
from glasshouse.stories.told_arms import ToldArm, ToldArms
from glasshouse.stories.trace_to_history import history_of
from glasshouse.stories.two_histories import Parting, part


@dataclass(frozen=True, kw_only=True)
class Story(ToldArms):
    """Somebody's life, alone or beside the same person's in another scenario. ``text`` is all of it in plain words.

    >>> told = tell_story(small_run.path, 7)
    >>> told.here.history.person.number, told.there is None
    (7, True)
    """

    @property
    def text(self) -> str:
        """The story as plain paragraphs, 96 columns wide.

        >>> tell_story(small_run.path, 7).text.splitlines()[0]
        'The person in this story is invented. This is not a forecast.'
        """
        return plain(self)

    def document(self) -> dict[str, Any]:
        """The story as JSON can hold it; the keys are in ``docs/stories.md``.

        >>> tell_story(small_run.path, 7).document()["person"]["number"]
        7
        """
        source = self.here.source
        return {
            "format": FORMAT,
            "note": LAST,
            "glasshouse": source.manifest.get("version"),
            "run": str(source.folder),
            "seed": source.seed,
            "population": source.population,
            "start": source.scenario.start.isoformat(),
            "days": source.days,
            "replicate": 0,
            "chosen": self.chosen,
            **self.here.document(),
            "under": self.there.document() if self.there else None,
            "parting": self.parting.document() if self.parting else None,
        }


def tell_story(
    folder: str | os.PathLike[str],
    person: int | None = None,
    *,
    choices: Sequence[str] = (),
    another: int = 0,
    under: Asked | None = None,
    threads: int | None = None,
) -> Story:
    """Tell a life of the run in a folder: exactly one of `person` and `choices`, which are keys of ``choose.NOBODY``.

    Raises ``BadInputError`` with one line that says what to do.
    """
    given = checked(person=person, another=another, threads=threads)
    person, another, threads = given["person"], given["another"], given["threads"]
    _one_choice(person, choices, another)
    source = open_source(folder)
    other = counterfactual(source, under) if under is not None else None
    found = by_number(source, person) if person is not None else choose(source, choices[0], another, threads)
    here = simulate_history(source, found.number, threads)
    return together(found, here, simulate_history(other, found.number, threads) if other else None)


@dataclass(frozen=True, kw_only=True)
class Followed:
    """One life in one scenario as it was simulated again; ``trace`` is what two lives are compared by."""

    arm: ToldArm
    trace: Trace


def simulate_history(
    source: ReplaySource, number: int, threads: int | None = None, watch: Watch | None = None
) -> Followed:
    """Simulate a scenario again, as long as its run took, and follow one person. Raises ``BadInputError``."""
    simulated = replay(source, [number], threads=threads, watch=watch)
    trace = simulated.trace
    assert trace is not None
    hood = Neighbourhood(PersonIndex(trace.compiled[0][1], source.seed), source.scenario.place)
    turns = turns_of(source)
    ban = next((turn.day for turn in turns if turn.name == BAN), None)
    book = notebook(source.mechanisms)
    history = history_of(trace, number, hood=hood, days=source.days, ban_day=ban, book=book)
    rendering = render(history, hood=hood, start=source.scenario.start, turns=turns, book=book)
    arm = ToldArm(source=source, name=name_of(source), history=history, rendering=rendering, digest=simulated.digest)
    return Followed(arm=arm, trace=trace)


def together(found: Choice, here: Followed, there: Followed | None = None) -> Story:
    """The story of somebody chosen, from their life in one scenario, or in two."""
    mine = here.arm
    scenario = mine.source.scenario
    chosen = said_of(found, **Realiser.of(mine.history.person, scenario.start).words)
    if there is None:
        return Story(here=mine, chosen=chosen)
    other = there.arm
    book = notebook(mine.source.mechanisms.with_(other.source.mechanisms))
    realiser = Realiser.of(mine.history.person, scenario.start, book)
    own, others = turns_of(mine.source), turns_of(other.source)
    turns = tuple(turn for turn in own if turn not in others), tuple(turn for turn in others if turn not in own)
    parting = part(mine.history, other.history, (here.trace, there.trace), realiser, (mine.where, other.where), turns)
    return Story(here=_split(mine, parting), chosen=chosen, there=_split(other, parting), parting=parting)


def _one_choice(person: int | None, choices: Sequence[str], another: int) -> None:
    if (person is not None) + len(choices) != 1:
        first, *others = (Argument(way.replace("-", "_"), True) for way in NOBODY)
        ways = (first, *(word for way in others[:-1] for word in (", ", way)), " or ", others[-1])
        raise BadInputError("say whose story, in one way: a person's number, ", *ways, ".")
    if another and not choices:
        way = Argument("wrongly_sanctioned", True)
        raise BadInputError(
            Argument("another"), " needs a way of choosing, such as ", way, ", and not a person's number."
        )


def _split(arm: ToldArm, parting: Parting) -> ToldArm:
    """Told anew, so that no paragraph reaches across the day on which the lives part to see."""
    source, history = arm.source, arm.history
    if parting.shown is None:
        return arm
    index = PersonIndex.of(source.past or source.scenario, source.population, source.seed)
    hood = Neighbourhood(index, source.scenario.place)
    told = render(
        history,
        hood=hood,
        start=source.scenario.start,
        turns=turns_of(source),
        split=parting.shown,
        book=notebook(source.mechanisms),
    )
    return replace(arm, rendering=told)


def turns_of(source: ReplaySource) -> tuple[Turn, ...]:
    """What happened to everybody: dated events of the scenario in force, the ban."""
    found: list[Turn] = []
    for scenario, first, last in _eras(source):
        for event in scenario.events:
            day = scenario.day_of(event.date)
            if first <= day < last and not scenario.banned(day):
                found.append(Turn(day=day, name=event.name.replace("-", " "), text=_sentence(event.text)))
        if scenario.ban_day is not None:
            day = max(first, scenario.ban_day)
            if day < last and not (source.past and first and source.past.banned(first - 1)):
                what = "there are no scores, no lists and no watching in this scenario" if day == 0 else _ENDED
                found.append(Turn(day=day, name=BAN, text=f"{what[:1].upper()}{what[1:]}."))
    return tuple(found)


_ENDED = "the system was banned: lists were lifted, files erased, and nobody was scored or watched any more"


def _eras(source: ReplaySource) -> list[tuple[Any, int, int]]:
    if source.past is None or source.past_day <= 0:
        return [(source.scenario, 0, source.days)]
    return [(source.past, 0, source.past_day), (source.scenario, source.past_day, source.days)]


def _sentence(text: str) -> str:
    text = " ".join(text.split())
    return text if text.endswith(".") else f"{text}."
