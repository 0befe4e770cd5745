"""The form of an assessment: a YAML file with its sections, what each shows of a run, and what people must answer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, field_validator, model_validator
from pydantic_core import PydanticCustomError

from glasshouse.assessments.assessed_subject import known_needs
from glasshouse.assessments.form_blocks import BLOCKS
from glasshouse.assessments.searched_faces import facts
from glasshouse.former_names import BLOCK, refusal
from glasshouse.measures import HARMS
from glasshouse.scenario.scenario_error import nearest
from glasshouse.scenario.scenario_models import Model, Text
from glasshouse.scenario.user_text import quoted

Name = Annotated[str, StringConstraints(strict=True, pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]


def _known(names: list[str], valid: Iterable[str], what: str) -> list[str]:
    for name in names:
        if name not in valid:
            unknown = f"unknown {what} '{quoted(name)}'.{nearest(name, valid)}"
            text = ((refusal(BLOCK, name, valid) if what == "block" else "") or unknown).rstrip(".")
            raise PydanticCustomError("evidence", "{text}", {"text": text})
    return names


class Measured(Model):
    """Shared by what names measures and what it needs of a scenario."""

    measures: list[str] = Field(default_factory=list, description="names of docs/measures.md")
    needs: str | None = Field(
        None, description="what a scenario must have for it; without that, it says why it is empty"
    )

    @field_validator("measures")
    @classmethod
    def _measures(cls, names: list[str]) -> list[str]:
        return _known(names, HARMS, "measure")

    @field_validator("needs")
    @classmethod
    def _needs(cls, name: str | None) -> str | None:
        _known([name] if name else [], known_needs(), "need")
        return name


class Check(Measured):
    """A line of a checklist: what is asked, whether the scenario has it (``needs``), and figures that bear on it."""

    what: Text
    facts: list[str] = Field(default_factory=list, description="other things that can be said of the run, by name")

    @field_validator("facts")
    @classmethod
    def _facts(cls, names: list[str]) -> list[str]:
        return _known(names, facts(), "fact")


class FormItem(Measured):
    """Something to show: a named block, a table of measures, or a checklist."""

    block: str | None = None
    caption: Text | None = None
    by: Literal["group"] | None = None
    checks: list[Check] = Field(default_factory=list)

    @field_validator("block")
    @classmethod
    def _block(cls, name: str | None) -> str | None:
        _known([name] if name else [], BLOCKS, "block")
        return name

    @model_validator(mode="after")
    def _one(self) -> FormItem:
        if sum((self.block is not None, bool(self.measures), bool(self.checks))) != 1:
            raise PydanticCustomError("choice", "give one of block, measures and checks")
        if not self.block and not self.caption:
            raise PydanticCustomError("choice", "a table needs a caption")
        return self


class Section(Model):
    """One part of the assessment, by the law's own point."""

    ref: Text
    title: Text
    asks: Text
    shows: list[FormItem] = Field(default_factory=list)
    people: list[Text] = Field(default_factory=list, description="questions that only people can answer")
    cannot: Text | None = Field(None, description="what a simulation cannot say about it")


class Read(Model):
    """A text that the form rests on, and how it was read."""

    title: Text
    where: Text
    how: Text


class Form(Model):
    """The whole file."""

    version: Literal[1] = Field(alias="glasshouse-assessment")
    name: Name
    title: Text
    law: Text
    about: Annotated[list[Text], Field(min_length=1)]
    read: Annotated[list[Read], Field(min_length=1)]
    sections: Annotated[list[Section], Field(min_length=1)]
