"""A few crowds are simulated at a time; what nobody waits for any more is dropped; the latest are kept."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Condition, Lock, Thread

from glasshouse.lab.crowd.crowd_run import CrowdRun, SupersededError, simulate_crowd
from glasshouse.lab.crowd.machine_run import MachineRun, machine_run
from glasshouse.lab.crowd.machine_settings import MachineSettings

#: Crowds kept in memory (30 kB each), and tabs of browsers whose last request is known.
MOST_KEPT, MOST_TABS = 256, 512
#: How many may wait for their turn.
MOST_WAITING = 16
#: The same with a class, in which nobody is sent away.
CLASS_WAITING = 1_000


class BusyError(Exception):
    """Too many wait already."""


class Turns:
    """Crowds on request, `at_once` simulated at a time; a class waits, whatever their number.

    A request may name the `tab` that it comes from: a later one from there takes its place, even while it is simulated,
    so that a slider that is dragged never builds a queue. `live` stands in for the engine in tests.

    >>> turns = Turns()
    >>> crowd = turns.crowd(MachineSettings(preset="stadium-list"))
    >>> turns.crowd(MachineSettings(preset="stadium-list")) is crowd
    True
    """

    def __init__(
        self,
        simulated: Callable[[MachineRun, Callable[[], bool]], CrowdRun] = simulate_crowd,
        *,
        at_once: int = 1,
        for_class: bool = False,
    ) -> None:
        """Nothing simulated yet."""
        self._live = simulated
        self._at_once = at_once
        self._most_waiting = CLASS_WAITING if for_class else None
        self._kept: OrderedDict[MachineSettings, CrowdRun] = OrderedDict()
        self._last: OrderedDict[str, int] = OrderedDict()
        self._coming: dict[MachineSettings, Thread] = {}
        self._lock = Lock()
        self._turn = Condition(self._lock)
        self._busy = 0
        self._waiting = 0
        self._asked = 0

    def crowd(self, machine: MachineSettings, tab: str = "") -> CrowdRun:
        """The crowd of a machine; raises `SupersededError` or `BusyError`."""
        return self.crowds([machine], tab)[0]

    def crowds(self, machines: list[MachineSettings], tab: str = "") -> list[CrowdRun]:
        """Those of several machines, each in a turn of its own; raises `SupersededError` or `BusyError`."""
        late = self._ask(tab)
        return [self._found(machine) or self._simulated(machine, late) for machine in machines]

    def begin(self, machine: MachineSettings) -> Thread:
        """Simulate a crowd in the background: somebody who is still guessing will want it."""

        def ahead() -> None:
            with suppress(Exception):  # whoever asks for it hears what went wrong
                self.crowd(machine)

        with self._lock:
            self._coming = {key: thread for key, thread in self._coming.items() if thread.is_alive()}
            if machine not in self._coming:
                self._coming[machine] = Thread(target=ahead, daemon=True)
                self._coming[machine].start()
            return self._coming[machine]

    def soon(self, machine: MachineSettings, seconds: float) -> CrowdRun | None:
        """The crowd of a machine, or None if it is not there in time and will be later.

        Where the engine was never run, it is made ready first, which takes some seconds.
        """
        if self._found(machine) is None:
            coming = self.begin(machine)
            coming.join(seconds)
            if coming.is_alive():
                return None
        return self.crowd(machine)

    def _found(self, machine: MachineSettings) -> CrowdRun | None:
        with self._lock:
            if machine in self._kept:
                self._kept.move_to_end(machine)
            return self._kept.get(machine)

    def _simulated(self, machine: MachineSettings, late: Callable[[], bool]) -> CrowdRun:
        run = machine_run(machine)
        with self.turn(late):
            crowd = self._found(machine) or self._live(run, late)  # somebody else may have wanted the same meanwhile
        with self._lock:
            self._kept[machine] = crowd
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        return crowd

    @property
    def wanted(self) -> bool:
        """Whether somebody waits for a crowd, or one is simulated for them."""
        return self._busy > 0 or self._waiting > 0

    @contextmanager
    def turn(self, late: Callable[[], bool] = lambda: False) -> Iterator[None]:
        """Wait until there is room for a crowd, or it is too `late`; raises `SupersededError` or `BusyError`."""
        with self._lock:
            if self._waiting >= (self._most_waiting or MOST_WAITING):
                raise BusyError
            self._waiting += 1
            try:
                while self._busy >= self._at_once and not late():
                    self._turn.wait()
            finally:
                self._waiting -= 1
            if late():
                raise SupersededError
            self._busy += 1
        try:
            yield
        finally:
            with self._lock:
                self._busy -= 1
                self._turn.notify_all()

    def _ask(self, tab: str) -> Callable[[], bool]:
        """Note a tab's request; the answer says whether a later one came from there."""
        if not tab:
            return lambda: False
        with self._lock:
            self._asked += 1
            mine = self._last[tab] = self._asked
            self._last.move_to_end(tab)
            while len(self._last) > MOST_TABS:
                self._last.popitem(last=False)
            self._turn.notify_all()
        return lambda: self._last.get(tab, mine) != mine
