"""Everything that a section can show by name: each block takes what is assessed and gives pieces.

A form names them (``block: groups``); a new block is a function and a line in ``BLOCKS``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from glasshouse.assessed import Shown, sees
from glasshouse.assessments import article5, compared_arms, rules_over_days, searched_faces
from glasshouse.assessments.assessed_subject import AssessmentSubject
from glasshouse.assessments.text_pieces import Piece, PieceTable, Points, Prose, quiet, row
from glasshouse.entry_kind import EntryKind, entry_kinds
from glasshouse.evidence import basis
from glasshouse.gate import gates
from glasshouse.headlines.headline import headline
from glasshouse.measures import HARMS
from glasshouse.report.people_tables import Cell, PeopleRow
from glasshouse.scenario import ParameterValue
from glasshouse.scenario.layers import sources_of
from glasshouse.scenario.places import STANDARD
from glasshouse.scenario.scenario_words import GATES
from glasshouse.wording.dates import in_words
from glasshouse.wording.lists_and_nouns import counted, enumerated, plural
from glasshouse.wording.numbers import parameter, whole
from glasshouse.wording.prose import capital


def system(subject: AssessmentSubject) -> list[Piece]:
    """What the simulated system is, its parts on and off, and what the scenario leaves out."""
    scenario, off = subject.scenario, subject.off
    titles = scenario.mechanisms.titles
    on = tuple(f"{title}: {what}" for part, (title, what) in titles.items() if part not in off)
    without = ", ".join(title.lower() for part, (title, _) in titles.items() if part in off)
    return [
        Prose(text=f"Simulated is {scenario.title}. {scenario.summary}"),
        Points(head="Parts that are on in the scenario, at the start or from a date:", items=on),
        *([Prose(text=f"Off: {without}.")] if without else []),
        Points(head="What the scenario leaves out:", items=scenario.leaves_out),
    ]


def period(subject: AssessmentSubject) -> list[Piece]:
    """How long was simulated, what happens how often, and what changes on a date."""
    scenario, facts = subject.scenario, subject.run.manifest
    days = int(facts["days"])
    last = scenario.date_of(days - 1)
    span = f"{in_words(scenario.start)} to {in_words(last)}, {counted(days, 'day')}"
    rows = _numbers(subject, "period")
    dated = tuple(f"{in_words(event.date)}: {event.name.replace('-', ' ')}. {event.text}" for event in scenario.events)
    found: list[Piece] = [
        Prose(
            text=f"The simulation covers {span}, with {whole(int(facts['population']))} invented people. "
            "A real system may run longer, and harm adds up."
        )
    ]
    if rows:
        found.append(PieceTable(caption="How often", heads=_EVIDENCE_HEADS, rows=tuple(rows), words=4))
    return [*found, *([Points(head="What changes on a date:", items=dated)] if dated else [])]


def groups(subject: AssessmentSubject) -> list[Piece]:
    """The invented people by group, and what was done to each group."""
    found = headline(subject.run)
    rows = tuple(
        row(
            line.name,
            Cell(text=whole(line.people)),
            *([Cell(text=line.base_rate)] if line.base_rate else []),
            *(Cell(text=text, below=below) for text, below in zip(line.cells, line.below, strict=True)),
        )
        for line in found.groups
    )
    acts = ("Acts",) if any(line.base_rate for line in found.groups) else ()
    heads = ("Group", "People", *acts, *found.columns)
    return [
        PieceTable(caption="People by group, and what was done to them", heads=heads, rows=rows),
        quiet(found.groups_note),
        quiet(_only_groups(subject)),
    ]


def _only_groups(subject: AssessmentSubject) -> str:
    """Whom the model does not tell apart."""
    children = "children under 15 are counted as people, and nothing is recorded about them."
    place = subject.scenario.place
    if place.groups == STANDARD:
        return (
            "Majority and minority, women and men are the only groups of the model. It knows no disability, no "
            f"poverty, no religion and no migration; {children}"
        )
    return (
        f"{capital(enumerated(place.group_names))} are the only groups of this place that the model knows; {children}"
    )


def results(subject: AssessmentSubject) -> list[Piece]:
    """The headline of the run."""
    found = headline(subject.run)
    return [Points(head="In the simulated system:", items=found.sentences), *(quiet(note) for note in found.notes[2:])]


def sensors(subject: AssessmentSubject) -> list[Piece]:
    """Who sees people."""
    off, mechanisms = subject.off, subject.scenario.mechanisms
    seeing = {each.section for each in mechanisms if sees(each)}
    found = tuple(
        f"{title}: {what}" for part, (title, what) in mechanisms.titles.items() if part in seeing and part not in off
    )
    return [Points(head="Who sees people, or passes on what is known of them:", items=found)]


def data(subject: AssessmentSubject) -> list[Piece]:
    """What is recorded about people: kinds of entry, their area of life, whether lawful, and the points they cost."""
    if not subject.has("score"):
        return [quiet("What is entered about people costs no points here, since nobody has a score in this scenario.")]
    rows = tuple(
        row(
            kind.name.capitalize(),
            kind.area,
            "unlawful, or a debt" if kind.unlawful else "lawful",
            *_points(subject, kind),
        )
        for kind in entry_kinds(subject.scenario.running)
        if not kind.good
    )
    heads = ("Entry", "Area of life", "The act is", "Points", "Rests on")
    return [
        PieceTable(caption="What is entered in a record, and what it costs", heads=heads, rows=rows, words=4),
        quiet("Areas of life, and which acts are lawful, are tags of the scenario, not findings of law."),
    ]


def _points(subject: AssessmentSubject, kind: EntryKind) -> tuple[Cell, Cell]:
    found = rules_over_days.points(subject, kind)
    return Cell(text=rules_over_days.told(found)), Cell(text=rules_over_days.told(found, _rests_in(subject)))


def doors(subject: AssessmentSubject) -> list[Piece]:
    """Which tier or list closes which door, and which area of life each door is tied to."""
    if not subject.has("sanctions"):
        return [article5.empty(subject, "sanctions")]
    settings = rules_over_days.at_the_end(subject)
    rows, scored = [], subject.has("score")
    for each in gates(subject.scenario.running):
        gate = each.name
        closers = [f"tier {tier}" for tier in settings.tiers if scored and gate in settings.tier_gates[tier]]
        closers += [f"the {name} list" for name, closed in settings.list_gates.items() if gate in closed]
        tied = [area for area, some in settings.related.items() if gate in some]
        cells = ", ".join(closers) or "nothing", ", ".join(tied) or "no area"
        rows.append(row(each.title, *cells, subject.cell(f"hardship_{gate}"), subject.cell(f"blocked_{gate}")))
    unit = subject.unit(f"hardship_{GATES[0]}"), subject.unit(f"blocked_{GATES[0]}")
    heads = ("Door", "Closed by", "Tied by the scenario to", f"Days closed ({unit[0]})", f"Refused ({unit[1]})")
    return [
        PieceTable(caption="The doors, on the last day of the run", heads=heads, rows=tuple(rows), words=2),
        quiet("Measures: hardship and blocked, by gate."),
    ]


_EVIDENCE_HEADS = ("What", "Value", "Unit", "Range", "Rests on")


def oversight(subject: AssessmentSubject) -> list[Piece]:
    """What people check in the simulated system: the numbers assumed of notice, review and appeal."""
    if not subject.has("redress"):
        return [article5.empty(subject, "redress")]
    rows = tuple(_numbers(subject, "oversight"))
    text = "How people oversee the simulated system. A real one needs these numbers measured, not assumed."
    return [PieceTable(caption=text, heads=_EVIDENCE_HEADS, rows=rows, words=4)]


def _numbers(subject: AssessmentSubject, block: str) -> list[PeopleRow]:
    """Parameters that mechanisms show in a block."""
    return [_number(subject, key) for shown in subject.shown(block) for key in shown.keys]


def _number(subject: AssessmentSubject, key: str) -> PeopleRow:
    found, name = rules_over_days.spans(subject, key), subject.scenario.mechanisms.parameters[key].meaning
    texts = (
        rules_over_days.told(found),
        found[0][1].unit,
        rules_over_days.told(found, _ranged),
        rules_over_days.told(found, _rests_in(subject)),
    )
    return row(name[0].upper() + name[1:], *texts)


def _ranged(given: ParameterValue) -> str:
    return f"{parameter(given.low)} to {parameter(given.high)}" if given.ranged else "fixed"


def _rests_in(subject: AssessmentSubject) -> Callable[[ParameterValue], str]:
    """What a number rests on, with the sources that a scenario has."""
    known = sources_of(subject.scenario.mechanisms, subject.scenario.place)

    def rests(given: ParameterValue) -> str:
        if given.source:
            said = basis(given.confidence, known.get(given.source))
            return article5.cited(subject, given.source) + (f" ({said})" if said else "")
        return f"assumed: {given.assumed}"

    return rests


def certainty(subject: AssessmentSubject) -> list[Piece]:
    """How sure the figures are: replicates, how many numbers are assumed, and what is not in them."""
    scenario = subject.scenario
    rows, off = scenario.mechanisms.parameters, subject.off
    live = [given for key, given in scenario.parameters.items() if rows[key].part not in off]
    assumed = sum(given.source is None for given in live)
    label = (
        "hypothetical: the system that it describes may not exist"
        if scenario.label == "hypothetical"
        else ("documented: published sources describe a system like it, and many of its numbers are still assumed")
    )
    return [
        Points(
            head="How sure this is:",
            items=(
                f"The scenario is {label}.",
                f"Of its {counted(len(live), 'number')} in parts that are on, {whole(assumed)} "
                f"{plural(whole(assumed), 'is an assumption', 'are assumptions')}; the others rest on a cited source.",
                *headline(subject.run).notes[2:],
                "The people are simple: they do not move, marry, work or have bodies. Prison and violence are "
                "outside the model.",
            ),
        )
    ]


BLOCKS: Mapping[str, Callable[[AssessmentSubject], list[Piece]]] = MappingProxyType(
    {
        "system": system,
        "sensors": sensors,
        "period": period,
        "groups": groups,
        "results": results,
        "data": data,
        "faces": searched_faces.faces,
        "doors": doors,
        "oversight": oversight,
        "certainty": certainty,
        "scenarios": compared_arms.arms,
        "scoring": article5.scoring,
        "unrelated-contexts": article5.unrelated,
        "disproportionate": article5.disproportionate,
        "remote-identification": searched_faces.identification,
        "remote-identification-conditions": searched_faces.conditions,
    }
)


def block(name: str, subject: AssessmentSubject) -> list[Piece]:
    """A block by its name, and below it what mechanisms say of themselves there."""
    said = [(shown, _figures(subject, shown)) for shown in subject.shown(name) if shown.text]
    return [*BLOCKS[name](subject), *(Points(head=shown.text, items=items) for shown, items in said if items)] + [
        Prose(text=shown.text) for shown, items in said if not items
    ]


def _figures(subject: AssessmentSubject, shown: Shown) -> tuple[str, ...]:
    """Measures and counts that a mechanism names, each as an item."""
    counts = {count.name: count for count in subject.scenario.mechanisms.counts}
    return tuple(
        article5.measured(subject, name)
        if name in HARMS
        else f"{counts[name].text}: {subject.counted(name)} {counts[name].unit} (count: {name})."
        for name in shown.figures
    )
