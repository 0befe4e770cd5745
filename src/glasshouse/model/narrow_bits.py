"""A number that says where the two bits of a list stand, under whatever name, and in what is made of it.

Two bits hold three lists. Where a scenario has more, a rule that reads two bits would take one list for another, so
that it is refused; to refuse it, the number must be known wherever it went.
"""

from __future__ import annotations

from typing import Self


class NarrowBits(int):
    """A whole number; what an operator makes of it with another is one as well.

    >>> shift = NarrowBits(6)
    >>> mask = 3 << shift
    >>> mask, isinstance(mask, NarrowBits), isinstance(shift + 2, NarrowBits), isinstance(7 & ~mask, NarrowBits)
    (192, True, True, True)
    """

    def __lshift__(self, other: int) -> Self:
        """`self << other`."""
        return type(self)(int(self) << other)

    def __rlshift__(self, other: int) -> Self:
        """`other << self`."""
        return type(self)(other << int(self))

    def __add__(self, other: int) -> Self:
        """`self + other`."""
        return type(self)(int(self) + other)

    def __sub__(self, other: int) -> Self:
        """`self - other`."""
        return type(self)(int(self) - other)

    def __or__(self, other: int) -> Self:
        """`self | other`."""
        return type(self)(int(self) | other)

    def __and__(self, other: int) -> Self:
        """`self & other`."""
        return type(self)(int(self) & other)

    def __mul__(self, other: int) -> Self:
        """`self * other`."""
        return type(self)(int(self) * other)

    def __invert__(self) -> Self:
        """`~self`."""
        return type(self)(~int(self))

    __radd__, __ror__, __rand__, __rmul__ = __add__, __or__, __and__, __mul__
