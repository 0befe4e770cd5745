"""The rules of a scenario over the days of a run: what a number is at first, and what a dated event makes of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import pairwise

from glasshouse.assessments.assessed_subject import AssessmentSubject
from glasshouse.entry_kind import EntryKind
from glasshouse.scenario import ParameterValue, Settings
from glasshouse.wording.dates import in_words
from glasshouse.wording.numbers import parameter

#: From when a rule holds (None: from the first day), and what it is.
Spans = tuple[tuple[date | None, ParameterValue], ...]


def spans(subject: AssessmentSubject, key: str) -> Spans:
    """What a parameter is, one after the other, as long as the run lasts."""
    scenario, days = subject.scenario, int(subject.run.manifest["days"])
    found: list[tuple[date | None, ParameterValue]] = [(None, scenario.parameters[key])]
    for event in scenario.events:
        day = scenario.day_of(event.date)
        if key in event.changes and day < days:
            found = [*found, (event.date, event.changes[key])] if day > 0 else [(None, event.changes[key])]
    return tuple(found)


def told(found: Spans, show: Callable[[ParameterValue], str] = lambda given: parameter(given.value)) -> str:
    """The same in words, such as "−5; from 30 June 2020: −100"; what stays the same is said once."""
    texts = [(since, show(given)) for since, given in found]
    changed = [one for before, one in pairwise(texts) if one[1] != before[1]]
    return "; ".join([texts[0][1], *(f"from {in_words(since)}: {text}" for since, text in changed if since)])


def points(subject: AssessmentSubject, kind: EntryKind) -> Spans:
    """The points that an entry of a kind costs."""
    return spans(subject, kind.points.key)


def at_the_end(subject: AssessmentSubject) -> Settings:
    """Everything in force on the last day of the run."""
    return subject.scenario.settings(max(0, int(subject.run.manifest["days"]) - 1))
