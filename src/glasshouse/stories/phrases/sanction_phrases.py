"""Lists and gates: who is put on which, what closes, what opens, and who is turned away."""

from __future__ import annotations

PHRASES: dict[str, tuple[str, ...]] = {
    "closed": (
        "That closed {doors} to {them}.",
        "{Doors} were closed to {them} again.",
        "With that, {doors} were out of reach.",
        "Now {doors} were closed.",
    ),
    "closed same": (
        "The same doors closed again.",
        "The doors that had closed before closed once more.",
        "Again the same doors were shut to {them}.",
        "It shut the doors that {they} knew by now.",
    ),
    "closed overnight": ("The rules had changed overnight, and {doors} were closed to {them}.",),
    "more closed": (
        "Now {doors} closed as well.",
        "{Doors} followed.",
        "To the closed doors were added {doors}.",
    ),
    "some opened": (
        "{Doors} opened again; the rest stayed shut.",
        "{they} got back {doors}, and nothing else.",
        "At least {doors} were open again.",
    ),
    "turned wrongful": (
        "From that day on the sanction was wrongful: a true record would have left open some of what stayed closed.",
        "By now a true record would have closed less, which made the sanction wrongful.",
        "From here on doors were closed that a true record would have left open.",
    ),
    "turned rightful": (
        "From that day on a true record, too, would have closed all that was closed.",
        "By now a true record would have closed the same doors.",
        "What was true was now enough for what was closed.",
    ),
    "wrongful all": (
        "Without what was false in the record, every door would have stayed open.",
        "Nothing that {they} had done would have closed them.",
        "On a true record nothing would have closed.",
        "A false record did this: on a true one {they} would have gone on as before.",
    ),
    "wrongful some": (
        "Without the false entries, only {would} would have closed.",
        "On a true record it would have been {would} and no more.",
    ),
    "unjust lawful": (
        "The record was right, and what it punished was lawful.",
        "It was punishment for lawful things.",
        "No law had been broken by all of what counted here; the rulebook punished it anyway.",
    ),
    "unjust mixed": (
        "The record was right; but lawful things were among what it punished.",
        "Part of what it punished was lawful.",
        "Some of what counted here was lawful, and the rulebook punished it anyway.",
    ),
    "unjust area": (
        "The record was right; but the doors that closed had nothing to do with it.",
        "What closed was unrelated to what {they} had done.",
    ),
    # The same where something false stands in the record, which was not needed for it.
    "unjust lawful despite": (
        "Not all in the record was true; but without what was false, the same doors would have closed, and for "
        "lawful things.",
        "What was false was not needed for it: the true entries were enough, and they were of lawful things.",
    ),
    "unjust mixed despite": (
        "Not all in the record was true; but without what was false, the same doors would have closed, in part for "
        "lawful things.",
        "What was false was not needed for it: the true entries were enough, and some were of lawful things.",
    ),
    "unjust area despite": (
        "Not all in the record was true; but without what was false, the same doors would have closed, and they had "
        "nothing to do with what {they} had done.",
        "What was false was not needed for it: the true entries were enough, though those doors had nothing to do with "
        "them.",
    ),
    "term over": (
        "The term on the {list} ran out, and {they} was taken off it.",
        "{their} time on the {list} was over.",
        "The {list} let {them} go.",
    ),
    "open term": (
        "After {days} all doors were open to {them} again.",
        "The doors opened, after {days}.",
        "That ended {days} behind closed doors.",
    ),
    "open scoring": (
        "After {days} the doors opened.",
        "{they} could go through every door again, after {days}.",
        "That opened all doors; they had been shut for {days}.",
    ),
    "open rules": ("The rules had changed, and all doors were open again after {days}.",),
    "open decision": ("After {days} all doors opened.", "The doors were open again, after {days}."),
}
