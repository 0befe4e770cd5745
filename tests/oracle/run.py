"""A whole run: days, epochs, mail, evenings, stocks and the learned fit (sections 3 to 5)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from . import after, fear, learned, whereabouts
from .day import Count, Day, Letter, live_inhibit, live_intend, morning, observed_gates, record, rescore, travel
from .in_force import WarmingUp, ban_day, epochs, fear_jump
from .measures import NO_GROUP, UNGROUPED
from .network import Network
from .observe import errors, observe
from .params import Params, compile_params
from .people import COLUMNS, Person, born
from .philox import RandomWords

#: day, district, group (or NO_GROUP), measure
Key = tuple[int, int, int, str]


@dataclass(kw_only=True)
class OracleRun:
    """What the oracle found."""

    columns: dict[str, list[int]]
    daily: dict[Key, int]
    #: After each day, each person's row in the order of COLUMNS; empty unless asked for.
    history: list[list[tuple[int, ...]]] = field(default_factory=list)

    def counts(self, measure: str) -> int:
        """The measure's sum over days, districts and groups."""
        return sum(n for (*_, name), n in self.daily.items() if name == measure)

    @property
    def hit(self) -> set[str]:
        """The measures that were anything but zero."""
        return {name for *_, name in self.daily}


class _Run:
    def __init__(self, scenario: Any, population: int, seed: int, drawn: dict[str, float] | None) -> None:
        self.scenario, self.population, self.seed, self.drawn = scenario, population, seed, drawn
        self.points = [[0] * learned.CELLS for _ in scenario.place.districts]
        self.t = self.tables(0)
        self.groups = len(scenario.place.groups)
        starts = self.t.start
        self.districts = len(starts) - 1
        self.networks = [Network(seed=seed, district=d, n=starts[d + 1] - starts[d]) for d in range(self.districts)]
        self.people: list[Person] = [
            born(self.t, RandomWords(seed, number, 0), number, d, number - starts[d])
            for d in range(self.districts)
            for number in range(starts[d], starts[d + 1])
        ]
        self.circles: dict[int, list[int]] = {}
        self.review_capacity: list[int] = []
        self.memories = [dict.fromkeys(fear.REMEMBERED, 0) for _ in range(self.districts)]
        self.listed = [0] * self.districts
        self.rests = [fear.Rest() for _ in range(self.districts)]
        self.yesterday = self.t
        self.mail: list[tuple[int, int, int, int, int]] = []
        self.daily: dict[Key, int] = defaultdict(int)

    def tables(self, day: int) -> Params:
        """The tables of the epoch that starts on `day`, with the last fit in them."""
        return compile_params(self.scenario, day, self.population, self.drawn, points=self.points)

    def counter(self, day: int, person: Person) -> Count:
        """A function that counts for this person on this day."""

        def count(measure: str, amount: int = 1) -> None:
            if amount:
                group = NO_GROUP if measure in UNGROUPED else person.group
                self.daily[day, person.district, group, measure] += amount

        return count

    def day(self, day: int) -> None:
        """Everybody's day, then the stocks of the evening."""
        letters: dict[int, list[Letter]] = defaultdict(list)
        for recipient, purpose, _sender, _sequence, payload in sorted(self.mail):
            letters[recipient].append((purpose, payload))
        self.mail = []
        self.review_capacity = [self.reviewers(day, d) for d in range(self.districts)]
        for d in range(self.districts):
            self.perceive(day, d)
            self.listed[d] = self.on_a_list(day, d)
        jump = fear_jump(self.scenario, day, self.drawn) if self.t.responds else 0
        for person in self.people:
            count = self.counter(day, person)
            morning(self.t, person, letters[person.number], jump, count)
            self.person_day(day, person, count)

    def perceive(self, day: int, district: int) -> None:
        """What people of a district remember this morning, and where their fear rests."""
        t, n = self.t, max(1, self.networks[district].n)
        memory = self.memories[district]
        for measure in fear.REMEMBERED:
            if day > 0:
                seen = sum(self.daily.get((day - 1, district, group, measure), 0) for group in range(self.groups))
                memory[measure] = fear.remembered(t, memory[measure], seen)
            if memory[measure]:
                self.daily[day, district, NO_GROUP, fear.REMEMBERED[measure]] = memory[measure]
        self.rests[district] = fear.rest(t, district, [memory[measure] for measure in fear.REMEMBERED], n)

    def on_a_list(self, day: int, district: int) -> int:
        """People on a list, of 65,536 of a district's, as last counted on a Sunday."""
        counted, lists = day // 7 * 7 - 1, ("on_defaulter_list", "on_dishonest_list")
        stocks = [self.daily.get((counted, district, group, one), 0) for group in range(self.groups) for one in lists]
        return whereabouts.listed_share(stocks, self.networks[district].n)

    def reviewers(self, day: int, district: int) -> int:
        """For how many of 65,536 new sanctions there are reviewers: four weeks' time over what may come."""
        t, every = self.t, self.t.rescore_every
        if t.review == 0:
            return 0

        def counted(measure: str, past: int) -> int:
            return sum(self.daily.get((past, district, group, measure), 0) for group in range(self.groups))

        def rescoring(on: int) -> bool:
            return every > 0 and (on + 1) % every == 0

        if rescoring(day):
            coming = counted("proposals", day - every) if day >= every else 0
        else:
            ordinary = [past for past in range(max(0, day - 28), day) if not rescoring(past)]
            total = sum(counted("proposals", past) for past in ordinary)
            coming = -(-total // len(ordinary)) if ordinary else 0
        done = sum(counted("reviews", past) for past in range(max(0, day - 27), day))
        left = max(0, 28 * t.review_capacity * self.networks[district].n - 1_000_000 * done)
        return min(65536, 65536 * left // (1_000_000 * max(1, coming)))

    def begin_counting(self) -> None:
        """The warm-up is over: nobody has ever been sanctioned, as far as is counted."""
        for person in self.people:
            person.ever_sanctioned = person.ever_wrongly = person.ever_unjustly = 0

    def ban(self, day: int) -> None:
        """The ban's own day begins with erasing, by the parameters of the evening before."""
        for person in self.people:
            if not person.child and after.lift(self.t, person):
                self.counter(day, person)("lifted")

    def person_day(self, day: int, person: Person, count: Any) -> None:
        """One person's day (section 4)."""
        t = self.t
        start = t.start[person.district]
        d = Day(
            day=day,
            t=t,
            person=person,
            network=self.networks[person.district],
            random_word=RandomWords(self.seed, person.number, day),
            count=count,
            is_member=lambda local: bool(self.people[start + local].member),
            rest=self.rests[person.district],
            listed=self.listed[person.district],
            g0=observed_gates(self.yesterday, person),
            review_capacity=self.review_capacity[person.district],
            alone=self.alone(person) < t.unaimed,
            lists_in_the_morning=(person.observed_list, person.error_free_list),
        )
        travel(d)
        if person.child:
            return
        live_intend(d)
        live_inhibit(d)
        whereabouts.visit(d)
        observe(d)
        errors(d)
        record(d)
        if t.rescore_every > 0 and (day + 1) % t.rescore_every == 0:
            rescore(d)
        after.sanction(d)
        after.gate(d)
        after.adapt(d)
        after.redress(d)
        if d.letters:
            self.post(d, start)
        for local, purpose, payload in d.to_one:
            self.mail.append((start + local, purpose, person.number, 0, payload))

    def post(self, d: Day, start: int) -> None:
        """Send the day's letters to everybody in the circle."""
        sender = d.person.number
        if sender not in self.circles:
            self.circles[sender] = [start + local for local in d.network.circle(d.person.local)]
        for purpose, payload in d.letters:
            for sequence, recipient in enumerate(self.circles[sender]):
                self.mail.append((recipient, purpose, sender, sequence, payload))

    def evening(self, day: int) -> None:
        """Sunday: fear and trust return towards rest."""
        if day % 7 != 6:
            return
        for person in self.people:
            if not person.child:
                after.evening(self.t, person, self.rests[person.district].laws)

    def stocks(self, day: int) -> None:
        """How many people there are of each sort."""
        for p in self.people:
            count = self.counter(day, p)
            count("people")
            if p.child:
                continue
            count("adults")
            count("participants", p.participates)
            count(f"tier_{self.scenario.tiers[p.observed_tier]}", p.participates)
            count("watched", p.watched)
            count("on_defaulter_list", int(p.observed_list == 1))
            count("on_dishonest_list", int(p.observed_list == 2))
            count("commercial_members", int(p.commercial > 0))
            count("fear_sum", p.fear)
            count("trust_sum", p.trust)
            count("with_dossier", int(p.dossier & 0xF != 0))

    def fit(self, day: int) -> bool:
        """Fit the learned score, if today is the day; whether it gave new tables."""
        t = self.t
        if t.learned_every <= 0 or (day + 1) % t.learned_every != 0:
            return False
        sample: dict[tuple[int, int, int], int] = defaultdict(int)
        for p in self.people:
            if p.participates and self.sampled(p, day):
                areas = 0b1011 if t.unaimed > 0 else 0b1111
                sample[p.district, p.cell, int(p.dossier & areas != 0)] += 1
        fitted = learned.fit(
            sample,
            districts=self.districts,
            scale=t.learned_scale,
            cap=t.learned_cap,
        )
        if fitted is None:
            return False
        self.points = fitted
        return True

    def sampled(self, p: Person, day: int) -> bool:
        """Whether a person's record is used in a fit."""
        if self.t.unaimed > 0:
            return self.alone(p) < self.t.unaimed
        return RandomWords(self.seed, p.number, day)("sample") < self.t.sample

    def alone(self, p: Person) -> int:
        """The word that says whether a person is one of those at whom nothing is aimed."""
        return RandomWords(self.seed, p.number, 0)("sample")


def simulate(
    scenario: Any,
    *,
    population: int,
    days: int,
    seed: int,
    drawn: dict[str, float] | None = None,
    history: bool = False,
) -> OracleRun:
    """Run the oracle; with `history`, keep everybody's state after each day (to find a difference)."""
    warm_up = scenario.warm_up
    if warm_up:
        scenario = WarmingUp(scenario)
    days += warm_up
    run = _Run(scenario, population, seed, drawn)
    renewed, banned_on = epochs(scenario, days), ban_day(scenario)
    kept: list[list[tuple[int, ...]]] = []
    epoch = 0
    new_points = False
    for day in range(days):
        if day in renewed:
            epoch = day
        if 0 < day == warm_up:
            run.begin_counting()
        if day > 0 and day == banned_on:
            run.ban(day)
        run.yesterday = run.t
        if new_points or day in renewed:
            run.t = run.tables(epoch)  # a fit starts no epoch: only the learned tables change
        run.day(day)
        run.evening(day)
        if day % 7 == 6 or day == days - 1:
            run.stocks(day)
        new_points = run.fit(day)
        if history:
            kept.append([person.row() for person in run.people])
    rows = [person.row() for person in run.people]
    columns = {name: [row[i] for row in rows] for i, name in enumerate(COLUMNS)}
    daily = {
        (day - warm_up, district, group, name): n
        for (day, district, group, name), n in run.daily.items()
        if day >= warm_up
    }
    return OracleRun(columns=columns, daily=daily, history=kept[warm_up:])
