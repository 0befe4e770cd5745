"""What people did, what nobody saw of it, and what was put into their record without a known cause."""

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
        "{they} bought something that is legal, but costs points.",
        "{they} made another purchase of the kind that costs points.",
        "{they} bought, for the {nth} time, something that costs points.",
        "Another such purchase, the {nth}.",
    ),
    "did volunteering": (
        "{they} gave a day to voluntary work.",
        "{they} volunteered again.",
        "It was {their} {nth} day of voluntary work.",
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
    # A false entry of which no note says how it came about.
    "false entry": (
        "Something that was not so went into {their} record.",
        "Again something was put into {their} record that was not so.",
        "A false entry was made, the {nth} of its kind.",
    ),
}
