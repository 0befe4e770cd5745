"""A laboratory that runs mass surveillance and citizen scoring on an invented population.

The people are invented and nothing here is a forecast.

>>> import glasshouse
>>> glasshouse.load_scenario("as-described").label
'hypothetical'
"""

from __future__ import annotations

import os
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from glasshouse.api import (
        assess,
        bench,
        compare,
        load_scenario,
        package,
        resume,
        run,
        story,
        study,
        validate,
        write_report,
    )
    from glasshouse.comparison.comparison import Comparison, open_comparison
    from glasshouse.errors import BadInputError, StoppedError
    from glasshouse.results.headline import headline
    from glasshouse.results.run import Run, open_run
    from glasshouse.scenario.errors import ScenarioError
    from glasshouse.scenario.scenario import Scenario

__version__ = "0.1.0"
__all__ = [
    "BadInputError",
    "Comparison",
    "Run",
    "Scenario",
    "ScenarioError",
    "StoppedError",
    "__version__",
    "assess",
    "bench",
    "compare",
    "headline",
    "load_scenario",
    "open_comparison",
    "open_run",
    "package",
    "resume",
    "run",
    "story",
    "study",
    "validate",
    "write_report",
]

#: Loaded when first asked for, so that the command line answers at once.
_HOMES = {
    "assess": "glasshouse.api",
    "package": "glasshouse.api",
    "bench": "glasshouse.api",
    "run": "glasshouse.api",
    "compare": "glasshouse.api",
    "resume": "glasshouse.api",
    "load_scenario": "glasshouse.api",
    "Comparison": "glasshouse.comparison.comparison",
    "open_comparison": "glasshouse.comparison.comparison",
    "story": "glasshouse.api",
    "study": "glasshouse.api",
    "validate": "glasshouse.api",
    "write_report": "glasshouse.api",
    "headline": "glasshouse.results.headline",
    "Run": "glasshouse.results.run",
    "open_run": "glasshouse.results.run",
    "BadInputError": "glasshouse.errors",
    "Scenario": "glasshouse.scenario.scenario",
    "ScenarioError": "glasshouse.scenario.errors",
    "StoppedError": "glasshouse.errors",
}


def _settle() -> None:
    """A user of whom the system knows nothing gets ``/`` as a home, as containers do: libraries fail without any."""
    if os.name == "posix" and "HOME" not in os.environ:
        import pwd

        try:
            pwd.getpwuid(os.getuid())
        except KeyError:
            os.environ["HOME"] = "/"


_settle()


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'glasshouse' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
