"""How sure: what the intervals say in words, how much is assumed, and what published figures say of the parts."""

from __future__ import annotations

from collections.abc import Collection
from math import inf

from glasshouse.evidence import MARK
from glasshouse.measures.concerned import asked
from glasshouse.measures.intervals import LEAST_EVENTS, Spread
from glasshouse.measures.outcome import Outcome
from glasshouse.report.brief import BriefLine, BriefPart, said
from glasshouse.report.cards import switched_off
from glasshouse.report.evidence_tables import numbers
from glasshouse.runs import ensemble_words
from glasshouse.scenario import Scenario
from glasshouse.validation.kinds import KINDS
from glasshouse.validation.known_verdicts import passes
from glasshouse.validation.verdict_tally import VerdictTally, fare, tally
from glasshouse.wording.lists_and_nouns import people, plural
from glasshouse.wording.numbers import short

#: Fewer runs than this span too little.
FEW = 5


def sure(outcome: Outcome, notes: tuple[str, ...] = ()) -> BriefPart:
    """How sure a run's figures are."""
    scenario = outcome.scenario
    return BriefPart(
        name="sure",
        lines=(
            *said(*ensemble_words.conclusions(outcome)),
            *(_drawn(outcome) if outcome.ensemble else _spans(outcome)),
            *said(assumed(scenario)),
            *validated(switched_off(scenario)),
        ),
        notes=notes,
        more=(("Every number, with its evidence", "#numbers"),),
    )


def _spans(outcome: Outcome) -> tuple[BriefLine, ...]:
    if outcome.alone and outcome.sparse:
        return said(
            f"Too little happened among these {people(outcome.population)} to say how far another seed or other "
            "assumptions would move it. More people would tell (--population, --ensemble-population)."
        )
    if outcome.alone:
        return said(
            "This is one run. Nothing here says how far another seed or other assumptions would move it; "
            "--draws 200 does."
        )
    figures, spans = _figures(outcome)
    runs = f"{outcome.replicates} runs with other seeds and other assumptions"
    few = " With so few runs the spans are too narrow." if outcome.replicates < FEW else ""
    cases = [outcome.count(*measures) for measures in asked(outcome.scenario).values()]
    return said(f"Per 10,000 people, over {runs}: {spans}.{few} {reading(figures, cases)}")


def _drawn(outcome: Outcome) -> tuple[BriefLine, ...]:
    """What the draws of an ensemble say, which are over the assumptions alone."""
    assert outcome.ensemble is not None
    figures, spans = _figures(outcome)
    draws = f"{outcome.ensemble.draws} draws of the assumptions"
    known = f"Per 10,000 people, 90 % of {draws} lie between: {spans}. {reading(figures)}"
    return said(known, *ensemble_words.notes(outcome)[1:])


def _figures(outcome: Outcome) -> tuple[list[Spread], str]:
    """The figures that a run is about, and how wide each is, in words."""
    figures = {what: outcome.per_10_000(*measures) for what, measures in asked(outcome.scenario).items()}
    return list(figures.values()), "; ".join(f"{what}, {in_words(figure)}" for what, figure in figures.items())


def in_words(figure: Spread) -> str:
    """How wide an interval is.

    >>> in_words(Spread(value=79, low=7.4, high=640)), in_words(Spread(value=3, low=0, high=4))
    ('7.4 to 640 (the highest is 86 times the lowest)', '0 to 4')
    >>> in_words(Spread(value=5, low=5, high=5)), in_words(Spread(value=5, low=4.5, high=5))
    ('5 in all of them', '4.5 to 5')
    """
    if figure.low is None or figure.high is None:
        return "too few cases to say" if figure.value else "none"
    low, high = figure.low, figure.high
    if low == high:
        return f"{short(low)} in all of them"
    wide = low > 0 and high / low >= 2
    return figure.interval + (f" (the highest is {short(high / low)} times the lowest)" if wide else "")


def reading(figures: Collection[Spread], cases: Collection[int] = ()) -> str:
    """How to read figures as wide as the widest of these; ``cases`` are the people that each counts in replicate 0.

    >>> reading([Spread(value=79, low=7.4, high=640)])
    'Not even the order of magnitude is known.'
    >>> reading([Spread(value=0, low=0, high=0)])
    'It never happened among so few people, which says little.'
    >>> reading([Spread(value=0.5, low=0.5, high=0.5)], [1])
    'Some of this rests on fewer than 5 cases, of which a span says little.'
    """
    known = [figure for figure in figures if figure.high]
    if not known:
        return "It never happened among so few people, which says little."
    if any(0 < count < LEAST_EVENTS for count in cases):
        return f"Some of this rests on fewer than {LEAST_EVENTS} cases, of which a span says little."
    widest = max(figure.high / figure.low if figure.low and figure.high else inf for figure in known)
    if widest >= 10:
        return "Not even the order of magnitude is known."
    if widest >= 2:
        return "The order of magnitude is known, and not much more."
    return "The assumptions, as far as they were given a range, move it little."


def assumed(scenario: Scenario) -> str:
    """How many of the numbers behind a run are assumptions, and how many are from memory.

    >>> from glasshouse.scenario import load
    >>> assumed(load("london-lfr")).split(" are ")[1]
    'assumed, each with its reason; the others cite a source.'
    >>> assumed(load("as-described")).split(";")[1]
    ' the others cite a source, 6 of them from memory, not checked.'
    """
    parts = numbers(scenario, switched_off(scenario))
    count, of = sum(part.assumed for part in parts), sum(len(part.rows) for part in parts)
    are = plural(str(count), "is", "are")
    others = "the other one cites" if of - count == 1 else "the others cite"
    told = f"{count} of the {of} numbers behind it {are} assumed, each with its reason; {others} a source"
    remembered = sum(part.remembered for part in parts)
    return f"{told}, {remembered} of them {MARK}." if remembered else f"{told}."


def validated(off: Collection[str]) -> tuple[BriefLine, ...]:
    """How the tables of published figures fared that exercise a part which is on."""
    found = verdicts(off)
    if not found.confirmed + found.unconfirmed:
        return said("No published figure that comes with glasshouse exercises a part that is on here.")
    some = found.confirmed == 1
    tables = (
        f"{found.confirmed} {'table' if some else 'tables'} of published figures {'exercises' if some else 'exercise'}"
    )
    return said(f"{tables} parts that are on here: {fare(found)} (glasshouse validate).")


def verdicts(off: Collection[str]) -> VerdictTally:
    """How many validation tables pass and how many fail, of those that exercise a part which is on.

    >>> verdicts([kind.exercises for kind in KINDS.values()]) == VerdictTally()
    True
    """
    return tally(
        (passed, confirmed) for kind, passed, confirmed in passes().values() if KINDS[kind].exercises not in off
    )
