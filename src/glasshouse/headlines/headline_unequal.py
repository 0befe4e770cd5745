"""*Unequal* in a headline: people sanctioned beyond what the reference group's odds for the same acts give."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from glasshouse.headlines.told_figures import DASH
from glasshouse.measures.intervals import NOT_ESTIMABLE, Spread, spread
from glasshouse.scenario.places import STANDARD
from glasshouse.wording.change_words import (
    MOSTLY,
    MOSTLY_LESS,
    MOSTLY_MORE,
    NONE,
    UNCLEAR,
    direction,
    in_draws,
    more_or_fewer,
    signed,
    signed_interval,
    span,
)
from glasshouse.wording.lists_and_nouns import enumerated

if TYPE_CHECKING:
    from glasshouse.measures.outcome import Outcome

#: The column of it in the table by group, and what stands there beside the group that the others are compared with.
COLUMN, REFERENCE = "Excess", "reference"
#: What stands before a group's name, in counts of one run and in rates.
_OF_ONE_RUN, _OF_EVERY = "of the ", "of every 10,000 "


def called(outcome: Outcome) -> str:
    """The group with which others are compared, in a sentence; one of a place's own takes "the"."""
    place = outcome.scenario.place
    return f"{'' if place.groups == STANDARD else 'the '}{place.group_names[0]}"


def sentence(outcome: Outcome) -> str:
    """The excess of each group against the reference group's odds for the same acts."""
    if not outcome.knows_persons:
        return "Unequal treatment is not counted: single persons are not followed in a run of this size."
    reference, *others = outcome.groups
    known = [group for group in others if outcome.estimable(group, "first_sanctioned")]
    if not known or not outcome.estimable(reference, "first_sanctioned"):
        return f"Unequal treatment is {NOT_ESTIMABLE}: in some group too few people were sanctioned."
    figures = {group: found for group in known if (found := _excess(outcome, group))}
    apart = differences(figures, _OF_ONE_RUN if outcome.alone else _OF_EVERY)
    return f"Unequal treatment: compared with {called(outcome)} who did the same, {apart}."


def cell(outcome: Outcome, group: str) -> tuple[str, str]:
    """A group's excess as text, and its interval."""
    reference = outcome.groups[0]
    if group == reference:
        return REFERENCE, ""
    known = all(outcome.estimable(name, "first_sanctioned") for name in (group, reference))
    figure = _excess(outcome, group) if outcome.knows_persons and known else None
    return (signed(figure.value), signed_interval(figure)) if figure else (DASH, "")


def differences(figures: Mapping[str, Spread], of: str) -> str:
    """How many more or fewer of each group were sanctioned; ``of`` says of how many, before a group's name.

    >>> more, unclear = Spread(value=124.0, low=9.0, high=300.0), Spread(value=4.0, low=-4.2, high=28.0)
    >>> differences({"women": more, "men": unclear}, "of every 10,000 ").partition("; ")[::2]
    ('124 (9 to 300) more of every 10,000 women were sanctioned', 'no clear difference for men (4.2 fewer to 28 more)')
    >>> differences({"men": unclear}, "of every 10,000 ")
    'there is no clear difference in how many of every 10,000 were sanctioned: men, 4.2 fewer to 28 more'
    >>> differences({"men": Spread(value=-3.0), "women": Spread(value=0.0)}, "of the ")
    '3 fewer of the men were sanctioned; no difference for women'
    >>> from glasshouse.wording.agreement import Agreement
    >>> agreed = Spread(value=4.0, low=-4.2, high=28.0, draws=Agreement(more=185, fewer=15, draws=200))
    >>> differences({"men": agreed}, "of every 10,000 ")
    'more of every 10,000 were sanctioned among men in 185 of 200 draws (4.2 fewer to 28 more)'
    """
    ways = {group: direction(figure) for group, figure in figures.items()}
    clear = [f"{more_or_fewer(figures[g])} {of}{g}" for g, way in ways.items() if way not in (NONE, UNCLEAR, *MOSTLY)]
    agreed = [text for way in (MOSTLY_MORE, MOSTLY_LESS) if (text := _agreed(figures, ways, way, of))]
    unclear = {g: span(figures[g]) for g, way in ways.items() if way == UNCLEAR}
    same = [g for g, way in ways.items() if way == NONE]
    if unclear and not (clear or agreed or same):
        told = "; ".join(f"{group}, {between}" for group, between in unclear.items())
        many = "how many" if of == _OF_ONE_RUN else f"how many {of.strip()}"
        return f"there is no clear difference in {many} were sanctioned: {told}"
    one = len(clear) == 1 and clear[0].startswith("1 ")
    parts = [f"{enumerated(clear)} {'was' if one else 'were'} sanctioned"] if clear else []
    parts += agreed
    if unclear:
        among = enumerated([f"{group} ({between})" for group, between in unclear.items()])
        parts.append(f"no clear difference for {among}")
    if same:
        parts.append(f"no difference for {enumerated(same)}")
    return "; ".join(parts)


def _agreed(figures: Mapping[str, Spread], ways: Mapping[str, str], way: str, of: str) -> str:
    """The groups of whom most draws agree that more, or fewer, were sanctioned; "" without any."""
    among = [f"among {g} {in_draws(figures[g])} ({span(figures[g])})" for g in figures if ways[g] == way]
    many = "" if of == _OF_ONE_RUN else f" {of.strip()}"
    return f"{'more' if way == MOSTLY_MORE else 'fewer'}{many} were sanctioned {enumerated(among)}" if among else ""


def _excess(outcome: Outcome, group: str) -> Spread | None:
    """A count of one run, or people of 10,000 of the group; None without a ledger of persons."""
    if not outcome.alone:
        return outcome.excess_per_10_000(group)
    found = outcome.excess(group)
    return spread([found.excess if found else 0.0])
