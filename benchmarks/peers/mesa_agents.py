"""Mesa: an Agent a person, made by `create_agents`, and `agents.do("step")` a day.

Nobody meets anybody in this model, so the agents need no space and no shuffled order. `AgentSet.set` and `AgentSet.map`
are no whole-column way: they loop over the agents just as `do` does.
"""

from __future__ import annotations

import mesa

from benchmarks.peers import rules
from benchmarks.peers.one_object import OnePerson, columns


class Person(OnePerson, mesa.Agent):
    def __init__(self, model):
        super().__init__(model)
        self.begin()


class Population(mesa.Model):
    def __init__(self, population, seed):
        super().__init__(seed=seed)
        self.week = 0
        Person.create_agents(self, population)

    def step(self):
        # Mesa counts the step before it calls this.
        self.week = int(rules.last_of_week(self.steps - 1))
        self.agents.do("step")


def build(*, population: int, days: int, seed: int, threads: int) -> rules.Lives:
    model = Population(population, seed)

    def live():
        for _ in range(days):
            model.step()

    return rules.Lives(live, lambda: columns(model.agents))
