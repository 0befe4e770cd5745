"""The six things that the report of a comparison says first."""

from __future__ import annotations

from collections.abc import Sequence

from glasshouse.comparison.arm_sentences import idle_here
from glasshouse.comparison.comparison import Comparison
from glasshouse.comparison.comparison_finding import compared_with, kept, title_of_page
from glasshouse.comparison.comparison_subject import counts_only, least, level, subject, values
from glasshouse.comparison.comparison_words import Summary
from glasshouse.comparison.conclusions_words import method
from glasshouse.comparison.over_draws import values_of_draws
from glasshouse.comparison.ranking_words import ranks
from glasshouse.measures.intervals import NOT_ESTIMABLE, Spread, spread
from glasshouse.report.brief import Brief, BriefLine, BriefPart, Small, said
from glasshouse.report.brief_run import exact, left_out, limits
from glasshouse.report.cards import switched_off
from glasshouse.report.comparison_picture import Picture
from glasshouse.report.comparison_tables import ReportTable, sizes
from glasshouse.report.how_sure import FEW, assumed, in_words, reading, validated
from glasshouse.scenario import Scenario
from glasshouse.wording.dates import in_words as date_in_words
from glasshouse.wording.lists_and_nouns import counted, enumerated, one_of, people

#: How many scenarios stand on the first page.
MOST_WORLDS = 5


def comparison_brief(comparison: Comparison, found: Summary, drawn: Picture, tables: Sequence[ReportTable]) -> Brief:
    """The first page of a comparison's report; ``found`` is its summary, and ``drawn`` its picture."""
    scenario, facts = comparison.scenario, comparison.manifest
    period = f"{date_in_words(scenario.start)} to {date_in_words(scenario.date_of(int(facts['days']) - 1))}"
    often = "simulated once" if comparison.replicates == 1 else f"simulated {comparison.replicates} times each"
    if comparison.drawn is not None:
        often = f"{often}, and in {counted(comparison.drawn.draws, 'draw')} of the assumptions"
    return Brief(
        title=f"{title_of_page(comparison)}.",
        below=compared_with(comparison),
        kicker="glasshouse · the same people, in other scenarios",
        label=found.label,
        summary=scenario.summary,
        size=f"{found.size}, {period}, {often}. Each person’s random numbers are the same in all of them.",
        parts=(
            BriefPart(
                name="headline",
                lines=said(*_headline(comparison), *found.conclusions),
                more=(("What differs", "#differences"),),
            ),
            _picture(drawn),
            _who(comparison, tables),
            _change(comparison, found),
            _sure(comparison, found.conclusions),
            limits(scenario, f"What a safeguard spares rests on how well it is assumed to work. {exact(scenario)}"),
        ),
        notes=found.notes[1:],
        limits=_all_limits(scenario, comparison.replicates),
        command=str(facts["command"]),
        facts=tuple(sizes(comparison)),
    )


def _all_limits(scenario: Scenario, replicates: int) -> tuple[str, ...]:
    return (
        "The people are invented, drawn from published totals and shares. Nobody in these scenarios exists.",
        "This is not a forecast, and no figure here should be scaled up to a real country.",
        "What a safeguard spares here rests on how well it is assumed to work. Each assumption stands in the table of "
        "changed rules and in the report of its scenario.",
        exact(scenario),
        *left_out(scenario, replicates, "comparison"),
    )


def _headline(comparison: Comparison) -> list[str]:
    """The baseline's level, the best of the scenarios that keep the system if any may be called so, and a ban."""
    about, counts, drawn = subject(comparison), counts_only(comparison), comparison.drawn is not None
    told = _phrase(comparison, "baseline")
    where = "In" if drawn or not counts else _of_first(comparison)
    few = ", too few for a rate" if counts and comparison.replicates > 1 and not drawn else ""
    return [
        f"{where} {_named(comparison, 'baseline')}, {told}{few}.",
        *(_best(comparison) if about.ranked else ()),
        f"Under a ban from the first day, {_left(comparison, 'ban')}.",
    ]


def _of_first(comparison: Comparison) -> str:
    return (
        "In this one run of" if comparison.replicates == 1 else f"In the first of the {comparison.replicates} runs of"
    )


def _named(comparison: Comparison, arm: str) -> str:
    """A scenario by its title and its label."""
    return f"“{comparison.about(arm)['title']}” ({comparison.label(arm)})"


def _best(comparison: Comparison) -> list[str]:
    """Which of the scenarios that keep the system leaves least harm; nothing where none is compared."""
    measures = subject(comparison).measures
    choice = kept(comparison)
    if not choice:
        return []
    best = least(comparison, choice)
    before, after = (
        sum(values(comparison, arm, measures, column)[:1])
        for arm, column in ((comparison.arms[0], "baseline"), (best[0], "arm_value"))
    )
    if after >= before:
        titles = [f"“{comparison.about(arm)['title']}”" for arm in choice]
        none = f"{titles[0]} does not lower" if len(choice) == 1 else f"None of {enumerated(titles)} lowers"
        if len(choice) == 2:
            none = f"Neither {titles[0]} nor {titles[1]} lowers"
        return [f"{none} that in the run with every assumption at its central value."]
    named = one_of([f"“{comparison.about(arm)['title']}”" for arm in best])
    leave = "leaves" if len(best) == 1 else "leave"
    which = f", which {leave} the fewest of the {len(choice)} scenarios that keep the system"
    return [f"With {named}{'' if len(choice) == 1 else which}, {_left(comparison, best[0])}."]


def _left(comparison: Comparison, arm: str) -> str:
    """How much there is in a scenario, in words where there is none."""
    about = subject(comparison)
    row, column = (comparison.arms[0], "baseline") if arm == "baseline" else (arm, "arm_value")
    drawn = values_of_draws(comparison, row, about.measures, column)
    told = _level(comparison, arm)
    if any((told.value, told.low, told.high)) or (drawn is not None and drawn.any()):
        return _phrase(comparison, arm)
    nobody = f"nobody is {about.wronged}" if about.people else f"there are no {about.wronged}"
    return nobody if drawn is None else f"{nobody} in any draw"


def _phrase(comparison: Comparison, arm: str) -> str:
    """How much there is in a scenario: of how many people, and in how many days."""
    counts = counts_only(comparison)
    return subject(comparison).phrase(
        _level(comparison, arm),
        of=people(int(comparison.manifest["population"])) if counts else "every 10,000 people",
        days=int(comparison.manifest["days"]),
        rate=not counts,
    )


def _count(comparison: Comparison, arm: str) -> Spread:
    """What is counted in the first run of a scenario."""
    row, column = (comparison.arms[0], "baseline") if arm == "baseline" else (arm, "arm_value")
    return Spread(value=sum(values(comparison, row, subject(comparison).measures, column)[:1]))


def _level(comparison: Comparison, arm: str) -> Spread:
    """How much there is in a scenario: of 10,000 with the interval, or a count of the first run."""
    counts = counts_only(comparison) and comparison.drawn is None
    found = _count(comparison, arm) if counts else level(comparison, arm)
    return found or Spread(value=0.0)


def _picture(drawn: Picture) -> BriefPart:
    whom = drawn.about.wronged if drawn.about.people else "people whom it happens to"
    spared = f"Spared: {whom} in the baseline and not in this scenario. Newly harmed: the other way round."
    note = spared if drawn.about.spares else drawn.about.note
    return BriefPart(
        name="picture",
        lines=(BriefLine(lead=f"{drawn.finding}.", text=f"{drawn.unit}."),),
        chart=drawn.inline,
        notes=(note,) if note else (),
        more=(("To print: SVG", "picture.svg"), ("PNG", "picture.png"), ("PDF", "picture.pdf")),
    )


def _who(comparison: Comparison, tables: Sequence[ReportTable]) -> BriefPart:
    """By group, in the baseline, and what differs in the first scenarios that differ; and who is newly harmed."""
    groups = next(table for table in tables if table.name == "groups")
    baseline, *others = groups.rows
    rows = [row for row, arm in zip(others, comparison.arms, strict=True) if not comparison.inert(arm)]
    shown = (baseline, *rows[:MOST_WORLDS])
    told = any(cell.text != NOT_ESTIMABLE for row in shown for cell in row.cells) or not baseline.cells
    return BriefPart(
        name="who",
        lines=said(_newly(comparison), "" if told else _no_group(comparison)),
        table=Small(caption=groups.caption, heads=groups.heads, rows=shown) if told else None,
        more=(("What differs, by group", "#differences"),),
    )


def _no_group(comparison: Comparison) -> str:
    """That nothing can be told by group."""
    about = subject(comparison)
    few = f"too few people are {about.wronged}" if about.people else f"there are too few {about.wronged}"
    return f"By group nothing can be estimated: {few} among {people(int(comparison.manifest['population']))}."


def _newly(comparison: Comparison) -> str:
    """In which scenarios people are harmed who are not in the baseline."""
    about = subject(comparison)
    counts = {arm: values(comparison, arm, about.measures, "people_newly_harmed") for arm in comparison.arms}
    if not any(counts.values()):
        return ""  # single persons are not followed in this
    harmed = {arm: f"“{comparison.about(arm)['title']}”" for arm, each in counts.items() if any(each)}
    if not harmed:
        return f"In no scenario is anybody {about.wronged} who is not in the baseline."
    shown = [title for arm, title in harmed.items() if counts[arm][0]]
    others = [title for title in harmed.values() if title not in shown]
    harm = "some people whom the baseline leaves unharmed"
    first = f"{enumerated(shown)} {'harms' if len(shown) == 1 else 'harm'} {harm}. " if shown else ""
    also = f"{enumerated(others)} {'harms' if len(others) == 1 else 'harm'} {harm}"
    if shown:
        also = f"so {'does' if len(others) == 1 else 'do'} {enumerated(others)}"
    rest = f"In some of the {comparison.replicates} simulations, though not in the one shown, {also}. "
    return f"{first}{rest if others else ''}They are counted separately."


def _change(comparison: Comparison, found: Summary) -> BriefPart:
    """What the scenarios that differ do, a sentence each, and which do nothing."""
    told = [text for text, arm in zip(found.sentences, comparison.arms, strict=True) if not comparison.inert(arm)]
    idle = [f"“{comparison.about(arm)['title']}”" for arm in comparison.arms if comparison.inert(arm)]
    more = len(told) - MOST_WORLDS
    rest = f"And {counted(more, 'more scenario')} in the details." if more > 0 else ""
    why = [idle_here(comparison, arm) for arm in comparison.arms if comparison.inert(arm)]
    nothing = f"Nobody’s life differs at all in: {enumerated(idle)}." if idle else ""
    return BriefPart(
        name="change",
        lines=said(*told[:MOST_WORLDS], rest, nothing, *why),
        more=(("What each scenario changes", "#scenarios"), ("What differs", "#differences")),
    )


def _sure(comparison: Comparison, holds: Sequence[str]) -> BriefPart:
    lines = [*_throughout(comparison, holds), *_spans(comparison), assumed(comparison.scenario)]
    return BriefPart(
        name="sure",
        lines=(*said(*lines), *validated(switched_off(comparison.scenario))),
        more=(("The scenarios, each with every number", "#scenarios"),),
    )


def _throughout(comparison: Comparison, holds: Sequence[str]) -> list[str]:
    """How many conclusions hold throughout, before any level is spoken of."""
    if not holds:
        return []
    pairs = [one for one in comparison.conclusions if one.holds]
    told = pairs_that_hold(len(pairs), sum(one.throughout for one in pairs))
    return [f"{told} {method(comparison)}", ranks(comparison)]


def pairs_that_hold(pairs: int, same: int) -> str:
    """In how many of the pairs that differ one scenario never does more harm than the other.

    >>> pairs_that_hold(210, 151).partition("; ")[2]
    'in 151 of them, one never does more harm than the other, whatever the assumptions.'
    """
    begins = "Compared two at a time, harm by harm, the scenarios"
    if not pairs:
        return f"{begins} do not differ in any draw."
    never = "one never does more harm than the other, whatever the assumptions"
    if not same:
        never = "which does more harm depends on the assumptions"
    among = f"in {same} of them" if 0 < same < pairs else "in each of them" if pairs > 1 else "in it"
    return f"{begins} differ in {counted(pairs, 'case')}; {among}, {never}."


def _spans(comparison: Comparison) -> list[str]:
    if comparison.drawn is not None:
        return [
            "Each figure is that of one run with every assumption at its central value. The interval beside it shows "
            "what the assumptions leave open: it holds 90 % of the draws."
        ]
    if comparison.replicates == 1:
        return [
            "Each scenario was simulated once. Nothing here says how far another seed or other assumptions would "
            "move it."
        ]
    about, count, population = subject(comparison), comparison.replicates, int(comparison.manifest["population"])
    found = level(comparison, "baseline") or Spread(value=0.0)
    few = " With so few runs the spans are too narrow." if count < FEW else ""
    of = "of 10,000 people" if about.people else "in a year of 10,000 people"
    if counts_only(comparison):
        found = spread(values(comparison, comparison.arms[0], about.measures, "baseline"))
        of = f"{'of' if about.people else 'among'} {people(population)}"
    cases = round(_count(comparison, "baseline").value)
    runs = f"over {count} runs with other seeds and other assumptions"
    spans = f"{about.wronged.capitalize()} in the baseline, {of}, {runs}: {in_words(found)}."
    fewer = [_fewer(comparison, arm) for arm in comparison.arms[:MOST_WORLDS]]
    told = f"It falls in this many of the {count} runs: {', '.join(fewer)}." if found.high and about.ranked else ""
    return [f"{spans}{few} {reading([found], [cases])}", told]


def _fewer(comparison: Comparison, arm: str) -> str:
    """In how many replicates a scenario leaves less harm."""
    changes = values(comparison, arm, subject(comparison).measures)
    return f"“{comparison.about(arm)['title']}” {sum(change < 0 for change in changes)}"
