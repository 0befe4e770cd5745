"""A mechanism of somebody's own that brings a list of people, of late payers, and a kind of entry, lost letters."""

from __future__ import annotations

import numpy as np

from glasshouse.authoring import (
    LATE_PAYMENT,
    Conduct,
    Count,
    DaySettings,
    EntryKind,
    Event,
    Mechanism,
    Mistake,
    Note,
    PersonList,
    Stream,
    add_entry,
    log,
    observed_list,
    parameter,
    put_on_list,
    strikes,
    threshold,
)

LATE = PersonList(
    "late",
    title="the list of late payers",
    noun="list of late payers",
    why="for a late payment on record",
    after=LATE_PAYMENT,
    says=("{they} was put on the list of late payers, for {weeks} weeks.",),
    weeks=8,
    assumed="a rule of somebody's own",
)
LISTED = LATE.listed
UNANSWERED = EntryKind(
    "unanswered letter",
    area="money",
    things=("an unanswered letter", "unanswered letters"),
    points=-40,
    range=(-80, 0),
    assumed="a rule of somebody's own",
)
THANKS = EntryKind(
    "letter of thanks",
    area="conduct",
    things=("a letter of thanks", "letters of thanks"),
    good=True,
    points=2,
    assumed="a rule of somebody's own",
)
LOST = parameter(
    "late.lost",
    "a letter that never came is held against somebody",
    kind="probability",
    stage="attribute",
    error=True,
    value=0.01,
    assumed="a rule of somebody's own",
)
LOSSES = Count("letters_lost", "Letters that never came", unit="letters")
LOSS = Stream("lost", bound="late_lost")
NOTE = Note(
    "lost letter",
    says=("A letter to {them} was lost, and it was noted that {they} had not answered.",),
    brief="a letter to {them} was lost",
    mistake=Mistake(kind=UNANSWERED, word="lost letter", things=("a lost letter", "lost letters")),
    counts=(LOSSES,),
)

THANKED = Note("thanked", says=("{they} was thanked by letter.",), entry=THANKS)


def compile_params(settings: DaySettings) -> dict[str, int]:
    """Weeks on the list, and how often a letter is lost."""
    return {"late_weeks": int(settings.numbers[LATE.term.key]), "late_lost": threshold(settings.numbers[LOST.key])}


def attribute_last(agent, params, now, counts):
    """A letter is lost."""
    if agent.false_error < 0 and strikes(now, agent.person, LOSS, params.late_lost):
        counts[agent.group, LOSSES] += 1
        agent.noted |= NOTE
        agent.false_error = UNANSWERED


def keep_active(agent):
    """Whoever volunteers has an entry before them, whether or not a register knows."""
    return agent.conduct == Conduct.VOLUNTEERING


def record(agent, params, now, counts, rows):
    """Whoever volunteers is thanked."""
    if agent.conduct == Conduct.VOLUNTEERING:
        agent.noted |= THANKED
        add_entry(agent, THANKS, True, -1, params, now, counts, rows)


def follow_entry(agent, kind, true, params, now, counts, rows):
    """Whoever pays late goes on the list, unless they are on one."""
    if kind == LATE_PAYMENT and params.late_weeks > 0 and observed_list(agent.flags) == 0:
        put_on_list(agent, LATE, params.late_weeks, true)
        counts[agent.group, LISTED] += 1
        log(rows, now, agent.person, np.int64(Event.LISTING), kind, -1, np.int64(LATE))


MECHANISM = Mechanism(
    module=__name__,
    section="late",
    title="Late payers",
    what="Lists who pays late, and loses letters.",
    switched=True,
    params={"late_weeks": (), "late_lost": ()},
    compile_params=compile_params,
    rules={
        "attribute_last": attribute_last,
        "keep_active": keep_active,
        "record": record,
        "follow_entry": follow_entry,
    },
)
