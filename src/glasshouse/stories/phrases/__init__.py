"""What can be said of acts, lists and gates, several ways each; of what a mechanism does, it brings words of its own.

The first way introduces a thing, the later ones take turns.

``{they}``, ``{them}``, ``{their}`` become the person's pronouns; other braces are facts.

>>> PHRASES["unseen"][0]
'Nobody saw it.'
"""

from __future__ import annotations

from glasshouse.note import Ways
from glasshouse.stories.phrases import cause_phrases, deed_phrases, sanction_phrases, stretch_phrases

PHRASES: dict[str, Ways] = {
    **deed_phrases.PHRASES,
    **sanction_phrases.PHRASES,
    **stretch_phrases.PHRASES,
    **cause_phrases.PHRASES,
}


def by_letter(entry: str) -> dict[str, Ways]:
    """What is said of an entry that a letter brings, where its mechanism has no words of its own for it.

    >>> sorted(by_letter("tip"))
    ['tip', 'tip false', 'tip twice', 'tip unscored']
    """
    return {
        entry: ("Because of {other} {they} lost {n} points: {left}.", "{Other} cost {them} {n} points: {left}."),
        f"{entry} unscored": ("Because of {other} {n} points were noted against {them}, who had no score yet.",),
        f"{entry} twice": ("It cost {them} {n} points more: {left}.",),
        f"{entry} false": ("What it rested on was a mistake.", "It was the {nth} time that it rested on a mistake."),
    }
