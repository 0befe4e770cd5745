"""The model of a study file: its keys, and what each may hold."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, ValidationInfo, field_validator, model_validator
from pydantic_core import PydanticCustomError

from glasshouse.scenario.scenario_models import Model, Number, OwnSource, Text, Whole
from glasshouse.studies.study_parts import SIDES
from glasshouse.studies.study_plan import METHODS

#: The first key of a file, with the version of its layout.
VERSION = "glasshouse-study"
Name = Annotated[str, StringConstraints(strict=True, pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
_Pair = Annotated[list[Number], Field(min_length=2, max_length=2)]
Positive = Annotated[Number, Field(gt=0)]
Days_ = Annotated[list[Annotated[Whole, Field(ge=0)]], Field(min_length=2, max_length=2)]


class Asked(Model):
    """An output: a measure, and of which scenario; a measure's name alone will do."""

    measure: Text
    side: Literal[tuple(SIDES)] | None = Field(None, alias="of")  # pyright: ignore[reportInvalidTypeForm]


class Reported(Asked):
    """An output that may be of some people and some days alone."""

    group: Text | None = None
    district: Text | None = None
    days: Days_ | None = None


class Moving(Model):
    """Parameters that move, perhaps over a range of the study's own; a name, part or pattern alone will do."""

    name: Text
    range: _Pair | None = None

    @model_validator(mode="after")
    def _rising(self) -> Moving:
        if self.range and not self.range[0] < self.range[1]:
            raise PydanticCustomError("range", "the range must go from a lower to a higher value")
        return self


class Concluding(Asked):
    """The conclusion that PRIM puts to the test."""

    at_most: Number = Field(alias="at-most")
    says: Text = Field(description="the conclusion in a sentence")


class Aim(Reported):
    """A published figure to fit."""

    measure: Text | None = None  # pyright: ignore[reportIncompatibleVariableOverride, reportGeneralTypeIssues]
    summary: Name | None = Field(None, description="a function of one's own in Python, in place of a measure")
    value: Number
    tolerance: Positive | None = Field(None, description="with calibrate: how far off counts as one step of misfit")
    sd: Positive | None = Field(None, description="with abc: the standard deviation of the published figure")
    source: Text


class Objective(Model):
    """What a search may look for less of."""

    less_of: Asked = Field(alias="less-of")

    @field_validator("less_of", mode="before")
    @classmethod
    def _named(cls, value: Any) -> Any:
        return {"measure": value} if isinstance(value, str) else value


class File(Model):
    """A study file."""

    version: Literal[1] = Field(alias=VERSION, description="version of this layout")
    name: Name
    title: Text
    scenario: Text
    set: list[Text] = Field(default_factory=list)
    population: Annotated[Whole, Field(ge=100, le=20_000_000)] = 50_000
    days: Annotated[Whole, Field(ge=1, le=36_500)] | None = None
    seed: Annotated[Whole, Field(ge=0, le=2**64 - 1)] = 1
    seeds: Annotated[Whole, Field(ge=1, le=100)] = Field(1, description="seeds a point, simulated one after the other")
    arm: Text | None = None
    method: Literal[tuple(METHODS)]  # pyright: ignore[reportInvalidTypeForm]
    points: Annotated[Whole, Field(ge=4, le=1_000_000)] | None = None
    parameters: list[Moving] | None = Field(None, description="names, parts or patterns; all with a range")
    outputs: list[Reported] = Field(default_factory=list)
    conclusion: Concluding | None = None
    targets: list[Aim] = Field(default_factory=list, description="or the name of a CSV beside the file")
    objective: Objective | None = None
    sources: dict[Name, OwnSource] = Field(default_factory=dict)

    @field_validator("set", mode="before")
    @classmethod
    def _one_or_several(cls, value: Any) -> Any:
        return [value] if isinstance(value, str) else value

    @field_validator("parameters", "outputs", mode="before")
    @classmethod
    def _names(cls, value: Any, info: ValidationInfo) -> Any:
        if not isinstance(value, list):
            return value
        key = "name" if info.field_name == "parameters" else "measure"
        return [{key: each} if isinstance(each, str) else each for each in value]
