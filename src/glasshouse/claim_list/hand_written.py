"""Claims that somebody wrote down, each linked to the known claim that is nearest in words, and judged by nobody.

>>> known = [("D7", "In 2019 there were 200 million cameras.", ""), ("D12", "Taking part is voluntary.", "")]
>>> (one,) = linked([WrittenClaim(line=1, text="There are 600 million cameras in the streets")], known)
>>> one.nearest, one.shared
('D7', ('cameras', 'million'))
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from glasshouse.errors import BadInputError, nearest, why

#: Most bytes of a file, and most letters of a claim.
_MOST_BYTES, _MOST_LETTERS = 1_000_000, 1000
#: A claim that is said to be about a known one: "D7: …".
_NAMED = re.compile(r"(?P<id>[A-Za-z]{1,3}\d{1,3})\s*:\s+(?P<text>.+)")
_WORD = re.compile(r"[^\W_]+")
#: Words that say nothing of what a claim is about.
_EMPTY = frozenset(
    """about after also among and any are been but can cannot china chinese could did does each for from had has have
    into its made make many more most not now one only other over people some such than that the their them then there
    they this those under was were what when which who will with would every all state government""".split()
)
#: Claims with less in common than this are not linked.
_LEAST = 0.14


@dataclass(frozen=True, kw_only=True)
class WrittenClaim:
    """A claim of a file: its line, counted from 1, its text, and the known claim that it names itself ("" for none)."""

    line: int
    text: str
    id: str = ""


@dataclass(frozen=True, kw_only=True)
class LinkedClaim:
    """A claim of a file and the known claim that is nearest to it; ``nearest`` is "" where none shares enough words.

    ``shared`` are the words that both have, ``likeness`` is from 0 to 1. ``named``: the file itself says which it is.
    Nothing here says whether a claim is true: the verdict on the known claim is that claim's alone.
    """

    line: int
    text: str
    nearest: str
    likeness: float
    shared: tuple[str, ...]
    named: bool = False


def read(path: Path) -> list[WrittenClaim]:
    """The claims of a file. Raises ``BadInputError`` with the file, and the line where there is one."""
    try:
        content = path.read_bytes() if path.stat().st_size <= _MOST_BYTES else None
    except OSError as error:
        raise BadInputError(f"{path}: {why(error)}.{_near(path)}") from None
    if content is None:
        raise BadInputError(f"{path}: too long for a list of claims; at most {_MOST_BYTES:,} bytes.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise BadInputError(f"{path}, line {line}: not text in UTF-8.") from None
    found = [_written(path, number, line) for number, line in enumerate(text.splitlines(), 1)]
    claims = [claim for claim in found if claim is not None]
    if not claims:
        raise BadInputError(f"{path}: holds no claim; write one a line.")
    return claims


def linked(written: Iterable[WrittenClaim], known: Sequence[tuple[str, str, str]]) -> tuple[LinkedClaim, ...]:
    """Each claim with the nearest of the ``known``: id, claim, correction."""
    texts = {name: _words(f"{claim} {claim} {correction}") for name, claim, correction in known}
    often = Counter(word for words in texts.values() for word in words)
    weight = {word: math.log((1 + len(texts)) / n) for word, n in often.items()}
    return tuple(_linked(claim, texts, weight) for claim in written)


def check_names(path: Path, written: Iterable[WrittenClaim], known: Sequence[str]) -> None:
    """Raise ``BadInputError``, with the nearest name, for a claim that names one that is not known."""
    for claim in written:
        if claim.id and claim.id not in known:
            raise BadInputError(
                f"{path}, line {claim.line}: no known claim is called '{claim.id}'.{nearest(claim.id, known)}"
            )


def _near(path: Path) -> str:
    """The nearest name of a file beside it."""
    try:
        beside = [each.name for each in path.parent.iterdir() if each.is_file()]
    except OSError:
        return ""
    return nearest(path.name, beside)


def _written(path: Path, number: int, line: str) -> WrittenClaim | None:
    """The claim of a line: a plain one, or an item of a YAML list."""
    text = re.sub(r"(^|\s)#.*$", "", line).strip()
    text = re.sub(r"^-(\s+|$)", "", text)
    if len(text) > 1 and text[0] in "\"'" and text[-1] == text[0]:
        text = text[1:-1].strip()
    if not text or text == "---":
        return None
    if len(text) > _MOST_LETTERS:
        raise BadInputError(f"{path}, line {number}: too long for one claim; at most {_MOST_LETTERS:,} letters.")
    if not _words(text):
        raise BadInputError(f"{path}, line {number}: '{text}' is no claim; write it as a sentence.")
    named = _NAMED.fullmatch(text)
    if named is None:
        return WrittenClaim(line=number, text=text)
    return WrittenClaim(line=number, text=named["text"], id=named["id"].upper())


def _words(text: str) -> Counter[str]:
    """The words that a text is about, in the singular."""
    words = (word.lower() for word in _WORD.findall(text))
    kept = (word for word in words if word not in _EMPTY and (len(word) > 2 or word.isdigit()))
    return Counter(_stem(word) for word in kept)


def _stem(word: str) -> str:
    """A word without its ending, roughly.

    >>> [_stem(word) for word in ("cameras", "watched", "cities", "scores", "2019")]
    ['camera', 'watch', 'city', 'score', '2019']
    """
    for ending, instead in (("ies", "y"), ("ing", ""), ("ed", ""), ("s", "")):
        if word.endswith(ending) and len(word) - len(ending) > 2 and not word.endswith("ss"):
            return word[: -len(ending)] + instead
    return word


def _linked(claim: WrittenClaim, known: dict[str, Counter[str]], weight: dict[str, float]) -> LinkedClaim:
    own = _words(claim.text)
    likeness = {name: _likeness(own, words, weight) for name, words in known.items()}
    best = claim.id or max(likeness, key=lambda name: likeness[name], default="")
    if not best or (not claim.id and likeness[best] < _LEAST):
        return LinkedClaim(line=claim.line, text=claim.text, nearest="", likeness=0.0, shared=())
    spoken = {_stem(word.lower()): word.lower() for word in reversed(_WORD.findall(claim.text))}
    shared = tuple(sorted(spoken[stem] for stem in own if stem in known[best]))
    return LinkedClaim(
        line=claim.line,
        text=claim.text,
        nearest=best,
        likeness=round(likeness[best], 2),
        shared=shared,
        named=bool(claim.id),
    )


def _likeness(own: Counter[str], other: Counter[str], weight: dict[str, float]) -> float:
    """The cosine between two texts, rare words counting more; words that no known claim has count as the rarest."""
    rarest = max(weight.values(), default=1.0)
    dot = sum(own[word] * other[word] * weight[word] ** 2 for word in own if word in other)
    sizes = [math.sqrt(sum((n * weight.get(word, rarest)) ** 2 for word, n in text.items())) for text in (own, other)]
    return dot / (sizes[0] * sizes[1]) if all(sizes) else 0.0
