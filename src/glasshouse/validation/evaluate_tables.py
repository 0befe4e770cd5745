"""Evaluate validation tables: draw, simulate, judge; then once more with each wrong input."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from glasshouse import rich_display
from glasshouse.folders.output_label import NOT_A_FORECAST
from glasshouse.plugins import offered
from glasshouse.runs.asked_sizes import checked
from glasshouse.scenario import preset_names
from glasshouse.validation.carried_over import QuantitySpread, figures, left_out, spreads
from glasshouse.validation.fixed import fixed
from glasshouse.validation.scores import Scores, scores
from glasshouse.validation.simulate_tables import Found, Share, draws_of, together, whole_table
from glasshouse.validation.table_loading import load_table, table_names, tables_of_preset, text_of_table
from glasshouse.validation.validation_table import ValidationTable, Wrong
from glasshouse.validation.verdict import FAIL, Judged, judge
from glasshouse.validation.verdict_tally import VerdictTally, tally

if TYPE_CHECKING:
    import altair as alt

#: What groups of tables are called, of which scores are told.
ALL, BLIND = "all tables", "fixed beforehand"
#: How intervals may be made, and under which key of a document their scores stand.
SCORED = {"outputs": "scores", "left_out": "scores_left_out", "forward": "scores_forward"}


@dataclass(frozen=True, kw_only=True)
class Tried:
    """A wrong input, and the outputs that passed with the right one and miss the published figure with this one."""

    wrong: Wrong
    broke: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Result:
    """A table with its verdict. `draws`: how many the intervals rest on.

    `left_out`: its figures as they are foretold with the spread between reports, which those reports say that the table
    does not cite; `forward`: as those say that came out in earlier years. Empty where only some tables were evaluated.
    """

    table: ValidationTable
    outputs: Mapping[str, Judged]
    tried: tuple[Tried, ...]
    draws: int
    left_out: Mapping[str, Judged] = field(default_factory=dict[str, Judged])
    forward: Mapping[str, Judged] = field(default_factory=dict[str, Judged])

    def __repr__(self) -> str:
        """Which table, and its verdict, in one line."""
        verdict = "pass" if self.passed else "fail"
        return f"Result({self.table.name!r}, {verdict!r}, outputs={len(self.outputs)}, draws={self.draws})"

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
            "outputs": {name: _judged(table, judged) | self._foretold(name) for name, judged in self.outputs.items()},
            "wrong": [
                {"because": tried.wrong.because, "set": dict(tried.wrong.values), "broke": list(tried.broke)}
                for tried in self.tried
            ],
            "summary": table.summary,
            "notes": table.notes,
            "reason": table.reason,
            **({"plugin": table.plugin} if table.plugin else {}),
        }

    def _foretold(self, name: str) -> dict[str, Any]:
        """A figure with its report left out, and forward in time."""
        ways = {"left_out": self.left_out, "forward": self.forward}
        return {way: _numbers(some[name]) for way, some in ways.items() if name in some}


@dataclass(frozen=True, kw_only=True)
class Validation:
    """Several tables, evaluated with one seed.

    ``small_validation`` in the examples is ``glasshouse.validate("oxford-circus-2020", draws=40)``.

    >>> small_validation.results[0].table.name
    'oxford-circus-2020'
    """

    results: tuple[Result, ...]
    seed: int
    spreads: tuple[QuantitySpread, ...] = ()

    def __repr__(self) -> str:
        """How many tables passed of how many, in one line."""
        passed = sum(result.passed for result in self.results)
        return f"Validation(tables={len(self.results)}, passed={passed}, seed={self.seed})"

    @property
    def tally(self) -> VerdictTally:
        """How many tables passed and failed, those of plug-ins left out.

        >>> small_validation.tally.passed
        1
        """
        return self._tally(of_plugins=False)

    @property
    def of_plugins(self) -> VerdictTally:
        """The same of the tables of plug-ins.

        >>> small_validation.of_plugins.passed
        0
        """
        return self._tally(of_plugins=True)

    def _tally(self, *, of_plugins: bool) -> VerdictTally:
        rows = (result for result in self.results if bool(result.table.plugin) == of_plugins)
        return tally((result.passed, result.table.confirmed) for result in rows)

    def plot(self) -> alt.TopLevelMixin:
        """Each published figure beside the interval that was simulated for it, as an Altair chart.

        Raises ``BadInputError`` where no figure has a value.

        >>> small_validation.plot().to_dict()["title"]["text"]
        'Published figures beside simulated intervals'
        """
        return rich_display.figure(self)

    def _repr_html_(self) -> str:
        """How many tables pass, and which, for a notebook."""
        return rich_display.html(self)

    def scores(self, way: str = "outputs") -> tuple[Scores, ...]:
        """How well the intervals hold: over all tables, over those fixed beforehand, and by kind; no plug-in counts.

        `way`: "outputs", each table's own intervals; "left_out", those with the spread between the other reports;
        "forward", those with the spread between earlier ones. None where these were not worked out.

        >>> small_validation.scores()[0].figures
        2
        """
        own = [result for result in self.results if not result.table.plugin]
        kinds = dict.fromkeys(result.table.kind.name for result in own)
        if way != "outputs" and not any(getattr(result, way) for result in own):
            return ()
        groups = {
            ALL: own,
            BLIND: [result for result in own if result.table.name in fixed()],
            **{kind: [result for result in own if result.table.kind.name == kind] for kind in kinds},
        }
        return tuple(
            scores(name, [list(getattr(result, way).values()) for result in some])
            for name, some in groups.items()
            if some
        )

    def document(self) -> dict[str, Any]:
        """All of it as JSON can hold it.

        >>> list(small_validation.document())
        ['note', 'seed', 'counts', 'scores', 'tables']
        """
        return {
            "note": NOT_A_FORECAST,
            "seed": self.seed,
            "counts": asdict(self.tally),
            **({"counts_of_plugins": asdict(self.of_plugins)} if self.of_plugins != VerdictTally() else {}),
            **{key: [each.document() for each in self.scores(way)] for way, key in SCORED.items() if self.scores(way)},
            **({"spreads": [asdict(each) for each in self.spreads]} if self.spreads else {}),
            "tables": [result.document() for result in self.results],
        }


def validate(
    table: str | os.PathLike[str] | ValidationTable | None = None,
    *,
    seed: int = 1,
    draws: int | None = None,
    share: Share | None = None,
    say: Callable[[str], None] | None = None,
    plugins: bool = True,
) -> Validation:
    """Evaluate one table, by name or file, or all that ship and, with `plugins`, those of installed plug-ins.

    A preset's name stands for the tables in which that preset is simulated whole.

    Raises ScenarioError or BadInputError before it begins.

    `draws`: of each table, its kind's own number unless given. `share`: what carries several of them out elsewhere.
    `say` is called with the title of each table that is done.
    """
    given = checked(seed=seed, draws=draws)
    seed, draws = given["seed"], given["draws"]
    told = say or _quiet
    shipped = table_names()
    names = [*shipped, *(name for name in (offered("validation_tables") if plugins else ()) if name not in shipped)]
    if table is None and share:
        tables = [load_table(name) for name in names]
        found = together(names, tables, seed=seed, draws=draws, share=share, say=told)
    else:
        asked: Sequence[str | os.PathLike[str] | ValidationTable] = names if table is None else _asked(table)
        tables = [each if isinstance(each, ValidationTable) else load_table(each) for each in asked]
        found: list[list[Found]] = []
        for each in tables:
            found.append(whole_table(each, seed, draws))
            told(each.title)
    results = [_result(each, rows, draws) for each, rows in zip(tables, found, strict=True)]
    return _foretold(results, [rows[0] for rows in found], seed) if table is None else _validation(results, seed)


def _validation(results: Sequence[Result], seed: int, spreads_: tuple[QuantitySpread, ...] = ()) -> Validation:
    return Validation(results=tuple(results), seed=seed, spreads=spreads_)


def _foretold(results: Sequence[Result], simulated: Sequence[Found], seed: int) -> Validation:
    """The same with each report left out; tables of plug-ins inform nothing, and are left as they are."""
    own = [(result.table, rows) for result, rows in zip(results, simulated, strict=True) if not result.table.plugin]
    some = figures(own)
    ways = {"left_out": left_out(some, seed), "forward": left_out(some, seed, forward=True)}
    more = [
        {
            way: MappingProxyType({name: one for (table, name), one in found.items() if table == result.table.name})
            for way, found in ways.items()
        }
        for result in results
    ]
    both = [replace(result, **each) for result, each in zip(results, more, strict=True)]
    return _validation(both, seed, spreads(some))


def files(table: str | os.PathLike[str]) -> str:
    """The YAML of a table, by name or file, or of those in which a preset is simulated whole, one after the other.

    Raises ScenarioError as ``validate`` does.
    """
    asked = (each.name if isinstance(each, ValidationTable) else each for each in _asked(table))
    return "---\n".join(f"{text_of_table(each).rstrip()}\n" for each in asked)


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


def _numbers(judged: Judged) -> dict[str, float | None]:
    """The numbers of a judged figure as JSON can hold them."""
    numbers = {
        "low": judged.low, "middle": judged.middle, "high": judged.high, "width": judged.width,
        "crps": judged.crps, "skill": judged.skill, "low80": judged.low80, "high80": judged.high80,
        "low50": judged.low50, "high50": judged.high50, "pit": judged.pit, "reference_crps": judged.reference_crps,
    }  # fmt: skip
    return {key: number if math.isfinite(number) else None for key, number in numbers.items()}


def _judged(table: ValidationTable, judged: Judged) -> dict[str, Any]:
    published = judged.published
    return {
        "meaning": table.meaning(published.name),
        "unit": published.unit,
        "published": published.printed,
        "scale": published.scale,
        "compared": published.value,
        "compared_interval": [published.low, published.high],
        "source": published.source,
        "confidence": published.confidence,
        **_numbers(judged),
        "error": published.error,
        **({"bound": published.bound} if published.bound else {}),
        "carried": published.carried,
        "in_sample": published.in_sample,
        "widest": published.widest,
        "naive": list(published.naive),
        "missing": judged.missing,
        "verdict": judged.verdict,
        "firm": judged.firm,
    }
