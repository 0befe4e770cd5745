"""How many tables pass and fail: counted in one place, for the terminal, the lab and the report."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from glasshouse.wording.lists_and_nouns import plural


@dataclass(frozen=True, kw_only=True)
class VerdictTally:
    """Tables whose figures are confirmed in their sources, and apart from them those that are not."""

    passed: int = 0
    failed: int = 0
    unconfirmed_passed: int = 0
    unconfirmed_failed: int = 0

    @property
    def confirmed(self) -> int:
        """How many are confirmed."""
        return self.passed + self.failed

    @property
    def unconfirmed(self) -> int:
        """How many are not."""
        return self.unconfirmed_passed + self.unconfirmed_failed


def tally(verdicts: Iterable[tuple[bool, bool]]) -> VerdictTally:
    """Count tables, each with whether it passes and whether it is confirmed.

    >>> tally([(True, True), (False, True), (False, False)])
    VerdictTally(passed=1, failed=1, unconfirmed_passed=0, unconfirmed_failed=1)
    """
    found = list(verdicts)
    return VerdictTally(
        passed=found.count((True, True)),
        failed=found.count((False, True)),
        unconfirmed_passed=found.count((True, False)),
        unconfirmed_failed=found.count((False, False)),
    )


def fare(found: VerdictTally) -> str:
    """How they fared, the unconfirmed apart.

    >>> fare(VerdictTally(passed=6, failed=10, unconfirmed_failed=6))
    '6 pass and 10 fail; of 6 more, whose figures are not all confirmed in their sources, all fail'
    >>> fare(VerdictTally(passed=1))
    '1 passes and 0 fail'
    """
    said = _fare(found.passed, found.failed)
    if not found.unconfirmed:
        return said
    if not found.unconfirmed_passed:
        apart = "all fail" if found.unconfirmed_failed > 1 else "it fails"
    else:
        apart = _fare(found.unconfirmed_passed, found.unconfirmed_failed)
    return f"{said}; of {found.unconfirmed} more, whose figures are not all confirmed in their sources, {apart}"


def _fare(passed: int, failed: int) -> str:
    return f"{passed} {plural(passed, 'passes', 'pass')} and {failed} {plural(failed, 'fails', 'fail')}"
