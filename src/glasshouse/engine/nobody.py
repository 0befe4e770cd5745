"""What the steps of the day take, with nobody in it."""

from __future__ import annotations

import inspect
from typing import Any

import numpy as np

from glasshouse.draws import moment
from glasshouse.engine.assembly import compiled_day
from glasshouse.engine.params import CELLS, CompiledParams
from glasshouse.engine.record_layout import agent_day, district_record, flags_column, own_columns, params_record
from glasshouse.mechanism_set import SHIPPED, MechanismSet
from glasshouse.model import learned_fit
from glasshouse.model.events import EVENT
from glasshouse.model.mail import MAIL
from glasshouse.model.state import DEEDS, HARMS
from glasshouse.model.workspace import workspace
from glasshouse.morning import Morning
from glasshouse.population.people import FEWEST_GROUPS, empty, initialise_population


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
        self.people = empty(1, own_columns(mechanisms), flags_column(mechanisms))
        self.workspace = workspace(8, agent_day(mechanisms), flags_column(mechanisms))
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
