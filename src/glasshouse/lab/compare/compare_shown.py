"""A comparison as the page shows it: made once, and kept while its folder stays as it is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from glasshouse.comparison import comparison_description
from glasshouse.comparison.arm_sentences import sentence
from glasshouse.comparison.comparison import Comparison, open_comparison
from glasshouse.comparison.comparison_finding import compared_with, title_of_page
from glasshouse.comparison.comparison_subject import Subject, subject
from glasshouse.comparison.comparison_words import Summary, summary
from glasshouse.errors import BadInputError
from glasshouse.interventions import known_to
from glasshouse.lab.figures import once
from glasshouse.lab.folder_library import NotHereError, comparisons, place_of
from glasshouse.lab.settings import Lab
from glasshouse.report import comparison_picture as picture
from glasshouse.report import spared_chart
from glasshouse.report.chart_drawing import Chart
from glasshouse.report.comparison_tables import ReportTable, sizes, tables
from glasshouse.scenario.scenario_error import nearest
from glasshouse.wording.dates import in_words


@dataclass(frozen=True, kw_only=True)
class ShownArm:
    """An arm of a comparison: its name, title and sentence, what it does to people, whether it changes nothing.

    ``fails`` says when a safeguard does nothing, "" for anything else. ``until`` is the day up to which it is the
    baseline.
    """

    name: str
    title: str
    sentence: str
    said: str
    inert: bool
    fails: str = ""
    until: int = 0


@dataclass(frozen=True, kw_only=True)
class CompareView:
    """All that the page says of a comparison but for one scenario's groups and people.

    ``finding`` is its title, and ``below`` the line below that.
    """

    name: str
    comparison: Comparison
    summary: Summary
    finding: str
    below: str
    period: str
    arms: tuple[ShownArm, ...]
    tables: dict[str, ReportTable]
    picture: Chart
    about: Subject
    unit: str
    facts: tuple[tuple[str, str], ...]

    @property
    def first(self) -> str:
        """The scenario that is looked at closely unless another is asked for: the first that changes anything."""
        return next((arm.name for arm in self.arms if not arm.inert), self.arms[0].name)

    @property
    def inert(self) -> tuple[ShownArm, ...]:
        """The scenarios in which nobody differs."""
        return tuple(arm for arm in self.arms if arm.inert)


@dataclass(frozen=True, kw_only=True)
class Close:
    """One scenario and one harm, looked at closely: by group."""

    arm: str
    harm: str
    table: ReportTable
    chart: Chart


def shown(lab: Lab, name: str) -> CompareView:
    """A comparison of the lab. Raises ``NotHereError`` with the nearest name, and ``BadInputError``."""
    return _shown(*_stamped(lab, name))


def close(lab: Lab, name: str, arm: str, harm: str) -> Close:
    """One scenario of a comparison, and one harm; the first of each unless asked for. Raises ``NotHereError``."""
    whole = shown(lab, name)
    arm = arm or whole.first
    if arm not in whole.comparison.arms:
        known = whole.comparison.arms
        raise NotHereError(f"{name} has no scenario '{arm}'.{nearest(arm, known)} It has {', '.join(known)}.")
    harms = spared_chart.harms_of(whole.comparison)
    return _close(*_stamped(lab, name), arm, harm if harm in harms else next(iter(harms)))


def _stamped(lab: Lab, name: str) -> tuple[Path, str, tuple[int, int]]:
    """The folder, its name, and what changes when it is written anew."""
    try:
        place = place_of(lab, "compare", name)
    except NotHereError as error:
        raise NotHereError(f"{error}{nearest(name, [entry.name for entry in comparisons(lab)])}") from None
    stat = (place / comparison_description.NAME).stat()
    return place, name, (stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=8)
def _shown(place: Path, name: str, _: tuple[int, int]) -> CompareView:
    try:
        found = open_comparison(place)
        found.require_table()
    except BadInputError as error:
        raise BadInputError(str(error).replace(str(place), name)) from None
    scenario, days = found.scenario, int(found.manifest["days"])
    return CompareView(
        name=name,
        comparison=found,
        summary=summary(found),
        finding=f"{title_of_page(found)}.",
        below=compared_with(found),
        period=f"{in_words(scenario.start)} to {in_words(scenario.date_of(days - 1))}",
        arms=tuple(_arm(found, arm) for arm in found.arms),
        tables={table.name: table for table in tables(found)},
        picture=once(picture.chart(found)),
        about=subject(found),
        unit=picture.unit_of(found),
        facts=tuple(sizes(found)),
    )


def _arm(found: Comparison, arm: str) -> ShownArm:
    about = found.about(arm)
    written = str(about["written"]).partition("@")[0]
    known = {name: each for name, each in known_to(found.scenario.mechanisms).items() if not each.reference}
    return ShownArm(
        name=arm,
        title=str(about["title"]),
        sentence=str(about["sentence"]),
        said=sentence(found, arm),
        inert=found.inert(arm),
        fails=known[written].fails if written in known else "",
        until=int(about["past"]["day"]) if about.get("past") else 0,
    )


@lru_cache(maxsize=64)
def _close(place: Path, name: str, stamp: tuple[int, int], arm: str, harm: str) -> Close:
    found = _shown(place, name, stamp).comparison
    return Close(
        arm=arm, harm=harm, table=spared_chart.table(found, arm, harm), chart=once(spared_chart.chart(found, arm, harm))
    )
