"""A simulation in memory, that writes nothing: run it whole, or a day at a time.

>>> from glasshouse.simulation import Simulation
>>> results = Simulation("as-described", population=500, days=14, overrides={"internet.false_flag": 0.002}).run()
>>> results.people().shape[0], len(results.digest)
(500, 64)
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from functools import partial
from typing import Any

import numpy as np

from glasshouse import rich_display
from glasshouse.arguments import Argument
from glasshouse.engine.compile_ahead import warm_up
from glasshouse.engine.digest import digest
from glasshouse.engine.part import BranchPoint, Part
from glasshouse.engine.simulate import MOST_LEDGER, fit, replicate_of
from glasshouse.engine.tasks import executor
from glasshouse.errors import BadInputError, StoppedError
from glasshouse.intervention import Intervention
from glasshouse.interventions import apply
from glasshouse.interventions.laying import lay_over
from glasshouse.mechanism import Mechanism
from glasshouse.mechanism_set import MechanismSet
from glasshouse.population.people import People, allot, columns_of
from glasshouse.runs.asked_sizes import checked
from glasshouse.runs.run_plan import Plan, plan
from glasshouse.scenario import with_mechanisms
from glasshouse.scenario.scenario import Scenario
from glasshouse.scenario.scenario_loading import given
from glasshouse.simulation.asked_values import (
    days_between,
    drawn_values,
    function,
    overridden,
    own_interventions,
    own_mechanisms,
)
from glasshouse.simulation.day_view import DayView, Observer
from glasshouse.simulation.person_columns import PeopleState
from glasshouse.simulation.results import Results

#: What stands for the command of a simulation until it is saved; to find that out takes as long as a short one.
IN_MEMORY = "in memory"


class Simulation:
    """Invented people under a scenario, in memory.

    - ``scenario``: a preset's name, the path of a YAML file, or a loaded scenario.
    - ``population``, ``days``: the scenario's own unless given. ``seed``: the digest is that of ``glasshouse run`` with
      the same seed.
    - ``overrides``: numbers, switches, texts, dates and lists of texts by key, laid over the scenario as ``set`` is in
      ``glasshouse.run``.
    - ``mechanisms``, ``interventions``: of one's own, or shipped safeguards by name, from the first day on; one may
      stand alone.
    - ``replicate``: 0 has the central values; another draws its parameters from their ranges, with a seed of its own.
    - ``drawn``: values of parameters by key, in place of what the replicate draws; an event's are ``EVENT:key``. It is
      how a particle of a posterior is simulated; such results cannot be saved as a run.
    - ``threads``: the machine's cores unless given; they change no result. ``ledger``: whether what each person did and
      bore is counted; up to 20 million persons unless said.
    - ``progress``: called after each day with the days that are over and all days.

    Raises ``ScenarioError`` or ``BadInputError`` for what cannot be simulated.

    >>> simulation = Simulation("as-described", population=500, days=10, threads=1)
    >>> simulation.step(3).day, simulation.day, simulation.run().digest == simulation.results.digest
    (2, 3, True)
    """

    def __init__(
        self,
        scenario: str | os.PathLike[str] | Scenario,
        *,
        population: int | None = None,
        days: int | None = None,
        seed: int = 1,
        overrides: Mapping[str, Any] | None = None,
        mechanisms: Mechanism | Iterable[Mechanism] = (),
        interventions: Intervention | str | Iterable[Intervention | str] = (),
        replicate: int = 0,
        drawn: Mapping[str, float] | None = None,
        threads: int | None = None,
        ledger: bool | None = None,
        progress: Callable[[int, int], object] | None = None,
    ) -> None:
        """Load the scenario; the people are built with the first day."""
        made = _scenario(scenario, overrides or {}, own_mechanisms(mechanisms))
        known = checked(days=days, replicate=replicate)
        for each in own_interventions(interventions):
            whole = known["days"] or made.days
            made = apply(made, [each], 0, whole) if isinstance(each, str) else lay_over(made, [each], 0, whole)
        if made.warm_up:
            raise BadInputError("a simulation in memory has no warm-up; use glasshouse.run, or warm_up=0.")
        self.scenario = made
        self.replicate = known["replicate"]
        self._plan: Plan = plan(
            made, population=population, days=days, seed=seed, replicates=1, threads=threads, command=IN_MEMORY
        )
        self._ledger = self._plan.population <= MOST_LEDGER if ledger is None else ledger
        self._drawn = None if drawn is None else drawn_values(drawn, made)
        if progress is not None:
            function("progress", progress, "the days that are over and all days")
        self._progress, self._observers = progress, list[tuple[int | None, Observer]]()
        self._cancelled = self._under_way = self._torn = False
        self._part: Part | None = None
        self._seconds = {"seconds": 0.0, "compile_seconds": 0.0, "startup_seconds": 0.0}
        self._results: Results | None = None

    @property
    def population(self) -> int:
        """How many invented persons.

        >>> Simulation("stadium-list", days=2).population
        170000
        """
        return self._plan.population

    @property
    def days(self) -> int:
        """How many days in all.

        >>> Simulation("stadium-list", population=300).days
        7
        """
        return self._plan.days

    @property
    def day(self) -> int:
        """How many days are over.

        >>> Simulation("as-described", population=300).day
        0
        """
        return 0 if self._part is None else self._part.day

    @property
    def seed(self) -> int:
        """The seed.

        >>> Simulation("as-described", population=300, seed=7).seed
        7
        """
        return self._plan.seed

    def __repr__(self) -> str:
        """The scenario, its label, and the sizes, in one line.

        >>> Simulation("as-described", population=300, days=5)
        <Simulation of 'China, as a blog post described it' (hypothetical): 300 people, day 0 of 5, seed 1>
        """
        size = f"{self.population:,} people, day {self.day} of {self.days}, seed {self.seed}"
        return f"<Simulation of '{self.scenario.title}' ({self.scenario.label}): {size}>"

    def _repr_html_(self) -> str:
        """The same for a notebook."""
        return rich_display.html(self)

    def __getstate__(self) -> dict[str, Any]:
        """What a copy of it has. Raises ``BadInputError`` once it has begun: its days hold compiled code."""
        if self._part is not None:
            raise BadInputError(
                "a simulation that has begun cannot be pickled or copied; pickle or copy its results, or the "
                "simulation before its first day."
            )
        return dict(vars(self))

    def observe(self, observer: Observer, every: str | int = "day") -> Simulation:
        """Call an observer with a ``DayView`` after each day, week, or so many days; returns the simulation.

        ``every``: "day", "week" (7 days since the start), "month" (the last evening of each) or a number of days.
        Several observers are called in the order in which they came, and ``progress`` after them. What an observer
        raises ends ``run`` after its day; ``run`` then goes on with the next one.

        Raises ``BadInputError`` for another word, what is no function, and once all days are over.

        >>> seen = []
        >>> simulation = Simulation("as-described", population=300, days=14, threads=1)
        >>> _ = simulation.observe(lambda view: seen.append(view.count("trips") > 0), every="week").run()
        >>> seen
        [True, True]
        """
        function("observer", observer, "a DayView")
        if self.day == self.days:
            raise BadInputError(f"all {self.days} days are over, and nothing would be observed; observe before run().")
        self._observers.append((days_between(every), observer))
        return self

    def step(self, days: int = 1) -> DayView:
        """Simulate some days more, and return the view of the last one.

        Raises ``BadInputError`` where fewer are left, and ``StoppedError`` where the simulation was cancelled, or was
        interrupted within a day, as Ctrl-C does: it then cannot go on.

        >>> simulation = Simulation("as-described", population=300, days=10, threads=1)
        >>> simulation.step(7).day, simulation.day
        (6, 7)
        """
        if self._under_way:
            raise BadInputError("a day is under way; an observer may look at it and cancel, and step() comes later.")
        self._require_whole()
        left, asked = self.days - self.day, checked(days=days)["days"]
        if asked is None:
            raise BadInputError(Argument("days"), f" must be a whole number, not None; {left} are left.")
        if not 1 <= (days := asked) <= left:
            raise BadInputError(Argument("days", days), f": {left} of the {self.days} days are left.")
        with executor(self._plan.threads) as pool:
            part = self._begun(pool)
            began = time.perf_counter()
            until, self._under_way = part.day + days, True
            try:
                while part.day < until:
                    if self._cancelled:
                        self._cancelled = False
                        raise StoppedError(f"The simulation was cancelled after {part.day} of {self.days} days.")
                    self._torn = True  # from here on, until the day is over
                    part.simulate_day(pool)
                    fit(part)
                    self._torn = False
                    self._tell(part)
            finally:
                self._under_way = False
                self._seconds["seconds"] += time.perf_counter() - began
        return self.view()

    def run(self) -> Results:
        """Simulate the days that are left, and return the results.

        Raises ``StoppedError`` where the simulation is cancelled before its last day.

        >>> Simulation("as-described", population=300, days=2, threads=1).run().people().height
        300
        """
        if self.day < self.days:
            self.step(self.days - self.day)
        return self.results

    def cancel(self) -> None:
        """Stop before the next day; an observer or another thread may ask for it.

        ``run`` or ``step`` then raises ``StoppedError``. The days that are over can be looked at with ``view``, and
        another ``run`` goes on with the next one.

        >>> from glasshouse.errors import StoppedError
        >>> simulation = Simulation("as-described", population=300, days=10, threads=1)
        >>> _ = simulation.observe(lambda view: simulation.cancel() if view.day == 2 else None)
        >>> try:
        ...     _ = simulation.run()
        ... except StoppedError as stopped:
        ...     print(stopped, simulation.day)
        The simulation was cancelled after 3 of 10 days. 3
        """
        self._cancelled = True

    def view(self) -> DayView:
        """The last day that is over. Raises ``BadInputError`` before the first.

        >>> simulation = Simulation("as-described", population=300, days=2, threads=1)
        >>> simulation.run().digest == simulation.results.digest, simulation.view().day
        (True, 1)
        """
        if self._part is None or self._part.day == 0:
            raise BadInputError("no day of the simulation is over yet; call run() or step().")
        self._require_whole()
        part, place, day = self._part, self.scenario.place, self._part.day
        daily = part.daily[part.day - 1]
        daily.flags.writeable = False
        return DayView(
            day=part.day - 1,
            date=self.scenario.start + timedelta(days=part.day - 1),
            names=part.mechanisms.measures,
            districts=place.districts,
            groups=place.group_axis,
            daily=daily,
            state=self._state(part),
            still=lambda: part.day == day,
        )

    @property
    def results(self) -> Results:
        """What the simulation came to. Raises ``BadInputError`` before its last day is over.

        >>> Simulation("as-described", population=300, days=2).results
        Traceback (most recent call last):
        ...
        glasshouse.errors.BadInputError: 0 of 2 days are over; call run() first.
        """
        part = self._part
        if part is None or part.day < self.days:
            raise BadInputError(f"{self.day} of {self.days} days are over; call run() first.")
        self._require_whole()
        if self._under_way:
            raise BadInputError("the last evening is under way; ask for the results once run() or step() is over.")
        if self._results is None:
            found = replicate_of(part, "", **self._seconds)
            fingerprint = partial(_fingerprint, part.people, part.daily, part.mechanisms, self._plan.threads)
            replay = partial(_replay, self._plan, self.replicate, self._drawn)
            self._results = Results(
                plan=self._plan, number=self.replicate, replicate=found, state=self._state(part), replay=replay,
                fingerprint=fingerprint, drawn=self._drawn is not None,
            )  # fmt: skip
        return self._results

    def _require_whole(self) -> None:
        """Raise where a day was interrupted: some people have lived it, and others have not."""
        if self._torn:
            raise StoppedError(
                f"The simulation was interrupted within its day {self.day + 1}, and cannot go on; begin a new one."
            )

    def _begun(self, pool: Any) -> Part:
        """The people, built with the first day."""
        if self._part is None:
            began = time.perf_counter()
            drawn = self.scenario.draw(self.replicate, self._plan.seed) if self._drawn is None else self._drawn
            branch = BranchPoint(scenario=self.scenario, day=0, drawn=drawn)
            part = Part(
                branch, branch, population=self.population, days=self.days,
                seed=self._plan.seed_of(self.replicate), threads=self._plan.threads, ledger=self._ledger,
            )  # fmt: skip
            self._seconds["compile_seconds"] = warm_up(part.mechanisms)
            part.initialise(pool)
            self._seconds["startup_seconds"] = time.perf_counter() - began - self._seconds["compile_seconds"]
            self._part = part
        return self._part

    def _tell(self, part: Part) -> None:
        month = (self.scenario.start + timedelta(days=part.day)).day == 1
        for every, observer in self._observers:
            if month if every is None else part.day % every == 0:
                observer(self.view())
        if self._progress is not None:
            self._progress(part.day, self.days)

    def _state(self, part: Part) -> PeopleState:
        columns = columns_of(part.people)
        return PeopleState(
            scenario=self.scenario,
            columns=columns,
            compiled=part.compiled,
            starts=allot(self.population, self.scenario.place.columns["population"]),
        )


def _replay(plan: Plan, replicate: int, drawn: Mapping[str, float] | None, observer: Observer) -> None:
    """A simulation from the start, before the eyes of one observer. It holds nothing of the first, to be pickled."""
    Simulation(
        plan.scenario, population=plan.population, days=plan.days, seed=plan.seed, replicate=replicate, drawn=drawn,
        threads=plan.threads, ledger=False,
    ).observe(observer).run()  # fmt: skip


def _fingerprint(people: People, daily: np.ndarray, mechanisms: MechanismSet, threads: int) -> str:
    with executor(threads) as pool:
        return digest(people, daily, pool, mechanisms)


def _scenario(
    scenario: str | os.PathLike[str] | Scenario, overrides: Mapping[str, Any], mechanisms: tuple[Mechanism, ...]
) -> Scenario:
    made = given(scenario)
    if mechanisms:
        made = with_mechanisms(made, mechanisms)
    return overridden(made, overrides)
