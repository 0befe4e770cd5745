"""AMBER: people as columns of one Polars frame, and a `step_vectorized` that reads and writes whole columns.

`agents.numpy(...)` and `agents.set(...)` are the two calls that its documentation names for many columns at once; views
such as `agents.where(...)` join on the persons' numbers, and cost more here. AMBER makes whole numbers 64 bits wide.
"""

from __future__ import annotations

import ambr as am
import numpy as np

from benchmarks.peers import rules


class Population(am.Model):
    def setup(self):
        self.add_agents(int(self.p["n"]), **{name: first for name, (_, first) in rules.COLUMNS.items()})

    def step_vectorized(self):
        rng = self.rng
        score, dossier, fear, trust, tier, sanctioned = self.agents.numpy(*rules.COLUMNS)
        population = score.size
        # AMBER counts the step after it has called this.
        week = rules.last_of_week(self.t)

        def chosen(persons, chance):
            return persons[rng.random(persons.size) < chance]

        # live
        acting = chosen(np.flatnonzero(rng.random(population) < rules.ACT), rules.OUT)
        acting = acting[rng.random(acting.size) >= fear[acting] * rules.CHILL]
        # observe, attribute
        entries = (rng.random(population) < rules.FALSE).astype(np.int64)
        entries[chosen(chosen(acting, rules.CAPTURE), rules.HIT)] += 1
        # record, score
        dossier = np.minimum(255, dossier + entries)
        score = np.clip(score + week - rules.POINTS * entries, 0, rules.BEST)
        # sanction
        before, tier = tier, np.add.reduce([score < cut for cut in rules.CUTS], dtype=np.int64)
        barred = np.flatnonzero(tier >= rules.BARRED_TIER)
        onset = barred[before[barred] < rules.BARRED_TIER]
        sanctioned = sanctioned + (tier >= rules.BARRED_TIER)
        # gate
        refused = chosen(barred, rules.OUTING)
        # adapt
        fear, trust = fear.copy(), trust.copy()
        fear[refused] += rules.FEAR_REFUSED
        fear[onset] += rules.FEAR_ONSET
        np.minimum(fear, 255, out=fear)
        if week:
            fear -= fear >> 3
        trust[refused] = np.maximum(0, trust[refused] - rules.TRUST_REFUSED)
        # redress
        heard = chosen(barred, rules.REVIEW)
        score[heard] = np.minimum(rules.BEST, score[heard] + rules.GIVEN_BACK)
        dossier[heard] >>= 1
        self.agents.set(score=score, dossier=dossier, fear=fear, trust=trust, tier=tier, sanctioned=sanctioned)


def build(*, population: int, days: int, seed: int, threads: int) -> rules.Lives:
    model = Population({"n": population, "seed": seed, "show_progress": False}).cpu(mode="vectorized")
    model.run(steps=0)  # makes the people

    def state():
        columns = model.agents.numpy(*rules.COLUMNS)
        return {
            name: column.astype(kind) for column, (name, (kind, _)) in zip(columns, rules.COLUMNS.items(), strict=True)
        }

    return rules.Lives(lambda: model.run(steps=days), state)
