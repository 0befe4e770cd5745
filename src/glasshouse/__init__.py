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

if os.name == "posix":
    import pwd

if TYPE_CHECKING:
    from glasshouse.api import (
        assess,
        claims,
        compare,
        merge,
        package,
        resume,
        run,
        story,
        study,
        validate,
        write_report,
    )
    from glasshouse.claim_list.known_claims import Claims
    from glasshouse.comparison.comparison import Comparison, open_comparison
    from glasshouse.errors import BadInputError, SaidError, StoppedError
    from glasshouse.headlines.headline import headline
    from glasshouse.intervention import Intervention
    from glasshouse.mechanism import Mechanism
    from glasshouse.mechanism_set import MechanismError
    from glasshouse.plugins import MissingPluginError, PluginError
    from glasshouse.runs.run import Run, open_run
    from glasshouse.scenario import load as load_scenario
    from glasshouse.scenario.scenario import Scenario
    from glasshouse.scenario.scenario_error import ScenarioError
    from glasshouse.simulation import DayView, Results, Simulation, columns, counterfactual
    from glasshouse.sites.write_site import site
    from glasshouse.speed import bench
    from glasshouse.stories.story import Story
    from glasshouse.studies.aims import AimError
    from glasshouse.studies.study_result import StudyResult, open_study
    from glasshouse.validation.evaluate_tables import Validation

__version__ = "0.1.0"
__all__ = [
    "AimError",
    "BadInputError",
    "Claims",
    "Comparison",
    "DayView",
    "Intervention",
    "Mechanism",
    "MechanismError",
    "MissingPluginError",
    "PluginError",
    "Results",
    "Run",
    "SaidError",
    "Scenario",
    "ScenarioError",
    "Simulation",
    "StoppedError",
    "Story",
    "StudyResult",
    "Validation",
    "__version__",
    "assess",
    "bench",
    "claims",
    "columns",
    "compare",
    "counterfactual",
    "headline",
    "load_scenario",
    "merge",
    "open_comparison",
    "open_run",
    "open_study",
    "package",
    "resume",
    "run",
    "site",
    "story",
    "study",
    "validate",
    "write_report",
]

#: Where each is, and what it is called there. Loaded when first asked for, so that the command line answers at once.
_HOMES = {
    "assess": "glasshouse.api:assess",
    "claims": "glasshouse.api:claims",
    "Claims": "glasshouse.claim_list.known_claims:Claims",
    "merge": "glasshouse.api:merge",
    "package": "glasshouse.api:package",
    "bench": "glasshouse.speed:bench",
    "run": "glasshouse.api:run",
    "compare": "glasshouse.api:compare",
    "resume": "glasshouse.api:resume",
    "load_scenario": "glasshouse.scenario:load",
    "Comparison": "glasshouse.comparison.comparison:Comparison",
    "open_comparison": "glasshouse.comparison.comparison:open_comparison",
    "site": "glasshouse.sites.write_site:site",
    "story": "glasshouse.api:story",
    "study": "glasshouse.api:study",
    "validate": "glasshouse.api:validate",
    "write_report": "glasshouse.api:write_report",
    "headline": "glasshouse.headlines.headline:headline",
    "DayView": "glasshouse.simulation:DayView",
    "Results": "glasshouse.simulation:Results",
    "Simulation": "glasshouse.simulation:Simulation",
    "columns": "glasshouse.simulation:columns",
    "counterfactual": "glasshouse.simulation:counterfactual",
    "Run": "glasshouse.runs.run:Run",
    "open_run": "glasshouse.runs.run:open_run",
    "BadInputError": "glasshouse.errors:BadInputError",
    "Intervention": "glasshouse.intervention:Intervention",
    "Mechanism": "glasshouse.mechanism:Mechanism",
    "MechanismError": "glasshouse.mechanism_set:MechanismError",
    "MissingPluginError": "glasshouse.plugins:MissingPluginError",
    "PluginError": "glasshouse.plugins:PluginError",
    "Scenario": "glasshouse.scenario.scenario:Scenario",
    "ScenarioError": "glasshouse.scenario.scenario_error:ScenarioError",
    "SaidError": "glasshouse.errors:SaidError",
    "StoppedError": "glasshouse.errors:StoppedError",
    "AimError": "glasshouse.studies.aims:AimError",
    "Story": "glasshouse.stories.story:Story",
    "StudyResult": "glasshouse.studies.study_result:StudyResult",
    "open_study": "glasshouse.studies.study_result:open_study",
    "Validation": "glasshouse.validation.evaluate_tables:Validation",
}


def _settle() -> None:
    """A user of whom the system knows nothing gets ``/`` as a home, as containers do: libraries fail without any."""
    if os.name == "posix" and "HOME" not in os.environ:
        try:
            pwd.getpwuid(os.getuid())
        except KeyError:
            os.environ["HOME"] = "/"


_settle()


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'glasshouse' has no attribute {name!r}")
    module, _, attribute = _HOMES[name].partition(":")
    return getattr(import_module(module), attribute)


def __dir__() -> list[str]:
    return sorted(__all__)
