"""Simulate tables: each with its own inputs, and with each wrong one; shared among workers where there are several.

A draw depends on nothing but the seed, the table and its own number, so that workers change nothing but the time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from glasshouse.validation.drawn_inputs import draw_seed, drawn, measured
from glasshouse.validation.kinds import whole_preset
from glasshouse.validation.table_loading import load_table
from glasshouse.validation.validation_table import ValidationTable

#: Fewest draws from which the ends of an interval can be told.
LEAST_DRAWS = 40
#: Each output over the draws, by name.
Found = dict[str, NDArray[np.float64]]
_NOTHING: Mapping[str, float] = MappingProxyType({})


def simulated(table: ValidationTable, seed: int, draws: int, wrong: Mapping[str, float] = _NOTHING) -> Found:
    """Each output over the draws, with the table's own inputs but for those in `wrong`."""
    rows = [
        table.kind.simulate(drawn(table, seed, draw, wrong), draw_seed(seed, table.name, draw)) for draw in range(draws)
    ]
    return {
        name: measured(np.array([row[name] for row in rows], np.float64), published, table.name, seed)
        for name, published in table.outputs.items()
    }


def draws_of(table: ValidationTable, draws: int | None, number: int) -> int:
    """How many draws the table's own inputs (`number` 0) or its wrong ones get: of the latter half as many.

    A wrong input of a whole preset gets the fewest, since each draw takes up to half a second.
    """
    own = table.kind.draws if draws is None else draws
    if number and table.kind.name == whole_preset.NAME:
        return LEAST_DRAWS
    return own if number == 0 else max(LEAST_DRAWS, own // 2)


def whole_table(table: ValidationTable, seed: int, draws: int | None) -> list[Found]:
    """What the table's own inputs give, and then each wrong one."""
    return [_one(table, number, seed, draws) for number in range(len(table.wrong) + 1)]


def _one(table: ValidationTable, number: int, seed: int, draws: int | None) -> Found:
    wrong = table.wrong[number - 1].values if number else _NOTHING
    return simulated(table, seed, draws_of(table, draws, number), wrong)


@cache
def _loaded(place: str) -> ValidationTable:
    return load_table(place)


#: What a worker is asked for: a table's place in the list, 0 or the number of a wrong input, the table by its name or
#: its file (a table itself cannot be sent), the seed and the draws.
Job = tuple[int, int, str, int, int | None]
#: What it comes to: the first two, and the outputs.
Done = tuple[int, int, Found]
#: What carries out jobs elsewhere, in any order.
Share = Callable[[Sequence[Job]], Iterable[Done]]


def simulate_job(job: Job) -> Done:
    """What a worker is asked for."""
    k, number, place, seed, draws = job
    return k, number, _one(_loaded(place), number, seed, draws)


def together(
    places: Sequence[str],
    tables: Sequence[ValidationTable],
    *,
    seed: int,
    draws: int | None,
    share: Share,
    say: Callable[[str], None],
) -> list[list[Found]]:
    """``whole_table`` of each of these tables, shared among workers. `say`: the title of one that is done."""
    left = [len(table.wrong) + 1 for table in tables]
    found: list[list[Found]] = [[{} for _ in range(number)] for number in left]
    jobs: list[Job] = [(k, number, places[k], seed, draws) for k in range(len(tables)) for number in range(left[k])]
    jobs.sort(key=lambda job: tables[job[0]].kind.name != whole_preset.NAME)  # the longest first, or one waits for them
    for k, number, rows in share(jobs):
        found[k][number] = rows
        left[k] -= 1
        if left[k] == 0:
            say(tables[k].title)
    return found
