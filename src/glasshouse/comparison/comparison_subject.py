"""What a comparison is about: the harm that it is pictured by, and by which its arms may be put in order.

It is a harm that the scenario can do. Where gates close, people are wrongly sanctioned; where police stop people after
an alert, they stop some who should not have been; where nobody is stopped either, people are taken for somebody else.
Less of such a harm is better in itself. All stops, and what is held back out of fear, are shown and never put in order:
fewer right stops can be bought with blindness, less fear with secrecy.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from glasshouse.comparison import words_held_back
from glasshouse.comparison.arm_sentences import account
from glasshouse.comparison.comparison import Comparison
from glasshouse.comparison.over_draws import scaled, values_of_draws
from glasshouse.measures.intervals import LEAST_EVENTS, Spread, spread, spread_of_draws
from glasshouse.measures.outcome import lawful_acts
from glasshouse.wording.lists_and_nouns import counted, plural, times

#: Measures that are added up: they count different people, or different times.
Measures = tuple[str, ...]
WRONG_STOPS: Measures = ("stops_false", "stops_faulty")


@dataclass(frozen=True, kw_only=True)
class Beside:
    """A second figure of a scenario: its heading, its name in data, and which column of which measures it is."""

    name: str
    head: str
    measures: Measures
    column: str = ""


@dataclass(frozen=True, kw_only=True)
class Subject:
    """What a comparison is about.

    - ``measures``: what is counted, added up. ``people``: whether these are people, and not what befalls them.
    - ``title`` of the picture; ``wronged``: in a word or two what happened.
    - ``level`` says how much of it there is, in the words of ``phrase``.
    - ``beside``: what else is shown of each scenario.
    - ``ranked``: whether less of it is better in itself. ``ties`` are the harms that decide between equals.
    """

    measures: Measures
    title: str
    wronged: str
    level: str
    people: bool = True
    beside: tuple[Beside, ...] = ()
    ranked: bool = False
    ties: tuple[Measures, ...] = ()
    note: str = ""

    @property
    def spares(self) -> bool:
        """Whether it is known of single persons who is spared and who is newly harmed."""
        return any(each.name == "spared" for each in self.beside)

    def phrase(self, figure: Spread, *, of: str, days: int, rate: bool) -> str:
        """How much of it there is.

        >>> STOPPED.phrase(Spread(value=1), of="10,000 people", days=30, rate=False)
        '10,000 people are stopped once in 30 days'
        >>> WRONGFUL.phrase(Spread(value=1), of="10,000 people", days=1, rate=False)
        '1 of 10,000 people is wrongly sanctioned within 1 day'
        """
        span = counted(days, "day")
        return self.level.format(
            level=figure,
            times=times(figure),
            acts=lawful_acts(figure),
            are=plural(figure, "is", "are"),
            of=of,
            of_are=f"{of} {'is' if of == '1 person' else 'are'}",
            days=span,
            span="in a year" if rate else f"in {span}",
        )


def _people(measure: str) -> tuple[Beside, ...]:
    return (
        Beside(name="spared", head="spared", measures=(measure,), column="people_spared"),
        Beside(name="newly_harmed", head="newly harmed", measures=(measure,), column="people_newly_harmed"),
    )


WRONGFUL = Subject(
    measures=("wrongful",),
    title="Who is wrongly sanctioned, in each scenario",
    wronged="wrongly sanctioned",
    level="{level} of {of} {are} wrongly sanctioned within {days}",
    beside=_people("wrongful"),
    ranked=True,
    ties=(("unjust",), ("misidentified",), WRONG_STOPS),
)
WRONGLY_STOPPED = Subject(
    measures=WRONG_STOPS,
    title="How often people are stopped who should not have been, in each scenario",
    wronged="wrong stops",
    level="{of_are} stopped {times} {span} who should not have been",
    people=False,
    beside=(
        Beside(name="wrong_person", head="wrong person", measures=("stops_false",)),
        Beside(name="faulty_entry", head="faulty entry", measures=("stops_faulty",)),
    ),
    ranked=True,
    ties=(("misidentified",),),
    note="Wrong person: taken for somebody else. Faulty entry: recognised rightly, by an entry that should not be on "
    "the list. Stops are counted, and no single person is followed in them.",
)
MISTAKEN = Subject(
    measures=("misidentified",),
    title="Who is taken for somebody else, in each scenario",
    wronged="misidentified",
    level="{level} of {of} {are} taken for somebody else within {days}",
    beside=_people("misidentified"),
    ranked=True,
)
STOPPED = Subject(
    measures=("stops",),
    title="How often people are stopped after an alert, in each scenario",
    wronged="stops",
    level="{of_are} stopped {times} {span}",
    people=False,
)
CHILLED = Subject(
    measures=("chilled",),
    title="What people hold back out of fear, in each scenario",
    wronged="acts held back",
    level="{acts} {are} held back out of fear by {of} {span}",
    people=False,
    beside=_people("chilled"),
)


def subject(comparison: Comparison) -> Subject:
    """What a comparison is about: the harm that its account of the scenarios begins with, if that ever happens."""
    told = account(comparison.scenario)
    if told is words_held_back:
        return CHILLED
    if told is None:
        return WRONGFUL
    return next((each for each in (WRONGLY_STOPPED, MISTAKEN) if _happens(comparison, each.measures)), STOPPED)


def _happens(comparison: Comparison, measures: Measures) -> bool:
    columns = ("baseline", "arm_value")
    return any(any(values(comparison, arm, measures, column)) for arm in comparison.arms for column in columns)


def values(comparison: Comparison, arm: str, measures: Measures, column: str = "difference") -> list[float]:
    """What is counted, replicate by replicate; [] where none of it is defined."""
    found = [own for measure in measures if (own := comparison.values(arm, measure, column))]
    return [sum(each) for each in zip(*found, strict=True)]


def counts_only(comparison: Comparison) -> bool:
    """Whether counts are given and no rate: one run, or so few cases in a scenario that no rate holds."""
    about = subject(comparison)
    return comparison.replicates == 1 or not all(_rests(comparison, arm, about.measures) for arm in comparison.arms)


def _rests(comparison: Comparison, arm: str, measures: Measures) -> bool:
    """Whether a rate rests on enough cases in either scenario of replicate 0; none anywhere is enough, too."""
    both = [values(comparison, arm, measures, column) for column in ("baseline", "arm_value")]
    return max((each[0] for each in both if each), default=0) >= LEAST_EVENTS or not any(map(any, both))


def level(comparison: Comparison, arm: str, measures: Measures | None = None, column: str = "") -> Spread | None:
    """How much there is of the subject (or of other measures) in a scenario, as a rate or a count; None: not defined.

    The baseline stands in the rows of any arm.
    """
    asked = subject(comparison).measures if measures is None else measures
    row = comparison.arms[0] if arm == "baseline" else arm
    column = column or ("baseline" if arm == "baseline" else "arm_value")
    found = values(comparison, row, asked, column)
    if not found:
        return None
    if counts_only(comparison):
        return _counted(comparison, found, row, asked, column)
    rates = [comparison.rates(row, measure, column) for measure in asked]
    own = spread([sum(each) for each in zip(*filter(None, rates), strict=True)])
    if comparison.drawn is None:
        return own
    drawn = values_of_draws(comparison, row, asked, column)
    over = None if drawn is None else spread_of_draws(drawn.tolist())
    return replace(over, value=own.value) if over else Spread(value=own.value)


def _counted(comparison: Comparison, found: list[float], row: str, asked: Measures, column: str) -> Spread:
    """Counts, with the interval over the draws of one run, or over the replicates."""
    drawn = values_of_draws(comparison, row, asked, column)
    if comparison.drawn is None:
        return spread(found)
    if drawn is None:
        return Spread(value=found[0])
    of_run = scaled(comparison, spread_of_draws(drawn.tolist()), row, asked[0], column)
    return replace(of_run, value=found[0])


def difference(comparison: Comparison, arm: str) -> Spread | None:
    """How much more or less of the subject there is in a scenario than in the baseline; None: not defined.

    It is taken among the same people, within each draw or replicate, before the interval is.
    """
    return level(comparison, arm, column="difference")


def harm_left(comparison: Comparison, arm: str) -> tuple[float, ...]:
    """What a scenario leaves of the subject in replicate 0, and of the harms that decide between equals."""
    about = subject(comparison)
    column = "baseline" if arm == "baseline" else "arm_value"
    row = comparison.arms[0] if arm == "baseline" else arm
    found = (values(comparison, row, measures, column) for measures in (about.measures, *about.ties))
    return tuple(own[0] if own else 0.0 for own in found)


def least(comparison: Comparison, arms: Sequence[str]) -> list[str]:
    """The arms that leave least harm: one, or all that are equal in it."""
    left = {arm: harm_left(comparison, arm) for arm in arms}
    return [arm for arm in arms if left[arm] == min(left.values())]


def from_worst(comparison: Comparison) -> list[str]:
    """The arms from the worst to the best; in the order asked for where none is better."""
    arms = list(comparison.arms)
    if not subject(comparison).ranked:
        return arms
    return sorted(arms, key=lambda arm: tuple(-left for left in harm_left(comparison, arm)))
