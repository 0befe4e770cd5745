"""Stretches of days told together."""

from __future__ import annotations

PHRASES: dict[str, tuple[str, ...]] = {
    # Folded stretches.
    "quiet at first": ("For the first {span} there was nothing to tell.",),
    "quiet": (
        "Then, for {span}, there was nothing to tell.",
        "Then came {span} of ordinary days.",
        "{Span} went by without anything that touched {their} record.",
        "Another {span} passed quietly.",
    ),
    # What came to the score, or went, since it was last named.
    "points back": (
        "By then, {n} points had come back.",
        "Meanwhile, {n} points had come back.",
        "{N} points had come back by then.",
        "In the meantime, {n} points had come back.",
        "{N} points had come back meanwhile.",
    ),
    "points gone": (
        "By then, {n} points had gone again.",
        "Meanwhile, {n} points had gone again.",
        "{N} points had gone again by then.",
        "In the meantime, {n} points had gone again.",
        "{N} points had gone again meanwhile.",
    ),
    # Where the score is named with what is told next.
    "entries folded on": (
        "{Many} more things reached the record: {what}. That took {n} points.",
        "The record took in {many} more entries, {what}: {n} points.",
        "{Many} entries were added, {what}; together they cost {n} points.",
    ),
    "good deeds on": (
        "{they} volunteered {times}, and it was registered: {n} points up.",
        "Voluntary work, registered {times}, brought back {n} points.",
    ),
    "entries folded noted": (
        "{Many} more things were noted against {them}, at {n} points: {what}.",
        "The file grew by {many} more entries, at {n} points: {what}.",
    ),
    "did unseen": (
        "{they} {deeds}, and nobody took notice.",
        "Unseen, {they} {deeds}.",
        "{they} {deeds}; none of it reached the record.",
        "No one noticed that {they} {deeds}.",
    ),
    "did unseen one": (
        "{they} {deeds}, and nobody took notice.",
        "Unseen, {they} {deeds}.",
        "{they} {deeds}; it did not reach the record.",
        "No one noticed that {they} {deeds}.",
    ),
    "left undone": (
        "{they} {deeds}.",
        "In the end {they} {deeds}.",
    ),
    "known in vain": (
        "{they} {deeds}; it was noticed, and by the rules it stayed out of the record.",
        "That {they} {deeds} was known, and could not be held against {them}.",
        "{they} {deeds}, which was seen and not scored.",
    ),
    "refused": (
        "{they} was turned away {times}: {where}.",
        "Turned away {times}: {where}.",
        "There were {many} refusals: {where}.",
        "The doors stayed shut {times}: {where}.",
    ),
    "refused alike": (
        "{they} was turned away {times}, always {where}.",
        "Turned away {times}, and each time it was {where}.",
        "There were {many} refusals, all {where}.",
        "{Times} {they} heard no {where}.",
    ),
    "refused once": (
        "{they} was turned away {where}.",
        "{they} was refused {where}.",
        "There was one refusal, {where}.",
    ),
}
