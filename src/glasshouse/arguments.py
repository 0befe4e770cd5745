"""What a caller gave, as it is called: by its argument in Python, by its option on the command line."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Any, NamedTuple, cast

#: Arguments whose option has another name where a value is named.
_WITH_A_VALUE = {"attribute": "--part"}


class Argument(NamedTuple):
    """An argument in a message, perhaps with the value that was given.

    >>> str(Argument("population", 0)), Argument("population", 0).option
    ('population=0', '--population 0')
    >>> str(Argument("most_chilled", True)), Argument("most_chilled", True).option
    ('most_chilled=True', '--most-chilled')
    >>> Argument("attribute", True).option, Argument("attribute", "tiers").option
    ('--attribute', '--part tiers')
    """

    name: str
    value: Any = None

    def __str__(self) -> str:
        """As Python writes it."""
        if self.value is None:
            return self.name
        plain: Any = self.value
        if isinstance(plain, os.PathLike):
            plain = os.fspath(cast("os.PathLike[str]", plain))
        return f"{self.name}={plain!r}"

    @property
    def option(self) -> str:
        """As the command line writes it."""
        name = f"--{self.name.replace('_', '-')}"
        if self.value is None or self.value is True:
            return name
        return f"{_WITH_A_VALUE.get(self.name, name)} {self.value}"


class Either(NamedTuple):
    """Words that differ: what helps in Python, and what helps on the command line.

    >>> each = Either(python="glasshouse.resume(folder)", command="'glasshouse resume FOLDER'")
    >>> str(each), each.option
    ('glasshouse.resume(folder)', "'glasshouse resume FOLDER'")
    """

    python: str
    command: str

    def __str__(self) -> str:
        """As Python writes it."""
        return self.python

    @property
    def option(self) -> str:
        """As the command line writes it."""
        return self.command


#: A message: words, and among them arguments, and words that differ.
Said = tuple[str | Argument | Either, ...]


def in_python(said: Said) -> str:
    """A message with its arguments as Python writes them.

    >>> in_python((Argument("days", 0), ": too few. Choose more ", Argument("days"), "."))
    'days=0: too few. Choose more days.'
    """
    return "".join(map(str, said))


def in_options(error: BaseException) -> str:
    """The message of an error with its arguments as options.

    >>> in_options(ValueError("no arguments here"))
    'no arguments here'
    """
    said: Said = getattr(error, "said", None) or (str(error),)
    return "".join(part if isinstance(part, str) else part.option for part in said)


def several(texts: str | Iterable[Any]) -> tuple[str, ...]:
    """Texts, of which one may stand alone.

    >>> several("a=1"), several(["a=1", "b=2"])
    (('a=1',), ('a=1', 'b=2'))
    """
    return (texts,) if isinstance(texts, str) else tuple(map(str, texts))
