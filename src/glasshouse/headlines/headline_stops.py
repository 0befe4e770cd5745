"""The headline of a run in which nobody can be sanctioned, and people are stopped after a face recognition's alert.

Two errors are told apart: a face taken for somebody else's, and a face recognised rightly by an entry that should not
be on the list. Neither stop is of somebody rightly sought.
"""

from __future__ import annotations

from collections.abc import Sequence

from glasshouse.headlines import stops_a_day
from glasshouse.headlines.told_figures import DASH
from glasshouse.measures.concerned import FAULTY_ALERTS, RIGHT_ALERTS, WRONG_ALERTS
from glasshouse.measures.intervals import Spread
from glasshouse.measures.outcome import Outcome
from glasshouse.measures.tally import Tally
from glasshouse.wording.lists_and_nouns import counted, enumerated, one_of, people, plural, times
from glasshouse.wording.numbers import short, whole

#: Names of counts that are added up.
Counts = tuple[str, ...]
#: What is told of each group, and the measures that count it.
COLUMNS: dict[str, Counts] = {
    "Wrong alerts": WRONG_ALERTS,
    "Stopped": ("stops",),
    "Wrong person": ("stops_false",),
    "Faulty entry": ("stops_faulty",),
}
#: The measure that chance moves, and what it is called.
BY_CHANCE = (("stops",), "of stops")
#: Beside the figures: what the two errors are.
ERRORS = {
    "Wrong person": "face recognition took somebody for somebody else.",
    "Faulty entry": "it was right about the face, and the person should not have been on the list.",
}


def sentences(outcome: Outcome) -> list[str]:
    """People first: how many were stopped, and how many of them for nothing."""
    told = [_stopped(outcome), _of_the_stops(outcome), _of_the_alerts(outcome), by_group(outcome)]
    return [each for each in (*told, stops_a_day.sentence(outcome)) if each]


def cell(outcome: Outcome, group: str, measures: tuple[str, ...]) -> tuple[str, str]:
    """A group's figure as text, and its interval: a count with one replicate, else of 10,000 of the group."""
    if outcome.alone:
        return whole(outcome.count(*measures, group=group)), ""
    if not outcome.estimable(group, *measures):
        return DASH, ""
    figure = outcome.per_10_000(*measures, group=group)
    return short(figure.value), figure.interval


def note(outcome: Outcome, columns: Sequence[str]) -> str:
    """What the table by group holds."""
    unit = "counts of this one run" if outcome.alone else "times per 10,000 people of the group"
    said = [f"{name}: {error}" for name, error in ERRORS.items() if name in columns]
    return " ".join([f"Figures are {unit}.", *said])


def _stopped(outcome: Outcome) -> str:
    days = f"within {counted(outcome.days, 'day')}"
    if outcome.alone and not outcome.count("stops"):
        return f"In this one run, none of {people(outcome.population)} was stopped in the street after an alert {days}."
    if outcome.alone:
        return (
            f"In this one run, people were stopped in the street {times(outcome.count('stops'))} after an alert, of "
            f"{people(outcome.population)} {days}."
        )
    rate = outcome.per_10_000("stops")
    of = 10_000 if rate.value >= 0.1 else 1_000_000
    stopped = rate.times(of / 10_000)
    # A rate and no "of every": the same person may be stopped often, and a group more often than it has people.
    return (
        f"Per {whole(of)} people, police made {stopped} {plural(stopped, 'stop')} in the street after an alert {days}."
    )


def _of_the_stops(outcome: Outcome) -> str:
    if outcome.count("stops") == 0:
        return "" if outcome.alone else "Nobody was stopped in the run with central assumptions."
    if outcome.alone:
        wrong, faulty, arrests = (whole(outcome.count(name)) for name in ("stops_false", "stops_faulty", "arrests"))
        return (
            f"Of these stops, {wrong} {_were(wrong)} of the wrong person, {faulty} rested on an entry that should not "
            f"have been on the list, and {arrests} ended in an arrest."
        )
    parts = {
        ("stops_false",): "{0} {1} of the wrong person",
        ("stops_faulty",): "{0} rested on an entry that should not have been on the list",
        ("arrests",): "{0} ended in an arrest",
    }
    unknown = {
        ("stops_false",): "were of the wrong person", ("stops_faulty",): "rested on a faulty entry",
        ("arrests",): "ended in an arrest",
    }  # fmt: skip
    return _shares(outcome, "stops", ("stops",), parts, unknown)


def _of_the_alerts(outcome: Outcome) -> str:
    alerts = outcome.count(*RIGHT_ALERTS, *WRONG_ALERTS)
    if alerts == 0:
        return "Face recognition raised no alert."
    if outcome.alone:
        wrong, faulty = whole(outcome.count(*WRONG_ALERTS)), whole(outcome.count(*FAULTY_ALERTS))
        said = counted(alerts, "alert")
        return f"Of {said}, {wrong} named the wrong person, and {faulty} rested on a faulty entry."
    parts = {WRONG_ALERTS: "{0} named the wrong person", FAULTY_ALERTS: "{0} rested on a faulty entry"}
    unknown = {WRONG_ALERTS: "named the wrong person", FAULTY_ALERTS: "rested on a faulty entry"}
    return _shares(outcome, "alerts", (*RIGHT_ALERTS, *WRONG_ALERTS), parts, unknown)


def _shares(outcome: Outcome, what: str, of: Counts, parts: dict[Counts, str], unknown: dict[Counts, str]) -> str:
    """What of a hundred are what, by the counts of it; and of what there were too few to say it."""
    rare = [some for some in parts if stops_a_day.too_few(outcome, *some)]
    shares = {some: _of_100(outcome, some, of) for some in parts if some not in rare}
    told = [parts[some].format(share, _were(share)) for some, share in shares.items()]
    some = f"Of 100 {what}, {enumerated(told)}." if told else ""
    none = f"How many {what} {one_of([unknown[some] for some in rare])} cannot be told: there were too few."
    return " ".join(each for each in (some, none if rare else "") if each)


def by_group(outcome: Outcome) -> str:
    """Who is taken for somebody else, group by group."""
    if outcome.alone and not outcome.count(*WRONG_ALERTS):
        return "Nobody was taken for somebody else in this one run."
    if outcome.alone:
        found = [f"{whole(outcome.count(*WRONG_ALERTS, group=group))} of the {group}" for group in outcome.groups]
        return f"Taken for somebody else in this one run: {enumerated(found)}."
    known = [group for group in outcome.groups if outcome.estimable(group, *WRONG_ALERTS)]
    if len(known) < len(outcome.groups):
        return ""  # the note below the table by group says why
    found = [f"{times(outcome.per_10_000(*WRONG_ALERTS, group=group))} among the {group}" for group in known]
    return f"Taken for somebody else, per 10,000 people of the group: {enumerated(found)}."


def _were(figure: Spread | str) -> str:
    return plural(figure, "was", "were")


def _of_100(outcome: Outcome, part: Counts, of: Counts) -> Spread:
    """A share in 100, with its interval over the replicates in which there was anything to share.

    Where the draws have too few of the part to say how often it is, it is replicate 0's share, without an interval.
    """

    def share(each: Tally) -> float:
        return 100 * each.total(*part) / each.total(*of)

    first, draws = outcome.tallies[0], outcome.ensemble
    if draws is not None and first.total(*part) and draws.too_few(lambda each: each.total(*part)):
        return Spread(value=share(first))
    return outcome.over(share, where=lambda each: each.total(*of) > 0)
