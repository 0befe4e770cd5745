"""A number that says where the two bits of a list stand, under whatever name, and in what is made of it.

Two bits hold three lists. Where a scenario has more, a rule that reads two bits would take one list for another, so
that it is refused; to refuse it, the number must be known wherever it went.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

#: Operators between two whole numbers, each also with the numbers the other way round.
_BETWEEN = "add sub mul floordiv mod pow lshift rshift and or xor".split()
_OF_ONE = "neg pos abs invert".split()


class NarrowBits(int):
    """A whole number; a whole number that an operator makes of it is one as well.

    >>> shift = NarrowBits(6)
    >>> mask = 3 << shift
    >>> mask, isinstance(mask, NarrowBits), isinstance(shift + 2, NarrowBits), isinstance(7 & ~mask, NarrowBits)
    (192, True, True, True)
    >>> shift + 0.5
    6.5
    """


def _known(plain: Callable[..., Any]) -> Callable[..., Any]:
    """The operator of a plain number, whose result is known as well."""

    def operator(self: NarrowBits, *others: Any) -> Any:
        made = plain(self, *others)
        return NarrowBits(made) if type(made) is int else made  # a fraction, or NotImplemented

    return operator


for _name in (*_OF_ONE, *_BETWEEN, *(f"r{name}" for name in _BETWEEN)):
    setattr(NarrowBits, f"__{_name}__", _known(getattr(int, f"__{_name}__")))
