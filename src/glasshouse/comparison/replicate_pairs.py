"""The scenarios of one replicate held against its baseline, one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from glasshouse.comparison import comparison_table
from glasshouse.comparison.arm_names import BASELINE
from glasshouse.comparison.comparison_plan import REFERENCE
from glasshouse.comparison.paired_arms import ArmOutcome, Difference, against_reference, arm_outcome, differences
from glasshouse.mechanism_set import SHIPPED, MechanismSet

if TYPE_CHECKING:
    import pyarrow as pa

    from glasshouse.comparison.resolve_arm import Arm
    from glasshouse.engine.simulate import Replicate


class Pairs:
    """Holds the baseline of a replicate, and the reference scenario, while the other scenarios come by."""

    def __init__(self, days: int, mechanisms: MechanismSet = SHIPPED) -> None:
        """For scenarios of so many days; ``mechanisms`` are those of any of them."""
        self.days, self.mechanisms = days, mechanisms
        self.number: int | None = None
        self.base: Replicate | None = None
        self.compared: ArmOutcome | None = None
        self.reference: Replicate | None = None

    def add(self, number: int, arm: Arm, replicate: Replicate) -> pa.Table | None:
        """The rows that a scenario comes to; None for the baseline, which comes first.

        Raises ``RuntimeError`` if it did not.
        """
        if arm.name == BASELINE:
            self.number, self.base, self.reference = number, replicate, None
            self.compared = arm_outcome(replicate, days=self.days, mechanisms=self.mechanisms)
            return None
        if self.base is None or self.compared is None or self.number != number:
            raise RuntimeError(f"{arm.name} of replicate {number} was simulated before its baseline")
        if arm.name == REFERENCE:
            self.reference = replicate
        differing = differences(self.compared, arm_outcome(replicate, days=self.days, mechanisms=self.mechanisms))
        found = [*differing, *self._paired(arm, self.base, replicate)]
        return comparison_table.rows(number, arm.name, found, self.compared.groups)

    def _paired(self, arm: Arm, base: Replicate, other: Replicate) -> list[Difference]:
        """Measures that need a reference scenario: *downstream* of baseline and arm, and *knock-on* of the baseline.

        The reference itself has none of it.
        """
        found: list[Difference] = []
        if self.reference is not None:
            before = against_reference(REFERENCE, base, self.reference, days=self.days)
            after = against_reference(REFERENCE, other, self.reference, days=self.days)
            for name, figure in before.items():
                found.append(
                    Difference(measure=name, baseline=figure, arm=after.get(name, np.full_like(figure, np.nan)))
                )
        if arm.name == "error-free":
            for name, figure in against_reference(arm.name, base, other, days=self.days).items():
                found.append(Difference(measure=name, baseline=figure, arm=np.zeros_like(figure)))
        return found
