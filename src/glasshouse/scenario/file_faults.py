"""Say what is wrong with a file in one line: the first fault, its line, and the nearest valid name."""

from __future__ import annotations

import types
from collections.abc import Callable, Collection
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from glasshouse.former_names import INPUT, KEY, refusal
from glasshouse.mechanism_set import SHIPPED, MechanismError
from glasshouse.plugins import PluginError, mechanisms_named, offered
from glasshouse.scenario.scenario_error import ScenarioError, nearest
from glasshouse.scenario.scenario_models import Number_, file_model
from glasshouse.scenario.scenario_words import GATES
from glasshouse.scenario.user_text import quoted
from glasshouse.scenario.yaml_reading import Document, Path_
from glasshouse.withdrawn import Withdrawn, withdrawal
from glasshouse.wording.lists_and_nouns import one_of

Root = type[BaseModel]
#: So many names are listed in a message.
_FEW = 8


def fault(error: ValidationError, document: Document, root: Root | None = None) -> ScenarioError:
    """The first fault that pydantic found, in plain words. An unknown key goes before all others.

    `root` is the model of the whole file: a scenario's unless given.
    """
    whole = root or file_model()
    faults = error.errors(include_url=False)

    def rank(row: Any) -> tuple[bool, int]:
        return row["type"] != "extra_forbidden", document.line(row["loc"]) or 0

    first = min(faults, key=rank)
    path: Path_ = first["loc"]
    say = _SAY.get(first["type"], _other)
    return ScenarioError(say(first, path, whole), where=document.where, line=document.line(path))


def _name(path: Path_) -> str:
    """How a path is called in a message: without the positions in lists."""
    words = [quoted(part) for part in path if isinstance(part, str)]
    return ".".join(words) or "the file"


def _owner(path: Path_) -> str:
    return _name(path[:-1])


def _unknown(row: Any, path: Path_, root: Root) -> str:
    if gone := withdrawal(str(path[-1]) if "." in str(path[-1]) else _name(path), SHIPPED.declared(Withdrawn)):
        return gone
    part, _, name = str(path[0]).partition(".")
    if name and len(path) == 1 and _takes(root, part, name):  # a full key, as the command line takes it
        return f"unknown key '{path[0]}'. In a file, write {name} inside {part}."
    model = model_at(root, path[:-1])
    valid = [field.alias or name for name, field in model.model_fields.items()] if model else []
    hint = _installed(path) or nearest(str(path[-1]), valid) or _listed(valid)
    return _former(path, valid) or f"unknown key '{quoted(path[-1])}'{_inside(path)}.{hint}"


def _installed(path: Path_) -> str:
    """That an installed plug-in has a section of that name, which the scenario does not name; "" where none has."""
    if len(path) != 1:
        return ""
    for plugin in offered("mechanisms").values():
        try:
            sections = {each.section for each in mechanisms_named(plugin.name)}
        except (PluginError, MechanismError):  # `glasshouse plugins` says what is wrong with it
            continue
        if str(path[0]) in sections:
            return f" The plug-in {plugin.name} has it; name it in the scenario: plugins: [{plugin.name}]."
    return ""


def _listed(valid: Collection[str]) -> str:
    """The names that there are, where they are few; none of them is near."""
    return f" It can be {one_of([*valid])}." if 0 < len(valid) <= _FEW else ""


def _former(path: Path_, valid: Collection[str]) -> str:
    """What to say of a key's old name; "" where it is none."""
    last, known = str(path[-1]), {*valid, *(f"{_owner(path)}.{name}" for name in valid)}
    names = ((KEY, _name(path)), (KEY, last), (INPUT, last))
    return next((said for what, name in names if (said := refusal(what, name, known))), "")


def _takes(root: Root, part: str, name: str) -> bool:
    model = model_at(root, (part,))
    field = model.model_fields.get(name) if model else None
    return field is not None and issubclass(_inner(field.annotation), Number_)


def _inside(path: Path_) -> str:
    return f" in {_owner(path)}" if len(path) > 1 else ""


def _literal(row: Any, path: Path_, root: Root) -> str:
    got, owner = row["input"], _owner(path)
    if path[-1] == "unit":
        unit = model_at(root, path[:-1])
        right = get_args(unit.model_fields["unit"].annotation)[0] if unit else "?"
        return f"{owner} has unit '{right}', not '{quoted(got)}'."
    expected = [word.strip().strip("'") for word in row["ctx"]["expected"].replace(" or ", ", ").split(",")]
    what = "gate" if {*GATES} <= {*expected} else "value"
    hint = nearest(str(got), expected) or f" It may be {row['ctx']['expected']}."
    return f"unknown {what} '{quoted(got)}' in {_name(path)}.{hint}"


def _missing(row: Any, path: Path_, root: Root) -> str:
    key, owner = path[-1], _owner(path)
    if key == "unit":
        unit = model_at(root, path[:-1])
        right = get_args(unit.model_fields["unit"].annotation)[0] if unit else "?"
        return f"{owner} has no unit; it is 'unit: {right}'."
    if str(key).startswith("glasshouse"):
        return f"the file has no '{key}'; begin it with the line '{key}: 1'."
    return f"{owner} has no '{key}'."


def _not_mapping(row: Any, path: Path_, root: Root) -> str:
    model = model_at(root, path)
    if model is not None and issubclass(model, Number_):
        unit = get_args(model.model_fields["unit"].annotation)[0]
        return (
            f'{_name(path)} is a bare value; write {{value: {quoted(row["input"])}, unit: {unit}, assumed: "why"}} '
            "or give a source."
        )
    return f"{_name(path)} must be a mapping of keys to values."


def _bound(side: str, limit: str) -> Callable[[Any, Path_, Root], str]:
    def say(row: Any, path: Path_, root: Root) -> str:
        return f"{_value_of(path)} is {row['input']:,}, {side} {row['ctx'][limit]:,.12g}."

    return say


def _value_of(path: Path_) -> str:
    return _name(path[:-1] if path[-1] == "value" else path)


def _kind(what: str) -> Callable[[Any, Path_, Root], str]:
    def say(row: Any, path: Path_, root: Root) -> str:
        return f"{_value_of(path)} must be {what}, not {_shown(row['input'])}."

    return say


def _shown(value: Any) -> str:
    return f"'{quoted(value)}'" if isinstance(value, str) else quoted(value)


def _short(row: Any, path: Path_, root: Root) -> str:
    found, needed = row["ctx"]["actual_length"], row["ctx"]["min_length"]
    if found == 0 and needed == 1:
        return f"{_name(path)} is empty; give at least one, or leave it out."
    return f"{_name(path)} has {found}, and needs {needed} at least."


def _own(row: Any, path: Path_, root: Root) -> str:
    return f"{_name(path)}: {row['msg']}."


def _about(row: Any, path: Path_, root: Root) -> str:
    return f"{_value_of(path)} {row['msg']}."


def _other(row: Any, path: Path_, root: Root) -> str:
    text = row["msg"][:1].lower() + row["msg"][1:]
    return f"{_name(path)}: {text}."


_SAY: dict[str, Callable[[Any, Path_, Root], str]] = {
    "extra_forbidden": _unknown,
    "literal_error": _literal,
    "missing": _missing,
    "model_type": _not_mapping,
    "greater_than_equal": _bound("below the lowest value", "ge"),
    "less_than_equal": _bound("above the highest value", "le"),
    "greater_than": _bound("and must be above", "gt"),
    "less_than": _bound("and must be below", "lt"),
    "finite_number": _kind("a finite number"),
    "float_type": _kind("a number"),
    "int_type": _kind("a whole number"),
    "bool_type": _kind("true or false"),
    "date_type": _kind("a date such as 2020-06-30"),
    "string_type": _kind("text"),
    "list_type": _kind("a list"),
    "too_short": _short,
    "evidence": _own,
    "range": _own,
    "text": _about,
    "size": _about,
}


def model_at(model: type[BaseModel], path: Path_) -> type[BaseModel] | None:
    """The model that a path leads to, if it leads to one."""
    here: Any = model
    for step in path:
        if isinstance(step, int):
            continue  # _inner has gone through the list already
        if not (isinstance(here, type) and issubclass(here, BaseModel)):
            return None
        found = [field for name, field in here.model_fields.items() if step == (field.alias or name)]
        if not found:
            return None
        here = _inner(found[0].annotation)
    return here if isinstance(here, type) and issubclass(here, BaseModel) else None


def _inner(annotation: Any) -> Any:
    """What stands inside Optional and list."""
    while get_origin(annotation) in (Union, types.UnionType, list):
        annotation = next(arg for arg in get_args(annotation) if arg is not type(None))
    return annotation
