"""What an arm of a comparison is called: its parts, the day from which it goes its own way, a name for its folder."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from glasshouse.errors import BadInputError
from glasshouse.scenario.user_text import quoted
from glasshouse.scenario.yaml_reading import is_file

if TYPE_CHECKING:
    from glasshouse.scenario import Scenario

#: The arm that all others are compared with; and arms that are in every comparison.
BASELINE = "baseline"
ALWAYS = ("ban", "unwatched")

_HALF_A_NUMBER = re.compile(r"[-+]?(\d[\d_]*\.?[\d_]*|\.\d[\d_]*)[eE]")
_SUFFIX = re.compile(r"(?P<parts>.*)@(?P<when>[^@+=/\\]*)", re.DOTALL)
_DAY = re.compile(r"\d{1,6}|\d{4}-\d{2}-\d{2}")
_UNSAFE = re.compile(r"[^A-Za-z0-9._=+@-]+")
#: Names that a folder of a comparison gives to something else, or that Windows keeps for itself.
_TAKEN = {BASELINE, "tables", "con", "prn", "aux", "nul", *(f"{port}{k}" for port in ("com", "lpt") for k in range(10))}
_LONGEST = 80
#: Letters of what tells long names apart: "-" and eight digits.
_MARK = 9


@dataclass(frozen=True, kw_only=True)
class Written:
    """An arm as it was written: its parts in order, and the day (or ISO date) on which it leaves the baseline.

    ``scenario``: it was given as one, and its text is a title; ``sentence`` says what is different in it.
    """

    text: str
    parts: tuple[str, ...]
    when: str | None = None
    scenario: Scenario | None = field(default=None, repr=False)
    sentence: str = field(default="", repr=False)

    @property
    def same(self) -> tuple[frozenset[str], str | None]:
        """Equal for two ways to write one arm."""
        if self.scenario is not None:
            return frozenset({self.scenario.hash}), None
        return frozenset(self.parts), None if self.when in (None, "0") else self.when


def parse(text: str) -> Written:
    """Take an arm apart: parts joined by ``+``, and perhaps ``@DAY``.

    A ``+`` inside a number or a list belongs to it, as does one in the name of a file that exists.
    Raises ``BadInputError`` for an empty part, a part written twice, or something other than a day after ``@``.

    >>> parse("human-review+appeal@200")
    Written(text='human-review+appeal@200', parts=('human-review', 'appeal'), when='200')
    >>> parse("cameras.total=1e+8+score.every=[a,b]").parts
    ('cameras.total=1e+8', 'score.every=[a,b]')
    """
    text = text.strip()
    if not text:
        raise BadInputError("an arm is empty. Name a safeguard, a preset, a YAML file of changes, or KEY=VALUE.")
    body, when = _cut(text)
    parts = (body,) if is_file(body) else tuple(part.strip() for part in _split(body))
    if not all(parts):
        raise BadInputError(f"arm '{quoted(text)}': nothing stands before or after a '+'.")
    twice = [part for k, part in enumerate(parts) if part in parts[:k]]
    if twice:
        raise BadInputError(f"arm '{quoted(text)}': '{quoted(twice[0])}' stands in it twice.")
    return Written(text=text, parts=parts, when=when)


def _cut(text: str) -> tuple[str, str | None]:
    """The arm without its ``@DAY``, and the day."""
    found = _SUFFIX.fullmatch(text)
    if found is None or is_file(text) or text.endswith((".yaml", ".yml")):
        return text, None
    when = found["when"].strip()
    if not _DAY.fullmatch(when):
        raise BadInputError(
            f"arm '{quoted(text)}': after '@' comes a day from 0, or a date such as 2020-06-30, not '{quoted(when)}'."
        )
    if not when.isdigit():
        try:
            date.fromisoformat(when)
        except ValueError:
            raise BadInputError(f"arm '{quoted(text)}': {when} is not a date.") from None
    return found["parts"].strip(), when if "-" in when else str(int(when))


def _split(body: str) -> list[str]:
    out: list[str] = []
    for piece in body.split("+"):
        if out and _goes_on(out[-1], piece):
            out[-1] += f"+{piece}"
        else:
            out.append(piece)
    return out


def _goes_on(before: str, after: str) -> bool:
    """Whether the ``+`` between two pieces is a part of a value or of a file's name, not a joint."""
    key, is_change, value = before.partition("=")
    if not is_change:
        return is_file(f"{before}+{after}")
    value = value.strip()
    signed = not value and bool(key)
    exponent = _HALF_A_NUMBER.fullmatch(value) is not None and after[:1].isdigit()
    return signed or exponent or value.count("[") > value.count("]")


def folder_names(arms: Iterable[Written]) -> list[str]:
    """Names for the arms' folders: what was written where a file system takes it, distinct, never too long.

    >>> folder_names([parse("ban"), parse("restrictions.tier_gates.D=[hotel, visa]"), parse("BAN@5")])
    ['ban', 'restrictions.tier_gates.D=-hotel-visa', 'BAN@5']
    """
    names: list[str] = []
    taken = set(_TAKEN)
    for arm in arms:
        parts = [Path(part).stem if _is_file(part) else part for part in arm.parts]
        whole = "+".join(parts) + ("" if arm.when in (None, "0") else f"@{arm.when}")
        name = _UNSAFE.sub("-", whole).strip("-. ") or "arm"
        if len(name) > _LONGEST + _MARK:  # a name that was made here, taken from a file's, stays what it is
            name = f"{name[:_LONGEST]}-{blake2b(whole.encode(), digest_size=4).hexdigest()}"
        number, first = 2, name
        while name.lower() in taken:
            name, number = f"{first}-{number}", number + 1
        taken.add(name.lower())
        names.append(name)
    return names


def _is_file(part: str) -> bool:
    """Whether a part is a file of changes; one whose name ends in something else is known by its being there."""
    return ("=" not in part and part.endswith((".yaml", ".yml"))) or is_file(part)


def with_always(arms: Iterable[Written]) -> list[Written]:
    """The arms, and after them those of every comparison that are not among them.

    Raises ``BadInputError`` for an arm that stands there twice, or that is the baseline.

    >>> [arm.text for arm in with_always([parse("appeal"), parse("ban")])]
    ['appeal', 'ban', 'unwatched']
    """
    found: list[Written] = []
    for arm in arms:
        if arm.parts == (BASELINE,):
            raise BadInputError("the baseline is in every comparison; do not name it as an arm.")
        if any(arm.same == other.same for other in found):
            raise BadInputError(f"arm '{quoted(arm.text)}' is named twice.")
        found.append(arm)
    more = [parse(name) for name in ALWAYS]
    return found + [arm for arm in more if all(arm.same != other.same for other in found)]
