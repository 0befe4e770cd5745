"""The process that lives what the lab was asked for: one order on its standard input, lines of JSON on its output.

It makes the folder by the same code as the command line. When its input ends it stops as Ctrl-C would stop it: that is
how the lab cancels it, and how it notices that the lab itself is gone. What was finished by then is kept.

>>> line({"days": 3})
'{"days": 3}\\n'
"""

from __future__ import annotations

import json
import os
import signal
import sys
from _thread import interrupt_main
from collections.abc import Callable, Mapping
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from threading import Lock, Thread
from time import perf_counter
from typing import Any, TextIO

from glasshouse import runner
from glasshouse.comparison.resume_comparison import unfinished as unfinished_comparison
from glasshouse.errors import BadInputError, StoppedError, why
from glasshouse.folders.atomic_write import in_one_step
from glasshouse.folders.new_folder import new_folder
from glasshouse.lab.orders import Order, comparison_plan, is_text, run_plan
from glasshouse.runs.resume_run import unfinished
from glasshouse.scenario import load
from glasshouse.scenario.scenario_error import ScenarioError
from glasshouse.signals import stoppable

#: Seconds between two lines on how far it is.
_EVERY = 0.1


def line(said: Mapping[str, Any]) -> str:
    """What is said to the lab, as one line."""
    return json.dumps(said, ensure_ascii=True) + "\n"


class Teller:
    """Tells the lab how far the work is; days are told at most ten times a second, and the last.

    >>> import io
    >>> told = io.StringIO()
    >>> teller = Teller(told, days=2, arms=1)
    >>> teller.simulated(1, 0, 0)  # the first replicate was whole before: this is the third day of four
    >>> told.getvalue()
    '{"done": 3}\\n'
    """

    def __init__(self, out: TextIO, *, days: int = 0, arms: int = 1) -> None:
        """To a stream; a replicate has so many days in so many scenarios."""
        self.out, self.days, self.arms = out, days, arms
        self._simulated: dict[tuple[int, int], int] = {}
        self._lock, self._last = Lock(), 0.0

    def say(self, **said: Any) -> None:
        """Tell anything."""
        with self._lock:
            self._write(said)

    def simulated(self, number: int, arm: int, day: int) -> None:
        """A day of a replicate in a scenario is over, each counted from 0; several scenarios may be under way at a
        time."""
        with self._lock:
            self._simulated[number, arm] = max(self._simulated.get((number, arm), 0), day + 1)
            now = perf_counter()
            if now - self._last > _EVERY or day + 1 == self.days:
                self._last = now
                before = min(number for number, _ in self._simulated) * self.arms * self.days
                self._write({"done": before + sum(self._simulated.values())})

    def _write(self, said: Mapping[str, Any]) -> None:
        with suppress(OSError):  # nobody is there to be told: the input has ended too
            self.out.write(line(said))
            self.out.flush()


def carry_out(order: Mapping[str, Any], out: TextIO) -> None:
    """Simulate an order into its folder, telling how far it is.

    ``order`` holds the fields of an ``Order``, the ``root`` under which folders are made, and ``threads``.
    Raises ``ScenarioError`` and ``BadInputError`` before anything is begun, ``StoppedError`` when it ends early.
    """
    names = Order.__dataclass_fields__
    given: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in order.items() if key in names
    }
    asked, threads = Order(**given), int(order["threads"])
    root = Path(order["root"])
    if asked.resume:
        _go_on(asked.kind, root / asked.resume, threads, out)
    else:
        _begin(asked, root, threads, out)


def _begin(asked: Any, root: Path, threads: int, out: TextIO) -> None:
    name = _named(asked.scenario, root / "scenarios")
    scenario = load(name, sets=asked.sets)
    make = _maker(root, out)
    if asked.kind == "compare":
        plan = comparison_plan(asked, scenario, threads)
        runner.carry_out_comparison(plan, watch=_watch_arms(plan, out), say=_mute, make=make)
    else:
        plan = run_plan(asked, scenario, threads)
        runner.carry_out(plan, watch=_watch(plan, out), say=_mute, make=make)


def _go_on(kind: str, place: Path, threads: int, out: TextIO) -> None:
    Teller(out).say(folder=place.name)
    if kind == "compare":
        plan = unfinished_comparison(place, threads)
        runner.go_on_comparison(place, plan, _watch_arms(plan, out) if plan else None, say=_mute)
    else:
        plan = unfinished(place, threads)
        runner.go_on(place, plan, _watch(plan, out) if plan else None, say=_mute)


def _watch(plan: Any, out: TextIO) -> Callable[[int, int], None]:
    teller = Teller(out, days=plan.days)
    return lambda number, day: teller.simulated(number, 0, day)


def _watch_arms(plan: Any, out: TextIO) -> Callable[[int, int, str, int], None]:
    teller = Teller(out, days=plan.plan.days, arms=len(plan.all_arms))
    return lambda number, arm, _, day: teller.simulated(number, arm, day)


def _maker(root: Path, out: TextIO) -> Callable[[str], Path]:
    """Makes the next numbered folder, and tells its name."""

    def make(name: str) -> Path:
        place = new_folder(None, name[:60], root)
        Teller(out).say(folder=place.name)
        return place

    return make


def _named(scenario: str, scenarios: Path) -> str:
    """What the scenario is loaded by: a preset's name, or the path of the file that the text is kept in."""
    if not is_text(scenario):
        return scenario
    path = scenarios / f"own-{blake2b(scenario.encode(), digest_size=5).hexdigest()}.yaml"
    if not path.exists():
        scenarios.mkdir(parents=True, exist_ok=True)
        with in_one_step(path) as partial:
            partial.write_text(scenario, encoding="utf-8", newline="\n")
    return str(path)


def _mute(_: str) -> None:
    """What is put right without stopping is in the folder's own description."""


def _stop_with_the_lab() -> None:
    """Wait until the lab closes this process's input, or is gone; then interrupt what is under way, once."""
    while os.read(sys.stdin.fileno(), 1 << 12):  # not by its buffer, which the end of the process would wait for
        pass
    interrupt_main(signal.SIGTERM)


def main() -> int:
    """Carry out the order on the standard input. Exit status: 0 finished, 1 stopped or failed, 2 bad input."""
    out = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what any library prints is not for the lab
    teller = Teller(out)
    try:
        with stoppable():
            order = json.loads(sys.stdin.buffer.readline())
            Thread(target=_stop_with_the_lab, daemon=True).start()
            carry_out(order, out)
        teller.say(end="finished")
        return 0
    except (Exception, KeyboardInterrupt) as error:
        status, end, text = _ended(error)
        teller.say(end=end, message=text)
        return status


def _ended(error: BaseException) -> tuple[int, str, str]:
    """Exit status, how it ended, and one sentence."""
    if isinstance(error, (ScenarioError, BadInputError)):
        return 2, "failed", str(error)
    stopped = isinstance(error, KeyboardInterrupt) or isinstance(error.__cause__, KeyboardInterrupt)
    text = str(error) if isinstance(error, StoppedError) else f"It stopped: {why(error)}."
    return 1, "cancelled" if stopped else "failed", text


if __name__ == "__main__":
    sys.exit(main())
