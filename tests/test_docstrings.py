"""Whatever is public says what it is, with an example that runs as a test."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import Any

import pytest

import glasshouse
from glasshouse import authoring, testing

#: Public names without an example, and why.
WITHOUT: dict[str, str] = {
    "testing.check": "it compiles the day with a plug-in, a minute's work; the module's own docstring shows it",
}


def public() -> Iterator[tuple[str, Any]]:
    """Public classes and functions, and the methods and properties that a class has of its own, by name."""
    for name in glasshouse.__all__:
        found = getattr(glasshouse, name)
        if callable(found):
            yield name, found
        if inspect.isclass(found):
            for each, member in vars(found).items():
                call = getattr(member, "fget", getattr(member, "func", getattr(member, "__func__", member)))
                if not each.startswith("_") and inspect.isfunction(call):
                    yield f"{name}.{each}", call


def of_plugins() -> Iterator[tuple[str, Any]]:
    """Classes and functions of what a plug-in and its tests import, by name; values have no docstring of their own."""
    for module in (authoring, testing):
        for name in module.__all__:
            found = getattr(module, name)
            if inspect.isclass(found) or callable(found):
                yield f"{module.__name__.rpartition('.')[2]}.{name}", found


@pytest.mark.parametrize(("name", "what"), [pytest.param(*each, id=each[0]) for each in (*public(), *of_plugins())])
def test_whatever_is_public_has_an_example(name: str, what: Any) -> None:
    assert (">>> " in (what.__doc__ or "")) != (name in WITHOUT)


def test_the_examples_are_looked_for_in_methods_and_properties_too() -> None:
    assert {"Run", "Run.plot", "Run.daily", "Run.outcome", "run"} <= {name for name, _ in public()}
    assert {"authoring.Note", "authoring.strikes", "testing.check"} <= {name for name, _ in of_plugins()}
