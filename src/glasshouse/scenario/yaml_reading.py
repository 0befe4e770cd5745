"""Read a YAML file safely: plain values, and the line on which each stands.

The parser's events are turned into values here, so that nothing that YAML can do beyond plain values
(anchors, aliases, tags, merges, several documents) is ever carried out; each is refused by line.
"""

from __future__ import annotations

import math
import os
import re
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML, events
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.reader import ReaderError

from glasshouse.arguments import Argument
from glasshouse.scenario.scenario_error import ScenarioError
from glasshouse.scenario.user_text import path_quoted, quoted, unfit

#: Longest file, in bytes; a larger one is refused before it is read.
MAX_BYTES = 1_000_000
#: Deepest nesting of mappings and lists.
MAX_DEPTH = 12
#: Longest scalar, in characters.
MAX_TEXT = 20_000

#: A place in a file: keys and list positions from the top.
Path_ = tuple[str | int, ...]

_DIGITS = "[0-9]+(?:_[0-9]+)*"
_NUMBER = re.compile(rf"[-+]?(?:({_DIGITS})(\.(?:{_DIGITS})?)?|\.{_DIGITS})([eE][-+]?[0-9]+)?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WORDS: dict[str, Any] = {
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys(("null", "Null", "NULL", "~", ""), None),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), math.nan),
    **dict.fromkeys((".inf", ".Inf", ".INF", "+.inf"), math.inf),
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), -math.inf),
}


@dataclass(frozen=True, kw_only=True)
class Document:
    """A file's plain values, and the line of each path in it."""

    data: Any
    lines: dict[Path_, int]
    where: str | Argument
    #: The folder that paths in it start from; None where it may name no files.
    folder: Path | None = None

    def line(self, path: Path_) -> int | None:
        """The line of a path, or of its nearest parent that has one."""
        for end in range(len(path), -1, -1):
            if path[:end] in self.lines:
                return self.lines[path[:end]]
        return None


def scalar(text: str) -> Any:
    """A plain YAML scalar's value: number, true or false, null, date, or else the text.

    >>> scalar("2e8"), scalar("1_000"), scalar("true"), scalar("2020-01-01"), scalar("hotel"), scalar("5_")
    (200000000.0, 1000, True, datetime.date(2020, 1, 1), 'hotel', '5_')
    """
    if text in _WORDS:
        return _WORDS[text]
    if len(text) <= 64 and (match := _NUMBER.fullmatch(text)):
        plain = match[2] is None and match[3] is None and match[1] is not None
        return int(text) if plain else float(text)
    if _DATE.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:  # 2019-02-31: left as text, which no date field accepts
            return text
    return text


def whole(value: Any) -> Any:
    """A number that is whole as a whole number, however it was written, and anything else as it is.

    >>> whole(1e6), whole(2.5), whole(True), whole("5")
    (1000000, 2.5, True, '5')
    """
    return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < 2**64 else value


def is_file(path: str | os.PathLike[str]) -> bool:
    """Whether there is such a file. A name that no file can have is none, and no error."""
    try:
        return Path(path).is_file()
    except OSError:
        return False


def as_file(text: str) -> Path | None:
    """The path that a text is, where it ends as a YAML file does, is a path, or names something that is there.

    >>> as_file("as-described"), as_file("mine.yaml").name
    (None, 'mine.yaml')
    """
    path = Path(text)
    try:
        there = path.exists()
    except OSError:  # a name that is too long for a file
        there = False
    return path if path.suffix in (".yaml", ".yml") or os.sep in text or there else None


def read(path: Path, *, where: str | None = None) -> Document:
    """Read a file. Raises ScenarioError on anything but one plain YAML mapping in UTF-8."""
    where = where or path_quoted(path.name)
    return replace(parse(text_of(path, where), where=where), folder=path.parent)


def text_of(path: Path, where: str) -> str:
    """A file's text. Raises ScenarioError where there is none, or it is too long or not UTF-8."""
    if "\0" in str(path):
        raise ScenarioError("no file has such a name.", where=where)
    try:
        if path.is_dir():
            raise ScenarioError("this is a folder, not a file.", where=where)
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise ScenarioError(f"the file has {size:,} bytes; at most {MAX_BYTES:,} are read.", where=where)
        with path.open("rb") as file:  # a pipe has no size: never read more than the limit
            raw = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise ScenarioError("there is no such file.", where=path_quoted(path)) from None
    except OSError as error:
        raise ScenarioError(f"the file cannot be read ({error.strerror}).", where=where) from None
    if len(raw) > MAX_BYTES:
        raise ScenarioError(f"the file is longer than {MAX_BYTES:,} bytes.", where=where)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise ScenarioError("the file is not UTF-8 text.", where=where, line=line) from None


def parse(text: str, *, where: str) -> Document:
    """Parse one YAML mapping.

    >>> parse("a:\\n  b: 2", where="x.yaml").lines[("a", "b")]
    2
    """
    if not text.strip():
        raise ScenarioError("the file is empty.", where=where)
    builder = _Builder(where)
    try:
        for event in YAML(typ="safe", pure=True).parse(text):
            builder.take(event)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else None
        problem = error.problem or str(error)
        hint = " Put a text with a colon in quotes." if "mapping values" in problem else ""
        raise ScenarioError(f"this is not YAML: {quoted(problem)}.{hint}", where=where, line=line) from None
    except ReaderError as error:
        line = text[: error.position].count("\n") + 1 if isinstance(error.position, int) else None
        raise ScenarioError("the file holds a character that YAML does not allow.", where=where, line=line) from None
    except (YAMLError, ValueError, RecursionError) as error:
        if isinstance(error, ScenarioError):
            raise
        raise ScenarioError("this is not YAML that can be read.", where=where) from None
    if not isinstance(builder.root, dict):
        message = "the file is empty." if builder.root is None else "the file holds no mapping of keys to values."
        raise ScenarioError(message, where=where, line=None if builder.root is None else 1)
    return Document(data=builder.root, lines=builder.lines, where=where)


class _Builder:
    """Turns parse events into values, without recursion."""

    def __init__(self, where: str) -> None:
        self.where = where
        self.root: Any = None
        self.lines: dict[Path_, int] = {(): 1}
        self.stack: list[tuple[Any, Path_]] = []
        self.key: list[str | None] = []  # the key that waits for its value, one a level
        self.documents = 0

    def take(self, event: Any) -> None:
        line = event.start_mark.line + 1
        if isinstance(event, events.AliasEvent) or getattr(event, "anchor", None):
            self.refuse("anchors and aliases (&, *) are not allowed; write the value out.", line)
        if isinstance(event, events.NodeEvent) and getattr(event, "tag", None):
            tag = quoted(str(event.tag))  # pyright: ignore[reportAttributeAccessIssue]
            self.refuse(f"tags ({tag}) are not allowed; write a plain value.", line)
        if isinstance(event, events.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                self.refuse("a second document starts here ('---'); a file holds one.", line)
        elif isinstance(event, events.ScalarEvent):
            self.scalar(event, line)
        elif isinstance(event, events.MappingStartEvent):
            self.open({}, line)
        elif isinstance(event, events.SequenceStartEvent):
            self.open([], line)
        elif isinstance(event, events.CollectionEndEvent):
            self.stack.pop()
            self.key.pop()

    def scalar(self, event: Any, line: int) -> None:
        if len(event.value) > MAX_TEXT:
            self.refuse(f"a text is longer than {MAX_TEXT:,} characters.", line)
        if character := unfit(event.value):
            self.refuse(f"'{quoted(event.value)}' holds a character that no text may hold ({character}).", line)
        if self.stack and isinstance(self.stack[-1][0], dict) and self.key[-1] is None:
            container, path = self.stack[-1]
            if event.value == "<<" and event.implicit[0]:
                self.refuse("merge keys (<<) are not allowed; write the values out.", line)
            if event.value in container:
                first = self.lines[(*path, event.value)]
                self.refuse(f"key '{quoted(event.value)}' stands twice (first on line {first}).", line)
            self.key[-1] = event.value
            self.lines[(*path, event.value)] = line
            return
        self.put(scalar(event.value) if event.implicit[0] else event.value, line)

    def open(self, container: Any, line: int) -> None:
        if len(self.stack) >= MAX_DEPTH:
            self.refuse(f"values are nested more than {MAX_DEPTH} deep.", line)
        path = self.put(container, line)
        self.stack.append((container, path))
        self.key.append(None)

    def put(self, value: Any, line: int) -> Path_:
        if not self.stack:
            self.root = value
            return ()
        container, path = self.stack[-1]
        if isinstance(container, list):
            here = (*path, len(container))
            container.append(value)
            self.lines[here] = line
            return here
        key = self.key[-1]
        if key is None:
            self.refuse("a key must be a plain word.", line)
        here = (*path, str(key))
        container[key] = value
        self.key[-1] = None
        return here

    def refuse(self, message: str, line: int) -> None:
        raise ScenarioError(message, where=self.where, line=line)
