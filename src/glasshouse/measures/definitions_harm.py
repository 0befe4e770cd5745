"""The measures of what is done to people: acts, sanctions, hardship, mistaken faces, guilt, fear."""

from __future__ import annotations

from collections.abc import Iterable

from glasshouse.gate import Gate, gates
from glasshouse.measure import Measure, mean, people, share, yearly
from glasshouse.mechanism import Count
from glasshouse.mechanism_set import SHIPPED

UNLAWFUL = ("act_offence", "act_unlawful_post", "act_default", "act_late_payment")
LAWFUL = ("act_assembly", "act_critical_post", "act_message", "act_purchase", "act_visit")
CHILLED = ("chilled_assembly", "chilled_post", "chilled_message", "chilled_visit")
_GATES = gates(SHIPPED)


def times_misidentified(counts: Iterable[Count]) -> tuple[str, ...]:
    """The names of those counts that are times that somebody was taken for somebody else.

    >>> times_misidentified([Count("misread", "Misread", unit="plates", harm="misidentification"), *SHIPPED.counts])[0]
    'misread'
    """
    return tuple(count.name for count in counts if count.harm == "misidentification")


MISIDENTIFIED = times_misidentified(SHIPPED.counts)
CLOSED = tuple(each.closed.name for each in _GATES)
BLOCKED = tuple(each.blocked.name for each in _GATES)

ACTS = (
    yearly(
        "unlawful_acts",
        "Unlawful acts and debts",
        "Petty offences in public, unlawful posts, unpaid court orders and late taxes or fines that people truly "
        "committed, seen or not. The base rate beside which every other figure stands.",
        what="acts",
        counts=UNLAWFUL,
        unsought="fewer unlawful acts can be had by frightening people",
    ),
    yearly(
        "punished_lawful_acts",
        "Lawful acts that the rules punish",
        "Gatherings attended, critical posts and critical private messages written, and purchases that the rulebook "
        "penalises: done, lawful, and costing points wherever they are recorded.",
        what="acts",
        counts=LAWFUL,
    ),
)

SANCTIONS = (
    people(
        "sanctioned",
        "Sanctioned",
        "People to whom at least one gate was closed on at least one day, among them whoever begins the run with a "
        "gate closed.",
        counts=("first_sanctioned",),
    ),
    # Which day is wrongful, and which unjust, is decided in mechanisms/restrictions.py (look).
    people(
        "wrongful",
        "Sanctioned wrongfully",
        "People who had at least one wrongful day: what the system holds closed a gate that the same record without "
        "false entries would have left open.",
        counts=("first_wrongful",),
        harm="wrongful",
    ),
    people(
        "unjust",
        "Sanctioned unjustly by rule",
        "People who had at least one unjust day: a gate is closed by the record without false entries too, but that "
        "record holds a lawful act, or a closed gate belongs to an area of life in which it holds nothing unlawful.",
        counts=("first_unjust",),
        harm="unjust",
    ),
    people(
        "unequal",
        "Sanctioned beyond equal treatment",
        "People of 15 and over sanctioned in a group, less what the odds of the reference group (the place’s first) "
        "would give for the same acts: stratum by stratum of what people truly did, 0, 1, 2 or 3 and more unlawful "
        "acts, by 0, 1 or 2 and more lawful acts that the rules punish. The odds are those of the whole country, so "
        "that districts add up. Strata without anyone of the reference group are left out. Below zero: fewer than with "
        "equal treatment.",
        harm="unequal",
    ),
    yearly(
        "sanction_days",
        "Days under sanction",
        "Days on which at least one gate was closed to a person.",
        what="days",
        counts=("sanction_days",),
    ),
    yearly(
        "wrongful_days",
        "Wrongful days",
        "Days on which a person's sanction was wrongful.",
        what="days",
        counts=("wrongful_days",),
        harm="wrongful",
    ),
    yearly(
        "unjust_days",
        "Unjust days",
        "Days on which a person's sanction was unjust by rule.",
        what="days",
        counts=("unjust_days",),
        harm="unjust",
    ),
)


def hardship(gate: Gate) -> Measure:
    """Days on which one gate was closed."""
    return yearly(
        f"hardship_{gate.name}",
        f"Hardship: {gate.kind}",
        f"Days on which the gate of {gate.kind} was closed to a person.",
        what="days",
        counts=(gate.closed.name,),
        harm="hardship",
    )


def blocked(gate: Gate) -> Measure:
    """Refusals at one gate."""
    return yearly(
        f"blocked_{gate.name}",
        f"Refused: {gate.kind}",
        f"Times that a person was refused at the closed gate of {gate.kind}.",
        what="refusals",
        counts=(gate.blocked.name,),
    )


HARDSHIP = (
    yearly(
        "hardship",
        "Hardship",
        "Days on which a gate was closed to a person, added up over the eight gates: a day with three gates closed "
        "counts three.",
        what="gate-days",
        counts=CLOSED,
        harm="hardship",
    ),
    *map(hardship, _GATES),
    yearly(
        "blocked",
        "Blocked",
        "Outings that people wanted and that stopped at a closed gate.",
        what="refusals",
        counts=BLOCKED,
    ),
    *map(blocked, _GATES),
    mean(
        "severity",
        "Severity",
        "Gates closed on a day under sanction, on average.",
        unit="gates",
        base="days under sanction",
        counts=CLOSED,
        over=("sanction_days",),
    ),
    mean(
        "duration",
        "Duration, by person",
        "Days under sanction of a person who was sanctioned. A sanction that outlasts the run counts as far as its "
        "last day.",
        unit="days",
        base="people sanctioned",
        counts=("sanction_days",),
        over=("first_sanctioned",),
    ),
    mean(
        "duration_of_sanction",
        "Duration, by sanction",
        "Days under sanction for each sanction begun; one person may have several. A sanction begins on a day on "
        "which a gate is closed to somebody to whom none was closed the evening before; that of people who begin the "
        "run with a gate closed is not among them.",
        unit="days",
        base="sanctions begun",
        counts=("sanction_days",),
        over=("onsets",),
    ),
    share(
        "reversibility",
        "Set free again",
        "People sanctioned at some time who were under no sanction on the last day.",
        base="people sanctioned",
    ),
    share(
        "concentration",
        "Share of the worst-hit 1 %",
        "Days under sanction of the most sanctioned hundredth of the people (at least one person; of each cell, "
        "its own).",
        base="days under sanction",
    ),
)

FACES = (
    people(
        "misidentified",
        "Misidentified",
        "People whom face recognition took for somebody else at least once: a false alert on them, or another person's "
        "act, visit, company or odd hour entered in their record.",
        harm="misidentification",
    ),
    yearly(
        "misidentifications",
        "Misidentifications",
        "Times that face recognition took a person for somebody else.",
        what="times",
        counts=MISIDENTIFIED,
    ),
    yearly(
        "stops",
        "Stops",
        "Times that a person was stopped in the street after an alert, right or wrong.",
        what="times",
        counts=("stops",),
    ),
    yearly(
        "stops_false",
        "Stops of the wrong person",
        "Times that a person was stopped because face recognition took the person for somebody else.",
        what="times",
        counts=("stops_false",),
    ),
    yearly(
        "stops_faulty",
        "Stops by a faulty entry",
        "Times that a person was stopped who was recognised rightly, by an entry that should not be on the list.",
        what="times",
        counts=("stops_faulty",),
    ),
)

CLEARING = (
    mean(
        "time_to_clear",
        "Time to clear one's name, mean",
        "Days from the first wrongful day to the last, both counted, of people who had wrongful days and none on the "
        "last day of the run. Free days between count too. Those not cleared yet are left out, and told below.",
        unit="days",
        base="people cleared",
    ),
    mean(
        "time_to_clear_median",
        "Time to clear one's name, median",
        "The same days: half of the people cleared took longer, half took less.",
        unit="days",
        base="none: a middle value, no sum",
    ),
    share(
        "not_cleared",
        "Not cleared yet",
        "People who had wrongful days and whose last day of the run is one of them.",
        base="people sanctioned wrongfully",
    ),
)

PAIRED = (
    people(
        "knock_on",
        "Knock-on: people",
        "People sanctioned here and never in the error-free scenario (the same people, and no false entry is "
        "ever made), "
        "who had no wrongful day: somebody's false entry set off what the clean record then supports.",
        reference="error-free",
    ),
    yearly(
        "knock_on_days",
        "Knock-on: days",
        "Days under sanction here, less those in the error-free scenario, less the wrongful days here. Below "
        "zero: errors "
        "also spared people days, for instance by frightening them.",
        what="days",
        reference="error-free",
    ),
    yearly(
        "downstream",
        "Downstream: lawful acts lost",
        "Gatherings, critical posts and messages, volunteering and purchases done in the unwatched scenario and "
        "not here, "
        "less what people held back out of fear here (beyond what they hold back there). Outings are wanted alike in "
        "both scenarios, so that what is blocked cancels out.",
        what="acts",
        reference="unwatched",
    ),
    yearly(
        "downstream_debts",
        "Downstream: debts",
        "Unpaid court orders and late taxes or fines here, less those in the unwatched scenario: where the gate "
        "of credit "
        "is closed, debts breed debts.",
        what="debts",
        reference="unwatched",
    ),
)

FEAR = (
    yearly(
        "chilled",
        "Chilled",
        "Lawful gatherings, critical posts and critical messages that people wanted and held back out of fear.",
        what="acts",
        counts=CHILLED,
        unsought="less chilling can be bought with secrecy",
    ),
    mean(
        "fear",
        "Fear",
        "Mean fear on the last evening, from 0 to 255.",
        unit="level",
        base="people of 15 and over",
        counts=("fear_sum",),
        over=("adults",),
        unsought="less fear can be bought with secrecy",
    ),
    mean(
        "trust",
        "Trust",
        "Mean trust on the last evening, from 0 to 255.",
        unit="level",
        base="people of 15 and over",
        counts=("trust_sum",),
        over=("adults",),
        unsought="trust can be bought with secrecy",
    ),
)
