"""What the page of the crowd shows, as its address says it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

#: How many people a crowd has: few enough to see each, and to live their year in a blink.
PEOPLE = 10_000
#: The most days of a crowd; a preset of fewer keeps its own.
MOST_DAYS = 365
#: Presets with cameras that know faces, and in which no dated event moves what the sliders move.
PRESETS = ("as-described", "as-documented", "london-lfr", "stadium-list")


def _blank(value: Any) -> Any:
    """A field of a form that was left empty says nothing."""
    return None if value == "" else value


def _to_a_step(value: float) -> float:
    """The nearest place at which the threshold's slider stops: what is computed is what is shown."""
    return round(value, 2)


class MachineSettings(BaseModel):
    """The machine and the people it is turned on: all that a crowd's year depends on.

    What is None is as the preset has it. ``threshold``: how alike two faces must be to count as one, in steps of 0.01;
    ``faces``: how many are on the watchlist; ``share``: part of the cameras that know faces. The safeguards are those
    of the same names in a comparison.

    >>> MachineSettings(threshold="", faces=500).told()
    {'faces': 500}
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    preset: Literal["as-described", "as-documented", "london-lfr", "stadium-list"] = "as-described"
    threshold: Annotated[
        Annotated[float, Field(ge=0.5, le=0.7), AfterValidator(_to_a_step)] | None, BeforeValidator(_blank)
    ] = None
    faces: Annotated[Annotated[int, Field(ge=100, le=100_000)] | None, BeforeValidator(_blank)] = None
    share: Annotated[Annotated[float, Field(ge=0, le=1)] | None, BeforeValidator(_blank)] = None
    review: bool = False
    appeal: bool = False
    retention: bool = False
    ban: bool = False
    seed: Annotated[int, Field(ge=0, le=999_999)] = 1

    def __hash__(self) -> int:
        """Machines that are alike are one key."""
        return hash(tuple(self.model_dump().values()))

    def told(self) -> dict[str, Any]:
        """What differs from the first sight."""
        return self.model_dump(exclude_defaults=True)

    def machine(self) -> MachineSettings:
        """The same without what does not touch the people."""
        return MachineSettings(**self.model_dump(include=set(MachineSettings.model_fields)))


class CrowdState(MachineSettings):
    """The whole page: the machine, and what the visitor guessed before seeing the answer."""

    guess: Annotated[Annotated[int, Field(ge=0, le=PEOPLE)] | None, BeforeValidator(_blank)] = None
