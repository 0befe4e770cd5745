"""The engine's compiled parameters under the names of ``docs/model.md``, where these are not the mechanisms' own."""

from __future__ import annotations

from typing import Any

import numpy as np

from glasshouse.engine.params import DISTRICT, PARAMS, CompiledParams, compile_params
from glasshouse.scenario.words import SENSORS

#: The kinds of error that share a word, in its order; the specification has them in one table.
ERRORS = ("malicious", "mistaken", "clerical_error", "shared_account", "false_flag")
SCORED = tuple(f"{sensor}_scored" for sensor in SENSORS)


class Specified:
    """One epoch's parameters, with `error` [districts, groups, kinds] and `scored` [sensors]."""

    def __init__(self, compiled: CompiledParams) -> None:
        self.compiled = compiled

    def __getattr__(self, name: str) -> Any:
        """A field that the specification calls by the engine's name."""
        return getattr(self.compiled, name)

    @property
    def error(self) -> np.ndarray:
        """All kinds of error side by side."""
        flags = self.compiled.false_flag
        return np.stack([np.broadcast_to(getattr(self.compiled, kind), flags.shape) for kind in ERRORS], axis=2)

    @property
    def scored(self) -> list[int]:
        """Each sensor's switch."""
        return [getattr(self.compiled, name) for name in SCORED]


def engine_params(*given: Any) -> Specified:
    """What the engine compiles, as specified."""
    return Specified(compile_params(*given))


def names() -> set[str]:
    """The fields of the specification that the engine compiles."""
    return {*(PARAMS.names or ()), *(DISTRICT.names or ()), "error", "scored"} - {*ERRORS, *SCORED}
