"""Harm by district, the largest first: a rate only where enough people live, with what chance leaves open of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from glasshouse.card_section import DistrictColumn
from glasshouse.measures.intervals import LEAST_EVENTS, LEAST_IN_DISTRICT, by_chance
from glasshouse.report.people_tables import Cell, PeopleRow
from glasshouse.report.run_tallies import Tallies
from glasshouse.scenario import Scenario
from glasshouse.wording.lists_and_nouns import counted, enumerated
from glasshouse.wording.numbers import short, whole

#: What is counted: its heading, and the measures.
Shown = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, kw_only=True)
class DistrictTable:
    """The table: heads of its cells, and a row a district; ``says`` are the sentences above it.

    ``rows`` are empty where no figure can be told of any district.
    """

    heads: tuple[str, ...]
    rows: tuple[PeopleRow, ...]
    says: tuple[str, ...]


def district_table(
    tallies: Tallies, shown: Shown, left_out: Sequence[str] = (), more: Iterable[DistrictColumn] = ()
) -> DistrictTable:
    """Of each district its people, what is ``shown``, per 10,000 people, and ``more`` columns, which mechanisms add.

    A figure that can be told of no district has no column. ``left_out`` are districts of which the scenario says that
    it leaves out what is done there.
    """
    told = {head: own for head, own in shown.items() if any(_rated(tallies, each, own) for each in tallies.districts)}
    untold = [head for head in shown if head not in told]
    added = [column for column in more if any(_of_100(tallies, each, column) for each in tallies.districts)]
    says = (*_sizes(tallies, told), *([_too_few(tallies, untold)] if untold else []), *_left_out(left_out, told))
    ranked = sorted(tallies.districts, key=lambda each: (-tallies.of_district(each, "people"), each))
    rows = tuple(_row(tallies, each, told, each in left_out, added) for each in ranked) if told else ()
    heads = ("Invented people", *told, *(column.head for column in added))
    return DistrictTable(heads=heads, rows=rows, says=says)


def districts_left_out(scenario: Scenario) -> tuple[str, ...]:
    """Districts that the scenario names where it says what it leaves out, and that have no rules of their own in it.

    >>> from glasshouse.scenario import load
    >>> districts_left_out(load("as-described")), districts_left_out(load("informant-society"))
    (('Xinjiang',), ())
    """
    if scenario.sites:
        return ()
    named = " ".join(scenario.leaves_out)
    return tuple(each for each in scenario.place.districts if re.search(rf"\b{re.escape(each)}\b", named))


def _rated(tallies: Tallies, district: str, measures: tuple[str, ...]) -> bool:
    """Whether there are enough people and cases for a rate."""
    enough = tallies.of_district(district, "people") >= LEAST_IN_DISTRICT
    return enough and tallies.of_district(district, *measures) >= LEAST_EVENTS


def _row(tallies: Tallies, district: str, told: Shown, left_out: bool, added: Iterable[DistrictColumn]) -> PeopleRow:
    people = tallies.of_district(district, "people")
    return PeopleRow(
        name=district,
        below="no rules of its own here" if left_out else "",
        cells=(
            Cell(text=whole(people)),
            *(_figure(tallies, district, own) for own in told.values()),
            *(Cell(text=short(_of_100(tallies, district, column))) for column in added),
        ),
    )


def _figure(tallies: Tallies, district: str, measures: tuple[str, ...]) -> Cell:
    """A rate, with its interval where each person counts at most once, or how many were counted.

    What one person does or meets again and again comes in clusters, so that no interval by chance alone would hold.
    """
    count, people = tallies.of_district(district, *measures), tallies.of_district(district, "people")
    if not _rated(tallies, district, measures):
        return Cell(text="–", below=f"{whole(count)} counted")
    rate = by_chance(count).times(10_000 / people)
    once = all(each.startswith("first_") for each in measures)  # the first time counts, and no later one
    return Cell(text=short(rate.value), below=rate.interval if once else "")


def _sizes(tallies: Tallies, told: Shown) -> tuple[str, ...]:
    """How the table is to be read."""
    if not told:
        return ()
    run = "" if tallies.replicates < 2 else ", in the first run"
    return (
        f"The largest districts first{run}. Districts differ by chance, small ones most: below each rate of people "
        "stands the interval in which chance alone leaves it nine times out of ten; what one person may meet often "
        "varies more, and has none. Districts of fewer than "
        f"{whole(LEAST_IN_DISTRICT)} people, and figures that rest on fewer than {LEAST_EVENTS} cases, have a count "
        "and no rate.",
    )


def _too_few(tallies: Tallies, untold: Sequence[str]) -> str:
    """Which figures can be told of no district."""
    total = sum(tallies.of_district(each, "people") for each in tallies.districts)
    what = enumerated([head if place == 0 else f"{head[:1].lower()}{head[1:]}" for place, head in enumerate(untold)])
    several = len(tallies.districts) > 1
    where = f" for any of the {counted(len(tallies.districts), 'district')}" if several else ""
    return f"{what}: no rate can be given{where}, with {counted(total, 'person', 'people')} in all."


def _left_out(districts: Sequence[str], told: Shown) -> tuple[str, ...]:
    if not districts or not told:
        return ()
    it, its = ("it has", "its") if len(districts) == 1 else ("they have", "their")
    return (
        f"Some of what this scenario leaves out happens in {enumerated(districts)}: {it} no rules of {its} own here, "
        f"and {its} figures say nothing of what happens there.",
    )


def _of_100(tallies: Tallies, district: str, column: DistrictColumn) -> float:
    """An added column's figure in replicate 0; 0 where there is nothing to share."""
    over = tallies.of_district(district, *column.over)
    return 100 * tallies.of_district(district, *column.counts) / over if over else 0.0
