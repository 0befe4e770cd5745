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
