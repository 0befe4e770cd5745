"""What the page's module asks for and is told, as bounded models."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import urlencode

from pydantic import BaseModel, Field

from glasshouse.lab.crowd import crowd_words
from glasshouse.lab.crowd.crowd_run import MISTAKEN, SANCTIONED, STATES, WRONGED, CrowdRun
from glasshouse.lab.crowd.machine_run import MachineRun, machine_run
from glasshouse.lab.crowd.machine_settings import LEVERS, PEOPLE, CrowdState, MachineSettings
from glasshouse.languages.spoken import plain, plural, sentences, whole

Count = Annotated[int, Field(ge=0, le=100 * PEOPLE * 365)]
#: How many crowds with other seeds the range comes from.
OTHER_SEEDS = 5


class CrowdQuery(CrowdState):
    """A crowd, for a browser's ``tab``: its next request takes the place of this one."""

    tab: Annotated[str, Field(max_length=32, pattern="^[a-z0-9]*$")] = ""


class Opened(MachineSettings):
    """Somebody in a crowd."""

    person: Annotated[int, Field(ge=0, lt=PEOPLE)]


class AnswerRow(BaseModel):
    """A group in figures; what cannot happen in a scenario is None."""

    name: str
    people: Count
    mistaken: Count
    stops_false: Count
    sanctioned: Count | None = None
    wronged: Count | None = None
    rates: dict[str, str]


class Example(BaseModel):
    """Somebody whose life is worth reading."""

    person: Annotated[int, Field(ge=0, lt=PEOPLE)]
    state: str
    words: str


class Answer(BaseModel):
    """A crowd's year. ``states`` and ``groups``: one digit a person."""

    states: Annotated[str, Field(min_length=PEOPLE, max_length=PEOPLE)]
    groups: Annotated[str, Field(min_length=PEOPLE, max_length=PEOPLE)]
    rows: list[AnswerRow]
    shown: dict[str, Count]
    examples: list[Example]
    why: str
    beside: str
    label: str
    command: str
    unequal: dict[str, str]
    trade: str
    onward: dict[str, str]


class Range(BaseModel):
    """What chance alone does: the least and the most over crowds with other seeds, in words."""

    words: str


class KeptCrowd(BaseModel):
    """Where a person's life is told."""

    link: str


def answer(crowd: CrowdRun, state: CrowdState) -> Answer:
    """All that the page shows of a crowd."""
    rows = crowd_words.cells(crowd, state)
    return Answer(
        states=_digits(crowd.states),
        groups=_digits(crowd.groups),
        rows=[AnswerRow(**row) for row in rows],
        shown=crowd_words.shown(crowd),
        examples=examples(crowd),
        why=crowd_words.why(crowd),
        beside="" if state.guess is None else crowd_words.beside(state.guess, crowd.totals["mistaken"]),
        label=plain(crowd.run.scenario.label),
        command=crowd.run.command,
        unequal=crowd_words.unequal(crowd, state),
        trade=crowd_words.trade_off(crowd),
        onward=onward(crowd.run),
    )


def onward(run: MachineRun) -> dict[str, str]:
    """Where the same machine is simulated in a whole country, and where it is compared with the account as it is.

    >>> from glasshouse.lab.crowd.machine_run import machine_run
    >>> onward(machine_run(MachineSettings(share=0.3, review=True)))["compare"]
    '/compare?preset=as-described&safeguard=human-review&more=cameras.face_recognition_share%3D0.3'
    """
    machine, preset = run.machine, {"preset": run.machine.preset}
    levers = [lever.safeguard for lever in LEVERS if getattr(machine, lever.name)]
    plain = machine_run(machine.model_copy(update={lever.name: False for lever in LEVERS}))
    asked: dict[str, Any] = {**preset, "safeguard": levers or ["human-review"], "more": "+".join(plain.sets)}
    kept = {name: value for name, value in asked.items() if value}
    return {
        "run": f"/run?{urlencode({**preset, 'set': list(run.sets), 'seed': machine.seed}, doseq=True)}",
        "compare": f"/compare?{urlencode(kept, doseq=True)}",
    }


def _digits(values) -> str:
    return (values + ord("0")).tobytes().decode("ascii")


def examples(crowd: CrowdRun) -> list[Example]:
    """People of each kind of harm, the worst first."""
    out, groups = [], crowd.run.scenario.place.group_names
    for state in (WRONGED, SANCTIONED, MISTAKEN):
        name = plain(crowd_words.STATE_WORDS[STATES[state]][0].lower())
        for person in crowd.examples(state):
            group, days = plain(groups[crowd.groups[person]]), int(crowd.days[person])
            who = plain("Person {person}, one of the {group}: {what}", person=whole(person), group=group, what=name)
            told = plain("{who}, {days}", who=who, days=plural("{count} day", "{count} days", days)) if days else who
            out.append(Example(person=person, state=STATES[state], words=told))
    return out


def seed_range(crowds: list[CrowdRun], machine: MachineSettings) -> Range:
    """The range over crowds that differ in their people and their seeds, and in nothing else."""

    def over(name: str) -> str:
        found = [crowd.totals[name] for crowd in crowds]
        least, most = whole(min(found)), whole(max(found))
        return least if least == most else plain("{first} to {last}", first=least, last=most)

    many, chance = len(crowds), plain("Chance only. Unpublished facts matter more.")
    if crowd_words.sanctions(machine):
        told = plain(
            "In {many} crowds with other people and other seeds, {flagged} people were wrongly flagged, {sanctioned} "
            "sanctioned, {wrongly} of them wrongly.",
            many=many,
            flagged=over("mistaken"),
            sanctioned=over("sanctioned"),
            wrongly=over("wronged"),
        )
    else:
        told = plain(
            "In {many} crowds with other people and other seeds, {flagged} people were wrongly flagged.",
            many=many,
            flagged=over("mistaken"),
        )
    return Range(words=sentences((told, chance)))
