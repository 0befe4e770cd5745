"""The address of page 2, and what its form asks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from glasshouse.errors import BadInputError
from glasshouse.folders.recorded_command import words_of
from glasshouse.lab.orders import MOST_SETS, Order, is_text, whole_number
from glasshouse.lab.settings import Lab
from glasshouse.runs.ensemble_plan import DRAWS
from glasshouse.runs.run import Run
from glasshouse.scenario import Scenario, ScenarioError, load, preset_names
from glasshouse.scenario.scenario_error import nearest

_Word = Annotated[str, Field(min_length=1, max_length=300)]
#: What an address may hold; how much may be run, the lab says.
_MOST, _MOST_SEED = 10_000_000_000, 2**64 - 1
#: The fields of the form that hold how much is run.
SIZES = ("population", "days", "replicates", "draws", "seed")


class Looking(BaseModel):
    """What page 2 shows: a finished ``run``, a ``job`` under way, or a form.

    ``preset``, ``set`` (``KEY=VALUE``) and the sizes fill in the form; ``own`` has it hold a text instead. ``show`` is
    what the map of a run counts. Without ``population`` and ``days``, those that suit the preset.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    preset: Annotated[str, Field(max_length=80)] = "as-described"
    set: Annotated[tuple[_Word, ...], Field(max_length=MOST_SETS)] = ()
    population: Annotated[int, Field(ge=0, le=_MOST)] | None = None
    days: Annotated[int, Field(ge=0, le=_MOST)] | None = None
    replicates: Annotated[int, Field(ge=0, le=_MOST)] = 1
    draws: Annotated[int, Field(ge=0, le=_MOST)] = DRAWS
    seed: Annotated[int, Field(ge=0, le=_MOST_SEED)] = 1
    own: bool = False
    run: Annotated[str, Field(max_length=200)] = ""
    job: Annotated[str, Field(max_length=40)] = ""
    show: Annotated[str, Field(max_length=60)] = ""


def order_of(form: Mapping[str, Sequence[str]], lab: Lab) -> Order:
    """What the form asks for. Raises ``BadInputError`` and ``ScenarioError``."""
    sizes: dict[str, Any] = {name: whole_number(_one(form, name), name, "run", lab) for name in SIZES}
    seed = sizes.pop("seed")
    seed = 1 if seed is None else seed
    if "own" in form:
        return Order(scenario=_text(form), **sizes, seed=seed)
    preset = _one(form, "preset")
    return Order(scenario=preset, sets=_changes(form, load_preset(preset)), **sizes, seed=seed)


def _text(form: Mapping[str, Sequence[str]]) -> str:
    """The text of one's own: whatever is written there is never the name of a preset."""
    text = _one(form, "text")
    if not text:
        raise ScenarioError("nothing is written there.", where="your text", line=1)
    return text if is_text(text) else f"{text}\n"


def as_left(form: Mapping[str, Sequence[str]], lab: Lab) -> Looking:
    """The form as it was filled in, as far as that can be said, when what it asks for cannot be."""
    state = Looking()
    for part in (form, {name: given for name, given in form.items() if name not in SIZES}):
        try:
            state = looking_of(order_of(part, lab))
            break
        except (BadInputError, ValueError):  # a size, a preset that there is not, or more than an address holds
            continue
    preset = _one(form, "preset")
    own = {"own": True, "preset": preset if preset in preset_names() else state.preset}
    return state.model_copy(update=own if "own" in form else {})


def load_preset(name: str) -> Scenario:
    """A preset, and nothing else by that name. Raises ``ScenarioError``."""
    if name not in preset_names():
        raise ScenarioError(f"unknown preset '{name[:80]}'.{nearest(name, preset_names())}")
    return load(name)


def looking_of(order: Order) -> Looking:
    """The address whose form asks for an order; a text of one's own is not part of it.

    >>> looking_of(Order(sets=("cameras.enabled=false",), seed=3)).model_dump(exclude_defaults=True)
    {'set': ('cameras.enabled=false',), 'draws': 0, 'seed': 3}
    """
    first = Looking()
    known = order.scenario in preset_names()
    return Looking(
        preset=order.scenario if known else first.preset,
        set=order.sets if known else (),
        own=not known,
        population=order.population,
        days=order.days,
        replicates=first.replicates if order.replicates is None else order.replicates,
        draws=order.draws or 0,
        seed=order.seed,
    )


def order_in(run: Run, scenarios: Path) -> Order:
    """The order that made a run, as far as its own command tells; texts lie in the folder ``scenarios``."""
    facts = run.manifest
    words = words_of(facts["command"])
    name = words[2] if words[1:2] == ["run"] and len(words) > 2 else ""
    kept = next((file for file in _texts(scenarios) if file.name == Path(name).name), None)
    sizes: dict[str, Any] = {key: int(facts[key]) for key in ("population", "days", "seed")}
    return Order(
        scenario=kept.read_text(encoding="utf-8") if kept else name,
        sets=tuple(value for word, value in pairwise(words) if word == "--set"),
        replicates=int(facts.get("replicates_asked") or facts["replicates"]),
        draws=int((facts.get("ensemble") or {}).get("draws", 0)),
        **sizes,
    )


def _texts(scenarios: Path) -> list[Path]:
    return [file for file in scenarios.glob("*.yaml") if file.is_file() and not file.is_symlink()]


def _one(form: Mapping[str, Sequence[str]], name: str) -> str:
    return form[name][0].strip() if form.get(name) else ""


def _changes(form: Mapping[str, Sequence[str]], preset: Scenario) -> tuple[str, ...]:
    """What differs from the preset, as ``KEY=VALUE``: numbers, parts switched on or off, and what the link brought."""
    found = list(form.get("set", ()))
    for key in preset.mechanisms.parameters:
        text = _one(form, f"n.{key}")
        if text and not _same(text, preset.parameters[key].value):
            found.append(f"{key}={text}")
    for part in preset.mechanisms.switched if "parts" in form else ():
        on = f"p.{part}" in form
        if on != preset.switches[f"{part}.enabled"]:
            found.append(f"{part}.enabled={str(on).lower()}")
    return tuple(found)


def _same(text: str, value: float) -> bool:
    try:
        return float(text) == float(f"{value:.12g}")
    except ValueError:  # whatever it is, the scenario says what is wrong with it
        return False
