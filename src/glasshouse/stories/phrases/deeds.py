"""What people did, and how it came to be known and what it cost."""

from __future__ import annotations

PHRASES: dict[str, tuple[str, ...]] = {
    # What they did.
    "did offence": (
        "{they} committed a petty offence in public.",
        "{they} broke a small rule in public again.",
        "It was a petty offence, {their} {nth} so far.",
        "{they} committed {their} {nth} petty offence.",
        "Another petty offence, the {nth}.",
    ),
    "did assembly": (
        "{they} went to a gathering, as the law allows.",
        "{they} went to a lawful gathering again.",
        "{they} joined a gathering, {their} {nth}, and like the others it was lawful.",
        "Another lawful gathering, the {nth} that {they} went to.",
    ),
    "did unlawful post": (
        "{they} posted something that the law forbids.",
        "{they} posted something unlawful again.",
        "It was {their} {nth} unlawful post.",
    ),
    "did critical post": (
        "{they} wrote a post that criticised the authorities, as the law allows.",
        "{they} wrote another critical post.",
        "{they} criticised the authorities online again, in {their} {nth} such post.",
        "A critical post once more, {their} {nth}.",
    ),
    "did critical message": (
        "{they} criticised the authorities in a private message, as the law allows.",
        "In a private message {they} was critical again.",
        "{they} sent {their} {nth} critical message.",
        "Another private message that criticised the authorities, the {nth}.",
    ),
    "did default": (
        "A court had ordered {them} to pay, and {they} did not.",
        "{they} left another court order unpaid.",
        "It was the {nth} court order that {they} did not pay.",
    ),
    "did late payment": (
        "{they} paid a tax or a fine late.",
        "{they} was late with a tax or a fine again.",
        "A tax or a fine was overdue for the {nth} time.",
    ),
    "did purchase": (
        "{they} bought something that rulebooks frown on, though the law does not.",
        "{they} made another purchase of the kind that rulebooks frown on.",
        "{they} bought, for the {nth} time, what rulebooks frown on.",
        "Another such purchase, the {nth}.",
    ),
    "did volunteering": (
        "{they} gave a day to voluntary work.",
        "{they} volunteered again.",
        "It was {their} {nth} day of voluntary work.",
    ),
    # How it came to be known.
    "camera right": (
        "{Camera} saw it, and a face search named {them}.",
        "It was filmed by {camera}, and the search found {their} face.",
        "{Camera} had it, and the software put {their} name to the face.",
        "The picture came from {camera}; the match was {them}, and it was right.",
    ),
    "camera another": (
        "{Camera} saw it, but the face search named somebody else.",
        "It was filmed by {camera}, and the search put it on a stranger.",
        "{Camera} had it, and the software found a face that was not {theirs}.",
    ),
    "camera nobody": (
        "{Camera} saw it, and the face search found nobody.",
        "It was filmed by {camera}, to no effect: the search had no match.",
        "{Camera} had it, and the software drew a blank.",
    ),
    "camera alone": (
        "{Camera} saw it, and nobody searched for the face.",
        "It was filmed by {camera}, and the film was left at that.",
        "{Camera} had it, but a picture alone is not a name.",
    ),
    "reported": (
        "{Reporter} reported it.",
        "It was {reporter} who reported {them}.",
        "{Reporter} told the authorities.",
        "The authorities heard of it from {reporter}.",
    ),
    "reported too": ("{Reporter} reported it as well.", "{Reporter} had told the authorities, too."),
    "flag tied": (
        "A filter flagged it, took it down, and tied it to {their} name.",
        "The filter removed it and knew whose account it was.",
        "It was taken down, and {their} name was on the file.",
        "The platform's filter caught it, and the account led to {them}.",
    ),
    "flag untied": (
        "A filter took it down, but could not say whose it was.",
        "The filter removed it without finding the writer.",
        "It was taken down; the account led to nobody.",
    ),
    "messaging": (
        "The messaging service read it and passed it on.",
        "The service passed that one on, too.",
        "It was read on the way, and reported.",
    ),
    "payments": (
        "The payment service passed that on.",
        "The payment data gave it away.",
        "The payments feed had it by evening.",
        "It was reported by the company that handled the payment.",
    ),
    "register default": (
        "The court put it on record.",
        "The judgment reached the record.",
        "It was entered by the court.",
    ),
    "register late payment": (
        "The office concerned put it on record.",
        "The office entered that as well.",
        "It was entered the same day.",
        "The office entered it, as the {nth} of its kind.",
    ),
    "register volunteering": (
        "It was registered, and brought {n} points: {left}.",
        "That was registered, too: {n} points up, to {left}.",
        "{N} points came back for it, and the score stood at {left}.",
    ),
    "unseen post": (
        "It stayed up, and nobody took notice.",
        "No filter stopped it.",
        "It went through, unremarked.",
        "Nothing came of it.",
        "The filter let it pass.",
    ),
    "unseen message": (
        "Nobody else read it.",
        "It stayed between the two of them.",
        "It went through unread.",
        "That one stayed private.",
        "The service passed nothing on.",
    ),
    "unseen": (
        "Nobody saw it.",
        "Nobody took notice.",
        "It went unseen.",
        "No sensor picked it up.",
        "There was no witness and no camera.",
        "It left no trace.",
        "It came to nobody's knowledge.",
        "Nothing was recorded of it.",
    ),
    # What it cost.
    "cost": (
        "That cost {them} {n} points and left {left}.",
        "{N} points off: {left}.",
        "{their} score fell by {n}, to {left}.",
        "It took {n} points; {left} remained.",
        "The price was {n} points, and the score stood at {left}.",
    ),
    "cost unscored": (
        "{they} had no score yet, but {n} points were noted against {them} all the same.",
        "{N} more points were noted against the score that {they} did not have yet.",
        "That, too, was noted, at {n} points.",
        "Points off a score that {they} did not have: {n} more.",
        "It was noted at {n} points, for the day when {they} would have a score.",
    ),
    "cost nothing": (
        "It went into {their} file, at no cost in points.",
        "The file grew by one line, and the score did not move.",
        "That is on file now, without points.",
    ),
    # Stops and alerts.
    "stopped wrong": (
        "Police stopped {them} in the street over it.",
        "{they} was stopped in the street.",
        "It ended with {them} being stopped and questioned.",
    ),
    "stopped": (
        "A watchlist camera recognised {them}, and police stopped {them} in the street.",
        "{they} was recognised by a watchlist camera and stopped again.",
        "Once more a camera that was looking for {them} found {them}, and police came.",
        "A camera found {them}, and police stopped {them} for the {nth} time.",
        "It was the {nth} time that police stopped {them}.",
    ),
    "stopped by mistake": (
        "A camera recognised {them}, and police stopped {them}, by an entry that should not have been on the list.",
        "{they} was recognised and stopped again, by the same entry that should not have been on the list.",
        "The entry still stood on the list, and police stopped {them} for the {nth} time because of it.",
    ),
    "arrested": (
        "A watchlist camera recognised {them}, and police arrested {them}.",
        "Once more a camera recognised {them}, and {they} was arrested.",
        "It was the {nth} time that a camera led to {them} being arrested.",
    ),
    "recognised": (
        "A watchlist camera recognised {them}, and nobody came.",
        "Again a watchlist camera found {them}, and nobody came.",
        "{their} face raised an alert, the {nth} that came to nothing.",
    ),
    "recognised often": (
        "Watchlist cameras recognised {them} {times}, and nobody came.",
        "{their} face raised {many} alerts, and nobody came.",
        "{Times} a camera that was looking for {them} found {them}, to no effect.",
    ),
    "stopped often": (
        "Watchlist cameras recognised {them} {times}, and police stopped {them} {stops}.",
        "Of {many} alerts on {their} face, {number} ended with police stopping {them} in the street.",
        "Police stopped {them} {stops}, on {many} alerts.",
        "{their} face raised {many} alerts; {stops} police came.",
        "{Times} the cameras found {them}, and {stops} {they} was stopped.",
    ),
}
