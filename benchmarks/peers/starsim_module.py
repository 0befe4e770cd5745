"""Starsim: a Module with states, a distribution for each decision, and `filter` to draw only for whom it concerns.

Common random numbers stay on, as Starsim has them by default: each distribution gives a person the same number whoever
else is asked. Its states are 32 bits wide.
"""

from __future__ import annotations

import numpy as np
import starsim as ss

from benchmarks.peers import rules


class Scoring(ss.Module):
    def __init__(self, pars=None, **kwargs):
        super().__init__()
        # The chances are those of a day, which is the step.
        self.define_pars(
            want=ss.bernoulli(p=rules.ACT),
            out=ss.bernoulli(p=rules.OUT),
            dare=ss.bernoulli(p=lambda self, sim, uids: 1 - self.fear[uids] * rules.CHILL),
            capture=ss.bernoulli(p=rules.CAPTURE),
            hit=ss.bernoulli(p=rules.HIT),
            false=ss.bernoulli(p=rules.FALSE),
            outing=ss.bernoulli(p=rules.OUTING),
            review=ss.bernoulli(p=rules.REVIEW),
        )
        self.update_pars(pars, **kwargs)
        self.define_states(*(ss.IntArr(name, default=first) for name, (_, first) in rules.COLUMNS.items()))

    def step(self):
        pars, week = self.pars, rules.last_of_week(self.ti)
        # live, observe, attribute
        acting = pars.dare.filter(pars.out.filter(pars.want.filter()))
        pinned = pars.hit.filter(pars.capture.filter(acting))
        # record, score: an entry of each kind, one after the other
        for found in (pinned, pars.false.filter()):
            self.dossier[found] = np.minimum(255, self.dossier[found] + 1)
            self.score[found] -= rules.POINTS
        if week:
            self.score += 1
        self.score[:] = np.clip(self.score, 0, rules.BEST)
        # sanction
        free = self.tier < rules.BARRED_TIER
        self.tier[:] = sum((self.score.values < cut).astype(np.int32) for cut in rules.CUTS)
        now = self.tier >= rules.BARRED_TIER
        barred, onset = now.uids, (now & free).uids
        self.sanctioned[barred] += 1
        # gate
        refused = pars.outing.filter(barred)
        # adapt
        self.fear[refused] += rules.FEAR_REFUSED
        self.fear[onset] += rules.FEAR_ONSET
        self.fear[barred] = np.minimum(255, self.fear[barred])
        if week:
            self.fear[:] = self.fear - self.fear // 8
        self.trust[refused] = np.maximum(0, self.trust[refused] - rules.TRUST_REFUSED)
        # redress
        heard = pars.review.filter(barred)
        self.score[heard] = np.minimum(rules.BEST, self.score[heard] + rules.GIVEN_BACK)
        self.dossier[heard] //= 2


def build(*, population: int, days: int, seed: int, threads: int) -> rules.Lives:
    module = Scoring()
    # A simulation of so many days has one step more: the first day counts.
    sim = ss.Sim(
        n_agents=population,
        modules=module,
        start=ss.days(0),
        dur=ss.days(days - 1),
        dt=ss.days(1),
        rand_seed=seed,
        copy_inputs=False,
        verbose=0,
    )
    sim.init()

    def state():
        return {name: module[name].values.astype(kind) for name, (kind, _) in rules.COLUMNS.items()}

    return rules.Lives(sim.run, state)
