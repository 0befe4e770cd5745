"""What is known of the validation tables that ship, and one of them evaluated anew."""

from __future__ import annotations

import time
from dataclasses import replace
from functools import cache
from threading import Lock

from fastapi import HTTPException
from pydantic import BaseModel, ConfigDict, Field

from glasshouse.headlines.headline import NOT_A_FORECAST
from glasshouse.report.verdict_tables import view
from glasshouse.validation.evaluate_tables import Result, Validation, evaluate
from glasshouse.validation.known_verdicts import known, stale
from glasshouse.validation.table_loading import load_table, table_names

#: One table is evaluated at a time: it keeps a core busy for some seconds.
_EVALUATING = Lock()
_SEEDS = 2**32


class Anew(BaseModel):
    """How a table is to be evaluated anew: its seed."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    seed: int = Field(default=1, ge=0, lt=_SEEDS, description="whole number from which all random numbers are drawn")


class TableRefused(BaseModel):
    """Why there is no answer."""

    message: str


class Evaluated(BaseModel):
    """A table, evaluated here and now."""

    name: str = Field(description="the table's name")
    title: str
    verdict: str = Field(description="passes or fails; (unconfirmed) where its figures are not confirmed")
    same: bool = Field(description="whether the verdict on every figure is the one that ships")
    seed: int
    draws: int
    seconds: float = Field(description="how long it took")
    heads: list[str]
    rows: list[list[str]] = Field(description="a published figure each, under the heads")
    wrong: list[str] = Field(description="what each wrong input broke, in a sentence")
    why: list[str] = Field(description="why the table fails, a sentence each; empty if it passes")
    note: str = Field(description="that the people are invented")


@cache
def kept() -> Validation:
    """What is known of the tables that ship; read once, since two dozen files take a second."""
    return known()


@cache
def changed() -> tuple[str, ...]:
    """What changed since the verdicts were reached: names of tables, and "the code"."""
    return stale()


def evaluated(name: str, how: Anew) -> tuple[Result, float]:
    """A shipped table with its verdict, evaluated now, and the seconds that took.

    Raises HTTPException: 404 for a name that no table has, 429 while another one is being evaluated.
    """
    if name not in table_names():
        raise HTTPException(404, "There is no such table.")
    if not _EVALUATING.acquire(blocking=False):
        raise HTTPException(429, "Another table is being evaluated; try again in a moment.")
    try:
        began = time.perf_counter()
        result = evaluate(load_table(name), seed=how.seed)
        return result, time.perf_counter() - began
    finally:
        _EVALUATING.release()


def answer(result: Result, seconds: float, how: Anew) -> Evaluated:
    """What was found, as the page's module takes it."""
    shown = view(result)
    return Evaluated(
        name=shown.name,
        title=shown.title,
        verdict=shown.verdict,
        same=same(result),
        seed=how.seed,
        draws=result.draws,
        seconds=round(seconds, 1),
        heads=list(shown.heads),
        rows=[list(row) for row in shown.rows],
        wrong=list(shown.wrong),
        why=list(shown.why),
        note=NOT_A_FORECAST,
    )


def same(result: Result) -> bool:
    """Whether every verdict is the one that is known."""
    shipped = next((one for one in kept().results if one.table.name == result.table.name), None)
    return shipped is not None and _verdicts(result) == _verdicts(shipped)


def _verdicts(result: Result) -> dict[str, str]:
    return {name: judged.verdict for name, judged in result.outputs.items()}


def with_result(found: Validation, result: Result) -> Validation:
    """The same, with one table as it was found anew."""
    others = tuple(result if one.table.name == result.table.name else one for one in found.results)
    return replace(found, results=others)
