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
