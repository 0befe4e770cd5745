"""The validation tables as the page shows them: what passes, what fails and why, and one evaluated anew."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from threading import Lock

from fastapi import HTTPException
from pydantic import BaseModel, ConfigDict, Field

from glasshouse.evidence import load_sources
from glasshouse.headlines.headline import NOT_A_FORECAST
from glasshouse.report.evidence_tables import Reference
from glasshouse.validation import verdict_words
from glasshouse.validation.evaluate_tables import Result, Validation, evaluate
from glasshouse.validation.kinds import KINDS
from glasshouse.validation.known_verdicts import known, stale
from glasshouse.validation.table_loading import load_table, table_names
from glasshouse.validation.verdict_tally import fare
from glasshouse.wording.lists_and_nouns import counted, listed

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


@dataclass(frozen=True, kw_only=True)
class VerdictView:
    """A table on the page. ``counted`` says how its figures fared, ``marks`` has the verdict of each."""

    name: str
    title: str
    about: str
    passed: bool
    confirmed: bool
    verdict: str
    counted: str
    summary: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    wrong: tuple[str, ...]
    why: tuple[str, ...]
    given: tuple[str, ...]
    sources: tuple[Reference, ...]
    notes: str


@dataclass(frozen=True, kw_only=True)
class TableFamily:
    """All tables of a kind: what they are about, and themselves."""

    title: str
    sentence: str
    tables: tuple[VerdictView, ...]


@cache
def kept() -> Validation:
    """What is known of the tables that ship; read once, since two dozen files take a second."""
    return known()


@cache
def changed() -> tuple[str, ...]:
    """What changed since the verdicts were reached: names of tables, and "the code"."""
    return stale()


def in_order(found: Validation) -> tuple[Result, ...]:
    """Results by kind, in the order of the kinds."""
    order = list(KINDS)
    return tuple(sorted(found.results, key=lambda result: order.index(result.table.kind.name)))


def families(results: Iterable[Result]) -> tuple[TableFamily, ...]:
    """The tables, by kind."""
    shown: dict[str, list[VerdictView]] = {}
    for result in results:
        shown.setdefault(result.table.kind.name, []).append(_shown(result))
    return tuple(
        TableFamily(title=KINDS[name].title, sentence=KINDS[name].sentence, tables=tuple(own))
        for name, own in shown.items()
    )


def verdict_in_two_sentences(found: Validation) -> tuple[str, str]:
    """How many tables pass and fail, and what that means."""
    count = found.tally
    first = f"Of {counted(count.confirmed, 'table')} of published figures, {fare(count)}."
    return first, _meaning(count.passed + count.unconfirmed_passed, count.failed + count.unconfirmed_failed)


def heads(found: Validation) -> tuple[str, str]:
    """What stands over the tables that pass and over those that fail: the same count."""
    count = found.tally
    return _head("Passes", count.passed, count.unconfirmed_passed), _head(
        "Fails", count.failed, count.unconfirmed_failed
    )


def _head(name: str, number: int, unconfirmed: int) -> str:
    return f"{name}: {number}" + (f", and {unconfirmed} unconfirmed" if unconfirmed else "")


def _meaning(passed: int, failed: int) -> str:
    if not failed:
        return "Each stage that was tested gives what was published, which still is no forecast of anything else."
    if not passed:
        return "So nothing here was shown to give what was measured anywhere: take it for an argument, not a finding."
    most = "more do not" if failed > passed else "others do not"
    return (
        f"So parts of this model, fed with what was published, give what was measured, and {most}: use it to see what "
        "follows from an assumption and how much hangs on it, and never for how many people in a real place."
    )


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
    shown = _shown(result)
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


def _shown(result: Result) -> VerdictView:
    table = result.table
    verdicts = [verdict_words.VERDICTS[judged.verdict] for judged in result.outputs.values()]
    cited = dict.fromkeys(judged.published.source for judged in result.outputs.values())
    sources = {**load_sources(), **table.sources}
    return VerdictView(
        name=table.name,
        title=table.title,
        about=verdict_words.about(result),
        passed=result.passed,
        confirmed=table.confirmed,
        verdict=verdict_words.heading(result),
        counted=_counted(verdicts),
        summary=table.summary,
        heads=verdict_words.HEADS,
        rows=tuple(verdict_words.cells(table, judged) for judged in result.outputs.values()),
        wrong=tuple(verdict_words.wrong(result, tried) for tried in result.tried),
        why=tuple(verdict_words.why(result)),
        given=_given(result),
        sources=tuple(Reference(id=i, citation=sources[i].citation, url=sources[i].url or "") for i in cited),
        notes=" ".join(table.notes.split()),
    )


def _counted(verdicts: Sequence[str]) -> str:
    """How a table's figures fared.

    >>> _counted(["passes"]), _counted(["fails", "passes", "passes"]), _counted(["too wide", "passes"])
    ('its figure passes', '2 of 3 figures pass', '1 of 2 figures passes')
    """
    passed = verdicts.count("passes")
    if len(verdicts) == 1:
        said = {"too wide": "its interval is too wide", "no value": "its figure has no value"}
        return said.get(verdicts[0], f"its figure {verdicts[0]}")
    return f"{passed or 'none'} of {len(verdicts)} figures {'passes' if passed <= 1 else 'pass'}"


def _given(result: Result) -> tuple[str, ...]:
    """What was put in: assumed, or fitted to something."""
    table, said = result.table, []
    assumed = [table.given(name) for name, fed in table.inputs.items() if fed.given.assumed is not None]
    if assumed:
        said.append(f"Assumed, within a range: {listed(assumed)}.")
    fed_with = table.inputs.items()
    fitted = [f"{table.given(name)} (to {', '.join(fed.fitted_to)})" for name, fed in fed_with if fed.fitted_to]
    if fitted:
        said.append(f"Fitted: {'; '.join(fitted)}.")
    return tuple(said)
