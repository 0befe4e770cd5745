"""A run's figures as the sentences that mechanisms add to a headline are given them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from glasshouse.headline_sentence import HeadlineSentence
from glasshouse.measure import names_of
from glasshouse.measures import harm
from glasshouse.measures.intervals import Spread
from glasshouse.mechanism_set import MechanismError
from glasshouse.wording.lists_and_nouns import plural, times

if TYPE_CHECKING:
    from collections.abc import Iterable

    from glasshouse.measures.outcome import Outcome
    from glasshouse.measures.tally import Tally
    from glasshouse.mechanism import Count, Mechanism
    from glasshouse.scenario.scenario import Scenario


#: What stands in the cell of a group with too few people or cases for a figure.
DASH = "–"


@dataclass(frozen=True, kw_only=True)
class SpreadFigure:
    """A figure with the words that go with it.

    >>> one, many = (SpreadFigure(spread=spread) for spread in (Spread(value=1), Spread(value=3, low=1, high=4)))
    >>> one.of("plate"), many.of("plate"), one.times, many.word("is", "are")
    ('1 plate', '3 (1 to 4) plates', 'once', 'are')
    """

    spread: Spread

    @property
    def value(self) -> float:
        """The number, that of replicate 0."""
        return self.spread.value

    @property
    def times(self) -> str:
        """How often."""
        return times(self.spread)

    def word(self, one: str, many: str | None = None) -> str:
        """The word that goes with it."""
        return plural(self.spread, one, many)

    def of(self, one: str, many: str | None = None) -> str:
        """The figure and its noun."""
        return f"{self} {self.word(one, many)}"

    def __str__(self) -> str:
        """The value, and the interval in brackets."""
        return str(self.spread)


@dataclass(frozen=True, kw_only=True)
class ToldFigures:
    """What a run came to, as ``headline_sentence.HeadlineFigures`` says."""

    outcome: Outcome

    @property
    def alone(self) -> bool:
        """Whether there is one replicate."""
        return self.outcome.alone

    @property
    def knows_persons(self) -> bool:
        """Whether single persons were followed."""
        return self.outcome.knows_persons

    @property
    def days(self) -> int:
        """Days of the run."""
        return self.outcome.days

    @property
    def scenario(self) -> Scenario:
        """The scenario."""
        return self.outcome.scenario

    def count(self, *counts: Count | str) -> int:
        """The sum of counts in replicate 0."""
        return self.outcome.count(*names_of(counts))

    def figure(self, *counts: Count | str, yearly: bool = False) -> SpreadFigure:
        """The sum of counts: of this one run, or of 10,000 people."""
        names = names_of(counts)
        if self.alone:
            return SpreadFigure(spread=Spread(value=self.outcome.count(*names)))
        return SpreadFigure(spread=self.outcome.per_10_000(*names, yearly=yearly))

    def share(self, part: Count | str, *whole: Count | str) -> SpreadFigure | None:
        """Of 100 of the whole, over the replicates that have any of it; None where replicate 0 has none."""
        own, every = names_of((part,)), names_of(whole)
        if not self.outcome.count(*every):
            return None
        spread = self.outcome.over(
            lambda each: 100 * each.total(*own) / each.total(*every), where=lambda each: each.total(*every) > 0
        )
        return SpreadFigure(spread=spread)

    def people(self, kind: str, *times: Count | str) -> SpreadFigure:
        """People to whom something happened; without a ledger of persons, how many times it did."""
        names, outcome = names_of(times), self.outcome

        def figure(each: Tally) -> float:
            persons = each.persons(kind)
            number = each.total(*names) if persons is None else persons
            return number if self.alone else harm.per_10_000(number, outcome.people_of(each))

        return SpreadFigure(spread=outcome.over(figure))


def declared(outcome: Outcome, mechanisms: Iterable[Mechanism]) -> list[str]:
    """The sentences that some mechanisms of a run declare, of those that are on at some time."""
    figures = ToldFigures(outcome=outcome)
    sentences = [
        sentence
        for each in mechanisms
        if _ever_on(outcome.scenario, each.section)
        for sentence in each.declared(HeadlineSentence)
    ]
    said = (_said(sentence, figures) for sentence in sorted(sentences, key=lambda sentence: sentence.place))
    return [text for text in said if text]


def _said(sentence: HeadlineSentence, figures: ToldFigures) -> str | None:
    """What a mechanism says. Raises MechanismError where that of a plug-in fails."""
    try:
        text = sentence.say(figures)
    except Exception as error:  # it is anybody's code, and may raise anything
        fault = f"its sentence for the headline failed ({type(error).__name__}: {error})"
        raise MechanismError(f"{sentence.module}: {fault}") from error
    if text is not None and not isinstance(text, str):
        raise MechanismError(f"{sentence.module}: its sentence for the headline is {text!r}, which is no text")
    return text


def _ever_on(scenario: Scenario, section: str) -> bool:
    """Whether a section is on at the start or after a dated event; one without a switch always is."""
    switches = (scenario.switches, *(event.switches for event in scenario.events))
    found = [each[key] for each in switches if (key := f"{section}.enabled") in each]
    return any(found) or not found
