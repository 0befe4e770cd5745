"""On which list of people somebody is, as bits of ``flags``: written and read here, and nowhere else by number.

Two bits in each ledger tell three lists apart, and a set of mechanisms with no more has no others. Where a set has
more, its column ``flags`` is twice as wide, and four higher bits in each ledger say in which three of the lists the
lower two count: list 4 is the first of the second three. The lower bits are 0 for those who are on no list, and for
nobody else, whatever the set; whoever asks for any list at all looks at them alone.

Rules call ``list_in`` and ``with_list``; in a set that needs it, ``engine/binding.py`` puts the wide ones in their
place.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from glasshouse.kernels import inner
from glasshouse.population.people import OBSERVED_LIST

#: The two ledgers, as these functions are asked for them.
OBSERVED, ERROR_FREE = 0, 1
#: Where the higher bits begin, and how many each ledger has.
_HIGHER, _MANY = 16, 4
_TOP = (1 << _MANY) - 1
#: The column of a set that has more lists than NARROW.
WIDE_FLAGS = np.dtype(np.uint32)


@inner
def list_in(flags, ledger):
    """The number of the list that somebody is on in the observed (0) or the error-free (1) ledger; 0 for none.

    >>> list_in(2 << OBSERVED_LIST, OBSERVED), list_in(2 << OBSERVED_LIST, ERROR_FREE)
    (2, 0)
    """
    return (flags >> (OBSERVED_LIST + 2 * ledger)) & 3


@inner
def with_list(flags, ledger, number):
    """Flags that say that somebody is on a list in a ledger, and on no other; 0 takes them off."""
    return (flags & ~(3 << (OBSERVED_LIST + 2 * ledger))) | (number << (OBSERVED_LIST + 2 * ledger))


@inner
def wide_list_in(flags, ledger):
    """``list_in`` of a set with more lists; of narrow flags, and of arrays of either (int64), it says the same.

    >>> wide_list_in(with_wide_list(0, OBSERVED, 7), OBSERVED), wide_list_in(3 << OBSERVED_LIST, OBSERVED)
    (7, 3)
    """
    return ((flags >> (OBSERVED_LIST + 2 * ledger)) & 3) + 3 * ((flags >> (_HIGHER + _MANY * ledger)) & _TOP)


@inner
def with_wide_list(flags, ledger, number):
    """``with_list`` of a set with more lists.

    >>> with_wide_list(with_wide_list(1, ERROR_FREE, 48), ERROR_FREE, 0)
    1
    """
    low, high = OBSERVED_LIST + 2 * ledger, _HIGHER + _MANY * ledger
    others = flags & ~((3 << low) | (_TOP << high))
    if number == 0:
        return others
    return others | ((1 + (number - 1) % 3) << low) | (((number - 1) // 3) << high)


@inner
def observed_list(flags):
    """The number of the list that somebody is on in the observed ledger, as a ``PersonList`` is one; 0 for none.

    >>> observed_list(3 << OBSERVED_LIST)
    3
    """
    return list_in(flags, OBSERVED)


def well_formed(flags: np.ndarray) -> bool:
    """Whether the higher bits of flags (int64) say something of those alone who are on a list, and no others are set.

    >>> well_formed(np.array([0, with_wide_list(0, OBSERVED, 48)])), well_formed(np.array([2 << 16]))
    (True, False)
    """
    higher = flags >> _HIGHER
    for ledger in (OBSERVED, ERROR_FREE):
        nowhere = (flags >> (OBSERVED_LIST + 2 * ledger)) & 3 == 0
        if (nowhere & ((higher >> (_MANY * ledger)) & _TOP != 0)).any():
            return False
    return not (higher >> 2 * _MANY).any()


#: What is called in place of what, in a set with more lists.
WIDE: dict[Callable[..., Any], Callable[..., Any]] = {list_in: wide_list_in, with_list: with_wide_list}
