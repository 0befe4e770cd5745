"""Why doors closed, and whether they would have without what was false."""

from __future__ import annotations

PHRASES: dict[str, tuple[str, ...]] = {
    # Why.
    "why entries": (
        "{Many} entries since {when} had taken {n} points off the {start} with which everybody starts: {what}.",
        "What weighed on the score dated from {when} on: {what}, together {n} points.",
        "By then {many} entries counted, {n} points in all: {what}.",
    ),
    "why entry": (
        "One entry, of {when}, had taken {n} points off the {start} with which everybody starts: {what}.",
        "One entry of {when} weighed on the score: {what}.",
        "It came down to one entry, of {when}: {what}.",
    ),
    "why back": (
        "Of these, {n} had come back, as points do with time and good deeds.",
        "Time and good deeds had given {n} back.",
        "{n} points had been made good since.",
    ),
    "why joined": ("Until that day {they} had no score; the entries were older, and now they counted.",),
    "why learned": (
        "The formula that learns from the system's own records took off {n} more, and that decided it.",
        "Another {n} went to the formula that learns from the records, without which the tier would have been better.",
        "What the learned formula took, {n} more, made the difference.",
    ),
    "why learned in vain": (
        "The formula that learns from the system's own records took off {n} more, which changed nothing.",
        "Another {n} went to the formula that learns from the records; the tier would have been the same without.",
        "The learned formula added its own {n}, and it made no difference.",
    ),
    "why tier": (
        "That made {left}, below the {floor} that the next tier takes: tier {tier}, which closes {doors}.",
        "The scoring stood at {left}, with {floor} needed for more: tier {tier}, and {doors} closed.",
        "At {left}, and not the {floor} that would have been enough, tier {tier} closed {doors}.",
    ),
    "why tier before": (
        "The last scoring had found too few, and that stood until the next: tier {tier}, which closes {doors}.",
        "Tier {tier}, from the scoring before, still counted, and it closes {doors}.",
    ),
    "why judgment": (
        "A court order that {they} had not paid was on record since {when}. That puts a person on the {list}, which "
        "closes {doors}.",
        "The unpaid court order of {when} meant the {list} again, and with it the end of {doors}.",
    ),
    "why judgment false": (
        "The judgment entered on {when} concerned somebody else. It put {them} on the {list} all the same, which "
        "closes {doors}.",
        "Another person's judgment, entered on {when}, meant the {list} again, and with it the end of {doors}.",
    ),
    "why stale": (
        "{their} term on the {list} was over, but nobody had removed {them}, and the list closes {doors}.",
        "It was the {list} again, beyond its term: no {doors}.",
    ),
    "why blacklist": (
        "{they} was on the {list}, where tier D had put {them} on {when}, and the list closes {doors}.",
        "{they} was on the {list} since {when}: {doors} were closed.",
    ),
    "why blacklist now": (
        "Tier D also put {them} on the {list}, which outlasts the tier.",
        "With tier D came the {list} as well.",
        "Tier D meant the {list}, once more.",
    ),
    "why rules": (
        "No new entry was needed: under the rules of that day, {doors} were closed to {them}.",
        "The rules of that day closed {doors}, without a new entry.",
    ),
    "but for tier": (
        "Without what was false, {they} would have stood at {left}, in tier {tier}, with every door open.",
        "Take away the false entries, and {left} points and tier {tier} remain: no door would have closed.",
        "The true record came to {left}, tier {tier}, with all doors open.",
    ),
    "but for all": (
        "Without what was false, none of this would have happened.",
        "Take away the falsehood, and all doors were open.",
        "On a true record there was no sanction.",
    ),
    "but for some": (
        "Without what was false, only {would} would have closed.",
        "The truth alone would have closed {would}.",
    ),
    "but for none": (
        "The false entries changed nothing here: what was true was enough.",
        "What was false was not needed for it.",
        "Even a true record would have led to it.",
    ),
    "all true": (
        "All of it was true.",
        "Every entry was true.",
        "There was no falsehood in it.",
    ),
    "why unjust lawful": (
        "But the record behind it held lawful things, and punishing those is unjust, whatever the rulebook says.",
        "But lawful things were among what it punished.",
    ),
    "why unjust area": (
        "But what closed had nothing to do with what {they} had done, which makes it unjust by rule.",
        "But the doors were unrelated to the deed.",
    ),
}
