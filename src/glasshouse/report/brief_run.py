"""The six things that the report of a run says first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from glasshouse.comparison.arm_sentences import sentence
from glasshouse.comparison.comparison import is_comparison, open_comparison
from glasshouse.errors import BadInputError
from glasshouse.folders.folder_reading import plugin_facts, versions
from glasshouse.headlines.headline import NOT_A_FORECAST, Headline
from glasshouse.measures.concerned import FALSE, REPORTS, only_reports, only_stops
from glasshouse.measures.intervals import Spread
from glasshouse.measures.outcome import Outcome
from glasshouse.report import run_findings
from glasshouse.report.brief import Brief, BriefLine, BriefPart, Small, said
from glasshouse.report.dot_field import PEOPLE, Field, enlarged
from glasshouse.report.how_sure import assumed, sure
from glasshouse.report.people_tables import Cell, PeopleRow
from glasshouse.report.what_would_change import change
from glasshouse.runs import ensemble_words
from glasshouse.runs.run import Run
from glasshouse.scenario import Scenario
from glasshouse.wording.dates import in_words
from glasshouse.wording.lists_and_nouns import counted, one_of, people
from glasshouse.wording.numbers import short, whole

#: How many of the things that a scenario leaves out stand on the first page.
MOST_LEFT_OUT = 2
#: The fields of the picture, three at most: a title, and the measures counted in it.
_SANCTIONS = {
    "Sanctioned": ("first_sanctioned",),
    "Wrongfully: the record was false": ("first_wrongful",),
    "Unjustly: the rule was the harm": ("first_unjust",),
}
_STOPS = {"Stopped after an alert": ("stops",), "Stopped as the wrong person": ("stops_false",)}
_REPORTS = {"Reported": REPORTS, "Falsely reported": FALSE}
_MISTAKEN = "Taken for somebody else"


def run_brief(run: Run, found: Headline) -> Brief:
    """The first page of a run's report; ``found`` is its headline."""
    facts, scenario = run.manifest, run.scenario
    outcome = run.outcome
    period = f"{in_words(scenario.start)} to {in_words(scenario.date_of(outcome.days - 1))}"
    return Brief(
        title=f"{found.finding}.",
        below=f"Scenario: {found.title}.",
        document=found.title,
        kicker="glasshouse · a simulated state, and what it does to people",
        label=scenario.label,
        summary=scenario.summary,
        size=f"{whole(outcome.population)} invented people, {period}. {_bases(outcome)}",
        parts=(
            _headline(found),
            _picture(outcome),
            _who(found),
            change(scenario, facts, _simulated(run)),
            sure(outcome),
            limits(scenario, exact(scenario)),
        ),
        notes=_notes(found, outcome),
        limits=_all_limits(scenario, outcome),
        command=command(facts),
        facts=_facts(facts, scenario),
    )


def _bases(outcome: Outcome) -> str:
    """How often these people were simulated, and which figures are of how many people: said once, for all that follows.

    >>> _bases(small_run.outcome)
    'They were simulated once: figures are counts of these 300 people, unless they say “per 10,000”.'
    """
    size = people(outcome.population)
    if outcome.alone:
        return f"They were simulated once: figures are counts of these {size}, unless they say “per 10,000”."
    if outcome.ensemble is None:
        often = "twice" if outcome.replicates == 2 else f"{outcome.replicates} times"
        counts = f"counts are those of the first run, of {size}"
        return f"They were simulated {often}. Rates are per 10,000 people; {counts}."
    draws = outcome.ensemble
    return (
        f"They were simulated once with every assumption at its central value, and {people(draws.population)} in each "
        f"of {draws.draws} draws of the assumptions. Rates are per 10,000 people and come from the draws; counts are "
        f"those of the one run, of {size}."
    )


def counted_among(outcome: Outcome) -> str:
    """Among whom counts were made, for captions.

    >>> counted_among(small_run.outcome)
    'among the 300 people of this run'
    """
    of = "of this run" if outcome.alone else "of the first run"
    of = "of the run with central assumptions" if outcome.ensemble else of
    return f"among the {people(outcome.population)} {of}"


def _notes(found: Headline, outcome: Outcome) -> tuple[str, ...]:
    """The headline's notes without those that stand above it (the warning, and the label) or under "How sure"."""
    above = (NOT_A_FORECAST, outcome.scenario.label.capitalize(), *ensemble_words.notes(outcome)[1:])
    return tuple(note for note in found.notes if not note.startswith(above))


def command(facts: Mapping[str, Any]) -> str:
    """The command that makes a folder again."""
    found = facts.get("command", "")
    return " ".join(found) if isinstance(found, list) else str(found)


def _headline(found: Headline) -> BriefPart:
    sentences = (sentence for sentence in found.sentences if sentence != found.by_group)
    return BriefPart(
        name="headline", lines=said(*sentences), more=(("How it comes about", "#flow"), ("Over time", "#time"))
    )


def _picture(outcome: Outcome) -> BriefPart:
    told_by_stops, told_by_reports = (
        only_stops(outcome.scenario),
        only_reports(outcome.scenario),
    )
    shown = _STOPS if told_by_stops else _REPORTS if told_by_reports else _SANCTIONS
    fields = [_field(outcome, title, measures) for title, measures in shown.items()]
    if told_by_stops and outcome.knows_persons:
        fields = [_mistaken(outcome), *fields]
    within = run_findings.within(outcome.scenario)
    if not any(each.figure.value or each.figure.high for each in fields):
        none = f"Nobody among {people(outcome.population)} was {one_of([each.title.lower() for each in fields])}."
        return BriefPart(name="picture", lines=said(none), more=(("Each part’s own figures", "#parts"),))
    fields = enlarged(fields)
    return BriefPart(
        name="picture",
        lines=said(_key(outcome), _corner(fields[0])),
        fields=fields,
        notes=(f"{within} The squares show the same people, and are never added up.",),
        more=(("Each part’s own figures", "#parts"),),
    )


def _corner(field: Field) -> str:
    """That only a corner of the square is shown, where it is."""
    if not field.corner:
        return ""
    return f"Enlarged: {whole(field.corner**2)} of the dots; the small square is all of them, with that corner marked."


def _key(outcome: Outcome) -> str:
    """What a dot is."""
    if outcome.ensemble:
        return (
            f"Each square is the same {whole(PEOPLE)} people, one dot each. Filled: the median of "
            f"{outcome.ensemble.draws} draws of the assumptions. Rings: up to the end of the interval that holds 90 % "
            "of them."
        )
    if not outcome.alone:
        return (
            f"Each square is the same {whole(PEOPLE)} people, one dot each. Filled: with every assumption at its "
            f"central value. Rings: as far as the highest of {outcome.replicates} runs."
        )
    each = outcome.population / PEOPLE
    dot = "one dot each" if each <= 1 else f"a dot for every {short(each)} of them"
    return f"Each square is the same {people(outcome.population)} of this one run, {dot}."


def _field(outcome: Outcome, title: str, measures: tuple[str, ...]) -> Field:
    name = measures[-1].replace("_", "-")
    if not outcome.alone:
        return Field(name=name, title=title, figure=outcome.per_10_000(*measures))
    return Field(name=name, title=title, figure=Spread(value=outcome.count(*measures)), of=outcome.population)


def _mistaken(outcome: Outcome) -> Field:
    """People whom a camera took for somebody else."""
    if outcome.alone:
        figure, of = Spread(value=outcome.misidentified(outcome.tallies[0])), outcome.population
    else:
        draws, of = outcome.ensemble, PEOPLE
        figure = outcome.over(outcome.misidentified_per_10_000)
        if draws is not None and draws.too_few(outcome.misidentified):  # as the other fields have it
            figure = Spread(value=outcome.misidentified_per_10_000(outcome.tallies[0]))
    return Field(name="misidentified", title=_MISTAKEN, figure=figure, of=of)


def _who(found: Headline) -> BriefPart:
    acts = any(group.base_rate for group in found.groups)
    rows = tuple(
        PeopleRow(
            name=group.name.capitalize(),
            cells=(
                Cell(text=whole(group.people)),
                *((Cell(text=group.base_rate),) if acts else ()),
                *(Cell(text=text, below=below) for text, below in zip(group.cells, group.below, strict=True)),
            ),
        )
        for group in found.groups
    )
    return BriefPart(
        name="who",
        lines=said(found.by_group),
        table=Small(
            caption="By group", heads=("Group", "People", *(("Acts",) if acts else ()), *found.columns), rows=rows
        ),
        notes=(found.groups_note,),
        more=(("By group", "#groups"), ("By district", "#districts")),
    )


def _simulated(run: Run) -> tuple[str, ...]:
    """What a comparison says of other scenarios, where the run is its baseline or one of them."""
    arm = run.manifest.get("arm")
    if not isinstance(arm, str) or not is_comparison(run.path.parent):
        return ()
    try:
        whole_one = open_comparison(run.path.parent)
        names = whole_one.arms if arm == "baseline" else (str(whole_one.about(arm)["name"]),)
        return tuple(sentence(whole_one, name) for name in names)
    except BadInputError:  # its own report says so
        return ()


def limits(scenario: Scenario, exact: str) -> BriefPart:
    """What a report is not, and what its scenario leaves out."""
    left_out = scenario.leaves_out[:MOST_LEFT_OUT]
    return BriefPart(
        name="limits",
        lines=(
            BriefLine(text=f"Nobody here exists, and {_not_scaled(scenario)}"),
            *(BriefLine(lead="Left out:", text=text) for text in left_out),
            *said(exact),
        ),
        more=(("All limits", "#all-limits"),),
    )


def _not_scaled(scenario: Scenario) -> str:
    """What no figure is for; a run that is told by its stops says itself what a day of it comes to in its place."""
    if only_stops(scenario):
        return "what the headline says of the place itself is arithmetic, as if all who live there fared as these do."
    return "no figure here should be scaled up to a real country."


def exact(scenario: Scenario) -> str:
    """What the model knows and no real system does."""
    if only_stops(scenario):
        return "Who is stopped for nothing is exact here; the police learn it only from those whom they ask."
    if only_reports(scenario):
        return "Which report is false is exact here, because the model knows what people did; files do not tell."
    return "Who is wronged is exact here, because the model knows what people did; in real systems it goes uncounted."


def _all_limits(scenario: Scenario, outcome: Outcome) -> tuple[str, ...]:
    told_by_stops, told_by_reports = only_stops(scenario), only_reports(scenario)
    knock_on = (
        "What a wrongful sanction sets off later (debt, fear, further listings) is not taken out of the other figures."
    )
    return (
        "The people are invented, drawn from published totals and shares. Nobody in this run exists.",
        f"This is not a forecast, and {_not_scaled(scenario)}",
        "A camera here is a coverage and two error rates; an informant a probability. Nothing is recognised or read.",
        f"{assumed(scenario)} Where an assumption is wrong, so is what rests on it.",
        exact(scenario),
        *(() if told_by_stops or told_by_reports else (knock_on,)),
        *(left_out(scenario, 1 if outcome.alone else 2, "run")),
    )


def left_out(scenario: Scenario, replicates: int, what: str) -> tuple[str, ...]:
    """The last limits: of a single run, and what the scenario leaves out."""
    alone = f"This is one {what}. Another seed would give other counts, and other assumptions quite other ones."
    return (*((alone,) if replicates < 2 else ()), *(f"Left out: {text}" for text in scenario.leaves_out))


def ensemble_fact(facts: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """What a folder says of its ensemble, if it has one.

    >>> ensemble_fact({"ensemble": {"draws": 200, "population": 20000, "method": "Latin hypercube", "seed": 1}})
    (('Ensemble', '200 draws (Latin hypercube), 20,000 people each'),)
    """
    if not (said := facts.get("ensemble")):
        return ()
    return (("Ensemble", f"{counted(said['draws'], 'draw')} ({said['method']}), {people(said['population'])} each"),)


def _facts(facts: Mapping[str, Any], scenario: Scenario) -> tuple[tuple[str, str], ...]:
    return (
        ("Scenario", f"{scenario.name} ({scenario.label})"),
        ("Scenario’s hash", scenario.hash),
        ("People", whole(int(facts["population"]))),
        ("Days", whole(int(facts["days"]))),
        ("Replicates", str(facts["replicates"])),
        *ensemble_fact(facts),
        ("Seed", str(facts["seed"])),
        ("glasshouse", versions(facts)),
        *plugin_facts(facts),
        ("Digest", str(facts.get("digest") or "not finished")),
    )
