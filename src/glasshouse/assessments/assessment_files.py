"""Write assessments to files: new ones only, each in one step, and none of them unless all can be filled."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from glasshouse.arguments import Argument
from glasshouse.assessments.assessed_subject import open_subject
from glasshouse.assessments.assessment_document import Assessment, fill
from glasshouse.assessments.assessment_markdown import markdown
from glasshouse.assessments.assessment_page import page
from glasshouse.assessments.assessment_pdf import pdf
from glasshouse.assessments.form_loading import form_names, load_form
from glasshouse.errors import BadInputError, StoppedError, why
from glasshouse.folders.atomic_write import in_one_step
from glasshouse.folders.folder_reading import require_same_plugins
from glasshouse.folders.new_folder import path_of
from glasshouse.scenario.scenario_error import nearest

#: How a document can be written: to be read, to be written on, to be printed.
FORMATS: Mapping[str, Callable[[Assessment], bytes]] = MappingProxyType(
    {"html": lambda document: page(document).encode(), "md": lambda document: markdown(document).encode(), "pdf": pdf}
)


def write_assessments(
    folder: str | os.PathLike[str],
    templates: Sequence[str | os.PathLike[str]] = (),
    out: str | os.PathLike[str] | None = None,
    format: str = "html",
) -> list[Path]:
    """Fill forms from the folder of a run or of a comparison, and write them there, or one of them to ``out``.

    Raises ``BadInputError`` and ``ScenarioError`` before anything is written, ``StoppedError`` when it cannot be.
    """
    if format not in FORMATS:
        known = f"{nearest(str(format), FORMATS)} It is one of {', '.join(FORMATS)}."
        raise BadInputError(Argument("format", format), f": unknown.{known}")
    if out is not None and len(templates) != 1:
        which = (" names one file; say with ", Argument("template"), " which assessment it is to hold.")
        raise BadInputError(Argument("out", out), *which)
    forms = [load_form(name) for name in templates or form_names()]
    subject = open_subject(folder)
    past = subject.run.past and subject.run.past.scenario
    require_same_plugins(subject.path, subject.run.manifest, subject.scenario, past, what="assessment")
    paths = [path_of(out) if out is not None else subject.path / f"assessment-{form.name}.{format}" for form in forms]
    for path in paths:
        _is_new(path)
    texts = [FORMATS[format](fill(form, subject)) for form in forms]
    written: list[Path] = []
    try:
        for path, text in zip(paths, texts, strict=True):
            with in_one_step(path) as partial:
                partial.write_bytes(text)
            written.append(path)
    except OSError as error:
        for path in written:
            path.unlink(missing_ok=True)
        raise StoppedError(f"{path}: it cannot be written ({why(error)}).") from error
    return paths


def _is_new(path: Path) -> None:
    """People may have written their answers into a file: none is ever overwritten."""
    if path.exists():
        raise BadInputError(
            f"{path}: it exists already, and may hold answers. Move it, or choose another name with ",
            Argument("out"),
            ".",
        )
    if not path.parent.is_dir():
        raise BadInputError(f"{path}: there is no folder {path.parent}.")
