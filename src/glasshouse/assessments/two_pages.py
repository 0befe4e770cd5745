"""The first two pages of an assessment: what was found, who is hit, what the law asks; all else stands in annexes."""

from __future__ import annotations

from collections.abc import Sequence

from glasshouse.assessments.assessed_subject import AssessmentSubject
from glasshouse.assessments.form_blocks import groups
from glasshouse.assessments.form_model import Form
from glasshouse.assessments.searched_faces import count, searches
from glasshouse.assessments.text_pieces import Piece, PieceTable, Points, Prose, quiet, row
from glasshouse.headlines.headline import headline
from glasshouse.report.people_tables import PeopleRow

#: How many sentences of the headline (that on the groups is one of them), and things left out, stand there.
_MOST, _LEFT_OUT = 4, 2
#: How an annex is called.
ANNEX = "Annex"
#: Where the Regulation is published.
AI_ACT = "Regulation (EU) 2024/1689 (OJ L, 2024/1689, 12.7.2024; https://eur-lex.europa.eu/eli/reg/2024/1689/oj)"
_LIVE = (
    "Article 5(1)(h) forbids remote biometric identification in real time in publicly accessible spaces for law "
    "enforcement, unless and so far as it is strictly necessary for one of three objectives: particular victims and "
    "missing people, a specific and imminent threat, suspects of grave offences. Whether a use is one, people must say"
)
_RISKS = (
    "Article 9 asks whoever provides a high-risk system to keep a risk management system over its whole life: to find "
    "the known and foreseeable risks to health, safety and fundamental rights, to estimate them in intended use and in "
    "foreseeable misuse, and to take measures. The figures here are of invented people: they can say which risks to "
    "look for, not how large they are"
)


def two_pages(form: Form, subject: AssessmentSubject) -> tuple[Piece, ...]:
    """What stands before the annexes."""
    scenario = subject.scenario
    found = headline(subject.run)
    others = [sentence for sentence in found.sentences if sentence != found.by_group]
    first = [*others[: _MOST - bool(found.by_group)], *([found.by_group] if found.by_group else [])]
    by_group = next((piece for piece in groups(subject) if isinstance(piece, PieceTable)), None)
    return (
        Prose(text=f"{scenario.title}: {scenario.summary}"),
        Points(head="What the run did to invented people:", items=tuple(first)),
        *([by_group, quiet(found.groups_note)] if by_group else []),
        *_faces(form, subject),
        Points(head="The scenario leaves out, among others:", items=tuple(scenario.leaves_out[:_LEFT_OUT])),
        _contents(form),
        quiet("The simulation answers none of these alone. What only people can answer stands in the annexes."),
    )


def _faces(form: Form, subject: AssessmentSubject) -> list[Piece]:
    """Where faces are searched, the two Articles of the AI Act that ask about it."""
    return [
        Points(
            head=f"{each.several.capitalize()} are searched: {count(subject, each)}. In {AI_ACT}:",
            items=(
                f"{_LIVE}{_where(form, 'Article 5(1)(h)')}.",
                f"{_RISKS}{_where(form, 'Article 9')}.",
            ),
        )
        for each in searches(subject)
    ]


def _where(form: Form, ref: str) -> str:
    """In which annex a provision of the Regulation stands, if in one."""
    numbers = [number for number, each in enumerate(form.sections, 1) if each.ref == ref]
    return f" ({ANNEX} {numbers[0]})" if numbers else ""


def _contents(form: Form) -> PieceTable:
    """The annexes: what each asks, by which provision, and how many questions it leaves to people."""
    rows: Sequence[PeopleRow] = [
        row(f"{ANNEX} {number}", each.ref, each.title, str(len(each.people) or "–"))
        for number, each in enumerate(form.sections, 1)
    ]
    return PieceTable(
        caption="What the form asks, and what it leaves to people",
        heads=("", "Provision", "About", "Questions for people"),
        rows=tuple(rows),
        words=2,
    )
