"""What the address of the page says, and what its form orders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from glasshouse.comparison.arm_names import ALWAYS
from glasshouse.comparison.arm_titles import part_title
from glasshouse.errors import BadInputError
from glasshouse.interventions import INTERVENTIONS
from glasshouse.lab.orders import Order, whole_number
from glasshouse.lab.settings import Lab
from glasshouse.scenario import load, preset_names
from glasshouse.scenario.scenario_error import ScenarioError, nearest

Harm = Literal["", "wrongful", "unjust", "sanctioned", "misidentified", "chilled"]
How = Literal["each", "together", "both"]
#: How the chosen safeguards make scenarios.
HOW: dict[How, str] = {
    "each": "each in a scenario of its own",
    "together": "all together in one scenario",
    "both": "each in a scenario of its own, and all together in one more",
}
#: Sizes at first sight: half a minute on two cores.
PEOPLE, REPLICATES = 20_000, 5


class CompareQuery(BaseModel):
    """The address: a comparison and where to look closely, or a job, or the form filled in.

    ``arm`` and ``harm`` say of which scenario and which harm the groups and the people are shown. ``safeguard``,
    ``how``,
    ``ban`` (a day), ``account`` (other presets) and ``more`` (an arm a line) are the scenarios of the form.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(default="", max_length=200)
    job: str = Field(default="", pattern="^([0-9a-f]{16})?$")
    arm: str = Field(default="", max_length=200)
    harm: Harm = ""
    preset: str = Field(default="as-described", max_length=80)
    safeguard: list[str] = Field(default=["human-review", "appeal"], max_length=40)
    how: How = "each"
    ban: str = Field(default="", max_length=10)
    account: list[str] = Field(default=[], max_length=20)
    more: str = Field(default="", max_length=2_000)
    population: str = Field(default=str(PEOPLE), max_length=12)
    days: str = Field(default="", max_length=6)
    replicates: str = Field(default=str(REPLICATES), max_length=4)
    seed: str = Field(default="1", max_length=20)


#: Fields of a form that may come more than once.
_MANY = ("safeguard", "account")


def from_form(fields: Mapping[str, Sequence[str]]) -> CompareQuery:
    """What a form says; nothing is chosen that it does not say. Raises ``BadInputError`` for a field that is none."""
    given = {name: list(values) if name in _MANY else values[-1] for name, values in fields.items()}
    blank = {"safeguard": [], "account": [], "population": "", "replicates": "", "seed": ""}
    try:
        return CompareQuery.model_validate({**blank, **given})
    except ValidationError as error:
        fault = error.errors()[0]
        raise BadInputError(f"the form's field '{'.'.join(map(str, fault['loc']))}' cannot be read.") from None


def order(asked: CompareQuery, lab: Lab) -> Order:
    """The comparison that the form asks for. Raises ``BadInputError`` for what is no number."""
    sizes: dict[str, Any] = {
        name: whole_number(getattr(asked, name), name, "compare", lab)
        for name in ("population", "days", "replicates", "seed")
    }
    usual = {"population": PEOPLE, "replicates": REPLICATES, "seed": 1}
    given = {name: number for name, number in sizes.items() if number is not None}
    return Order(kind="compare", scenario=asked.preset, arms=arms(asked), **{**usual, **given})


def arms(asked: CompareQuery) -> tuple[str, ...]:
    """The scenarios that a form asks for; ``ban`` and ``unwatched`` come by themselves.

    >>> arms(CompareQuery(safeguard=["human-review", "appeal"], how="both", ban="30", more="cameras.enabled=false\\n"))
    ('human-review', 'appeal', 'human-review+appeal', 'ban@30', 'cameras.enabled=false')
    """
    chosen = [name for name in asked.safeguard if name]
    each = chosen if asked.how != "together" or len(chosen) < 2 else []
    joined = ["+".join(chosen)] if asked.how != "each" and len(chosen) > 1 else []
    ban = [f"ban@{asked.ban.strip()}"] if asked.ban.strip() else []
    written = [line.strip() for line in asked.more.splitlines() if line.strip()]
    return tuple(dict.fromkeys([*each, *joined, *ban, *filter(None, asked.account), *written]))


@cache
def accounts(preset: str) -> tuple[str, ...]:
    """Other presets whose people are the same: born in the same place, on the same day.

    Raises ``ScenarioError`` for a preset that there is not.

    >>> accounts("as-described"), accounts("stadium-list")
    (('as-documented',), ())
    """
    known = preset_names()
    if preset not in known:
        raise ScenarioError(f"unknown preset '{preset}'.{nearest(preset, known)}")
    own = _born(preset)
    return tuple(name for name in known if name != preset and _born(name) == own)


@cache
def _born(preset: str) -> tuple[str, object]:
    scenario = load(preset)
    return scenario.place.name, scenario.start


@cache
def safeguards() -> tuple[tuple[str, str, str], ...]:
    """Word, title, and what each does; what is in every comparison is left out, and the ban has a field of its own."""
    return tuple((name, part_title(name), each.sentence) for name, each in INTERVENTIONS.items() if name not in ALWAYS)
