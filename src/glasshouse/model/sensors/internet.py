"""Internet monitoring flags posts, lawful and unlawful, right and wrong, and removes them.

Mechanism: Critical and unlawful posts are flagged with chances of their own and removed; some flags are tied to a
registered person.

Error: The false flag: an ordinary post is taken for a critical one, more often for the minority.

Effect: It alone removes what people wrote, whether or not they are ever found.

Source: An eighth of all posts were removed (`king-2013`, `bamman-2012` with a sixth); false flags by group: `sap-2019`.
"""

from __future__ import annotations

from glasshouse.kernels import inner
from glasshouse.model.counts import Count
from glasshouse.model.state import Online


@inner
def flag(group, online, draw, d, c):
    """Is a critical or an unlawful post flagged? 0 no, 1 flagged, 2 flagged and tied to its author."""
    unlawful = online == Online.UNLAWFUL_POST
    row = d.flag[1 if unlawful else 0]
    if draw >= row[1]:
        return 0
    c[group, Count.flagged_unlawful if unlawful else Count.flagged_critical] += 1
    c[group, Count.posts_removed] += 1
    if draw >= row[0]:
        c[group, Count.flagged_unattributed] += 1
        return 1
    return 2


@inner
def false_flag(group, c):
    """An ordinary post is taken for a critical one."""
    c[group, Count.false_flags] += 1
    c[group, Count.posts_removed] += 1
