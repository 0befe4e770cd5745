"""The evidence on Article 5(1)(c) of the EU AI Act, limb by limb: what points towards it and what points away.

Nothing here concludes. Whether a treatment is unjustified, and whether two contexts are unrelated, are questions of
law; the simulation only has its scenario's tags.
"""

from __future__ import annotations

from collections.abc import Collection

from glasshouse.assessments import rules_over_days
from glasshouse.assessments.assessed_subject import NONE, AssessmentSubject
from glasshouse.assessments.begun_sanctions import FEW_EVENTS, Begun, causes, sanctions
from glasshouse.assessments.text_pieces import Piece, PieceTable, Points, Prose, quiet, row
from glasshouse.entry_kind import LAWFUL, entry_kinds
from glasshouse.gate import gate_names, gates
from glasshouse.measures import HARMS
from glasshouse.measures.intervals import NOT_ESTIMABLE
from glasshouse.mechanism_set import SHIPPED
from glasshouse.scenario import ParameterValue
from glasshouse.scenario.layers import sources_of
from glasshouse.section import AddedGates
from glasshouse.wording.dates import in_words
from glasshouse.wording.lists_and_nouns import enumerated, plural
from glasshouse.wording.numbers import parameter, whole

_TOWARDS = "What in the run points towards this limb:"
_AWAY = "What in the run points away from it:"


def empty(subject: AssessmentSubject, need: str) -> Prose:
    """Why there is nothing to show."""
    return quiet(f"Does not apply: {subject.need(need).lacking}.")


def cited(subject: AssessmentSubject, source: str) -> str:
    """A short name of a source, such as "Creemers 2018", with the mark where it was not read."""
    known = sources_of(subject.scenario.mechanisms, subject.scenario.place)
    return known[source].name if source in known else source


def scoring(subject: AssessmentSubject) -> list[Piece]:
    """The words that both limbs share: a score of persons, from behaviour or traits, over some time."""
    if not subject.has("score"):
        return [
            empty(subject, "score"),
            Prose(
                text="The letter speaks of a score that leads to treatment. The simulated system has none; what lists, "
                "alerts or reports lead to in it is shown under the points above. Whether a list is a classification "
                "in the sense of the letter, the simulation cannot say."
            ),
        ]
    start = _so_many(rules_over_days.told(rules_over_days.spans(subject, "score.start")), "point")
    record = [
        each.text.format(days=_so_many(rules_over_days.told(rules_over_days.spans(subject, key)), "day"))
        for each in subject.shown("score")
        for key in each.keys
    ]
    again = rules_over_days.told(rules_over_days.spans(subject, "score.every"), _again)
    kinds = entry_kinds(subject.scenario.running)
    costing = [kind for kind in kinds if any(given.value for _, given in rules_over_days.points(subject, kind))]
    behaviour = [f"{kind.name} ({kind.area})" for kind in costing]
    learned = "On top of the rulebook, points are learned from the system's own records."
    if not subject.has("learned-score"):
        learned = (
            "No part of the score is learned from data: it is a fixed rulebook, and whether that is an AI system at "
            "all (Article 3(1)) is a question for people."
        )
    return [
        Points(
            head="What the simulated system has of the words that both limbs share:",
            items=(
                f"{', '.join((f'A score of each person, {start} at the start', *record))}.",
                f"How often it is worked out again: {again}.",
                f"It rests on recorded behaviour: {enumerated(behaviour)}.",
                learned,
                f"Who has a score: {_who(subject)}",
            ),
        )
    ]


def _again(given: ParameterValue) -> str:
    return f"every {_so_many(parameter(given.value), 'day')}" if given.value else "never"


def _so_many(number: str, one: str) -> str:
    """A number as it is written, and its noun.

    >>> _so_many("1", "day"), _so_many("0.5", "day")
    ('1 day', '0.5 days')
    """
    return f"{number} {plural(number, one)}"


def _who(subject: AssessmentSubject) -> str:
    since = subject.scenario.dates["participation.mandatory_from"]
    if not subject.scenario.switches["participation.enabled"] or since is None:
        return "those who join; it is never made a duty in the scenario."
    return f"those who join, and from {in_words(since)} everybody of 15 and over."


def unrelated(subject: AssessmentSubject) -> list[Piece]:
    """Limb (i): detrimental treatment in social contexts unrelated to where the data come from."""
    if not subject.has("sanctions"):
        return _without_sanctions(subject)
    begun = _begun(subject)
    related, known = rules_over_days.at_the_end(subject).related, gate_names(subject.scenario.running)
    crossed = begun.of(lambda each: each.unrelated(related, known))
    kept = begun.of(lambda each: not each.wrongful and not each.unjust)
    towards = (
        _people(
            subject,
            "People with a day on which what was true in the record closed a gate and the rule was the harm, because a "
            "lawful act was among it, or the gate belongs to an area of life in which nothing unlawful was",
            "unjust",
        ),
        "Sanctions on true entries, which closed at least one door that the scenario ties to no area in which "
        "anything unlawful had ever been entered against the person: "
        f"{_share(subject, crossed, begun)} (from events).",
        *_joint(subject),
        *_across(subject),
    )
    away = (
        f"Sanctions on true entries, not unjust by rule: {_share(subject, kept, begun)} (from events).",
        _people(subject, "Sanctions that followed a real offence or debt", "yield"),
        *_tied(subject),
    )
    return [
        Points(head=_TOWARDS, items=towards),
        Points(head=_AWAY, items=away),
        *_crossings(subject, begun),
        *_weights(begun),
    ]


def _without_sanctions(subject: AssessmentSubject) -> list[Piece]:
    """What is done to people where no door can close; no score leads to it."""
    done = [need.harms for word, need in subject.needs.items() if need.harms and subject.has(word)]
    order = {name: place for place, name in enumerate(HARMS)}
    named = dict.fromkeys(name for names in sorted(done, key=lambda names: order[names[0]]) for name in names)
    items = tuple(measured(subject, name) for name in named)
    head = "What is done to people in it anyway, without a score that leads to it:"
    return [empty(subject, "sanctions"), *([Points(head=head, items=items)] if items else [])]


def _begun(subject: AssessmentSubject) -> Begun:
    return Begun(all=sanctions(subject.run), replicates=subject.replicates)


def _share(subject: AssessmentSubject, part: Begun, of: Begun) -> str:
    """How many of the sanctions begun, as a clause."""
    cell = part.share(of)
    text = f"{cell.text} ({cell.below})" if cell.below else cell.text
    if subject.replicates == 1 or cell.text in (NOT_ESTIMABLE, NONE):
        return text
    if " of " not in cell.text:
        return f"{text} of 100 sanctions begun"
    return f"{text} {plural(cell.text.rpartition(' ')[2], 'sanction')} begun"


def _people(subject: AssessmentSubject, who: str, measure: str) -> str:
    """People to whom something was done, as an item of a list."""
    return f"{who}: {subject.said(measure)} (measure: {measure})."


def _listed(subject: AssessmentSubject, some: Collection[str]) -> str:
    """Gates in a row, in the order of the model; nothing where there is none."""
    return enumerated([each.title.lower() for each in gates(subject.scenario.running) if each.name in some])


def _joint(subject: AssessmentSubject) -> tuple[str, ...]:
    switches = rules_over_days.at_the_end(subject).switches
    added = SHIPPED.declared(AddedGates)  # joint punishment itself: a package may add gates for other reasons
    joint = {gate for each in added if switches[each.switch] for gate in subject.scenario.gates[each.gates]}
    if not joint:
        return ()
    names = _listed(subject, joint)
    return (
        f"Joint punishment is on when the run ends: whoever is put on a list by one body is refused {names} by others.",
    )


def _across(subject: AssessmentSubject) -> tuple[str, ...]:
    settings = rules_over_days.at_the_end(subject)
    tied = {gate for some in settings.related.values() for gate in some}
    tiers = settings.tiers if subject.has("score") else ()
    closed = {gate for tier in tiers for gate in settings.tier_gates[tier]}
    closed |= {gate for some in settings.list_gates.values() for gate in some}
    loose = _listed(subject, closed - tied)
    return (
        (f"Doors that the rules close when the run ends, and the scenario ties to no area: {loose}.",) if loose else ()
    )


def _tied(subject: AssessmentSubject) -> tuple[str, ...]:
    settings = rules_over_days.at_the_end(subject)
    found = [f"{area}: {_listed(subject, some)}" for area, some in settings.related.items() if some]
    if not found:
        return ()
    only = " Penalties are confined to these." if settings.switches["restrictions.related_only"] else ""
    return (
        f"Doors that the scenario ties to an area of life, so that closing them there is not counted as unrelated: "
        f"{'; '.join(found)}.{only}",
    )


def _crossings(subject: AssessmentSubject, begun: Begun) -> list[Piece]:
    """What set sanctions off, and how many of them crossed into another area of life."""
    related, known = rules_over_days.at_the_end(subject).related, gate_names(subject.scenario.running)
    kinds = entry_kinds(subject.run.mechanisms)
    areas, rows = {kind.name: kind.area for kind in kinds}, []
    for cause in causes(begun, kinds):
        own = begun.of(lambda each, cause=cause: each.cause == cause)
        crossed, lawful = own.of(lambda each: each.unrelated(related, known)), own.of(lambda each: each.lawful)
        unjust = own.of(lambda each: each.unjust)
        area = areas.get(cause, "all of the record")
        rows.append(
            row(cause.capitalize(), area, own.count(), crossed.share(own), lawful.share(own), unjust.share(own))
        )
    if not rows:
        return [quiet("In replicate 0 no sanction was begun, so there is nothing to break down.")]
    share = "" if subject.replicates == 1 else ", of 100"
    heads = (
        "Set off by",
        "Area of life",
        "Sanctions begun",
        f"On true entries, and closed an unrelated door{share}",
        f"A lawful act had been entered{share}",
        f"Counted unjust by rule{share}",
    )
    caption = "Sanctions begun, by what set them off"
    return [PieceTable(caption=caption, heads=heads, rows=tuple(rows), words=1)]


def _weights(begun: Begun) -> list[Piece]:
    weight = max((each.weight for each in begun.all), default=1)
    sampled = (
        f" The events are those of one person in {whole(weight)}; each counts for {whole(weight)}, "
        f"but where so many of fewer than {FEW_EVENTS} are told."
        if weight > 1
        else ""
    )
    return [
        quiet(
            "Entries are those of the run from its first day, also such as the record has lost again; “unrelated” is "
            f"by the scenario's own tags.{sampled}"
        )
    ]


def disproportionate(subject: AssessmentSubject) -> list[Piece]:
    """Limb (ii): treatment unjustified, or disproportionate to the behaviour or its gravity."""
    if not subject.has("sanctions"):
        return _without_sanctions(subject)
    begun = _begun(subject)
    # A false entry of such an act is no lawful act: nobody did anything.
    acts = {kind.name for kind in entry_kinds(subject.run.mechanisms) if LAWFUL[kind.area]}
    lawful = begun.of(lambda each: not each.wrongful and each.cause in acts)
    towards = (
        _people(subject, "People sanctioned because of something that is not true", "wrongful"),
        "Sanctions on true entries, set off by the entry of a lawful act: "
        f"{_share(subject, lawful, begun)} (from events).",
        measured(subject, "duration"),
        measured(subject, "concentration"),
        measured(subject, "severity"),
        measured(subject, "not_cleared"),
        *((measured(subject, "associated"),) if subject.has("association") else ()),
    )
    away = (
        _people(subject, "Sanctions that followed a real offence or debt", "yield"),
        measured(subject, "reversibility"),
        *((measured(subject, "appeals_upheld"),) if subject.has("redress") else ()),
        *((measured(subject, "reviewed"),) if subject.has("review") else ()),
    )
    return [
        Points(head=_TOWARDS, items=towards),
        Points(head=_AWAY, items=away),
        *_gravity(subject, begun),
        *_weights(begun),
    ]


def measured(subject: AssessmentSubject, measure: str) -> str:
    """A measure by its title, as an item of a list."""
    return _people(subject, HARMS[measure].title, measure)


def _gravity(subject: AssessmentSubject, begun: Begun) -> list[Piece]:
    """How long and how hard a sanction is, by the gravity that the rulebook gives the act that set it off."""
    kinds = entry_kinds(subject.run.mechanisms)
    costs = {kind.name: kind for kind in kinds if kind.points.key in subject.scenario.parameters}
    rows = []
    for cause in causes(begun, kinds):
        own = begun.of(lambda each, cause=cause: each.cause == cause)
        points = rules_over_days.told(rules_over_days.points(subject, costs[cause])) if cause in costs else "a sum"
        if not subject.has("score"):
            points = "no score"
        rows.append(
            row(
                cause.capitalize(),
                points,
                own.count(),
                own.mean(lambda each: each.lasted),
                own.of(lambda each: each.running).share(own),
                own.mean(lambda each: each.doors),
                own.of(lambda each: each.wrongful).share(own),
            )
        )
    if not rows:
        return []
    share = "" if subject.replicates == 1 else ", of 100"
    heads = (
        "Set off by",
        "Points in the rulebook",
        "Sanctions begun",
        "Days it lasted, mean",
        f"Not ended when the run did{share}",
        "Doors closed, mean",
        f"Wrongful{share}",
    )
    return [
        PieceTable(caption="How long and how hard, by the act that set it off", heads=heads, rows=tuple(rows), words=1),
        quiet("Days are counted to within a day; a sanction that outlasts the run counts as far as its end."),
    ]
