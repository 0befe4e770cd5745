"""The generated parts of ``docs/odd.md``: the mechanisms that ship, and what they share."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping

from glasshouse import odd
from glasshouse.mechanism_set import SHIPPED
from glasshouse.wording.marked_page import between_marks

#: Modules that the mechanisms share, in the order of their use.
SHARED = (
    "engine/params", "engine/select_active", "model/state", "model/closed_gates", "model/attribution", "model/aim",
    "model/mail", "model/learned_fit", "model/naive_bayes", "model/events", "engine/stocks", "engine/stages",
    "engine/assembly", "engine/binding",
)  # fmt: skip


def shared() -> str:
    """The modules that the mechanisms share, each with its first sentence."""
    return "\n".join(f"- **`{name}.py`**: {_title(f'glasshouse.{name}'.replace('/', '.'))}" for name in SHARED)


def _title(module: str) -> str:
    importlib.import_module(module)
    return odd.described(module).title


#: The marks of the page, and what stands between them.
PARTS: Mapping[str, Callable[[], str]] = {
    "state": lambda: odd.state(SHIPPED),
    "schedule": lambda: odd.schedule(SHIPPED),
    "mechanisms": lambda: odd.submodels(SHIPPED),
    "shared": shared,
    "references": lambda: odd.references(SHIPPED),
}


def rewritten(page: str) -> str:
    """The page with every generated part written anew. Raises ``ValueError`` where a mark is missing."""
    for name, text in PARTS.items():
        page = between_marks(page, f"odd:{name}", f"\n{text()}\n\n")
    return page
