"""The day of a person who is a Python object: what Mesa's and AgentPy's agents share.

Both frameworks ask for a method that they call on each agent, and for the model's own seeded generator. Conditions are
tested rarest first, and a draw is made only where it can matter, as a good user would write it.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from benchmarks.peers import rules


class OnePerson:
    """Mixed into an Agent whose ``model`` has ``random`` (Python's generator) and ``week`` (1 on a week's last day)."""

    model: Any
    score: int
    dossier: int
    fear: int
    trust: int
    tier: int
    sanctioned: int

    def begin(self) -> None:
        for name, (_, first) in rules.COLUMNS.items():
            setattr(self, name, first)

    def step(self) -> None:
        draw = self.model.random.random
        week = self.model.week
        # live, observe, attribute
        entries = 0
        if (
            draw() < rules.ACT
            and draw() < rules.OUT
            and draw() >= self.fear * rules.CHILL
            and draw() < rules.CAPTURE
            and draw() < rules.HIT
        ):
            entries = 1
        if draw() < rules.FALSE:
            entries += 1
        # record, score
        if entries:
            self.dossier = min(255, self.dossier + entries)
            self.score = max(0, self.score + week - entries * rules.POINTS)
        elif week:
            self.score = min(rules.BEST, self.score + 1)
        # sanction
        before = self.tier
        self.tier = _tier(self.score)
        barred = self.tier >= rules.BARRED_TIER
        if barred:
            self.bear(before, draw)
        if week:
            self.fear -= self.fear >> 3
        # redress
        if barred and draw() < rules.REVIEW:
            self.score = min(rules.BEST, self.score + rules.GIVEN_BACK)
            self.dossier >>= 1

    def bear(self, before, draw) -> None:
        """gate and adapt, for a person under sanction."""
        self.sanctioned += 1
        if before < rules.BARRED_TIER:
            self.fear += rules.FEAR_ONSET
        if draw() < rules.OUTING:
            self.fear += rules.FEAR_REFUSED
            self.trust = max(0, self.trust - rules.TRUST_REFUSED)
        self.fear = min(255, self.fear)


def _tier(score: int) -> int:
    a, b, c = rules.CUTS
    if score >= a:
        return 0
    if score >= b:
        return 1
    return 2 if score >= c else 3


def columns(persons) -> rules.State:
    """The attributes of all persons as columns."""
    return {
        name: np.fromiter((getattr(person, name) for person in persons), kind, len(persons))
        for name, (kind, _) in rules.COLUMNS.items()
    }
