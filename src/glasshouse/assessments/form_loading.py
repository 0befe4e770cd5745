"""Load the form of an assessment: one that ships, or anyone's own file of the same format."""

from __future__ import annotations

import os
from pathlib import Path

from pydantic import ValidationError

from glasshouse.assessments.form_model import Form
from glasshouse.scenario.file_faults import fault
from glasshouse.scenario.scenario_error import ScenarioError, nearest
from glasshouse.scenario.user_text import quoted
from glasshouse.scenario.yaml_reading import Document, as_file, read

#: Where the shipped forms lie.
FOLDER = Path(__file__).parent / "forms"


def form_names() -> list[str]:
    """Names of the shipped forms.

    >>> form_names()
    ['aia', 'dpia', 'fria']
    """
    return sorted(path.stem for path in FOLDER.glob("*.yaml"))


def load_form(name_or_path: str | os.PathLike[str]) -> Form:
    """A shipped form by name, or a YAML file by path.

    Raises ScenarioError, with file, line and the nearest valid name, where anything is wrong.

    >>> load_form("fria").sections[1].ref
    'Article 27(1)(a)'
    """
    text = os.fspath(name_or_path)
    if text in form_names():
        return _form(read(FOLDER / f"{text}.yaml"))
    if path := as_file(text):
        return _form(read(path))
    known = form_names()
    hint = f"{nearest(text, known)} It is one of {', '.join(known)}, or a YAML file."
    raise ScenarioError(f"unknown template '{quoted(text)}'.{hint}")


def _form(document: Document) -> Form:
    try:
        return Form.model_validate(document.data)
    except ValidationError as error:
        raise fault(error, document, Form) from None
