"""Why doors closed, and whether they would have without what was false."""

from __future__ import annotations

PHRASES: dict[str, tuple[str, ...]] = {
    # Why.
    "why list": (
        "{they} was put on the {list} on {when}, and the list closes {doors}.",
        "{they} was on the {list} since {when}: {doors} were closed.",
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
