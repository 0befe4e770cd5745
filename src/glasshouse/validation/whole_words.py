"""What must be said of figures of a preset that is simulated whole: what feeds it, and how few people are simulated.

A figure whose own report gave the preset a number is no test of whether that number carries over. And a country's
figure stands for a handful of simulated people, so that a part of its interval is chance, which more people would take
away. About how much: the square root of a count is its deviation, and that of the interval a quarter of its width. One
person can be refused often, which makes it more.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from glasshouse.validation.kinds.whole_preset import WholePlan
from glasshouse.validation.verdict import Judged
from glasshouse.wording.lists_and_nouns import counted, enumerated, people, plural
from glasshouse.wording.numbers import percent, whole

if TYPE_CHECKING:
    from glasshouse.validation.evaluate_tables import Result
    from glasshouse.validation.validation_table import ValidationTable

#: Deviations that a 95 % interval holds.
_WIDTH = 3.92
#: From this part on, all of an interval may be chance.
_ALL = 0.995
HOW = (
    "In brackets behind an interval of a preset simulated whole: how many cases its middle stands for among the people "
    "simulated, and about how much of its variance is chance, with so few. The assumptions make the rest; more people "
    "would narrow it."
)


def plan_of(table: ValidationTable) -> WholePlan | None:
    """What a table simulates whole; None for one that feeds a stage.

    >>> from glasshouse.validation.table_loading import load_table
    >>> plan_of(load_table("as-documented-courts")).people, plan_of(load_table("london-2025"))
    (6000, None)
    """
    simulate = table.kind.simulate
    first = simulate.args[0] if isinstance(simulate, partial) and simulate.args else None
    return first if isinstance(first, WholePlan) else None


def cases(table: ValidationTable, judged: Judged) -> float | None:
    """How many cases the middle of a figure's interval stands for among the people simulated.

    None where a stage is fed, and for a figure in parts of another.
    """
    plan = plan_of(table)
    taken = plan.taken[judged.published.name] if plan else None
    if plan is None or taken is None or taken.of is not None or not judged.middle >= 0:
        return None
    return judged.middle * plan.people / (taken.population * taken.times)


def chance(judged: Judged, simulated: float) -> float:
    """About what part of an interval's variance is chance, 0 to 1, with so many simulated cases, more than 0."""
    deviation = (judged.high - judged.low) / _WIDTH
    return min(1.0, judged.middle**2 / simulated / deviation**2) if deviation > 0 else 1.0


def beside(table: ValidationTable, judged: Judged) -> str:
    """What stands in brackets behind an interval; "" where that is not known."""
    simulated = cases(table, judged)
    if simulated is None:
        return ""
    number = counted(simulated, "case")
    if not simulated:
        return f"{number}, perhaps all chance"
    part = chance(judged, simulated)
    said = "perhaps all chance" if part > _ALL else "chance under 1 %" if part < 0.01 else f"chance {percent(part)}"
    return f"{number}, {said}"


def of_table(result: Result) -> str:
    """Which of a table's figures are independent of what feeds the preset, and how many people are simulated."""
    plan = plan_of(result.table)
    if plan is None:
        return ""
    own = independent(result)
    rest = len(result.outputs) - len(own)
    names = enumerated([result.table.meaning(judged.published.name) for judged in own])
    size = f"{people(plan.people)} are simulated for {counted(plan.days, 'day')}."
    if not rest:
        return f"Independent of what feeds the preset: {names}. {size}"
    figures = "figure" if own and rest == 1 else counted(rest, "figure")
    those = f"{figures} {plural(rest, 'comes from a report', 'come from reports')} by which the preset was set"
    but = f"so that {plural(rest, 'it says', 'they say')} whether its parts fit together, and not whether it predicts"
    if not own:
        return f"Independent of what feeds the preset: none. {those}, {but}. {size}"
    return f"Independent of what feeds the preset: {names}. The other {those}, {but}. {size}"


def of_presets(results: Iterable[Result]) -> tuple[str, ...]:
    """The same of each preset over all tables of it, with how many figures its 95 % intervals hold."""
    found: dict[str, list[Result]] = {}
    for result in results:
        if plan := plan_of(result.table):
            found.setdefault(plan.preset, []).append(result)
    return tuple(_of_preset(name, own) for name, own in found.items())


def notes(results: Sequence[Result]) -> tuple[str, ...]:
    """The same, and what stands in brackets behind intervals; nothing without a preset that is simulated whole."""
    return (*of_presets(results), *how(results))


def how(results: Iterable[Result]) -> tuple[str, ...]:
    """What stands in brackets behind intervals, where anything does."""
    some = any(beside(result.table, judged) for result in results for judged in result.outputs.values())
    return (HOW,) if some else ()


def independent(result: Result) -> tuple[Judged, ...]:
    """The figures of a table whose report gave its preset no number, and to which it was not set."""
    return tuple(
        judged
        for name, judged in result.outputs.items()
        if not result.table.set_by_its_report(name) and not judged.published.in_sample
    )


def _of_preset(name: str, results: Sequence[Result]) -> str:
    every = [judged for result in results for judged in result.outputs.values()]
    own = [judged for result in results for judged in independent(result)]
    rest = [judged for judged in every if all(judged is not each for each in own)]
    of = f"{whole(len(own))} of {counted(len(every), 'figure')} {plural(len(own), 'is', 'are')}"
    said = f"{name}, simulated whole: {of} independent of the reports that feed the preset{_held(own)}"
    return f"{said}; {whole(len(rest))} {plural(len(rest), 'is', 'are')} not{_held(rest)}." if rest else f"{said}."


def _held(figures: Sequence[Judged]) -> str:
    """How many of the figures lie in their 95 % intervals."""
    if not figures:
        return ""
    held = sum(each.published.within(each.low, each.high) for each in figures)
    return f" ({whole(held)} of {whole(len(figures))} in the 95 % interval)"
