"""Mesa, as its documentation recommends: an Agent a person, `create_agents`, and `agents.do("step")`."""

from __future__ import annotations

import mesa
import numba
import numpy as np

from forms import rules
from glasshouse.draws import fill, split


@numba.njit(nogil=True)
def _draw(k0, k1, day, words):
    fill(k0, k1, 0, day, 0, words[0], words[1], words[2], words[3])
    fill(k0, k1, 0, day, 1, words[4], words[5], words[6], words[7])


class Person(mesa.Agent):
    def __init__(self, model, place):
        super().__init__(model)
        self.place = place
        for name, (_, first) in rules.COLUMNS.items():
            setattr(self, name, first)

    def step(self):
        out, want, hold, camera, match, error, outing, review = self.model.words[self.place]
        # live, observe, attribute
        act = out < rules.OUT and want < rules.ACT and hold >= self.fear * rules.CHILL_STEP
        entries = 1 if act and camera < rules.CAPTURE and match < rules.HIT else 0
        if error < rules.FALSE:
            entries += 1
        # record, score
        if entries:
            self.dossier = min(255, self.dossier + entries)
        score = self.score + self.model.weekly - entries * rules.POINTS
        self.score = min(rules.BEST, max(0, score))
        # sanction
        before = self.tier
        cut_a, cut_b, cut_c = rules.CUTS
        if self.score >= cut_a:
            self.tier = 0
        elif self.score >= cut_b:
            self.tier = 1
        else:
            self.tier = 2 if self.score >= cut_c else 3
        if self.tier >= rules.BARRED_TIER:
            self.barred(before, outing)
        if self.model.weekly:
            self.fear -= self.fear >> 3
        if self.tier >= rules.BARRED_TIER and review < rules.REVIEW:
            self.score = min(rules.BEST, self.score + rules.MERCY)
            self.dossier >>= 1

    def barred(self, before, outing):
        """gate and adapt, for a person under sanction."""
        self.sanctioned += 1
        if before < rules.BARRED_TIER:
            self.fear += rules.FEAR_ONSET
        if outing < rules.OUTING:
            self.fear += rules.FEAR_REFUSED
            self.trust = max(0, self.trust - rules.TRUST_REFUSED)
        self.fear = min(255, self.fear)


class Population(mesa.Model):
    def __init__(self, population, seed):
        super().__init__(rng=seed)
        self.key = split(seed)
        self.day = 0
        self.weekly = 0
        self.drawn = np.empty((8, population), np.uint32)
        self.words = []
        Person.create_agents(self, population, np.arange(population).tolist())

    def step(self):
        # All words of the day are drawn by compiled code and handed over as Python numbers: the quickest way for Mesa.
        _draw(*self.key, self.day, self.drawn)
        self.words = self.drawn.T.tolist()
        self.weekly = int(self.day % rules.WEEK == rules.WEEK - 1)
        self.agents.do("step")
        self.day += 1


def state(model: Population) -> dict[str, np.ndarray]:
    """The persons' attributes as columns."""
    return {
        name: np.array([getattr(person, name) for person in model.agents], kind)
        for name, (kind, _) in rules.COLUMNS.items()
    }
