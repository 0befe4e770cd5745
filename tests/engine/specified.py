"""The engine's compiled parameters under the names of ``docs/model.md``, where these are not the mechanisms' own."""

from __future__ import annotations

from typing import Any

import numpy as np

from glasshouse.engine.params import DISTRICT, PARAMS, CompiledParams, compile_params
from glasshouse.scenario import Scenario
from glasshouse.scenario.scenario_words import SENSORS

#: The kinds of error that share a word, in its order; the specification has them in one table.
ERRORS = ("malicious", "mistaken", "clerical_error", "shared_account", "false_flag")
#: Fields with a place for each group that there may be: its axis, and what stands where there is none.
BY_GROUP = {
    "group": (1, 2**32),
    **dict.fromkeys(("group_age", "group_internet", "group_urban"), (1, 0)),
    "false_alert": (0, 0),
    "false_flag": (2, 0),
    **dict.fromkeys(("lookup", "victim", "false_visit", "false_movement", "false_company"), (1, 0)),
}
#: Fields with a place for each tier that there may be: one fewer, and what stands where there is none.
BY_TIER = {"cuts": (1, -(2**15)), "tier_gates": (0, 0)}
SCORED = tuple(f"{sensor}_scored" for sensor in SENSORS)


class Specified:
    """One epoch's parameters, with `error` [districts, watched, groups, kinds] and `scored` [sensors]."""

    def __init__(self, compiled: CompiledParams, groups: int, tiers: int) -> None:
        self.compiled, self.groups, self.tiers = compiled, groups, tiers

    def __getattr__(self, name: str) -> Any:
        """A field that the specification calls by the engine's name, of the groups and tiers that there are."""
        value = getattr(self.compiled, name)
        if name in BY_TIER:
            fewer, filled = BY_TIER[name]
            assert (value[self.tiers - fewer :] == filled).all(), f"{name}: something stands where no tier is"
            return value[: self.tiers - fewer]
        if name not in BY_GROUP:
            return value
        axis, filled = BY_GROUP[name]
        used, free = np.split(value, [self.groups - (name == "group")], axis=axis)
        assert (free == filled).all(), f"{name}: something stands where no group is"
        return used

    @property
    def error(self) -> np.ndarray:
        """All kinds of error side by side; those that are aimed have a value for each of the two."""
        flags = self.false_flag
        kinds = [np.asarray(getattr(self, kind)) for kind in ERRORS]
        return np.stack(
            [np.broadcast_to(one[:, None] if one.shape == (2,) else one, flags.shape) for one in kinds], axis=3
        )

    @property
    def scored(self) -> list[int]:
        """Each sensor's switch."""
        return [getattr(self.compiled, name) for name in SCORED]


def engine_params(scenario: Scenario, *given: Any) -> Specified:
    """What the engine compiles, as specified."""
    return Specified(compile_params(scenario, *given), len(scenario.place.groups), len(scenario.tiers))


def names() -> set[str]:
    """The fields of the specification that the engine compiles."""
    return {*(PARAMS.names or ()), *(DISTRICT.names or ()), "error", "scored"} - {*ERRORS, *SCORED}
