"""The generated parts of ``docs/api.md``: the public names of glasshouse, their signatures and docstrings."""

from __future__ import annotations

import inspect
import re
from dataclasses import fields, is_dataclass
from typing import Any

from glasshouse.wording.marked_page import between_marks

#: What the calls return, beside the public classes, by module.
RETURNED = {
    "glasshouse.comparison.comparison": ("Comparison",),
    "glasshouse.runs.run": ("Run",),
    "glasshouse.measures.intervals": ("Spread",),
    "glasshouse.stories.story": ("Story",),
    "glasshouse.studies.study_result": ("StudyResult",),
    "glasshouse.validation.evaluate_tables": ("Validation",),
}
CALLS = (
    "run", "compare", "write_report", "story", "study", "validate", "bench", "resume", "merge", "load_scenario", "site",
)  # fmt: skip
#: Simulations that write nothing, and the tables that they give.
IN_MEMORY = ("counterfactual", "columns")
SIMULATED = ("Simulation", "DayView", "Results")
#: What arms, simulations and runs take as objects of somebody's own.
OF_ONES_OWN = ("Intervention", "Mechanism")
OPENING = ("headline", "open_run", "open_comparison", "open_study")


def text() -> str:
    """All of the reference as Markdown.

    >>> text().splitlines()[0]
    '## Calls'
    """
    import glasshouse

    parts = ["## Calls", *(_function(name, getattr(glasshouse, name)) for name in CALLS)]
    parts += ["## In memory", *(_class(name, getattr(glasshouse, name)) for name in SIMULATED)]
    parts += [_function(name, getattr(glasshouse, name)) for name in IN_MEMORY]
    parts += ["## Of one's own", *(_class(name, getattr(glasshouse, name)) for name in OF_ONES_OWN)]
    parts += ["## What runs leave", *(_function(name, getattr(glasshouse, name)) for name in OPENING)]
    parts += [
        _class(name, getattr(__import__(home, fromlist=[name]), name))
        for home, names in RETURNED.items()
        for name in names
    ]
    parts += ["## Failures", *_failures()]
    return "\n\n".join(parts)


def _failures() -> list[str]:
    import glasshouse

    kinds = [getattr(glasshouse, name) for name in glasshouse.__all__ if name.endswith("Error")]
    return [f"**`glasshouse.{kind.__name__}`**: {markdown(kind.__doc__)}" for kind in kinds]


def _function(name: str, call: Any, head: str = "###", owner: str = "glasshouse") -> str:
    return f"{head} {owner}.{name}\n\n```py\n{signature(name, call)}\n```\n\n{markdown(call.__doc__)}"


def signature(name: str, call: Any) -> str:
    """The call's signature, one argument a line where it is long.

    >>> signature("f", lambda a, *, b=1: 0)
    'f(a, *, b=1)'
    """
    asked = inspect.signature(call)
    names = list(asked.parameters.values())
    arguments = [_argument(one) for one in names]
    alone = next((k for k, one in enumerate(names) if one.kind is one.KEYWORD_ONLY), None)
    if alone is not None:
        arguments.insert(alone, "*")
    back = "" if asked.return_annotation is asked.empty else f" -> {asked.return_annotation}"
    short = f"{name}({', '.join(arguments)}){back}"
    if len(short) <= 88:
        return short
    return f"{name}(\n" + "".join(f"    {argument},\n" for argument in arguments) + f"){back}"


def _argument(one: inspect.Parameter) -> str:
    kind = "" if one.annotation is one.empty else f": {one.annotation}"
    value = "" if one.default is one.empty else f" = {one.default!r}" if kind else f"={one.default!r}"
    return f"{one.name}{kind}{value}"


def _class(name: str, kind: type) -> str:
    parts = [f"### {name}", markdown(kind.__doc__)]
    held = [one.name for one in fields(kind)] if is_dataclass(kind) else []
    if held:
        parts.append(f"Holds {', '.join(f'`{one}`' for one in held if not one.startswith('_'))}.")
    rows = []
    for each, member in vars(kind).items():
        if each.startswith("_") or each in held:
            continue
        call = getattr(member, "func", getattr(member, "fget", member))
        if not callable(call) or not call.__doc__:
            continue
        shown = each if call is not member else f"{each}({_arguments(call)})"
        rows.append(f"| `{shown}` | {_line(call.__doc__)} |")
    if rows:
        parts.append("\n".join(["| name | what it is |", "|---|---|", *rows]))
    return "\n\n".join(parts)


def _arguments(call: Any) -> str:
    return ", ".join(name for name in inspect.signature(call).parameters if name != "self")


def _line(doc: str) -> str:
    return " ".join(inspect.cleandoc(doc).split("\n\n")[0].split()).replace("``", "`").replace("|", "\\|")


def markdown(doc: str | None) -> str:
    """A docstring as Markdown: literals, and examples as blocks of code.

    >>> markdown("Say ``it``.")
    'Say `it`.'
    """
    lines = inspect.cleandoc(doc or "").split("\n")
    at = next((k for k, line in enumerate(lines) if line.startswith(">>> ")), len(lines))
    said = re.sub(r"``([^`]+)``", r"`\1`", "\n".join(lines[:at]).strip())
    example = "\n".join(lines[at:]).strip()
    return said + (f"\n\n```pycon\n{example}\n```" if example else "")


def rewritten(page: str) -> str:
    """The page with the reference written anew. Raises ``ValueError`` where a mark is missing."""
    return between_marks(page, "api", f"\n{text()}\n\n")
