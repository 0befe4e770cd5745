"""Everything that a section can show by name: each block takes what is assessed and gives pieces.

A form names them (``block: groups``); a new block is a function and a line in ``BLOCKS``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from glasshouse.assessments import arms, article5, faces, rules
from glasshouse.assessments.pieces import Piece, PieceTable, Points, Prose, quiet, row
from glasshouse.assessments.subject import AssessmentSubject
from glasshouse.report.cards import switched_off
from glasshouse.report.evidence_tables import CONFIDENCE
from glasshouse.report.labels import GATE_WORDS, parts
from glasshouse.report.people import Cell, PeopleRow
from glasshouse.results.headline import headline
from glasshouse.scenario import PARAMETERS, ParameterValue
from glasshouse.scenario.words import GATES, KIND_AREAS, KINDS, LAWFUL_AREAS, LISTS, TIERS
from glasshouse.wording.dates import in_words
from glasshouse.wording.numbers import parameter, whole
from glasshouse.wording.words import counted, plural

#: Parts that see people or hold data about them, in the order of the day.
_SEES = ("cameras", "face_recognition", "internet", "informants", "companies", "registries")
_OVERSIGHT = (
    "redress.notice",
    "redress.appeal_wrongful",
    "redress.appeal_rightful",
    "redress.decision_days",
    "redress.sensitivity",
    "redress.automation_bias",
    "redress.review_share",
    "redress.review_sensitivity",
    "redress.review_bias",
    "redress.audit",
)
_RHYTHM = ("score.every", "learned_score.every", "score.retention")


def system(subject: AssessmentSubject) -> list[Piece]:
    """What the simulated system is, its parts on and off, and what the scenario leaves out."""
    scenario, off = subject.scenario, switched_off(subject.scenario)
    every = parts(scenario.mechanisms)
    on = tuple(f"{title}: {what}" for part, (title, what) in every.items() if part not in off)
    without = ", ".join(title.lower() for part, (title, _) in every.items() if part in off)
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
    rows = [_number(subject, key) for key in _RHYTHM if PARAMETERS[key].part not in switched_off(scenario)]
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
        quiet(
            "Majority and minority, women and men are the only groups of the model. It knows no disability, no "
            "poverty, no religion and no migration; children under 15 are counted as people, and nothing is "
            "recorded about them."
        ),
    ]


def results(subject: AssessmentSubject) -> list[Piece]:
    """The headline of the run."""
    found = headline(subject.run)
    return [Points(head="In the simulated system:", items=found.sentences), *(quiet(note) for note in found.notes[2:])]


def sensors(subject: AssessmentSubject) -> list[Piece]:
    """Who sees people."""
    off, mechanisms = switched_off(subject.scenario), subject.scenario.mechanisms
    seeing = (*_SEES, *(each.section for each in mechanisms.added if each.scored))
    sees = tuple(": ".join(parts(mechanisms)[part]) for part in seeing if part not in off)
    return [Points(head="Who sees people, or passes on what is known of them:", items=sees)]


def data(subject: AssessmentSubject) -> list[Piece]:
    """What is recorded about people: kinds of entry, their area of life, whether lawful, and the points they cost."""
    if not subject.has("score"):
        return [quiet("What is entered about people costs no points here, since nobody has a score in this scenario.")]
    rows = tuple(
        row(
            kind.capitalize(),
            area,
            "lawful" if area in LAWFUL_AREAS else "unlawful, or a debt",
            *_points(subject, kind),
        )
        for kind, area in zip(KINDS, KIND_AREAS, strict=True)
        if kind != "volunteering"
    )
    heads = ("Entry", "Area of life", "The act is", "Points", "Rests on")
    return [
        PieceTable(caption="What is entered in a record, and what it costs", heads=heads, rows=rows, words=4),
        quiet("Areas of life, and which acts are lawful, are tags of the scenario, not findings of law."),
    ]


def _points(subject: AssessmentSubject, kind: str) -> tuple[Cell, Cell]:
    found = rules.points(subject, kind)
    return Cell(text=rules.told(found)), Cell(text=rules.told(found, _rests))


def doors(subject: AssessmentSubject) -> list[Piece]:
    """Which tier or list closes which door, and which area of life each door is tied to."""
    if not subject.has("sanctions"):
        return [article5.empty("sanctions")]
    settings = rules.at_the_end(subject)
    rows, scored = [], subject.has("score")
    for gate in GATES:
        closers = [f"tier {tier}" for tier in TIERS if scored and gate in settings.tier_gates[tier]]
        closers += [f"the {name} list" for name in LISTS if gate in settings.list_gates[name]]
        tied = [area for area, gates in settings.related.items() if gate in gates]
        cells = ", ".join(closers) or "nothing", ", ".join(tied) or "no area"
        rows.append(row(GATE_WORDS[gate][1], *cells, subject.cell(f"hardship_{gate}"), subject.cell(f"blocked_{gate}")))
    unit = subject.unit("hardship_hotel"), subject.unit("blocked_hotel")
    heads = ("Door", "Closed by", "Tied by the scenario to", f"Days closed ({unit[0]})", f"Refused ({unit[1]})")
    return [
        PieceTable(caption="The doors, on the last day of the run", heads=heads, rows=tuple(rows), words=2),
        quiet("Measures: hardship and blocked, by gate."),
    ]


_EVIDENCE_HEADS = ("What", "Value", "Unit", "Range", "Rests on")


def oversight(subject: AssessmentSubject) -> list[Piece]:
    """What people check in the simulated system: the numbers assumed of notice, review and appeal."""
    if not subject.has("redress"):
        return [article5.empty("redress")]
    rows = tuple(_number(subject, key) for key in _OVERSIGHT)
    text = "How people oversee the simulated system. A real one needs these numbers measured, not assumed."
    return [PieceTable(caption=text, heads=_EVIDENCE_HEADS, rows=rows, words=4)]


def _number(subject: AssessmentSubject, key: str) -> PeopleRow:
    found, name = rules.spans(subject, key), PARAMETERS[key].meaning
    texts = rules.told(found), found[0][1].unit, rules.told(found, _ranged), rules.told(found, _rests)
    return row(name[0].upper() + name[1:], *texts)


def _ranged(given: ParameterValue) -> str:
    return f"{parameter(given.low)} to {parameter(given.high)}" if given.ranged else "fixed"


def _rests(given: ParameterValue) -> str:
    if given.source:
        return f"{article5.cited(given.source)} ({CONFIDENCE.get(given.confidence or '', '')})"
    return f"assumed: {given.assumed}"


def certainty(subject: AssessmentSubject) -> list[Piece]:
    """How sure the figures are: replicates, how many numbers are assumed, and what is not in them."""
    scenario = subject.scenario
    off = switched_off(scenario)
    live = [given for key, given in scenario.parameters.items() if PARAMETERS[key].part not in off]
    assumed = sum(given.source is None for given in live)
    label = (
        "hypothetical: the system that it describes may not exist"
        if scenario.label == "hypothetical"
        else (
            "documented: published sources describe a system like it, and many of its numbers are assumed all the same"
        )
    )
    return [
        Points(
            head="How sure this is:",
            items=(
                f"The scenario is {label}.",
                f"Of its {counted(len(live), 'number')} in parts that are on, {whole(assumed)} "
                f"{plural(whole(assumed), 'is an assumption', 'are assumptions')}; the others rest on a cited source.",
                *headline(subject.run).notes[2:],
                "The people are simple: they do not move, marry, work or have bodies. Police, prison and violence are "
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
        "faces": faces.faces,
        "doors": doors,
        "oversight": oversight,
        "certainty": certainty,
        "worlds": arms.arms,
        "scoring": article5.scoring,
        "unrelated-contexts": article5.unrelated,
        "disproportionate": article5.disproportionate,
        "remote-identification": faces.identification,
        "remote-identification-conditions": faces.conditions,
    }
)
