"""The models of a validation file: its keys, by kind of table, and what each may hold."""

from __future__ import annotations

import math
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, StringConstraints, create_model, field_validator, model_validator
from pydantic_core import PydanticCustomError

from glasshouse.scenario.scenario_models import Model, Number, Number_, OwnSource, Text, Whole, number_model
from glasshouse.validation.table_kind import Input, TableKind, TableOutput

#: The first key of a file, with the version of its layout.
VERSION = "glasshouse-validation"
Name = Annotated[str, StringConstraints(strict=True, pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
_Pair = Annotated[list[Number], Field(min_length=2, max_length=2)]


class Fed_(Number_):  # noqa: N801
    """An input: a number with its unit, its evidence and its uncertainty, published (fixed) or fitted."""

    law: Literal["even", "log-even", "normal", "log-normal"] | None = Field(
        None, description="how it is drawn from its range; normal and log-normal: 95 of 100 draws lie in the range"
    )
    error: Annotated[Number, Field(gt=0)] | None = Field(
        None, description="standard error, in place of a range: it is drawn from a normal law"
    )
    counted: Annotated[list[Whole], Field(min_length=2, max_length=2)] | None = Field(
        None, description="so many of so many, in place of a range, for a share or a probability"
    )
    role: Literal["fixed", "fitted"] = "fixed"
    fitted_to: Annotated[list[Text], Field(min_length=1)] | None = Field(
        None, description="the figures to which it was fitted; none of them is scored"
    )

    @field_validator("fitted_to", mode="before")
    @classmethod
    def _one_or_several(cls, value: Any) -> Any:
        return [value] if isinstance(value, str) else value

    @model_validator(mode="after")
    def _fitting(self) -> Fed_:
        if (self.role == "fitted") != (self.fitted_to is not None):
            raise PydanticCustomError(
                "evidence", "a fitted input, and no other, says what it was fitted to (fitted_to)"
            )
        return self

    @model_validator(mode="after")
    def _uncertain(self) -> Fed_:
        if sum(given is not None for given in (self.range, self.error, self.counted)) > 1:
            raise PydanticCustomError("range", "give one of range, error and counted, not several")
        if self.posterior:
            raise PydanticCustomError("range", "a posterior may rest on the very figures of a table; give a range")
        if self.law and not self.range:
            raise PydanticCustomError("range", "a law says how a range is drawn from; give the range")
        if self.law == "log-even" and self.range and self.range[0] <= 0:
            raise PydanticCustomError("range", "a range that is even in the logarithm begins above 0")
        if self.counted and not _agrees(float(self.value), *self.counted):
            raise PydanticCustomError("range", "{said}", {"said": _no_share(*self.counted)})
        if self.law in ("normal", "log-normal") and not _in_the_middle(self.law, float(self.value), self.range or []):
            raise PydanticCustomError(
                "range", "the value must lie in the middle of a normal range, on its own scale (log-normal: by ratio)"
            )
        return self


def _agrees(value: float, some: int, all_: int) -> bool:
    """Whether so many of so many are the share, to one in a hundred of it."""
    return all_ > 0 and 0 <= some <= all_ and abs(value - some / all_) <= 0.01 * max(value, some / all_)


def _no_share(some: int, all_: int) -> str:
    """What is wrong with a count that does not give its value.

    >>> _no_share(122, 1940)
    'counted must give the value, and 122 of 1,940 is 0.0629'
    """
    if not 0 <= some <= all_ or all_ == 0:
        return "counted is [so many, of so many], such as [26, 42]"
    return f"counted must give the value, and {some:,} of {all_:,} is {some / all_:.3g}"


def _in_the_middle(law: str, value: float, range_: list[float]) -> bool:
    """Whether a value is the middle of its range, to a twentieth of the width."""
    if law == "log-normal":
        if min(value, *range_) <= 0:
            return False
        value, range_ = math.log(value), [math.log(end) for end in range_]
    low, high = range_
    return abs(value - (low + high) / 2) <= 0.05 * (high - low)


class Published_(Model):  # noqa: N801
    """A published figure, with the tolerance that was fixed before it was compared."""

    value: Number
    unit: str
    interval: _Pair | None = Field(None, description="the figure's own interval, where it was published with one")
    error: Annotated[Number, Field(gt=0)] | None = Field(
        None, description="the figure's own standard error: what is simulated is measured with the same error"
    )
    bound: Literal["at least", "at most"] | None = Field(
        None, description="where no more was published than that there were at least, or at most, so many"
    )
    source: Text
    confidence: Literal["S", "M", "D"]
    carried: Number | None = Field(
        None, description="what the last figure of the kind, carried over, would have given: the reference of scores"
    )
    carried_from: Text | None = Field(None, description="which figure that is, and how it was carried over")
    scale: Annotated[Number, Field(gt=0, le=1)] = Field(
        1.0,
        description="part of the published figure that is simulated, such as 0.01; widest and naive are of it",
    )
    widest: Annotated[Number, Field(gt=0)] = Field(description="so wide the simulated interval may be")
    naive: _Pair = Field(description="lowest and highest value that somebody who knows nothing would bet on")

    @model_validator(mode="after")
    def _sensible(self) -> Published_:
        if self.interval and not self.interval[0] <= self.value <= self.interval[1]:
            raise PydanticCustomError("range", "the interval must hold the value: lowest <= value <= highest")
        if self.bound and (self.interval or self.error or self.carried is not None):
            raise PydanticCustomError("range", "a bound has no interval, error or figure carried over")
        if (self.carried is None) != (self.carried_from is None):
            raise PydanticCustomError("evidence", "carried and carried_from go together")
        if not self.naive[0] < self.naive[1]:
            raise PydanticCustomError("range", "the naive bet must go from a lower to a higher value")
        if not self.naive[0] <= self.value * self.scale <= self.naive[1]:
            raise PydanticCustomError("range", "the naive bet must be able to hold the published value")
        if self.bound and self.value * self.scale == self.naive[0 if self.bound == "at least" else 1]:
            raise PydanticCustomError("range", "the naive bet must reach beyond the bound, or nothing could fail")
        if self.widest >= self.naive[1] - self.naive[0]:
            raise PydanticCustomError(
                "range", "widest must be less than the width of the naive bet, or nothing could fail"
            )
        return self


class Head(BaseModel):
    """What says of which kind a file is; the rest is looked at when that is known."""

    version: Literal[1] = Field(alias=VERSION)
    kind: str


def _maybe(kind: Any) -> Any:
    return kind | None


def _fed(row: Input) -> tuple[Any, Any]:
    model = number_model(row.unit, row.kind, Fed_)
    return (_maybe(model), None) if row.optional else (model, ...)


def _published(row: TableOutput) -> tuple[Any, Any]:
    model = create_model(f"Published {row.unit}", __base__=Published_, unit=(Literal[row.unit], ...))  # pyright: ignore[reportCallIssue, reportArgumentType]
    return _maybe(model), Field(None, description=row.meaning)


def _wrong(kind: TableKind) -> type[Model]:
    bounds: dict[str, Any] = {}
    for name, row in kind.inputs.items():
        low, high, whole = row.bounds
        bounds[name] = (_maybe(Annotated[Whole if whole else Number, Field(ge=low, le=high)]), None)
    changes = create_model("Changes", __base__=Model, **bounds)
    return create_model("Wrong", __base__=Model, because=(Text, ...), set=(changes, ...))


@cache
def table_model(kind: TableKind) -> type[Model]:
    """The model of a validation file of a kind."""
    fed: dict[str, Any] = {name: _fed(row) for name, row in kind.inputs.items()}
    published: dict[str, Any] = {name: _published(row) for name, row in kind.outputs.items()}
    rows: dict[str, Any] = {
        "version": (Literal[1], Field(alias=VERSION, description="version of this layout")),
        "name": (Name, ...),
        "title": (Text, ...),
        "kind": (Literal[kind.name], ...),
        "part": (_maybe(Text), Field(None, description="the stages that it exercises; the kind says them")),
        "summary": (Text, ...),
        "status": (Literal["confirmed", "unconfirmed"], ...),
        "inputs": (create_model("Inputs", __base__=Model, **fed), ...),
        "outputs": (create_model("Outputs", __base__=Model, **published), ...),
        "wrong": (list[_wrong(kind)], ...),
        "notes": (Text, ...),
        "reason": (_maybe(Text), None),
        "sources": (dict[Name, OwnSource] | None, None),
    }
    if kind.groups:
        letters: dict[str, Any] = dict.fromkeys(kind.groups, (Text | None, None))
        rows["groups"] = (create_model("Groups", __base__=Model, **letters) | None, None)
    return create_model("Table", __base__=Model, **rows)
