"""The package's source, parsed: each file once a process, for all tests that read it."""

from __future__ import annotations

from glasshouse.testing.red_lines import nodes, tree

__all__ = ["nodes", "tree"]
