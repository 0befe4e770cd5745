"""What was not theirs, and what came of knowing others."""

from __future__ import annotations

PHRASES: dict[str, tuple[str, ...]] = {
    # What was not theirs.
    "wrong face": (
        "Then a camera's picture of a petty offence was searched, and the software said that the face was {theirs}. "
        "It was that of {other}.",
        "Once more {their} name was put to somebody else's face: a petty offence by {other} went into {their} record.",
        "The face search confused {them} with {other}, whose petty offence {they} now carried.",
        "A petty offence by {other} was matched to {them}, wrongly.",
    ),
    "wrong face self": (
        "A face search put a petty offence into {their} record that {they} had not committed that day.",
        "Again a face search gave {them} an offence that {they} had not committed.",
    ),
    "wrong alert": (
        "A camera that looks for the faces of people on a list took {them} for one of them.",
        "Again a watchlist camera took {them} for somebody it was looking for.",
        "A watchlist camera raised an alert on {their} face, for the wrong person.",
    ),
    "wrong alert points": (
        "The suspicion alone went into {their} record.",
        "A line about suspicion was added to the record.",
        "Suspicion was noted.",
    ),
    "spite": (
        "{Reporter} reported {them} for something that {they} had not done. It was spite.",
        "{Reporter} made up a report about {them}.",
        "A malicious report came in from {reporter}, about nothing.",
        "Out of spite, {reporter} told the authorities a thing about {them} that was not so.",
    ),
    "mistake": (
        "{Reporter} reported {them} by mistake, for something that {they} had not done.",
        "{Reporter} was mistaken, and reported {them} all the same.",
        "A report about {them} came from {reporter}; it was an honest mistake.",
        "By mistake, {reporter} told the authorities of a thing that {they} had never done.",
    ),
    "clerk": (
        "A clerk entered somebody else's court judgment against {their} name. {They} owed nothing.",
        "Again a clerk put another person's judgment into {their} file.",
        "A judgment that concerned somebody else was filed under {their} name.",
    ),
    "shared account": (
        "Somebody else made a purchase through {their} account, and the system took the buyer for {them}.",
        "A purchase that was not {theirs} went through {their} account.",
        "What another person bought was put down to {them}, since the account was {theirs}.",
    ),
    "wrong flag": (
        "{they} wrote an ordinary post. A filter took it for criticism, removed it and put it on {their} record.",
        "Another ordinary post was taken for a critical one, and removed.",
        "The filter misread a post of {theirs} and filed it as criticism.",
        "An ordinary post disappeared: the filter had read criticism into it.",
    ),
    "kept out": (
        "By the rules, none of it could go into {their} record.",
        "The rules kept that out of the record.",
        "It stayed out of the record, as the rules had it.",
        "Nothing of it was allowed to count.",
    ),
    # What came of knowing others.
    "association": (
        "{Other} was put on a list, and {they} lost {n} points for knowing {them2}: {left}.",
        "For knowing {other}, now on a list, {they} lost {n} points, down to {left}.",
        "{Other} was listed; the rule on bad company cost {them} {n} points and left {left}.",
        "Guilt by association again: {other} was on a list now, which took {n} points and left {left}.",
    ),
    "association unscored": (
        "{Other} was put on a list. For knowing {them2}, {n} points were noted against {them}, who had no score yet.",
        "{Other} was listed, and another {n} points were noted against the score that {they} did not have yet.",
        "Since {other} was on a list now, {n} points were noted against {them}.",
    ),
    "association twice": (
        "{they} knew {them2} in two ways, and the rule counted both: {n} points more, {left}.",
        "Since {they} knew {them2} in two ways, it was another {n} points: {left}.",
    ),
    "association false": (
        "The listing rested on a false entry about somebody else.",
        "That listing was itself a mistake.",
        "It should never have been made, that listing.",
        "It was the {nth} listing among {their} acquaintances that was false.",
    ),
}
