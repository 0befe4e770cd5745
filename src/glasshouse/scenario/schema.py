"""The JSON schema of a scenario file, with which editors complete and check it.

``python -m glasshouse.scenario.schema`` rewrites ``schema.json`` beside this file.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from glasshouse.mechanism_set import SHIPPED
from glasshouse.scenario.scenario_models import file_model
from glasshouse.section import NAME, Suppliers
from glasshouse.tiers import TIERS

#: Where the JSON schema lies.
SCHEMA_FILE = Path(__file__).with_name("schema.json")


#: Stands for whatever name a supplier has, or a tier; and what the names of the two may be.
_ANY = "any_name"
_CUT = f"cut_{_ANY}"
_TIER = r"[^.]+"


def _open(schema: Any) -> Any:
    """A schema in which any name may stand where _ANY does."""
    if isinstance(schema, list):
        return [_open(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    found = {key: _open(value) for key, value in schema.items()}
    for key in [key for key in found.get("properties", {}) if _ANY in key]:
        value = {name: each for name, each in found["properties"].pop(key).items() if name != "title"}
        if key == _ANY:  # whatever stands beside the section's own keys
            found["additionalProperties"] = value
        else:
            name = _TIER if _CUT in key else NAME
            found.setdefault("patternProperties", {})[f"^{re.escape(key).replace(_ANY, name)}$"] = value
    return found


def schema_text() -> str:
    """The JSON schema of a scenario file, as it is shipped."""
    tiers = (TIERS[0], _ANY, *TIERS[1:])
    anybody = tuple(f"{each.section}.{_ANY}" for each in SHIPPED.declared(Suppliers))
    schema = _open(file_model(SHIPPED.with_tiers(tiers), anybody).model_json_schema(by_alias=True))
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
    schema["title"] = "glasshouse scenario"
    schema["description"] = "Everything that a glasshouse run needs; see docs/model.md."
    text = json.dumps(schema, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
    return text.replace(f"tier {_ANY}", "that tier")


if __name__ == "__main__":
    SCHEMA_FILE.write_text(schema_text(), encoding="utf-8")
