"""The comparison that ships with the pages, made once and kept beside the code.

To compare takes minutes: too long for a page. So the finished folder is kept, without the tables of its arms and with
those draws alone that a page shows; ``made_of.json`` has what its figures hang on.
``python -m scripts.site_comparison`` makes it anew, and a test says when that is due.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from glasshouse.comparison.comparison import Comparison, open_comparison
from glasshouse.comparison.comparison_plan import plan_comparison
from glasshouse.control_panel import Lever
from glasshouse.engine.wasm.wasm_fingerprint import fingerprint
from glasshouse.engine.wasm.wasm_parts import description, engine_parts
from glasshouse.mechanism_set import SHIPPED
from glasshouse.scenario import load

FOLDER = Path(__file__).parent / "compared"
MADE_OF = "made_of.json"
#: Tables of the report whose draws are not kept.
NOT_KEPT = ("measures",)
#: The preset, and what it is compared with: the safeguards that have a lever, but for one that is ``always`` compared.
SCENARIO = "as-described"
ARMS = tuple(lever.safeguard for lever in sorted(SHIPPED.declared(Lever), key=lambda one: one.rank) if not lever.always)


def shipped() -> Comparison:
    """The comparison, opened.

    >>> shipped().arms[-2:], shipped().drawn.draws
    (('ban', 'unwatched'), 200)
    """
    return open_comparison(FOLDER)


def made_of() -> dict[str, Any]:
    """What the figures of a comparison that is made now hang on: the engine, and the rules of each scenario."""
    parts = engine_parts()
    arms = plan_comparison(load(SCENARIO), ARMS).all_arms
    return {
        "engine": fingerprint(parts, description(parts)),
        "scenarios": {arm.name: arm.scenario.hash for arm in arms},
    }


@cache
def stale() -> tuple[str, ...]:
    """What changed since the comparison was made: "the engine", and scenarios; nothing when all is as it was."""
    kept, now = json.loads((FOLDER / MADE_OF).read_text(encoding="utf-8")), made_of()
    both = dict.fromkeys((*kept["scenarios"], *now["scenarios"]))
    changed = [name for name in both if kept["scenarios"].get(name) != now["scenarios"].get(name)]
    return (*(["the engine"] if kept["engine"] != now["engine"] else []), *changed)
