"""Below which random words anything could touch a person: what the mechanisms tell the screening.

The screening (``engine/select_active.py``) is one pass over everybody, as vectors; whoever could be touched gets a
record of the day. Each mechanism raises the bounds of the words that it reads (its rule ``screen``).
"""

from __future__ import annotations

from glasshouse.kernels import inner

#: Places of the bounds. CONDUCT and ONLINE have one for each of four habits. A word below the bound may touch somebody;
#: of VICTIM and FLAG, one that is nearer to the upper end; of PASS, a word of which the word of sightings has the upper
#: half in its lower. PERK_SCORE: the least commercial score that may earn a perk.
CONDUCT, ONLINE, MONEY, OUTING, ALERT, ERROR, VICTIM, FLAG, PERK_SCORE, PASS = 0, 4, 8, 9, 10, 11, 12, 13, 14, 15
BOUNDS = 16


@inner
def set_bounds(params, district, rescoring, bounds):
    """Raise each of the `bounds` (int64 [BOUNDS]); all mechanisms' rules ``screen`` take the place of this one."""


@inner
def no_bounds(bounds):
    """Nothing could touch anybody."""
    for k in range(BOUNDS):
        bounds[k] = 0
    bounds[PERK_SCORE] = 255
