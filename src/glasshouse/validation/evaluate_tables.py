"""Evaluate validation tables: draw, simulate, judge; then once more with each wrong input."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from types import MappingProxyType
from typing import Any

from glasshouse.folders.output_label import NOT_A_FORECAST
from glasshouse.plugins import offered
from glasshouse.runs.asked_sizes import checked
from glasshouse.scenario import preset_names
from glasshouse.validation.fixed import fixed
from glasshouse.validation.scores import Scores, scores
from glasshouse.validation.simulate_tables import Found, draws_of, together, whole_table
from glasshouse.validation.table_loading import load_table, table_names, tables_of_preset
from glasshouse.validation.validation_table import ValidationTable, Wrong
from glasshouse.validation.verdict import FAIL, Judged, judge
from glasshouse.validation.verdict_tally import VerdictTally, tally

#: What groups of tables are called, of which scores are told.
ALL, BLIND = "all tables", "fixed beforehand"


@dataclass(frozen=True, kw_only=True)
class Tried:
    """A wrong input, and the outputs that passed with the right one and miss the published figure with this one."""

    wrong: Wrong
    broke: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Result:
    """A table with its verdict. `draws`: how many the intervals rest on."""

    table: ValidationTable
    outputs: Mapping[str, Judged]
    tried: tuple[Tried, ...]
    draws: int

    @property
    def breakable(self) -> bool:
        """Whether a wrong input could break anything: whether some figure passes with the right ones."""
        return any(judged.passed for judged in self.outputs.values())

    @property
    def passed(self) -> bool:
        """Every figure passes, and every wrong input makes at least one fail."""
        return all(judged.passed for judged in self.outputs.values()) and all(tried.broke for tried in self.tried)

    def document(self) -> dict[str, Any]:
        """All of it as JSON can hold it."""
        table = self.table
        return {
            "name": table.name,
            "title": table.title,
            "kind": table.kind.name,
            "stages": list(table.kind.stages),
            "status": table.status,
            "verdict": "pass" if self.passed else "fail",
            "draws": self.draws,
            "inputs": {name: _fed(table, name) for name in table.inputs},
            "outputs": {name: _judged(table, judged) for name, judged in self.outputs.items()},
            "wrong": [
                {"because": tried.wrong.because, "set": dict(tried.wrong.values), "broke": list(tried.broke)}
                for tried in self.tried
            ],
            "summary": table.summary,
            "notes": table.notes,
            "reason": table.reason,
            **({"plugin": table.plugin} if table.plugin else {}),
        }


@dataclass(frozen=True, kw_only=True)
class Validation:
    """Several tables, evaluated with one seed.

    >>> validate("oxford-circus-2020", draws=40).results[0].table.name
    'oxford-circus-2020'
    """

    results: tuple[Result, ...]
    seed: int

    @property
    def tally(self) -> VerdictTally:
        """How many tables passed and failed, those of plug-ins left out."""
        return self._tally(of_plugins=False)

    @property
    def of_plugins(self) -> VerdictTally:
        """The same of the tables of plug-ins."""
        return self._tally(of_plugins=True)

    def _tally(self, *, of_plugins: bool) -> VerdictTally:
        rows = (result for result in self.results if bool(result.table.plugin) == of_plugins)
        return tally((result.passed, result.table.confirmed) for result in rows)

    def scores(self) -> tuple[Scores, ...]:
        """How well the intervals hold: over all tables, over those fixed beforehand, and by kind; no plug-in counts."""
        own = [result for result in self.results if not result.table.plugin]
        kinds = dict.fromkeys(result.table.kind.name for result in own)
        groups = {
            ALL: own,
            BLIND: [result for result in own if result.table.name in fixed()],
            **{kind: [result for result in own if result.table.kind.name == kind] for kind in kinds},
        }
        return tuple(
            scores(name, [list(result.outputs.values()) for result in some]) for name, some in groups.items() if some
        )

    def document(self) -> dict[str, Any]:
        """All of it as JSON can hold it."""
        return {
            "note": NOT_A_FORECAST,
            "seed": self.seed,
            "counts": asdict(self.tally),
            **({"counts_of_plugins": asdict(self.of_plugins)} if self.of_plugins != VerdictTally() else {}),
            "scores": [each.document() for each in self.scores()],
            "tables": [result.document() for result in self.results],
        }


def validate(
    table: str | os.PathLike[str] | ValidationTable | None = None,
    *,
    seed: int = 1,
    draws: int | None = None,
    workers: int = 1,
    say: Callable[[str], None] | None = None,
    plugins: bool = True,
) -> Validation:
    """Evaluate one table, by name or file, or all that ship and, with `plugins`, those of installed plug-ins.

    A preset's name stands for the tables in which that preset is simulated whole.

    Raises ScenarioError or BadInputError before it begins.

    `draws`: of each table, its kind's own number unless given. `workers`: so many processes, where there is more than
    one table. `say` is called with the title of each table that is done.
    """
    given = checked(seed=seed, draws=draws, workers=workers)
    seed, draws, workers = given["seed"], given["draws"], given["workers"]
    told = say or _quiet
    shipped = table_names()
    names = [*shipped, *(name for name in (offered("validation_tables") if plugins else ()) if name not in shipped)]
    if table is None and workers > 1 and len(names) > 1:
        tables = [load_table(name) for name in names]
        found = together(names, tables, seed=seed, draws=draws, workers=workers, say=told)
        results = [_result(each, rows, draws) for each, rows in zip(tables, found, strict=True)]
    else:
        asked: Sequence[str | os.PathLike[str] | ValidationTable] = names if table is None else _asked(table)
        tables = [each if isinstance(each, ValidationTable) else load_table(each) for each in asked]
        results = []
        for each in tables:
            results.append(evaluate(each, seed=seed, draws=draws))
            told(each.title)
    return Validation(results=tuple(results), seed=seed)


def _asked(
    table: str | os.PathLike[str] | ValidationTable,
) -> Sequence[str | os.PathLike[str] | ValidationTable]:
    """The table that is asked for, or the tables of a preset."""
    if isinstance(table, str) and table in preset_names() and table not in table_names():
        return tables_of_preset(table)
    return [table]


def evaluate(table: ValidationTable, *, seed: int = 1, draws: int | None = None) -> Result:
    """One table with its verdict."""
    return _result(table, whole_table(table, seed, draws), draws)


def _quiet(_: str) -> None:
    """Tell nobody."""


def _result(table: ValidationTable, found: Sequence[Found], draws: int | None) -> Result:
    """The verdict on what a table's own inputs gave, and then each wrong one."""
    outputs = _judge(table, found[0])
    tried = tuple(
        Tried(wrong=wrong, broke=_broke(outputs, _judge(table, rows)))
        for wrong, rows in zip(table.wrong, found[1:], strict=True)
    )
    return Result(table=table, outputs=MappingProxyType(outputs), tried=tried, draws=draws_of(table, draws, 0))


def _judge(table: ValidationTable, found: Found) -> dict[str, Judged]:
    return {name: judge(published, found[name]) for name, published in table.outputs.items()}


def _broke(right: Mapping[str, Judged], wrong: Mapping[str, Judged]) -> tuple[str, ...]:
    """What passed, and lies outside its interval with the wrong input. A figure without a value is no failure."""
    return tuple(name for name, judged in wrong.items() if judged.verdict == FAIL and right[name].passed)


def _fed(table: ValidationTable, name: str) -> dict[str, Any]:
    fed = table.inputs[name]
    given = fed.given
    entry = {"value": given.value, "unit": given.unit, "range": [given.low, given.high], "role": fed.role}
    evidence = {"source": given.source, "confidence": given.confidence, "assumed": given.assumed}
    entry |= {key: text for key, text in evidence.items() if text is not None}
    entry |= {"law": fed.law} if fed.law else {}
    return entry | ({"fitted_to": list(fed.fitted_to)} if fed.fitted_to else {})


def _judged(table: ValidationTable, judged: Judged) -> dict[str, Any]:
    published = judged.published
    numbers = {
        "low": judged.low, "middle": judged.middle, "high": judged.high, "width": judged.width,
        "crps": judged.crps, "skill": judged.skill, "low80": judged.low80, "high80": judged.high80,
        "low50": judged.low50, "high50": judged.high50, "pit": judged.pit, "reference_crps": judged.reference_crps,
    }  # fmt: skip
    return {
        "meaning": table.meaning(published.name),
        "unit": published.unit,
        "published": published.printed,
        "scale": published.scale,
        "compared": published.value,
        "compared_interval": [published.low, published.high],
        "source": published.source,
        "confidence": published.confidence,
        **{key: number if math.isfinite(number) else None for key, number in numbers.items()},
        "error": published.error,
        "carried": published.carried,
        "in_sample": published.in_sample,
        "widest": published.widest,
        "naive": list(published.naive),
        "missing": judged.missing,
        "verdict": judged.verdict,
        "firm": judged.firm,
    }
