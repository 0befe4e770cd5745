"""What an arm of a comparison does to people, in a sentence.

With one replicate a sentence gives counts and no rate; with more, people out of 10,000 with an interval over the
replicates' own differences, so that what both scenarios share falls out. Where there are draws of the assumptions, all
intervals are over these.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from glasshouse.comparison import words_held_back, words_stops
from glasshouse.comparison.acts_here import idle
from glasshouse.comparison.arm_names import parse
from glasshouse.comparison.arm_titles import FROM_DAY
from glasshouse.comparison.comparison import Comparison
from glasshouse.comparison.over_draws import counted_figure, figure, of_the_run, values_of_draws
from glasshouse.interventions import known_to
from glasshouse.measures.concerned import only_reports, only_stops
from glasshouse.measures.intervals import LEAST_EVENTS, Spread
from glasshouse.mechanism_set import SHIPPED, MechanismSet
from glasshouse.wording.change_words import (
    MOSTLY,
    NONE,
    UNCLEAR,
    direction,
    in_draws,
    instead,
    more_or_fewer,
    mostly,
    rise_or_fall,
    span,
)
from glasshouse.wording.lists_and_nouns import enumerated, people, plural
from glasshouse.wording.numbers import short, whole

if TYPE_CHECKING:
    from types import ModuleType

    from glasshouse.scenario import Scenario


def account(scenario: Scenario) -> ModuleType | None:
    """What a comparison is told by where nobody can be sanctioned, or None: wrongful sanctions.

    >>> from glasshouse.scenario import load
    >>> account(load("as-described")), account(load("informant-society")).YEARLY
    (None, 'held back')
    """
    if only_stops(scenario):
        return words_stops
    return words_held_back if only_reports(scenario) else None


def sentence(comparison: Comparison, arm: str) -> str:
    """What an arm does to wrongful sanctions (or stops, or fear), in one sentence; one that does nothing says so.

    Where it does nothing to wrongful sanctions, a second sentence says to which other harm it does something.
    """
    begins = beginning(comparison, arm)
    if comparison.inert(arm):
        why = idle_here(comparison, arm)
        return f"{begins}, nobody differs from the baseline.{f' {why}' if why else _too_few(comparison, arm)}"
    if told := account(comparison.scenario):
        return f"{begins}, {told.told(comparison, arm)}."
    also = "" if any(comparison.values(arm, "wrongful")) else _also(comparison, arm)
    if not any((*comparison.values(arm, "wrongful", "baseline"), *comparison.values(arm, "wrongful", "arm_value"))):
        return f"{begins}, {_nobody(comparison, arm)}.{also}"
    if comparison.replicates > 1 and not estimable(comparison, arm, "wrongful"):
        return f"{begins}, {_counted(comparison, arm)}.{also}"
    if comparison.figure(arm, "wrongful", "people_spared") is None:  # no ledger of single persons
        return f"{begins}, {_change(comparison, arm)}.{also}"
    spared, newly = (_of_people(comparison, arm, f"people_{what}") for what in ("spared", "newly_harmed"))
    told_apart = _told_apart(spared, newly)
    return f"{begins}, {_change(comparison, arm)}; {told_apart}.{_days(comparison, arm)}{also}"


def idle_here(comparison: Comparison, arm: str) -> str:
    """Why an arm of safeguards alone has nothing to act on in the baseline, and which have; "" where it has."""
    parts = parse(str(comparison.about(arm)["written"])).parts
    known = known_to(comparison.scenario.mechanisms)
    return idle(parts, comparison.scenario) if all(part in known for part in parts) else ""


def _told_apart(spared: str, newly: str) -> str:
    """How many are spared, and how many newly harmed.

    >>> _told_apart("nobody", "nobody"), _told_apart("6", "nobody")
    ('nobody is spared or newly harmed', '6 are spared and nobody newly harmed')
    >>> _told_apart("nobody", "1"), _told_apart("0", "10")
    ('nobody is spared and 1 newly harmed', '0 are spared and 10 newly harmed')
    """
    if spared == newly == "nobody":
        return "nobody is spared or newly harmed"
    verb = "is" if spared == "nobody" else plural(spared, "is", "are")
    return f"{spared} {verb} spared and {newly} newly harmed"


def _too_few(comparison: Comparison, arm: str) -> str:
    """Where nobody was harmed to begin with, that nobody differs says little of the arm."""
    harmed = any(any(comparison.values(arm, measure, "baseline")) for measure in ("sanctioned", "misidentified"))
    if harmed or account(comparison.scenario):
        return ""
    who = people(int(comparison.manifest["population"]))
    return f" But nobody among these {who} was sanctioned or misidentified at all: more people or days could tell."


#: Other harms, in which an arm may do something that does nothing to wrongful sanctions: what they count, and measure.
_OTHERS = (
    ("people sanctioned unjustly by rule", "unjust"),
    ("days behind closed gates", "hardship"),
    ("people misidentified", "misidentified"),
    ("stops of the wrong person", "stops_false"),
    ("stops by a faulty entry", "stops_faulty"),
)


def _also(comparison: Comparison, arm: str) -> str:
    """The other harms that change."""
    clauses = [clause for name, measure in _OTHERS if (clause := words_stops.clause(comparison, arm, name, measure))]
    return f" Of other harms, {enumerated(clauses)}." if clauses else ""


def estimable(comparison: Comparison, arm: str, measure: str, group: str = "all") -> bool:
    """Whether a figure rests on enough people harmed in either scenario of replicate 0; none anywhere is enough,
    too."""
    if measure not in ("wrongful", "sanctioned", "unjust", "misidentified"):
        return True
    counts = [comparison.count(arm, measure, column, group) or 0 for column in ("baseline", "arm_value")]
    everywhere = comparison.values(arm, measure, "baseline", group) + comparison.values(
        arm, measure, "arm_value", group
    )
    return max(counts) >= LEAST_EVENTS or not any(everywhere)


def _counted(comparison: Comparison, arm: str) -> str:
    """Too few for a rate: what the draws say of as many people, and how many there are in replicate 0."""
    before, after, spared, newly = (
        whole(comparison.count(arm, "wrongful", column) or 0)
        for column in ("baseline", "arm_value", "people_spared", "people_newly_harmed")
    )
    if before == after == "0":
        return f"nobody is wrongly sanctioned in {_FIRST}, as in the baseline; {_sanctioned(comparison, arm)}"
    of, alike = people(int(comparison.manifest["population"])), before == after
    others = "as in the baseline" if alike else f"where the baseline has {before}"
    told = f"{_none(after)} of {of} {plural(after, 'is', 'are')} wrongly sanctioned in {_FIRST}, {others}"
    if drawn := of_the_run(comparison, arm, "wrongful"):
        change = replace(drawn, value=comparison.count(arm, "wrongful") or 0.0)
        told = f"{_of_all(comparison, change, 'wrongly sanctioned', of=of)}; in {_FIRST}, {_none(after)}, {others}"
    apart = "" if spared == newly == "0" else f": {_none(spared)} spared and {_none(newly)} newly harmed"
    return f"{told}{apart}{'' if drawn else ', too few for a rate'}"


#: What replicate 0 is called in a sentence.
_FIRST = "the run with central assumptions"


def _none(number: str) -> str:
    return "none" if number == "0" else number


def _sanctioned(comparison: Comparison, arm: str) -> str:
    """How many people are sanctioned in replicate 0."""
    before, after = (comparison.count(arm, "sanctioned", name) or 0 for name in ("baseline", "arm_value"))
    return instead(after, before, one="person", many="people", done="sanctioned")


def beginning(comparison: Comparison, arm: str) -> str:
    """How a sentence about an arm begins."""
    about = comparison.about(arm)
    return begins(about["title"], about["written"], comparison.scenario.mechanisms)


def begins(title: str, written: str, mechanisms: MechanismSet = SHIPPED) -> str:
    """How a sentence about an arm of that title begins: safeguards and references by their titles, the rest as written.

    >>> begins("Ban, from day 150", "ban@150"), begins("cameras.total = 0", "cameras.total=0")
    ('Under a ban from day 150', 'With cameras.total = 0')
    """
    title, since, when = title.partition(FROM_DAY)
    arm = written.partition("@")[0]
    known = known_to(mechanisms).get(arm)
    if known is not None and known.begins:
        return known.begins + since.lstrip(",") + when
    first = arm.partition("+")[0]
    if title.startswith((first.replace("-", " ").capitalize(), first.capitalize())) and "=" not in first:
        title = title[:1].lower() + title[1:]
    elif "=" not in first:  # a preset or a file: a scenario of its own
        return f"In '{title}'{since}{when}"
    return f"With {title}{since}{when}"


def _change(comparison: Comparison, arm: str) -> str:
    """ "41 (30 to 60) fewer of every 10,000 people are wrongly sanctioned"."""
    if comparison.replicates == 1:
        counts = counted_figure(comparison, arm, "wrongful") or Spread(value=0.0)
        where = "" if comparison.drawn else " in this one run"
        return _of_all(comparison, counts, "wrongly sanctioned", where)
    return _of_all(comparison, figure(comparison, arm, "wrongful") or Spread(value=0.0), "wrongly sanctioned")


def _of_all(comparison: Comparison, change: Spread, done: str, where: str = "", of: str = "") -> str:
    """How many more or fewer something is done to: of 10,000 people, or of those of one run."""
    of = of or ("every 10,000 people" if comparison.replicates > 1 else people(int(comparison.manifest["population"])))
    way = direction(change)
    if way == NONE:
        return f"as many people are {done} as before"
    if way == UNCLEAR:
        return f"there is no clear change in how many of {of} are {done} ({span(change)})"
    if way in MOSTLY:
        return f"{mostly(change)} of {of} are {done} {in_draws(change)} ({span(change)})"
    told = more_or_fewer(change)
    return f"{told} of {of} {plural(told.rpartition(' ')[0], 'is', 'are')} {done}{where}"


def _nobody(comparison: Comparison, arm: str) -> str:
    """Nobody is wrongly sanctioned in either scenario: what becomes of all sanctions."""
    if comparison.replicates == 1 or not estimable(comparison, arm, "sanctioned"):
        return f"nobody is wrongly sanctioned, as before; {_sanctioned(comparison, arm)}"
    change = figure(comparison, arm, "sanctioned") or Spread(value=0.0)
    return f"nobody is wrongly sanctioned, as before; {_of_all(comparison, change, 'sanctioned')}"


def _days(comparison: Comparison, arm: str) -> str:
    """What becomes of the days under wrongful sanction, which a safeguard may shorten without sparing anybody."""
    change = words_stops.per_cent(comparison, arm, "wrongful_days")
    return "" if change is None else f" Wrongful days {rise_or_fall(change)}."


def _of_people(comparison: Comparison, arm: str, column: str, measure: str = "wrongful") -> str:
    """People in one column: a count of this one run, or out of 10,000; "nobody" where that is so in every run and
    draw."""
    drawn = values_of_draws(comparison, arm, (measure,), column)
    if not any(comparison.values(arm, measure, column)) and (drawn is None or not drawn.any()):
        return "nobody"
    if comparison.replicates == 1:
        return whole(comparison.count(arm, measure, column) or 0.0)
    found = comparison.figure(arm, measure, column)
    return short(found.value) if found else "?"
