"""Whatever is public says what it is, with an example that runs as a test."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import Any

import pytest

import glasshouse

#: Public names without an example, and why.
WITHOUT: dict[str, str] = {}


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


@pytest.mark.parametrize(("name", "what"), [pytest.param(*each, id=each[0]) for each in public()])
def test_whatever_is_public_has_an_example(name: str, what: Any) -> None:
    assert (">>> " in (what.__doc__ or "")) != (name in WITHOUT)


def test_the_examples_are_looked_for_in_methods_and_properties_too() -> None:
    assert {"Run", "Run.plot", "Run.daily", "Run.outcome", "run"} <= {name for name, _ in public()}
