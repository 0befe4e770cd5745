"""Cameras see public acts; they pin them on nobody. That is face recognition's work (``model/attribute.py``).

Mechanism: A public act is seen with a chance that grows with the cameras a head of the district, and more for people
who are watched. What a state camera misses, a camera in a company's cloud may see.

Error: None of its own here. A picture that is searched for faces can end on the wrong person, with odds that differ by
group and grow with the gallery.

Effect: It alone feeds face search, and so it alone can make alerts, stops and look-ups that end on somebody else.

Source: Numbers of cameras: `nyt-2018`, `comparitech-2020`, `ihs-2019`. The chance that one of them
sees an act is assumed.
"""

from __future__ import annotations

from glasshouse.kernels import inner
from glasshouse.model.counts import Count


@inner
def see(group, watched, draw, d, c):
    """Was a public act seen? 0 no, 1 by a state camera, 2 by one in a company's cloud."""
    if draw < d.capture[watched, 0]:
        c[group, Count.seen_by_camera] += 1
        return 1
    if draw < d.capture[watched, 1]:
        c[group, Count.seen_by_company_camera] += 1
        return 2
    return 0
