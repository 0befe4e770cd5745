"""What is generated of ``docs/validation.md``: kinds and results (``scripts/validation_page.py`` writes them)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from glasshouse.evidence import load_sources
from glasshouse.validation import sharpness_words, verdict_words, whole_words
from glasshouse.validation.evaluate_tables import Result, Validation
from glasshouse.validation.kinds import KINDS
from glasshouse.validation.table_kind import TableKind

_YEAR = re.compile(r"_\d{4}$")
_ROW = "| {} |".format


def kinds_text() -> str:
    """Every kind with its inputs and outputs, in Markdown.

    >>> kinds_text().splitlines()[0]
    '### lfr-deployment'
    """
    return "\n\n".join(_kind(kind) for kind in KINDS.values()) + "\n"


def results_text(found: Validation) -> str:
    """Every table with its figures and what was tried on it, in Markdown."""
    return (
        "\n\n".join(
            [
                _scores(found),
                verdict_words.closing(found),
                *verdict_words.how(found)[len(verdict_words.HOW) :],
                *(_result(result) for result in found.results),
            ]
        )
        + "\n"
    )


def _scores(found: Validation) -> str:
    """How well the intervals hold, by kind."""
    rows = {way: every[0] for way in verdict_words.WAYS if (every := found.scores(way))}
    parts = [
        "### Coverage and scores",
        " ".join(sharpness_words.sentence(way, every) for way, every in rows.items()),
        _table(sharpness_words.HEADS, [sharpness_words.cells(way, every) for way, every in rows.items()]),
        *sharpness_words.HOW,
    ]
    for way, title in verdict_words.WAYS.items():
        if rows := [verdict_words.score_cells(each) for each in found.scores(way)]:
            parts += [f"**{title}**", _table(verdict_words.SCORE_HEADS, rows)]
    aside = verdict_words.set_aside(found)
    parts += [*verdict_words.SCORES_HOW, *verdict_words.LEFT_OUT_HOW, *([aside] if aside else [])]
    parts += whole_words.of_presets(found.results)
    if found.spreads:
        parts += [
            "### How far reports differ",
            _table(verdict_words.SPREAD_HEADS, _spreads(found)),
            *verdict_words.SPREADS_HOW,
        ]
    return "\n\n".join([*parts, "### Every table"])


def _spreads(found: Validation) -> list[tuple[str, ...]]:
    return [verdict_words.spread_cells(each) for each in found.spreads]


def _table(heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [heads, ("---",) * len(heads), *rows]
    return "\n".join(_ROW(" | ".join(line)) for line in lines)


def _kind(kind: TableKind) -> str:
    stages = ", ".join(f"`{stage}`" for stage in kind.stages)
    inputs = [
        (f"`{name}`", row.unit, _needed(row.optional, row.default), row.meaning)
        for name, row in kind.inputs.items()
        if not _another_year(name, kind.inputs)
    ]
    outputs = [
        (f"`{name}`", row.unit, row.meaning)
        for name, row in kind.outputs.items()
        if not _another_group(kind, name) and not _another_year(name, kind.outputs)
    ]
    parts = [
        f"### {kind.name}",
        f"**{kind.title}.** {kind.sentence} It {kind.does} {stages}, {kind.draws} times for each interval.",
        _table(("input", "unit", "if left out", "what it is"), inputs),
        _table(("output", "unit", "what it is"), outputs),
    ]
    if kind.groups:
        rest = ", ".join(f"`_{letter}`" for letter in kind.groups[1:])
        parts.append(f"What ends in `_a` is there for {rest} as well.")
    if years := [name[-4:] for name in kind.inputs if _YEAR.search(name)]:
        parts.append(f"What ends in `_{years[0]}` is there for each year until {years[-1]}.")
    return "\n\n".join(parts)


def _another_year(name: str, names: Iterable[str]) -> bool:
    """Whether a name stands in the table for an earlier year already."""
    alike = sorted(other for other in names if _YEAR.search(other) and other[:-4] == name[:-4])
    return name in alike[1:]


def _needed(optional: bool, default: float | None) -> str:
    if not optional:
        return "needed"
    return "–" if default is None else f"{default:g}"


def _another_group(kind: TableKind, name: str) -> bool:
    """Whether an output stands in the table under another letter already."""
    return any(name.endswith(f"_{letter}") and f"{name[:-1]}a" in kind.outputs for letter in kind.groups[1:])


def _result(result: Result) -> str:
    table = result.table
    heads = (verdict_words.HEADS[0], "Source", *verdict_words.HEADS[1:])
    rows = []
    for judged in result.outputs.values():
        first, *rest = verdict_words.cells(table, judged)
        rows.append((first, f"{judged.published.source}, {judged.published.confidence}", *rest))
    parts = [
        f"### {table.title}: {verdict_words.heading(result)}",
        f"{_about(result)} {table.summary}",
        _table(heads, rows),
    ]
    said = [f"- {whole}"] if (whole := whole_words.of_table(result)) else []
    said += [f"- {verdict_words.wrong(result, each)}" for each in result.tried]
    said += [f"- Why it fails: {sentence}" for sentence in verdict_words.why(result)]
    assumed = [name for name, fed in table.inputs.items() if fed.given.assumed is not None]
    fitted = [f"{name} (to {', '.join(fed.fitted_to)})" for name, fed in table.inputs.items() if fed.role == "fitted"]
    if fitted:
        said.append(f"- Fitted: {'; '.join(fitted)}.")
    if assumed:
        said.append(f"- Assumed: {', '.join(f'`{name}`' for name in assumed)}.")
    cited = dict.fromkeys(judged.published.source for judged in result.outputs.values())
    sources = {**load_sources(), **table.sources}
    said += [f"- {name}: {sources[name].citation}" for name in cited]
    return "\n\n".join([*parts, "\n".join(said), " ".join(table.notes.split())])


def _about(result: Result) -> str:
    name, _, rest = verdict_words.about(result).partition(": ")
    return f"`{name}`: {rest}."
