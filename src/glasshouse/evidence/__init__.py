"""Sources, and the claims of the description with what scholarship makes of them."""

from glasshouse.evidence.library import VERDICTS, Claim, Source, load_claims, load_sources

__all__ = ["VERDICTS", "Claim", "Source", "load_claims", "load_sources"]
