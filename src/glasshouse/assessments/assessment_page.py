"""An assessment as one self-contained page, in the style of the report."""

from __future__ import annotations

from pathlib import Path

from jinja2 import ChoiceLoader, PackageLoader
from markupsafe import Markup

from glasshouse.assessments.assessment_document import DRAFT, FOR_PEOPLE, WATERMARK, Assessment
from glasshouse.assessments.two_pages import ANNEX
from glasshouse.measures import HARMS
from glasshouse.report.html_templates import FOLDER, environment

OWN = Path(__file__).parent


def page(document: Assessment) -> str:
    """The page as text."""
    templates = environment()
    templates.loader = ChoiceLoader([PackageLoader("glasshouse.assessments", "templates"), templates.loader])  # type: ignore
    styles = (FOLDER / "style.css", OWN / "assessment.css")
    return templates.get_template("assessment.html.j2").render(
        style=Markup("\n".join(path.read_text(encoding="utf-8") for path in styles)),
        watermark=WATERMARK,
        draft=DRAFT,
        for_people=FOR_PEOPLE,
        annex=ANNEX,
        document=document,
        form=document.form,
        scenario=document.subject.scenario,
        harms=HARMS,
        source_names={},
    )
