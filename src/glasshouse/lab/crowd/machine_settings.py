"""What the page of the crowd shows, as its address says it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, create_model
from pydantic_core import PydanticCustomError

from glasshouse.control_panel import Dial, Lever
from glasshouse.mechanism_set import SHIPPED
from glasshouse.scenario.presets import crowd_presets

#: How many people a crowd has: few enough to see each, and to live their year in a blink.
PEOPLE = 10_000
#: The most days of a crowd; a preset of fewer keeps its own.
MOST_DAYS = 365
#: What a visitor can move, and switch on.
DIALS = tuple(sorted(SHIPPED.declared(Dial), key=lambda dial: dial.rank))
LEVERS = tuple(sorted(SHIPPED.declared(Lever), key=lambda lever: lever.rank))


def _blank(value: Any) -> Any:
    """A field of a form that was left empty says nothing."""
    return None if value == "" else value


def _field(dial: Dial) -> tuple[Any, None]:
    """What an address may ask of a dial; left out, it is as the preset has it."""
    kind, bounds = (int if dial.shown == "whole" else float), Field(ge=dial.stops[0], le=dial.stops[-1])
    step = dial.step
    # To the nearest place at which the slider stops: what is computed is what is shown.
    stepped = [] if step is None else [AfterValidator(lambda value: round(round(value / step) * step, 6))]
    return Annotated[Annotated[kind, bounds, *stepped] | None, BeforeValidator(_blank)], None


def _offered(preset: str) -> str:
    """A preset that the page offers."""
    if preset not in (known := crowd_presets()):
        expected = ", ".join(f"'{name}'" for name in known)
        raise PydanticCustomError("literal_error", "must be one of {expected}", {"expected": expected})
    return preset


def _listed(schema: dict[str, Any]) -> None:
    schema["enum"] = [*crowd_presets()]


class _Machine(BaseModel):
    """The machine and the people it is turned on: all that a crowd's year depends on.

    What is None is as the preset has it. Dials and levers are those that mechanisms declare, by their names; the
    safeguards are those of the same names in a comparison.

    >>> MachineSettings(threshold="", faces=500).told()
    {'faces': 500}
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    preset: Annotated[str, AfterValidator(_offered), Field(json_schema_extra=_listed)] = "as-described"

    def __hash__(self) -> int:
        """Machines that are alike are one key."""
        return hash(tuple(self.model_dump().values()))

    def told(self) -> dict[str, Any]:
        """What differs from the first sight."""
        return self.model_dump(exclude_defaults=True)

    def machine(self) -> MachineSettings:
        """The same without what does not touch the people."""
        return MachineSettings(**self.model_dump(include=set(MachineSettings.model_fields)))


if TYPE_CHECKING:

    class MachineSettings(_Machine):
        """As it is made below, for a type checker that knows no declarations."""

        seed: int = 1
        __hash__ = _Machine.__hash__

        def __init__(self, **_: Any) -> None:
            """Take dials and levers by their names."""

        def __getattr__(self, name: str) -> Any:
            """Where a dial stands, or whether a lever is on."""

else:
    MachineSettings = create_model(
        "MachineSettings",
        __base__=_Machine,
        __module__=__name__,
        __doc__=_Machine.__doc__,
        **{dial.name: _field(dial) for dial in DIALS},
        **{lever.name: (bool, False) for lever in LEVERS},
        seed=(Annotated[int, Field(ge=0, le=999_999)], 1),
    )


class CrowdState(MachineSettings):
    """The whole page: the machine, and what the visitor guessed before seeing the answer."""

    guess: Annotated[Annotated[int, Field(ge=0, le=PEOPLE)] | None, BeforeValidator(_blank)] = None
