"""The headline of a run: what it did to people, in sentences.

With one replicate the sentences give counts "in this one run" and no rate; with more, people out of
10,000 with an interval.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from glasshouse.folders.changed_title import changed_title, titled_with
from glasshouse.folders.output_label import NOT_A_FORECAST
from glasshouse.headlines import beginning, from_memory, headline_reports, headline_stops, headline_unequal, run_finding
from glasshouse.headlines.told_figures import DASH, declared
from glasshouse.measures import harm
from glasshouse.measures.concerned import only_reports, only_stops
from glasshouse.measures.intervals import LEAST_EVENTS, LEAST_PEOPLE, Spread, method
from glasshouse.measures.outcome import CHILLED, UNLAWFUL, Outcome, lawful_acts
from glasshouse.note import Note
from glasshouse.runs import ensemble_hangs, ensemble_words
from glasshouse.wording.change_words import agreed_note
from glasshouse.wording.lists_and_nouns import counted, enumerated, in_a_year, people, plural, times
from glasshouse.wording.numbers import short, whole

if TYPE_CHECKING:
    from types import ModuleType

    from glasshouse.runs.run import Run
    from glasshouse.scenario.scenario import Scenario

#: Cells that tell nothing of a group.
_UNTOLD = (DASH, headline_unequal.REFERENCE)
OVERLAP = "Wrongful, unjust and unequal overlap; they are never added up."


@dataclass(frozen=True, kw_only=True)
class GroupLine:
    """One group: its size, its base rate, and what was done to it, as text.

    ``base_rate`` is true unlawful acts and debts a person-year, empty where a run is told by its stops. With one
    replicate the harms are counts, with more they are per 10,000 of the group; ``below`` holds the intervals, in the
    same order as ``cells``.
    """

    name: str
    people: int
    base_rate: str
    cells: tuple[str, ...]
    below: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Headline:
    """What a run did to people.

    ``finding`` heads its report: a number, and how sure it is. ``sentences`` come people first; ``by_group`` is the one
    of them that tells groups apart, if there is one; ``notes`` say what the figures are and are not (NOT_A_FORECAST is
    always the first); ``groups`` is the table by group, with ``columns`` over its cells: those that can be told of any
    group. ``groups_note`` says what they are, and which are left out.
    """

    title: str
    finding: str
    label: str
    leaves_out: tuple[str, ...]
    sentences: tuple[str, ...]
    by_group: str
    notes: tuple[str, ...]
    columns: tuple[str, ...]
    groups: tuple[GroupLine, ...]
    groups_note: str


def headline(run: Run | Outcome) -> Headline:
    """Put a run, or its figures, into sentences.

    Raises ``BadInputError`` when no replicate of the run was finished.

    >>> told = headline(small_run)
    >>> told.label, told.sentences[0]
    ('hypothetical', 'In this one run, 0 of 300 people were sanctioned within 3 days.')
    """
    outcome = run if isinstance(run, Outcome) else run.outcome
    told = _account(outcome.scenario)
    scenario = outcome.scenario
    columns = tuple(told.COLUMNS) if told else ("Sanctioned", "Wrongly", "Unjustly", headline_unequal.COLUMN)
    groups = [_told_group(outcome, group, told) if told else _group(outcome, group) for group in outcome.groups]
    known = [place for place in range(len(columns)) if any(line.cells[place] not in _UNTOLD for line in groups)]
    names = [columns[place] for place in known]
    note = told.note(outcome, names) if told else _groups_note(outcome, names)
    lines = tuple(_with_cells(line, known) for line in groups)
    untold = _untold(outcome, [name for name in columns if name not in names], lines)
    return Headline(
        title=_title(run, scenario),
        finding=run_finding.finding(outcome),
        label=scenario.label,
        leaves_out=scenario.leaves_out,
        sentences=_sentences(outcome, told),
        by_group=told.by_group(outcome) if told else headline_unequal.sentence(outcome),
        notes=_notes(outcome, told),
        columns=tuple(names),
        groups=lines,
        groups_note=" ".join(filter(None, (f"{note}{_with_chance(outcome)}{untold}", _shares(outcome, lines)))),
    )


def _below(lines: Sequence[GroupLine]) -> list[str]:
    return [text for line in lines for text in line.below]


def _with_cells(line: GroupLine, places: Sequence[int]) -> GroupLine:
    """A group's line with some of its cells."""
    cells, below = (tuple(each[place] for place in places) for each in (line.cells, line.below))
    return replace(line, cells=cells, below=below)


def _with_chance(outcome: Outcome) -> str:
    """That intervals by group hold chance, where draws with another seed say how much."""
    if outcome.ensemble is None or not outcome.ensemble.again:
        return ""
    return " Intervals by group hold chance too, as draws with another seed show it."


def _shares(outcome: Outcome, lines: Sequence[GroupLine]) -> str:
    """What the shares of draws by group mean, where there are any, and how other seeds bound them."""
    if outcome.ensemble is None or not outcome.ensemble.again:
        return agreed_note(_below(lines))
    said = agreed_note(_below(lines), estimated=True)
    again = whole(len(outcome.ensemble.again))
    return f"{said} No share is larger than among {again} draws with another seed." if said else ""


def _untold(outcome: Outcome, left_out: Sequence[str], lines: Sequence[GroupLine]) -> str:
    """What cannot be told by group, and why: once, and not in every cell."""
    small = any(outcome.people(group) < LEAST_PEOPLE for group in outcome.groups)
    few = f"fewer than {LEAST_EVENTS} cases" + (f", or fewer than {LEAST_PEOPLE} people" if small else "")
    names = [name for name in left_out if name != headline_unequal.COLUMN]  # its sentence says why
    said = ""
    if names:
        what = enumerated([f"“{name}”" for name in names])
        said = f" {what} cannot be told by group: every group has {few}."
    if any(DASH in (line.base_rate, *line.cells) for line in lines):
        said += f" A dash: {few} in the group."
    return said


def _title(run: Run | Outcome, scenario: Scenario) -> str:
    """The scenario's title, and what was changed in it: as the run's command has it, or as it was loaded."""
    if isinstance(run, Outcome):
        return titled_with(scenario.title, scenario.origin.sets if scenario.origin else (), scenario.mechanisms)
    return changed_title(scenario.title, run.manifest.get("command"), scenario.mechanisms)


def _sentences(outcome: Outcome, told: ModuleType | None) -> tuple[str, ...]:
    """People first. An account of its own knows what the shipped mechanisms have to say."""
    mechanisms = outcome.scenario.mechanisms
    ends = (*beginning.sentences(outcome, sanctions=told is None), *ensemble_hangs.sentences(outcome))
    if told:
        return (*told.sentences(outcome), *declared(outcome, mechanisms.added), *ends)
    # What is said of the same 10,000 people stands together, below the sentence that names them.
    *people_first, acts = _counts(outcome) if outcome.alone else _rates(outcome)
    unequal = headline_unequal.sentence(outcome)
    return (*people_first, *declared(outcome, mechanisms), unequal, acts, _yield(outcome), *ends)


def _account(scenario: Scenario) -> ModuleType | None:
    """What a run is told by where nothing can close a gate, or None: sanctions."""
    if only_stops(scenario):
        return headline_stops
    return headline_reports if only_reports(scenario) else None


def _notes(outcome: Outcome, told: ModuleType | None) -> tuple[str, ...]:
    scenario = outcome.scenario
    left_out = f" It leaves out: {_tail(scenario.leaves_out[0])}" if scenario.leaves_out else ""
    notes = [
        NOT_A_FORECAST,
        f"{scenario.label.capitalize()}: {scenario.title}.{left_out}",
        *from_memory.note(scenario),
        *(() if told else (OVERLAP,)),
        *(ensemble_words.notes(outcome) or (method(outcome.replicates),)),
    ]
    if outcome.ensemble is None and outcome.replicates > 1:
        notes.append(_chance_of_times(outcome, *told.BY_CHANCE) if told else _chance_of_people(outcome))
    return tuple(notes)


def _tail(sentence: str) -> str:
    return sentence.rstrip(".") + "."


def _chance_of_people(outcome: Outcome) -> str:
    """Chance in a number of people: each is counted once at most."""
    deviation = harm.chance_of_share(outcome.count("first_sanctioned"), outcome.population)
    return _chance("sanctioned", deviation, "binomial", outcome)


def _chance_of_times(outcome: Outcome, measures: tuple[str, ...], what: str) -> str:
    """Chance in a number of times: there may be more of them than people."""
    return _chance(what, harm.chance_of_times(outcome.count(*measures), outcome.population), "Poisson", outcome)


def _chance(what: str, deviation: float, law: str, outcome: Outcome) -> str:
    return (
        f"Chance alone moves the number {what} by about ±{short(deviation)} in 10,000 (one standard deviation, "
        f"{law}, {people(outcome.population)}). What the intervals show beyond that is parameter uncertainty: "
        "the assumptions are uncertain."
    )


def _rates(outcome: Outcome) -> list[str]:
    """Several replicates: people out of 10,000, with intervals."""
    sanctioned = outcome.per_10_000("first_sanctioned")
    wrongly = outcome.per_10_000("first_wrongful")
    unjustly = outcome.per_10_000("first_unjust")
    chilled, refused = (outcome.per_10_000(*acts, yearly=True) for acts in (CHILLED, outcome.blocked))
    held = f"hold back from {lawful_acts(chilled)} out of fear, and " if _wants(outcome) else ""
    return [
        f"Of every 10,000 people, {sanctioned} {_were(sanctioned)} sanctioned within {counted(outcome.days, 'day')}.",
        f"{wrongly} {_were(wrongly)} sanctioned wrongfully: a false entry closed a gate that would have stayed open.",
        _unjustly(unjustly, outcome),
        f"{in_a_year(outcome.days)}, 10,000 people {held}are refused {times(refused)} at a closed gate.",
    ]


def _counts(outcome: Outcome) -> list[str]:
    """One replicate: counts in this one run, and no rate."""
    count = outcome.count
    held, blocked = count(*CHILLED), count(*outcome.blocked)
    refused = (
        f"somebody was refused at a closed gate {times(blocked)}" if blocked else "nobody was refused at a closed gate"
    )
    sanctioned, wrongly, unjustly = (
        whole(count(name)) for name in ("first_sanctioned", "first_wrongful", "first_unjust")
    )
    return [
        f"In this one run, {sanctioned} of {people(outcome.population)} {_were(sanctioned)} sanctioned within "
        f"{counted(outcome.days, 'day')}.",
        f"{wrongly} {_were(wrongly)} sanctioned wrongfully: a false entry closed a gate that would have stayed open.",
        _unjustly(unjustly, outcome),
        f"{lawful_acts(Spread(value=held))} {_were(whole(held))} held back out of fear, and {refused}."
        if _wants(outcome)
        else f"{refused[:1].upper()}{refused[1:]}.",
    ]


def _unjustly(figure: Spread | str, outcome: Outcome) -> str:
    """How many the rule wronged, in words where it is nobody in the run and in any draw or replicate."""
    if not any(each.total("first_unjust") for each in (outcome.tallies[0], *outcome.spanned)):
        return "Nobody was sanctioned unjustly by rule: for a lawful act, or by a penalty in another area of life."
    if str(figure) in ("0", "0 (0 to 0)") and not outcome.alone:
        some = sum(each.total("first_unjust") > 0 for each in outcome.spanned)
        count, what = outcome.count("first_unjust"), "draws" if outcome.ensemble else "runs"
        who = f"{people(count)} of {whole(outcome.population)}" if count else "nobody"
        return (
            f"In the run with central assumptions {who} {plural(whole(count or 1), 'was', 'were')} sanctioned unjustly "
            f"by rule, for a lawful act or by a penalty in another area of life; in {some} of {len(outcome.spanned)} "
            f"{what} somebody was."
        )
    return (
        f"{figure} {_were(figure)} sanctioned unjustly by rule: what was true in the record closed the gate, but the "
        "act was lawful or the penalty fell in another area of life."
    )


def _were(figure: Spread | str) -> str:
    return plural(figure, "was", "were")


def _wants(outcome: Outcome) -> bool:
    """Whether people want to do anything out of which fear could hold them."""
    numbers = outcome.scenario.parameters
    taken = (note.withheld for note in outcome.scenario.mechanisms.declared(Note) if note.withheld)
    return any(numbers[key].value > 0 for each in taken for key in each.wanted)


def _yield(outcome: Outcome) -> str:
    """Of 100 sanctions, how many followed a real offence or debt."""
    onsets = outcome.count("onsets")
    if onsets == 0 and outcome.count("first_sanctioned"):
        return (
            "Whoever was sanctioned began the run with a gate closed. No sanction began later, so there is no yield to "
            "judge."
        )
    if onsets == 0:
        return "Nobody was sanctioned, so there is no yield to judge."
    if outcome.alone:
        answering = whole(outcome.count("onsets_answering"))
        return f"{answering} of {counted(onsets, 'sanction')} followed a real offence or debt."
    share = outcome.over(lambda each: 100 * each.total("onsets_answering") / max(1, each.total("onsets")))
    return f"Of 100 sanctions, {share} followed a real offence or debt."


def _groups_note(outcome: Outcome, columns: Sequence[str]) -> str:
    counts = "counts of this one run, with what that is per 10,000 people of the group below"
    unit = counts if outcome.alone else "per 10,000 people of the group"
    excess = f" Excess: sanctioned more (or less, −) than {headline_unequal.called(outcome)} who did the same."
    acts = "Acts: true unlawful acts and debts a person-year."
    return f"Harms are {unit}. {acts}{excess if headline_unequal.COLUMN in columns else ''}"


def _group(outcome: Outcome, group: str) -> GroupLine:
    base = outcome.base_rate(group)
    cells = [
        _share_below(outcome, group, measure, headline_stops.cell(outcome, group, (measure,)))
        for measure in ("first_sanctioned", "first_wrongful", "first_unjust")
    ]
    cells.append(headline_unequal.cell(outcome, group))
    return GroupLine(
        name=group,
        people=outcome.people(group),
        base_rate=short(base.value) if outcome.estimable(group, *UNLAWFUL) else DASH,
        cells=tuple(text for text, _ in cells),
        below=tuple(below for _, below in cells),
    )


def _share_below(outcome: Outcome, group: str, measure: str, cell: tuple[str, str]) -> tuple[str, str]:
    """A count of one run, with what that is per 10,000 where it can be told: a larger group has a larger count."""
    if not outcome.alone or not outcome.estimable(group, measure):
        return cell
    rate = short(harm.per_10_000(outcome.count(measure, group=group), outcome.people(group)))
    return cell[0], f"{rate} per 10,000"


def _told_group(outcome: Outcome, group: str, told: ModuleType) -> GroupLine:
    cells = [headline_stops.cell(outcome, group, measures) for measures in told.COLUMNS.values()]
    return GroupLine(
        name=group,
        people=outcome.people(group),
        base_rate="",
        cells=tuple(text for text, _ in cells),
        below=tuple(below for _, below in cells),
    )
