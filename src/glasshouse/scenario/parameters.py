"""Every number a scenario holds, as the shipped mechanisms declare them: its unit, the values it may take, its stage.

A preset must give each of them, with evidence; none has a default, so that no number enters the model unseen. Switches
(``PART.enabled``) and tables of words (which tier closes which gate) are not numbers and stand in
:mod:`glasshouse.scenario.scenario_keys`. A scenario with plug-ins has more: ``Scenario.mechanisms.parameters``.
"""

from __future__ import annotations

from glasshouse.mechanism import KINDS, Parameter
from glasshouse.mechanism_set import SHIPPED

__all__ = ["KINDS", "PARAMETERS", "PARTS", "SWITCHED", "Parameter"]

#: All parameters by key, section by section.
PARAMETERS = SHIPPED.parameters
#: The parts of the model that a scenario holds, in the order of the day.
PARTS: tuple[str, ...] = SHIPPED.sections
#: Parts that ``PART.enabled`` can switch off.
SWITCHED: tuple[str, ...] = SHIPPED.switched
