"""Every number a scenario holds, as the mechanisms declare them: its unit, the values it may take, and its stage.

A preset must give each of them, with evidence; none has a default, so that no number enters the model unseen. Switches
(``PART.enabled``) and tables of words (which tier closes which gate) are not numbers and stand in
:mod:`glasshouse.scenario.schema`.
"""

from __future__ import annotations

from glasshouse.mechanism import KINDS, Parameter
from glasshouse.mechanisms import MECHANISMS, SECTIONS

__all__ = ["KINDS", "OUTLIVE_BAN", "PARAMETERS", "PARTS", "SWITCHED", "Parameter"]

_DECLARED = [row for mechanism in MECHANISMS for row in mechanism.parameters]

#: All parameters by key, section by section.
PARAMETERS: dict[str, Parameter] = {row.key: row for part in SECTIONS for row in _DECLARED if row.part == part}

#: The parts of the model that a scenario holds, in the order of the day.
PARTS: tuple[str, ...] = SECTIONS

#: Parts that ``PART.enabled`` can switch off.
SWITCHED: tuple[str, ...] = tuple(each.section for each in MECHANISMS if each.switched)

#: Parts that a ban does not switch off.
OUTLIVE_BAN: frozenset[str] = frozenset(each.section for each in MECHANISMS if each.outlives_ban)
