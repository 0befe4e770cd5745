"""The model of a table of a whole preset: which preset, how many people and days, and what was published of it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from glasshouse.scenario.scenario_models import Model, Number, OwnSource, Text, Whole
from glasshouse.validation.table_model import VERSION, Name, Published_

_Key = Annotated[str, StringConstraints(strict=True, pattern=r"^[a-z0-9]+(_[a-z0-9]+)*$", max_length=60)]
_Days = Annotated[list[Annotated[Whole, Field(ge=1)]], Field(min_length=2, max_length=2)]


class Taken_(Published_):  # noqa: N801
    """A published figure, and how it is taken from a run of the preset."""

    meaning: Text
    measure: Text = Field(description="what is counted, as docs/odd.md calls it")
    take: Literal["sum", "mean", "end"] = Field("sum", description="over the days, or on the last of them")
    days: _Days | None = Field(None, description="first and last day, from 1; all days unless given")
    group: Text | None = Field(None, description="one group alone, as the preset's place calls it")
    of: Text | None = Field(None, description="another measure, of which the figure is a part")
    times: Annotated[Number, Field(gt=0)] = Field(1.0, description="a factor, such as 365 for a rate a year")
    population: Annotated[Number, Field(gt=0)] | None = Field(
        None, description="true population to which counts are scaled; the place's unless given"
    )
    in_sample: bool = Field(False, description="whether the preset was set to this figure, which then counts nowhere")

    @model_validator(mode="after")
    def _in_order(self) -> Taken_:
        if self.days and self.days[0] > self.days[1]:
            raise PydanticCustomError("range", "the days go from a first to a last one")
        if self.of and self.population:
            raise PydanticCustomError("range", "a part of another measure is not scaled to a population")
        return self


class Changed(Model):
    """A wrong input: parameters of the preset, and why somebody might have believed it."""

    because: Text
    set: Annotated[dict[str, Number], Field(min_length=1)]


class WholeTable(Model):
    """A validation file of kind whole-preset."""

    version: Literal[1] = Field(alias=VERSION, description="version of this layout")
    name: Name
    title: Text
    kind: Literal["whole-preset"]
    part: Text | None = None
    preset: Text = Field(description="a preset that ships")
    people: Annotated[Whole, Field(ge=1, le=10_000_000)] = Field(description="invented people who are simulated")
    simulated_days: Annotated[Whole, Field(ge=1, le=20_000)] = Field(description="days that are simulated")
    summary: Text
    status: Literal["confirmed", "unconfirmed"]
    outputs: Annotated[dict[_Key, Taken_], Field(min_length=1)]
    wrong: list[Changed] = Field(default_factory=list)
    notes: Text
    reason: Text | None = None
    sources: dict[Name, OwnSource] | None = None
