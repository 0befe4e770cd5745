"""The kinds of validation table: one file each, registered here by name."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from glasshouse.validation.kinds import (
    accusation,
    chilling_at_one_activity,
    lfr_deployment,
    lfr_fusion,
    list_stock_flow,
    review_cascade,
    risk_score,
    screening_cascade,
    tips,
    whole_preset,
)
from glasshouse.validation.table_kind import TableKind

_MODULES = (
    lfr_deployment, lfr_fusion, review_cascade, screening_cascade, risk_score, list_stock_flow, accusation, tips,
    chilling_at_one_activity, whole_preset,
)  # fmt: skip
KINDS: Mapping[str, TableKind] = MappingProxyType({module.KIND.name: module.KIND for module in _MODULES})
