"""What a comparison found, in one sentence: the title of its picture.

It is about the scenario that leaves least harm of those that keep the system. A direction is told only where the
paired difference has one.
"""

from __future__ import annotations

from glasshouse.comparison.arm_names import ALWAYS
from glasshouse.comparison.comparison import Comparison
from glasshouse.comparison.comparison_subject import counts_only, difference, least, subject
from glasshouse.comparison.comparison_words import beginning
from glasshouse.measures.intervals import Spread
from glasshouse.wording.change_words import NONE, UNCLEAR, direction, more_or_fewer, span
from glasshouse.wording.lists_and_nouns import counted, people, plural

#: Scenarios without the system, or without what no system is without.
NO_CHOICE = (*ALWAYS, "error-free")


def finding(comparison: Comparison) -> str:
    """The finding as a sentence without a full stop; where less is not better in itself, what the picture shows."""
    about = subject(comparison)
    return _of_arm(comparison, _told(comparison)) if about.ranked else about.title


def kept(comparison: Comparison) -> list[str]:
    """The arms that keep the system and its errors: those among which somebody may choose."""
    return [arm for arm in comparison.arms if str(comparison.about(arm)["written"]).partition("@")[0] not in NO_CHOICE]


def _told(comparison: Comparison) -> str:
    """The arm that the finding is about: of those that change anything, and of those that may be chosen, the best."""
    choice = kept(comparison)
    changed = [arm for arm in choice if not comparison.inert(arm)]
    return least(comparison, changed or choice or list(comparison.arms))[0]


def _of_arm(comparison: Comparison, arm: str) -> str:
    begins = beginning(comparison, arm)
    if comparison.inert(arm):
        return f"{begins}, nobody differs from the baseline"
    return f"{begins}, {_change(comparison, difference(comparison, arm) or Spread(value=0.0))}"


def _change(comparison: Comparison, figure: Spread) -> str:
    """ "up to 55 fewer of every 10,000 people are wrongly sanctioned"."""
    about, way, size = subject(comparison), direction(figure), int(comparison.manifest["population"])
    of = people(size) if counts_only(comparison) else "every 10,000 people"
    if not about.people:
        year = (
            f"among {of} in {counted(int(comparison.manifest['days']), 'day')}"
            if counts_only(comparison)
            else ("in a year of 10,000 people")
        )
        if way in (NONE, UNCLEAR):
            return f"there is no clear change in {about.wronged}" if way == UNCLEAR else f"as many {about.wronged}"
        return f"{more_or_fewer(figure)} {about.wronged} {year}"
    done = about.wronged
    if way == NONE:
        return f"as many people are {done} as in the baseline"
    if way == UNCLEAR:
        return f"there is no clear change in how many of {of} are {done} ({span(figure)})"
    told = more_or_fewer(figure)
    return f"{told} of {of} {plural(told.rpartition(' ')[0], 'is', 'are')} {done}"
