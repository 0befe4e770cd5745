"""What a folder may say of itself, in the file in which its kind describes itself: each field's type and form.

A folder may come from anybody, and what it says ends up on terminals, in pages, in commands to be pasted and in the
files of a package. So each field is checked when it is read, here and nowhere else: a version is a version, a name is
one that may be a folder's, a text is one line without control characters.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    WrapValidator,
    model_validator,
)
from pydantic_core import PydanticCustomError

from glasshouse.errors import BadInputError
from glasshouse.scenario.user_text import quoted, unfit

_MOST_COMMAND, _MOST_TEXT = 20_000, 2_000


def _as(words: str) -> WrapValidator:
    """Tell a value that does not fit by what it should be."""

    def check(value: Any, fits: Any) -> Any:
        try:
            return fits(value)
        except ValidationError:
            raise PydanticCustomError("form", "should be {words}", {"words": words}) from None

    return WrapValidator(check)


def _one_line(text: str) -> str:
    if unfit(text) or "\n" in text or "\t" in text:
        raise ValueError
    return text


def _between(low: int, high: int) -> Any:
    return Field(strict=True, ge=low, le=high)


def _like(pattern: str) -> StringConstraints:
    return StringConstraints(pattern=f"^{pattern}$")


def _calendar(text: str) -> str:
    date.fromisoformat(text)
    return text


def _file_name(text: str) -> str:
    parts = PurePosixPath(text).parts
    if text.startswith("/") or any(part.startswith(".") or part != part.strip() for part in parts):
        raise ValueError
    return text


_DIGITS = "{} hexadecimal digits"
Count = Annotated[int, _between(0, 2**64 - 1), _as("a whole number of 0 or more")]
Size = Annotated[int, _between(1, 2**63 - 1), _as("a whole number of 1 or more")]
Days = Annotated[int, _between(1, 36_500), _as("a whole number from 1 to 36,500")]
Replicates = Annotated[int, _between(0, 10_000), _as("a whole number from 0 to 10,000")]
Command = Annotated[str, Field(max_length=_MOST_COMMAND), AfterValidator(_one_line), _as("one line of text")]
Text = Annotated[str, Field(max_length=_MOST_TEXT), AfterValidator(_one_line), _as("one line of text")]
Hash = Annotated[str, _like("[0-9a-f]{64}"), _as(_DIGITS.format(64))]
ScenarioHash = Annotated[str, _like("[0-9a-f]{32}"), _as(_DIGITS.format(32))]
Commit = Annotated[str, _like("[0-9a-f]{40}([0-9a-f]{24})?(-dirty)?"), _as("a commit")]
Version = Annotated[str, _like(r"[0-9A-Za-z][0-9A-Za-z.+!_-]{0,39}"), _as("a version such as 1.2.3")]
Moment = Annotated[
    str,
    _like(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)"),
    _as("a moment such as 2026-01-31T12:00:00Z"),
]
Day = Annotated[str, _like(r"\d{4}-\d\d-\d\d"), AfterValidator(_calendar), _as("a date")]
#: The name of a folder in this one.
ChildName = Annotated[
    str,
    _like("[A-Za-z0-9_=+@][A-Za-z0-9._=+@-]{0,99}"),
    _as("a name of an arm, in letters, digits and . _ = + @ -"),
]
FileName = Annotated[
    str,
    _like(r"[^\\:*?\x22<>|]{1,240}"),
    AfterValidator(_one_line),
    AfterValidator(_file_name),
    _as("the name of a file in this folder"),
]
Label = Annotated[Literal["documented", "hypothetical"], _as("documented or hypothetical")]
Share = Annotated[float, Field(ge=0, le=1), _as("a share from 0 to 1")]
Seconds = Annotated[float, Field(ge=0, le=1e12, allow_inf_nan=False), _as("a number of seconds")]
Object = Annotated[dict[str, Any], _as("an object")]


class Said(BaseModel):
    """What a folder says; what it says beside is kept."""

    model_config = ConfigDict(extra="allow", strict=True)


class Print(Said):
    """Size and BLAKE2b hash of a file."""

    bytes: Count
    blake2b: Hash


class Host(Said):
    """The machine; whatever else stands here is the version of a library."""

    __pydantic_extra__: dict[str, Version | None] = Field(init=False)
    system: Text | None = None
    machine: Text | None = None
    processor: Text | None = None
    gpu: Text | None = None
    cores: Size | None = None


class PluginSaid(Said):
    """A mechanism of a plug-in that a folder was made with; the fingerprint is of its package's source, and of each of
    its files, which older folders do not give."""

    name: Text
    module: Text
    package: Text
    version: Text
    fingerprint: ScenarioHash
    files: dict[Text, ScenarioHash] = {}


class PartSaid(Said):
    """Which simulations of a plan a folder holds, from ``first`` to ``last`` of the ``of`` that there are."""

    first: Count
    last: Count
    of: Size

    @model_validator(mode="after")
    def _in_order(self) -> PartSaid:
        if not self.first <= self.last < self.of:
            raise PydanticCustomError("form", "should be a range of its simulations")
        return self


class Description(Said):
    """What every kind of folder says."""

    status: Literal["running", "finished", "interrupted", "failed"]
    version: Version
    command: Command
    scenario_name: Text
    scenario_hash: ScenarioHash
    label: Label
    start: Day
    seed: Count
    population: Size
    days: Days
    replicates: Replicates
    scenario: Object
    files: dict[FileName, Print]
    replicates_asked: Size | None = None
    threads: Size | None = None
    started: Moment | None = None
    ended: Moment | None = None
    reason: Text | None = None
    commit: Commit | None = None
    note: Text | None = None
    host: Host = Host()
    plugins: list[PluginSaid] = []
    part: PartSaid | None = None
    blake2b: Hash | None = None

    def contradiction(self) -> str:
        """Where it does not agree with the scenario that it holds, or with itself, as a clause; "" where it does."""
        return self.against_scenario({"start": self.start, "name": self.scenario_name})

    def against_scenario(self, told: Mapping[str, str]) -> str:
        """Where what is told of the scenario is not what stands in it, as a clause."""
        for key, value in told.items():
            if str(self.scenario.get(key)) != value:
                return f"its {key} is {quoted(value)!r}, and its scenario's is {quoted(str(self.scenario.get(key)))!r}"
        return ""


def fault(content: Mapping[str, Any], form: type[Said]) -> str:
    """What is wrong with the first field that does not fit, as a clause; "" when all do.

    >>> fault({"status": "finished"}, Description)
    "'version' is missing"
    """
    try:
        said = form.model_validate(content)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        return _clause(first["loc"], first["type"], first["msg"])
    return said.contradiction() if isinstance(said, Description) else ""


def require_readable(path: Path, content: Mapping[str, Any], form: type[Description]) -> None:
    """Raise ``BadInputError`` for a description that nobody could read back, before anything is done for it."""
    if wrong := fault(content, form):
        raise BadInputError(f"{path}: it could not be read back ({wrong}). Nothing was started.")


def _clause(place: tuple[int | str, ...], kind: str, message: str) -> str:
    *outer, last = [str(part) for part in place if part != "[key]"] or ["it"]
    if place[-1:] == ("[key]",):
        return f"in '{quoted('.'.join(outer))}' {quoted(last)!r} {message}"
    inside = f"in '{quoted('.'.join(outer))}' " if outer else ""
    if kind == "missing":
        return f"{inside}'{quoted(last)}' is missing"
    known = {"list_type": "should be a list", "dict_type": "should be an object", "model_type": "should be an object"}
    words = message if kind == "form" else known.get(kind, _lower(message.removeprefix("Input ")))
    return f"{inside}'{quoted(last)}' {words}"


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
