"""The six things that the report of a comparison says first."""

from __future__ import annotations

from collections.abc import Sequence

from glasshouse.comparison.arms import ALWAYS
from glasshouse.comparison.comparison import Comparison
from glasshouse.comparison.words import Summary
from glasshouse.report.brief import Brief, Part, Small, said
from glasshouse.report.brief_run import exact, left_out, limits
from glasshouse.report.cards import switched_off
from glasshouse.report.comparison_tables import Table, sizes
from glasshouse.report.picture import STOPPED, Picture, counted, subject
from glasshouse.report.sure import FEW, assumed, in_words, reading, validated
from glasshouse.report.wording import in_words as date_in_words
from glasshouse.results.numbers import Spread, listed, spread, whole
from glasshouse.scenario import Scenario

#: How many worlds stand on the first page.
MOST_WORLDS = 5
#: Worlds without the system, or without what no system is without.
_NO_CHOICE = (*ALWAYS, "error-free")


def comparison_brief(comparison: Comparison, found: Summary, drawn: Picture, tables: Sequence[Table]) -> Brief:
    """The first page of a comparison's report; ``found`` is its summary, and ``drawn`` its picture."""
    scenario, facts = comparison.scenario, comparison.manifest
    period = f"{date_in_words(scenario.start)} to {date_in_words(scenario.date_of(int(facts['days']) - 1))}"
    times = "lived once" if comparison.replicates == 1 else f"lived {comparison.replicates} times each"
    return Brief(
        title=found.title,
        kicker="glasshouse · the same people, in other worlds",
        label=found.label,
        summary=scenario.summary,
        size=f"{found.size}, {period}, {times}. Each person’s luck is the same in all of them.",
        parts=(
            Part(name="headline", lines=said(*_headline(comparison)), more=(("What differs", "#differences"),)),
            _picture(drawn),
            _who(comparison, tables),
            _change(comparison, found),
            _sure(comparison),
            limits(scenario, f"What a safeguard spares rests on how well it is assumed to work. {exact(scenario)}"),
        ),
        notes=found.notes[1:],
        limits=_all_limits(scenario, comparison.replicates),
        command=str(facts["command"]),
        facts=tuple(sizes(comparison)),
    )


def _all_limits(scenario: Scenario, replicates: int) -> tuple[str, ...]:
    return (
        "The people are invented, drawn from published totals and shares. Nobody in these worlds exists.",
        "This is not a forecast, and no figure here should be scaled up to a real country.",
        "What a safeguard spares here rests on how well it is assumed to work. Each assumption stands in the table of "
        "changed rules and in the report of its world.",
        exact(scenario),
        *left_out(scenario, replicates, "comparison"),
    )


def _headline(comparison: Comparison) -> list[str]:
    """The baseline's level, the best of the worlds that keep the system if any may be called so, and a ban."""
    about, days = subject(comparison), whole(int(comparison.manifest["days"]))
    counts, alone = counted(comparison), comparison.replicates == 1
    words = {
        "level": _level(comparison, "baseline"),
        "of": f"{whole(int(comparison.manifest['population']))} people" if counts else "every 10,000 people",
        "days": days,
        "span": f"in {days} days" if counts else "in a year",
    }
    where = "In this one run, as" if alone else f"In the first of the {comparison.replicates} runs, as"
    few = ", too few for a rate" if counts and not alone else ""
    first = f"{where if counts else 'As'} it is, {about.level.format(**words)}{few}."
    return [
        first,
        *(_best(comparison) if about.ranked else ()),
        f"Under a ban from the first day: {_level(comparison, 'ban')}.",
    ]


def _best(comparison: Comparison) -> list[str]:
    """Which of the worlds that keep the system leaves least harm; nothing where none is compared."""
    measure = subject(comparison).measure
    kept = [arm for arm in comparison.arms if str(comparison.about(arm)["written"]).partition("@")[0] not in _NO_CHOICE]
    before = comparison.count(comparison.arms[0], measure, "baseline") or 0.0
    left = {arm: comparison.count(arm, measure, "arm_value") or 0.0 for arm in kept}
    if not left:
        return []
    best = min(left, key=lambda arm: left[arm])
    title = comparison.about(best)["title"]
    if left[best] >= before:
        return [
            f"“{title}” does not lower that."
            if len(kept) == 1
            else f"None of the {len(kept)} other worlds that keep the system lowers that."
        ]
    which = "" if len(kept) == 1 else f", which leaves least of {len(kept)} worlds that keep the system"
    return [f"With “{title}”{which}: {_level(comparison, best)}."]


def _level(comparison: Comparison, arm: str) -> str:
    """How many are wronged in a world: of 10,000 with the interval, or a count of the first run."""
    measure = subject(comparison).measure
    world, column = (comparison.arms[0], "baseline") if arm == "baseline" else (arm, "arm_value")
    if counted(comparison):
        return whole(comparison.count(world, measure, column) or 0.0)
    return str(comparison.figure(world, measure, column) or Spread(value=0.0))


def _picture(drawn: Picture) -> Part:
    whom = drawn.about.wronged if drawn.about.people else "people whom it happens to"
    spared = f"Spared: {whom} as it is and not in this world. Newly harmed: the other way round."
    return Part(
        name="picture",
        lines=said(f"{drawn.about.title}. {drawn.unit}."),
        chart=drawn.inline,
        notes=() if drawn.about is STOPPED else (spared,),
        more=(("To print: SVG", "picture.svg"), ("PNG", "picture.png")),
    )


def _who(comparison: Comparison, tables: Sequence[Table]) -> Part:
    """By group, as it is and what differs in the first worlds that differ; and who is newly harmed."""
    groups = next(table for table in tables if table.name == "groups")
    baseline, *others = groups.rows
    rows = [row for row, arm in zip(others, comparison.arms, strict=True) if not comparison.inert(arm)]
    return Part(
        name="who",
        lines=said(_newly(comparison)),
        table=Small(caption=groups.caption, heads=groups.heads, rows=(baseline, *rows[:MOST_WORLDS])),
        more=(("What differs, by group", "#differences"),),
    )


def _newly(comparison: Comparison) -> str:
    """In which worlds people are harmed who are not as it is."""
    about = subject(comparison)
    counts = {arm: comparison.values(arm, about.measure, "people_newly_harmed") for arm in comparison.arms}
    if not any(counts.values()):
        return ""  # single persons are not followed in this
    harmed = [f"“{comparison.about(arm)['title']}”" for arm, each in counts.items() if any(each)]
    if not harmed:
        return "Nobody is newly harmed in another of these worlds."
    return f"Some people are newly harmed in another world: {listed(harmed)}. They are counted apart."


def _change(comparison: Comparison, found: Summary) -> Part:
    """What the worlds that differ do, a sentence each, and which do nothing."""
    told = [text for text, arm in zip(found.sentences, comparison.arms, strict=True) if not comparison.inert(arm)]
    idle = [f"“{comparison.about(arm)['title']}”" for arm in comparison.arms if comparison.inert(arm)]
    more = len(told) - MOST_WORLDS
    rest = f"And {more} more world{'s' if more > 1 else ''} in the details." if more > 0 else ""
    nothing = f"Nobody’s life differs at all in: {listed(idle)}." if idle else ""
    return Part(
        name="change",
        lines=said(*told[:MOST_WORLDS], rest, nothing),
        more=(("What each world changes", "#worlds"), ("What differs", "#differences")),
    )


def _sure(comparison: Comparison) -> Part:
    lines = [*_spans(comparison), assumed(comparison.scenario)]
    return Part(
        name="sure",
        lines=(*said(*lines), *validated(switched_off(comparison.scenario))),
        more=(("The worlds, each with every number", "#worlds"),),
    )


def _spans(comparison: Comparison) -> list[str]:
    if comparison.replicates == 1:
        return ["Each world was lived once. Nothing here says how far other luck or other assumptions would move it."]
    about, count = subject(comparison), comparison.replicates
    level = comparison.figure(comparison.arms[0], about.measure, "baseline") or Spread(value=0.0)
    few = " With so few runs the spans are too narrow." if count < FEW else ""
    cases = round(level.value * int(comparison.manifest["population"]) / 10_000)
    of = "of 10,000 people" if about.people else "a year of 10,000 people"
    if counted(comparison):
        level = spread(comparison.values(comparison.arms[0], about.measure, "baseline"))
        of = f"of {whole(int(comparison.manifest['population']))} people"
    spans = f"{about.wronged.capitalize()} as it is, {of}, over {count} runs with other luck and other assumptions: "
    fewer = [_fewer(comparison, arm) for arm in comparison.arms[:MOST_WORLDS]]
    told = f"That falls in so many of the {count} runs: {', '.join(fewer)}." if level.high and about.ranked else ""
    return [f"{spans}{in_words(level)}.{few} {reading([level], [cases])}", told]


def _fewer(comparison: Comparison, arm: str) -> str:
    """In how many replicates a world leaves less harm."""
    changes = comparison.values(arm, subject(comparison).measure)
    return f"“{comparison.about(arm)['title']}” {sum(change < 0 for change in changes)}"
