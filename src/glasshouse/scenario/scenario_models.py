"""The models of a scenario file: its keys, what each may hold, and the bounds of each number.

A file gives only what it changes; whether a whole scenario came together is asked later
(:mod:`glasshouse.scenario.scenario_loading`). The JSON schema is made from these models.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    StringConstraints,
    ValidatorFunctionWrapHandler,
    WithJsonSchema,
    WrapValidator,
    create_model,
    model_validator,
)
from pydantic_core import PydanticCustomError

from glasshouse.gate import gate_names
from glasshouse.mechanism import KINDS, Parameter
from glasshouse.mechanism_set import SHIPPED, MechanismSet
from glasshouse.scenario import scenario_keys
from glasshouse.scenario.another_place import OfPlace
from glasshouse.scenario.user_text import MOST_NAME, one_line, unfit
from glasshouse.scenario.yaml_reading import whole
from glasshouse.section import Suppliers, extras
from glasshouse.tiers import FEWEST, MOST

#: Numbers nearer to 0 than this are refused: no rate of any scenario is, and quotients of such numbers overflow.
SMALLEST = 1e-30


def _fit(text: str) -> str:
    if character := unfit(text):
        raise PydanticCustomError(
            "text", "holds a character that no text may hold ({character})", {"character": character}
        )
    return text


def _lined(value: Any) -> Any:
    return one_line(value) if isinstance(value, str) else value


def _sized(value: float) -> float:
    if 0 < abs(value) < SMALLEST:
        raise PydanticCustomError("size", "is nearer to 0 than {smallest}; write 0", {"smallest": f"{SMALLEST:g}"})
    return value


Text = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=2_000), AfterValidator(_fit)]
#: Text on one line, whatever lines it was written on.
Line = Annotated[Text, BeforeValidator(_lined)]


def _left_out(value: Any, text: ValidatorFunctionWrapHandler) -> str:
    of_place = isinstance(value, dict) and [*value] == ["of_place"]
    return OfPlace(text(value["of_place"])) if of_place else text(value)


#: Something left out: a text, or ``of_place: text``.
LeftOut = Annotated[
    Text,
    WrapValidator(_left_out),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string"},
                {
                    "type": "object",
                    "properties": {"of_place": {"type": "string"}},
                    "required": ["of_place"],
                    "additionalProperties": False,
                },
            ]
        }
    ),
]
Name = Annotated[
    str,
    StringConstraints(strict=True, min_length=1, max_length=MOST_NAME, pattern=r"^[^:=]+$"),
    AfterValidator(_fit),
    BeforeValidator(_lined),
]
Day = Annotated[date, Field(strict=True)]
_Finite = Annotated[float, Field(strict=True, allow_inf_nan=False)]
Number = Annotated[_Finite, AfterValidator(_sized)]
#: A whole number, however it is written: 1000000, 1_000_000 and 1e6 are the same.
Whole = Annotated[int, Field(strict=True), BeforeValidator(whole)]


def _whole_within(low: float, high: float) -> Any:
    return Annotated[int, Field(strict=True, ge=low, le=high), BeforeValidator(whole)]


def _maybe(kind: Any) -> Any:
    """The kind, or nothing: a file gives only what it changes."""
    return kind | None


class Model(BaseModel):
    """A mapping that takes no other keys than its own."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Number_(Model):  # noqa: N801
    """A number with its unit and its evidence: `source` with `confidence`, or `assumed` with the reason."""

    value: Number
    unit: str
    source: Text | None = Field(None, description="id of a source in the list of sources")
    confidence: Literal["S", "M", "D"] | None = Field(
        None, description="S read in a page, M from memory and well known, D derived by arithmetic"
    )
    assumed: Text | None = Field(None, description="why this value, where no source gives it")
    range: Annotated[list[Number], Field(min_length=2, max_length=2)] | None = Field(
        None, description="lowest and highest plausible value; replicates draw from it"
    )

    posterior: Text | None = Field(
        None, description="draws that ship, in place of a range: of which posterior, and of what, as explain names them"
    )

    @model_validator(mode="after")
    def _evidence(self) -> Number_:
        if (self.source is None) == (self.assumed is None):
            raise PydanticCustomError("evidence", "give either a source or the reason why it is assumed")
        if self.source is not None and self.confidence is None:
            raise PydanticCustomError("evidence", "a source needs a confidence: S, M or D")
        if self.source is None and self.confidence is not None:
            raise PydanticCustomError("evidence", "an assumed value has no confidence")
        if self.range and self.posterior:
            raise PydanticCustomError("range", "give a range or a posterior, which has its own, not both")
        if self.range and self.range[0] > self.range[1]:
            raise PydanticCustomError("range", "the range goes from a lower to a higher value")
        if self.range and not self.range[0] <= self.value <= self.range[1]:
            raise PydanticCustomError("range", "the range must hold the value: lowest <= value <= highest")
        return self


@cache
def number_model(unit: str, kind: str, base: type[Number_] = Number_) -> type[Number_]:
    """The model of a number of a unit and a kind, with its bounds; `base` may have more keys than a number has.

    >>> number_model("share", "share")(value=0.5, unit="share", assumed="half").value
    0.5
    """
    low, high, integral = KINDS[kind]
    bound = _whole_within(low, high) if integral else Annotated[_Finite, Field(ge=low, le=high), AfterValidator(_sized)]
    name = "".join(word.capitalize() for word in f"{kind} {unit}".replace("/", " per ").split())
    fields_: dict[str, Any] = {
        "value": (bound, ...),
        "unit": (Literal[unit], ...),
        "range": (_maybe(Annotated[list[bound], Field(min_length=2, max_length=2)]), None),
    }
    return create_model(name.replace("%", "Percent").replace("-", ""), __base__=base, **fields_)


class OwnSource(Model):
    """A published work that the shipped list of sources has not."""

    author: Text
    title: Text
    year: Annotated[Whole, Field(ge=1000, le=3000)]
    at: Text
    note: Text | None = None


class OwnSources(Model):
    """The sources that a file brings, by id."""

    sources: dict[Name, OwnSource]


def _place_entry(value: Any) -> Any:
    if isinstance(value, dict) or (isinstance(value, str) and one_line(value)):
        return one_line(value) if isinstance(value, str) else value
    raise PydanticCustomError("size", "must be the name of a place, the path of its file, or its whole content")


#: A place by name, by its file's path, or in whole, as a run keeps it.
PlaceEntry = Annotated[
    Any, AfterValidator(_place_entry), WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "object"}]})
]


class SupplierEntry(Model):
    """Who supplies functions: its role as the source states it. ``Suppliers`` declares how the schema calls it."""

    enabled: StrictBool | None = None
    title: Line | None = Field(None, description="how its name is written, where a capital letter is not enough")
    role: Text | None = None
    source: Text | None = None
    functions: list[str] | None = None


@cache
def _extras(part: str, mechanisms: MechanismSet, named: tuple[str, ...]) -> dict[str, Any]:
    """What a section holds beside its switch and parameters: further keys, mappings of them, and suppliers."""
    kinds = {
        "date": Day,
        "switch": StrictBool,
        "gates": list[Literal[gate_names(mechanisms)]],  # pyright: ignore[reportInvalidTypeForm]
        "tiers": Annotated[list[Name], Field(min_length=FEWEST, max_length=MOST)],
    }
    rows: dict[str, Any] = {}
    mappings: dict[str, dict[str, Any]] = {}
    said: dict[str, str] = {}
    for each in extras(mechanisms):
        if each.section != part:
            continue
        *path, name = each.key.split(".")[1:]
        said_of = None if path else each.mapping or None
        row = (_maybe(kinds[each.kind]), Field(None, alias=name if " " in name else None, description=said_of))
        if path:
            rows.setdefault(path[0], None)
            mappings.setdefault(path[0], {})[name.replace(" ", "_")] = row
            said[path[0]] = each.mapping
        else:
            rows[name] = row
    for name, inside in mappings.items():
        title = "".join(word.capitalize() for word in name.split("_"))
        rows[name] = (_maybe(create_model(title, __base__=Model, __doc__=said[name] or None, **inside)), None)
    for each in mechanisms.declared(Suppliers):
        if each.section == part:
            some = list[Literal[tuple(each.functions)]]  # pyright: ignore[reportInvalidTypeForm]
            doc = f"A {each.one}: its role as the source states it, and the functions that it supplies in the model."
            name = each.one.capitalize()
            entry = create_model(name, __base__=SupplierEntry, __doc__=doc, functions=(_maybe(some), None))
            own = (key.rpartition(".")[2] for key in named if key.partition(".")[0] == part)
            rows |= dict.fromkeys(own, (_maybe(entry), None))
    return rows


def _parameter(row: Parameter) -> tuple[Any, Any]:
    return _maybe(number_model(row.unit, row.kind)), Field(None, description=row.meaning)


def _part(part: str, mechanisms: MechanismSet, named: tuple[str, ...]) -> type[Model]:
    rows: dict[str, Any] = {"enabled": (_maybe(StrictBool), None)} if part in mechanisms.switched else {}
    rows |= {key.split(".", 1)[1]: _parameter(row) for key, row in mechanisms.parameters.items() if row.part == part}
    rows |= {"scored": (_maybe(StrictBool), None)} if part in mechanisms.sensors else {}
    rows |= _extras(part, mechanisms, named)
    return create_model("".join(word.capitalize() for word in part.split("_")), __base__=Model, **rows)


@cache
def event_model(mechanisms: MechanismSet = SHIPPED, named: tuple[str, ...] = ()) -> type[Model]:
    """The model of a dated event; ``set`` takes parameters and switches by their full key."""
    changes: dict[str, Any] = {
        key.replace(".", "__"): (_parameter(row)[0], Field(None, alias=key, description=row.meaning))
        for key, row in mechanisms.parameters.items()
    }
    changes |= {
        key.replace(".", "__"): (_maybe(StrictBool), Field(None, alias=key))
        for key in scenario_keys.switches(mechanisms, named)
        if key not in scenario_keys.off_at_first(SHIPPED)
    }
    rows: dict[str, Any] = {
        "date": (Day, ...),
        "name": (Name, ...),
        "text": (Text, ...),
        "source": (_maybe(Text), None),
        "assumed": (_maybe(Text), None),
        "jump": (_maybe(number_model("level", "level")), None),
        "set": (_maybe(create_model("Changes", __base__=Model, **changes)), None),
    }
    return create_model("Event", __base__=Model, **rows)


@cache
def file_model(mechanisms: MechanismSet = SHIPPED, named: tuple[str, ...] = ()) -> type[Model]:
    """The model of a scenario file with these mechanisms, and these keys of suppliers."""
    low_high = {key: _whole_within(low, high) for key, (low, high) in scenario_keys.TOP_NUMBERS.items()}
    rows: dict[str, Any] = {
        "glasshouse": (Literal[1], Field(description="version of this layout")),
        "extends": (_maybe(Line), Field(None, description="preset on which this file builds")),
        "name": (_maybe(Name), None),
        "label": (_maybe(Literal[scenario_keys.LABELS]), None),
        "title": (_maybe(Line), None),
        "crowd_title": (
            _maybe(Line),
            Field(None, description="what the lab's first page calls this preset; it offers those that have one"),
        ),
        "summary": (_maybe(Text), None),
        "leaves_out": (
            _maybe(list[LeftOut]),
            Field(None, description="what is missing; 'of_place: …' where only the scenario's own place has it"),
        ),
        "place": (
            _maybe(PlaceEntry),
            Field(None, description="name of a place, path of its file, or its whole content"),
        ),
        "sites": (
            _maybe(Annotated[list[dict[str, Any]], Field(min_length=1)]),
            Field(None, description="where faces are searched: docs/how-to/own-site.md"),
        ),
        "plugins": (
            _maybe(list[Name]),
            Field(None, description="mechanisms of somebody's own, beside those below: entry point, package or module"),
        ),
        "start": (_maybe(Day), None),
        "days": (_maybe(low_high["days"]), None),
        "population": (_maybe(low_high["population"]), None),
        "warm_up": (
            _maybe(low_high["warm_up"]),
            Field(None, description="days before the start that are simulated and not counted; whole weeks"),
        ),
    }
    rows |= {part: (_maybe(_part(part, mechanisms, named)), None) for part in mechanisms.sections}
    rows["events"] = (
        _maybe(list[event_model(mechanisms, named)]),  # pyright: ignore[reportInvalidTypeForm]
        Field(None, description="added to those below; one of the same name replaces that; [] removes all of them"),
    )
    rows["remove_events"] = (_maybe(list[Name]), Field(None, description="names of events below that are to go"))
    return create_model("Scenario", __base__=Model, **rows)
