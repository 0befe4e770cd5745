"""The one error that a faulty scenario raises, and the nearest valid name that it offers."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from glasshouse.arguments import Argument, Said, in_python


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


#: No valid name is longer; comparing texts takes time that grows with their lengths.
_LONGEST = 100


def nearest(word: str, valid: Iterable[str]) -> str:
    """`` Did you mean 'X'?`` for the closest valid word, or nothing.

    >>> nearest("camera", ["cameras", "score"])
    " Did you mean 'cameras'?"
    >>> nearest("zzz", ["cameras"])
    ''
    """
    names = list(valid)
    word = word[:_LONGEST]
    close = get_close_matches(word, names, n=1, cutoff=0.6)
    if not close:  # 'total' for 'cameras.total'
        close = [name for name in names if name.rsplit(".", 1)[-1] == word][:1]
    return f" Did you mean '{close[0]}'?" if close else ""
