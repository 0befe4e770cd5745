"""Sources, and the claims of the description with what scholarship makes of them."""

from glasshouse.evidence.sources_and_claims import (
    CONFIDENCE,
    KINDS,
    MARK,
    READINGS,
    VERDICTS,
    Claim,
    Source,
    basis,
    kind_of,
    load_claims,
    load_sources,
)

__all__ = [
    "CONFIDENCE",
    "KINDS",
    "MARK",
    "READINGS",
    "VERDICTS",
    "Claim",
    "Source",
    "basis",
    "kind_of",
    "load_claims",
    "load_sources",
]
