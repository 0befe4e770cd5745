"""Verdicts as people read them, for the terminal and the page alike."""

from __future__ import annotations

import math

from glasshouse.evidence import MARK
from glasshouse.validation import whole_words
from glasshouse.validation.carried_over import QuantitySpread
from glasshouse.validation.evaluate_tables import Result, Tried, Validation
from glasshouse.validation.scores import Coverage, Scores
from glasshouse.validation.validation_table import Published, ValidationTable
from glasshouse.validation.verdict import FAIL, NOTHING, PASS, WIDE, Judged
from glasshouse.wording.lists_and_nouns import counted, enumerated, plural
from glasshouse.wording.numbers import fixed, leading, per_cent, three_figures, whole

#: Units of which people read parts of a hundred.
_IN_HUNDRED = ("share", "probability")
#: Of more figures than these, their number is said and not their names.
_SEVERAL = 3
#: So many of a preset's numbers that are from memory are named.
_NAMED = 4
VERDICTS = {PASS: "passes", FAIL: "fails", WIDE: "too wide", NOTHING: "no value"}
HEADS = ("Figure", "Published", "Simulated, 95 %", "Width", "Allowed", "Verdict", "Skill")

#: Beside a figure of which the report gave a number to the preset that is simulated.
SAME_REPORT = "its report feeds the preset"
#: Behind a verdict that other draws might have left otherwise.
EDGE = " ~"

SCORE_HEADS = (
    "Of",
    "Figures",
    "In 50 %",
    "In 80 %",
    "In 95 %",
    "Narrow",
    "Interval score",
    "CRPS",
    "Skill",
    "In each fifth",
)
SCORES_HOW = (
    "In 50, 80, 95 %: how many published figures lie in that interval; in brackets, how many would, 95 times in 100, "
    "if the intervals were honest and the figures independent. ! marks another number. Figures of one table hang "
    "together, so that the brackets are somewhat too narrow. Narrow: how many of the 95 % intervals are as narrow as "
    "their table asked beforehand.",
    "Interval score (of 95 %) and CRPS are means in widths of the naive bets: less is better. Skill compares the CRPS "
    "with that of the last figure of the same kind, carried over as the table says: above 0 is better than that. In "
    "brackets, how many figures name one.",
    "In each fifth: how many figures lie in each fifth of the draws, from the lowest. Even numbers are honest; many at "
    "the ends mean intervals that are too narrow. Figures to which a preset was set count nowhere here.",
)

#: What scores are of, by how intervals were made (``evaluate_tables.SCORED``).
WAYS = {
    "outputs": "Each table's own intervals",
    "left_out": "With the spread between reports, each report left out in turn",
    "forward": "The same forward in time, from reports of earlier years alone",
}
LEFT_OUT_HOW = (
    "A report that is left out is predicted from the others: its tables' own intervals, widened by how far figures of "
    "the same quantity were off where a rate was carried over to another report. No table that cites the report "
    "informs that.",
)
SPREAD_HEADS = ("Quantity", "Reports", "Figures", "A figure is off by a factor of", "95 %")
SPREADS_HOW = (
    "From all tables together: one standard deviation of the deviations between reports, as a factor of the figure, or "
    "of its odds where it is a share. A quantity with few reports leans on the others.",
)

HOW = (
    "A figure passes when the published value lies where 95 of 100 simulated ones lie, and that interval is no wider "
    "than was allowed beforehand, so that it could have missed.",
    "Skill: 1 is certain and right, 0 no better than a bet on every number of a wide range alike, below 0 worse.",
    "A table passes when all its figures do, and each wrong input makes at least one of them fail.",
)
BOUND = (
    "Where only a bound was published (at least, at most), a figure passes when any of the 95 lies on its right side. "
    "It has no skill, and counts in no score."
)


def figure(value: float, unit: str) -> str:
    """A number of about three figures; shares and probabilities in parts of a hundred, very small ones as 1 in so many.

    >>> figure(7, "alerts"), figure(0.4485, "share"), figure(8.14e-4, "probability"), figure(17_500_000, "tickets")
    ('7', '44.9 %', '0.0814 %', '17.5 M')
    >>> figure(1.67e-8, "probability")
    '1 in 59,900,000'
    >>> figure(float("nan"), "share"), figure(2035, "persons"), figure(-0.126, "spreads")
    ('–', '2,035', '−0.126')
    """
    if not math.isfinite(value):
        return "–"
    if unit in _IN_HUNDRED and 0 < value < 1e-4:
        return f"1 in {whole(leading(1 / value, 3))}"
    if unit in _IN_HUNDRED:
        return per_cent(three_figures(100 * value))
    if abs(value) >= 1e6:
        return f"{three_figures(value / 1e6)} M"
    return three_figures(value)


def span(low: float, high: float, unit: str) -> str:
    """An interval.

    >>> span(2, 11, "alerts"), span(0.2, 0.25, "share")
    ('2 to 11', '20 to 25 %')
    """
    first, last = figure(low, unit), figure(high, unit)
    for sign in (" %", " M"):
        if first.endswith(sign) and last.endswith(sign):
            first = first.removesuffix(sign)
    return first if first == last else f"{first} to {last}"


def cells(table: ValidationTable, judged: Judged) -> tuple[str, ...]:
    """One row under HEADS."""
    published = judged.published
    unit = published.unit
    value = _bounded(published, figure(published.printed, unit))
    notes = []
    if published.scale != 1:
        notes.append(f"scaled: {figure(published.value, unit)}")
    elif published.high > published.low:
        notes.append(span(published.low, published.high, unit))
    elif published.error:
        notes.append(f"standard error {figure(published.error, unit)}")
    elif published.in_sample:
        notes.append("the preset was set to it")
    elif table.set_by_its_report(published.name):
        notes.append(SAME_REPORT)
    if table.remembered(published.source, published.confidence):
        notes.append(MARK)
    value = f"{value} ({'; '.join(notes)})" if notes else value
    stands_for = whole_words.beside(table, judged)
    return (
        table.meaning(published.name),
        value,
        f"{span(judged.low, judged.high, unit)} ({stands_for})" if stands_for else span(judged.low, judged.high, unit),
        figure(judged.width, unit),
        figure(published.widest, unit),
        VERDICTS[judged.verdict] + ("" if judged.firm else EDGE),
        "–" if math.isnan(judged.skill) else fixed(judged.skill, 2),
    )


def score_cells(scores: Scores) -> tuple[str, ...]:
    """One row under SCORE_HEADS."""
    return (
        scores.name,
        whole(scores.figures),
        *(_held(each) for each in scores.coverage),
        whole(scores.sharpness.narrow),
        fixed(scores.interval, 2),
        fixed(scores.crps, 3),
        f"{fixed(scores.skill, 2)} ({scores.compared})" if math.isfinite(scores.skill) else "–",
        " ".join(str(number) for number in scores.pit),
    )


def spread_cells(spread: QuantitySpread) -> tuple[str, ...]:
    """One row under SPREAD_HEADS: factors, of odds where the figures are shares.

    >>> spread_cells(QuantitySpread(quantity="tips", reports=4, figures=7, low=0, middle=0.1, high=0.7))
    ('tips', '4', '7', '1.11', '1 to 2.01')
    """
    low, middle, high = (three_figures(math.exp(each)) for each in (spread.low, spread.middle, spread.high))
    return spread.quantity, whole(spread.reports), whole(spread.figures), middle, f"{low} to {high}"


def _held(coverage: Coverage) -> str:
    """How many an interval held, and how many an honest one would.

    >>> _held(Coverage(level=0.95, held=32, figures=47, least=41, most=47))
    '32 (41–47) !'
    """
    return f"{coverage.held} ({coverage.least}–{coverage.most})" + ("" if coverage.honest else " !")


def how(validation: Validation) -> tuple[str, ...]:
    """What the reader must know of the verdicts."""
    edge = f"{EDGE.strip()} behind a verdict: so close to an edge that other draws (--seed, --draws) may change it."
    judged = [each for result in validation.results for each in result.outputs.values()]
    more = [BOUND] if any(each.published.bound for each in judged) else []
    more += whole_words.how(validation.results)
    more += [edge] if any(not each.firm for each in judged) else []
    return (*HOW, *more)


def heading(result: Result) -> str:
    """The table's verdict in a word or two."""
    said = "passes" if result.passed else "fails"
    return f"{said} ({marks(result)})" if marks(result) else said


def marks(result: Result) -> str:
    """What must stand beside a table's verdict: that figures are not confirmed, or that numbers are from memory."""
    memory = f"partly {MARK}" if result.table.rests_on_memory else ""
    return "; ".join(filter(None, ("" if result.table.confirmed else "unconfirmed", memory)))


def about(result: Result) -> str:
    """What was evaluated, in a line."""
    table = result.table
    stages = (
        f"stage {table.kind.stages[0]}" if len(table.kind.stages) == 1 else f"stages {enumerated(table.kind.stages)}"
    )
    whose = f", of the plug-in {table.plugin}" if table.plugin else ""
    given = {name: (fed.given.source, fed.given.confidence) for name, fed in table.inputs.items()}
    unread = enumerated([table.given(name) for name, evidence in given.items() if table.remembered(*evidence)])
    fed = f"; fed with what is {MARK}: {unread}" if unread else ""
    if kept := table.preset_remembers:
        fed += f"; of the preset's numbers, {MARK}: {enumerated([*kept[:_NAMED], *_others(len(kept) - _NAMED)])}"
    return f"{table.name}: {table.kind.name}, {stages}, {result.draws} draws{whose}{fed}"


def _others(number: int) -> list[str]:
    return [counted(number, "other")] if number > 0 else []


def wrong(result: Result, tried: Tried) -> str:
    """A wrong input, and what no longer fits with it."""
    table, inputs = result.table, result.table.kind.inputs
    values = [f"{table.given(name)}: {figure(value, inputs[name].unit)}" for name, value in tried.wrong.values.items()]
    said = f"Wrong input: {tried.wrong.because} ({'; '.join(values)})."
    if not result.breakable:
        return f"{said} No figure passes that it could break."
    return f"{said} No longer fits: {_broken(result, tried)}."


def _broken(result: Result, tried: Tried) -> str:
    if len(tried.broke) > _SEVERAL:
        return f"{len(tried.broke)} of {len(result.outputs)} figures"
    return enumerated([result.table.meaning(name) for name in tried.broke]) if tried.broke else "nothing, and it should"


def why(result: Result) -> list[str]:
    """Why a table fails, a sentence each; nothing for one that passes."""
    if result.passed:
        return []
    table, found = result.table, []
    for name, judged in result.outputs.items():
        what, unit = table.meaning(name), judged.published.unit
        if judged.verdict == FAIL:
            place = span(judged.low, judged.high, unit)
            found.append(f"{what}: {_said(judged.published)}, {place} simulated.")
        elif judged.verdict == WIDE:
            found.append(f"{what}: the interval is wider than was allowed, so that it says too little.")
        elif judged.verdict == NOTHING:
            found.append(f"{what}: most draws leave it without a value.")
        if judged.low == judged.high == 0 and not judged.published.within(0, 0):
            found.append(
                f"{what}: no draw counts any. Too few people may be simulated, or the part that counts is off."
            )
    if result.breakable and (toothless := [tried.wrong.because for tried in result.tried if not tried.broke]):
        found.append(f"A wrong input makes no figure fail: {enumerated(toothless)}.")
    return found + ([table.reason] if table.reason else [])


def _said(published: Published) -> str:
    """A published figure in a sentence; what was not printed as it stands there is not called published."""
    value = _bounded(published, figure(published.printed, published.unit))
    if published.scale != 1:
        return f"{value} published, which is {figure(published.value, published.unit)} in the part that is simulated"
    return f"{value} follows from what was published" if published.derived else f"{value} published"


def _bounded(published: Published, value: str) -> str:
    return f"{published.bound} {value}" if published.bound else value


def coverage_line(validation: Validation) -> str:
    """How many figures lie where, in a sentence or two: for a single table, of which a table of scores says too much.

    >>> from glasshouse.validation.evaluate_tables import validate
    >>> coverage_line(validate("oxford-circus-2020", draws=40))[:34]
    'The 50, 80 and 95 % intervals hold'
    """
    found = validation.scores() or ()
    if not found or not found[0].figures:  # nothing that is scored: only bounds, or what a preset was set to
        return ""
    held = enumerated([whole(each.held) for each in found[0].coverage])
    levels = enumerated([f"{100 * each.level:.0f}" for each in found[0].coverage])
    narrow = found[0].sharpness.narrow
    said = (
        f"The {levels} % intervals hold {held} of {counted(found[0].figures, 'published figure')}; of those of 95 %, "
        f"{narrow or 'none'} {'is' if narrow == 1 else 'are'} as narrow as was asked."
    )
    if not found[0].compared:
        return said
    return f"{said} Skill against the figure carried over: {fixed(found[0].skill, 2)}."


def set_aside(validation: Validation) -> str:
    """How many figures are foretold from no other report, since their own gave the preset a number; "" where none."""
    if not any(result.left_out for result in validation.results):
        return ""
    number = sum(
        result.table.set_by_its_report(name) and not judged.published.in_sample and math.isfinite(judged.crps)
        for result in validation.results
        for name, judged in result.outputs.items()
    )
    if not number:
        return ""
    return (
        f"{counted(number, 'figure')} of whole presets {plural(number, 'is', 'are')} not among those left out: "
        f"{plural(number, 'its own report', 'their own reports')} gave the preset a number."
    )


def closing(validation: Validation) -> str:
    """How many tables passed and failed, the unconfirmed and those of plug-ins apart."""
    found, others = validation.tally, validation.of_plugins
    unconfirmed = "Counted apart, with figures that are not confirmed: "
    said = (
        _closing("", found.passed, found.failed),
        _closing(unconfirmed, found.unconfirmed_passed, found.unconfirmed_failed),
        _closing(
            "Counted apart, of plug-ins: ",
            others.passed + others.unconfirmed_passed,
            others.failed + others.unconfirmed_failed,
        ),
    )
    return " ".join(filter(None, said))


def _closing(apart: str, passed: int, failed: int) -> str:
    number = passed + failed
    if number == 0:
        return ""
    if number == 1:
        return f"{apart}1 table, which {'passes' if passed else 'fails'}."
    said = f"{passed} {plural(passed, 'passes', 'pass')}, {failed} {plural(failed, 'fails', 'fail')}"
    return f"{apart}{number} tables: {said}."
