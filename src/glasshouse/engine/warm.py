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
from glasshouse.interventions import ban
from glasshouse.kernels import store
from glasshouse.model import (
    adapt,
    attribute,
    day,
    gate,
    live,
    observe,
    record,
    redress,
    restrictions,
    sanction,
    score,
    screening,
    stocks,
)
from glasshouse.model.counts import GROUP_AXIS, MEASURES
from glasshouse.model.events import EVENT
from glasshouse.model.params import CELLS, DISTRICT, PARAMS
from glasshouse.model.state import AGENT_DAY, DEEDS, HARMS, MAIL
from glasshouse.model.workspace import workspace
from glasshouse.population.people import empty, initialise_population

_DONE = "compiled"
_PATIENCE = 120

_warm = False


class Nobody:
    """What the stages take, with nobody in it: calling them compiles them and does nothing."""

    def __init__(self) -> None:
        """One record of each kind, and nobody to live."""
        self.params_pair, self.districts, self.nows = np.zeros(2, PARAMS), np.zeros(1, DISTRICT), moment(0, 0)
        self.params, self.d, self.now = self.params_pair[0], self.districts[0], self.nows[0]
        self.people = empty(1)
        self.workspace = workspace(8)
        self.agents, self.selected = self.workspace.agents, self.workspace.selected
        self.counts = np.zeros((1, len(GROUP_AXIS), len(MEASURES)), np.int64)
        self.fitted = np.zeros((1, CELLS, 2), np.int64)
        self.rows, self.mail = np.zeros(1, EVENT), np.zeros(0, MAIL)
        self.deeds, self.harms = np.zeros(0, DEEDS), np.zeros(0, HARMS)
        self.followed, self.trace = np.zeros(0, np.uint8), np.zeros(0, AGENT_DAY)

    def first_half(self) -> None:
        """From waking up to what the sensors saw."""
        s, c, nobody = self, self.counts[0], 0
        flags = s.people.flags[:0]
        initialise_population(s.people, 0, 0, s.d, s.params, s.now, s.workspace.late)
        day.draw_dense(s.now, 0, 0, s.workspace.words)
        commercial = s.people.commercial[:0]
        screening.select_active(s.workspace, s.people.traits[:0], flags, commercial, False, s.params, s.params, s.d, c)
        restrictions.snapshot_restrictions(s.agents, nobody, nobody, s.selected, flags, s.params)
        live.live_intend(s.agents, nobody, nobody, s.selected, s.workspace.words, s.params, s.d)
        live.live_inhibit(s.agents, nobody, s.workspace.late, s.params, s.now, c, s.deeds)
        observe.observe(s.agents, nobody, s.workspace.late, s.params, s.d, s.now, c)
        attribute.apply_false_positives(
            s.agents,
            nobody,
            s.selected,
            s.workspace.words,
            s.workspace.late,
            s.people.traits,
            s.params,
            s.d,
            s.now,
            c,
            s.harms,
        )
        day.keep_active(s.agents, nobody, s.selected, s.workspace.active, s.params, False, s.followed, s.trace, s.now)

    def second_half(self) -> None:
        """From the record to the evening, and the next morning's mail."""
        s, c, nobody = self, self.counts[0], 0
        day.draw_late(s.now, 0, nobody, s.workspace)
        record.record(s.agents, nobody, s.params, s.now, c, s.rows)
        day.draw_for_rescoring(s.now, 0, 0, s.workspace.extra)
        score.score(s.people, 0, s.people.flags[:0], s.workspace, nobody, s.params, s.d, s.now, c, s.rows)
        sanction.sanction(
            s.agents, nobody, s.params, s.d, np.int64(0), s.now, c, s.rows, s.workspace.known, s.mail, s.harms
        )
        gate.gate(s.agents, nobody, s.params, s.now, c, s.harms)
        adapt.adapt(s.agents, nobody, s.params, s.now, c)
        redress.redress(s.agents, nobody, s.params, s.now, c, s.rows)
        ban.lift(s.people, 0, 0, s.params, s.now, c, s.rows)
        adapt.relax_to_baseline(s.people.traits[:0], s.people.fear[:0], s.people.trust[:0], np.int64(0), np.int64(0))
        stocks.take_stock(s.people, 0, 0, s.workspace, c)
        stocks.take_sample(s.people, 0, 0, s.params, s.now, self.fitted[0])
        day.deliver(s.mail, s.people, s.params_pair, s.districts, s.nows, self.counts, s.rows, s.harms, s.workspace)

    def whole_day(self) -> None:
        """The day itself."""
        s = self
        day.simulate_day(
            np.zeros((0, 3), np.int64), 0, s.people, s.params_pair, s.districts, np.zeros(1, np.int64), np.zeros(1,
            np.int64), 0, False, s.nows, s.counts, s.fitted, s.rows, s.mail, s.deeds, s.harms, s.followed, s.trace,
            s.workspace,
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
