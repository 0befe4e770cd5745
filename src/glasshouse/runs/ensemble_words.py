"""An ensemble in sentences: how its figures were made, where the run at full size lies, how sure the interval is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from glasshouse.measures import harm
from glasshouse.measures.concerned import asked, errors_of
from glasshouse.measures.ensemble import DrawnFrom, Ensemble, rank
from glasshouse.measures.intervals import Spread
from glasshouse.measures.intervals import method as replicates_method
from glasshouse.wording.lists_and_nouns import counted, enumerated, people
from glasshouse.wording.numbers import percent, short, whole

if TYPE_CHECKING:
    from glasshouse.measures.outcome import Outcome
    from glasshouse.measures.tally import Tally
    from glasshouse.scenario.scenario import Scenario

#: A smaller share of a spread is told as less than this.
_LITTLE = 0.01


def method(ensemble: Ensemble) -> str:
    """How figures and intervals of a run with an ensemble were made."""
    return (
        f"Each figure is the median of {counted(ensemble.draws, 'draw')}, and the interval in brackets holds 90 % of "
        f"them. Each draw takes {taken(ensemble.posterior)}, and simulates "
        f"{people(ensemble.population)}; people and random numbers are the same in all draws."
    )


def taken(posterior: DrawnFrom | None) -> str:
    """What each draw takes its assumptions from.

    >>> taken(None)
    'a value from the range of every assumption that has one'
    >>> taken(DrawnFrom(file="posterior.parquet", parameters=1)).partition(" and ")[0]
    '1 assumption from the posterior in posterior.parquet'
    """
    if posterior is None:
        return "a value from the range of every assumption that has one"
    of = f", which was fitted to {posterior.fitted_to}," if posterior.fitted_to else ""
    number = counted(posterior.parameters, "assumption")
    return f"{number} from the posterior in {posterior.file}{of} and every other one from its range, if it has one"


def notes(outcome: Outcome) -> tuple[str, ...]:
    """What is said of the figures of a run with an ensemble; nothing of one without."""
    if outcome.sparse is not None:
        return (f"{replicates_method(outcome.replicates)} {_sparse(outcome.sparse)}",)
    if outcome.ensemble is None:
        return ()
    return (method(outcome.ensemble), *filter(None, (central(outcome), convergence(outcome), chance(outcome))))


def telling(ensemble: Ensemble, scenario: Scenario) -> bool:
    """Whether any of what a run is about happens often enough in the draws to tell of."""

    def often(measures: Sequence[str]) -> bool:
        return not ensemble.too_few(lambda each: each.total(*measures)) and any(
            each.total(*measures) for each in ensemble.tallies
        )

    return any(often(measures) for measures in asked(scenario).values())


def _sparse(ensemble: Ensemble) -> str:
    return (
        f"{counted(ensemble.draws, 'draw')} of the assumptions were simulated as well, but among "
        f"{people(ensemble.population)} each too little happened for an interval; --ensemble-population takes more."
    )


def figure_of(outcome: Outcome, measures: Sequence[str]) -> Callable[[Tally], float]:
    """Counts among 10,000 people, in a replicate or a draw."""
    return lambda each: harm.per_10_000(each.total(*measures), outcome.people_of(each))


def _told(outcome: Outcome) -> Mapping[str, tuple[str, ...]]:
    """What a run is about, as far as the draws have an interval for it."""
    ensemble = outcome.ensemble
    assert ensemble is not None
    return {
        what: measures
        for what, measures in asked(outcome.scenario).items()
        if any(ensemble.figures(figure_of(outcome, measures)))
        and not ensemble.too_few(lambda each, measures=measures: each.total(*measures))
    }


def central(outcome: Outcome) -> str:
    """Where the run with central values lies among the draws."""
    ensemble, told = outcome.ensemble, _told(outcome)
    if ensemble is None or not told:
        return ""
    places = [
        f"{what}, {short(value)}, {_above(rank(ensemble.figures(figure), value))}"
        for what, measures in told.items()
        for figure in [figure_of(outcome, measures)]
        for value in [figure(outcome.tallies[0])]
    ]
    return (
        f"The run with {people(outcome.population)} has every assumption at its central value; the tables and stories "
        f"come from it. Of every 10,000 people: {'; '.join(places)}."
    )


def _above(share: float) -> str:
    """Where a figure lies among the draws.

    >>> _above(0.25), _above(0.0), _above(0.999)
    ('which is more than in 25 % of the draws', 'which is less than in any draw', 'which is more than in every draw')
    """
    if share <= 0:
        return "which is less than in any draw"
    if share >= 0.9975:
        return "which is more than in every draw"
    return f"which is more than in {whole(max(1.0, min(99.0, 100 * share)))} % of the draws"


def convergence(outcome: Outcome) -> str:
    """How far the ends of the intervals would move with other draws."""
    ensemble, told = outcome.ensemble, _told(outcome)
    if ensemble is None or not told:
        return ""
    spans = [
        f"{what}, {_end(low)} and {_end(high)}"
        for what, measures in told.items()
        for low, high in [ensemble.ends(ensemble.figures(figure_of(outcome, measures)))]
    ]
    return (
        "Other draws would move the ends of the intervals. 90 % of resamples of these "
        f"{counted(ensemble.draws, 'draw')} put them at: {'; '.join(spans)}."
    )


def _end(end: Spread) -> str:
    """An end of an interval, and where other draws would put it.

    >>> _end(Spread(value=32.0, low=26.0, high=45.0)), _end(Spread(value=0.0, low=0.0, high=0.0))
    ('32 (26 to 45)', '0')
    """
    return str(end) if short(end.low or 0.0) != short(end.high or 0.0) else short(end.value)


def chance(outcome: Outcome) -> str:
    """What part of the spread is that of the seed, and what that of the assumptions."""
    ensemble, told = outcome.ensemble, _told(outcome)
    if ensemble is None or not told:
        return ""
    shares = {what: ensemble.chance(figure_of(outcome, measures)) for what, measures in told.items()}
    known = {what: share for what, share in shares.items() if share is not None}
    if not known:
        return ""
    again = f"{counted(len(ensemble.again), 'draw')} simulated again with another seed, all else equal, show it."
    if max(known.values()) < _LITTLE:
        return f"Chance makes less than {percent(_LITTLE)} of each spread, and the assumptions the rest. {again}"
    told = [f"{what}, {_share(share)}" for what, share in known.items()]
    return f"The share of chance in each spread: {'; '.join(told)}. The assumptions make the rest. {again}"


def _share(share: float) -> str:
    return f"less than {percent(_LITTLE)}" if share < _LITTLE else percent(share)


def conclusions(outcome: Outcome) -> tuple[str, ...]:
    """What holds in nearly all draws of a run, or in how many: of the errors, of the rules and of the groups."""
    ensemble = outcome.ensemble
    if ensemble is None:
        return ()
    _, done, wrong = errors_of(outcome.scenario)
    of = counted(ensemble.draws, "draw")
    found = [f"Some people are {done} in {ensemble.holds(lambda each: each.total(*wrong) > 0)} of {of}."]
    known = asked(outcome.scenario)
    if "unjustly" in known:
        more = ensemble.holds(lambda each: each.total(*known["unjustly"]) > each.total(*wrong))
        found.append(f"More are sanctioned unjustly by rule than wrongfully in {more} of {of}.")
    if unequal := _unequal(outcome, ensemble, of):
        found.append(unequal)
    return tuple(found)


def _unequal(outcome: Outcome, ensemble: Ensemble, of: str) -> str:
    """Which groups are hit more often than the first."""
    reference, *others = outcome.groups
    what, measures = next(iter(asked(outcome.scenario).items()))
    if not outcome.estimable(reference, *measures):
        return ""

    def more(group: str) -> int:
        return ensemble.holds(lambda each: _rate(each, group, measures) > _rate(each, reference, measures))

    told = [f"{group} in {more(group)}" for group in others if outcome.estimable(group, *measures)]
    return f"Groups that are {what} more often than {reference}: {enumerated(told)} of {of}." if told else ""


def _rate(each: Tally, group: str, measures: Sequence[str]) -> float:
    return harm.per_10_000(each.of(group, *measures), each.of(group, "people"))
