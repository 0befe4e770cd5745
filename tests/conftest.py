"""What holds for all tests."""

from __future__ import annotations

from hypothesis import settings

# An example that takes long on a busy machine is no failure: nothing is timed in tests.
settings.register_profile("house", deadline=None)
settings.load_profile("house")
