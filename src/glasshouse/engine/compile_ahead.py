"""Compiling ahead: the first time after installing, two processes compile half of the stages each.

Numba compiles under a lock, so threads do not help. Each stage is a kernel with its own entry in the cache on disk; the
day then only has to link them. Measured on 2 cores, `glasshouse demo` from an empty cache took
36 s in one process and 24 s in two. Later processes load everything in about a second.
"""

from __future__ import annotations

import inspect
import subprocess
import time
from contextlib import nullcontext, suppress
from hashlib import blake2b
from typing import Any

import numpy as np

from glasshouse import children
from glasshouse.draws import moment
from glasshouse.engine.assembly import compiled_day
from glasshouse.engine.lean_compiling import lean_compiling
from glasshouse.engine.params import CELLS, CompiledParams
from glasshouse.engine.record_layout import agent_day, district_record, own_columns, params_record
from glasshouse.kernels import store
from glasshouse.mechanism_set import SHIPPED, MechanismSet
from glasshouse.model import learned_fit
from glasshouse.model.events import EVENT
from glasshouse.model.mail import MAIL
from glasshouse.model.state import DEEDS, HARMS
from glasshouse.model.workspace import workspace
from glasshouse.morning import Morning
from glasshouse.plugins import identities
from glasshouse.population.people import FEWEST_GROUPS, empty, initialise_population

_DONE = "compiled"
_PATIENCE = 120

_warm: set[MechanismSet] = set()


class Nobody:
    """What the stages take, with nobody in it: calling them compiles them and does nothing."""

    def __init__(self, mechanisms: MechanismSet = SHIPPED) -> None:
        """One record of each kind, and nobody to live."""
        self.day = compiled_day(mechanisms)
        self.params_pair, self.districts = (
            np.zeros(2, params_record(mechanisms)),
            np.zeros(1, district_record(mechanisms)),
        )
        self.nows = moment(0, 0)
        self.params, self.d, self.now = self.params_pair[0], self.districts[0], self.nows[0]
        self.people = empty(1, own_columns(mechanisms))
        self.workspace = workspace(8, agent_day(mechanisms))
        self.agents, self.selected = self.workspace.agents, self.workspace.selected
        self.counts = np.zeros((1, FEWEST_GROUPS + 1, len(mechanisms.measures)), np.int64)
        self.fitted = np.zeros((1, CELLS, 2), np.int64)
        self.rows, self.mail = np.zeros(1, EVENT), np.zeros(0, MAIL)
        self.deeds, self.harms = np.zeros(0, DEEDS), np.zeros(0, HARMS)
        self.followed, self.trace = np.zeros(0, np.uint8), np.zeros(0, agent_day(mechanisms))

        s, c, nobody = self, self.counts[0], np.int64(0)
        columns = {name: getattr(s.people, name)[:0] for name in s.people._fields}
        #: What any step of the day asks for, by name.
        self.scope: dict[str, Any] = {
            **columns, "people": s.people, "first": 0, "last": 0, "n": 0, "place": 0, "end": 0, "jump": 0,
            "start": nobody, "count": nobody, "step": nobody,
            "params": s.params, "params_yesterday": s.params, "district": s.d,
            "now": s.now, "counts": c, "out": self.fitted[0], "rows": s.rows, "mail": s.mail, "deeds": s.deeds,
            "harms": s.harms, "followed": s.followed, "trace": s.trace, "workspace": s.workspace, "rescoring": False,
            "before": columns["flags"], "all_traits": s.people.traits, "resting_fear": nobody, "resting_trust": nobody,
            **{name: getattr(s.workspace, name) for name in s.workspace._fields if name not in ("before", "bounds")},
            **dict.fromkeys(self.day.mornings, nobody),
        }  # fmt: skip

    def call(self, step: Any) -> None:
        """Call one step of the day with nobody in it."""
        step(*(self.scope[name] for name in inspect.signature(getattr(step, "py_func", step)).parameters))

    def first_half(self) -> None:
        """Every other step of the day, and what is outside it: how people begin, figures, a fit, the ban, the mail.

        Measured, as much work as the other half: 12 s of processor time, when nothing was compiled before.
        """
        s = self
        initialise_population(s.people, 0, 0, s.d, s.params, s.now, s.workspace.late)
        for step in self.kernels[::2]:
            self.call(step)
        compiled_params = CompiledParams(params=s.params_pair[:1], districts=s.districts)
        learned_fit.fit(np.ones((1, CELLS, 2), np.int64), compiled_params)
        learned_fit.watched(np.zeros((1, CELLS), np.int64), s.params, s.districts)
        for morning in set(s.day.mornings.values()):
            if isinstance(morning, Morning):
                morning(0, np.zeros((1, *s.counts.shape), np.int64), compiled_params)
        s.day.lift(s.people, 0, 0, s.params, s.now, s.counts[0], s.rows)
        s.day.deliver(s.mail, s.people, s.params_pair, s.districts, s.nows, s.counts, s.rows, s.harms, s.workspace)

    def second_half(self) -> None:
        """The other steps."""
        for step in self.kernels[1::2]:
            self.call(step)

    def whole_day(self) -> None:
        """The day itself, out of its steps."""
        s = self
        s.day.simulate_day(
            np.zeros((0, 3), np.int64), 0, s.people, s.params_pair, s.districts,
            np.zeros((len(s.day.mornings), 1), np.int64), 0, False, s.nows, s.counts, s.fitted, s.rows, s.mail,
            s.deeds, s.harms, s.followed, s.trace, s.workspace,
        )  # fmt: skip

    @property
    def kernels(self) -> list[Any]:
        """The steps of the day that are compiled by themselves."""
        return [step for step in self.day.steps.values() if hasattr(step, "py_func")]


def compiled(mechanisms: MechanismSet = SHIPPED) -> bool:
    """Whether an earlier process compiled everything."""
    kept = store()
    with suppress(OSError, ValueError):
        return kept is not None and kept.read(_done(mechanisms)) is not None
    return False


def _done(mechanisms: MechanismSet) -> str:
    """The name of the mark that everything was compiled."""
    own = repr([(each.module, each.fingerprint) for each in identities(mechanisms)])
    return f"{_DONE}-{blake2b(own.encode(), digest_size=8).hexdigest()}" if mechanisms.added else _DONE


def warm_up(mechanisms: MechanismSet = SHIPPED) -> float:
    """Compile, or load what an earlier process compiled; returns the seconds it took."""
    if mechanisms in _warm:
        return 0.0
    began = time.perf_counter()
    nobody, kept = Nobody(mechanisms), store()
    with nullcontext() if compiled(mechanisms) else lean_compiling():
        if not compiled(mechanisms):
            # A plug-in's day is compiled here alone: another process might not find what was written at a prompt.
            helper = _start_helper() if kept and not mechanisms.added else None
            nobody.first_half()
            _wait_for(helper)
        nobody.whole_day()
        nobody.first_half()
        nobody.second_half()
    if kept:
        with suppress(OSError):  # said already, of the code itself
            kept.write(_done(mechanisms), b"")
    _warm.add(mechanisms)
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
    with lean_compiling():
        Nobody().second_half()
