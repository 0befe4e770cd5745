"""What a plug-in's own tests run: the properties that the shipped mechanisms and safeguards have.

In a test file of the plug-in, each check is a test of its own::

    import pytest
    from glasshouse.testing import checks
    from plate_readers import MECHANISM

    @pytest.mark.parametrize("check", checks(MECHANISM), ids=str)
    def test_plate_readers(check):
        check()

Or all of them are one test: ``check(MECHANISM)``. The first run compiles the day with the plug-in, alone and with
everybody looked at, which takes a minute; after that all checks take seconds. A check that fails raises AssertionError,
which names the plug-in and what is wrong with it.
"""

from __future__ import annotations

from glasshouse.testing.plugin_checks import PluginCheck, check, checks
from glasshouse.testing.trial import Trial, daily, total

__all__ = ["PluginCheck", "Trial", "check", "checks", "daily", "total"]
