"""The validation tables as a page shows them: what passes, what fails and why, and what both together mean."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from glasshouse.evidence import load_sources
from glasshouse.report.evidence_tables import Reference
from glasshouse.validation import sharpness_words, verdict_words, whole_words
from glasshouse.validation.evaluate_tables import Result, Validation
from glasshouse.validation.kinds import KINDS
from glasshouse.validation.verdict import PASS
from glasshouse.validation.verdict_tally import fare
from glasshouse.wording.lists_and_nouns import counted, enumerated


@dataclass(frozen=True, kw_only=True)
class VerdictView:
    """A table on a page. ``counted`` says how its figures fared."""

    name: str
    title: str
    about: str
    passed: bool
    confirmed: bool
    verdict: str
    marks: str
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
    """All tables of a kind: its name, what they are about, and themselves."""

    name: str
    title: str
    sentence: str
    tables: tuple[VerdictView, ...]

    @property
    def counted(self) -> str:
        """How many of them pass."""
        return how_many_pass(sum(table.passed for table in self.tables), len(self.tables), "table")


def in_order(found: Validation) -> tuple[Result, ...]:
    """Results by kind, in the order of the kinds."""
    order = list(KINDS)
    return tuple(sorted(found.results, key=lambda result: order.index(result.table.kind.name)))


def families(results: Iterable[Result]) -> tuple[TableFamily, ...]:
    """The tables, by kind."""
    shown: dict[str, list[VerdictView]] = {}
    for result in results:
        shown.setdefault(result.table.kind.name, []).append(view(result))
    return tuple(
        TableFamily(name=name, title=KINDS[name].title, sentence=KINDS[name].sentence, tables=tuple(own))
        for name, own in shown.items()
    )


def how_many_pass(passed: int, of: int, noun: str) -> str:
    """How many tables or figures pass, of how many.

    >>> how_many_pass(2, 3, "table"), how_many_pass(1, 2, "table"), how_many_pass(0, 2, "figure")
    ('2 of 3 tables pass', '1 of 2 tables passes', 'none of 2 figures passes')
    >>> how_many_pass(2, 2, "table"), how_many_pass(1, 1, "table"), how_many_pass(0, 1, "table")
    ('both tables pass', 'its table passes', 'its table fails')
    """
    if of == 1:
        return f"its {noun} {'passes' if passed else 'fails'}"
    if passed == of:
        return f"{'both' if of == 2 else f'all {of}'} {noun}s pass"
    return f"{passed or 'none'} of {of} {noun}s {'passes' if passed <= 1 else 'pass'}"


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


def scores(found: Validation) -> dict[str, Any]:
    """How well the intervals hold and how sharp they are: heads, rows by how they were made, how to read them."""
    every = {way: rows[0] for way in verdict_words.WAYS if (rows := found.scores(way))}
    return {
        "sharp_heads": sharpness_words.HEADS,
        "sharp": [sharpness_words.cells(way, one) for way, one in every.items()],
        "sharp_said": [sharpness_words.sentence(way, one) for way, one in every.items()],
        "sharp_how": sharpness_words.HOW,
        "score_heads": verdict_words.SCORE_HEADS,
        "scores": {
            title: [_by_title(verdict_words.score_cells(each)) for each in found.scores(way)]
            for way, title in verdict_words.WAYS.items()
        },
        "scores_how": tuple(
            filter(None, (*verdict_words.SCORES_HOW, *verdict_words.LEFT_OUT_HOW, verdict_words.set_aside(found)))
        )
        + whole_words.notes(found.results),
    }


def _by_title(cells: tuple[str, ...]) -> tuple[str, ...]:
    """A row of scores with its kind's title in place of the name by which files know it."""
    name, *others = cells
    return (KINDS[name].title if name in KINDS else name, *others)


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


def view(result: Result) -> VerdictView:
    """A table with its verdict."""
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
        marks=verdict_words.marks(result),
        counted=_counted(verdicts),
        summary=table.summary,
        heads=verdict_words.HEADS,
        rows=tuple(verdict_words.cells(table, judged) for judged in result.outputs.values()),
        wrong=tuple(verdict_words.wrong(result, tried) for tried in result.tried),
        why=tuple(verdict_words.why(result)),
        given=tuple(filter(None, (whole_words.of_table(result), *_given(result)))),
        sources=tuple(Reference(id=i, citation=sources[i].citation, url=sources[i].url or "") for i in cited),
        notes=" ".join(table.notes.split()),
    )


def _counted(verdicts: Sequence[str]) -> str:
    """How a table's figures fared.

    >>> _counted(["passes"]), _counted(["fails", "passes", "passes"]), _counted(["too wide", "passes"])
    ('its figure passes', '2 of 3 figures pass', '1 of 2 figures passes')
    """
    said = {"too wide": "its interval is too wide", "no value": "its figure has no value"}
    if len(verdicts) == 1 and verdicts[0] in said:
        return said[verdicts[0]]
    return how_many_pass(verdicts.count("passes"), len(verdicts), "figure")


def figures_that_pass(results: Iterable[Result]) -> str:
    """How many of all tables' figures pass."""
    verdicts = [judged.verdict for result in results for judged in result.outputs.values()]
    return how_many_pass(verdicts.count(PASS), len(verdicts), "figure")


def _given(result: Result) -> tuple[str, ...]:
    """What was put in: assumed, or fitted to something."""
    table, said = result.table, []
    assumed = [table.given(name) for name, fed in table.inputs.items() if fed.given.assumed is not None]
    if assumed:
        said.append(f"Assumed, within a range: {enumerated(assumed)}.")
    fed_with = table.inputs.items()
    fitted = [f"{table.given(name)} (to {', '.join(fed.fitted_to)})" for name, fed in fed_with if fed.fitted_to]
    if fitted:
        said.append(f"Fitted: {'; '.join(fitted)}.")
    return tuple(said)
