"""What can be said of acts, lists and gates, several ways each; of what a mechanism does, it brings words of its own.

The first way introduces a thing, the later ones take turns.

``{they}``, ``{them}``, ``{their}`` become the person's pronouns; other braces are facts.

>>> PHRASES["unseen"][0]
'Nobody saw it.'
"""

from __future__ import annotations

from glasshouse.note import Ways
from glasshouse.stories.phrases import causes, deeds, sanctions, stretches

PHRASES: dict[str, Ways] = {**deeds.PHRASES, **sanctions.PHRASES, **stretches.PHRASES, **causes.PHRASES}
