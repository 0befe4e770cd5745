"""A part of a run whose people live on a device: the same days, with the same bits, as ``engine.part.Part``."""

from __future__ import annotations

from concurrent.futures import Executor
from typing import Any

import numpy as np

from glasshouse.engine.cuda.device_people import DevicePeople
from glasshouse.engine.part import Part, Today
from glasshouse.population.people import People, empty


class DevicePart(Part):
    """Districts of a run, simulated on a device.

    `people` and `ledger` are brought back when they are asked for. Whoever asks may change them: the next day begins
    with what they hold then.
    """

    def __init__(self, *branch_points: Any, **more: Any) -> None:
        """As ``Part``; nobody is followed. Raises ``ValueError`` for `traced` persons."""
        self._device_people: DevicePeople | None = None
        super().__init__(*branch_points, **more)
        if len(self.follower.persons):
            raise ValueError("people are followed on the processor, not on a device")

    @property
    def device(self) -> DevicePeople:
        """The people on the device, as they stand."""
        if self._device_people is None:
            table = np.concatenate(self.spans)
            self._device_people = DevicePeople(
                table,
                self.origin,
                len(self.districts),
                groups=self.groups,
                ledger=len(self._ledger[0]) > 0,
                measures=len(self.mechanisms.measures),
            )
        if self._here:
            self._device_people.take(self._people, self._ledger)
            self._here = False
        return self._device_people

    @property
    def people(self) -> People:
        """The state, a column each, brought back from the device."""
        self._bring()
        return self._people

    @people.setter
    def people(self, columns: People) -> None:
        self._people, self._here = columns, False

    @property
    def ledger(self) -> tuple[np.ndarray, np.ndarray]:
        """DEEDS and HARMS rows, one a person, or empty; brought back from the device."""
        self._bring()
        return self._ledger

    @ledger.setter
    def ledger(self, rows: tuple[np.ndarray, np.ndarray]) -> None:
        self._ledger = rows

    def initialise(self, pool: Executor) -> None:
        """Build the people on the device."""
        self.device.initialise(self.compiled, self.now(0))

    def _nobody(self) -> People:
        """Nothing: room is only made when somebody asks for the people."""
        return empty(0)

    def _bring(self) -> None:
        if len(self._people.traits) < self.end - self.origin:
            self._people = empty(self.end - self.origin)
        if not self._here and self._device_people is not None:
            self._device_people.bring(self._people, self._ledger)
        self._here = True

    def _lift(self, counts: np.ndarray, now: np.ndarray, logged: list[np.ndarray]) -> None:
        logged.append(self.device.lift(self.compiled, now, counts))

    def _morning(self, day: int, counts: np.ndarray, now: np.ndarray, logged: list[np.ndarray]) -> None:
        logged.append(self.device.deliver(self.mail, self.compiled, now, counts))

    def _through(self, pool: Executor, today: Today) -> np.ndarray:
        return self.device.simulate_day(self.compiled, today)
