"""The JSON schema of a scenario file, with which editors complete and check it.

``python -m glasshouse.scenario.schema`` rewrites ``schema.json`` beside this file.
"""

from __future__ import annotations

import json
from pathlib import Path

from glasshouse.scenario.models import file_model

#: Where the JSON schema lies.
SCHEMA_FILE = Path(__file__).with_name("schema.json")


def schema_text() -> str:
    """The JSON schema of a scenario file, as it is shipped."""
    schema = file_model().model_json_schema(by_alias=True)
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
    schema["title"] = "glasshouse scenario"
    schema["description"] = "Everything that a glasshouse run needs; see docs/model.md."
    return json.dumps(schema, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


if __name__ == "__main__":
    SCHEMA_FILE.write_text(schema_text(), encoding="utf-8")
