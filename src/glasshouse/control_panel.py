"""What the lab lets a visitor move, declared in the file of the mechanism that it moves."""

from __future__ import annotations

from dataclasses import dataclass, field

from glasshouse.mechanism import maker


@dataclass(frozen=True, kw_only=True)
class Offered:
    """Parameters that a form offers where nobody has measured which of them matter, by their keys."""

    keys: tuple[str, ...]
    module: str = field(default_factory=maker)
