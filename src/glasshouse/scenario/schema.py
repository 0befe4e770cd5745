"""The JSON schema of a scenario file, with which editors complete and check it.

``python -m glasshouse.scenario.schema`` rewrites ``schema.json`` beside this file.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from glasshouse.scenario.models import file_model
from glasshouse.section import NAME

#: Where the JSON schema lies.
SCHEMA_FILE = Path(__file__).with_name("schema.json")


#: Stands for whatever name a supplier has.
_ANY = "any_name"


def _open(schema: Any) -> Any:
    """A schema in which any name may stand where _ANY does."""
    if isinstance(schema, list):
        return [_open(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    found = {key: _open(value) for key, value in schema.items()}
    for key in [key for key in found.get("properties", {}) if _ANY in key.split(".")]:
        value = {name: each for name, each in found["properties"].pop(key).items() if name != "title"}
        if key == _ANY:  # whatever stands beside the section's own keys
            found["additionalProperties"] = value
        else:
            found["patternProperties"] = {f"^{re.escape(key).replace(_ANY, NAME)}$": value}
    return found


def schema_text() -> str:
    """The JSON schema of a scenario file, as it is shipped."""
    schema = _open(file_model(named=(_ANY,)).model_json_schema(by_alias=True))
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
    schema["title"] = "glasshouse scenario"
    schema["description"] = "Everything that a glasshouse run needs; see docs/model.md."
    return json.dumps(schema, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


if __name__ == "__main__":
    SCHEMA_FILE.write_text(schema_text(), encoding="utf-8")
