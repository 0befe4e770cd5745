"""The headline of a run in which nobody can be sanctioned or taken for somebody else, and informants report.

What a report leads to is not in such a run. It tells what comes in about people, true and false, what they hold back,
and how much they trust.
"""

from __future__ import annotations

from collections.abc import Sequence

from glasshouse.measures.concerned import FALSE, REPORTS, THROUGH
from glasshouse.measures.intervals import Spread
from glasshouse.measures.outcome import CHILLED, Outcome, lawful_acts
from glasshouse.wording.lists_and_nouns import counted, enumerated, in_a_year, people, plural
from glasshouse.wording.numbers import whole

#: What is told of each group, and the measures that count it.
COLUMNS: dict[str, tuple[str, ...]] = {"Reported": REPORTS, "Falsely": FALSE, "Held back": CHILLED}
#: The measure that chance moves, and what it is called.
BY_CHANCE = (REPORTS, "of reports")


def sentences(outcome: Outcome) -> list[str]:
    """People first: how many reports there are about them, how many of them false, and what they hold back."""
    if outcome.count(*REPORTS):
        what = [_false(outcome), _through(outcome)]
    else:
        what = ["Nobody was reported, so there is nothing to say of who did it, and whether it was true."]
    return [_reported(outcome), *what, _held_back(outcome), _trust(outcome)]


def by_group(outcome: Outcome) -> str:
    """No sentence: what is told of reports tells groups apart in the table alone."""
    return ""


def note(outcome: Outcome, columns: Sequence[str]) -> str:
    """What the table by group holds."""
    unit = "counts of this one run" if outcome.alone else "times per 10,000 people of the group"
    held = " Held back: lawful posts, messages, gatherings and visits not done out of fear."
    return f"Figures are {unit}.{held if 'Held back' in columns else ''}"


def _reported(outcome: Outcome) -> str:
    days = f"within {counted(outcome.days, 'day')}"
    if outcome.alone:
        came = counted(outcome.count(*REPORTS), "report")
        return f"In this one run, {came} about {people(outcome.population)} came in {days}."
    came = outcome.per_10_000(*REPORTS)
    return f"About every 10,000 people, {came} {plural(came, 'report')} came in {days}."


def _false(outcome: Outcome) -> str:
    if outcome.alone:
        malicious, mistaken = (whole(outcome.count(name)) for name in FALSE)
        return f"Of them, {malicious} {plural(malicious, 'was', 'were')} made up and {mistaken} mistaken."
    malicious, mistaken = (_of_100(outcome, name) for name in FALSE)
    return f"Of 100 reports, {malicious} {plural(malicious, 'was', 'were')} made up and {mistaken} mistaken."


def _through(outcome: Outcome) -> str:
    """Where the reports come from."""
    if outcome.alone:
        return f"They came from {enumerated([f'{where} ({whole(outcome.count(m))})' for where, m in THROUGH.items()])}."
    return f"Of 100, {enumerated([f'{_of_100(outcome, m)} from {where}' for where, m in THROUGH.items()])}."


def _held_back(outcome: Outcome) -> str:
    if outcome.alone:
        held = Spread(value=outcome.count(*CHILLED))
        return f"{lawful_acts(held)} {plural(held, 'was', 'were')} held back out of fear."
    return (
        f"{in_a_year(outcome.days)}, 10,000 people hold back from "
        f"{lawful_acts(outcome.per_10_000(*CHILLED, yearly=True))} out of fear."
    )


def _trust(outcome: Outcome) -> str:
    trust = outcome.over(lambda each: each.total("trust_sum") / max(1, each.total("adults")))
    return f"Trust, from 0 to 255, stood at {trust} on the last evening, the mean of all people of 15 and over."


def _of_100(outcome: Outcome, part: str) -> str:
    """A share in 100 of all reports, with its interval over the replicates in which there were any."""
    return str(
        outcome.over(
            lambda each: 100 * each.total(part) / each.total(*REPORTS), where=lambda each: each.total(*REPORTS) > 0
        )
    )
