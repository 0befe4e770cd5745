"""Where a day's time goes, step by step, and the least that memory would allow."""

from __future__ import annotations

import inspect
import re
import time
import warnings
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any

import numba
import numpy as np

from glasshouse.engine import tasks
from glasshouse.engine.assembly import compiled_day
from glasshouse.engine.clocked import HAS_CLOCK, LINE, STEPS, now, timed_day
from glasshouse.engine.compile_ahead import compile_steps, warm_up
from glasshouse.engine.mechanism_clock import MechanismCost, costs, day_by_mechanism
from glasshouse.engine.nobody import Nobody
from glasshouse.engine.record_layout import bytes_a_person, own_columns, wider_flags
from glasshouse.engine.simulate import Replicate, simulate
from glasshouse.engine.stages import Step
from glasshouse.mechanism_set import SHIPPED, MechanismSet
from glasshouse.population.people import BYTES_A_PERSON, NO_OWN
from glasshouse.scenario.scenario import Scenario


@dataclass(frozen=True, kw_only=True)
class Line:
    """One step in a profile: nanoseconds of one core a person-day, and the least that memory allows, also of one core.

    `vectors`: whether its loops over persons were compiled to vector instructions; `bytes_moved` a person-day.
    """

    step: str
    stage: str
    nanoseconds: float
    share: float
    vectors: bool
    bytes_moved: float
    floor: float


@dataclass(frozen=True, kw_only=True)
class Profile:
    """How fast a scenario is simulated on this machine.

    `lines` in the order of the day, empty unless asked for; `rest` what the steps do not account for (mail, adding up,
    Python), nanoseconds of one core a person-day; `bandwidth` bytes a second that all threads together read and write
    when they copy; `selected` the part of the people who is active on a day; `mechanisms`: what each costs. The speed
    is that of a run without clocks: of the days alone. `compile_seconds` and `startup_seconds` come before: loading or
    compiling code, and building the people.
    """

    person_days_per_second: float
    compile_seconds: float
    startup_seconds: float
    threads: int
    lines: tuple[Line, ...] = ()
    rest: float = 0
    bandwidth: float = 0
    selected: float = 0
    mechanisms: tuple[MechanismCost, ...] = ()
    bytes_a_person: int = BYTES_A_PERSON


def measure(
    scenario: Scenario, *, population: int, days: int, seed: int = 1, threads: int = 1, stages: bool = False
) -> Profile:
    """Simulate `days` days, and with `stages` once more with a clock in hand.

    Raises ``RuntimeError`` where the processor has no clock that a program may read.

    >>> from glasshouse.scenario import load
    >>> found = measure(load("as-described"), population=2000, days=2)
    >>> found.person_days_per_second > 0, found.lines
    (True, ())
    """
    if stages and not HAS_CLOCK:
        raise RuntimeError("a program cannot read this processor's clock, so no stage can be timed")
    compiling = warm_up(scenario.running)
    sizes: dict[str, Any] = {"population": population, "days": days, "seed": seed, "threads": threads}
    plain = simulate(scenario, **sizes)
    found = Profile(
        person_days_per_second=plain.person_days / plain.seconds,
        compile_seconds=compiling,
        startup_seconds=plain.startup_seconds,
        threads=threads,
        bytes_a_person=bytes_a_person(scenario.running),
    )
    if not stages:
        return found
    compile_steps(scenario.running)
    by_stage = _by_stage(scenario, sizes, plain.ledger is not None)
    return replace(found, **by_stage, mechanisms=_by_mechanism(scenario, sizes))


def _timed(
    scenario: Scenario, sizes: dict[str, Any], day: Callable[..., int], shape: tuple[int, ...]
) -> tuple[Replicate, np.ndarray, float]:
    """A run with a clock in hand: what the clocks of all its calls of `day` add up to, and a tick in nanoseconds."""
    clocks: list[np.ndarray] = []

    def with_clock(_: Any, *given: Any) -> int:
        clocks.append(np.zeros(shape, np.int64))
        return day(*given, clocks[-1])

    usual = tasks.simulate_day
    tasks.simulate_day = with_clock
    try:
        simulate(scenario, population=1000, days=1, threads=1)  # compiles
        clocks.clear()
        began, first = time.perf_counter(), now()
        run = simulate(scenario, **sizes)
        tick = (time.perf_counter() - began) * 1e9 / (now() - first)
    finally:
        tasks.simulate_day = usual
    return run, np.sum(clocks, axis=0), tick


def _by_stage(scenario: Scenario, sizes: dict[str, Any], ledger: bool) -> dict[str, Any]:
    """What ``stages`` adds to a profile."""
    run, clocks, length = _timed(scenario, sizes, timed_day(scenario.running), (3, len(STEPS)))
    ticks, simulated, looked_at = clocks / run.person_days
    spent, bandwidth, threads = ticks * length, copy_bandwidth(sizes["threads"]), sizes["threads"]
    lines = []
    for place, (name, step) in enumerate(STEPS.items()):
        if simulated[place] == 0:
            continue
        of_all, of_active = moved_by(step, scenario.running)
        scattered = 0 if name == "live_inhibit" and not ledger else of_active
        moved = float(of_all * simulated[place] + scattered * looked_at[place])
        lines.append(
            Line(
                step=name,
                stage=step.title,
                nanoseconds=float(spent[place]),
                share=float(spent[place] / spent.sum()),
                vectors=vectorised(name, scenario.running),
                bytes_moved=moved,
                floor=moved / bandwidth * 1e9 * threads,
            )
        )
    return {
        "lines": tuple(lines),
        "rest": run.seconds * 1e9 * threads / run.person_days - float(spent.sum()),
        "bandwidth": bandwidth,
        "selected": float(looked_at[list(STEPS).index("select_active")]),
    }


def moved_by(step: Step, mechanisms: MechanismSet) -> tuple[int, int]:
    """Bytes that a step moves at least: of everybody, and of whom it looks at, whose own record is a line as well.

    >>> from glasshouse.engine.stages import STEPS
    >>> [moved_by(step, SHIPPED) for step in STEPS if step.call in ("select_active", "take_stock")]
    [(5, 0), (8, 0)]
    """
    own = step.lines > 0 and step.call in ("load", "store") and own_columns(mechanisms) != NO_OWN
    return step.dense + step.flags * wider_flags(mechanisms), (step.lines + own) * LINE


def _by_mechanism(scenario: Scenario, sizes: dict[str, Any]) -> tuple[MechanismCost, ...]:
    """What each mechanism's rules take of a day."""
    mechanisms = scenario.running
    run, clocks, length = _timed(scenario, sizes, day_by_mechanism(mechanisms), (len(mechanisms),))
    return costs(mechanisms, clocks * length / run.person_days)


def copy_bandwidth(threads: int, size: int = 1 << 26) -> float:
    """Bytes a second, read and written together, at which this machine copies big arrays (the best of five).

    >>> copy_bandwidth(1, 1 << 20) > 1e6
    True
    """
    pairs = [(np.ones(size, np.uint8), np.zeros(size, np.uint8)) for _ in range(threads)]
    best = float("inf")
    with ThreadPoolExecutor(threads) as pool:
        for _ in range(5):
            began = time.perf_counter()
            list(pool.map(lambda pair: np.copyto(pair[1], pair[0]), pairs))
            best = min(best, time.perf_counter() - began)
    return 2 * size * threads / best


def vectorised(name: str, mechanisms: MechanismSet = SHIPPED) -> bool:
    """Did the compiler turn the loops of a step into vector code? It is compiled anew to see."""
    step = compiled_day(mechanisms).steps[name]
    plain = getattr(step, "py_func", step)
    compiled = numba.njit(nogil=True, error_model="numpy", _nrt=False)(plain)  # pyright: ignore[reportCallIssue]
    nobody = Nobody(mechanisms)
    compiled(*(nobody.scope[each] for each in inspect.signature(plain).parameters))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        code = next(iter(compiled.inspect_llvm().values()))
    return bool(re.search(r"^vector\.body", code, re.MULTILINE))
