"""Cameras see public acts; they pin them on nobody. That is face recognition's work (``model/attribute.py``)."""

from __future__ import annotations

from glasshouse.kernels import inner
from glasshouse.model.measures import M


@inner
def see(group, watched, draw, d, c):
    """Was a public act seen? 0 no, 1 by a state camera, 2 by one in a company's cloud."""
    if draw < d.capture[watched, 0]:
        c[group, M.seen_by_camera] += 1
        return 1
    if draw < d.capture[watched, 1]:
        c[group, M.seen_by_company_camera] += 1
        return 2
    return 0
