"""Compiling ahead: the first time after installing, two processes compile half of the stages each.

Numba compiles under a lock, so threads do not help. Each stage is a kernel with its own entry in the cache on disk; the
day then only has to link them. Measured on 2 cores, `glasshouse demo` from an empty cache took
36 s in one process and 24 s in two. Later processes load everything in about a second.
"""

from __future__ import annotations

import subprocess
import time
from contextlib import suppress

import numpy as np

from glasshouse import children
from glasshouse.draws import moment
from glasshouse.kernels import store
from glasshouse.model import (
    adapt,
    attribute,
    closed,
    day,
    gate,
    live,
    observe,
    record,
    redress,
    sanction,
    score,
    screening,
    stocks,
)
from glasshouse.model.desk import desk
from glasshouse.model.events import EVENT
from glasshouse.model.measures import GROUP_AXIS, MEASURES
from glasshouse.model.safeguards import ban
from glasshouse.model.state import ACT, DEEDS, HARMS, MAIL
from glasshouse.model.tables import CELLS, DISTRICT, LAW
from glasshouse.population.people import empty, settle

_DONE = "compiled"
_PATIENCE = 120

_warm = False


class Nobody:
    """What the stages take, with nobody in it: calling them compiles them and does nothing."""

    def __init__(self) -> None:
        """One record of each kind, and nobody to live."""
        self.laws, self.districts, self.nows = np.zeros(2, LAW), np.zeros(1, DISTRICT), moment(0, 0)
        self.law, self.d, self.now = self.laws[0], self.districts[0], self.nows[0]
        self.people = empty(1)
        self.desk = desk(8)
        self.acts, self.picked = self.desk.acts, self.desk.picked
        self.counts = np.zeros((1, len(GROUP_AXIS), len(MEASURES)), np.int64)
        self.fitted = np.zeros((1, CELLS, 2), np.int64)
        self.rows, self.mail = np.zeros(1, EVENT), np.zeros(0, MAIL)
        self.deeds, self.harms = np.zeros(0, DEEDS), np.zeros(0, HARMS)
        self.followed, self.trace = np.zeros(0, np.uint8), np.zeros(0, ACT)

    def first_half(self) -> None:
        """From waking up to what the sensors saw."""
        s, c, nobody = self, self.counts[0], 0
        flags = s.people.flags[:0]
        settle(s.people, 0, 0, s.d, s.law, s.now, s.desk.late)
        day.draw_dense(s.now, 0, 0, s.desk.words)
        commercial = s.people.commercial[:0]
        screening.pick(s.desk, s.people.traits[:0], flags, commercial, False, s.law, s.law, s.d, c)
        closed.recall(s.acts, nobody, nobody, s.picked, flags, s.law)
        live.want(s.acts, nobody, nobody, s.picked, s.desk.words, s.law, s.d)
        live.hold_back(s.acts, nobody, s.desk.late, s.law, s.now, c, s.deeds)
        observe.observe(s.acts, nobody, s.desk.late, s.law, s.d, s.now, c)
        attribute.err(
            s.acts, nobody, s.picked, s.desk.words, s.desk.late, s.people.traits, s.law, s.d, s.now, c, s.harms
        )
        day.keep_touched(s.acts, nobody, s.picked, s.desk.again, s.law, False, s.followed, s.trace, s.now)

    def second_half(self) -> None:
        """From the record to the evening, and the next morning's mail."""
        s, c, nobody = self, self.counts[0], 0
        day.draw_late(s.now, 0, nobody, s.desk)
        record.record(s.acts, nobody, s.law, s.now, c, s.rows)
        day.draw_for_rescoring(s.now, 0, 0, s.desk.extra)
        score.rescore(s.people, 0, s.people.flags[:0], s.desk, nobody, s.law, s.d, s.now, c, s.rows)
        sanction.sanction(s.acts, nobody, s.law, s.d, np.int64(0), s.now, c, s.rows, s.desk.known, s.mail, s.harms)
        gate.gate(s.acts, nobody, s.law, s.now, c, s.harms)
        adapt.adapt(s.acts, nobody, s.law, s.now, c)
        redress.redress(s.acts, nobody, s.law, s.now, c, s.rows)
        ban.lift(s.people, 0, 0, s.law, s.now, c, s.rows)
        adapt.settle_down(s.people.traits[:0], s.people.fear[:0], s.people.trust[:0], np.int64(0), np.int64(0))
        stocks.take_stock(s.people, 0, 0, s.desk, c)
        stocks.take_sample(s.people, 0, 0, s.law, s.now, self.fitted[0])
        day.deliver(s.mail, s.people, s.laws, s.districts, s.nows, self.counts, s.rows, s.harms, s.desk)

    def whole_day(self) -> None:
        """The day itself."""
        s = self
        day.live_through(
            np.zeros((0, 3), np.int64), 0, s.people, s.laws, s.districts, np.zeros(1, np.int64), np.zeros(1, np.int64),
            0, False, s.nows, s.counts, s.fitted, s.rows, s.mail, s.deeds, s.harms, s.followed, s.trace, s.desk,
        )  # fmt: skip


def compiled() -> bool:
    """Whether an earlier process compiled everything."""
    kept = store()
    with suppress(OSError, ValueError):
        return kept is not None and kept.read(_DONE) is not None
    return False


def warm_up() -> float:
    """Compile, or load what an earlier process compiled; returns the seconds it took."""
    global _warm
    if _warm:
        return 0.0
    began = time.perf_counter()
    nobody, kept = Nobody(), store()
    if not compiled():
        helper = _start_helper() if kept else None
        nobody.first_half()
        _wait_for(helper)
    nobody.whole_day()
    nobody.first_half()
    nobody.second_half()
    if kept:
        with suppress(OSError):  # said already, of the code itself
            kept.write(_DONE, b"")
    _warm = True
    return time.perf_counter() - began


def _start_helper() -> subprocess.Popen[bytes] | None:
    """Another process for the second half; without one, everything is compiled here, only later."""
    try:
        quiet = subprocess.DEVNULL
        command, place = children.module(__name__), children.environment()
        return subprocess.Popen(command, env=place, stdin=quiet, stdout=quiet, stderr=quiet)
    except OSError:
        return None


def _wait_for(helper: subprocess.Popen[bytes] | None) -> None:
    if helper is None:
        return
    try:
        helper.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        helper.kill()
    except BaseException:
        helper.kill()
        raise


if __name__ == "__main__":
    Nobody().second_half()
