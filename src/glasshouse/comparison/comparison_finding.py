"""What a comparison found, in one sentence: the title of its page and of its picture.

It is about the scenario that leaves least harm of those that keep the system. A direction is told only where the
paired difference has one. The page's title says beside it how sure that is: in how many draws or runs it is so.
"""

from __future__ import annotations

from collections.abc import Sequence

from glasshouse.comparison.arm_names import ALWAYS
from glasshouse.comparison.arm_sentences import beginning
from glasshouse.comparison.comparison import Comparison
from glasshouse.comparison.comparison_subject import counts_only, difference, least, subject, values
from glasshouse.comparison.comparison_words import baseline_title
from glasshouse.comparison.over_draws import values_of_draws
from glasshouse.measures.intervals import Spread
from glasshouse.wording.change_words import (
    MOSTLY,
    NONE,
    UNCLEAR,
    direction,
    in_draws,
    more_or_fewer,
    mostly,
    span,
)
from glasshouse.wording.lists_and_nouns import clauses, counted, enumerated, people, plural

#: Scenarios without the system, or without what no system is without.
NO_CHOICE = (*ALWAYS, "error-free")
#: How many scenarios are named in the line below the title.
MOST_NAMED = 6


def finding(comparison: Comparison) -> str:
    """The finding as a sentence without a full stop; where less is not better in itself, what the picture shows."""
    about = subject(comparison)
    return _of_arm(comparison, _told(comparison)) if about.ranked else about.title


def title_of_page(comparison: Comparison) -> str:
    """The finding as a sentence to be read aloud, without a full stop: a number, its unit, and how sure it is.

    Where less is not better in itself, it is about the first scenario that was asked for and changes anything.
    """
    arm = _told_in_title(comparison)
    if comparison.inert(arm):
        return f"{_of_arm(comparison, arm)}, among {people(int(comparison.manifest['population']))}{_days(comparison)}"
    return f"{_of_arm(comparison, arm, within=_days(comparison))}{_sure(comparison, arm)}"


def how_sure(comparison: Comparison) -> str:
    """How sure the finding of the page's title is, as a sentence; "" where nobody differs, which is certain."""
    arm = _told_in_title(comparison)
    if comparison.inert(arm):
        return ""
    said = _sure(comparison, arm)
    behind = said.removeprefix(": ")
    return f"{behind[:1].upper()}{behind[1:]}." if said != behind else f"That is so{said}."


def compared_with(comparison: Comparison) -> str:
    """What was compared, in a line below the title: the baseline with its label, and the other scenarios by name."""
    titles = [str(comparison.about(arm)["title"]) for arm in comparison.arms]
    more = len(titles) - MOST_NAMED
    shown = [*titles[:MOST_NAMED], *([f"{more} more"] if more > 0 else [])]
    named = clauses(shown) if any(", " in each for each in shown) else enumerated(shown)
    return f"Compared with “{baseline_title(comparison)}” ({comparison.manifest['label']}): {named}."


def kept(comparison: Comparison) -> list[str]:
    """The arms that keep the system and its errors: those among which somebody may choose."""
    return [arm for arm in comparison.arms if str(comparison.about(arm)["written"]).partition("@")[0] not in NO_CHOICE]


def _told(comparison: Comparison) -> str:
    """The arm that the finding is about: of those that change anything, and of those that may be chosen, the best."""
    choice = kept(comparison)
    changed = [arm for arm in choice if not comparison.inert(arm)]
    return least(comparison, changed or choice or list(comparison.arms))[0]


def _told_in_title(comparison: Comparison) -> str:
    return _told(comparison) if subject(comparison).ranked else _first(comparison)


def _first(comparison: Comparison) -> str:
    """The first arm that changes anything, of those that may be chosen if there are any; the first of all if none."""
    choice = kept(comparison) or list(comparison.arms)
    return next((arm for arm in choice if not comparison.inert(arm)), choice[0])


def _of_arm(comparison: Comparison, arm: str, within: str = "") -> str:
    begins = beginning(comparison, arm)
    if comparison.inert(arm):
        return f"{begins}, nobody differs from the baseline"
    return f"{begins}, {_change(comparison, difference(comparison, arm) or Spread(value=0.0), within)}"


def _days(comparison: Comparison) -> str:
    return f" within {counted(int(comparison.manifest['days']), 'day')}"


def _change(comparison: Comparison, figure: Spread, within: str) -> str:
    """ "0 to 55 fewer of every 10,000 people are wrongly sanctioned"; ``within`` says over what time."""
    about, way, size = subject(comparison), direction(figure), int(comparison.manifest["population"])
    of = people(size) if counts_only(comparison) else "every 10,000 people"
    if not about.people:
        year = f"among {of}{_days(comparison)}" if counts_only(comparison) else "in a year of 10,000 people"
        if way == UNCLEAR:
            return f"there is no clear change in {about.wronged} {year} ({span(figure)})"
        if way in MOSTLY:
            return f"there are {mostly(figure)} {about.wronged} {year}{_agreed(figure, within)}"
        if way == NONE:
            return f"there are as many {about.wronged} {year} as in the baseline"
        told = more_or_fewer(figure)
        return f"there {plural(told.rpartition(' ')[0], 'is', 'are')} {told} {about.wronged} {year}"
    done = f"{about.wronged}{within}"
    if way == NONE:
        return f"as many of {of} are {done} as in the baseline"
    if way == UNCLEAR:
        return f"there is no clear change in how many of {of} are {done} ({span(figure)})"
    if way in MOSTLY:
        return f"{mostly(figure)} of {of} are {done}{_agreed(figure, within)}"
    told = more_or_fewer(figure)
    return f"{told} of {of} {plural(told.rpartition(' ')[0], 'is', 'are')} {done}"


def _agreed(figure: Spread, within: str) -> str:
    """In how many draws it is so, and its interval. A page's title, which says over what time, ends with the draws."""
    return f"{'' if within else f' {in_draws(figure)}'} ({span(figure)})"


def _sure(comparison: Comparison, arm: str) -> str:
    """In how many draws or runs there is less, as much and more of it."""
    measures = subject(comparison).measures
    draws = values_of_draws(comparison, arm, measures)
    if draws is not None:
        return f": {_in_how_many(draws.tolist(), 'draws of the assumptions')}"
    if comparison.drawn is not None:
        return " in the run with central assumptions; the draws do not tell"
    runs = values(comparison, arm, measures)
    return f": {_in_how_many(runs, 'runs')}" if len(runs) > 1 else " in this one run, which cannot say how sure that is"


def _in_how_many(changes: Sequence[float], what: str) -> str:
    """How often a change points which way, the way that it mostly goes first.

    >>> _in_how_many([-1, -2, 0], "draws"), _in_how_many([-1, -2], "runs"), _in_how_many([0, 0], "draws")
    ('fewer in 2 of 3 draws, as many in 1', 'fewer in both runs', 'so in both draws')
    >>> _in_how_many([-1, 2, 2, 0], "runs"), _in_how_many([3.0] * 200, "draws")
    ('more in 2 of 4 runs, fewer in 1, as many in 1', 'more in all 200 draws')
    """
    counts = {
        "fewer": sum(change < 0 for change in changes),
        "more": sum(change > 0 for change in changes),
        "as many": sum(change == 0 for change in changes),
    }
    seldom_differs = 20 * counts["as many"] > 19 * len(changes)  # then that it is as many is what there is to say
    ranked = sorted(counts, key=lambda word: (word == "as many" and not seldom_differs, -counts[word]))
    (first, *others), of = [word for word in ranked if counts[word]], len(changes)
    if not others:
        return f"{'so' if first == 'as many' else first} in {'both' if of == 2 else f'all {of}'} {what}"
    rest = ", ".join(f"{word} in {counts[word]}" for word in others)
    return f"{first} in {counts[first]} of {of} {what}, {rest}"
