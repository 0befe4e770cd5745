"""Gates as a story names them: the doors that closed, where somebody was turned away, what was given there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from glasshouse.stories.notebook import Notebook
from glasshouse.wording.lists_and_nouns import enumerated
from glasshouse.wording.prose import times


def perk(gate: str, book: Notebook) -> str:
    """What a favour at a gate is.

    >>> from glasshouse.stories.notebook import notebook
    >>> perk("visa", notebook()), perk("shop", notebook())
    ('a faster visa', 'a favour in a shop')
    """
    return book.favours.get(gate, f"a favour {book.gates[gate].where}")


def doors(gates: Iterable[str], book: Notebook) -> str:
    """Gates as doors.

    >>> from glasshouse.stories.notebook import notebook
    >>> doors(("hotel", "rail"), notebook())
    'hotels and fast trains'
    """
    found = [book.gates[gate].doors for gate in gates]
    return enumerated(found) if found else "nothing"


def refusals(gates: Iterable[str], book: Notebook) -> str:
    """Where somebody was turned away, with numbers where there is more than one place or time.

    >>> from glasshouse.stories.notebook import notebook
    >>> refusals(["hotel", "rail", "hotel"], notebook()), refusals(["visa"], notebook())
    ('twice at a hotel and once for the fast train', 'for a visa')
    """
    found = Counter(gates).most_common()
    if len(found) == 1:
        gate, n = found[0]
        return book.gates[gate].where if n == 1 else book.gates[gate].everywhere
    return enumerated([f"{times(n)} {book.gates[gate].where}" for gate, n in found])
