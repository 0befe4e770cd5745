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
    "known in vain": (
        "{they} {deeds}; it was noticed, and by the rules it stayed out of the record.",
        "That {they} {deeds} was known, and could not be held against {them}.",
        "{they} {deeds}, which was seen and not scored.",
    ),
    "seen in vain": (
        "A camera saw {what}, and the picture led to nobody.",
        "A camera recorded {what}, in vain: the face had no name.",
        "Cameras had {what}, and no name for the face.",
        "There was a picture of {what}, and it stayed without a name.",
    ),
    "seen as another": (
        "A camera saw {what}, and the face search picked somebody else.",
        "There was a picture of {what}, and the search put another name to it.",
    ),
    "removed in vain": (
        "A filter removed {what} without finding the writer.",
        "{What} disappeared, and the writer was not found.",
    ),
    "held back": (
        "Out of fear {they} {deeds}.",
        "{they} was afraid, and {deeds}.",
        "Being careful, {they} {deeds}.",
        "Fear kept {them} back: {they} {deeds}.",
    ),
    "undid offence": ("{they} held back from a petty offence, out of fear.", "Fear kept {them} from a petty offence."),
    "undid assembly": (
        "There was a lawful gathering that {they} would have joined, but for fear.",
        "{they} was afraid to go to a lawful gathering.",
        "A gathering went on without {them}, since {they} was afraid.",
    ),
    "undid critical post": (
        "{they} had a critical post in mind, and was afraid to write it.",
        "A critical post stayed unwritten, out of fear.",
        "{they} thought better of a critical post.",
    ),
    "undid critical message": (
        "{they} would have sent a critical message, and did not dare.",
        "A critical message stayed unsent, out of fear.",
        "{they} kept a critical message to {themself}.",
    ),
    "undid unlawful post": ("Fear kept {them} from an unlawful post.", "An unlawful post stayed unwritten."),
    "withdrew once": (
        "{they} had meant to volunteer that day, and for want of trust did not.",
        "{they} did not volunteer after all; trust was wanting.",
        "For want of trust {they} stayed home on a day of voluntary work.",
        "Again {they} would have volunteered, and did not, as trust was wanting.",
        "It was the {nth} time that {they} did not volunteer for want of trust.",
    ),
    "withdrew one": (
        "One day {they} had meant to volunteer, and for want of trust did not.",
        "There was a day on which {they} would have volunteered, had {they} trusted anybody.",
        "{they} let a day of voluntary work pass, for want of trust.",
    ),
    "withdrew": (
        "{Times} {they} had meant to volunteer, and for want of trust did not.",
        "Trust was wanting, and {times} {they} did not volunteer after all.",
        "For want of trust {they} stayed away from voluntary work {times}.",
    ),
    "good deeds": (
        "{they} volunteered {times}, and it was registered: {n} points up, to {left}.",
        "Voluntary work, registered {times}, brought back {n} points: {left}.",
    ),
    "unnoticed good": (
        "{they} gave {days} to voluntary work that nobody registered.",
        "{Days} of voluntary work went unregistered.",
        "{they} volunteered for {days}, for which the score has no line.",
        "There was voluntary work as well, {days} of it, unregistered.",
        "It was {their} {nth} day of voluntary work that no register noticed.",
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
    "friends": (
        "Word came that {who} had been sanctioned.",
        "{Who} came under sanction, too, as {they} heard.",
        "{they} heard of another sanction close by: {who}.",
        "{they} learned that doors had closed to {who}.",
    ),
    "friends fear": ("It made {them} a little more afraid.",),
    "perk": (
        "{their} commercial score brought {them} {what}.",
        "For once a score gave something: {what}.",
        "{their} commercial score had its use: {what}.",
        "There was {what}, too, thanks to the commercial score.",
        "The commercial score brought its {nth} favour, {what}.",
    ),
    "perk top": ("Tier {tier} brought {them} {what}.", "The top tier had its use: {what}."),
    "tier moves": (
        "The scoring took {them} from tier {path}.",
        "{they} was moved from tier {path} by the scoring.",
        "{their} tier went from {path}.",
    ),
    "entries folded": (
        "{Many} more things reached the record: {what}. That took {n} points, down to {left}.",
        "The record took in {many} more entries, {what}: {n} points, which left {left}.",
        "{Many} entries were added, {what}; together they cost {n} points and left {left}.",
    ),
    "entries folded unscored": (
        "{Many} more things were noted against {them}: {what}.",
        "The file grew by {many} more entries: {what}.",
    ),
}
