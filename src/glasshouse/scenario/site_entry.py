"""A site in the numbers of those who run it: what a scenario's file may say of one, and what is no number of a site."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import numpy as np
from pydantic import AfterValidator, BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from glasshouse.scenario.scenario_models import Line, Model, Number, Text, Whole


class SiteNumber(Model):
    """A number of a site, and its lowest and highest plausible value; a bare number is fixed."""

    value: Annotated[Number, Field(ge=0)]
    range: Annotated[list[Annotated[Number, Field(ge=0)]], Field(min_length=2, max_length=2)] | None = None

    @model_validator(mode="after")
    def _holds(self) -> SiteNumber:
        if self.range and self.range[0] > self.range[1]:
            raise PydanticCustomError("range", "the range goes from a lower to a higher value")
        if self.range and not self.range[0] <= self.value <= self.range[1]:
            raise PydanticCustomError("range", "the range must hold the value: lowest <= value <= highest")
        return self

    @property
    def three(self) -> np.ndarray:
        """The value, and the two ends of its range."""
        return np.array([self.value, *(self.range or (self.value, self.value))], np.float64)


def _number(value: Any) -> Any:
    return value if isinstance(value, dict) or value is None else {"value": value}


def _above_0(number: SiteNumber) -> SiteNumber:
    if not (low := number.three.min()) > 0:
        raise PydanticCustomError("size", "must be above 0, not {low}", {"low": f"{low:g}"})
    return number


def _below_1(number: SiteNumber) -> SiteNumber:
    if not (high := number.three.max()) < 1:
        raise PydanticCustomError("size", "must be below 1, not {high}", {"high": f"{high:g}"})
    return number


def _at_most_1(number: SiteNumber) -> SiteNumber:
    if (high := number.three.max()) > 1:
        raise PydanticCustomError("size", "must be at most 1, not {high}", {"high": f"{high:g}"})
    return number


_Given = Annotated[SiteNumber, BeforeValidator(_number)]
_Some = Annotated[_Given, AfterValidator(_above_0)]
_Ratio = Annotated[Number, Field(gt=0, le=1000)]
_Share = Annotated[Number, Field(gt=0, lt=1)]


class SiteRatios(Model):
    """False alerts on each face of a group, over those on each face of the others, or of everybody (``ratio_to``)."""

    minority: _Ratio = 1.0
    women: _Ratio = 1.0


class SitePassers(Model):
    """Shares of the faces at a site; without it, those of the place's people."""

    minority: _Share | None = None
    women: _Share | None = None


class SiteEntry(Model):
    """A site at which faces are searched."""

    name: Line
    cameras: Annotated[Whole, Field(ge=1, le=10**9)] = Field(description="cameras that search faces there")
    faces_a_day: _Some = Field(description="faces searched in a day; whoever passes twice counts twice")
    watchlist: _Some = Field(description="faces on the list with which each is compared")
    fpir: Annotated[_Some, AfterValidator(_below_1)] = Field(
        description="share of searches of people not on the list that raise an alert"
    )
    true_match_rate: Annotated[_Given, AfterValidator(_at_most_1)] | None = Field(
        None, description="share of searches of people on it that raise theirs"
    )
    listed_here: _Given | None = Field(None, description="people of the place who are rightly on the list")
    ratio: SiteRatios | None = None
    ratio_to: Literal["mean", "majority"] | None = Field(None, description="what a ratio is to: everybody, or the rest")
    who_passes: SitePassers | None = None
    hours: Annotated[Number, Field(gt=0, le=24)] | None = Field(None, description="hours a day; only words need it")
    source: Text | None = None
    confidence: Literal["S", "M", "D"] | None = None
    assumed: Text | None = None

    @model_validator(mode="after")
    def _sensible(self) -> SiteEntry:
        if (self.source is None) == (self.assumed is None) or (self.source is None) != (self.confidence is None):
            raise PydanticCustomError("evidence", "give a source with its confidence, or the reason it is assumed")
        if (self.ratio is None) != (self.ratio_to is None):
            raise PydanticCustomError("evidence", "a ratio is to the mean or to the majority: say ratio and ratio_to")
        return self
