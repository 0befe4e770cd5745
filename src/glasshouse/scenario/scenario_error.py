"""The one error that a faulty scenario raises, and the nearest valid name that it offers."""

from __future__ import annotations

from glasshouse.arguments import Argument, Said, in_python
from glasshouse.errors import nearest

__all__ = ["ScenarioError", "nearest"]


class ScenarioError(ValueError):
    """A scenario that cannot be used, said in one line.

    ``where`` is the file (or the argument ``set``), ``line`` counts from 1 (None where there is no line).

    >>> str(ScenarioError("unknown key 'camera'.", where="city.yaml", line=14))
    "city.yaml, line 14: unknown key 'camera'."
    """

    def __init__(self, message: str, *, where: str | Argument | None = None, line: int | None = None) -> None:
        """Keep the parts, and put them together as the text."""
        self.message, self.where, self.line = message, where, line
        at = f"line {line}" if line else ""
        self.said: Said = (where, f", {at}" if at else "", f": {message}") if where else (at and f"{at}: ", message)
        super().__init__(in_python(self.said))
