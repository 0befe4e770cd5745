"""The kinds of validation table: one file each, registered here by name."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from glasshouse.validation.kind import Kind

KINDS: Mapping[str, Kind] = MappingProxyType({})
