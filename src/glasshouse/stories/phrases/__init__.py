"""What can be said, several ways each: the first way introduces a thing, the later ones take turns.

``{they}``, ``{them}``, ``{their}`` become the person's pronouns; other braces are facts.

>>> PHRASES["no notice"][0]
'Nobody told {them}.'
"""

from __future__ import annotations

from glasshouse.stories.phrases import causes, deeds, errors, record_state, stretches

PHRASES: dict[str, tuple[str, ...]] = {
    **deeds.PHRASES,
    **errors.PHRASES,
    **record_state.PHRASES,
    **stretches.PHRASES,
    **causes.PHRASES,
}
