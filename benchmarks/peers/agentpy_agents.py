"""AgentPy: an Agent a person in an AgentList, and `people.step()`, a call on the whole list, a day.

Attributes of a whole list (`people.score += 1`) are no whole-column way: they loop over the agents in Python.
"""

from __future__ import annotations

import agentpy as ap

from benchmarks.peers import rules
from benchmarks.peers.one_object import OnePerson, columns


class Person(OnePerson, ap.Agent):
    def setup(self):
        self.begin()


class Population(ap.Model):
    def setup(self):
        self.week = 0
        self.people = ap.AgentList(self, self.p.population, Person)

    def step(self):
        # AgentPy counts the step before it calls this.
        self.week = int(rules.last_of_week(self.t - 1))
        self.people.step()


def build(*, population: int, days: int, seed: int, threads: int) -> rules.Lives:
    # `Model.run` is these two calls, and a report at the end.
    model = Population({"population": population, "steps": days, "seed": seed})
    model.sim_setup()

    def live():
        while model.running:
            model.sim_step()

    return rules.Lives(live, lambda: columns(model.people))
